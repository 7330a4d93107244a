"""Rows about folders: M5, M7, M8, M13 to M15, M27, M28, M33, M40, M43, M52, M55, M56, M58 and their parameters."""

import json

from livecase import REFUSED
from surface.ground import row


def names(on, verb="list-folders", *words):
    return {line["name"]: line["flags"] for line in on.imap(verb, *words).lines}


@row("M5", "close_folder", "dovecot cyrus")
def close_folder(on, check):
    folder = on.folder("Row M5", "One", "Two")
    on.batch(("add-flags", "1", "\\Deleted"), ("close-folder",), options=["--folder", folder])
    check.assertEqual(on.uids(folder), [2], "CLOSE expunges")


@row("M7", "create_folder", "dovecot cyrus gmail")
@row("M8", "delete_folder", "dovecot cyrus gmail")
@row("M40", "rename_folder", "dovecot cyrus gmail")
def create_rename_delete(on, check):
    on.imap("create-folder", "Row M7/Été")
    check.assertIn("Row M7/Été", names(on))
    check.assertEqual(on.imap("create-folder", "Row M7/Été", status=REFUSED).error["error"], "CommandError")
    on.imap("rename-folder", "Row M7/Été", "Row M7/Hiver & neige")
    check.assertIn("Row M7/Hiver & neige", names(on))
    check.assertNotIn("Row M7/Été", names(on))
    on.imap("delete-folder", "Row M7/Hiver & neige")
    check.assertNotIn("Row M7/Hiver & neige", names(on))
    on.imap("delete-folder", "Row M7/Hiver & neige", status=REFUSED)


@row("M13", "find_special_folder", "dovecot cyrus gmail")
def find_special_folder(on, check):
    expected = {"\\Sent": "[Gmail]/Sent Mail", "\\Trash": "[Gmail]/Trash", "\\Junk": "[Gmail]/Spam",
                "\\All": "[Gmail]/All Mail"} if on.kind == "gmail" else {"\\Sent": "Sent", "\\Trash": "Trash", "\\Drafts": "Drafts"}
    for use, name in expected.items():
        check.assertEqual(on.imap("find-special-folder", use).field("name"), name)


@row("T10", "special-use constants", "dovecot cyrus gmail")
def special_uses(on, check):
    found = {flag.lower() for flags in names(on).values() for flag in flags}
    wanted = {"\\drafts", "\\junk", "\\sent", "\\trash"}
    if on.kind == "gmail":
        wanted |= {"\\all", "\\flagged", "\\important"}
    if on.kind == "dovecot":
        wanted |= {"\\archive"}
    check.assertTrue(wanted <= found, wanted - found)


@row("M14", "folder_exists", "dovecot cyrus gmail")
def folder_exists(on, check):
    folder = on.folder("Row M14 Größe")
    check.assertIs(on.imap("folder-exists", folder).field("exists"), True)
    check.assertIs(on.imap("folder-exists", folder + "x").field("exists"), False)
    check.assertIs(on.imap("folder-exists", "Row M14*").field("exists"), False)


@row("M15", "folder_status", "dovecot cyrus gmail")
def folder_status(on, check):
    folder = on.folder("Row M15", "One", "Two")
    found = on.imap("folder-status", folder).lines[0]
    check.assertEqual({key: found[key] for key in ("messages", "unseen", "uidnext")},
                      {"messages": 2, "unseen": 2, "uidnext": 3})
    check.assertTrue({"recent", "uidvalidity"} <= set(found))


@row("P8", "folder_status(what=)", "dovecot cyrus")
def status_items(on, check):
    folder = on.folder("Row P8", "One")
    found = on.imap("folder-status", folder, "SIZE", "HIGHESTMODSEQ").lines[0]
    check.assertEqual(set(found), {"size", "highestmodseq"})
    size = on.imap("--folder", folder, "fetch", "1", "RFC822.SIZE").field("size")
    check.assertEqual(found["size"], size)
    if on.kind == "cyrus":
        check.assertTrue(on.imap("folder-status", folder, "MAILBOXID").field("mailboxid"))


@row("M27", "list_folders", "dovecot cyrus gmail")
def list_folders(on, check):
    folder = on.folder("Row M27/Größe")
    lines = {line["name"]: line for line in on.imap("list-folders").lines}
    check.assertEqual(lines[folder]["delimiter"], "/")
    check.assertIn("\\HasNoChildren", lines[folder]["flags"])


@row("P11", "list_folders(directory=)", "dovecot cyrus")
def directory(on, check):
    on.folder("Row P11/one")
    found = names(on, "list-folders", "Row P11/", "*")
    check.assertEqual(list(found), ["Row P11/one"])


@row("P12", "list_folders(pattern=)", "dovecot cyrus gmail")
def pattern(on, check):
    on.folder("Row P12/one/two")
    check.assertIn("Row P12/one/two", names(on, "list-folders", "", "Row P12/*"))
    check.assertNotIn("Row P12/one/two", names(on, "list-folders", "", "Row P12/%"))


