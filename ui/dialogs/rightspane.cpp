#include "ui/dialogs/rightspane.h"

#include "ui/models/aclmodel.h"
#include "ui/support/formatting.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

namespace ui
{

using imap::Rights;

namespace
{

const QByteArray todaysLetters("lrswipkxtea");
const QByteArray olderLetters("lrswipcda");

bool canBeGiven(const imap::GrantableRights &grantable, char right)
{
    return grantable.required.contains(right) ||
           std::any_of(grantable.optional.begin(), grantable.optional.end(),
                       [right](const Rights &set) { return set.contains(right); });
}

QString listed(Rights rights)
{
    QStringList letters;
    for (const char letter : rights.toByteArray())
        letters << QString(QLatin1Char(letter));
    return listText(letters);
}

} // namespace

RightsPane::RightsPane(QWidget *parent)
    : QWidget(parent)
    , m_name(new QLabel(this))
    , m_about(new QLabel(this))
    , m_grid(new QGridLayout)
    , m_notes(new QLabel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * gap, gap, 2 * gap, gap);
    column->setSpacing(grid);
    m_name->setFont(semibold(font()));
    m_name->setObjectName(QStringLiteral("rightsName"));
    m_about->setFont(scaledFont(font(), smallType));
    m_notes->setFont(scaledFont(font(), smallType));
    m_notes->setObjectName(QStringLiteral("rightsNotes"));
    for (QLabel *label : {m_name, m_about, m_notes}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_grid->setHorizontalSpacing(gap);
    m_grid->setVerticalSpacing(grid);
    m_grid->setColumnStretch(0, 1);
    column->addWidget(m_name);
    column->addWidget(m_about);
    column->addSpacing(gap);
    column->addLayout(m_grid);
    column->addSpacing(grid);
    column->addWidget(m_notes);
    column->addStretch(1);
    mute();
}

void RightsPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        mute();
}

void RightsPane::mute()
{
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, mutedInk(palette()));
    for (QWidget *quiet : QList<QWidget *>{m_about, m_notes} + m_marks)
        quiet->setPalette(muted);
}

/// Those of the server's kind, then what the entry has or could have besides. Cyrus offers all digits, which
/// mean nothing to anybody: they are there where somebody has them.
QByteArray RightsPane::letters() const
{
    const QByteArray usual = m_shown.newRights ? todaysLetters : olderLetters;
    Rights more = m_shown.entry.rights;
    if (m_shown.grantable && m_shown.newRights)
        more = more | (allRights(*m_shown.grantable) - Rights("cd"));
    else if (m_shown.grantable)
        more = more | allRights(*m_shown.grantable);
    return usual + (more - Rights(usual)).toByteArray();
}

void RightsPane::build(const QByteArray &letters)
{
    qDeleteAll(m_boxes);
    qDeleteAll(m_marks);
    m_boxes.clear();
    m_marks.clear();
    m_letters = letters;
    const QFont small = scaledFont(font(), smallType);
    int row = 0;
    for (const char letter : letters) {
        auto *box = new QCheckBox(rightText(letter), this);
        box->setObjectName(QStringLiteral("right-%1").arg(QLatin1Char(letter)));
        box->setAccessibleName(tr("%1, right %2").arg(rightText(letter)).arg(QLatin1Char(letter)));
        connect(box, &QCheckBox::clicked, this, [this, letter](bool on) { choose(letter, on); });
        auto *mark = new QLabel(QString(QLatin1Char(letter)), this);
        mark->setFont(small);
        m_grid->addWidget(box, row, 0);
        m_grid->addWidget(mark, row, 1, Qt::AlignCenter);
        m_boxes.insert(letter, box);
        m_marks << mark;
        ++row;
    }
    orderTabs();
    mute();
}

void RightsPane::setTabAfter(QWidget *widget)
{
    m_tabAfter = widget;
    orderTabs();
}

/// The boxes are made later than what Tab is to reach behind them.
void RightsPane::orderTabs()
{
    QWidget *before = m_tabAfter;
    for (const char letter : std::as_const(m_letters)) {
        QWidget *box = m_boxes.value(letter);
        if (before && box)
            setTabOrder(before, box);
        before = box;
    }
}

QString RightsPane::lockReason(char right) const
{
    const bool has = m_shown.entry.rights.contains(right);
    if (!m_shown.locked.isEmpty())
        return m_shown.locked;
    if (m_shown.who.kind == AclKind::Global)
        return aclExplanation(m_shown.who);
    if (m_shown.newRights && (right == 'c' || right == 'd'))
        return tr("Older programs see this; the server sets it by itself from the others.");
    if (!m_shown.grantable)
        return {};
    if (m_shown.grantable->required.contains(right) && !m_shown.who.negative)
        return tr("The server always gives “%1” this right.").arg(m_shown.who.name);
    if (!has && !canBeGiven(*m_shown.grantable, right))
        return tr("The server does not let anybody give “%1” this right.").arg(m_shown.who.name);
    return {};
}

QString RightsPane::tieText(char right) const
{
    if (!m_shown.grantable)
        return {};
    for (const Rights &set : m_shown.grantable->optional) {
        const Rights others = set - Rights(QByteArrayView(&right, 1));
        if (set.contains(right) && !others.isEmpty())
            return tr("Only together with %1.").arg(listed(others));
    }
    return {};
}

/// What the person would otherwise find out by trying.
QString RightsPane::notes() const
{
    QStringList notes;
    if (m_shown.grantable && m_shown.locked.isEmpty()) {
        if (!m_shown.grantable->required.isEmpty() && !m_shown.who.negative)
            notes << tr("Always given by the server: %1.").arg(listed(m_shown.grantable->required));
        for (const Rights &set : m_shown.grantable->optional) {
            if (set.toByteArray().size() > 1)
                notes << tr("Only given together: %1.").arg(listed(set));
        }
    }
    if (!m_shown.newRights)
        notes << tr("This server has the rights of older servers: c and d stand for several of today's.");
    return notes.join(QLatin1Char('\n'));
}

void RightsPane::setEntry(const Entry &entry)
{
    m_shown = entry;
    m_name->setText(entry.who.name);
    m_about->setText(aclExplanation(entry.who));
    const QByteArray wanted = letters();
    if (wanted != m_letters)
        build(wanted);
    for (auto box = m_boxes.constBegin(); box != m_boxes.constEnd(); ++box) {
        const bool always =
            entry.grantable && !entry.who.negative && entry.grantable->required.contains(box.key());
        box.value()->setChecked(always || entry.entry.rights.contains(box.key()));
        const QString reason = lockReason(box.key());
        box.value()->setEnabled(reason.isEmpty());
        const QStringList tip{rightHint(box.key()), reason.isEmpty() ? tieText(box.key()) : reason};
        box.value()->setToolTip(plainTip(tip.join(QLatin1Char(' ')).trimmed()));
        box.value()->setAccessibleDescription(reason);
    }
    m_notes->setText(notes());
    m_notes->setVisible(!m_notes->text().isEmpty());
}

void RightsPane::choose(char right, bool on)
{
    const imap::GrantableRights *grantable = m_shown.grantable ? &*m_shown.grantable : nullptr;
    imap::GrantableRights taken;
    if (grantable && m_shown.who.negative) {
        taken.optional = grantable->optional; // nothing has to be taken away
        grantable = &taken;
    }
    Q_EMIT rightsChosen(toggledRights(m_shown.entry.rights, right, on, grantable));
}

} // namespace ui
