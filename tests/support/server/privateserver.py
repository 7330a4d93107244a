"""The life of a private mail server, whatever its make: on loopback, all of its state below one directory.

PrivateServer keeps DIR/server.json (options) and DIR/pid, starts the program that a subclass names, waits until it
greets, and ends it. run() is the command line that such servers share:

    start DIR, stop DIR, show DIR, deliver DIR < message

start prints KEY=VALUE lines when the server greets. Starting a DIR that was used before keeps its mail, its ports and
its options. Exit status 77: not possible on this machine, with the reason.
"""

import argparse
import contextlib
import ctypes
import dataclasses
import errno
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

import certificates
import mailboxio

# The servers' Unix sockets lie below DIR, and the kernel takes 107 bytes for the path of one.
LONGEST_DIRECTORY = 70
MARK = ".postrider-mailserver"
UNAVAILABLE = 77


class Unavailable(RuntimeError):
    """This machine cannot run the server: a test should skip, saying this message."""


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


class PrivateServer:
    """One server in one directory. details is the dictionary of what start prints."""

    # What a subclass says of itself.
    name = ""  # of the program, for people
    options_class = None  # a dataclass with port_imap and port_imaps
    users = {}  # name -> password; the first is the one stories use
    mail_folders = ()  # below DIR: what start --fresh forgets
    config_name = ""  # below DIR; part of the running program's command line

    def __init__(self, directory, options=None):
        self.directory = pathlib.Path(directory).resolve()
        self._state = self.directory / "server.json"
        if options is None and self._state.exists():
            options = self.options_class(**json.loads(self._state.read_text()))
        self.options = options or self.options_class()
        self._child = None
        self._temporary = False

    @classmethod
    def find_program(cls):
        """The program to run; throws Unavailable with the reason."""
        raise NotImplementedError

    def write_configuration(self, program):
        """Writes what the program reads. Returns its command line and further arguments for Popen."""
        raise NotImplementedError

    def more_details(self):
        """What start prints beside the usual."""
        return {}

    @classmethod
    def temporary(cls, **options):
        """A server in a new directory that is deleted at the end of the with block."""
        base = tempfile.gettempdir()
        directory = tempfile.mkdtemp(prefix="pr-", dir=base if len(base) < 40 else "/tmp")
        server = cls(directory, cls.options_class(**options))
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
    def log(self):
        return self.directory / (self.name.lower() + ".log")

    @property
    def pid(self):
        """The process id of the running server, or None."""
        try:
            pid = int((self.directory / "pid").read_text())
            command = pathlib.Path("/proc/%d/cmdline" % pid).read_bytes()
            return pid if str(self.directory / self.config_name).encode() in command else None
        except (OSError, ValueError):
            return None

    @property
    def details(self):
        """What start prints: everything a client needs to know."""
        here = self.directory
        found = {"HOST": "127.0.0.1", "PORT_IMAP": self.options.port_imap, "PORT_IMAPS": self.options.port_imaps,
                 "CA_FILE": here / "tls" / "ca.crt", "CLIENT_CERT": here / "tls" / "client.crt",
                 "CLIENT_KEY": here / "tls" / "client.key"}
        for number, (user, password) in enumerate(self.users.items(), 1):
            suffix = "" if number == 1 else str(number)
            found["USER" + suffix], found["PASSWORD" + suffix] = user, password
        found.update(self.more_details())
        found.update({"CONFIG": here / self.config_name, "LOG": self.log, "PIDFILE": here / "pid",
                      "PID": self.pid or ""})
        return {key: str(value) for key, value in found.items()}

    def start(self, fresh=False, with_parent=False):
        """Starts the server and returns when it greets on both ports."""
        program = self.find_program()
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
                # Somebody took the port between our look and the server's bind.
                if chosen or attempt == 4 or "ddress already in use" not in str(problem):
                    raise
                self.options.port_imap = self.options.port_imaps = 0
        self._state.write_text(json.dumps(dataclasses.asdict(self.options)))

    def _prepare(self, fresh):
        if len(str(self.directory)) > LONGEST_DIRECTORY:
            raise RuntimeError("%s is too long (%d characters, at most %d): the server's sockets lie below it"
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
            for path in [self.directory / name for name in self.mail_folders] + [self.log]:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        self.directory.chmod(0o755)
        if os.geteuid() == 0:
            for parent in self.directory.parents:
                if not parent.stat().st_mode & 0o001:
                    raise RuntimeError("%s is closed to other users, and the mail must belong to one" % parent)

    def _launch(self, program, with_parent):
        certificates.make(self.directory / "tls")
        command, settings = self.write_configuration(program)
        log_start = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as output:
            self._child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                           start_new_session=True,
                                           preexec_fn=_die_with_parent if with_parent else None, **settings)
        (self.directory / "pid").write_text(str(self._child.pid))
        give_up = time.monotonic() + 30
        for port in (self.options.port_imap, self.options.port_imaps):
            # The master listens before a login process can answer: only a greeting counts.
            while not self._answers(port):
                ended = self._child.poll() is not None
                if ended or time.monotonic() > give_up:
                    said = self.log.read_bytes()[log_start:].decode("utf-8", "replace")[-3000:]
                    raise RuntimeError("%s %s\n%s" % (self.name, "ended at once" if ended else "does not greet", said))
                time.sleep(0.02)

    def _answers(self, port):
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as connection:
                if port == self.options.port_imaps:
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                    connection = context.wrap_socket(connection)
                with connection:
                    return connection.recv(200).startswith(b"* ")
        except OSError:
            return False

    def stop(self):
        """Ends the server and waits for that."""
        pid = self.pid
        if pid:
            os.kill(pid, signal.SIGTERM)
            if not (self._wait_gone(pid, 5) and self._wait_refused(2)):
                # Its children share the session it leads. One that outlives it still listens: who comes then would
                # be let in and never answered.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
                self._wait_gone(pid, 5)
                self._wait_refused(2)
        if self._child:
            self._child.wait()
            self._child = None
        (self.directory / "pid").unlink(missing_ok=True)

    def _wait_refused(self, seconds):
        """Whether nobody listens any more."""
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            with socket.socket() as probe:
                probe.settimeout(0.2)
                if probe.connect_ex(("127.0.0.1", self.options.port_imap)) == errno.ECONNREFUSED:
                    return True
            time.sleep(0.02)
        return False

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
        return mailboxio.Mailbox("127.0.0.1", self.options.port_imap, user, self.users[user])


