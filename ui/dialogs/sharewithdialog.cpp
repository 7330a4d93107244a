#include "ui/dialogs/sharewithdialog.h"

#include "ui/dialogs/formfield.h"
#include "ui/support/buttonbox.h"
#include "ui/support/metrics.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace ui
{

ShareWithDialog::ShareWithDialog(const QString &folder, Problem problem, QWidget *parent)
    : QDialog(parent)
    , m_problem(std::move(problem))
    , m_somebody(new QRadioButton(tr("A &person or group"), this))
    , m_signedIn(new QRadioButton(tr("Everybody who &signs in"), this))
    , m_everybody(new QRadioButton(tr("&Everybody"), this))
    , m_name(new QLineEdit(this))
    , m_nameField(new FormField(m_name, this))
    , m_role(new QComboBox(this))
    , m_roleField(new FormField(m_role, this))
    , m_negative(new QCheckBox(tr("&Take these rights away instead"), this))
{
    setWindowTitle(tr("Share Folder"));
    build(folder);
    const auto edited = [this] { check(false); };
    connect(m_name, &QLineEdit::textEdited, this, edited);
    connect(m_role, &QComboBox::currentIndexChanged, this, edited);
    connect(m_negative, &QCheckBox::toggled, this, edited);
    for (QRadioButton *choice : {m_somebody, m_signedIn, m_everybody})
        connect(choice, &QRadioButton::toggled, this, edited);
    m_somebody->setChecked(true);
    m_name->setFocus();
    check(false);
}

void ShareWithDialog::build(const QString &folder)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    column->setSpacing(gap);
    auto *title = new QLabel(tr("Share “%1” with").arg(folder), this);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    title->setFont(semibold(font()));
    column->addWidget(title);
    m_somebody->setObjectName(QStringLiteral("somebody"));
    m_signedIn->setObjectName(QStringLiteral("authenticated"));
    m_everybody->setObjectName(QStringLiteral("anyone"));
    m_signedIn->setToolTip(tr("All who have an account on this server, as far as it knows “authenticated”"));
    m_everybody->setToolTip(tr("Also guests without an account, where the server lets them in (“anyone”)"));
    m_name->setObjectName(QStringLiteral("identifier"));
    m_name->setAccessibleName(tr("Name of the person or group"));
    m_name->setPlaceholderText(tr("bob, bob@example.org or $team"));
    m_name->setInputMethodHints(Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    m_nameField->setHint(tr("As it signs in. Groups are written as the server does: $team on Dovecot, "
                            "group:team on Cyrus."));
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(3 * gap, 0, 0, grid);
    inner->addWidget(m_nameField);
    column->addWidget(m_somebody);
    column->addLayout(inner);
    column->addWidget(m_signedIn);
    column->addWidget(m_everybody);
    column->addSpacing(gap);

    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(2 * gap);
    m_role->setObjectName(QStringLiteral("role"));
    const QList<AccessRole> roles = accessRoles();
    for (const AccessRole role : roles)
        m_role->addItem(accessRoleName(role), int(role));
    addFormRow(form, tr("&May:"), m_roleField);
    m_negative->setObjectName(QStringLiteral("negative"));
    m_negative->setToolTip(
        tr("For somebody who has them by a group or by everybody's rights and should not"));
    form->addRow(QString(), m_negative);
    column->addLayout(form);
    column->addStretch(1);
    auto *buttons = new ButtonBox(QDialogButtonBox::Cancel, this);
    m_add = buttons->addButton(tr("&Add"), QDialogButtonBox::AcceptRole);
    m_add->setObjectName(QStringLiteral("add"));
    m_add->setDefault(true);
    column->addSpacing(gap);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ShareWithDialog::tryAccept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setMinimumWidth(420);
}

QByteArray ShareWithDialog::identifier() const
{
    QByteArray name = m_signedIn->isChecked()    ? QByteArrayLiteral("authenticated")
                      : m_everybody->isChecked() ? QByteArrayLiteral("anyone")
                                                 : m_name->text().trimmed().toUtf8();
    if (m_negative->isChecked() && !name.isEmpty() && !name.startsWith('-'))
        name.prepend('-');
    return name;
}

imap::Rights ShareWithDialog::rights() const
{
    return roleRights(AccessRole(m_role->currentData().toInt()));
}

void ShareWithDialog::check(bool pressed)
{
    m_nameField->setEnabled(m_somebody->isChecked());
    const auto role = AccessRole(m_role->currentData().toInt());
    m_roleField->setHint(m_negative->isChecked()
                             ? tr("Will not be allowed: %1").arg(QString::fromLatin1(rights().toByteArray()))
                             : accessRoleHint(role));
    // An empty field is not wrong before somebody wants to go on with it.
    const bool empty = identifier().isEmpty();
    const QString problem = empty && !pressed ? QString() : m_problem(identifier());
    m_nameField->setProblem(m_somebody->isChecked() ? problem : QString());
    for (QRadioButton *choice : {m_signedIn, m_everybody}) {
        if (choice->isChecked() && !problem.isEmpty())
            m_roleField->setProblem(problem);
    }
    if (problem.isEmpty() || m_somebody->isChecked())
        m_roleField->setProblem({});
    m_add->setEnabled(problem.isEmpty());
}

void ShareWithDialog::tryAccept()
{
    check(true);
    if (m_add->isEnabled())
        accept();
    else if (m_somebody->isChecked())
        m_name->setFocus();
}

} // namespace ui
