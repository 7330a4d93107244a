#include "ui/views/attachmentstrip.h"

#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/flowlayout.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui
{
namespace
{

constexpr qsizetype foldedCount = 8;
constexpr int nameWidth = 220;

QString buttonText(const imap::mime::AttachmentInfo &attachment, const QFontMetrics &metrics, bool busy)
{
    QString name = metrics.elidedText(attachment.fileName, Qt::ElideMiddle, nameWidth);
    name.replace(QLatin1Char('&'), QLatin1String("&&"));
    return QStringLiteral("%1  %2").arg(name,
                                        busy ? AttachmentStrip::tr("loading …") : sizeText(attachment.size));
}

} // namespace

AttachmentStrip::AttachmentStrip(QWidget *parent)
    : QWidget(parent)
    , m_files(new QWidget(this))
    , m_saveAll(new QToolButton(this))
    , m_problem(new QLabel(this))
{
    setObjectName(QStringLiteral("attachments"));
    auto *row = new QHBoxLayout;
    row->setSpacing(grid);
    new FlowLayout(m_files, grid, grid);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    m_files->setSizePolicy(policy);
    m_saveAll->setObjectName(QStringLiteral("saveAll"));
    m_saveAll->setIcon(icon(QStringLiteral("document-save")));
    m_saveAll->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_saveAll->setAutoRaise(true);
    connect(m_saveAll, &QToolButton::clicked, this, [this] {
        if (m_attachments.size() == 1)
            Q_EMIT saveWanted(m_attachments.first());
        else
            Q_EMIT saveAllWanted();
    });
    row->addWidget(m_files, 1);
    row->addWidget(m_saveAll, 0, Qt::AlignTop);
    m_problem->setObjectName(QStringLiteral("attachmentProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gap, grid, gap + grid, gap);
    layout->setSpacing(grid);
    layout->addLayout(row);
    layout->addWidget(m_problem);
    m_problem->hide();
    hide();
}

void AttachmentStrip::setAttachments(const QList<imap::mime::AttachmentInfo> &attachments)
{
    m_attachments.clear();
    for (const imap::mime::AttachmentInfo &attachment : attachments) {
        if (!attachment.isInline)
            m_attachments << attachment;
    }
    m_unfolded = false;
    setProblem({});
    fill();
    setVisible(!m_attachments.isEmpty());
}

void AttachmentStrip::fill()
{
    QLayout *flow = m_files->layout();
    while (QLayoutItem *item = flow->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_buttons.clear();
    const qsizetype count =
        m_unfolded || m_attachments.size() <= foldedCount + 1 ? m_attachments.size() : foldedCount;
    for (qsizetype i = 0; i < count; ++i) {
        QToolButton *button = makeButton(m_attachments.at(i));
        flow->addWidget(button);
        button->show();
    }
    if (count < m_attachments.size()) {
        auto *more = new QToolButton(m_files);
        more->setText(tr("and %1 more").arg(countText(m_attachments.size() - count)));
        more->setAutoRaise(true);
        connect(more, &QToolButton::clicked, this, [this] {
            m_unfolded = true;
            fill();
        });
        flow->addWidget(more);
        more->show();
    }
    m_saveAll->setText(m_attachments.size() == 1 ? tr("Save As…") : tr("Save All…"));
    m_files->updateGeometry();
}

QToolButton *AttachmentStrip::makeButton(const imap::mime::AttachmentInfo &attachment)
{
    auto *button = new QToolButton(m_files);
    button->setObjectName(QStringLiteral("attachment-") + QString::fromLatin1(attachment.section));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::MenuButtonPopup);
    button->setIcon(icon(attachmentIconName(QString::fromLatin1(attachment.mimeType))));
    button->setText(buttonText(attachment, fontMetrics(), false));
    button->setAccessibleName(tr("Attachment %1").arg(attachment.fileName));
    button->setToolTip(plainTip(
        QStringLiteral("%1\n%2, %3")
            .arg(attachment.fileName, QString::fromLatin1(attachment.mimeType), sizeText(attachment.size))));
    auto *menu = new QMenu(button);
    menu->addAction(icon(QStringLiteral("document-open")), tr("&Open"), this,
                    [this, attachment] { Q_EMIT openWanted(attachment); });
    menu->addAction(icon(QStringLiteral("document-save")), tr("&Save As…"), this,
                    [this, attachment] { Q_EMIT saveWanted(attachment); });
    button->setMenu(menu);
    // The arrow that opens it is for the mouse only.
    const auto open = [button, menu] { menu->popup(button->mapToGlobal(QPoint(0, button->height()))); };
    button->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(button, &QWidget::customContextMenuRequested, menu, open);
    auto *key = new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F10), button);
    key->setContext(Qt::WidgetShortcut);
    connect(key, &QShortcut::activated, menu, open);
    connect(button, &QToolButton::clicked, this, [this, attachment] { Q_EMIT openWanted(attachment); });
    m_buttons.insert(attachment.section, button);
    return button;
}

void AttachmentStrip::setBusy(const QByteArray &section, bool busy)
{
    QToolButton *button = m_buttons.value(section);
    if (!button)
        return;
    for (const imap::mime::AttachmentInfo &attachment : std::as_const(m_attachments)) {
        if (attachment.section == section)
            button->setText(buttonText(attachment, fontMetrics(), busy));
    }
    button->setEnabled(!busy);
}

void AttachmentStrip::setProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

} // namespace ui
