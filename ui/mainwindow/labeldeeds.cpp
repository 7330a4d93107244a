#include "ui/mainwindow/labeldeeds.h"

#include "ui/dialogs/labelsdialog.h"
#include "ui/mainwindow/deeds.h"
#include "ui/models/gmaillabels.h"
#include "ui/models/labels.h"
#include "ui/support/formatting.h"
#include "ui/support/raised.h"

#include <QAction>

namespace ui
{

namespace
{

constexpr int KeyCount = 9;

struct SystemFlag {
    imap::Flag flag;
    QString name;
    QString iconName;
};

QList<SystemFlag> systemFlags()
{
    return {{imap::flags::Seen, LabelDeeds::tr("Read"), QStringLiteral("mail-read")},
            {imap::flags::Flagged, LabelDeeds::tr("Starred"), QStringLiteral("starred")},
            {imap::flags::Answered, LabelDeeds::tr("Answered"), QStringLiteral("mail-reply-sender")},
            {imap::Flag("$Forwarded"), LabelDeeds::tr("Forwarded"), QStringLiteral("mail-forward")},
            {imap::flags::Draft, LabelDeeds::tr("Draft"), QStringLiteral("mail-drafts")}};
}

/// Why none of the labels can be changed, where that is the same for all: it is said once, below them.
QString takeSharedReason(QList<LabelState> &states)
{
    const QString reason = states.isEmpty() ? QString() : states.first().reason;
    const auto isOther = [&reason](const LabelState &state) {
        return state.iconName.isEmpty() && state.reason != reason;
    };
    if (reason.isEmpty() || std::any_of(states.cbegin(), states.cend(), isOther))
        return {};
    for (LabelState &state : states)
        state.reasonBelow = state.reason == reason;
    return reason;
}

} // namespace

LabelDeeds::LabelDeeds(std::function<Deeds *()> deeds, QWidget *window)
    : QObject(window)
    , m_deeds(std::move(deeds))
    , m_window(window)
{
    for (int number = 1; number <= KeyCount; ++number) {
        auto *key = new QAction(this);
        key->setObjectName(QStringLiteral("label%1").arg(number));
        key->setShortcut(QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + number)));
        connect(key, &QAction::triggered, this, [this, number] { toggle(number); });
        window->addAction(key);
    }
}

QString LabelDeeds::keyOf(int number)
{
    return QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + number)).toString(QKeySequence::NativeText);
}

Qt::CheckState LabelDeeds::Count::stateOf(int with) const
{
    if (with == 0)
        return Qt::Unchecked;
    return all && with == known ? Qt::Checked : Qt::PartiallyChecked;
}

LabelDeeds::Count LabelDeeds::count() const
{
    Count count;
    const Deeds::Chosen chosen = m_deeds()->chosen();
    count.chosen = chosen.count;
    count.known = chosen.known.size();
    count.all = chosen.all;
    count.places = chosen.places;
    count.offered = m_deeds()->gmailLabels();
    for (const imap::MessageSummaryPtr &message : chosen.known) {
        for (const imap::Flag &flag : message->flags)
            ++count.flags[flag];
        for (const QString &label : message->gmailLabels)
            ++count.gmailLabels[label];
    }
    return count;
}

LabelState LabelDeeds::keywordState(const Count &count, const imap::Flag &flag) const
{
    LabelState state;
    const LabelBook::Entry *entry = LabelBook::shared().find(flag);
    state.flag = flag;
    state.name = entry ? entry->name : labelName(flag);
    state.hue = entry ? entry->hue : labelHue(flag);
    state.state = count.stateOf(count.flags.value(flag));
    state.reason = m_deeds()->flagReason(flag);
    return state;
}

LabelState LabelDeeds::gmailState(const Count &count, const QString &label) const
{
    LabelState state;
    const Label shown = gmailLabel(label);
    state.gmailLabel = label;
    state.name = shown.name;
    state.hue = shown.hue;
    // Of a message the label of its own folder is not told.
    state.state = count.stateOf(count.gmailLabels.value(label) + count.places.value(label));
    state.reason = m_deeds()->labelReason(label);
    return state;
}

/// Those that are always there, in the order of their keys.
QList<LabelState> LabelDeeds::labelStates(const Count &count) const
{
    QList<LabelState> states;
    if (count.offered) {
        for (const QString &label : *count.offered)
            states << gmailState(count, label);
    } else {
        for (const LabelBook::Entry &entry : LabelBook::shared().entries())
            states << keywordState(count, entry.keyword);
    }
    for (int i = 0; i < KeyCount && i < states.size(); ++i)
        states[i].key = keyOf(i + 1);
    return states;
}

