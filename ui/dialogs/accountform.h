#pragma once

#include "account/accountconfig.h"
#include "ui/dialogs/serverguess.h"

#include <QHash>
#include <QSet>
#include <QWidget>
#include <optional>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace ui
{

class CacheRow;
class FormField;

/// The fields of an account and what is wrong with each, while it is typed. Knows no server.
class AccountForm : public QWidget
{
    Q_OBJECT
public:
    enum class Field {
        Address,
        Host,
        Security,
        Consent,
        Port,
        Command,
        User,
        Password,
        Name,
        CaFile,
        Mechanism,
        ActAs
    };
    /// `original`: the account that is changed; nullptr for a new one.
    explicit AccountForm(const imap::AccountConfig *original, QWidget *parent = nullptr);

    /// As typed. The id is the original's, or empty.
    imap::AccountConfig config() const;
    /// nullopt: left empty, which means "as before" for an account that exists.
    std::optional<imap::Secret> password() const;
    bool keepPassword() const;
    /// Somebody clicked the box of that.
    bool keepChosen() const { return m_keepChosen; }
    /// How it is now, which the box shows unless somebody clicked it meanwhile.
    void setKept(bool kept);

    /// Trusts this certificate of the server that is typed now; gone when the server's name changes.
    void setPin(const QByteArray &sha256);

    /// Whether everything needed is there; with `showAll` fields that were never touched complain too, and
    /// the first one with a problem gets the focus.
    bool validate(bool showAll);
    /// What a test found; stays until the field is edited.
    void setProblem(Field field, const QString &text);
    QString problem(Field field) const;
    CacheRow *cache() const { return m_cache; }
    FormField *field(Field field) const { return m_fields.value(field); }

Q_SIGNALS:
    void edited();
    /// Return was pressed in a field.
    void submitted();

private:
    void buildBasics(const imap::AccountConfig *original);
    void buildAdvanced();
    void fill(const imap::AccountConfig &config);
    void fillKept(const imap::FillPolicy &policy);
    imap::FillPolicy kept() const;
    FormField *addField(QFormLayout *layout, Field field, const QString &label, QWidget *editor,
                        QWidget *input = nullptr);
    void touch(Field field);
    void applyGuess();
    void securityChanged();
    void showAdvanced(bool on);
    void chooseCaFile();
    QString check(Field field) const;
    imap::ConnectionSettings::Security security() const;
    bool needsNewPassword() const;

    std::optional<imap::AccountConfig> m_original;
    imap::ConnectionSettings::Security m_lastSecurity = imap::ConnectionSettings::Security::Tls;
    QByteArray m_pin;
    QString m_pinnedHost;
    QHash<Field, FormField *> m_fields;
    QSet<Field> m_touched;
    QHash<Field, QString> m_found; ///< by a test
    bool m_filling = false;
    bool m_keepChosen = false;

    QFormLayout *m_basics = nullptr;
    QWidget *m_advanced = nullptr;
    QToolButton *m_more = nullptr;
    QLineEdit *m_address = nullptr;
    QLineEdit *m_host = nullptr;
    QComboBox *m_security = nullptr;
    QCheckBox *m_consent = nullptr;
    QSpinBox *m_port = nullptr;
    QLineEdit *m_command = nullptr;
    QLineEdit *m_user = nullptr;
    QLineEdit *m_password = nullptr;
    QCheckBox *m_keep = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_caFile = nullptr;
    QComboBox *m_mechanism = nullptr;
    QLineEdit *m_actAs = nullptr;
    QCheckBox *m_sendId = nullptr;
    QComboBox *m_kept = nullptr;
    QSpinBox *m_connections = nullptr;
    CacheRow *m_cache = nullptr;
};

} // namespace ui
