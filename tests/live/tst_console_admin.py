#!/usr/bin/python3
"""Stories of administrators and watchers: rights as Dovecot keeps them, NOTIFY, and what only a scripted server does."""

import json

import livecase
import scriptedserver
from livecase import field


class Rights(livecase.LiveCase):
    """Where Dovecot differs from others."""

    def entries(self, folder):
        return {line["identifier"]: line["rights"] for line in self.imap("getacl", folder).lines}

    def test_replaced_by_nothing_the_entry_is_gone(self):
        self.imap("create-folder", "Emptied")
        self.imap("setacl", "Emptied", "bob", "lr")
        self.imap("setacl", "Emptied", "bob", "")
        self.assertEqual(list(self.entries("Emptied")), ["alice"])

    def test_rights_of_old_servers(self):
        self.imap("create-folder", "Old")
        log = self.server.directory / "old.log"
        self.imap("--no-extension", "RIGHTS=texk", "--wire-log", log, "setacl", "Old", "bob", "lrkte")
        self.assertIn("SETACL Old bob lrcd", log.read_text(encoding="utf-8"))
        self.assertTrue(set("lrkxte") <= set(self.entries("Old")["bob"]))

    def test_without_the_extension(self):
        self.imap("--no-extension", "ACL", "getacl", "INBOX", status=livecase.CAPABILITY_MISSING)


class Notifications(livecase.LiveCase):
    """NOTIFY: the server tells what happens in folders that are not open."""

    def watch(self, *arguments):
        return self.start(*arguments, "--for", 30)

    @staticmethod
    def wait_for(process, kind, right):
        """The data of the next pushed response of a kind that is the right one."""
        for line in process.stdout:
            said = json.loads(line)
            if said["type"] == kind and right(said):
                return said
        raise AssertionError("%s did not come: %s" % (kind, process.stderr.read()))

    def test_new_mail_in_another_folder(self):
        self.imap("create-folder", "Pushed")
        process = self.watch("notify", "--status", "personal (MessageNew MessageExpunge)")
        self.wait_for(process, "STATUS", lambda said: said["data"]["mailbox"] == "Pushed")
        self.deliver("Pushed", "News")
        found = self.wait_for(process, "STATUS", lambda said: said["data"]["mailbox"] == "Pushed")
        self.assertEqual(found["data"]["messages"], 1)

    def test_a_new_folder(self):
        process = self.watch("notify", "--status", "personal MessageNew MessageExpunge MailboxName SubscriptionChange")
        self.wait_for(process, "STATUS", lambda said: said["data"]["mailbox"] == "Trash")
        self.imap("create-folder", "Sudden/Été")
        self.wait_for(process, "LIST", lambda said: said["data"]["name"] == "Sudden/Été")

    def test_mail_of_the_open_folder_comes_with_what_was_asked(self):
        self.deliver("Open", "Old")
        process = self.watch("--folder", "Open", "notify", "--status", "subscribed (MessageNew MessageExpunge)",
                             "selected (MessageNew (UID FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)]) MessageExpunge FlagChange)")
        self.wait_for(process, "STATUS", lambda said: said["data"]["mailbox"] == "Trash")
        self.deliver("Open", "Fresh", flags=("\\Flagged",))
        found = self.wait_for(process, "FETCH", lambda said: "items" in said.get("data", {}))
        self.assertIn("Fresh", found["data"]["items"]["BODY[HEADER.FIELDS (SUBJECT)]"])
        self.assertEqual(found["data"]["uid"], 2)

    def test_events_the_server_does_not_know(self):
        found = self.imap("notify", "personal (MessageNew MessageExpunge AnnotationChange)", status=livecase.REFUSED)
        self.assertEqual(found.error["code"], "BADEVENT")
        self.assertIn("AnnotationChange", json.dumps(found.error["code_args"]))

    def test_groups_that_make_no_sense(self):
        for group in ("personal MessageNew", "everything MessageNew MessageExpunge", "selected MailboxName", "subtree"):
            with self.subTest(group):
                self.imap("notify", group, status=livecase.USAGE)

    def test_without_groups_it_ends_after_its_time(self):
        self.imap("notify", "--for", "0.2")
        self.imap("notify", "none", "--for", "0.2")
        self.imap("--folder", "INBOX", "notify", "--for", "0.2")


class Office(livecase.LiveCase):
    """What no server at hand does: LANGUAGE, COMPARATOR, UNAUTHENTICATE, JMAPACCESS, QUOTASET, rights of RFC 2086."""

    server_class = scriptedserver.ScriptedServer
    server_options = {"behave": "office"}

    def test_languages(self):
        self.assertEqual(self.imap("language").field("languages"), ["en", "de", "i-default"])
        self.assertEqual(self.imap("language", "tlh", "de-CH").field("languages"), ["de"])
        self.imap("language", "tlh", status=livecase.REFUSED)

    def test_comparators(self):
        self.assertEqual(self.imap("comparator").field("comparator"), "i;unicode-casemap")
        found = self.imap("comparator", "i;octet")
        self.assertEqual((found.field("comparator"), found.field("matching")), ("i;octet", ["i;octet"]))
        self.assertEqual(self.imap("comparator", "x;y", status=livecase.REFUSED).error["code"], "BADCOMPARATOR")

    def test_unauthenticate_goes_back_to_before_sign_in(self):
        found = livecase.run_program(*self.connection(), "batch", stdin="select-folder INBOX\nunauthenticate\nlanguage\n")
        self.assertIn({"done": True}, found.lines)
        # What the server offers has to be asked for again.
        self.assertEqual(found.error["error"], "CapabilityError")
        self.assertEqual(found.lines[-1], {"done": True})

    def test_a_server_that_cannot_keep_up(self):
        found = self.imap("notify", status=livecase.REFUSED)
        self.assertEqual(found.error["code"], "NOTIFICATIONOVERFLOW")

    def test_where_jmap_is(self):
        self.assertEqual(self.imap("get-jmap-access").field("url"), "https://jmap.saltwind.example/session")

    def test_quotas_of_rfc_9208(self):
        self.imap("--no-extension", "QUOTASET", "set-quota", "", "STORAGE", 10, status=livecase.CAPABILITY_MISSING)
        found = self.imap("set-quota", "", "storage", 10)
        self.assertEqual(found.lines, [{"quota_root": "", "resource": "STORAGE", "usage": 3, "limit": 10}])
        status = self.imap("folder-status", "INBOX", "DELETED", "DELETED-STORAGE").lines[0]
        self.assertEqual(status, {"deleted": 0, "deleted-storage": 0})

    def test_rights_of_rfc_2086(self):
        self.imap("setacl", "INBOX", "bob", "lrkt")
        self.assertEqual([line["rights"] for line in self.imap("getacl", "INBOX").lines], ["lrswipcda", "lrcd"])


if __name__ == "__main__":
    livecase.run()
