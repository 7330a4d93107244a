#include "ui/dialogs/accountform.h"

#include "ui/dialogs/cacherow.h"
#include "ui/dialogs/certificatetext.h"
#include "ui/dialogs/formfield.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui
{

using Security = imap::ConnectionSettings::Security;

namespace
{

QFormLayout *newForm(QWidget *parent)
{
    auto *form = new QFormLayout(parent);
    form->setContentsMargins(0, 0, 0, 0);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(2 * gap);
    form->setVerticalSpacing(gap);
    return form;
}

QLineEdit *technicalEdit(QWidget *parent)
{
    auto *edit = new QLineEdit(parent);
    edit->setInputMethodHints(Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    return edit;
}

/// Found out here, because a connection could say no more than that it failed.
QString authorityProblem(const QString &path)
{
    if (!QFile::exists(path))
        return AccountForm::tr("There is no such file.");
    return holdsCertificate(path) ? QString()
                                  : AccountForm::tr("There is no certificate in this file (PEM).");
}

} // namespace

AccountForm::AccountForm(const imap::AccountConfig *original, QWidget *parent)
    : QWidget(parent)
{
    if (original)
        m_original = *original;
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    buildBasics(original);
    m_more = new QToolButton(this);
    m_more->setObjectName(QStringLiteral("more"));
    m_more->setText(tr("Advanced"));
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setAutoRaise(true);
    m_more->setCheckable(true);
    connect(m_more, &QToolButton::toggled, this, &AccountForm::showAdvanced);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    buildAdvanced();
    column->addWidget(m_advanced);
    column->addStretch(1);
    fill(original ? *original : imap::AccountConfig());
    showAdvanced(false);
}

FormField *AccountForm::addField(QFormLayout *layout, Field field, const QString &label, QWidget *editor,
                                 QWidget *input)
{
    auto *row = new FormField(editor, this, input);
    addFormRow(layout, label, row);
    m_fields.insert(field, row);
    return row;
}

void AccountForm::buildBasics(const imap::AccountConfig *original)
{
    auto *basics = new QWidget(this);
    m_basics = newForm(basics);
    layout()->addWidget(basics);
    const auto edit = [this](const char *name, Field field) {
        auto *line = technicalEdit(this);
        line->setObjectName(QLatin1String(name));
        connect(line, &QLineEdit::textEdited, this, [this, field] { touch(field); });
        connect(line, &QLineEdit::returnPressed, this, &AccountForm::submitted);
        return line;
    };

    m_address = edit("address", Field::Address);
    m_address->setPlaceholderText(tr("ann@example.org"));
    addField(m_basics, Field::Address, tr("Mail a&ddress:"), m_address);
    m_basics->setRowVisible(m_fields[Field::Address], original == nullptr);
    connect(m_address, &QLineEdit::textEdited, this, &AccountForm::applyGuess);

    m_password = edit("password", Field::Password);
    addField(m_basics, Field::Password, tr("&Password:"), passwordRow(m_password, this), m_password);
    m_keep = new QCheckBox(tr("&Keep it in the keychain"), this);
    m_keep->setObjectName(QStringLiteral("keep"));
    m_keep->setChecked(true);
    connect(m_keep, &QCheckBox::clicked, this, [this] { m_keepChosen = true; });
    m_basics->addRow(QString(), m_keep);

    m_host = edit("host", Field::Host);
    addField(m_basics, Field::Host, tr("&Server:"), m_host);
    m_command = edit("command", Field::Command);
    m_command->setPlaceholderText(tr("ssh mail.example.org imapd"));
    addField(m_basics, Field::Command, tr("C&ommand:"), m_command);

    m_security = new QComboBox(this);
    m_security->setObjectName(QStringLiteral("security"));
    m_security->addItem(tr("TLS (recommended)"), int(Security::Tls));
    m_security->addItem(tr("STARTTLS"), int(Security::StartTls));
    m_security->addItem(tr("None"), int(Security::Plain));
    m_security->addItem(tr("Run a command"), int(Security::Command));
    connect(m_security, &QComboBox::currentIndexChanged, this, &AccountForm::securityChanged);
    addField(m_basics, Field::Security, tr("S&ecurity:"), m_security);

    m_consent = new QCheckBox(tr("Send m&y password and mail unencrypted"), this);
    m_consent->setObjectName(QStringLiteral("consent"));
    connect(m_consent, &QCheckBox::toggled, this, [this] { touch(Field::Consent); });
    addField(m_basics, Field::Consent, QString(), m_consent)
        ->setHint(
            tr("Everybody on the way can read and change what is sent. Use it only inside a machine or a "
               "tunnel."));

    m_port = new QSpinBox(this);
    m_port->setObjectName(QStringLiteral("port"));
    m_port->setRange(1, 65535);
    m_port->setGroupSeparatorShown(false);
    m_port->setMaximumWidth(120);
    connect(m_port, &QSpinBox::valueChanged, this, [this] { touch(Field::Port); });
    addField(m_basics, Field::Port, tr("Po&rt:"), m_port);

    m_user = edit("user", Field::User);
    addField(m_basics, Field::User, tr("&User name:"), m_user);
    m_name = edit("name", Field::Name);
    addField(m_basics, Field::Name, tr("Account &name:"), m_name)->setHint(tr("What the folder list shows."));
    m_kept = new QComboBox(this);
    m_kept->setObjectName(QStringLiteral("kept"));
    m_basics->addRow(tr("Keep on th&is computer:"), m_kept);
}

void AccountForm::buildAdvanced()
{
    m_advanced = new QWidget(this);
    QFormLayout *form = newForm(m_advanced);
    auto *file = new QWidget(m_advanced);
    auto *row = new QHBoxLayout(file);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(grid);
    m_caFile = technicalEdit(file);
    m_caFile->setObjectName(QStringLiteral("caFile"));
    connect(m_caFile, &QLineEdit::textChanged, this, [this] { touch(Field::CaFile); });
    auto *browse = new QPushButton(tr("&Browse…"), file);
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &AccountForm::chooseCaFile);
    row->addWidget(m_caFile, 1);
    row->addWidget(browse);
    addField(form, Field::CaFile, tr("Own authority:"), file, m_caFile)
        ->setHint(tr("A file (PEM) with certificate authorities to trust besides the system's."));

    m_mechanism = new QComboBox(m_advanced);
    m_mechanism->setObjectName(QStringLiteral("mechanism"));
    m_mechanism->addItem(tr("The best one offered"), QString());
    for (const char *name : {"SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", "LOGIN",
                             "GSSAPI", "EXTERNAL"})
        m_mechanism->addItem(QLatin1String(name), QLatin1String(name));
    connect(m_mechanism, &QComboBox::currentIndexChanged, this, [this] { touch(Field::Mechanism); });
    addField(form, Field::Mechanism, tr("Sign in with:"), m_mechanism);

    m_actAs = technicalEdit(m_advanced);
    m_actAs->setObjectName(QStringLiteral("actAs"));
    connect(m_actAs, &QLineEdit::textChanged, this, [this] { touch(Field::ActAs); });
    addField(form, Field::ActAs, tr("Act as:"), m_actAs)
        ->setHint(tr("Another user whose mail your name and password may open. Usually empty."));
    m_sendId = new QCheckBox(tr("Tell the server this program's name and version"), m_advanced);
    m_sendId->setObjectName(QStringLiteral("sendId"));
    form->addRow(QString(), m_sendId);
    m_connections = new QSpinBox(m_advanced);
    m_connections->setObjectName(QStringLiteral("connections"));
    m_connections->setRange(1, imap::AccountConfig::MostConnections);
    form->addRow(tr("Connections at most:"), m_connections);
    m_cache = new CacheRow(m_advanced);
    connect(m_cache, &CacheRow::edited, this, &AccountForm::edited);
    form->addRow(tr("Cached mail:"), m_cache);
}

/// What is kept by itself, in the words of the choice. A policy of the settings that is none of these stays.
void AccountForm::fillKept(const imap::FillPolicy &policy)
{
    using Keep = imap::FillPolicy::Keep;
    const auto add = [this](const QString &text, Keep keep, int days) {
        m_kept->addItem(text, QPoint(int(keep), days));
    };
    m_kept->clear();
    add(tr("What I have looked at"), Keep::Nothing, policy.days);
    add(tr("Lists of the last 30 days"), Keep::RecentHeaders, 30);
    add(tr("Lists of all mail"), Keep::Headers, policy.days);
    add(tr("Lists of all mail, texts of the last 30 days"), Keep::RecentBodies, 30);
    add(tr("Everything, with attachments"), Keep::Everything, policy.days);
    const QPoint now(int(policy.keep), policy.days);
    if (m_kept->findData(now) < 0) {
        const bool lists = policy.keep == Keep::RecentHeaders;
        if (policy.days == 1)
            add(lists ? tr("Lists of the last day") : tr("Lists of all mail, texts of the last day"),
                policy.keep, 1);
        else
            add((lists ? tr("Lists of the last %1 days") : tr("Lists of all mail, texts of the last %1 days"))
                    .arg(locale().toString(policy.days)),
                policy.keep, policy.days);
    }
    m_kept->setCurrentIndex(m_kept->findData(now));
}

imap::FillPolicy AccountForm::kept() const
{
    const QPoint chosen = m_kept->currentData().toPoint();
    return {imap::FillPolicy::Keep(chosen.x()), chosen.y()};
}

void AccountForm::fill(const imap::AccountConfig &config)
{
    m_filling = true;
    const imap::ConnectionSettings &connection = config.connection;
    m_host->setText(connection.host);
    m_command->setText(connection.command);
    m_port->setValue(connection.port);
    m_lastSecurity = connection.security;
    m_security->setCurrentIndex(m_security->findData(int(connection.security)));
    m_consent->setChecked(m_original && connection.security == Security::Plain);
    m_user->setText(config.user);
    m_name->setText(config.displayName);
    m_caFile->setText(connection.caFile);
    if (m_mechanism->findData(config.mechanism) < 0)
        m_mechanism->addItem(config.mechanism, config.mechanism);
    m_mechanism->setCurrentIndex(m_mechanism->findData(config.mechanism));
    m_actAs->setText(config.authorizationId);
    m_sendId->setChecked(config.sendId);
    fillKept(config.fill);
    m_connections->setValue(config.maximumConnections);
    m_cache->setLimits(config.cache);
    m_pin = connection.pinnedCertificate;
    m_pinnedHost = connection.host;
    if (m_original) {
        m_password->setPlaceholderText(tr("unchanged"));
        if (!m_pin.isEmpty())
            m_fields[Field::Host]->setHint(tr("You trusted this server's certificate yourself."));
    }
    m_filling = false;
    securityChanged();
    m_touched.clear();
    validate(false);
}

Security AccountForm::security() const
{
    return Security(m_security->currentData().toInt());
}

void AccountForm::securityChanged()
{
    const Security now = security();
    if (!m_filling && now != Security::Command) {
        // A port that somebody chose stays; the usual one of the former kind follows.
        const quint16 usualBefore = usualPort(m_lastSecurity);
        if (usualBefore == 0 || m_port->value() == usualBefore) {
            const QSignalBlocker quiet(m_port);
            m_port->setValue(usualPort(now));
        }
    }
    m_lastSecurity = now;
    const bool command = now == Security::Command;
    for (const Field field : {Field::Host, Field::Port, Field::CaFile})
        m_fields[field]->setEnabled(!command);
    m_basics->setRowVisible(m_fields[Field::Host], !command);
    m_basics->setRowVisible(m_fields[Field::Port], !command);
    m_basics->setRowVisible(m_fields[Field::Command], command);
    m_basics->setRowVisible(m_fields[Field::Consent], now == Security::Plain);
    if (!m_filling)
        touch(Field::Security);
}

void AccountForm::applyGuess()
{
    const ServerGuess guess = guessServer(m_address->text().trimmed());
    FormField *address = m_fields[Field::Address];
    address->setHint(guess.hint);
    // What the user wrote into a field is worth more than any guess.
    const QString typed = m_address->text().trimmed();
    if (!m_touched.contains(Field::User))
        m_user->setText(guess.userIsAddress ? typed : typed.left(typed.lastIndexOf(QLatin1Char('@'))));
    if (!m_touched.contains(Field::Name))
        m_name->setText(typed);
    if (!m_touched.contains(Field::Host) && !guess.host.isEmpty()) {
        m_host->setText(guess.host);
        m_pin.clear();
    }
    validate(false);
}

void AccountForm::touch(Field field)
{
    if (m_filling)
        return;
    m_touched.insert(field);
    m_found.remove(field);
    if (field == Field::Host || field == Field::Security) {
        // What a test said of the server is about another server now.
        for (const Field other : {Field::Host, Field::Port, Field::Security})
            m_found.remove(other);
    }
    validate(false);
    Q_EMIT edited();
}

imap::AccountConfig AccountForm::config() const
{
    imap::AccountConfig config = m_original.value_or(imap::AccountConfig());
    imap::ConnectionSettings &connection = config.connection;
    connection.security = security();
    const bool command = connection.security == Security::Command;
    connection.host = command ? QString() : m_host->text().trimmed();
    connection.command = command ? m_command->text().trimmed() : QString();
    connection.port = quint16(m_port->value());
    connection.caFile = command ? QString() : m_caFile->text().trimmed();
    connection.pinnedCertificate =
        connection.host.compare(m_pinnedHost, Qt::CaseInsensitive) == 0 ? m_pin : QByteArray();
    config.user = m_user->text().trimmed();
    config.displayName = m_name->text().trimmed();
    if (config.displayName.isEmpty())
        config.displayName = config.user.isEmpty() ? connection.host : config.user;
    config.mechanism = m_mechanism->currentData().toString();
    config.authorizationId = m_actAs->text().trimmed();
    config.sendId = m_sendId->isChecked();
    config.fill = kept();
    config.maximumConnections = m_connections->value();
    config.cache = m_cache->limits();
    return config;
}

std::optional<imap::Secret> AccountForm::password() const
{
    if (m_password->text().isEmpty())
        return std::nullopt;
    return imap::Secret(m_password->text());
}

bool AccountForm::keepPassword() const
{
    return m_keep->isChecked();
}

void AccountForm::setKept(bool kept)
{
    if (!m_keepChosen)
        m_keep->setChecked(kept);
}

void AccountForm::setPin(const QByteArray &sha256)
{
    m_pin = sha256;
    m_pinnedHost = m_host->text().trimmed();
    m_fields[Field::Host]->setHint(tr("You trusted this server's certificate yourself."));
}

bool AccountForm::needsNewPassword() const
{
    if (!m_original)
        return security() != Security::Command;
    const imap::AccountConfig now = config();
    return now.user != m_original->user ||
           now.connection.host.compare(m_original->connection.host, Qt::CaseInsensitive) != 0;
}

QString AccountForm::check(Field field) const
{
    const bool command = security() == Security::Command;
    switch (field) {
    case Field::Address:
        if (!m_original && !m_address->text().trimmed().isEmpty() &&
            !m_address->text().contains(QLatin1Char('@')))
            return tr("A mail address has an “@” in it.");
        break;
    case Field::Host: {
        const QString host = m_host->text().trimmed();
        if (command)
            break;
        if (host.isEmpty())
            return tr("The name of the IMAP server is needed.");
        if (host.contains(QLatin1Char(' ')) || host.contains(QLatin1Char('/')) ||
            host.contains(QLatin1Char('@')))
            return tr("Only the server's name, like imap.example.org.");
        break;
    }
    case Field::Command:
        if (command && m_command->text().trimmed().isEmpty())
            return tr("The command that speaks IMAP on its input and output is needed.");
        break;
    case Field::Consent:
        if (security() == Security::Plain && !m_consent->isChecked())
            return tr("Without encryption it goes on only if you agree to this.");
        break;
    case Field::User:
        if (!command && m_user->text().trimmed().isEmpty())
            return tr("The name to sign in with is needed.");
        break;
    case Field::Password:
        if (m_password->text().isEmpty() && needsNewPassword())
            return m_original ? tr("The server or user is another one now: type its password.")
                              : tr("The password is needed.");
        break;
    case Field::CaFile:
        if (!command && !m_caFile->text().trimmed().isEmpty())
            return authorityProblem(m_caFile->text().trimmed());
        break;
    case Field::Security:
    case Field::Port:
    case Field::Name:
    case Field::Mechanism:
    case Field::ActAs:
        break;
    }
    return {};
}

bool AccountForm::validate(bool showAll)
{
    constexpr Field order[] = {Field::Address,  Field::Password, Field::Host,      Field::Command,
                               Field::Security, Field::Consent,  Field::Port,      Field::User,
                               Field::Name,     Field::CaFile,   Field::Mechanism, Field::ActAs};
    FormField *first = nullptr;
    for (const Field field : order) {
        const QString wrong = check(field);
        const QString text = wrong.isEmpty() ? m_found.value(field) : wrong;
        const bool show = showAll || m_touched.contains(field) || wrong.isEmpty() ||
                          (field == Field::Password && m_original);
        m_fields[field]->setProblem(show ? text : QString());
        if (!wrong.isEmpty() && !first)
            first = m_fields[field];
    }
    if (first && showAll) {
        if (m_advanced->isAncestorOf(first))
            m_more->setChecked(true);
        first->input()->setFocus();
    }
    return first == nullptr;
}

void AccountForm::setProblem(Field field, const QString &text)
{
    m_found.insert(field, text);
    validate(false);
    if (m_advanced->isAncestorOf(m_fields[field]))
        m_more->setChecked(true);
    m_fields[field]->input()->setFocus();
}

QString AccountForm::problem(Field field) const
{
    return m_fields.value(field)->problem();
}

void AccountForm::showAdvanced(bool on)
{
    m_more->setIcon(icon(on ? QStringLiteral("go-down") : QStringLiteral("go-next")));
    m_advanced->setVisible(on);
}

void AccountForm::chooseCaFile()
{
    auto *chooser = new QFileDialog(this, tr("Choose Certificate Authorities"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFile);
    chooser->setNameFilters({tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")});
    connect(chooser, &QFileDialog::fileSelected, m_caFile, &QLineEdit::setText);
    chooser->open();
}

} // namespace ui
