#!/usr/bin/python3
"""Stories with the scripted server: Gmail's dialect, servers new and old, and everything a server can do wrong."""

import time

import livecase
import scriptedserver
from livecase import DONE, NO_CONNECTION, REFUSED, SIGN_IN_REFUSED, field


class Gmail(livecase.LiveCase):
    """Gmail, as far as a client meets it at the door."""

    server_class = scriptedserver.ScriptedServer
    server_options = {"behave": "gmail"}

    def test_special_folders(self):
        flags = {field(line, "name"): field(line, "flags") for line in self.imap("list-folders").lines}
        self.assertIn("\\All", flags["[Gmail]/All Mail"])
        self.assertIn("\\Important", flags["[Gmail]/Important"])
        self.assertIn("\\Junk", flags["[Gmail]/Spam"])
        self.assertIn("\\Noselect", flags["[Gmail]"])
        self.assertIn("Rechnungen/Grüße & mehr", flags)

    def test_xlist(self):
        flags = {field(line, "name"): field(line, "flags") for line in self.imap("xlist-folders").lines}
        self.assertIn("\\Inbox", flags["Posteingang"])
        self.assertIn("\\AllMail", flags["[Gmail]/All Mail"])
        self.assertIn("\\Spam", flags["[Gmail]/Spam"])

    def test_capabilities_told_at_sign_in_are_not_asked_again(self):
        before = len(self.server.said())
        self.imap("has-capability", "X-GM-EXT-1")
        said = [line.split()[1] for line in self.server.said()[before:]]
        self.assertEqual(said, ["CAPABILITY", "AUTHENTICATE", "LOGOUT"])

    def test_a_wrong_password(self):
        found = self.imap("noop", password="wrong", status=SIGN_IN_REFUSED)
        self.assertEqual(found.error["code"], "AUTHENTICATIONFAILED")

    def test_conditional_fetch(self):
        self.deliver("Since", "One", "Two")
        modseq = self.imap("select-folder", "Since").field("highestmodseq")
        self.imap("--folder", "Since", "add-flags", "2", "\\Flagged")
        found = self.imap("--folder", "Since", "fetch", "1:*", "FLAGS", "--modifiers", "CHANGEDSINCE", modseq)
        self.assertEqual([field(line, "uid") for line in found.lines], [2])
        self.assertGreater(found.field("modseq"), modseq)


class Kinds(livecase.unittest.TestCase):
    """The same verbs with a server of the future and one of the past."""

    def test_verbs(self):
        if not livecase.program():
            self.skipTest("postrider-imap is not built")
        for behave in ("rev2", "old"):
            with scriptedserver.ScriptedServer.temporary(behave=behave) as server:
                for scheme in ("imaps", "imap+starttls", "imap+plain"):
                    with self.subTest(behave=behave, scheme=scheme):
                        self.check(server, scheme)

    def check(self, server, scheme):
        lines = ("list-folders", "folder-status INBOX MESSAGES UNSEEN", "select-folder INBOX", "fetch 1:* FLAGS ENVELOPE",
                 "add-flags 1 '\\Flagged' $Work", "create-folder 'Größe & Länge'", "folder-exists 'Größe & Länge'",
                 "delete-folder 'Größe & Länge'", "unselect-folder" if "imaps" != scheme else "close-folder")
        if server.details["BEHAVE"] == "old":
            lines = lines[:-1] + ("close-folder",)
        found = livecase.run_program(*options(server, scheme), "batch", stdin="\n".join(lines))
        self.assertEqual((found.status, found.stderr), (DONE, ""))
        self.assertIn("INBOX", [line.get("name") for line in found.lines])
        self.assertEqual([line["exists"] for line in found.lines if "exists" in line], [3, True])
        subjects = [line["envelope"]["subject"] for line in found.lines if "envelope" in line]
        self.assertEqual(subjects, ["Welcome aboard", "Invoice 4711", "Re: Invoice 4711"])


def options(server, scheme="imaps", limit=20):
    secret = server.directory / "password"
    secret.write_text(server.details["PASSWORD"] + "\n", encoding="utf-8")
    port = server.details["PORT_IMAPS" if scheme == "imaps" else "PORT_IMAP"]
    return ["--account", "%s://alice@localhost:%s" % (scheme, port), "--password-file", secret, "--ca-file",
            server.details["CA_FILE"], "--connect-timeout", limit, "--read-timeout", limit]


