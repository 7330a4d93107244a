#!/usr/bin/python3
"""A private Dovecot for tests and the demo: on loopback, all of its state below one directory.

As a program:

    mailserver.py start DIR [--cert good|wronghost|expired|selfsigned] [--format sdbox|mdbox|maildir]
                            [--caps "IMAP4rev1 IDLE"] [--minimal] [--fresh] [--with-parent] ...
    mailserver.py stop DIR
    mailserver.py show DIR
    mailserver.py deliver DIR [--user alice] [--folder INBOX] [--flags "\\Seen"] < message
    mailserver.py fill DIR [--user alice] [--folder Big] [--count 100000]

start prints KEY=VALUE lines (HOST, PORT_IMAP, PORT_IMAPS, CA_FILE, USER, PASSWORD ...) when the server greets.
As a module: with MailServer.temporary() as server: server.details["PORT_IMAP"] ...
Starting a DIR that was used before keeps its mail, its ports and its options.
"""

import argparse
import ctypes
import dataclasses
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import bigmailbox
import certificates
import dovecotconfig
import mailboxio
from dovecotconfig import Options, USERS

# Dovecot's Unix sockets lie below DIR, and the kernel takes 107 bytes for the path of one.
LONGEST_DIRECTORY = 70
MARK = ".postrider-mailserver"


class Unavailable(RuntimeError):
    """This machine cannot run the server: a test should skip, saying this message."""


def dovecot_program():
    """The Dovecot to run, or Unavailable with the reason."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    program = shutil.which("dovecot", path=path)
    if not program:
        raise Unavailable("Dovecot is not installed (Debian package dovecot-imapd)")
    if not shutil.which("openssl"):
        raise Unavailable("openssl is not installed; the certificates are made with it")
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip()
    if not version.startswith("2.3."):
        raise Unavailable("Dovecot 2.3 is wanted, whose configuration these tests write; this is %s" % version)
    return program


def free_ports(count):
    """Ports nobody listens on, below the range from which the kernel takes those of outgoing connections."""
    found = []
    while len(found) < count:
        port = random.SystemRandom().randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in found:
            found.append(port)
    return found


def _die_with_parent():
    """In the child: have the kernel end us when the process that started us is gone, however it went."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


