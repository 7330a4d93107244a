#include "ui/mainwindow/labeldeeds.h"

#include "ui/dialogs/labelsdialog.h"
#include "ui/mainwindow/deeds.h"
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
    const Deeds::Chosen chosen = m_deeds()->chosen();
    count.chosen = chosen.count;
    count.known = chosen.known.size();
    count.all = chosen.all;
    for (const imap::MessageSummaryPtr &message : chosen.known) {
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
    state.reason = m_deeds()->flagReason(flag);
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
        .arg(countText(count.known), countText(count.chosen));
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
    question.note = note(counted);
    const imap::Flag another = LabelBook::keywordFor(tr("New Label"), LabelBook::shared().entries());
    if (!m_deeds()->flagReason(another).isEmpty())
        question.newLabelReason = tr("The server keeps no new labels in this folder.");
    if (!question.newLabelReason.isEmpty() && question.note.isEmpty())
        question.note = question.newLabelReason;
    auto *chooser = new LabelChooser(question, m_window);
    connect(chooser, &LabelChooser::changed, this,
            [this](const imap::Flag &flag, bool on) { m_deeds()->setFlag(flag, on); });
    connect(chooser, &LabelChooser::newLabelWanted, this, &LabelDeeds::makeNew);
    connect(chooser, &LabelChooser::editWanted, this, &LabelDeeds::edit);
    chooser->open();
}

void LabelDeeds::makeNew(const QString &name)
{
    LabelBook &book = LabelBook::shared();
    if (LabelBook::objection(name, book.entries()).isEmpty() &&
        book.entries().size() < LabelBook::MostEntries)
        m_deeds()->setFlag(book.add(name).keyword, true);
}

void LabelDeeds::toggle(const imap::Flag &flag)
{
    const Count counted = count();
    if (counted.chosen > 0)
        m_deeds()->setFlag(flag, counted.stateOf(flag) != Qt::Checked);
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
