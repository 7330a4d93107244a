"""Gmail's labels: what other servers call folders, seen from the message."""

from mailboxio import encode_name
from scripted.grammar import read_name

# The label that stands for a folder, by the folder's use. All Mail is no label: everything is there.
_USES = {b"\\Drafts": b"\\Draft", b"\\Important": b"\\Important", b"\\Sent": b"\\Sent", b"\\Junk": b"\\Spam",
         b"\\Flagged": b"\\Starred", b"\\Trash": b"\\Trash"}


def label_of(folder):
    """The label as bytes of the wire, or None."""
    if folder.name == "INBOX":
        return b"\\Inbox"
    if folder.use:
        return _USES.get(folder.use)
    return encode_name(folder.name).encode()


def of_message(account, message, selected=None):
    """A message's labels; that of the folder one looks from is left out, as Gmail does."""
    return [label_of(folder) for folder in account.folders.values()
            if folder is not selected and label_of(folder) and folder.uid_of(message)]


def folder_for(account, label):
    """The folder that a label stands for, made if it is new."""
    for folder in account.folders.values():
        own = label_of(folder)
        if own and own.lower() == label.lower():
            return folder
    return account.make(read_name(label))


def change(account, message, action, names):
    """STORE X-GM-LABELS. Leaving a folder is how Gmail archives."""
    wanted = [folder_for(account, name) for name in names]
    for folder in list(account.folders.values()):
        if not label_of(folder):
            continue
        uid = folder.uid_of(message)
        if folder in wanted and action in (b"+", b"") and not uid:
            folder.add(message)
        elif uid and ((folder in wanted and action == b"-") or (folder not in wanted and not action)):
            del folder.messages[uid]
    starred = account.with_use(b"\\Flagged").uid_of(message)
    message.flags = (message.flags | {b"\\Flagged"}) if starred else message.flags - {b"\\Flagged"}
    account.touch(message)


def follow_flags(account, message):
    """The star is a flag and a label in one."""
    starred = account.with_use(b"\\Flagged")
    uid = starred.uid_of(message)
    if b"\\Flagged" in message.flags and not uid:
        starred.add(message)
    elif b"\\Flagged" not in message.flags and uid:
        del starred.messages[uid]


def after_copy(account, message, folder):
    """A copy is one more label; Trash and Spam take a message away from everywhere else."""
    if folder.use in (b"\\Trash", b"\\Junk"):
        for other in account.folders.values():
            uid = other.uid_of(message)
            if other is not folder and uid:
                del other.messages[uid]
    elif folder.use == b"\\Flagged":
        message.flags.add(b"\\Flagged")
