"""FETCH, STORE, SEARCH, COPY, MOVE, APPEND, EXPUNGE, CLOSE."""

import datetime
import re

from scripted import describing, grammar, labels, searching
from scripted.grammar import Refused, SyntaxProblem, literal, quoted

_MACROS = {b"FAST": [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE"],
           b"ALL": [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE"],
           b"FULL": [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE", b"BODY"]}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def chosen(connection, words, by_uid):
    """(number, UID, message) of each message in a set; numbers out of range are BAD, unknown UIDs are nothing."""
    view = connection.view
    pairs = grammar.numbers(words, (view[-1] if view else 0) if by_uid else len(view))
    if not by_uid and any(last > len(view) for _, last in pairs):
        raise SyntaxProblem("Invalid messageset")
    messages = connection.folder.messages
    return [(number, uid, messages[uid]) for number, uid in enumerate(view, 1)
            if uid in messages and grammar.contains(pairs, uid if by_uid else number)]


def writable(connection):
    if connection.read_only:
        raise Refused("[READ-ONLY] The folder is open read-only (Failure)")


def _date(when):
    return quoted("%02d-%s-%04d %s" % (when.day, _MONTHS[when.month - 1], when.year, when.strftime("%H:%M:%S %z")))


def _label_list(connection, message):
    names = labels.of_message(connection.account, message, connection.folder)
    return b" ".join(name if re.fullmatch(rb"[\w.-]+", name) else quoted(name) for name in names)


def _section_item(connection, item, message):
    match = re.fullmatch(rb"(?:BODY(\.PEEK)?|BINARY(\.PEEK)?)\[(.*)\](?:<(\d+)\.(\d+)>)?", item, re.I | re.S)
    if not match:
        return None
    peek = match.group(1) or match.group(2)
    if not peek and not connection.read_only and b"\\Seen" not in message.flags:
        message.flags.add(b"\\Seen")
        connection.account.touch(message)
    data = describing.section(message.body, match.group(3))
    name = b"BODY[%s]" % match.group(3).upper()
    if match.group(4):
        origin = int(match.group(4))
        return name + b"<%d> " % origin + literal(data[origin:origin + int(match.group(5))])
    return name + b" " + literal(data)


def _item(connection, item, uid, message):
    name, gmail = item.upper(), connection.behaviour.gmail
    if name == b"UID":
        return b"UID %d" % uid
    if name == b"FLAGS":
        return connection.flags(message)
    if name == b"MODSEQ" and "CONDSTORE" in connection.behaviour.after:
        return b"MODSEQ (%d)" % message.modseq
    simple = {b"INTERNALDATE": lambda: _date(message.date), b"RFC822.SIZE": lambda: b"%d" % len(message.body),
              b"ENVELOPE": lambda: describing.envelope(message.body),
              b"BODYSTRUCTURE": lambda: describing.structure(message.body),
              b"BODY": lambda: describing.structure(message.body, extended=False),
              b"RFC822": lambda: literal(message.body), b"RFC822.HEADER": lambda: literal(describing.split(message.body)[0]),
              b"RFC822.TEXT": lambda: literal(describing.split(message.body)[1])}
    if gmail:
        simple.update({b"X-GM-MSGID": lambda: b"%d" % message.number, b"X-GM-THRID": lambda: b"%d" % message.thread,
                       b"X-GM-LABELS": lambda: b"(%s)" % _label_list(connection, message)})
    if name in simple:
        return name + b" " + simple[name]()
    found = _section_item(connection, item, message)
    if found is None:
        raise SyntaxProblem("Unknown FETCH item %s" % name.decode("ascii", "replace"))
    return found


def fetch(connection, arguments, by_uid):
    words, items, modifiers = arguments[0], arguments[1], arguments[2] if len(arguments) > 2 else []
    items = list(items) if isinstance(items, list) else _MACROS.get(items.upper(), [items])
    since = 0
    if modifiers:
        if modifiers[0].upper() != b"CHANGEDSINCE":
            raise SyntaxProblem("Unknown FETCH modifier")
        since = int(modifiers[1])
        connection.condstore = True
    connection.condstore |= b"MODSEQ" in [item.upper() for item in items]
    if since and b"MODSEQ" not in [item.upper() for item in items]:
        items.append(b"MODSEQ")
    if by_uid and b"UID" not in [item.upper() for item in items]:
        items.insert(0, b"UID")
    for number, uid, message in chosen(connection, words, by_uid):
        if message.modseq > since:
            # The section first: without PEEK it sets a flag that another item tells.
            told = [_item(connection, item, uid, message) for item in items]
            connection.untagged(b"%d FETCH (%s)" % (number, b" ".join(told)))


def store(connection, arguments, by_uid):
    writable(connection)
    words, rest = arguments[0], arguments[1:]
    unchanged = None
    if isinstance(rest[0], list):
        unchanged = int(rest.pop(0)[1])
        connection.condstore = True
    match = re.fullmatch(rb"([+-]?)(FLAGS|X-GM-LABELS)(\.SILENT)?", rest[0], re.I)
    if not match or (match.group(2).upper() != b"FLAGS" and not connection.behaviour.gmail):
        raise SyntaxProblem("Could not parse command")
    names = set(map(bytes, rest[1] if isinstance(rest[1], list) else rest[1:]))
    kept = []
    for number, uid, message in chosen(connection, words, by_uid):
        if unchanged is not None and message.modseq > unchanged:
            kept.append(uid if by_uid else number)
        else:
            _store_one(connection, number, uid, message, match.groups(), names)
    if kept:
        return b"[MODIFIED %s] Conditional STORE failed" % b",".join(b"%d" % one for one in kept)


def _store_one(connection, number, uid, message, how, names):
    action, item, silent = how[0], how[1].upper(), how[2]
    account = connection.account
    if item == b"FLAGS":
        before = set(message.flags)
        message.flags = {b"+": before | names, b"-": before - names}.get(action, set(names))
        if message.flags != before:
            account.touch(message)
        if connection.behaviour.gmail:
            labels.follow_flags(account, message)
        told = connection.flags(message)
    else:
        labels.change(account, message, action, names)
        told = b"X-GM-LABELS (%s)" % _label_list(connection, message)
    connection.known[uid] = message.modseq
    if not silent or connection.condstore:
        told = b"" if silent else told + b" "
        modseq = b"MODSEQ (%d)" % message.modseq if connection.condstore else b""
        connection.untagged(b"%d FETCH (UID %d %s)" % (number, uid, (told + modseq).strip()))


def search(connection, arguments, by_uid):
    tokens, returns = list(arguments), None
    if tokens and not isinstance(tokens[0], list) and tokens[0].upper() == b"RETURN":
        returns = [word.upper() for word in tokens[1]] or [b"ALL"]
        tokens = tokens[2:]
    if tokens and not isinstance(tokens[0], list) and tokens[0].upper() == b"CHARSET":
        if tokens[1].upper() not in (b"UTF-8", b"US-ASCII"):
            raise Refused("[BADCHARSET (UTF-8 US-ASCII)] Unknown charset (Failure)")
        tokens = tokens[2:]
    account, folder = connection.account, connection.folder
    everything = chosen(connection, b"1:*", by_uid) if connection.view else []
    keys = searching.Keys(tokens, connection.view[-1] if connection.view else 0, len(connection.view), connection.behaviour.gmail)
    matches = keys.all()
    found = [(number, uid, message) for number, uid, message in everything if matches(
        searching.Candidate(uid, number, message, folder, labels.of_message(account, message) if connection.behaviour.gmail else []))]
    ids = [uid if by_uid else number for number, uid, _ in found]
    modseq = max((message.modseq for _, _, message in found), default=0) if keys.uses_modseq else 0
    if returns is None and not connection.behaviour.rev2:
        told = b"SEARCH" + b"".join(b" %d" % one for one in ids)
        connection.untagged(told + (b" (MODSEQ %d)" % modseq if modseq else b""))
    else:
        _esearch(connection, returns or [b"ALL"], ids, modseq, by_uid)


def _esearch(connection, returns, ids, modseq, by_uid):
    told = b""
    if ids:
        known = {b"MIN": b"%d" % ids[0], b"MAX": b"%d" % ids[-1], b"ALL": b",".join(b"%d" % one for one in ids)}
        told = b"".join(b" %s %s" % (word, known[word]) for word in returns if word in known)
    if b"COUNT" in returns:
        told += b" COUNT %d" % len(ids)
    if modseq:
        told += b" MODSEQ %d" % modseq
    connection.untagged(b'ESEARCH (TAG "%s")%s%s' % (connection.tag, b" UID" if by_uid else b"", told))


def _copied(connection, arguments, by_uid):
    target = connection.account.folders.get(grammar.read_name(arguments[1], connection.utf8))
    if target is None or not target.selectable:
        raise Refused("[TRYCREATE] No folder %s (Failure)" % grammar.read_name(arguments[1], connection.utf8))
    found = chosen(connection, arguments[0], by_uid)
    uids = []
    for _, _, message in found:
        uid = target.uid_of(message) if connection.behaviour.gmail else None
        copy = message if connection.behaviour.gmail else connection.account.message(message.body, message.flags, message.date)
        uids.append(uid or target.add(copy))
        if connection.behaviour.gmail:
            labels.after_copy(connection.account, message, target)
    code = b"COPYUID %d %s %s" % (target.validity, b",".join(b"%d" % uid for _, uid, _ in found), b",".join(b"%d" % u for u in uids))
    return found, code if found else b""


def copy(connection, arguments, by_uid):
    _, code = _copied(connection, arguments, by_uid)
    return b"[%s] (Success)" % code if code and "UIDPLUS" in connection.behaviour.after else b"(Success)"


def move(connection, arguments, by_uid):
    if not {"MOVE", "IMAP4rev2"} & set(connection.behaviour.after.split()):
        raise SyntaxProblem("Unknown command MOVE")
    writable(connection)
    found, code = _copied(connection, arguments, by_uid)
    if code:
        connection.untagged(b"OK [%s]" % code)
    for _, uid, _ in found:
        connection.folder.messages.pop(uid, None)
    connection.update()


def append(connection, arguments, _):
    folder = connection.account.folders.get(grammar.read_name(arguments[0], connection.utf8))
    if folder is None or not folder.selectable:
        raise Refused("[TRYCREATE] No folder %s (Failure)" % grammar.read_name(arguments[0], connection.utf8))
    flags, date, body = [], None, arguments[-1]
    for extra in arguments[1:-1]:
        if isinstance(extra, list):
            flags = [bytes(flag) for flag in extra]
        else:
            date = datetime.datetime.strptime(bytes(extra).decode().strip(), "%d-%b-%Y %H:%M:%S %z")
    if len(body) > 35651584:
        raise Refused("[TOOBIG] The message is too large (Failure)")
    message = connection.account.message(bytes(body), flags, date)
    uid = folder.add(message)
    if connection.behaviour.gmail:
        everything = connection.account.with_use(b"\\All")
        if folder is not everything and folder.use not in (b"\\Junk", b"\\Trash"):
            everything.add(message)
        labels.follow_flags(connection.account, message)
    return b"[APPENDUID %d %d] (Success)" % (folder.validity, uid) if "UIDPLUS" in connection.behaviour.after else b"(Success)"


def _remove_deleted(connection, pairs=None):
    writable(connection)
    for uid, message in list(connection.folder.messages.items()):
        if b"\\Deleted" in message.flags and (pairs is None or grammar.contains(pairs, uid)):
            del connection.folder.messages[uid]
            if connection.behaviour.gmail:
                # Only the label goes: the message is still in All Mail, undeleted.
                message.flags.discard(b"\\Deleted")
                connection.account.touch(message)


def expunge(connection, arguments, by_uid):
    if by_uid:
        _remove_deleted(connection, grammar.numbers(arguments[0], connection.view[-1] if connection.view else 0))
    else:
        _remove_deleted(connection)


def close(connection, _, __):
    if not connection.read_only:
        _remove_deleted(connection)
    connection.open(None, False)


COMMANDS = {"FETCH": fetch, "STORE": store, "SEARCH": search, "COPY": copy, "MOVE": move, "APPEND": append,
            "EXPUNGE": expunge, "CLOSE": close}
