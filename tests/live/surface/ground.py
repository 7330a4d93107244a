"""The servers on which the rows are tried, and how a row is written down.

    @row("M14", "folder_exists", "dovecot cyrus")
    def folder_exists(on, check):
        check.assertTrue(on.imap("folder-exists", "INBOX").field("exists"))

`on` is one Place: a running server, with the folder and the verbs of the row; `check` has unittest's assertions.
"""

import dataclasses
import os
import pathlib
import re
import shlex
import unittest

import cyrusserver
import livecase
import mailserver
import scriptedserver

ROWS = {}
# "gmail:close@NOOP" is the scripted server with that fault.
CLASSES = {"dovecot": mailserver.MailServer, "cyrus": cyrusserver.CyrusServer, "gmail": scriptedserver.ScriptedServer}


@dataclasses.dataclass
class Row:
    """One row: its number, the name that imapclient gives it, and a function for each kind of server."""

    number: str
    name: str
    tries: list


def row(number, name, servers):
    """Registers a function as the proof of a row on each of the servers. A row may have several."""
    def register(function):
        ROWS.setdefault(number, Row(number, name, [])).tries.extend((server, function) for server in servers.split())
        return function

    return register


class Failed(AssertionError):
    """A verb ended with another status than expected."""


class Place:
    """One server for all rows. What was run for the present row is kept in ran."""

    def __init__(self, kind):
        self.kind = kind
        name, _, fault = kind.partition(":")
        options = {"faults": [fault]} if fault else {}
        self.server = CLASSES[name].temporary(**options)
        self.server.__enter__()
        self.ran = []
        self.log = self.server.directory / "wire.log"

    def close(self):
        self.server.__exit__()

    @property
    def details(self):
        return self.server.details

    def url(self, scheme="imaps", user="alice", host="localhost", port=None):
        port = port or self.details["PORT_IMAPS" if scheme == "imaps" else "PORT_IMAP"]
        return "%s://%s@%s:%s" % (scheme, user, host, port)

    def connection(self, user="alice", scheme="imaps", host="localhost", url=None, password=None, trust=True, limit=20):
        secret = self.server.directory / ("secret-%d-%s" % (os.getpid(), re.sub(r"\W", "", password or user)))
        secret.write_text((password or user + "-secret") + "\n", encoding="utf-8")
        options = ["--account", url or self.url(scheme, user, host), "--password-file", secret, "--connect-timeout", limit,
                   "--read-timeout", limit, "--wire-log", self.log]
        return options + (["--ca-file", self.details["CA_FILE"]] if trust else [])

    def imap(self, *words, status=livecase.DONE, stdin="", **connection):
        """Runs options and a verb; anything but the expected exit status fails the row."""
        self.ran.append(shlex.join(map(str, words)))
        found = livecase.run_program(*self.connection(**connection), *words, stdin=stdin)
        if found.status != status:
            raise Failed("%s: exit status %d, expected %d; %s %s"
                         % (self.ran[-1], found.status, status, found.lines, found.stderr))
        return found

    def batch(self, *verbs, status=livecase.DONE, options=()):
        """Several verbs on one connection."""
        text = "".join(shlex.join(map(str, verb)) + "\n" for verb in verbs)
        found = self.imap(*options, "batch", stdin=text, status=status)
        self.ran[-1] = "; ".join(text.splitlines())
        return found

    def sent(self):
        """What the last run said to the server, without tags."""
        return [re.sub(r"^\S+  #\d+  C  (?:\[[^\]]*\]  )?(?:A\d+ )?", "", line) for line in self.lines("C")]

    def lines(self, direction):
        """The lines of the last run's log that the client (C) or the server (S) said, or that are notes (-)."""
        return [line for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines()
                if re.search(r"  %s  " % direction, line)]

    def deliver(self, folder, *subjects, user="alice", flags=(), body="Hello.\r\n", headers="", first=1):
        """Puts letters into a folder, as another program would; the minute of a letter is its number."""
        with self.server.mailbox(user) as mailbox:
            for number, subject in enumerate(subjects, first):
                mailbox.append(folder, letter(subject, number, body, headers), flags)
        return folder

    def folder(self, name, *subjects, **more):
        """A new folder with letters in it."""
        if not subjects:
            with self.server.mailbox() as mailbox:
                mailbox.ensure(name)
            return name
        return self.deliver(name, *subjects, **more)

    def file(self, name, data):
        path = pathlib.Path(self.server.directory) / name
        path.write_bytes(data)
        return path

    def mod_sequence(self, folder):
        """The folder's highest, once the server keeps one; Dovecot begins with the first change after ENABLE."""
        return self.batch(("enable", "CONDSTORE"), ("select-folder", folder), ("add-flags", "1", "\\Answered"),
                          ("select-folder", folder)).field("highestmodseq", -1)

    def flags(self, folder, uid=1):
        return self.imap("--folder", folder, "get-flags", uid).field("flags")

    def uids(self, folder):
        """Which UIDs are there."""
        if not self.imap("folder-status", folder, "MESSAGES").field("messages"):
            return []
        return [line["uid"] for line in self.imap("--folder", folder, "fetch", "1:*", "UID").lines]


def letter(subject, number=1, body="Hello.\r\n", headers=""):
    identity = re.sub(r"[^a-z0-9]", "", subject.lower())
    return ("From: Bob Builder <bob@saltwind.example>\r\nTo: alice@saltwind.example\r\nSubject: %s\r\n"
            "Date: Mon, 2 Feb 2026 09:3%d:00 +0100\r\nMessage-ID: <%s.%d@saltwind.example>\r\n%sMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n\r\n%s" % (subject, number % 10, identity, number, headers, body)).encode()


class Check(unittest.TestCase):
    """unittest's assertions, for functions."""

    maxDiff = 2000

    def runTest(self):
        """There is nothing to run: this is a box of assertions."""