class MailServer:
    """One server in one directory. details is the dictionary of what start prints."""

    def __init__(self, directory, options=None):
        self.directory = pathlib.Path(directory).resolve()
        self._state = self.directory / "server.json"
        if options is None and self._state.exists():
            options = Options(**json.loads(self._state.read_text()))
        self.options = options or Options()
        self._child = None
        self._temporary = False

    @staticmethod
    def temporary(**options):
        """A server in a new directory that is deleted at the end of the with block."""
        base = tempfile.gettempdir()
        server = MailServer(tempfile.mkdtemp(prefix="pr-", dir=base if len(base) < 40 else "/tmp"), Options(**options))
        server._temporary = True
        return server

    def __enter__(self):
        try:
            self.start(with_parent=True)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *unused):
        self.stop()
        if self._temporary:
            shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def pid(self):
        """The process id of the running server, or None."""
        try:
            pid = int((self.directory / "pid").read_text())
            command = pathlib.Path("/proc/%d/cmdline" % pid).read_bytes()
            return pid if str(self.directory / "dovecot.conf").encode() in command else None
        except (OSError, ValueError):
            return None

    @property
    def details(self):
        """What start prints: everything a client needs to know."""
        here = self.directory
        found = {"HOST": "127.0.0.1", "PORT_IMAP": self.options.port_imap, "PORT_IMAPS": self.options.port_imaps,
                 "CA_FILE": here / "tls" / "ca.crt", "CLIENT_CERT": here / "tls" / "client.crt",
                 "CLIENT_KEY": here / "tls" / "client.key"}
        for number, (user, password) in enumerate(USERS.items(), 1):
            suffix = "" if number == 1 else str(number)
            found["USER" + suffix], found["PASSWORD" + suffix] = user, password
        found.update({"TOKEN_FILE": here / "oauth" / "alice.token", "EXPIRED_TOKEN_FILE": here / "oauth" / "alice.expired",
                      "PREAUTH_COMMAND": "%s/preauth alice" % here,
                      "PREAUTH_ALONE_COMMAND": "%s/preauth-alone alice" % here,
                      "CONFIG": here / "dovecot.conf", "LOG": here / "dovecot.log", "PIDFILE": here / "pid",
                      "PID": self.pid or ""})
        return {key: str(value) for key, value in found.items()}

    def start(self, fresh=False, with_parent=False):
        """Starts the server and returns when it greets on both ports."""
        program = dovecot_program()
        self._prepare(fresh)
        chosen = bool(self.options.port_imap or self.options.port_imaps)
        for attempt in range(5):
            if not self.options.port_imap:
                self.options.port_imap, = free_ports(1)
            if not self.options.port_imaps:
                self.options.port_imaps, = free_ports(1)
            try:
                self._launch(program, with_parent)
                break
            except RuntimeError as problem:
                self.stop()
                # Somebody took the port between our look and Dovecot's bind.
                if chosen or attempt == 4 or "Address already in use" not in str(problem):
                    raise
                self.options.port_imap = self.options.port_imaps = 0
        self._state.write_text(json.dumps(dataclasses.asdict(self.options)))

    def _prepare(self, fresh):
        if len(str(self.directory)) > LONGEST_DIRECTORY:
            raise RuntimeError("%s is too long (%d characters, at most %d): Dovecot's sockets lie below it"
                               % (self.directory, len(str(self.directory)), LONGEST_DIRECTORY))
        if any(c.isspace() or c in "\"'$%#" for c in str(self.directory)):
            raise RuntimeError("%s: no blanks or special characters, please" % self.directory)
        if self.pid:
            raise RuntimeError("%s: already running as process %d" % (self.directory, self.pid))
        self.directory.mkdir(parents=True, exist_ok=True)
        mark = self.directory / MARK
        if any(self.directory.iterdir()) and not mark.exists():
            raise RuntimeError("%s is not empty and was not made by this program" % self.directory)
        mark.touch()
        if fresh:
            for name in ("home", "shared", "public", "state", "dovecot.log"):
                path = self.directory / name
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        self.directory.chmod(0o755)
        if os.geteuid() == 0:
            for parent in self.directory.parents:
                if not parent.stat().st_mode & 0o001:
                    raise RuntimeError("%s is closed to other users, and the mail must belong to one" % parent)

    def _launch(self, program, with_parent):
        certificates.make(self.directory / "tls")
        config = dovecotconfig.write(self.directory, self.options)
        log = self.directory / "dovecot.log"
        log_start = log.stat().st_size if log.exists() else 0
        with open(log, "ab") as output:
            self._child = subprocess.Popen([program, "-F", "-c", str(config)], stdin=subprocess.DEVNULL, stdout=output,
                                           stderr=output, start_new_session=True,
                                           preexec_fn=_die_with_parent if with_parent else None)
        (self.directory / "pid").write_text(str(self._child.pid))
        give_up = time.monotonic() + 30
        for port in (self.options.port_imap, self.options.port_imaps):
            # The master listens before a login process can answer: only a greeting counts.
            while not self._answers(port):
                ended = self._child.poll() is not None
                if ended or time.monotonic() > give_up:
                    said = log.read_bytes()[log_start:].decode("utf-8", "replace")[-3000:]
                    raise RuntimeError("Dovecot %s\n%s" % ("ended at once" if ended else "does not greet", said))
                time.sleep(0.02)

    def _answers(self, port):
        try:
            with socket.create_connection(("127.0.0.1", port), 2) as connection:
                if port == self.options.port_imap:
                    return connection.recv(200).startswith(b"* ")
                return True
        except OSError:
            return False

    def stop(self):
        """Ends the server and waits for that."""
        pid = self.pid
        if pid:
            os.kill(pid, signal.SIGTERM)
            if not self._wait_gone(pid, 5):
                # Its children share the session it leads.
                os.killpg(pid, signal.SIGKILL)
                self._wait_gone(pid, 5)
        if self._child:
            self._child.wait()
            self._child = None
        (self.directory / "pid").unlink(missing_ok=True)

    def _wait_gone(self, pid, seconds):
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            if self._child and self._child.poll() is not None:
                return True
            try:
                if ") Z " in pathlib.Path("/proc/%d/stat" % pid).read_text():
                    return True
            except OSError:
                return True
            time.sleep(0.02)
        return False

    def mailbox(self, user="alice"):
        """A signed-in connection of imaplib, wrapped for making folders and appending."""
        return mailboxio.Mailbox("127.0.0.1", self.options.port_imap, user, USERS[user])

    def fill(self, user="alice", folder="Big", count=100000):
        """Adds count made-up messages of ten years to a folder, fast. Returns the seconds it took."""
        begin = time.monotonic()
        work = self.directory / "home" / user / "import"
        work.mkdir()
        try:
            bigmailbox.write_mbox(work / mailboxio.encode_name(folder), count)
            if os.geteuid() == 0:
                dovecotconfig._give(work, "nobody", dovecotconfig.Owners.of_this_process().mail_group)
            subprocess.run(["doveadm", "-c", str(self.directory / "dovecot.conf"), "import", "-u", user, "-s",
                            "mbox:%s:INBOX=%s/none" % (work, work), "", "ALL"], check=True, stdin=subprocess.DEVNULL)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return time.monotonic() - begin


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    start = verbs.add_parser("start", help="start a server in DIR")
    start.add_argument("--cert", dest="certificate", choices=certificates.SERVER_NAMES, help="the certificate it shows")
    start.add_argument("--format", dest="mail_format", choices=("sdbox", "mdbox", "maildir"), help="how it stores mail")
    start.add_argument("--caps", dest="capabilities", help="announce only these capabilities after sign-in")
    start.add_argument("--minimal", action="store_true", default=None, help="no plugins: no ACL, QUOTA, METADATA ...")
    start.add_argument("--quota", help="how much a mailbox may hold, as 50M")
    start.add_argument("--prefix", help='personal namespace, as "INBOX."')
    start.add_argument("--separator", help='hierarchy separator, as "."')
    start.add_argument("--port-imap", type=int, help="default: a free one, kept for this DIR")
    start.add_argument("--port-imaps", type=int)
    start.add_argument("--extra", help="more configuration, as it is")
    start.add_argument("--fresh", action="store_true", help="forget the mail of an earlier run in DIR")
    start.add_argument("--with-parent", action="store_true", help="stay, and stop the server when standard input closes")
    stop = verbs.add_parser("stop", help="stop the server in DIR")
    show = verbs.add_parser("show", help="print what start printed")
    deliver = verbs.add_parser("deliver", help="add the message on standard input")
    deliver.add_argument("--flags", default="", help='as "\\Seen $Work"')
    fill = verbs.add_parser("fill", help="add many made-up messages, the same ones each time")
    fill.add_argument("--count", type=int, default=100000)
    for verb in (start, stop, show, deliver, fill):
        verb.add_argument("directory", metavar="DIR")
    for verb, folder in ((deliver, "INBOX"), (fill, "Big")):
        verb.add_argument("--user", default="alice", choices=list(USERS))
        verb.add_argument("--folder", default=folder)
    return parser.parse_args()


