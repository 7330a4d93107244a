// How FolderTreeModel follows folders that get other names: the rows stay the same ones, so what is chosen
// and open stays so.
#include "ui/models/foldertreenode.h"
#include "ui/models/roles.h"

namespace ui
{

using imap::MailboxName;

MailboxName NameChange::of(const MailboxName &name) const
{
    if (name == from)
        return to;
    const bool below = delimiter && name.toString().startsWith(from.toString() + *delimiter);
    return below ? MailboxName(to.toString() + name.toString().mid(from.toString().size())) : name;
}

/// A folder is renamed here when the journal takes the change in, and back when it gives it up. Both are told
/// in one batch with the list that follows from them.
void FolderTreeModel::followRenames(Account &account, const imap::EventBatch &batch)
{
    using imap::OperationState;
    for (const imap::Event &event : batch.events) {
        const auto *journal = std::get_if<imap::JournalChanged>(&event);
        for (const imap::JournalEntry &entry : journal ? journal->entries : QList<imap::JournalEntry>()) {
            const auto *change = std::get_if<imap::RenameFolderChange>(&entry.change);
            if (!change)
                continue;
            const bool open =
                entry.state == OperationState::Waiting || entry.state == OperationState::Running;
            const bool gone = entry.state == OperationState::Failed || entry.state == OperationState::Undone;
            if (open && !account.renames.contains(entry.id)) {
                qsizetype place = account.places.value(change->from, -1);
                if (place < 0) // renamed before the program was started, and not sent yet
                    place = account.places.value(change->to, -1);
                if (place < 0)
                    continue;
                const NameChange made{change->from, change->to, account.told[place].delimiter};
                account.renames.insert(entry.id, made);
                rename(account, made);
            } else if (gone && account.renames.contains(entry.id)) {
                const NameChange made = account.renames.take(entry.id);
                rename(account, {made.to, made.from, made.delimiter});
            } else if (entry.state == OperationState::Done) {
                account.renames.remove(entry.id);
            }
        }
    }
}

void FolderTreeModel::rename(Account &account, const NameChange &change)
{
    if (!account.places.contains(change.from))
        return;
    account.places.clear();
    for (qsizetype i = 0; i < account.told.size(); ++i) {
        account.told[i].name = account.folders[i].name = change.of(account.told[i].name);
        account.places.insert(account.told[i].name, i);
    }
    const auto above = [&](const MailboxName &name) {
        return change.delimiter
                   ? MailboxName(name.toString().left(name.toString().lastIndexOf(*change.delimiter)))
                   : MailboxName();
    };
    Node *node = account.byName.value(change.from); // none if it is left out
    if (node && above(change.from) != above(change.to))
        move(*node, *account.byName.value(above(change.to), &account.root));
    rename(account.root, change); // also special folders below it, which stand elsewhere
    account.byName.clear();
    remember(account, account.root);
    Q_EMIT folderRenamed(account.handle, change);
}

void FolderTreeModel::move(Node &node, Node &place)
{
    Node &from = *node.parent;
    const int row = rowOf(node);
    const int end = int(place.children.size());
    if (&from == &place || !beginMoveRows(indexOf(from), row, row, indexOf(place), end))
        return;
    auto moved = std::move(from.children[size_t(row)]);
    from.children.erase(from.children.begin() + row);
    moved->parent = &place;
    place.children.push_back(std::move(moved));
    endMoveRows();
}

void FolderTreeModel::rename(Node &node, const NameChange &change)
{
    for (const auto &child : node.children) {
        FolderItem &item = child->item;
        const MailboxName now = change.of(item.info.name);
        if (item.kind == FolderKind::Folder && now != item.info.name) {
            const QString key = indexOf(*child).data(FolderRoles::Key).toString();
            item.info.name = now;
            item.key = now.toString();
            Q_EMIT keyChanged(key, indexOf(*child).data(FolderRoles::Key).toString());
        }
        rename(*child, change);
    }
}

} // namespace ui
