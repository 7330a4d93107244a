#include "sync/arranger.h"

#include "sync/ortell.h"

#include <algorithm>

namespace imap
{

namespace
{

/// A few milliseconds of work, so that whoever clicks does not wait behind an order.
constexpr qsizetype StepMessages = 256;
constexpr int ProgressMs = 150;
/// More messages than this at once do not look for their places one by one.
constexpr qsizetype ManyAtOnce = 60;
constexpr qsizetype ManyUnknown = 50;
constexpr int AgainMs = 2000;
constexpr int GrowthMs = 10'000;

bool isUnread(const MessageSummary &message)
{
    return !message.flags.contains(flags::Seen);
}

} // namespace

Arranger::Arranger(store::Store *store, Around around, EventSink sink, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_around(std::move(around))
    , m_sink(std::move(sink))
{
    m_stepTimer.setInterval(0);
    connect(&m_stepTimer, &QTimer::timeout, this, [this] {
        if (!orTell(*m_store, m_sink, [this] { step(); }))
            m_stepTimer.stop();
    });
    m_againTimer.setSingleShot(true);
    connect(&m_againTimer, &QTimer::timeout, this, [this] { orTell(*m_store, m_sink, [this] { begin(); }); });
    m_growthTimer.setInterval(GrowthMs);
    connect(&m_growthTimer, &QTimer::timeout, this, [this] {
        orTell(*m_store, m_sink, [this] {
            if (!m_making && m_store->messages().count(m_id) != m_stored)
                begin();
        });
    });
}

Arranger::~Arranger()
{
    m_stop.request_stop();
}

void Arranger::open(const MailboxName &folder, store::FolderId id)
{
    const Arrangement wanted = folder == m_folder ? m_wanted : Arrangement();
    m_folder = folder;
    m_id = id;
    m_total = 0;
    m_shown.clear();
    m_homeless.clear();
    m_wanted = wanted;
    ++m_serial;
    m_stop.request_stop();
    m_stepTimer.stop();
    m_againTimer.stop();
    m_growthTimer.stop();
    m_refused = false;
    m_making.reset();
    m_arrangement = {};
    m_messages = {};
    m_conversations.reset();
    if (!m_wanted.isPlain())
        m_againTimer.start(0);
}

void Arranger::arrange(const Arrangement &arrangement)
{
    const bool there = arrangement == m_arrangement && !m_againTimer.isActive();
    m_wanted = arrangement;
    if (!there) {
        begin();
        return;
    }
    // Back to what is on the screen: what was being made is not wanted any more.
    ++m_serial;
    m_stop.request_stop();
    m_stepTimer.stop();
    m_making.reset();
    install(std::move(m_messages), m_source);
}

/// Everything from the cache if it has everything; else the server, which has.
void Arranger::begin()
{
    const quint64 serial = ++m_serial;
    m_stop.request_stop();
    m_stop = {};
    m_stepTimer.stop();
    m_againTimer.stop();
    m_meanwhile.clear();
    m_goneMeanwhile.clear();
    m_homeless.clear();
    m_making = Making{};
    m_making->arrangement = m_wanted;
    m_making->told.start();
    if (m_wanted.isPlain()) {
        install({}, ArrangementSource::Cache);
        return;
    }
    m_hidden = m_around.hidden ? m_around.hidden() : UidSet();
    m_stored = m_store->messages().count(m_id);
    if (isUpToDate(m_stored)) {
        m_making.reset();
    } else if (m_stored >= m_total + m_hidden.count()) {
        makeFromStore(ArrangementSource::Cache);
    } else if (m_around.line() && !m_refused) {
        m_sink(ArrangementStarted{m_folder, m_wanted, 0, 0});
        askServer(serial);
    } else {
        makeFromStore(ArrangementSource::KnownOnly);
    }
}

/// What a message is sorted by never changes, so after a new beginning with the same messages the order of
/// before is right. (Which are unread, as conversations show, may be otherwise.)
bool Arranger::isUpToDate(quint64 stored) const
{
    if (m_arrangement != m_wanted || m_arrangement.threads || m_source != ArrangementSource::Cache ||
        m_messages.size() != qsizetype(m_total) || stored != quint64(m_total) + m_hidden.count())
        return false;
    const UidSet known = m_store->messages().uids(m_id, Uid(1), Uid(UidSet::Star));
    const auto &uids = m_messages.uids();
    return std::all_of(uids.begin(), uids.end(), [&known](quint32 uid) { return known.contains(Uid(uid)); });
}

void Arranger::makeFromStore(ArrangementSource source)
{
    Making &making = *m_making;
    making.source = source;
    making.total = m_store->messages().count(m_id);
    making.next = Uid(1);
    if (making.arrangement.threads)
        making.conversations = std::make_unique<Conversations>();
    else
        making.sorter = std::make_unique<KeySorter>();
    m_sink(ArrangementStarted{m_folder, making.arrangement, 0, making.total});
    m_stepTimer.start();
}

void Arranger::step()
{
    if (!m_making) {
        m_stepTimer.stop();
        return;
    }
    Making &making = *m_making;
    if (making.next.isValid()) {
        const QList<MessageSummary> messages =
            m_store->messages().load(m_id, making.next, Uid(UidSet::Star), StepMessages);
        for (const MessageSummary &message : messages) {
            if (m_hidden.contains(message.uid))
                continue;
            if (making.conversations)
                making.conversations->add(message, isUnread(message));
            else
                making.sorter->add(message.uid, sortKey(making.arrangement.by, message));
        }
        making.done += quint32(messages.size());
        const bool last = messages.isEmpty() || messages.last().uid.value >= UidSet::Star - 1;
        making.next = last ? Uid() : Uid(messages.last().uid.value + 1);
        if (making.told.elapsed() >= ProgressMs)
            tellProgress();
        return;
    }
    if (making.sorter && making.sorter->step())
        return;
    ArrangedMessages messages =
        making.conversations ? making.conversations->finish() : ArrangedMessages::list(making.sorter->take());
    install(std::move(messages), making.source);
}

void Arranger::tellProgress()
{
    m_making->told.restart();
    m_sink(ArrangementStarted{m_folder, m_making->arrangement, m_making->done,
                              qMax(m_making->done, m_making->total)});
}

/// The order that was being made is there; what happened meanwhile is made good.
void Arranger::install(ArrangedMessages messages, ArrangementSource source)
{
    m_stepTimer.stop();
    m_messages = std::move(messages);
    m_arrangement = m_wanted;
    m_source = source;
    if (m_making) {
        m_conversations = std::move(m_making->conversations);
        m_making.reset();
    }
    for (const Uid uid : std::as_const(m_goneMeanwhile))
        m_messages.remove(uid);
    m_goneMeanwhile.clear();
    ArrangementReset reset{m_folder, m_arrangement, m_source, {}};
    if (!m_arrangement.isPlain())
        reset.messages = std::make_shared<const ArrangedMessages>(m_messages);
    m_sink(std::move(reset));
    if (m_source == ArrangementSource::KnownOnly)
        m_growthTimer.start();
    else
        m_growthTimer.stop();
    takeIn(std::exchange(m_meanwhile, {}));
}

// ---------------------------------------------------------------- what happens in the folder

void Arranger::take(const Event &event)
{
    std::visit([this](const auto &happened) { on(happened); }, event);
}

void Arranger::on(const FolderReset &event)
{
    m_total = event.total;
    if (!m_wanted.isPlain())
        m_againTimer.start(0);
}

void Arranger::on(const MessagesInserted &event)
{
    m_total += event.count;
}

void Arranger::on(const MessagesChanged &event)
{
    QList<MessageSummaryPtr> messages;
    messages.reserve(event.rows.size());
    for (const MessageRow &row : event.rows)
        messages.append(row.message);
    if (m_making)
        m_meanwhile += messages;
    else
        takeIn(messages);
}

void Arranger::takeIn(const QList<MessageSummaryPtr> &messages)
{
    if (m_arrangement.isPlain() || messages.isEmpty())
        return;
    std::vector<Uid> uids;
    uids.reserve(size_t(messages.size()));
    for (const MessageSummaryPtr &message : messages)
        uids.push_back(message->uid);
    const std::vector<qsizetype> places = m_messages.find(uids);
    if (std::count(places.begin(), places.end(), -1) > ManyAtOnce) {
        m_againTimer.start(AgainMs);
        return;
    }
    ArrangementMoved moved{m_folder, {}, {}};
    for (qsizetype i = 0; i < messages.size(); ++i) {
        if (places[size_t(i)] >= 0)
            m_messages.setUnread(places[size_t(i)], isUnread(*messages.at(i)));
    }
    for (qsizetype i = 0; i < messages.size(); ++i) {
        if (places[size_t(i)] < 0 && !place(*messages.at(i), moved))
            m_homeless.append(messages.at(i));
    }
    if (!moved.added.isEmpty())
        m_sink(std::move(moved));
    if (!m_homeless.isEmpty())
        placeByServer();
}

/// False: only the server can say where it belongs.
bool Arranger::place(const MessageSummary &message, ArrangementMoved &moved)
{
    if (m_source == ArrangementSource::Server)
        return false;
    ArrangedMessages::Addition addition{message.uid, isUnread(message)};
    if (m_arrangement.threads)
        addition.joins = companionsOf(message);
    else
        addition.position = placeByKey(message);
    if (m_conversations)
        m_conversations->learn(message);
    m_messages.add(addition);
    moved.added.append(addition);
    return true;
}

QList<Uid> Arranger::companionsOf(const MessageSummary &message) const
{
    QList<Uid> joins;
    if (!m_conversations)
        return joins;
    for (const Uid uid : m_conversations->companions(message)) {
        const auto other = m_store->messages().load(m_id, uid, store::Include::AlsoRemoved);
        // Hashes of 32 bits may meet.
        if (other && isCompanion(*other, message))
            joins.append(uid);
    }
    return joins;
}

quint32 Arranger::placeByKey(const MessageSummary &message) const
{
    const QByteArray key = sortKey(m_arrangement.by, message);
    qsizetype low = 0;
    qsizetype high = m_messages.size();
    while (low < high) {
        const qsizetype middle = (low + high) / 2;
        const auto other = m_store->messages().load(m_id, m_messages.uidAt(middle));
        const QByteArray otherKey = other ? sortKey(m_arrangement.by, *other) : QByteArray();
        const bool before = otherKey == key ? m_messages.uidAt(middle) < message.uid : otherKey < key;
        (before ? low : high) = before ? middle + 1 : middle;
    }
    return quint32(low);
}

void Arranger::on(const MessagesRemoved &event)
{
    m_total -= qMin(m_total, quint32(event.numbers.size()));
    QList<Uid> gone = std::exchange(m_leaving, {});
    if (m_wanted.isPlain())
        return;
    const qsizetype unknown = event.numbers.size() - gone.size();
    if (unknown > 0) {
        // Nobody has looked at what went. An order of all messages knows their numbers, as UIDs ascend.
        const bool whole = !m_making && m_homeless.isEmpty() && m_source != ArrangementSource::KnownOnly &&
                           gone.isEmpty() && unknown <= ManyUnknown &&
                           m_messages.size() == qsizetype(m_total) + event.numbers.size();
        if (!whole && m_source != ArrangementSource::KnownOnly)
            m_againTimer.start(AgainMs);
        QList<quint32> uids = whole ? m_messages.uids() : QList<quint32>();
        for (const SeqNum number : event.numbers) {
            if (number.value == 0 || number.value > uids.size())
                continue;
            const auto nth = uids.begin() + (number.value - 1);
            std::nth_element(uids.begin(), nth, uids.end());
            gone.append(Uid(*nth));
            uids.erase(nth);
        }
    }
    if (m_making) {
        for (const Uid uid : std::as_const(gone))
            m_goneMeanwhile.insert(uid);
    }
    if (m_arrangement.isPlain() || gone.isEmpty())
        return;
    for (const Uid uid : std::as_const(gone))
        m_messages.remove(uid);
    m_sink(ArrangementMoved{m_folder, gone, {}});
}

} // namespace imap
