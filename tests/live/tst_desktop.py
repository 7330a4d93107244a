#!/usr/bin/python3
"""Stories of the desktop program against a real Dovecot: a big folder, changes from elsewhere, a server that goes away."""

import os
import time

import desktopcase
import livecase

# 100000 to see it with the numbers of a large archive; filling takes half a minute then.
MESSAGES = int(os.environ.get("POSTRIDER_TEST_MESSAGES", "20000"))
# A window's envelopes with all that a folder list and sign-in need. A list of all UIDs or flags would pass it.
ENOUGH_BYTES = 400_000
SOON = 2000  # milliseconds from a change to its picture; half a second of it is the server's


class BigFolder(desktopcase.DesktopCase):
    """A folder costs what is seen of it, whatever its size."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.fill(folder="Big", count=MESSAGES)

    def test_only_what_is_seen_is_fetched(self):
        program = self.launch(folder="Big")
        shown = program.wait("list-shown", **{"from": "server"})
        self.assertEqual(shown["total"], MESSAGES)
        self.assertGreaterEqual(shown["rows"], 3)
        self.assertLess(shown["bytes_in"], ENOUGH_BYTES)
        done = program.wait("synchronised", folder="Big")
        self.assertEqual(done["total"], MESSAGES)
        self.assertLess(done["fetched"], 500)
        program.end()
        heard = self.heard()
        self.assertTrue(any(b"SELECT" in said for said in heard))
        for said in heard:
            self.assertNotIn(b"1:*", said)
            self.assertIsNotNone(desktopcase.fetched(said))
            self.assertLess(desktopcase.fetched(said), 500)
        self.assertGreater(sum(map(desktopcase.fetched, heard)), 5)

    def test_the_second_start_shows_the_cache(self):
        first = self.launch(folder="Big")
        before = first.wait("synchronised", folder="Big")
        first.end()
        # A server that is not there cannot be quicker than the first picture.
        self.server.stop()
        second = self.launch(folder="Big")
        shown = second.wait("list-shown")
        self.assertEqual((shown["from"], shown["total"]), ("cache", MESSAGES))
        self.server.start(with_parent=True)
        done = second.wait("synchronised", folder="Big")
        self.assertEqual((done["total"], done["fetched"]), (MESSAGES, 0))
        self.assertLess(done["bytes_in"], before["bytes_in"])


class Changes(desktopcase.DesktopCase):
    """What another program does is seen within two seconds."""

    def settled(self, folder):
        program = self.launch(folder=folder)
        program.wait("list-shown", **{"from": "server"})
        program.wait("synchronised", folder=folder)
        return program

    def seen_soon(self, program, since, what, uid):
        event = program.wait("update-shown", since=since, what=what, uid=uid)
        self.assertLess(event["ms"] - since, SOON)

    def test_new_mail_flags_and_removals(self):
        self.deliver("Live", *["Letter %d" % n for n in range(1, 41)])
        program = self.settled("Live")
        with self.server.mailbox() as other:
            since = program.now()
            self.deliver("Live", "News")
            self.seen_soon(program, since, "new", 41)

            other.imap.select("Live")
            since = program.now()
            other.command("UID", "STORE 40 +FLAGS (\\Flagged)")
            self.seen_soon(program, since, "flags", 40)

            other.command("UID", "STORE 39 +FLAGS (\\Deleted)")
            program.wait("update-shown", since=since, what="flags", uid=39)
            since = program.now()
            other.command("UID", "EXPUNGE 39")
            self.seen_soon(program, since, "removed", 39)
        # Each was told once, and nothing else was.
        updates = [(event["what"], event["uid"]) for event in program.events("update-shown")]
        self.assertEqual(updates, [("new", 41), ("flags", 40), ("flags", 39), ("removed", 39)])

    def test_many_at_once(self):
        self.deliver("Many", "One")
        program = self.settled("Many")
        # As many as even the small window of this test has room for: what is not painted is not told.
        self.deliver("Many", *["Letter %d" % n for n in range(2, 6)])
        for uid in range(2, 6):
            program.wait("update-shown", what="new", uid=uid)
        self.assertEqual(len(program.events("update-shown", what="new")), 4)


class ServerGoesAway(desktopcase.DesktopCase):
    """Whoever reads while the server goes and comes back has to do nothing about it."""

    def test_it_comes_back_by_itself(self):
        self.deliver("Stay", *["Letter %d" % n for n in range(1, 31)])
        program = self.launch(folder="Stay")
        self.assertEqual(program.wait("synchronised", folder="Stay")["total"], 30)
        gone = program.now()
        self.server.stop()
        lost = program.wait("disconnected", since=gone)
        self.assertIn("connects again by itself", lost["reason"])
        self.server.start(with_parent=True)
        # Behind its back: one came, one went, one was starred.
        self.deliver("Stay", "While you were away")
        with self.server.mailbox() as other:
            other.imap.select("Stay")
            other.command("UID", "STORE 30 +FLAGS (\\Flagged)")
            other.command("UID", "STORE 5 +FLAGS (\\Deleted)")
            other.command("UID", "EXPUNGE 5")
        back = program.wait("connected", since=lost["ms"])
        signed_in = program.wait("signed-in", since=back["ms"])
        program.wait("synchronised", since=signed_in["ms"], folder="Stay")
        program.wait("update-shown", since=lost["ms"], what="flags", uid=30)
        program.wait("update-shown", since=lost["ms"], what="new", uid=31)
        since = program.now()
        self.deliver("Stay", "Live again")
        program.wait("update-shown", since=since, what="new", uid=32)
        self.assertEqual(len(program.events("update-shown", uid=32)), 1)
        self.assertEqual(len(program.events("update-shown", uid=31)), 1)
        # However the connection's first look and the other program's work overlapped, in the end it is right.
        program.end()
        self.server.stop()
        again = self.launch(folder="Stay")
        shown = again.wait("list-shown")
        self.assertEqual((shown["from"], shown["total"]), ("cache", 31))
        self.server.start(with_parent=True)
        done = again.wait("synchronised", folder="Stay")
        self.assertEqual((done["total"], done["fetched"]), (31, 0))


if __name__ == "__main__":
    livecase.run()
