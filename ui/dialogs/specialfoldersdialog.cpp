#include "ui/dialogs/specialfoldersdialog.h"

#include "mime/cleantext.h"
#include "ui/dialogs/folderchooser.h"
#include "ui/dialogs/formfield.h"
#include "ui/support/buttonbox.h"
#include "ui/support/errortext.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/onfinished.h"
#include "ui/support/theme.h"
#include "ui/support/wheel.h"
#include "ui/views/noticeline.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <algorithm>

namespace ui
{

using imap::FolderRole;
using imap::MailboxName;
using Kind = imap::RoleReason::Kind;

namespace
{

constexpr FolderRole shownRoles[] = {FolderRole::Drafts,  FolderRole::Sent,     FolderRole::Archive,
                                     FolderRole::Junk,    FolderRole::Trash,    FolderRole::All,
                                     FolderRole::Flagged, FolderRole::Important};
constexpr qsizetype maximumName = 200;

/// Entries of a row's list.
enum { AsUsual, NoFolder, Chosen };

/// The others are views of the whole mailbox, which only a server can fill.
bool canBeMade(FolderRole role)
{
    return role != FolderRole::All && role != FolderRole::Flagged && role != FolderRole::Important;
}

/// Mail is put there by an action, which asks where to if there is none.
bool isAsked(FolderRole role)
{
    return role == FolderRole::Archive || role == FolderRole::Junk || role == FolderRole::Trash;
}

QString pathText(const MailboxName &name)
{
    return imap::mime::cleanLine(name.toString(), maximumName);
}

} // namespace

SpecialFoldersDialog::SpecialFoldersDialog(const FolderTreeModel *tree, imap::AccountHandle *account,
                                           QWidget *parent)
    : QDialog(parent)
    , m_tree(tree)
    , m_account(account)
    , m_accountId(account->config().id)
    , m_state(new QLabel(this))
{
    setObjectName(QStringLiteral("specialFolders"));
    setWindowTitle(
        tr("Special Folders of %1").arg(imap::mime::cleanLine(account->config().displayName, maximumName)));
    build();
    connect(tree, &FolderTreeModel::foldersChanged, this, [this](const QString &accountId) {
        if (accountId != m_accountId)
            return;
        ask(); // what is new may have changed what is usual
        showAll();
    });
    connect(m_notice, &NoticeLine::undoWanted, this, [this](quint64 deed) {
        if (deed != NoticeLine::OwnDeed)
            return;
        Q_EMIT chosen(m_lastRole, m_before);
        showAll();
    });
    connect(account, &imap::AccountHandle::eventsReady, this, &SpecialFoldersDialog::apply);
    connect(account, &QObject::destroyed, this, &QDialog::reject);
    ask();
    showAll();
}

void SpecialFoldersDialog::build()
{
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *rows = new QWidget;
    auto *form = new QFormLayout(rows);
    form->setContentsMargins(2 * gap, 2 * gap, 2 * gap, gap);
    form->setLabelAlignment(Qt::AlignLeft);
    form->setHorizontalSpacing(2 * gap);
    form->setVerticalSpacing(gap + grid);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_rows.reserve(std::size(shownRoles)); // rows are kept by reference
    for (const FolderRole role : shownRoles)
        addRow(role, form);
    scroll->setWidget(rows);
    letWheelOnlyScroll(rows);

    m_state->setObjectName(QStringLiteral("state"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setFont(scaledFont(font(), smallType));
    m_notice = new NoticeLine(this); // behind the rows, also for Tab
    auto *buttons = new ButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *bottom = new QVBoxLayout;
    bottom->setContentsMargins(2 * gap, gap, 2 * gap, 2 * gap);
    bottom->setSpacing(gap);
    bottom->addWidget(m_state);
    bottom->addWidget(m_notice);
    bottom->addWidget(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addLayout(bottom);
    resize(580, 600);
}

void SpecialFoldersDialog::addRow(FolderRole role, QFormLayout *form)
{
    const QString name = roleName(role);
    auto *editor = new QWidget;
    auto *line = new QHBoxLayout(editor);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(gap);
    auto *choice = new QComboBox(editor);
    choice->setObjectName(QStringLiteral("choice%1").arg(int(role)));
    choice->setAccessibleName(name);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(24);
    line->addWidget(choice, 1);
    auto *create = new QPushButton(tr("Create “%1”").arg(name), editor);
    create->setObjectName(QStringLiteral("create%1").arg(int(role)));
    create->setAutoDefault(false);
    line->addWidget(create);
    auto *field = new FormField(editor, nullptr, choice);

    auto *label = new QWidget;
    auto *labelLine = new QHBoxLayout(label);
    labelLine->setContentsMargins(0, 0, 0, 0);
    labelLine->setSpacing(gap);
    auto *sign = new QLabel(label);
    sign->setPixmap(
        icon(folderIconName(role, FolderKind::Folder)).pixmap(QSize(16, 16), devicePixelRatioF()));
    auto *words = new QLabel(name, label);
    words->setBuddy(choice);
    labelLine->addWidget(sign);
    labelLine->addWidget(words, 1);
    label->setFixedHeight(choice->sizeHint().height());
    form->addRow(label, field);

    m_rows.push_back({role, choice, create, field, {}, {}, {}});
    const size_t at = m_rows.size() - 1;
    connect(choice, &QComboBox::activated, this, [this, at](int entry) { activated(m_rows[at], entry); });
    connect(create, &QPushButton::clicked, this, [this, at] {
        Row &row = m_rows[at];
        makeFolder(row, newFolderName(*m_tree, m_accountId, roleName(row.role)));
    });
}

void SpecialFoldersDialog::showProblem(const QString &words)
{
    m_problem = words;
    showState();
}

void SpecialFoldersDialog::ask()
{
    auto *server = dynamic_cast<imap::ServerHandle *>(m_account.data());
    if (m_asking) {
        m_stale = true; // the answer under way may be from before
        return;
    }
    if (!server || m_tree->connectionOf(m_accountId).state != imap::ConnectionState::Online)
        return;
    m_asking = true;
    m_stale = false;
    const auto answered = [this] {
        m_asking = false;
        if (m_stale)
            ask();
        showAll();
    };
    onFinished(
        server->specialUses(), this,
        [this, answered](const imap::SpecialUses &uses) {
            m_uses = uses;
            m_problem.clear();
            answered();
        },
        [this, answered](const imap::Error &error) {
            m_problem = tr("The server did not say what its folders are for. %1").arg(errorText(error).what);
            answered();
        });
}

void SpecialFoldersDialog::apply(const imap::EventBatch &batch)
{
    for (const imap::Event &event : batch.events) {
        if (const auto *connection = std::get_if<imap::ConnectionChanged>(&event)) {
            if (connection->state == imap::ConnectionState::Online && !m_uses)
                ask();
            showState();
        }
        if (const auto *failure = std::get_if<imap::OperationFailed>(&event); failure && failure->error)
            explain(*failure);
        const auto *journal = std::get_if<imap::JournalChanged>(&event);
        for (const imap::JournalEntry &entry : journal ? journal->entries : QList<imap::JournalEntry>())
            applyEntry(entry);
    }
}

void SpecialFoldersDialog::applyEntry(const imap::JournalEntry &entry)
{
    const auto *made = std::get_if<imap::CreateFolderChange>(&entry.change);
    const bool isOfFolders = made || std::holds_alternative<imap::DeleteFolderChange>(entry.change) ||
                             std::holds_alternative<imap::RenameFolderChange>(entry.change);
    // The folders show a change before the server has it; what they are for is known only then.
    if (isOfFolders && entry.state == imap::OperationState::Done)
        ask();
    if (!made || entry.state != imap::OperationState::Failed)
        return;
    for (Row &row : m_rows) {
        // The journal leaves out the use where the server says it of another folder.
        if (row.role != made->role && row.wanted != made->name)
            continue;
        row.refused = made->name;
        row.refusal = entry.error;
        row.refusedEntry = entry.id;
        showRow(row);
    }
}

/// What was refused is told behind the journal's entry, with more than the server's words.
void SpecialFoldersDialog::explain(const imap::OperationFailed &failure)
{
    for (Row &row : m_rows) {
        if (row.refusal.isEmpty() || row.refusedEntry != failure.operation || !m_account)
            continue;
        row.refusal = errorText(*failure.error, m_account->config().connection.host).what;
        showRow(row);
    }
}

void SpecialFoldersDialog::activated(Row &row, int entry)
{
    row.refusal.clear();
    const size_t at = size_t(&row - m_rows.data());
    // A combo box closes its list at the beginning of a key press (the shortcut override), whose rest then
    // goes to what is open by that time: the Return that asked for the chooser would choose its first folder.
    if (entry == row.choice->count() - 1)
        QMetaObject::invokeMethod(
            this, [this, at] { openChooser(m_rows[at]); }, Qt::QueuedConnection);
    else if (entry == AsUsual)
        choose(row.role, std::nullopt);
    else if (entry == NoFolder)
        choose(row.role, MailboxName());
    showAll(); // the list shows what is, not what was clicked
}

void SpecialFoldersDialog::openChooser(Row &row)
{
    FolderChooser::Question question;
    question.title = tr("Folder to use as “%1”").arg(roleName(row.role));
    question.folders = folderChoices(*m_tree, m_accountId);
    for (FolderChoice &choice : question.folders) {
        if (choice.folder.isInbox())
            choice.reason = tr("stays the inbox");
        else if (!m_tree->folder(m_accountId, choice.folder).allows('i'))
            choice.reason = tr("you may not put mail there");
    }
    question.newName = [this](const QString &typed) { return newFolderName(*m_tree, m_accountId, typed); };
    auto *chooser = new FolderChooser(question, this);
    const size_t at = size_t(&row - m_rows.data());
    connect(chooser, &FolderChooser::chosen, this, [this, at](const FolderChoice &choice) {
        if (choice.isNew)
            makeFolder(m_rows[at], choice.folder);
        else
            choose(m_rows[at].role, choice.folder);
        showAll();
    });
    chooser->open();
}

void SpecialFoldersDialog::choose(FolderRole role, const std::optional<MailboxName> &folder)
{
    const std::optional<MailboxName> before = choiceOf(role);
    if (before == folder)
        return;
    m_lastRole = role;
    m_before = before;
    Q_EMIT chosen(role, folder);
    const MailboxName used = m_tree->roleFolder(m_accountId, role);
    m_notice->say(used.isEmpty() ? tr("No folder is used as “%1” now.").arg(roleName(role))
                                 : tr("“%1” is used as “%2” now.").arg(pathText(used), roleName(role)),
                  NoticeLine::OwnDeed);
}

void SpecialFoldersDialog::makeFolder(Row &row, const MailboxName &name)
{
    row.refusal.clear();
    row.wanted = name;
    // A server that is told the use says it from now on, unless it says so of another folder. What was chosen
    // before counts more than what it says.
    const bool says = m_uses && m_uses->canTell && usual(row.role).isEmpty() && !choiceOf(row.role);
    Q_EMIT createWanted(row.role, name, !says);
    showAll();
}

// What is said.

std::optional<MailboxName> SpecialFoldersDialog::choiceOf(FolderRole role) const
{
    const RoleChoices choices = m_tree->choices(m_accountId);
    const auto choice = choices.constFind(role);
    return choice == choices.cend() ? std::nullopt : std::optional(*choice);
}

/// What the server said, as far as it still holds: a folder that is gone by now serves nothing.
const imap::SpecialFolder *SpecialFoldersDialog::told(FolderRole role) const
{
    if (!m_uses)
        return nullptr;
    const QList<imap::SpecialFolder> &uses = m_uses->folders;
    const auto found = std::find_if(uses.cbegin(), uses.cend(),
                                    [role](const imap::SpecialFolder &one) { return one.role == role; });
    if (found == uses.cend() || m_tree->folder(m_accountId, found->name).name.isEmpty())
        return nullptr;
    return &*found;
}

imap::RoleReason SpecialFoldersDialog::reasonOf(FolderRole role) const
{
    const imap::SpecialFolder *special = told(role);
    return special ? special->reason : imap::RoleReason();
}

MailboxName SpecialFoldersDialog::usual(FolderRole role) const
{
    if (const imap::SpecialFolder *special = told(role))
        return special->name;
    return usualRoles(m_tree->foldersAsTold(m_accountId)).value(role);
}

QString SpecialFoldersDialog::usualText(FolderRole role) const
{
    const MailboxName name = usual(role);
    if (name.isEmpty())
        return m_uses && m_uses->told ? tr("As the server says: none") : tr("By itself: none");
    switch (reasonOf(role).kind) {
    case Kind::Attribute:
    case Kind::XlistAttribute:
        return tr("As the server says: %1").arg(pathText(name));
    case Kind::Name:
        return tr("By its name: %1").arg(pathText(name));
    case Kind::Inbox:
    case Kind::None:
        break;
    }
    return tr("By itself: %1").arg(pathText(name));
}

QString SpecialFoldersDialog::hint(FolderRole role) const
{
    if (const auto choice = choiceOf(role))
        return choice->isEmpty() && isAsked(role) ? tr("Your choice. You are asked each time one is needed.")
                                                  : tr("Your choice.");
    const imap::RoleReason reason = reasonOf(role);
    switch (reason.kind) {
    case Kind::Attribute:
        return tr("The server says so (%1).").arg(reason.source);
    case Kind::XlistAttribute:
        return tr("The server says so, in the way Gmail once had (%1).").arg(reason.source);
    case Kind::Name:
        return tr("The server does not say. This name is usual in %1, and it is at the top of your folders.")
            .arg(QLocale::languageToString(QLocale(reason.language).language()));
    case Kind::Inbox:
    case Kind::None:
        break;
    }
    if (!m_uses || !usual(role).isEmpty())
        return {};
    if (!canBeMade(role))
        return tr("Only servers fill such a folder, and this one has none.");
    return m_uses->told ? tr("The server names none, and no folder has a usual name.")
                        : tr("This server cannot say, and no folder has a usual name.");
}

QString SpecialFoldersDialog::problem(const Row &row) const
{
    if (!row.refusal.isEmpty())
        return tr("“%1” was not created: %2").arg(pathText(row.refused), row.refusal);
    const MailboxName used = m_tree->roleFolder(m_accountId, row.role);
    const auto choice = choiceOf(row.role);
    if (choice && !choice->isEmpty() && !(used == *choice))
        return tr("“%1” is not there now. Until it is: %2.")
            .arg(pathText(*choice), used.isEmpty() ? tr("no folder") : pathText(used));
    QStringList others;
    for (const Row &other : m_rows) {
        if (other.role != row.role && !used.isEmpty() && m_tree->roleFolder(m_accountId, other.role) == used)
            others << roleName(other.role);
    }
    if (others.isEmpty())
        return {};
    return tr("“%1” is also used as %2.").arg(pathText(used), others.join(QStringLiteral(", ")));
}

void SpecialFoldersDialog::showAll()
{
    for (Row &row : m_rows)
        showRow(row);
    showState();
}

void SpecialFoldersDialog::showRow(Row &row)
{
    const auto choice = choiceOf(row.role);
    const QSignalBlocker quiet(row.choice);
    QStringList entries{usualText(row.role), tr("No folder")};
    if (choice && !choice->isEmpty())
        entries << pathText(*choice);
    entries << tr("Choose a folder…");
    // An open list is not pulled away from under the pointer.
    QStringList shown;
    for (int i = 0; i < row.choice->count(); ++i)
        shown << row.choice->itemText(i);
    if (shown != entries) {
        row.choice->clear();
        row.choice->addItems(entries);
    }
    row.choice->setCurrentIndex(!choice ? AsUsual : choice->isEmpty() ? NoFolder : Chosen);
    // Of an account that never was connected nobody knows whether it has such folders.
    const bool known = m_uses || !m_tree->foldersAsTold(m_accountId).isEmpty();
    const bool none =
        known && m_tree->roleFolder(m_accountId, row.role).isEmpty() && !(choice && choice->isEmpty());
    row.create->setVisible(none && canBeMade(row.role));
    row.field->setHint(hint(row.role));
    row.field->setProblem(problem(row));
}

void SpecialFoldersDialog::showState()
{
    const bool online = m_tree->connectionOf(m_accountId).state == imap::ConnectionState::Online;
    QString words = m_problem;
    if (words.isEmpty() && !online && !m_uses)
        words = tr("Not connected: what the server says, and why, is told when it is there again.");
    else if (words.isEmpty() && m_asking && !m_uses)
        words = tr("Asking the server what its folders are for…");
    m_state->setText(words);
    m_state->setVisible(!words.isEmpty());
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText,
                    m_problem.isEmpty() ? mutedInk(palette()) : palette().color(QPalette::WindowText));
    m_state->setPalette(colors);
}

} // namespace ui
