"""LIST and its kin, STATUS, SELECT, and what makes and unmakes folders."""

import re

from scripted.grammar import Refused, SyntaxProblem, mailbox_name, read_name

# Attributes of RFC 6154 as XLIST had them before.
_XLIST_USES = {b"\\All": b"\\AllMail", b"\\Junk": b"\\Spam", b"\\Flagged": b"\\Starred"}


def existing(connection, name):
    """The folder of that name, or NO as the server played says it."""
    folder = connection.account.folders.get(read_name(name, connection.utf8))
    if folder is None:
        raise Refused("[NONEXISTENT] Unknown Mailbox: %s (Failure)" % bytes(name).decode("utf-8", "replace"))
    return folder


def _matches(pattern):
    expression = "".join({"*": ".*", "%": "[^/]*"}.get(c, re.escape(c)) for c in pattern)
    return re.compile("inbox" if pattern.upper() == "INBOX" else expression, re.I if pattern.upper() == "INBOX" else 0)


def _listed(connection, reference, pattern):
    wanted = _matches("".join(read_name(part, connection.utf8) for part in (reference, pattern) if part))
    return [folder for name, folder in sorted(connection.account.folders.items()) if wanted.fullmatch(name)]


def _attributes(connection, folder, uses=True):
    below = any(name.startswith(folder.name + "/") for name in connection.account.folders)
    found = [b"\\HasChildren" if below else b"\\HasNoChildren"]
    if not folder.selectable:
        found.append(b"\\Noselect")
    if uses and folder.use:
        found.append(folder.use)
    return found


def _line(connection, word, folder, attributes):
    name = mailbox_name(folder.name, connection.utf8)
    connection.untagged(b'%s (%s) "/" %s' % (word, b" ".join(attributes), name))


def list_(connection, arguments, _):
    options = [word.upper() for word in arguments.pop(0)] if isinstance(arguments[0], list) else []
    reference, patterns, rest = arguments[0], arguments[1], arguments[2:]
    patterns = patterns if isinstance(patterns, list) else [patterns]
    returns = rest[1] if len(rest) > 1 and rest[0].upper() == b"RETURN" else []
    if patterns == [b""]:
        connection.untagged('LIST (\\Noselect) "/" ""')
        return
    words = [word.upper() for word in returns if not isinstance(word, list)]
    for pattern in patterns:
        for folder in _listed(connection, reference, pattern):
            subscribed = folder.name in connection.account.subscribed
            if (b"SUBSCRIBED" in options and not subscribed) or (b"SPECIAL-USE" in options and not folder.use):
                continue
            attributes = _attributes(connection, folder)
            if subscribed and (b"SUBSCRIBED" in options or b"SUBSCRIBED" in words):
                attributes.append(b"\\Subscribed")
            _line(connection, b"LIST", folder, attributes)
            if b"STATUS" in words and folder.selectable:
                _status(connection, folder, returns[words.index(b"STATUS") + 1])


def lsub(connection, arguments, _):
    for folder in _listed(connection, *arguments):
        if folder.name in connection.account.subscribed:
            _line(connection, b"LSUB", folder, _attributes(connection, folder, uses=False))


def xlist(connection, arguments, _):
    if not connection.behaviour.gmail:
        raise SyntaxProblem("Unknown command XLIST")
    for folder in _listed(connection, *arguments):
        attributes = _attributes(connection, folder, uses=False)
        if folder.name == "INBOX":
            # XLIST had the inbox under a translated name.
            connection.untagged(b'XLIST (%s \\Inbox) "/" "Posteingang"' % b" ".join(attributes))
            continue
        if folder.use:
            attributes.append(_XLIST_USES.get(folder.use, folder.use))
        _line(connection, b"XLIST", folder, attributes)


