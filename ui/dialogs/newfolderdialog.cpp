#include "ui/dialogs/newfolderdialog.h"

#include "ui/dialogs/formfield.h"
#include "ui/models/foldernodes.h"
#include "ui/support/buttonbox.h"
#include "ui/support/fusionstyle.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace ui
{

using imap::FolderRole;

namespace
{

constexpr int comfortable = 400;
constexpr int rowsAtOnce = 16;

QComboBox *comboBox(const char *name, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    box->setObjectName(QLatin1String(name));
    FusionStyle::limitRows(box, rowsAtOnce);
    // As wide as the dialog, however long the longest folder name is.
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(20);
    box->view()->setTextElideMode(Qt::ElideMiddle);
    return box;
}

} // namespace

NewFolderDialog::NewFolderDialog(const Question &question, QWidget *parent)
    : QDialog(parent)
    , m_question(question)
    , m_form(new QFormLayout)
    , m_name(new QLineEdit(this))
    , m_place(comboBox("folderPlace", this))
{
    setObjectName(QStringLiteral("newFolderDialog"));
    setWindowTitle(tr("New Folder"));
    m_form->setLabelAlignment(Qt::AlignLeft);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setHorizontalSpacing(2 * gap);
    m_form->setVerticalSpacing(gap);
    m_name->setObjectName(QStringLiteral("folderName"));
    m_nameField = new FormField(m_name, this);
    for (const Place &place : question.places)
        m_place->addItem(icon(place.iconName), place.title);
    m_place->setCurrentIndex(question.chosen);
    addFormRow(m_form, tr("&Name:"), m_nameField);
    auto *placeField = new FormField(m_place, this);
    placeField->setHint(question.notThere);
    addFormRow(m_form, tr("&Below:"), placeField);

    auto *buttons = new ButtonBox(QDialogButtonBox::Cancel, this);
    m_create = buttons->addButton(tr("&Create"), QDialogButtonBox::AcceptRole);
    m_create->setObjectName(QStringLiteral("createFolder"));
    m_create->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        judge(); // the folders may be others by now
        if (m_create->isEnabled())
            accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_name, &QLineEdit::textChanged, this, &NewFolderDialog::judge);
    connect(m_place, &QComboBox::currentIndexChanged, this, &NewFolderDialog::judge);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    layout->setSpacing(2 * gap);
    layout->addLayout(m_form);
    layout->addStretch(1);
    layout->addWidget(buttons);
    // Words that come and go below the name do not make the window jump.
    m_nameField->setHint(QStringLiteral(" "));
    setMinimumWidth(comfortable);
    judge();
    m_name->setFocus();
}

void NewFolderDialog::offerRoles(const QList<FolderRole> &taken)
{
    if (m_role)
        return;
    m_role = comboBox("folderRole", this);
    m_role->addItem(icon(QStringLiteral("folder")), tr("Nothing in particular"), int(FolderRole::None));
    auto *items = qobject_cast<QStandardItemModel *>(m_role->model());
    for (const FolderRole role :
         {FolderRole::Drafts, FolderRole::Sent, FolderRole::Archive, FolderRole::Junk, FolderRole::Trash}) {
        const bool free = !taken.contains(role);
        m_role->addItem(icon(folderIconName(role, FolderKind::Folder)),
                        free ? roleName(role) : tr("%1 (has a folder already)").arg(roleName(role)),
                        int(role));
        if (items)
            items->item(m_role->count() - 1)->setEnabled(free);
    }
    m_form->addRow(tr("&Use it for:"), m_role);
    setTabOrder(m_place, m_role);
}

QString NewFolderDialog::name() const
{
    return m_name->text().trimmed();
}

int NewFolderDialog::place() const
{
    return m_place->currentIndex();
}

FolderRole NewFolderDialog::role() const
{
    return m_role ? FolderRole(m_role->currentData().toInt()) : FolderRole::None;
}

/// Words of two lines under a field, and a row that comes later, need room that Qt asks for only once, when
/// the window is made: as high as that is at this width is the least.
bool NewFolderDialog::event(QEvent *event)
{
    const bool taken = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize)
        setMinimumHeight(layout()->totalHeightForWidth(width()));
    return taken;
}

void NewFolderDialog::judge()
{
    const QString problem = m_question.problemOf(place(), name());
    // That nothing was typed yet is not worth a word.
    m_nameField->setProblem(name().isEmpty() ? QString() : problem);
    m_create->setEnabled(problem.isEmpty());
}

} // namespace ui
