#include "ui/mainwindow/labeldeeds.h"

#include "ui/dialogs/labelsdialog.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/messagedeeds.h"
#include "ui/models/labels.h"
#include "ui/support/formatting.h"
#include "ui/views/messagelistview.h"

#include <QAction>

namespace ui
{

namespace
{

/// More are not looked at one by one; what they have in common is not known then.
constexpr int MostLookedAt = 5000;
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

} // namespace

LabelDeeds::LabelDeeds(MailBrowser *browser, MessageListView *list, MessageDeeds *deeds, QWidget *window)
    : QObject(window)
    , m_browser(browser)
    , m_list(list)
    , m_deeds(deeds)
    , m_window(window)
{
    for (int number = 1; number <= KeyCount; ++number) {
        auto *key = new QAction(this);
        key->setObjectName(QStringLiteral("label%1").arg(number));
        key->setShortcut(QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + number)));
        connect(key, &QAction::triggered, this, [this, number] {
            const QList<LabelBook::Entry> &labels = LabelBook::shared().entries();
            if (number <= labels.size())
                toggle(labels[number - 1].keyword);
        });
        window->addAction(key);
    }
}

QString LabelDeeds::keyOf(int number)
{
    return QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + number)).toString(QKeySequence::NativeText);
}

Qt::CheckState LabelDeeds::Count::stateOf(const imap::Flag &flag) const
{
    const int with = flags.value(flag);
    if (with == 0)
        return Qt::Unchecked;
    return all && with == known ? Qt::Checked : Qt::PartiallyChecked;
}

LabelDeeds::Count LabelDeeds::count() const
{
    Count count;
    const MessageListModel *model = m_browser->listModel();
    const QItemSelection selection = m_list->selectionModel()->selection();
    const QList<imap::Uid> uids = model->uids(selection);
    count.all = uids.size() == m_browser->selectedCount() && uids.size() <= MostLookedAt;
    for (const imap::Uid uid : uids.first(qMin<qsizetype>(uids.size(), MostLookedAt))) {
        const imap::MessageSummaryPtr message = model->messageOf(uid);
        if (!message) {
            count.all = false;
            continue;
        }
        ++count.known;
        for (const imap::Flag &flag : message->flags)
            ++count.flags[flag];
    }
    return count;
}

LabelState LabelDeeds::labelState(const Count &count, const imap::Flag &flag, const QString &name,
                                  int hue) const
{
    LabelState state;
    state.flag = flag;
    state.name = name;
    state.hue = hue;
    state.state = count.stateOf(flag);
    state.reason = m_browser->flagReason(flag);
    return state;
}

QList<LabelState> LabelDeeds::states(const Count &count) const
{
    QList<LabelState> states;
    const LabelBook &book = LabelBook::shared();
    for (const LabelBook::Entry &entry : book.entries()) {
        LabelState state = labelState(count, entry.keyword, entry.name, entry.hue);
        if (states.size() < KeyCount)
            state.key = keyOf(int(states.size()) + 1);
        states << state;
    }
    // What messages have and nobody has named here.
    QList<imap::Flag> others;
    for (auto it = count.flags.cbegin(); it != count.flags.cend(); ++it) {
        if (isLabel(it.key()) && !book.find(it.key()))
            others << it.key();
    }
    std::sort(others.begin(), others.end());
    for (const imap::Flag &flag : std::as_const(others))
        states << labelState(count, flag, labelName(flag), labelHue(flag));
    for (const SystemFlag &flag : systemFlags()) {
        LabelState state = labelState(count, flag.flag, flag.name, 0);
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
        .arg(countText(count.known), countText(m_browser->selectedCount()));
}

void LabelDeeds::choose()
{
    const qint64 selected = m_browser->selectedCount();
    if (selected == 0)
        return;
    const Count counted = count();
    LabelChooser::Question question;
    question.title =
        selected == 1 ? tr("Labels of the message") : tr("Labels of %1 messages").arg(countText(selected));
    question.labels = states(counted);
    question.note = note(counted);
    const imap::Flag another = LabelBook::keywordFor(tr("New Label"), LabelBook::shared().entries());
    if (!m_browser->flagReason(another).isEmpty())
        question.newLabelReason = tr("The server keeps no new labels in this folder.");
    if (!question.newLabelReason.isEmpty() && question.note.isEmpty())
        question.note = question.newLabelReason;
    auto *chooser = new LabelChooser(question, m_window);
    connect(chooser, &LabelChooser::changed, this,
            [this](const imap::Flag &flag, bool on) { m_deeds->setFlag(flag, on); });
    connect(chooser, &LabelChooser::newLabelWanted, this, &LabelDeeds::makeNew);
    connect(chooser, &LabelChooser::editWanted, this, &LabelDeeds::edit);
    chooser->open();
}

void LabelDeeds::makeNew(const QString &name)
{
    LabelBook &book = LabelBook::shared();
    if (LabelBook::objection(name, book.entries()).isEmpty() &&
        book.entries().size() < LabelBook::MostEntries)
        m_deeds->setFlag(book.add(name).keyword, true);
}

void LabelDeeds::toggle(const imap::Flag &flag)
{
    if (m_browser->selectedCount() > 0)
        m_deeds->setFlag(flag, count().stateOf(flag) != Qt::Checked);
}

void LabelDeeds::edit()
{
    if (m_dialog) {
        m_dialog->raise();
        m_dialog->activateWindow();
        return;
    }
    m_dialog = new LabelsDialog(LabelBook::shared().entries(), m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &QDialog::accepted, this,
            [dialog = m_dialog.data()] { LabelBook::shared().set(dialog->entries()); });
    m_dialog->open();
}

void LabelDeeds::explain(Actions *actions) const
{
    const bool any = m_browser->selectedCount() > 0;
    QString reason;
    if (!m_browser->account())
        reason = tr("No folder is open.");
    else if (!any)
        reason = tr("Choose a message first.");
    else if (m_browser->listModel()->isReadOnly())
        reason = m_browser->flagReason(imap::flags::Flagged);
    Actions::setReason(actions->labels, reason);
}

} // namespace ui