def _start(server, arguments):
    for field in dataclasses.fields(Options):
        value = getattr(arguments, field.name)
        if value is not None:
            setattr(server.options, field.name, value)
    # Before the server is there: a signal in between must not leave it behind.
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda *unused: sys.exit(1))
    try:
        server.start(arguments.fresh, arguments.with_parent)
        for key, value in server.details.items():
            print("%s=%s" % (key, value))
        sys.stdout.flush()
        if arguments.with_parent:
            while os.read(0, 4096):
                pass
    except BaseException:
        server.stop()
        raise
    if arguments.with_parent:
        server.stop()


def main():
    arguments = _arguments()
    server = MailServer(arguments.directory)
    try:
        if arguments.verb == "start":
            _start(server, arguments)
        elif arguments.verb == "stop":
            server.stop()
        elif not server.pid:
            raise RuntimeError("%s: no server runs there" % arguments.directory)
        elif arguments.verb == "show":
            for key, value in server.details.items():
                print("%s=%s" % (key, value))
        elif arguments.verb == "deliver":
            with server.mailbox(arguments.user) as mailbox:
                mailbox.append(arguments.folder, mailboxio.crlf(sys.stdin.buffer.read()), arguments.flags.split())
        elif arguments.verb == "fill":
            seconds = server.fill(arguments.user, arguments.folder, arguments.count)
            print("%d messages in %.1f seconds" % (arguments.count, seconds))
    except Unavailable as problem:
        print("mailserver.py: %s" % problem, file=sys.stderr)
        return 77
    except (RuntimeError, OSError, subprocess.CalledProcessError) as problem:
        print("mailserver.py: %s" % problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
