#!/usr/bin/python3
"""Stories of the console program against a real Dovecot: each way to connect, the first verbs, each way to fail."""

import json
import threading
import unittest

import livecase
from livecase import NO_CONNECTION, SIGN_IN_REFUSED, field


class Parse(unittest.TestCase):
    """Server bytes become JSON lines, with no connection."""

    def setUp(self):
        if not livecase.program():
            self.skipTest("postrider-imap is not built")

    def test_a_select_answer(self):
        found = livecase.run_program("parse", stdin=(
            "* FLAGS (\\Answered \\Seen $Work)\r\n* 3 EXISTS\r\n"
            "* OK [UIDVALIDITY 1700000000] UIDs valid\r\nA1 OK [READ-WRITE] Select completed\r\n"))
        self.assertEqual(found.status, 0)
        self.assertEqual([line["kind"] for line in found.lines], ["untagged", "untagged", "untagged", "tagged"])
        self.assertEqual(found.lines[1]["num"], 3)
        self.assertEqual(found.lines[2]["code"]["name"], "UIDVALIDITY")
        self.assertEqual(found.lines[3]["tag"], "A1")

    def test_a_stream_that_ends_too_early(self):
        found = livecase.run_program("parse", stdin="* 1 FETCH (BODY[] {100}\r\nshort")
        self.assertEqual(found.lines[-1]["kind"], "incomplete")

    def test_nonsense_does_not_stop_it(self):
        found = livecase.run_program("parse", stdin="* 1 FETCH (FLAGS\r\n* 2 EXISTS\r\n")
        self.assertEqual(found.lines[0]["kind"], "error")
        self.assertEqual(found.lines[-1]["num"], 2)


class WaysToConnect(livecase.LiveCase):
    """The same question over each kind of connection."""

    def check(self, url):
        names = [field(line, "name") for line in self.imap("list-folders", url=url).lines]
        self.assertIn("INBOX", names)
        self.assertIn("Drafts", names)

    def test_implicit_tls(self):
        self.check(self.url("imaps"))

    def test_starttls(self):
        self.check(self.url("imap+starttls"))

    def test_no_tls(self):
        self.check(self.url("imap+plain"))

    def test_a_command_as_the_connection(self):
        self.check("imap+exec:" + self.details["PREAUTH_COMMAND"])

    def test_the_ipv4_address(self):
        self.check(self.url(host="127.0.0.1"))

    def test_a_password_with_everything_in_it(self):
        found = self.imap("list-folders", url=self.url(user="odd@example.org"), password=r'pa"ss\w ord%{*)')
        self.assertIn("INBOX", [field(line, "name") for line in found.lines])

    def test_each_password_mechanism(self):
        for mechanism in ("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"):
            with self.subTest(mechanism):
                self.imap("--mechanism", mechanism, "capabilities")


