"""The ground for live stories: a private mail server, postrider-imap run against it, its JSON lines compared.

    class Folders(livecase.LiveCase):
        def test_...(self):
            folders = self.imap("list-folders").lines

A story that needs another kind of server sets server_class or server_options. Without the server or the program,
run() ends with status 77, which CTest counts as skipped, and says why.
"""

import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support" / "server"))

import cyrusserver  # noqa: E402
import mailserver  # noqa: E402

SKIPPED = 77
# The exit statuses of postrider-imap.
DONE, REFUSED, USAGE, NO_CONNECTION, SIGN_IN_REFUSED, CAPABILITY_MISSING = range(6)
TIME_LIMIT = 60


def program():
    """The console program: what POSTRIDER_IMAP names."""
    named = os.environ.get("POSTRIDER_IMAP", str(ROOT / "build" / "dev" / "bin" / "postrider-imap"))
    return named if os.access(named, os.X_OK) else None


def known_verbs():
    """The verbs that --help lists."""
    said = subprocess.run([program(), "--help"], capture_output=True, text=True, timeout=TIME_LIMIT).stdout
    return set(re.findall(r"^  ([a-z][a-z-]+)", said, re.M))


def plain(name):
    """A key without the differences of case and separators: UIDNEXT, uid_next and uidNext are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def field(entry, name):
    """The value of a key in a JSON object, whatever its spelling; KeyError if it is not there."""
    for key, value in entry.items():
        if plain(key) == plain(name):
            return value
    raise KeyError("%s in %s" % (name, entry))


@dataclasses.dataclass
class Outcome:
    """What one run of the program left behind."""

    status: int
    lines: list
    error: dict
    stderr: str

    def field(self, name, line=0):
        return field(self.lines[line], name)


def outcome(status, stdout, stderr):
    error = {}
    for line in stderr.splitlines():
        if line.startswith("{"):
            error = json.loads(line)
    return Outcome(status, [json.loads(line) for line in stdout.splitlines()], error, stderr)


def run_program(*arguments, stdin=""):
    """Runs postrider-imap as it is, with no connection given."""
    data = stdin if isinstance(stdin, bytes) else stdin.encode()
    done = subprocess.run([program(), *map(str, arguments)], input=data, capture_output=True, timeout=TIME_LIMIT)
    return outcome(done.returncode, done.stdout.decode(), done.stderr.decode("utf-8", "replace"))


class LiveCase(unittest.TestCase):
    """Has one server for all stories of a class, and fresh folders by names of their own."""

    server_class = mailserver.MailServer  # or cyrusserver.CyrusServer
    server_options = {}
    verbs = ()  # the stories need these; a program without one of them skips them
    server = None

    @classmethod
    def setUpClass(cls):
        if not program():
            raise unittest.SkipTest("postrider-imap is not built")
        missing = sorted(set(cls.verbs) - known_verbs())
        if missing:
            raise unittest.SkipTest("this postrider-imap has no verb %s" % ", ".join(missing))
        cls.start_server()

    @classmethod
    def start_server(cls):
        """Starts the class's server; skips the stories where there is none."""
        try:
            cls.server = cls.server_class.temporary(**cls.server_options)
            cls.server.__enter__()
        except mailserver.Unavailable as reason:
            cls.server = None
            raise unittest.SkipTest(str(reason)) from None

    @classmethod
    def tearDownClass(cls):
        if cls.server:
            cls.server.__exit__()

    @property
    def details(self):
        return self.server.details

    def url(self, scheme="imaps", user="alice", host="localhost", port=None):
        """An account URL for this server."""
        port = port or self.details["PORT_IMAPS" if scheme == "imaps" else "PORT_IMAP"]
        return "%s://%s@%s:%s" % (scheme, user.replace("@", "%40"), host, port)

    def connection(self, url=None, password="alice-secret", trust=True):
        """The options that say where to and as whom."""
        secret = self.server.directory / ("password-%d-%d" % (os.getpid(), abs(hash(password))))
        secret.write_text(password + "\n", encoding="utf-8")
        options = ["--account", url or self.url(), "--password-file", str(secret), "--connect-timeout", "20"]
        return options + (["--ca-file", self.details["CA_FILE"]] if trust else [])

    def imap(self, *arguments, status=DONE, **connection):
        """Runs one verb (with options before it, if any) and checks the exit status."""
        found = run_program(*self.connection(**connection), *arguments)
        self.assertEqual(found.status, status, "%s: %s %s" % (arguments, found.lines, found.stderr))
        return found

    def deliver(self, folder, *subjects, user="alice", flags=(), body="Hello.\r\n"):
        """Puts short messages into a folder, as another program would."""
        with self.server.mailbox(user) as mailbox:
            for subject in subjects:
                message = ("From: Bob <bob@saltwind.example>\r\nTo: alice@saltwind.example\r\nSubject: %s\r\n"
                           "Date: Mon, 2 Feb 2026 09:30:00 +0100\r\nMessage-ID: <%s@saltwind.example>\r\n"
                           "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s"
                           % (subject, plain(subject), body))
                mailbox.append(folder, message.encode(), flags)

    def start(self, *arguments, **connection):
        """Starts a verb that goes on, as idle does; the caller reads its stdout. It is ended after the story."""
        process = subprocess.Popen([program(), *self.connection(**connection), *map(str, arguments)],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

        def end():
            process.kill()
            process.communicate()

        self.addCleanup(end)
        return process


class _Result(unittest.TextTestResult):
    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        print("SKIP: %s" % reason)


def run(module="__main__"):
    """Runs the stories of a module (or those the command line names) and ends the program as CTest wants it."""
    begin = time.monotonic()
    loader = unittest.defaultTestLoader
    if sys.argv[1:]:
        suite = loader.loadTestsFromNames(sys.argv[1:], sys.modules[module])
    else:
        suite = loader.loadTestsFromModule(sys.modules[module])
    done = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=_Result).run(suite)
    failed, skipped = len(done.failures) + len(done.errors), len(done.skipped)
    passed = done.testsRun - failed - sum(1 for test, _ in done.skipped if isinstance(test, unittest.TestCase))
    print("%.1f seconds" % (time.monotonic() - begin))
    print("%d passed, %d failed, %d skipped" % (max(0, passed), failed, skipped))
    sys.exit(1 if failed else SKIPPED if not passed and skipped else 0)
