#include "ui/dialogs/accountdialog.h"

#include "ui/dialogs/accountform.h"
#include "ui/dialogs/certificatedialog.h"
#include "ui/dialogs/checktext.h"
#include "ui/dialogs/formfield.h"
#include "ui/support/buttonbox.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/onfinished.h"
#include "ui/support/theme.h"
#include "ui/support/wheel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace ui
{

using Field = AccountForm::Field;

namespace
{

/// Where the words about an error belong; nothing when it is about none of the fields.
std::optional<Field> fieldOf(const imap::Error &error, const imap::AccountConfig &config)
{
    using Reason = imap::AbortError::Reason;
    if (dynamic_cast<const imap::CertificateError *>(&error))
        return std::nullopt;
    if (dynamic_cast<const imap::LoginError *>(&error)) {
        if (error.code().name == "PRIVACYREQUIRED")
            return Field::Security;
        if (error.code().name == "AUTHORIZATIONFAILED")
            return Field::ActAs;
        return Field::Password;
    }
    if (dynamic_cast<const imap::CapabilityError *>(&error) && !config.mechanism.isEmpty())
        return Field::Mechanism;
    if (const auto *abort = dynamic_cast<const imap::AbortError *>(&error)) {
        const bool command = config.connection.security == imap::ConnectionSettings::Security::Command;
        switch (abort->reason()) {
        case Reason::HostNotFound:
            return command ? Field::Command : Field::Host;
        case Reason::ConnectionRefused:
            return command ? Field::Command : Field::Port;
        case Reason::TlsFailed:
        case Reason::TlsStripped:
            return Field::Security;
        default:
            return std::nullopt;
        }
    }
    return std::nullopt;
}

/// Higher by what the form lost to `line`: not a scroll bar for a few pixels.
void growFor(QDialog *dialog, const QWidget *line)
{
    dialog->layout()->activate();
    const auto *scroll = dialog->findChild<QScrollArea *>();
    const int missing = qMin(scroll->verticalScrollBar()->maximum(), line->height());
    const int room = dialog->screen()->availableGeometry().height() - 8 * gap - dialog->height();
    const int more = qMin(missing, room);
    if (more > 0)
        dialog->resize(dialog->width(), dialog->height() + more);
}

} // namespace

AccountDialog::AccountDialog(imap::CheckAccount check, QWidget *parent)
    : AccountDialog(nullptr, std::move(check), {}, parent)
{
}

AccountDialog::AccountDialog(const imap::AccountConfig &original, imap::CheckAccount check,
                             KnownPassword known, QWidget *parent)
    : AccountDialog(&original, std::move(check), std::move(known), parent)
{
}

AccountDialog::AccountDialog(const imap::AccountConfig *original, imap::CheckAccount check,
                             KnownPassword known, QWidget *parent)
    : QDialog(parent)
    , m_check(std::move(check))
    , m_known(std::move(known))
    , m_isNew(original == nullptr)
    , m_form(new AccountForm(original))
{
    setWindowTitle(m_isNew ? tr("Add Account") : tr("Edit Account"));
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *padded = new QWidget;
    auto *padding = new QVBoxLayout(padded);
    padding->setContentsMargins(2 * gap, 2 * gap, 2 * gap, gap);
    padding->addWidget(m_form);
    scroll->setWidget(padded);
    letWheelScroll(padded);

    m_message = new QWidget(this);
    auto *messageRow = new QHBoxLayout(m_message);
    messageRow->setContentsMargins(2 * gap, gap, 2 * gap, gap);
    messageRow->setSpacing(gap);
    m_messageSign = new QLabel(m_message);
    m_messageText = new QLabel(m_message);
    m_messageText->setObjectName(QStringLiteral("message"));
    m_messageText->setTextFormat(Qt::PlainText);
    m_messageText->setWordWrap(true);
    m_messageText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_certificateButton = new QPushButton(tr("Sho&w Certificate…"), m_message);
    m_certificateButton->setObjectName(QStringLiteral("certificate"));
    connect(m_certificateButton, &QPushButton::clicked, this, &AccountDialog::showCertificate);
    messageRow->addWidget(m_messageSign, 0, Qt::AlignTop);
    messageRow->addWidget(m_messageText, 1);
    messageRow->addWidget(m_certificateButton, 0, Qt::AlignTop);

    auto *bottom = new QWidget(this);
    auto *bottomColumn = new QVBoxLayout(bottom);
    bottomColumn->setContentsMargins(2 * gap, gap, 2 * gap, 2 * gap);
    bottomColumn->setSpacing(gap);
    m_progressText = new QLabel(bottom);
    m_progressText->setTextFormat(Qt::PlainText);
    m_progress = new QProgressBar(bottom);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(grid);
    m_buttons = new ButtonBox(QDialogButtonBox::Cancel, bottom);
    m_test = m_buttons->addButton(m_isNew ? tr("&Test and Add") : tr("&Test and Save"),
                                  QDialogButtonBox::ActionRole);
    m_test->setObjectName(QStringLiteral("test"));
    m_test->setDefault(true);
    m_anyway =
        m_buttons->addButton(m_isNew ? tr("Add &Anyway") : tr("Save &Anyway"), QDialogButtonBox::ActionRole);
    m_anyway->setObjectName(QStringLiteral("anyway"));
    m_anyway->setAutoDefault(false);
    bottomColumn->addWidget(m_progressText);
    bottomColumn->addWidget(m_progress);
    bottomColumn->addWidget(m_buttons);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_message);
    layout->addWidget(bottom);
    connect(m_test, &QPushButton::clicked, this, &AccountDialog::startTest);
    connect(m_anyway, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &AccountDialog::reject);
    connect(m_form, &AccountForm::edited, this, &AccountDialog::hideMessage);
    setMinimumWidth(500);
    // As high as the form: nothing to scroll, nothing empty.
    resize(540, padded->sizeHint().height() + bottom->sizeHint().height() + 3 * gap);
    hideMessage();
    setTesting(false);
    m_form->field(m_isNew ? Field::Address : Field::Host)->input()->setFocus();
}