class FirstVerbs(livecase.LiveCase):
    """What people try first."""

    def test_capabilities(self):
        said = json.dumps(self.imap("capabilities").lines)
        for word in ("IMAP4rev1", "IDLE", "CONDSTORE", "UIDPLUS"):
            self.assertIn(word.lower(), said.lower())

    def test_special_folders_have_their_use(self):
        flags = {field(line, "name"): field(line, "flags") for line in self.imap("list-folders").lines}
        self.assertIn("\\Sent", flags["Sent"])
        self.assertIn("\\Trash", flags["Trash"])

    def test_folder_names_of_the_world(self):
        self.deliver("Reisen/日本 🚲 & Grüße", "Hello")
        self.assertIn("Reisen/日本 🚲 & Grüße", [field(line, "name") for line in self.imap("list-folders").lines])
        self.assertEqual(self.imap("folder-status", "Reisen/日本 🚲 & Grüße", "MESSAGES").field("messages"), 1)

    def test_folder_status(self):
        self.deliver("Status", "One", "Two")
        self.deliver("Status", "Three", flags=("\\Seen",))
        found = self.imap("folder-status", "Status", "MESSAGES", "UNSEEN", "UIDNEXT")
        self.assertEqual(found.field("messages"), 3)
        self.assertEqual(found.field("unseen"), 2)
        self.assertEqual(found.field("uidnext"), 4)

    def test_select_folder(self):
        self.deliver("Select", "One", "Two")
        found = self.imap("select-folder", "Select")
        self.assertEqual(found.field("exists"), 2)
        self.assertGreater(found.field("uidvalidity"), 0)

    def test_a_folder_that_is_not_there(self):
        found = self.imap("select-folder", "Nowhere", status=livecase.REFUSED)
        self.assertIn("error", found.error)

    def test_fetch(self):
        self.deliver("Fetch", "First letter", "Second letter")
        found = self.imap("--folder", "Fetch", "fetch", "1:*", "FLAGS", "ENVELOPE", "INTERNALDATE", "RFC822.SIZE")
        self.assertEqual([field(line, "uid") for line in found.lines], [1, 2])
        self.assertEqual(field(found.field("envelope", 1), "subject"), "Second letter")

    def test_flags_are_added_and_removed(self):
        self.deliver("Flags", "One")
        self.imap("--folder", "Flags", "add-flags", "1", "\\Flagged", "$Work")
        flags = self.imap("--folder", "Flags", "get-flags", "1").field("flags")
        self.assertIn("\\Flagged", flags)
        self.assertIn("$Work", flags)
        self.imap("--folder", "Flags", "remove-flags", "1", "\\Flagged")
        flags = self.imap("--folder", "Flags", "get-flags", "1").field("flags")
        self.assertNotIn("\\Flagged", flags)
        self.assertIn("$Work", flags)

    def test_idle_tells_of_new_mail(self):
        self.deliver("Idle", "There before")
        process = self.start("--folder", "Idle", "idle", "--for", "30")
        lines, came = [], threading.Event()

        def read():
            for line in process.stdout:
                lines.append(json.loads(line))
                if "exists" in line.lower():
                    came.set()
                    return

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        # A letter that comes before IDLE began is not news, so there are several.
        for number in range(25):
            self.deliver("Idle", "News %d" % number)
            if came.wait(1):
                break
        self.assertTrue(came.is_set(), "idle printed %s" % lines)


class WaysToFail(livecase.LiveCase):
    """Each failure has its exit status and one JSON object on stderr."""

    def test_a_wrong_password(self):
        found = self.imap("list-folders", password="wrong", status=SIGN_IN_REFUSED)
        self.assertEqual(found.error["error"], "LoginError")
        self.assertEqual(found.lines, [])
        self.assertNotIn("wrong", json.dumps(found.error.get("server", "")))

    def test_an_unknown_host(self):
        found = self.imap("list-folders", url="imaps://alice@no-such-host.invalid:993", status=NO_CONNECTION)
        self.assertIn("message", found.error)

    def test_a_port_where_nobody_listens(self):
        port, = livecase.mailserver.free_ports(1)
        found = self.imap("list-folders", url=self.url(port=port), status=NO_CONNECTION)
        self.assertIn("message", found.error)

    def test_an_authority_nobody_trusts(self):
        found = self.imap("list-folders", trust=False, status=NO_CONNECTION)
        self.assertIn("message", found.error)

    def test_starttls_with_an_authority_nobody_trusts(self):
        self.imap("list-folders", url=self.url("imap+starttls"), trust=False, status=NO_CONNECTION)

    def test_a_command_that_does_not_speak(self):
        self.imap("list-folders", url="imap+exec:/bin/true", status=NO_CONNECTION)


class ExpiredCertificate(livecase.LiveCase):
    """A certificate that ran out is refused before a password is sent."""

    server_options = {"certificate": "expired"}

    def test_it_is_refused(self):
        found = self.imap("list-folders", status=NO_CONNECTION)
        self.assertIn("message", found.error)
        self.assertNotIn("Login:", (self.server.directory / "dovecot.log").read_text())

    def test_it_is_refused_after_starttls(self):
        self.imap("list-folders", url=self.url("imap+starttls"), status=NO_CONNECTION)


class ForeignCertificate(livecase.LiveCase):
    """A good certificate of another host is refused."""

    server_options = {"certificate": "wronghost"}

    def test_it_is_refused(self):
        found = self.imap("list-folders", status=NO_CONNECTION)
        self.assertIn("message", found.error)


class PoorServer(livecase.LiveCase):
    """A server that can do next to nothing."""

    server_options = {"minimal": True, "capabilities": "IMAP4rev1"}

    def test_the_first_verbs_work(self):
        self.deliver("INBOX", "One")
        self.assertEqual(self.imap("--folder", "INBOX", "fetch", "1", "FLAGS").field("uid"), 1)

    def test_what_is_missing_is_said(self):
        found = self.imap("namespace", status=livecase.CAPABILITY_MISSING)
        self.assertEqual(found.error["error"], "CapabilityError")


if __name__ == "__main__":
    livecase.run()
