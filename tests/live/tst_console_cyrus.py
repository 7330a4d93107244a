#!/usr/bin/python3
"""Stories against Cyrus: another server's way of saying the same, and what Dovecot does not have."""

import livecase
from livecase import cyrusserver, field


class CyrusCase(livecase.LiveCase):
    server_class = cyrusserver.CyrusServer

    def as_bob(self):
        return {"url": self.url(user="bob"), "password": "bob-secret"}

    def as_admin(self):
        return {"url": self.url(user=cyrusserver.ADMIN), "password": cyrusserver.ADMIN_PASSWORD}

    def names(self, **connection):
        return [field(line, "name") for line in self.imap("list-folders", **connection).lines]


class FirstSteps(CyrusCase):
    """The verbs that every server understands."""

    def test_special_uses_come_in_lower_case(self):
        folders = {field(line, "name"): field(line, "flags") for line in self.imap("list-folders").lines}
        self.assertIn("\\sent", [flag.lower() for flag in folders["Sent"]])
        self.assertIn("INBOX", folders)

    def test_a_folder_from_birth_to_death(self):
        self.imap("create-folder", "Plans/Été")
        self.imap("rename-folder", "Plans/Été", "Plans/Hiver & neige")
        names = [field(line, "name") for line in self.imap("list-folders").lines]
        self.assertIn("Plans/Hiver & neige", names)
        self.assertNotIn("Plans/Été", names)
        self.imap("delete-folder", "Plans/Hiver & neige")

    def test_mail_is_read_and_marked(self):
        self.deliver("Marks", "One", "Two")
        self.imap("--folder", "Marks", "add-flags", "2", "\\Flagged", "$Work")
        found = self.imap("--folder", "Marks", "fetch", "1:*", "FLAGS", "ENVELOPE").lines
        self.assertEqual([field(line, "uid") for line in found], [1, 2])
        self.assertIn("$Work", field(found[1], "flags"))

    def test_namespaces(self):
        found = self.imap("namespace").lines[0]
        self.assertEqual(found["personal"], [["", "/"]])
        self.assertEqual(found["other"], [["Other Users/", "/"]])

    def test_wrong_password(self):
        self.imap("noop", password="wrong", status=livecase.SIGN_IN_REFUSED)


class Rights(CyrusCase):
    """All five commands of ACL, seen from both sides."""

    def entries(self, folder):
        return {line["identifier"]: line["rights"] for line in self.imap("getacl", folder).lines}

    def test_sharing_from_the_first_right_to_the_last(self):
        self.imap("create-folder", "Shared")
        self.imap("setacl", "Shared", "bob", "lrs")
        self.assertIn("Other Users/alice/Shared", self.names(**self.as_bob()))
        mine = self.imap("my-rights", "Other Users/alice/Shared", **self.as_bob())
        self.assertEqual(mine.field("rights"), "lrs")
        self.imap("setacl", "Shared", "bob", "+w")
        self.imap("setacl", "Shared", "bob", "-s")
        self.assertEqual(self.entries("Shared")["bob"], "lrw")
        self.imap("delete-acl", "Shared", "bob")
        self.assertNotIn("bob", self.entries("Shared"))
        self.assertNotIn("Other Users/alice/Shared", self.names(**self.as_bob()))

    def test_replaced_by_nothing_the_entry_is_gone(self):
        self.imap("create-folder", "Emptied")
        self.imap("setacl", "Emptied", "bob", "lr")
        self.imap("setacl", "Emptied", "bob", "")
        self.assertEqual(list(self.entries("Emptied")), ["alice"])

    def test_negative_rights_and_anyone(self):
        self.imap("create-folder", "But not bob")
        self.imap("setacl", "But not bob", "anyone", "lrs")
        self.imap("setacl", "But not bob", "-bob", "s")
        self.assertEqual(self.entries("But not bob")["-bob"], "s")
        mine = self.imap("my-rights", "Other Users/alice/But not bob", **self.as_bob())
        self.assertEqual(mine.field("rights"), "lr")

    def test_which_rights_can_be_given(self):
        self.imap("create-folder", "Givable")
        found = self.imap("list-rights", "Givable", "bob").lines[0]
        self.assertEqual(found["required"], "")
        self.assertTrue(set("lrswipkxtea") <= set(found["optional"]), found)
        own = self.imap("list-rights", "Givable", "alice").lines[0]
        self.assertIn("a", own["required"])

    def test_rights_of_all_folders_in_one_command(self):
        self.imap("create-folder", "Mine")
        folders = {line["name"]: line for line in self.imap("list-folders", "--my-rights").lines}
        self.assertTrue(set("lrswipkxtea") <= set(folders["Mine"]["rights"]), folders["Mine"])

    def test_what_is_refused(self):
        self.imap("getacl", "Nowhere", status=livecase.REFUSED)
        self.imap("setacl", "INBOX", "bob", "Read", status=livecase.USAGE)
        self.imap("setacl", "INBOX", "bob", "z", status=livecase.REFUSED)