QList<LabelState> LabelDeeds::states(const Count &count) const
{
    QList<LabelState> states = labelStates(count);
    // What messages have and nobody has named here.
    QStringList labels;
    for (auto it = count.gmailLabels.cbegin(); it != count.gmailLabels.cend(); ++it) {
        if (count.offered && isGmailLabel(it.key()) && !count.offered->contains(it.key()))
            labels << it.key();
    }
    labels.sort();
    for (const QString &label : std::as_const(labels))
        states << gmailState(count, label);
    QList<imap::Flag> others;
    for (auto it = count.flags.cbegin(); it != count.flags.cend(); ++it) {
        if (isLabel(it.key()) && (count.offered || !LabelBook::shared().find(it.key())))
            others << it.key();
    }
    std::sort(others.begin(), others.end());
    for (const imap::Flag &flag : std::as_const(others)) {
        LabelState state = keywordState(count, flag);
        const bool taken = std::any_of(states.cbegin(), states.cend(), [&state](const LabelState &other) {
            return other.name.compare(state.name, Qt::CaseInsensitive) == 0;
        });
        if (taken)
            state.name = tr("%1 (%2)").arg(state.name, QString::fromUtf8(flag.name()));
        states << state;
    }
    for (const SystemFlag &flag : systemFlags()) {
        LabelState state = keywordState(count, flag.flag);
        state.name = flag.name;
        state.hue = 0;
        state.iconName = flag.iconName;
        states << state;
    }
    return states;
}

QString LabelDeeds::note(const Count &count) const
{
    if (count.all || count.known == 0)
        return {};
    return tr("What %1 of the %2 messages have; the others are not known here yet. A change is made to all.")
        .arg(countText(count.known), countText(count.chosen));
}

/// Why no label can be made; empty: it can.
QString LabelDeeds::newLabelReason(const Count &count) const
{
    if (count.offered)
        return m_deeds()->labelReason({});
    const imap::Flag another = LabelBook::keywordFor(tr("New Label"), LabelBook::shared().entries());
    return m_deeds()->flagReason(another).isEmpty() ? QString()
                                                    : tr("The server keeps no new labels in this folder.");
}

void LabelDeeds::choose()
{
    const Count counted = count();
    const qint64 selected = counted.chosen;
    if (selected == 0)
        return;
    LabelChooser::Question question;
    question.title =
        selected == 1 ? tr("Labels of the message") : tr("Labels of %1 messages").arg(countText(selected));
    question.labels = states(counted);
    question.newLabelReason = newLabelReason(counted);
    QStringList notes{note(counted), takeSharedReason(question.labels)};
    notes.removeAll(QString());
    if (notes.isEmpty() && !question.newLabelReason.isEmpty())
        notes << question.newLabelReason;
    question.note = notes.join(QLatin1Char(' '));
    auto *chooser = new LabelChooser(question, m_window);
    connect(chooser, &LabelChooser::changed, this, &LabelDeeds::change);
    connect(chooser, &LabelChooser::newLabelWanted, this, &LabelDeeds::makeNew);
    connect(chooser, &LabelChooser::editWanted, this, &LabelDeeds::edit);
    m_chooser = chooser;
    chooser->open();
}

void LabelDeeds::refresh()
{
    if (!m_chooser)
        return;
    const Count counted = count();
    if (counted.chosen > 0)
        m_chooser->setStates(states(counted));
}

void LabelDeeds::change(const LabelState &label, bool on)
{
    if (label.gmailLabel.isEmpty())
        m_deeds()->setFlag(label.flag, on);
    else
        m_deeds()->setLabel(label.gmailLabel, on);
}

void LabelDeeds::makeNew(const QString &name)
{
    LabelBook &book = LabelBook::shared();
    if (m_deeds()->gmailLabels())
        m_deeds()->setLabel(newGmailLabel(name), true);
    else if (LabelBook::objection(name, book.entries()).isEmpty() &&
             book.entries().size() < LabelBook::MostEntries)
        m_deeds()->setFlag(book.add(name).keyword, true);
}

void LabelDeeds::toggle(int key)
{
    const Count counted = count();
    const QList<LabelState> labels = labelStates(counted);
    if (counted.chosen == 0 || key > labels.size())
        return;
    const LabelState &label = labels[key - 1];
    if (label.reason.isEmpty())
        change(label, label.state != Qt::Checked);
    else
        Q_EMIT said(label.reason);
}

void LabelDeeds::edit()
{
    if (raised(m_dialog))
        return;
    m_dialog = new LabelsDialog(LabelBook::shared().entries(), m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &QDialog::accepted, this,
            [dialog = m_dialog.data()] { LabelBook::shared().set(dialog->entries()); });
    m_dialog->open();
}

} // namespace ui
