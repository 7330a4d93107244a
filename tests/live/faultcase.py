"""The ground for stories of broken connections: an account without a window (accountprobe) behind a proxy that breaks.

    class Story(faultcase.FaultCase):
        def test_...(self):
            proxy = self.proxy(faults.Rule("cut", command="SELECT"))
            probe = self.probe(proxy)
            probe.ask("open", folder="Folder")
            probe.wait("synchronised")
            self.compare("Folder", probe)
"""

import email.parser
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import livecase

sys.path.insert(0, str(livecase.ROOT / "tests" / "bench"))

import proxy as proxies  # noqa: E402

TIME_LIMIT = int(os.environ.get("POSTRIDER_TEST_PATIENCE", "60"))
LETTER = ("From: Bob <bob@saltwind.example>\r\nTo: alice@saltwind.example\r\nSubject: %s\r\n"
          "Date: Mon, 2 Feb 2026 09:30:00 +0100\r\nMessage-ID: <%s@saltwind.example>\r\n"
          "References: <%s@saltwind.example>\r\n\r\nHello.\r\n")


def program():
    """The account without a window: what POSTRIDER_PROBE names."""
    named = os.environ.get("POSTRIDER_PROBE", str(livecase.ROOT / "build" / "dev" / "bin" / "accountprobe"))
    return named if os.access(named, os.X_OK) else None


class Probe:
    """One run of accountprobe. What it tells is kept in order; ask() waits for the answer."""

    def __init__(self, settings, cache, password):
        self._heard = []
        self._more = threading.Condition()
        self._number = 0
        self._log = tempfile.TemporaryFile()
        self.process = subprocess.Popen([program(), json.dumps(settings), str(cache), password], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self._log)
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self):
        for line in self.process.stdout:
            with self._more:
                self._heard.append(json.loads(line))
                self._more.notify_all()
        with self._more:
            self._heard.append({"event": "ended"})
            self._more.notify_all()

    def mark(self):
        """For `since`: what is told from here on."""
        with self._more:
            return len(self._heard)

    def events(self, name=None, since=0, **fields):
        with self._more:
            return [one for one in self._heard[since:] if "event" in one and name in (None, one["event"])
                    and all(one.get(key) == value for key, value in fields.items())]

    def _find(self, fits, since, what):
        give_up = time.monotonic() + TIME_LIMIT
        with self._more:
            at = since
            while True:
                while at < len(self._heard):
                    if fits(self._heard[at]):
                        return self._heard[at]
                    if self._heard[at].get("event") == "ended":
                        raise EOFError("the program ended (status %s), waiting for %s\n%s" % (
                            self.process.poll(), what, self.said()))
                    at += 1
                if not self._more.wait(give_up - time.monotonic()):
                    raise AssertionError("no %s; the last were\n%s\n%s" % (
                        what, "\n".join(map(str, self._heard[-12:])), self.said()))

    def wait(self, name, since=0, **fields):
        """The first such event at or behind a mark."""
        return self._find(lambda one: one.get("event") == name and all(one.get(key) == value for key, value in fields.items()),
                          since, "%s %s" % (name, fields))

    def ask(self, do, **fields):
        """Asks and waits for the answer, whether it is a good one or not. EOFError when the program is gone."""
        self._number += 1
        number, since = self._number, self.mark()
        try:
            self.process.stdin.write(json.dumps(dict(fields, n=number, do=do)).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            raise EOFError("the program is gone") from None
        return self._find(lambda one: one.get("n") == number, since, "answer to " + do)

    def said(self):
        """The end of what it wrote to its standard error output."""
        if self._log.closed:
            return self._last_words
        self._log.seek(0)
        return self._log.read().decode("utf-8", "replace")[-2000:]

    def kill(self):
        """kill -9, at whatever it is. May be called from another thread."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        """Ends it as a window does that is closed. Returns the exit status."""
        try:
            self.process.stdin.close()
        except OSError:
            pass  # it is gone, and something was left to be said to it
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join()
        self.process.stdout.close()
        if not self._log.closed:
            self._last_words = self.said()
            self._log.close()
        return self.process.returncode


def flags_of(names):
    """For comparing: in order, without \\Recent, whatever the case."""
    return tuple(sorted(name.lower() for name in names if name.lower() != "\\recent"))


class FaultCase(livecase.LiveCase):
    """A server, a proxy and an account for each story."""

    # Quick to notice, so that the tests are.
    settings = {"user": "alice", "connect_timeout_ms": 5000, "read_timeout_ms": 2500}

    @classmethod
    def setUpClass(cls):
        if not program():
            raise unittest.SkipTest("accountprobe is not built")
        cls.start_server()

    def proxy(self, *rules, **options):
        keys = self.server.directory / "tls"
        there = proxies.Proxy(self.server.options.port_imap, (keys / "good.crt", keys / "good.key"), rules=rules, **options)
        there.__enter__()
        self.addCleanup(there.__exit__)
        return there

    def cache(self):
        folder = tempfile.TemporaryDirectory(prefix="pr-cache-")
        self.addCleanup(folder.cleanup)
        return pathlib.Path(folder.name)

    def probe(self, proxy, cache=None, **settings):
        probe = Probe(dict(self.settings, port=proxy.port, ca_file=self.details["CA_FILE"], **settings),
                      cache or self.cache(), "alice-secret")
        self.addCleanup(probe.end)
        return probe

    def letters(self, folder, *names, flags=()):
        """Puts messages into a folder whose Message-IDs tell them apart."""
        with self.server.mailbox() as mailbox:
            for name in names:
                mailbox.append(folder, (LETTER % (name, name, "parent-of-" + name)).encode(), flags)

    def on_server(self, folder):
        """{uid: (Message-ID, flags)} as the server has them."""
        with self.server.mailbox() as mailbox:
            mailbox.imap.select('"%s"' % folder, readonly=True)
            _, data = mailbox.imap.uid("FETCH", "1:*", "(UID FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
        found = {}
        for item in data:
            if isinstance(item, tuple):
                uid = int(re.search(rb"UID (\d+)", item[0]).group(1))
                flags = re.search(rb"FLAGS \(([^)]*)\)", item[0]).group(1).decode().split()
                found[uid] = (email.parser.BytesParser().parsebytes(item[1])["Message-ID"], flags_of(flags))
        return found

    @staticmethod
    def in_view(probe):
        """The same as the account's folder shows it; None where a row is not known."""
        return {row["uid"] if "uid" in row else "row %d" % row["number"]: (row["id"], flags_of(row["flags"])) if "uid" in row else None
                for row in probe.ask("rows")["rows"]}

    def eventually(self, what, wanted, got):
        """Polls until got() is wanted()."""
        give_up = time.monotonic() + TIME_LIMIT
        while True:
            expected, found = wanted(), got()
            if expected == found:
                return found
            if time.monotonic() > give_up:
                self.assertEqual(expected, found, what)
            time.sleep(0.2)

    def compare(self, folder, probe):
        """Server and view are the same, soon; returns what they have."""
        return self.eventually("server and view of %s" % folder, lambda: self.on_server(folder), lambda: self.in_view(probe))

    def compare_store(self, folder, proxy, cache):
        """What a start without a network shows is what the server has."""
        proxy.refusing = True
        try:
            probe = self.probe(proxy, cache)
            probe.ask("open", folder=folder)
            probe.wait("reset", folder=folder, from_cache=True)
            self.eventually("server and store of %s" % folder, lambda: self.on_server(folder), lambda: self.in_view(probe))
            self.assertEqual(probe.end(), 0, probe.said())
        finally:
            proxy.refusing = False
