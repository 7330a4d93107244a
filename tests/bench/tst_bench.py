#!/usr/bin/python3
"""The tools of the benchmarks keep their word: the generator makes the same mail each time, the proxy counts and breaks."""

import collections
import email
import email.policy
import imaplib
import importlib.machinery
import importlib.util
import pathlib
import socket
import statistics
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "live")]

import faults  # noqa: E402
import livecase  # noqa: E402
import proxy  # noqa: E402
import talk  # noqa: E402
from livecase import mailserver  # noqa: E402

bigmailbox = mailserver.bigmailbox


def load(name):
    """A program of this folder as a module."""
    loader = importlib.machinery.SourceFileLoader(name, str(HERE / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


class Mail(unittest.TestCase):
    """What the generator makes looks like ten years of somebody's mail."""

    @classmethod
    def setUpClass(cls):
        cls.raw = list(bigmailbox.messages(1000))
        cls.parsed = [email.message_from_bytes(raw.split(b"\n", 1)[1], policy=email.policy.default) for raw in cls.raw]

    def test_it_is_the_same_each_time(self):
        self.assertEqual(self.raw, list(bigmailbox.messages(1000)))
        self.assertNotEqual(self.raw[:10], list(bigmailbox.messages(1000, seed=2))[:10])

    def test_sizes_are_those_of_real_mail(self):
        sizes = [len(raw) for raw in self.raw]
        self.assertTrue(2500 < statistics.median(sizes) < 3500, statistics.median(sizes))
        self.assertGreater(max(sizes), 40_000)

    def test_every_message_can_be_read(self):
        kinds, charsets = collections.Counter(), collections.Counter()
        for message in self.parsed:
            kinds[message.get_content_type()] += 1
            for part in message.walk():
                self.assertEqual(part.defects, [], part.get_content_type())
                if part.get_content_maintype() == "text" and not part.is_attachment():
                    charsets[part.get_content_charset()] += 1
                    self.assertNotIn("\ufffd", part.get_content())
        self.assertGreaterEqual(set(kinds), {"text/plain", "multipart/alternative", "multipart/mixed", "multipart/related"})
        self.assertGreaterEqual(len(charsets), 7, charsets)

    def test_threads_hold_together(self):
        known = {message["Message-ID"] for message in self.parsed}
        answers = [message for message in self.parsed if message["References"]]
        self.assertTrue(400 < len(answers) < 800, len(answers))
        for message in answers:
            self.assertLessEqual(set(message["References"].split()), known)
            self.assertEqual(message["References"].split()[-1], message["In-Reply-To"])
            self.assertTrue(message["Subject"].startswith("Re: "))

    def test_it_takes_ten_years(self):
        dates = [message["Date"].datetime for message in self.parsed]
        self.assertEqual(dates, sorted(dates))
        self.assertTrue(9 < (dates[-1] - dates[0]).days / 365 <= 10.1)


class Talk(unittest.TestCase):
    def test_commands_are_found_and_what_looks_like_one_is_not(self):
        said = (b"A1 LOGIN {5}\r\nalice {8}\r\nA9 NOOP\r\nA2 uid fetch 1:* (FLAGS)\r\nA3 AUTHENTICATE PLAIN\r\nAGFsaWNlAGE=\r\n"
                b"A4 APPEND INBOX {10+}\r\nA5 SELECT \r\nA6 IDLE\r\nDONE\r\n")
        wanted = ["LOGIN", "UID FETCH", "AUTHENTICATE", "APPEND", "IDLE", "DONE"]
        self.assertEqual(talk.ClientSide().take(said), wanted)
        side, found = talk.ClientSide(), []
        for at in range(len(said)):
            found += side.take(said[at:at + 1])
        self.assertEqual(found, wanted)


class BehindProxy(livecase.LiveCase):
    """A real server behind the proxy, and Python's imaplib in front of it."""

    server_options = {"minimal": True}

    @classmethod
    def setUpClass(cls):
        cls.start_server()
        cls.deliver(cls(), "INBOX", *["Letter %d" % n for n in range(20)])

    def proxy(self, *rules, tls=False, **options):
        keys = self.server.directory / "tls"
        there = proxy.Proxy(int(self.details["PORT_IMAP"]), (keys / "good.crt", keys / "good.key") if tls else None,
                            rules=rules, **options)
        there.__enter__()
        self.addCleanup(there.__exit__)
        return there

    def client(self, there, tls=False):
        kind = imaplib.IMAP4_SSL if tls else imaplib.IMAP4
        client = kind("127.0.0.1", there.port, timeout=10)
        self.addCleanup(client.shutdown)
        return client

    def test_flights_bytes_and_commands(self):
        for tls in (False, True):
            with self.subTest(tls=tls):
                there = self.proxy(tls=tls)
                client = self.client(there, tls)
                client.login("alice", "alice-secret")
                client.select()
                middle = proxy.now()
                # Three commands that do not wait for each other are one flight.
                client.send(b"X1 NOOP\r\nX2 NOOP\r\nX3 UID SEARCH ALL\r\n")
                while b"X3 OK" not in client.readline():
                    pass
                counts = there.until()
                # CAPABILITY, LOGIN, perhaps CAPABILITY again, SELECT: one each.
                before = there.until(middle)
                self.assertEqual(before.flights, sum(before.commands.values()))
                self.assertEqual(counts.flights, before.flights + 1)
                self.assertEqual((counts.commands["NOOP"], counts.commands["UID SEARCH"]), (2, 1))
                self.assertGreater(counts.bytes_in, 500)
                self.assertEqual(counts.bytes_out - before.bytes_out, 37)

    def test_latency(self):
        there = self.proxy(rtt=0.08)
        begin = time.monotonic()
        client = self.client(there)  # greeting: two round trips, and imaplib asks for the capabilities
        self.assertGreater(time.monotonic() - begin, 0.24)
        begin = time.monotonic()
        client.noop()
        self.assertTrue(0.08 <= time.monotonic() - begin < 2)

    def read_all(self, connection):
        data = b""
        try:
            while piece := connection.recv(65536):
                data += piece
        except OSError as problem:
            return data, problem
        return data, None

    def talk(self, port):
        """Says one command after the other; what came back until the connection broke or the last was answered."""
        data = b""
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            for number, ask in enumerate((b"LOGIN alice alice-secret", b"SELECT INBOX", b"UID FETCH 1:3 BODY.PEEK[TEXT]",
                                          b"UID FETCH 4 FLAGS"), 1):
                try:
                    connection.sendall(b"%d %s\r\n" % (number, ask))
                    while b"\n%d OK" % number not in data:
                        piece = connection.recv(65536)
                        if not piece:
                            return data
                        data += piece
                except OSError:
                    return data
        return data

    def test_faults_at_their_places(self):
        for rule, has, has_not in (
                (faults.Rule("truncate", at=10), b"* OK ", b"\n"),  # a server may greet "* OK Waiting for ..."
                (faults.Rule("truncate", command="SELECT"), b"1 OK", b"EXISTS"),
                (faults.Rule("cut", command="SELECT", when="after"), b"1 OK", b"EXISTS"),
                (faults.Rule("truncate", answer=r"BODY\[TEXT\] \{\d+\}\r\n", offset=3), b"}\r\nHel", b"lo."),
                (faults.Rule("truncate", command="UID FETCH", nth=2), b"3 OK", b"4 OK")):
            with self.subTest(rule):
                there = self.proxy(rule)
                data = self.talk(there.port)
                self.assertIn(has, data)
                self.assertNotIn(has_not, data)

    def test_stall_release_and_throttle(self):
        there = self.proxy(faults.Rule("stall", command="NOOP", when="after", offset=4))
        client = self.client(there)
        client.send(b"7 NOOP\r\n")
        client.sock.settimeout(0.3)
        self.assertEqual(client.sock.recv(100), b"7 OK")
        with self.assertRaises(TimeoutError):
            client.sock.recv(100)
        client.sock.settimeout(10)
        there.release()
        self.assertEqual(client.sock.recv(6), b" NOOP "[:6])
        there.rules = [faults.Rule("throttle", command="CAPABILITY", when="after", rate=1000)]
        begin = time.monotonic()
        with socket.create_connection(("127.0.0.1", there.port), 10) as connection:
            connection.sendall(b"1 CAPABILITY\r\n2 CAPABILITY\r\n3 LOGOUT\r\n")
            data, _ = self.read_all(connection)
        self.assertGreater(time.monotonic() - begin, (len(data) - 300) / 1500)
        self.assertIn(b"3 OK", data)

    def test_strikes_by_chance_repeat_with_the_seed(self):
        def place(seed):
            there = self.proxy(faults.Rule("truncate", chance=1), seed=seed)
            with socket.create_connection(("127.0.0.1", there.port), 10) as connection:
                return len(self.read_all(connection)[0])

        self.assertEqual(place(5), place(5))
        self.assertGreater(len({place(seed) for seed in range(6)}), 2)

    def test_cutting_what_is_open(self):
        there = self.proxy()
        client = self.client(there)
        there.strike()
        with self.assertRaises((OSError, imaplib.IMAP4.abort)):
            client.noop()
        there.refusing = True
        with self.assertRaises((OSError, imaplib.IMAP4.abort)):
            self.client(there)


class Mailboxes(unittest.TestCase):
    """Made once, found again."""

    def test_a_mailbox_is_made_kept_and_found(self):
        maker = load("mailboxes")
        with tempfile.TemporaryDirectory(prefix="pr-", dir="/tmp") as cache:
            pathlib.Path(cache).chmod(0o755)
            try:
                directory = maker.prepare(1000, cache)
            except mailserver.Unavailable as reason:
                self.skipTest(str(reason))
            made = (directory / "mailbox.json").stat().st_mtime_ns
            self.assertEqual(maker.prepare(1000, cache), directory)
            self.assertEqual((directory / "mailbox.json").stat().st_mtime_ns, made)
            with mailserver.MailServer(directory) as server, server.mailbox() as mailbox:
                self.assertEqual(mailbox.imap.select("INBOX", readonly=True)[1], [b"1000"])
                self.assertGreater(len(mailbox.imap.list()[1]), 20)
                flagged = mailbox.imap.search(None, "FLAGGED")[1][0].split()
                self.assertTrue(5 < len(flagged) < 50)
                self.assertTrue(mailbox.imap.search(None, "KEYWORD", "$Todo")[1][0])
                self.assertTrue(10 < len(mailbox.imap.search(None, "UNSEEN")[1][0].split()) < 100)


if __name__ == "__main__":
    livecase.run()
