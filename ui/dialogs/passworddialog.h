#pragma once

#include "account/accountconfig.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;

namespace ui
{

/// Asks for the password of one account. Opened with open(); read password() when accepted.
class PasswordDialog : public QDialog
{
    Q_OBJECT
public:
    /// `why`: a sentence about the last try or the keychain; may be empty.
    PasswordDialog(const imap::AccountConfig &account, const QString &why, QWidget *parent = nullptr);

    /// As it was chosen the last time; by itself it is kept.
    void setKeep(bool keep);
    imap::Secret password() const;
    bool keep() const;

private:
    QLineEdit *m_password;
    QCheckBox *m_keep;
};

} // namespace ui