def parser_for(server_class, description):
    """The verbs that all servers have, and their options. Returns the parser, its sub-parsers and that of start."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    start = verbs.add_parser("start", help="start a server in DIR")
    start.add_argument("--cert", dest="certificate", choices=certificates.SERVER_NAMES, help="the certificate it shows")
    start.add_argument("--port-imap", type=int, help="default: a free one, kept for this DIR")
    start.add_argument("--port-imaps", type=int)
    start.add_argument("--extra", help="more configuration, as it is")
    start.add_argument("--fresh", action="store_true", help="forget the mail of an earlier run in DIR")
    start.add_argument("--with-parent", action="store_true", help="stay, and stop the server when standard input closes")
    stop = verbs.add_parser("stop", help="stop the server in DIR")
    show = verbs.add_parser("show", help="print what start printed")
    deliver = verbs.add_parser("deliver", help="add the message on standard input")
    deliver.add_argument("--flags", default="", help='as "\\Seen $Work"')
    deliver.add_argument("--user", default="alice", choices=list(server_class.users))
    deliver.add_argument("--folder", default="INBOX")
    for verb in (start, stop, show, deliver):
        verb.add_argument("directory", metavar="DIR")
    return parser, verbs, start


def _start(server, arguments):
    for field in dataclasses.fields(server.options):
        value = getattr(arguments, field.name, None)
        if value is not None:
            setattr(server.options, field.name, value)
    # Before the server is there: a signal in between must not leave it behind.
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda *unused: sys.exit(1))
    try:
        server.start(arguments.fresh, arguments.with_parent)
        print_details(server)
        if arguments.with_parent:
            while os.read(0, 4096):
                pass
    except BaseException:
        server.stop()
        raise
    if arguments.with_parent:
        server.stop()


def print_details(server):
    for key, value in server.details.items():
        print("%s=%s" % (key, value))
    sys.stdout.flush()


def run(server_class, arguments, **more):
    """Runs the verb that the command line names; `more` are verbs of this server alone. Returns the exit status."""
    server = server_class(arguments.directory)
    program = pathlib.Path(sys.argv[0]).name
    try:
        if arguments.verb == "start":
            _start(server, arguments)
        elif arguments.verb == "stop":
            server.stop()
        elif not server.pid:
            raise RuntimeError("%s: no server runs there" % arguments.directory)
        elif arguments.verb == "show":
            print_details(server)
        elif arguments.verb == "deliver":
            with server.mailbox(arguments.user) as mailbox:
                mailbox.append(arguments.folder, mailboxio.crlf(sys.stdin.buffer.read()), arguments.flags.split())
        else:
            more[arguments.verb](server, arguments)
    except Unavailable as problem:
        print("%s: %s" % (program, problem), file=sys.stderr)
        return UNAVAILABLE
    except (RuntimeError, OSError, subprocess.CalledProcessError) as problem:
        print("%s: %s" % (program, problem), file=sys.stderr)
        return 1
    return 0
