#include "ui/dialogs/certificatedialog.h"

#include "ui/dialogs/certificatetext.h"
#include "ui/support/buttonbox.h"
#include "ui/support/errortext.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QCryptographicHash>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace ui
{
namespace
{

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

CertificateDialog::CertificateDialog(const imap::CertificateError &error, const QByteArray &trusted,
                                     QWidget *parent)
    : QDialog(parent)
    , m_chain(error.chain())
{
    setWindowTitle(tr("Certificate Not Trusted"));
    auto *advice = plainLabel(
        tr("If you trust this certificate, Postrider connects to %1 whenever the server shows exactly this "
           "one, "
           "and no other. Do it only if you compared the SHA-256 fingerprint with what those who run the "
           "server "
           "told you by another way: somebody in between could otherwise read your password and your mail.")
            .arg(error.host()),
        this);

    auto *buttons = new ButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *trust = buttons->addButton(tr("&Trust This Certificate"), QDialogButtonBox::AcceptRole);
    trust->setObjectName(QStringLiteral("trust"));
    trust->setAutoDefault(false);
    trust->setEnabled(!m_chain.isEmpty());
    if (m_chain.isEmpty())
        trust->setToolTip(tr("The server showed no certificate that could be trusted."));
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    layout->setSpacing(gap + grid);
    layout->addWidget(reasons(error, trusted));
    layout->addWidget(details(), 1);
    layout->addWidget(advice);
    layout->addWidget(buttons);
    resize(600, 560);
    showCertificate(0);
    buttons->button(QDialogButtonBox::Cancel)->setFocus();
}

QByteArray CertificateDialog::pin() const
{
    return m_chain.isEmpty() ? QByteArray()
                             : QCryptographicHash::hash(m_chain.constFirst(), QCryptographicHash::Sha256);
}

QWidget *CertificateDialog::reasons(const imap::CertificateError &error, const QByteArray &trusted)
{
    auto *box = new QWidget(this);
    auto *layout = new QGridLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(2 * gap);
    layout->setVerticalSpacing(grid);
    auto *sign = new QLabel(box);
    sign->setPixmap(iconPixmap(QStringLiteral("dialog-warning"), 32, stateColor(State::Error, palette()),
                               devicePixelRatioF()));
    layout->addWidget(sign, 0, 0, 2, 1, Qt::AlignTop);
    QLabel *title = plainLabel(tr("%1 could not prove that it is the right server").arg(error.host()), box);
    title->setFont(semibold(scaledFont(font(), largeType)));
    layout->addWidget(title, 0, 1);
    QStringList lines = certificateProblemTexts(error);
    if (!trusted.isEmpty() && trusted != pin())
        lines.prepend(
            tr("It is another certificate than the one you trusted before (%1…). Servers do get new "
               "ones, but ask before you trust it.")
                .arg(fingerprint(trusted).left(23)));
    if (lines.isEmpty())
        lines << error.message();
    for (QString &line : lines)
        line.prepend(QStringLiteral("•  "));
    QLabel *list = plainLabel(lines.join(QLatin1Char('\n')), box);
    list->setObjectName(QStringLiteral("reasons"));
    list->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(list, 1, 1);
    layout->setColumnStretch(1, 1);
    return box;
}

QWidget *CertificateDialog::details()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gap);
    m_list = new QTreeWidget(box);
    m_list->setObjectName(QStringLiteral("chain"));
    m_list->setHeaderLabels({tr("Certificate"), tr("Issued by")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setMaximumHeight(96);
    constexpr qsizetype maximumChain = 20;
    for (qsizetype i = 0; i < qMin(m_chain.size(), maximumChain); ++i) {
        const CertificateText text = certificateText(m_chain.at(i));
        new QTreeWidgetItem(m_list, {text.subject, text.issuer});
    }
    m_list->header()->setSectionResizeMode(QHeaderView::Stretch);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        if (item)
            showCertificate(m_list->indexOfTopLevelItem(item));
    });
    layout->addWidget(m_list);
    m_details = new QLabel(box);
    m_details->setObjectName(QStringLiteral("details"));
    m_details->setTextFormat(Qt::RichText);
    m_details->setWordWrap(true);
    m_details->setMargin(gap);
    m_details->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *scroll = new QScrollArea(box);
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_details);
    layout->addWidget(scroll, 1);
    return box;
}

void CertificateDialog::showCertificate(int position)
{
    if (position < 0 || position >= m_chain.size()) {
        m_details->setText(tr("The server showed no certificate.").toHtmlEscaped());
        return;
    }
    if (!m_list->currentItem())
        m_list->setCurrentItem(m_list->topLevelItem(position));
    const CertificateText text = certificateText(m_chain.at(position));
    // What strangers wrote is escaped; only the labels are ours.
    QString html;
    const auto add = [&html](const QString &label, const QString &value, bool fixed = false) {
        if (value.isEmpty())
            return;
        const QString shown = value.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>"));
        html += QStringLiteral("<p style='margin:0 0 8px 0'><b>%1</b><br>%2</p>")
                    .arg(label, fixed ? QStringLiteral("<tt>%1</tt>").arg(shown) : shown);
    };
    add(tr("SHA-256 fingerprint"), inTwoLines(text.fingerprint), true);
    add(tr("Speaks for"), text.names.join(QStringLiteral(", ")));
    add(tr("Valid"), text.validity);
    add(tr("Issued to"), text.subject);
    add(tr("Issued by"), text.issuer);
    add(tr("Key"), text.key);
    m_details->setText(html);
}

} // namespace ui