class Quotas(CyrusCase):
    """The one server here that lets an administrator set quotas."""

    def quotas(self, *arguments, **connection):
        lines = self.imap(*arguments, **connection).lines
        return {line["resource"]: (line["usage"], line["limit"]) for line in lines if "resource" in line}

    def test_the_administrator_sets_all_limits_of_a_root(self):
        self.imap("create-folder", "Counted", **self.as_bob())
        found = self.quotas("set-quota", "user/bob", "STORAGE", 100000, "MESSAGE", 500, "X-NUM-FOLDERS", 40, **self.as_admin())
        self.assertEqual((found["STORAGE"][1], found["MESSAGE"][1], found["X-NUM-FOLDERS"][1]), (100000, 500, 40))
        self.assertGreater(found["X-NUM-FOLDERS"][0], 1)
        self.assertEqual(self.quotas("get-quota", "Counted", **self.as_bob())["MESSAGE"][1], 500)
        roots = self.imap("get-quota-root", "Counted", **self.as_bob()).lines
        self.assertEqual(roots[0], {"mailbox": "Counted", "quota_roots": ["INBOX"]})
        # What is not named again is lifted. (From 2147483648 on Cyrus 3.6.1 says "num too big" and hangs up.)
        found = self.quotas("set-quota", "user/bob", "STORAGE", 2 ** 31 - 1, **self.as_admin())
        self.assertEqual(list(found.items()), [("STORAGE", (found["STORAGE"][0], 2 ** 31 - 1))])
        self.assertEqual(found, self.quotas("get-quota-of", "user/bob", **self.as_admin()))

    def test_who_may_not(self):
        self.imap("set-quota", "INBOX", "STORAGE", 5, status=livecase.REFUSED)
        self.imap("get-quota-of", "user/alice", status=livecase.REFUSED)
        self.imap("set-quota", "INBOX", "STORAGE", "much", status=livecase.USAGE)

    def test_over_quota(self):
        letter = self.server.directory / "big.eml"
        letter.write_bytes(b"Subject: Big\r\n\r\n" + (b"x" * 70 + b"\r\n") * 400)
        carol = {"url": self.url(user="carol"), "password": "carol-secret"}
        self.imap("append", "INBOX", letter, **carol)
        self.imap("set-quota", "user/carol", "STORAGE", 30, **self.as_admin())
        found = self.imap("append", "INBOX", letter, status=livecase.REFUSED, **carol)
        self.assertIn("quota", found.error["server"])  # and no code, as RFC 9208 has it
        usage, limit = self.quotas("get-quota", **carol)["STORAGE"]
        self.assertTrue(0 < usage <= limit == 30)


class SpecialFolders(CyrusCase):
    """Which folder is for what, told by the server in two ways or guessed."""

    def find(self, use, *options, **connection):
        return self.imap(*options, "find-special-folder", use, **connection).lines[0]

    def test_a_folder_made_for_a_use(self):
        self.assertIsNone(self.find("\\Archive")["name"])
        made = self.imap("create-folder", "Ablage", "--use", "\\Archive")
        self.assertTrue(made.field("mailboxid"))
        found = self.find("\\Archive")
        self.assertEqual((found["name"], found["reason"], found["source"]), ("Ablage", "attribute", "\\Archive"))
        self.imap("create-folder", "Second", "--use", "\\Archive", status=livecase.REFUSED)
        self.imap("--no-extension", "CREATE-SPECIAL-USE", "create-folder", "Third", "--use", "\\Sent",
                  status=livecase.CAPABILITY_MISSING)

    def test_xlist_where_there_is_nothing_better(self):
        found = self.find("\\Trash", "--no-extension", "SPECIAL-USE")
        self.assertEqual((found["name"], found["reason"]), ("Trash", "xlist-attribute"))

    def test_by_name(self):
        found = self.find("\\Trash", "--no-extension", "SPECIAL-USE", "--no-extension", "XLIST")
        self.assertEqual((found["name"], found["reason"], found["source"]), ("Trash", "name", "trash"))

    def test_all_at_once(self):
        uses = {line["use"]: line["name"] for line in self.imap("find-special-folder").lines}
        self.assertEqual(uses["\\Inbox"], "INBOX")
        self.assertEqual(uses["\\Drafts"], "Drafts")