# What a fault does when it strikes at the greeting, at LIST and at FETCH: the exit status and a word of the error.
FAULTS = {
    "close": ((NO_CONNECTION, "closed"), (NO_CONNECTION, "closed"), (NO_CONNECTION, "closed")),
    "silence": ((NO_CONNECTION, "said nothing"), (NO_CONNECTION, "did not answer"), (NO_CONNECTION, "did not answer")),
    "drip": ((DONE, ""), (DONE, ""), (DONE, "")),
    "cut": ((NO_CONNECTION, "closed"), (NO_CONNECTION, "closed"), (NO_CONNECTION, "closed")),
    "bye": ((NO_CONNECTION, "refused"), (NO_CONNECTION, "ended"), (NO_CONNECTION, "ended")),
    "wrongtag": ((NO_CONNECTION, "first words"), (DONE, ""), (DONE, "")),
    "garbage": ((NO_CONNECTION, "first words"), (DONE, ""), (DONE, "")),
    "notimap": ((NO_CONNECTION, "first words"), (NO_CONNECTION, "closed"), (NO_CONNECTION, "closed")),
    "hugeline": ((DONE, ""), (DONE, ""), (DONE, "")),
    "hugeliteral": ((NO_CONNECTION, "said nothing"), (NO_CONNECTION, "did not answer"), (NO_CONNECTION, "did not answer")),
}


class Faults(livecase.unittest.TestCase):
    """A broken server costs an error with a reason, in time; never a crash, a wrong result or endless waiting."""

    def setUp(self):
        if not livecase.program():
            self.skipTest("postrider-imap is not built")

    def strike(self, fault, verb):
        with scriptedserver.ScriptedServer.temporary(faults=[fault]) as server:
            limit = 1 if fault.startswith(("silence", "hugeliteral")) else 20
            begin = time.monotonic()
            found = livecase.run_program(*options(server, limit=limit), *verb)
            self.assertLess(time.monotonic() - begin, 40)
            return found

    def test_each(self):
        self.assertEqual(set(FAULTS), set(scriptedserver.faults.NAMES))
        verbs = (("list-folders",), ("list-folders",), ("--folder", "INBOX", "fetch", "1:*", "BODY.PEEK[]"))
        for name, expected in FAULTS.items():
            for place, verb, (status, word) in zip(("GREETING", "LIST", "FETCH"), verbs, expected):
                with self.subTest(name, place=place):
                    found = self.strike("%s@%s" % (name, place), verb)
                    self.assertEqual(found.status, status, found.stderr)
                    self.assertIn(word, found.error.get("message", ""))
                    if status == DONE:
                        self.assertEqual(len(found.lines), 3 if place == "FETCH" else 10)
                        self.assertEqual(found.stderr, "")

    def test_bye_comes_with_its_reason(self):
        for place in ("GREETING", "LIST"):
            found = self.strike("bye@" + place, ("list-folders",))
            self.assertEqual(found.error["error"], "AbortError")
            self.assertEqual(found.error["code"], "UNAVAILABLE")
            self.assertIn("maintenance", found.error["server"])

    def test_a_batch_ends_with_its_connection(self):
        with scriptedserver.ScriptedServer.temporary(faults=["bye@STATUS"]) as server:
            found = livecase.run_program(*options(server), "batch", stdin="welcome\nfolder-status INBOX\nwelcome\nnoop\n")
        self.assertEqual(found.status, NO_CONNECTION)
        self.assertEqual(len(found.lines), 1)
        self.assertEqual((found.error["line"], found.error["code"]), (2, "UNAVAILABLE"))
        self.assertEqual(len(found.stderr.splitlines()), 1)

    def test_a_refusal_before_the_end_counts(self):
        with scriptedserver.ScriptedServer.temporary(faults=["close@NOOP"]) as server:
            found = livecase.run_program(*options(server), "batch", stdin="folder-status Nowhere\nnoop\nwelcome\n")
        self.assertEqual(found.status, REFUSED)
        self.assertEqual(len(found.stderr.splitlines()), 2)


if __name__ == "__main__":
    livecase.run()