AccountSetup AccountDialog::setup() const
{
    return {m_form->config(), m_form->password(), m_form->keepPassword(), m_form->keepChosen()};
}

void AccountDialog::startTest()
{
    hideMessage();
    if (m_testing || !m_form->validate(true))
        return;
    const quint64 run = ++m_run;
    setTesting(true);
    if (const auto typed = m_form->password()) {
        testWith(*typed, run);
    } else if (m_known) {
        onFinished(
            m_known(m_form->config()), this,
            [this, run](const imap::Secret &secret) { testWith(secret, run); },
            [this, run](const imap::Error &error) {
                if (run != m_run)
                    return;
                setTesting(false);
                m_form->setProblem(Field::Password, errorText(error).what);
            });
    } else {
        testWith(imap::Secret(), run);
    }
}

void AccountDialog::testWith(const imap::Secret &secret, quint64 run)
{
    if (run != m_run)
        return;
    m_underWay = m_check(m_form->config(), secret);
    onFinished(
        m_underWay, this,
        [this, run](const imap::AccountCheck &) {
            if (run != m_run)
                return;
            setTesting(false);
            accept();
        },
        [this, run](const imap::Error &error) {
            if (run != m_run)
                return;
            setTesting(false);
            testFailed(error);
        });
}

void AccountDialog::stopTest()
{
    ++m_run;
    m_underWay.cancel();
    setTesting(false);
    m_test->setFocus(); // Stop is Cancel now, which throws away what was typed
}

void AccountDialog::reject()
{
    // The first Cancel or Escape stops the test, the next one closes.
    if (m_testing)
        stopTest();
    else
        QDialog::reject();
}

void AccountDialog::setTesting(bool on)
{
    m_testing = on;
    const imap::AccountConfig config = m_form->config();
    const QString server = config.connection.host.isEmpty() ? config.displayName : config.connection.host;
    m_progressText->setText(tr("Connecting to %1 …").arg(server));
    m_progressText->setVisible(on);
    m_progress->setVisible(on);
    m_form->setEnabled(!on);
    m_test->setEnabled(!on);
    m_buttons->button(QDialogButtonBox::Cancel)->setText(on ? tr("&Stop") : tr("&Cancel"));
    if (on)
        m_buttons->button(QDialogButtonBox::Cancel)->setFocus();
}

void AccountDialog::testFailed(const imap::Error &error)
{
    const imap::AccountConfig config = m_form->config();
    const ErrorText text = checkErrorText(error, config.connection.host);
    const QString words = text.advice.isEmpty() ? text.what : text.what + QLatin1Char(' ') + text.advice;
    const auto *certificate = dynamic_cast<const imap::CertificateError *>(&error);
    m_certificate = certificate ? std::make_shared<imap::CertificateError>(*certificate) : nullptr;
    // Adding without a test is for those who are on the train, not for a password that was refused.
    const bool mayGoOn = dynamic_cast<const imap::AbortError *>(&error) && !certificate;
    if (const auto field = fieldOf(error, config)) {
        m_form->setProblem(*field, words);
        m_anyway->setVisible(mayGoOn);
    } else {
        showMessage(certificate ? text.what : words, text.details, certificate != nullptr, mayGoOn);
    }
}

void AccountDialog::showMessage(const QString &text, const QString &details, bool certificate, bool mayGoOn)
{
    m_messageSign->setPixmap(iconPixmap(QStringLiteral("dialog-warning"), 16,
                                        stateColor(State::Error, palette()), devicePixelRatioF()));
    m_messageText->setText(text);
    m_messageText->setToolTip(plainTip(details));
    m_certificateButton->setVisible(certificate);
    m_message->show();
    m_anyway->setVisible(mayGoOn);
    m_progress->parentWidget()->layout()->activate(); // the bar is gone
    growFor(this, m_message);
    // While it was tested the keys were on Stop, which is Cancel now: Return must not throw all away.
    (certificate ? m_certificateButton : m_test)->setFocus();
}

void AccountDialog::hideMessage()
{
    m_message->hide();
    m_anyway->hide();
}

void AccountDialog::showCertificate()
{
    if (!m_certificate)
        return;
    auto *dialog = new CertificateDialog(*m_certificate, m_form->config().connection.pinnedCertificate, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_form->setPin(dialog->pin());
        startTest();
    });
    dialog->open();
}

} // namespace ui