class Annotations(CyrusCase):
    """METADATA as Cyrus has it: quoted names, and more entries than were asked for."""

    def entries(self, *arguments):
        lines = self.imap("get-metadata", *arguments).lines
        return {line["entry"]: line["value"] for line in lines if "entry" in line}, lines

    def test_an_entry_from_birth_to_death(self):
        self.imap("create-folder", "Noted")
        self.imap("set-metadata", "Noted", "/private/comment", "Grüße", "/private/vendor/x/deep", "NIL")
        self.assertEqual(self.entries("Noted", "/private/comment")[0], {"/private/comment": "Grüße"})
        self.assertEqual(self.entries("Noted", "/private/vendor/x", "--depth", "infinity")[0]["/private/vendor/x/deep"], "NIL")
        self.imap("set-metadata", "Noted", "/private/comment", "--delete")
        self.assertEqual(self.entries("Noted", "/private/comment")[0], {"/private/comment": None})

    def test_long_values_can_be_left_out(self):
        self.imap("create-folder", "Long")
        self.imap("set-metadata", "Long", "/private/comment", "x" * 3000, "/private/vendor/x", "short")
        found, lines = self.entries("Long", "/private/comment", "/private/vendor/x", "--max-size", 100)
        self.assertEqual(found.get("/private/vendor/x"), "short")
        self.assertNotIn("x" * 3000, found.values())
        self.assertEqual(lines[-1]["longentries"], 3000)

    def test_values_of_any_lines(self):
        self.imap("create-folder", "Lines")
        self.imap("set-metadata", "Lines", "/private/comment", 'two\r\nlines and "quotes"\\')
        self.assertEqual(self.entries("Lines", "/private/comment")[0]["/private/comment"], 'two\r\nlines and "quotes"\\')

    def test_the_server_has_some_too(self):
        self.imap("set-metadata", "", "/private/comment", "of the server")
        self.assertEqual(self.entries("", "/private/comment")[0], {"/private/comment": "of the server"})

    def test_with_the_list_of_folders(self):
        self.imap("create-folder", "Listed")
        self.imap("set-metadata", "Listed", "/private/comment", "here")
        folders = {line["name"]: line for line in self.imap("list-folders", "--metadata", "/private/comment").lines}
        self.assertEqual(folders["Listed"]["metadata"], {"/private/comment": "here"})
        self.assertEqual(folders["INBOX"]["metadata"], {"/private/comment": None})


class Numbers(CyrusCase):
    """Identifiers and limits."""

    def test_a_mailbox_keeps_its_id(self):
        made = self.imap("create-folder", "Known").field("mailboxid")
        self.imap("rename-folder", "Known", "Renamed")
        self.assertEqual(self.imap("folder-status", "Renamed", "MAILBOXID").field("mailboxid"), made)
        self.assertEqual(self.imap("select-folder", "Renamed").field("mailboxid"), made)

    def test_one_append_limit_for_all_folders(self):
        found = self.imap("folder-status", "INBOX", "APPENDLIMIT", "MESSAGES").lines[0]
        self.assertEqual(found, {"messages": 0, "appendlimit": 4294967295})
        self.assertEqual(self.imap("folder-status", "INBOX", "APPENDLIMIT").lines, [{"appendlimit": 4294967295}])


class Dotted(CyrusCase):
    """The hierarchy that Cyrus has had for thirty years: everything below INBOX, dots between."""

    server_options = {"dotted": True}

    def test_names_are_whole(self):
        self.imap("create-folder", "INBOX.Work.2026")
        folders = {field(line, "name"): line for line in self.imap("list-folders").lines}
        self.assertEqual(folders["INBOX.Work.2026"]["delimiter"], ".")


if __name__ == "__main__":
    livecase.run()
