#include "ui/dialogs/passworddialog.h"

#include "ui/dialogs/formfield.h"
#include "ui/support/buttonbox.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ui
{

PasswordDialog::PasswordDialog(const imap::AccountConfig &account, const QString &why, QWidget *parent)
    : QDialog(parent)
    , m_password(new QLineEdit(this))
    , m_keep(new QCheckBox(tr("&Keep it in the keychain"), this))
{
    setWindowTitle(tr("Enter Password"));
    const QString server = account.connection.host.isEmpty() ? account.displayName : account.connection.host;

    auto *sign = new QLabel(this);
    sign->setPixmap(icon(QStringLiteral("key")).pixmap(QSize(32, 32), devicePixelRatioF()));
    auto *title = new QLabel(tr("Password of %1").arg(account.displayName), this);
    title->setTextFormat(Qt::PlainText);
    title->setFont(semibold(scaledFont(font(), largeType)));
    title->setWordWrap(true);
    auto *words =
        new QLabel(why.isEmpty() ? tr("%1 asks for the password of your account.").arg(server) : why, this);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);

    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft);
    form->setHorizontalSpacing(2 * gap);
    form->setVerticalSpacing(gap);
    auto *user = new QLabel(account.user, this);
    user->setTextFormat(Qt::PlainText);
    user->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form->addRow(tr("Server:"), new QLabel(server, this));
    form->addRow(tr("User name:"), user);
    addFormRow(form, tr("&Password:"), passwordRow(m_password, this), m_password);
    form->addRow(QString(), m_keep);
    m_password->setObjectName(QStringLiteral("password"));
    m_keep->setObjectName(QStringLiteral("keep"));
    m_keep->setChecked(true);

    auto *buttons = new ButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *signIn = buttons->addButton(tr("&Sign In"), QDialogButtonBox::AcceptRole);
    signIn->setDefault(true);
    signIn->setEnabled(false);
    connect(m_password, &QLineEdit::textChanged, signIn,
            [signIn](const QString &text) { signIn->setEnabled(!text.isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    layout->setHorizontalSpacing(2 * gap);
    layout->setVerticalSpacing(gap);
    layout->addWidget(sign, 0, 0, 2, 1, Qt::AlignTop);
    layout->addWidget(title, 0, 1);
    layout->addWidget(words, 1, 1);
    layout->setRowMinimumHeight(2, gap / 2);
    layout->addLayout(form, 3, 1);
    layout->setRowMinimumHeight(4, gap / 2);
    layout->addWidget(buttons, 5, 0, 1, 2);
    layout->setColumnStretch(1, 1);
    setMinimumWidth(440);
    m_password->setFocus();
}

void PasswordDialog::setKeep(bool keep)
{
    m_keep->setChecked(keep);
}

imap::Secret PasswordDialog::password() const
{
    return imap::Secret(m_password->text());
}

bool PasswordDialog::keep() const
{
    return m_keep->isChecked();
}

} // namespace ui
