#include "ui/dialogs/folderproperties.h"

#include "ui/models/foldernodes.h"
#include "ui/models/quotawords.h"
#include "ui/support/buttonbox.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace ui
{

namespace
{

constexpr QSize comfortable(480, 560);
constexpr int barHeight = 6;

/// How much of a limit is used; the words beside it say the same.
class UsageBar : public QWidget
{
public:
    UsageBar(double share, QWidget *parent)
        : QWidget(parent)
        , m_share(share)
    {
        setObjectName(QStringLiteral("usageBar"));
        setFixedHeight(barHeight);
        setAccessibleName(shareText(share));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(elevated(palette(), 3));
        painter.drawRoundedRect(rect(), barHeight / 2.0, barHeight / 2.0);
        const QuotaLevel level = quotaLevel(m_share);
        painter.setBrush(
            level == QuotaLevel::Fine
                ? palette().color(QPalette::Highlight)
                : stateColor(level == QuotaLevel::Full ? State::Error : State::Waiting, palette()));
        const int used = qBound(m_share > 0 ? barHeight : 0, int(width() * m_share), width());
        painter.drawRoundedRect(QRect(isRightToLeft() ? width() - used : 0, 0, used, barHeight),
                                barHeight / 2.0, barHeight / 2.0);
    }

private:
    double m_share;
};

QLabel *textLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

/// Somewhere to break a long word at, which is not copied with it.
QString breakable(const QString &text)
{
    QString broken;
    for (const QChar letter : text) {
        broken += letter;
        if (letter == QLatin1Char('/') || letter == QLatin1Char('.') || letter == QLatin1Char('_'))
            broken += QChar(0x200B);
    }
    return broken;
}

} // namespace

FolderProperties::FolderProperties(const FolderFacts &facts, QWidget *parent)
    : QDialog(parent)
    , m_facts(facts)
    , m_scroll(new QScrollArea(this))
    , m_sign(new QLabel(this))
    , m_state(new QLabel(this))
{
    setObjectName(QStringLiteral("folderProperties"));
    setWindowTitle(tr("Folder Properties"));
    auto *sign = new QLabel(this);
    sign->setPixmap(
        icon(folderIconName(facts.info.role, FolderKind::Folder)).pixmap(QSize(24, 24), devicePixelRatioF()));
    auto *title = new QLabel(facts.name, this);
    title->setTextFormat(Qt::PlainText);
    title->setFont(semibold(scaledFont(font(), largeType)));
    title->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(2 * gap, 2 * gap, 2 * gap, gap);
    head->setSpacing(gap + grid);
    head->addWidget(sign, 0, Qt::AlignTop);
    head->addWidget(title, 1);

    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    m_state->setObjectName(QStringLiteral("propertiesState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    auto *state = new QHBoxLayout;
    state->setContentsMargins(2 * gap, gap, 2 * gap, 0);
    state->setSpacing(gap);
    state->addWidget(m_sign, 0, Qt::AlignTop);
    state->addWidget(m_state, 1);

    auto *buttons = new ButtonBox(QDialogButtonBox::Close, this);
    buttons->setContentsMargins(2 * gap, gap, 2 * gap, 2 * gap);
    QPushButton *copy = buttons->addButton(tr("&Copy All"), QDialogButtonBox::ActionRole);
    copy->setObjectName(QStringLiteral("copyAll"));
    m_refresh = buttons->addButton(tr("&Refresh"), QDialogButtonBox::ActionRole);
    m_refresh->setObjectName(QStringLiteral("refreshProperties"));
    for (QPushButton *button : {copy, m_refresh})
        button->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    connect(copy, &QPushButton::clicked, this, &FolderProperties::copyAll);
    connect(m_refresh, &QPushButton::clicked, this, &FolderProperties::refreshWanted);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_scroll, 1);
    layout->addLayout(state);
    layout->addWidget(buttons);
    resize(comfortable);
    showFacts(folderFacts(m_facts));
    setAsking();
}

void FolderProperties::setInfo(const imap::FolderInfo &info)
{
    m_facts.info = info;
    showFacts(folderFacts(m_facts));
}

void FolderProperties::setAsking()
{
    m_refresh->setEnabled(false);
    showState(tr("Asking the server…"), false);
}

void FolderProperties::setDetails(const imap::FolderDetails &details)
{
    m_facts.details = details;
    m_refresh->setEnabled(true);
    showState({}, false);
    showFacts(folderFacts(m_facts));
}

void FolderProperties::setProblem(const QString &text)
{
    m_refresh->setEnabled(true);
    showState(tr("%1 What was known before is shown.").arg(text), true);
}

void FolderProperties::showState(const QString &words, bool isProblem)
{
    m_state->setText(words);
    m_state->setVisible(!words.isEmpty());
    m_sign->setVisible(isProblem);
    if (isProblem)
        m_sign->setPixmap(iconPixmap(QStringLiteral("dialog-warning"), 16,
                                     stateColor(State::Error, palette()), devicePixelRatioF()));
}

void FolderProperties::addFact(QGridLayout *grid, const FolderFact &fact)
{
    const int row = grid->rowCount();
    auto *name = new QLabel(fact.name, m_scroll->widget());
    name->setTextFormat(Qt::PlainText);
    name->setForegroundRole(QPalette::PlaceholderText);
    QLabel *value = textLabel(breakable(fact.value), m_scroll->widget());
    value->setAccessibleName(fact.name);
    grid->addWidget(name, row, 0, Qt::AlignTop);
    grid->addWidget(value, row, 1);
    if (fact.share)
        grid->addWidget(new UsageBar(*fact.share, m_scroll->widget()), row + 1, 1);
}

void FolderProperties::showFacts(const QList<FolderFactGroup> &groups)
{
    if (groups == m_shown)
        return;
    m_shown = groups;
    const int scrolled = m_scroll->verticalScrollBar()->value();
    auto *page = new QWidget;
    auto *column = new QGridLayout(page);
    column->setContentsMargins(2 * gap, 0, 2 * gap, gap);
    column->setHorizontalSpacing(2 * gap);
    column->setVerticalSpacing(grid);
    column->setColumnStretch(1, 1);
    m_scroll->setWidget(page);
    for (const FolderFactGroup &group : groups) {
        auto *title = new QLabel(group.title, page);
        title->setFont(semibold(font()));
        title->setContentsMargins(0, gap, 0, 0);
        column->addWidget(title, column->rowCount(), 0, 1, 2);
        for (const FolderFact &fact : group.facts)
            addFact(column, fact);
    }
    column->setRowStretch(column->rowCount(), 1);
    m_scroll->verticalScrollBar()->setValue(scrolled);
}

void FolderProperties::copyAll()
{
    QGuiApplication::clipboard()->setText(folderFactsText(m_shown));
}

} // namespace ui