@row("M28", "list_sub_folders", "dovecot cyrus gmail")
@row("M52", "subscribe_folder", "dovecot cyrus gmail")
@row("M56", "unsubscribe_folder", "dovecot cyrus gmail")
def subscriptions(on, check):
    on.imap("create-folder", "Row M52")
    on.imap("unsubscribe-folder", "Row M52")
    check.assertNotIn("Row M52", names(on, "list-sub-folders"))
    on.imap("subscribe-folder", "Row M52")
    check.assertIn("Row M52", names(on, "list-sub-folders"))
    on.imap("delete-folder", "Row M52")


@row("M33", "namespace", "dovecot cyrus gmail")
@row("T6", "Namespace", "dovecot cyrus gmail")
def namespace(on, check):
    found = on.imap("namespace").lines[0]
    check.assertIn(["", "/"], found["personal"])
    check.assertEqual(set(found), {"personal", "other", "shared"})
    if on.kind == "dovecot":
        check.assertEqual((found["other"], found["shared"]), ([["Users/", "/"]], [["Public/", "/"]]))
    if on.kind == "gmail":
        check.assertEqual((found["other"], found["shared"]), ([], []))


@row("M43", "select_folder", "dovecot cyrus gmail")
@row("P21", "select_folder(readonly=)", "dovecot cyrus gmail")
def select_folder(on, check):
    folder = on.folder("Row M43", "One", "Two")
    found = on.imap("select-folder", folder).lines[0]
    check.assertEqual((found["exists"], found["uidnext"]), (2, 3))
    check.assertTrue({"flags", "recent", "permanentflags", "uidvalidity", "read-write"} <= set(found), found)
    check.assertIn("\\Seen", found["flags"])
    found = on.imap("--read-only", "select-folder", folder).lines[0]
    check.assertIn("read-only", found)
    check.assertTrue(any(line.startswith("EXAMINE ") for line in on.sent()))


@row("M55", "unselect_folder", "dovecot cyrus gmail")
def unselect_folder(on, check):
    folder = on.folder("Row M55", "One")
    on.batch(("add-flags", "1", "\\Deleted"), ("unselect-folder",), options=["--folder", folder])
    check.assertEqual(on.uids(folder), [1], "UNSELECT does not expunge")
    check.assertIn("\\Deleted", on.flags(folder))


@row("M58", "xlist_folders", "gmail cyrus")
def xlist_folders(on, check):
    found = names(on, "xlist-folders")
    uses = {flag.lower() for flags in found.values() for flag in flags}
    check.assertTrue({"\\inbox", "\\trash", "\\sent"} <= uses, uses)
    if on.kind == "gmail":
        check.assertIn("\\AllMail", found["[Gmail]/All Mail"])
        check.assertIn("\\Inbox", found["Posteingang"])


def quotas(on, verb, *words, **more):
    return {line["resource"]: line for line in on.imap(verb, *words, **more).lines if "resource" in line}


@row("M18", "get_quota", "dovecot cyrus")
@row("T7", "Quota", "dovecot cyrus")
def get_quota(on, check):
    if on.kind == "cyrus":
        on.imap("set-quota", "user/alice", "STORAGE", "20480", user="cyrus")
    found = quotas(on, "get-quota")
    check.assertEqual(set(found["STORAGE"]), {"quota_root", "resource", "usage", "limit"})
    check.assertGreater(found["STORAGE"]["limit"], found["STORAGE"]["usage"])
    check.assertTrue(any(line.startswith("GETQUOTAROOT INBOX") for line in on.sent()), on.sent())


@row("M19", "get_quota_root", "dovecot cyrus")
@row("T8", "MailboxQuotaRoots", "dovecot cyrus")
def get_quota_root(on, check):
    if on.kind == "cyrus":
        on.imap("set-quota", "user/alice", "STORAGE", "20480", user="cyrus")
    found = on.imap("get-quota-root", "INBOX").lines
    roots, = [line for line in found if "quota_roots" in line]
    check.assertEqual((roots["mailbox"], len(roots["quota_roots"])), ("INBOX", 1))
    check.assertIn(roots["quota_roots"][0], [line.get("quota_root") for line in found])


@row("M46", "set_quota", "cyrus")
def set_quota(on, check):
    on.imap("set-quota", "user/bob", "STORAGE", "12345", "MESSAGE", "77", user="cyrus")
    found = quotas(on, "get-quota", user="bob")
    check.assertEqual((found["STORAGE"]["limit"], found["MESSAGE"]["limit"]), (12345, 77))
    on.imap("set-quota", "user/bob", "STORAGE", "1", status=REFUSED)


@row("M20", "getacl", "dovecot cyrus")
@row("M47", "setacl", "dovecot cyrus")
@row("P25", "setacl(what='')", "dovecot cyrus")
def acl(on, check):
    folder = on.folder("Row M47", "Shared")
    on.imap("setacl", folder, "bob", "lrs")
    found = {line["identifier"]: line["rights"] for line in on.imap("getacl", folder).lines}
    check.assertEqual(found["bob"], "lrs")
    check.assertIn("alice", found)
    other = ("Users/alice/" if on.kind == "dovecot" else "Other Users/alice/") + folder
    check.assertIn(other, [line["name"] for line in on.imap("list-folders", user="bob").lines])
    on.imap("setacl", folder, "bob", "")
    check.assertNotIn("bob", json.dumps(on.imap("getacl", folder).lines))