def _status(connection, folder, items):
    messages = folder.messages.values()
    values = {b"MESSAGES": len(messages), b"RECENT": 0, b"UIDNEXT": folder.uid_next, b"UIDVALIDITY": folder.validity,
              b"UNSEEN": sum(1 for m in messages if b"\\Seen" not in m.flags),
              b"DELETED": sum(1 for m in messages if b"\\Deleted" in m.flags),
              b"SIZE": sum(len(m.body) for m in messages), b"HIGHESTMODSEQ": connection.account.highest_modseq,
              b"APPENDLIMIT": 35651584,
              b"DELETED-STORAGE": sum(len(m.body) for m in messages if b"\\Deleted" in m.flags)}
    offered = connection.behaviour.after.upper()
    for item in items:
        wants = {b"HIGHESTMODSEQ": ("CONDSTORE",), b"SIZE": ("REV2",), b"DELETED": ("REV2", "RES-MESSAGE"),
                 b"APPENDLIMIT": ("APPENDLIMIT",), b"DELETED-STORAGE": ("RES-STORAGE",)}.get(item.upper(), ("",))
        if item.upper() not in values or not any(one in offered for one in wants):
            raise SyntaxProblem("Unknown STATUS item %s" % item.decode())
    told = b" ".join(b"%s %d" % (item.upper(), values[item.upper()]) for item in items)
    connection.untagged(b"STATUS %s (%s)" % (mailbox_name(folder.name, connection.utf8), told))


def status(connection, arguments, _):
    folder = existing(connection, arguments[0])
    if not folder.selectable:
        raise Refused("[NONEXISTENT] Invalid folder: %s (Failure)" % folder.name)
    _status(connection, folder, arguments[1])


def _open(connection, arguments, read_only):
    connection.open(None, False)
    folder = existing(connection, arguments[0])
    if not folder.selectable:
        raise Refused("[NONEXISTENT] Invalid folder: %s (Failure)" % folder.name)
    options = [word.upper() for word in arguments[1]] if len(arguments) > 1 else []
    connection.condstore |= b"CONDSTORE" in options
    connection.open(folder, read_only)
    flags = connection.permanent_flags()
    connection.untagged(b"FLAGS (%s)" % flags)
    permanent = b"" if read_only else flags + b" \\*"
    connection.untagged(b"OK [PERMANENTFLAGS (%s)] Flags permitted." % permanent)
    connection.untagged("OK [UIDVALIDITY %d] UIDs valid." % folder.validity)
    connection.untagged("%d EXISTS" % len(folder.messages))
    if connection.behaviour.rev2:
        _line(connection, b"LIST", folder, _attributes(connection, folder))
    else:
        connection.untagged("0 RECENT")
    connection.untagged("OK [UIDNEXT %d] Predicted next UID." % folder.uid_next)
    if "CONDSTORE" in connection.behaviour.after:
        connection.untagged("OK [HIGHESTMODSEQ %d]" % connection.account.highest_modseq)
    return ("[%s] %s selected. (Success)" % ("READ-ONLY" if read_only else "READ-WRITE", folder.name)).encode()


def select(connection, arguments, _):
    return _open(connection, arguments, False)


def examine(connection, arguments, _):
    return _open(connection, arguments, True)


def unselect(connection, _, __):
    connection.open(None, False)


def create(connection, arguments, _):
    name = read_name(arguments[0], connection.utf8).rstrip("/")
    if name in connection.account.folders:
        raise Refused("[ALREADYEXISTS] Duplicate folder name %s (Failure)" % name)
    connection.account.make(name)


def delete(connection, arguments, _):
    folder = existing(connection, arguments[0])
    if folder.use or folder.name == "INBOX" or not folder.selectable:
        raise Refused("[CANNOT] Invalid folder name: %s (Failure)" % folder.name)
    del connection.account.folders[folder.name]


def rename(connection, arguments, _):
    folder, name = existing(connection, arguments[0]), read_name(arguments[1], connection.utf8)
    folders = connection.account.folders
    if name in folders:
        raise Refused("[ALREADYEXISTS] Duplicate folder name %s (Failure)" % name)
    for old in [one for one in folders if one == folder.name or one.startswith(folder.name + "/")]:
        moved = folders.pop(old)
        moved.name = name + old[len(folder.name):] if moved is not folder else name
        folders[moved.name] = moved
        if old in connection.account.subscribed:
            connection.account.subscribed.remove(old)
            connection.account.subscribed.add(moved.name)


def subscribe(connection, arguments, _):
    connection.account.subscribed.add(existing(connection, arguments[0]).name)


def unsubscribe(connection, arguments, _):
    connection.account.subscribed.discard(read_name(arguments[0], connection.utf8))


COMMANDS = {"LIST": list_, "LSUB": lsub, "XLIST": xlist, "STATUS": status, "SELECT": select, "EXAMINE": examine,
            "UNSELECT": unselect, "CREATE": create, "DELETE": delete, "RENAME": rename, "SUBSCRIBE": subscribe,
            "UNSUBSCRIBE": unsubscribe}
