#!/usr/bin/python3
"""The private mail servers keep their promises: they never stay behind, never touch what is not their own, come back the same."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import livecase
from livecase import cyrusserver, mailserver


def values(text):
    return dict(line.split("=", 1) for line in text.decode().splitlines())


class Life:
    """What both kinds of server promise."""

    server_class = None
    program = ""

    def setUp(self):
        try:
            self.server_class.find_program()
        except mailserver.Unavailable as reason:
            self.skipTest(str(reason))
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="pr-", dir="/tmp"))
        self.addCleanup(self.clean)

    def clean(self):
        self.server_class(self.directory).stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def command(self, *arguments):
        program = livecase.ROOT / "tests" / "support" / "server" / self.program
        return [sys.executable, "-B", str(program), *map(str, arguments)]

    def call(self, *arguments, stdin=b""):
        return subprocess.run(self.command(*arguments), input=stdin, capture_output=True, timeout=90)

    def count(self, folder):
        server = self.server_class(self.directory)
        with server.mailbox() as mailbox:
            return int(mailbox.imap.select('"%s"' % folder)[1][0])

    def test_it_comes_back_with_its_mail_and_ports(self):
        first = values(self.call("start", self.directory).stdout)
        self.assertEqual(self.call("deliver", self.directory, "--folder", "Kept", stdin=b"Subject: one\n\nHello\n").returncode, 0)
        self.assertEqual(self.call("stop", self.directory).returncode, 0)
        self.assertEqual(self.call("deliver", self.directory, stdin=b"Subject: two\n\n").returncode, 1)
        again = values(self.call("start", self.directory).stdout)
        self.assertEqual((first["PORT_IMAP"], first["PORT_IMAPS"]), (again["PORT_IMAP"], again["PORT_IMAPS"]))
        self.assertEqual(self.count("Kept"), 1)
        self.call("stop", self.directory)
        self.call("start", self.directory, "--fresh")
        with self.assertRaises(ValueError):
            self.count("Kept")

    def test_it_ends_with_who_started_it(self):
        for how in ("closed", "killed"):
            with self.subTest(how):
                starter = subprocess.Popen(self.command("start", self.directory, "--with-parent"),
                                           stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                pid = 0
                while not pid:
                    pid = int(values(starter.stdout.readline()).get("PID", 0))
                if how == "killed":
                    starter.kill()
                starter.communicate()
                deadline = time.monotonic() + 30
                while self.runs(pid) and time.monotonic() < deadline:
                    time.sleep(0.05)
                self.assertFalse(self.runs(pid))

    @staticmethod
    def runs(pid):
        try:
            return ") Z " not in pathlib.Path("/proc/%d/stat" % pid).read_text()
        except OSError:
            return False

    def test_it_refuses_what_cannot_work(self):
        long = self.call("start", self.directory / ("x" * 80))
        self.assertEqual(long.returncode, 1)
        self.assertIn(b"too long", long.stderr)
        (self.directory / "letter").write_text("somebody's")
        foreign = self.call("start", self.directory)
        self.assertEqual(foreign.returncode, 1)
        self.assertEqual((self.directory / "letter").read_text(), "somebody's")


class Dovecot(Life, unittest.TestCase):
    server_class = mailserver.MailServer
    program = "mailserver.py"

    def test_it_makes_a_big_mailbox(self):
        with mailserver.MailServer.temporary() as server:
            server.fill(count=2000)
            with server.mailbox() as mailbox:
                self.assertEqual(mailbox.imap.select("Big")[1], [b"2000"])
                dates = mailbox.imap.fetch("1,2000", "(INTERNALDATE)")[1]
                self.assertGreater(int(dates[1][-30:-2].split(b"-")[2][:4]) - int(dates[0][-30:-2].split(b"-")[2][:4]), 5)
        self.assertFalse(os.path.exists(server.directory))


class Cyrus(Life, unittest.TestCase):
    server_class = cyrusserver.CyrusServer
    program = "cyrusserver.py"


if __name__ == "__main__":
    livecase.run()
