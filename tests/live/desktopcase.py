"""The ground for stories of the desktop program: run it without a screen, and follow what its timeline tells.

    class Story(desktopcase.DesktopCase):
        def test_...(self):
            program = self.launch(folder="INBOX")
            shown = program.wait("list-shown")

Times are those of the timeline: milliseconds since the program started, by the kernel's clock, so that how long
this test takes to read them does not count.
"""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

import livecase

# A machine that builds beside this is slow, and none of the stories is about that.
TIME_LIMIT = 90


def program():
    """The desktop program: what POSTRIDER names."""
    named = os.environ.get("POSTRIDER", str(livecase.ROOT / "build" / "dev" / "bin" / "postrider"))
    return named if os.access(named, os.X_OK) else None


class Desktop:
    """The program at work. Ends with the with block or end()."""

    def __init__(self, profile, url, password="alice-secret", ca_file=None, folder="INBOX", binary=None, environment=None, keep=None):
        self.timeline = pathlib.Path(profile) / ("timeline-%d" % time.monotonic_ns())
        self._log = open(pathlib.Path(profile) / "stderr", "ab+")
        arguments = [binary or program(), "--profile", str(profile), "--account", url, "--password-command", "echo " + password,
                     "--folder", folder, "--timeline", str(self.timeline)]
        if ca_file:
            arguments += ["--ca-file", ca_file]
        if keep:
            arguments += ["--keep", keep]
        self._process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
                                         env=environment or dict(os.environ, QT_QPA_PLATFORM="offscreen"))
        stat = pathlib.Path("/proc/%d/stat" % self._process.pid).read_text()
        ticks = int(stat[stat.rindex(")") + 2:].split()[19])
        self._begin = ticks / os.sysconf("SC_CLK_TCK")

    def now(self):
        """Milliseconds on the program's clock."""
        return (time.clock_gettime(time.CLOCK_BOOTTIME) - self._begin) * 1000

    def events(self, name=None, **fields):
        """What happened so far, in order; of one name and with these fields only, if wanted."""
        if not self.timeline.exists():
            return []
        whole = self.timeline.read_text().splitlines(True)
        found = [json.loads(line) for line in whole if line.endswith("\n")]
        return [event for event in found
                if name in (None, event["event"]) and all(event.get(k) == v for k, v in fields.items())]

    def wait(self, name, since=0, **fields):
        """The first such event at or after `since` milliseconds."""
        give_up = time.monotonic() + TIME_LIMIT
        while time.monotonic() < give_up:
            for event in self.events(name, **fields):
                if event["ms"] >= since:
                    return event
            if self._process.poll() is not None:
                raise AssertionError("the program ended with status %d: %s" % (self._process.returncode, self._said()))
            time.sleep(0.01)
        raise AssertionError("no %s %s; the timeline has\n%s\n%s" % (
            name, fields, "\n".join(map(str, self.events()[-20:])), self._said()))

    def _said(self):
        self._log.seek(0)
        return self._log.read().decode("utf-8", "replace")[-2000:]

    def end(self):
        """Closes the program as the session's end does. Returns its exit status."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()
        return self._process.returncode


def what_was_said(recording):
    """The commands in a recording of one connection (Dovecot's rawlog, which puts the time before each line)."""
    return re.sub(rb"(?m)^\d+\.\d{6} ", b"", recording)


def fetched(said):
    """How many messages the FETCH commands with envelopes asked for; None if one had no end ("1:*")."""
    count = 0
    for line in said.splitlines():
        asked = re.match(rb"\S+ (?:UID )?FETCH (\S+) .*ENVELOPE", line, re.I)
        for part in asked.group(1).split(b",") if asked else ():
            first, _, last = part.partition(b":")
            if b"*" in (first, last):
                return None
            count += abs(int(last or first) - int(first)) + 1
    return count


class DesktopCase(livecase.LiveCase):
    """One server for the stories of a class, and a fresh profile for each story."""

    # What the server hears is kept, one file a connection; without COMPRESS it can be read.
    server_options = {"extra": "protocol imap {\n  rawlog_dir = %h/heard\n  mail_plugins = acl quota notify imap_acl imap_quota\n}"}

    @classmethod
    def setUpClass(cls):
        if not program():
            raise unittest.SkipTest("postrider is not built")
        cls.start_server()
        if not cls.server:
            return
        heard = cls.server.directory / "home" / "alice" / "heard"
        heard.mkdir()
        owner = heard.parent.stat()
        os.chown(heard, owner.st_uid, owner.st_gid)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pr-profile-")
        self.addCleanup(folder.cleanup)
        self.profile = pathlib.Path(folder.name)

    def launch(self, url=None, trust=True, **options):
        """Starts the program; it is ended after the story."""
        if trust and self.server:
            options.setdefault("ca_file", self.details["CA_FILE"])
        desktop = Desktop(self.profile, url or self.url(), **options)
        self.addCleanup(desktop.end)
        return desktop

    def heard(self):
        """All that the server was told by signed-in connections of alice."""
        files = (self.server.directory / "home" / "alice" / "heard").glob("*.in")
        return [what_was_said(file.read_bytes()) for file in sorted(files)]
