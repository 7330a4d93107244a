"""What large installations have beside the mail: languages, quotas of RFC 9208, rights of RFC 2086, a way to JMAP."""

from scripted.foldercommands import existing
from scripted.grammar import Refused, SyntaxProblem, mailbox_name

LANGUAGES = ("en", "de", "i-default")
COMPARATORS = (b"i;unicode-casemap", b"i;octet", b"i;ascii-casemap")
JMAP = b'"https://jmap.saltwind.example/session"'
OLD_RIGHTS = b"lrswipcda"
STORAGE_USED = 3


def language(connection, arguments, _):
    if not arguments:
        connection.untagged("LANGUAGE (%s)" % " ".join(LANGUAGES))
        return b"these"
    for wanted in arguments:
        found = [one for one in LANGUAGES if one == wanted.decode().lower().partition("-")[0]]
        if found:
            connection.untagged("LANGUAGE (%s)" % found[0])
            return b"so be it"
    raise Refused("none of these")


def comparator(connection, arguments, _):
    found = [one for one in COMPARATORS if one in arguments] if arguments else [COMPARATORS[0]]
    if not found:
        raise Refused("[BADCOMPARATOR] none of these")
    matching = b" (%s)" % b" ".join(found) if arguments else b""
    connection.untagged(b"COMPARATOR %s%s" % (found[0], matching))
    return b"done"


def unauthenticate(connection, *_):
    connection.user, connection.utf8, connection.condstore = None, connection.behaviour.rev2, False
    connection.open(None, False)
    return b"who are you?"


def getjmapaccess(connection, *_):
    connection.untagged(b"JMAPACCESS " + JMAP)
    return b"done"


def notify(connection, *_):
    connection.untagged("OK [NOTIFICATIONOVERFLOW] too much happens here")
    return b"for a moment"


def _quota(connection):
    account = connection.account
    limits = getattr(account, "limits", {b"STORAGE": 10000})
    told = b" ".join(b"%s %d %d" % (name, STORAGE_USED, limit) for name, limit in limits.items())
    connection.untagged(b'QUOTA "" (%s)' % told)


def getquota(connection, arguments, _):
    if arguments != [b""]:
        raise Refused("no such root")
    _quota(connection)


def getquotaroot(connection, arguments, _):
    connection.untagged(b'QUOTAROOT %s ""' % mailbox_name(existing(connection, arguments[0]).name, connection.utf8))
    _quota(connection)


def setquota(connection, arguments, _):
    root, limits = arguments
    if root != b"":
        raise Refused("no such root")
    connection.account.limits = {limits[i]: int(limits[i + 1]) for i in range(0, len(limits), 2)}
    _quota(connection)


def _rights(connection, name):
    granted = connection.account.__dict__.setdefault("rights", {})
    return granted.setdefault(existing(connection, name).name, {b"alice": OLD_RIGHTS})


def getacl(connection, arguments, _):
    entries = b"".join(b" %s %s" % entry for entry in _rights(connection, arguments[0]).items())
    connection.untagged(b"ACL %s%s" % (arguments[0], entries))


def setacl(connection, arguments, _):
    name, who, rights = arguments
    if set(rights.lstrip(b"+-")) - set(OLD_RIGHTS):
        raise SyntaxProblem("a right that RFC 2086 does not have")
    _rights(connection, name)[bytes(who)] = bytes(rights)


def deleteacl(connection, arguments, _):
    _rights(connection, arguments[0]).pop(bytes(arguments[1]), None)


COMMANDS = {"LANGUAGE": language, "COMPARATOR": comparator, "UNAUTHENTICATE": unauthenticate, "GETJMAPACCESS": getjmapaccess,
            "NOTIFY": notify,
            "GETQUOTA": getquota, "GETQUOTAROOT": getquotaroot, "SETQUOTA": setquota, "GETACL": getacl, "SETACL": setacl,
            "DELETEACL": deleteacl}
