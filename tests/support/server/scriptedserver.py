#!/usr/bin/python3
"""A scripted IMAP server for what no real server at hand does: Gmail's extensions, a pure IMAP4rev2, an old one, and
faults. On loopback, in a process of its own, mail in memory.

    scriptedserver.py start DIR [--behave gmail|rev2|old|office] [--fault NAME[@COMMAND[=NUMBER]]]...
    scriptedserver.py faults

start prints KEY=VALUE lines (HOST, PORT_IMAP, PORT_IMAPS, CA_FILE, USER, PASSWORD, TOKEN_FILE ...) when it listens, and
serves until its standard input closes. DIR keeps the certificates and what clients said (commands.log).
As a module: with ScriptedServer.temporary(behave="gmail") as server: server.details["PORT_IMAPS"] ...
"""

import argparse
import errno
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

import certificates
import mailboxio
from dovecotconfig import USERS
from scripted import behaviours, faults
from scripted.connection import Connection

TOKEN = "ya29.postrider-test-token"


class Server:
    """Listens and gives each connection a thread; the mailbox is shared."""

    def __init__(self, directory, behaviour, strikes=()):
        self.directory = pathlib.Path(directory)
        self.behaviour = behaviour
        self.account = behaviours.account(behaviour)
        self.users, self.token = USERS, TOKEN
        self._faults = [faults.parse(text) for text in strikes]
        self._log_lock = threading.Lock()
        certificates.make(self.directory / "tls")
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(self.directory / "tls" / "good.crt", self.directory / "tls" / "good.key")
        (self.directory / "token").write_text(TOKEN + "\n", encoding="utf-8")
        (self.directory / "expired").write_text("ya29.expired\n", encoding="utf-8")

    def fault_for(self, command):
        return next((fault for fault in self._faults if fault[1] == command), None)

    def log(self, command):
        """Keeps what was said, for tests that look; passwords are those of the test."""
        with self._log_lock, open(self.directory / "commands.log", "ab") as log:
            log.write(command + b"\n")

    def listen(self, encrypted):
        """Listens on the same port of both loopback addresses and returns it."""
        while True:
            listeners = [socket.create_server(("127.0.0.1", 0))]
            port = listeners[0].getsockname()[1]
            try:
                listeners.append(socket.create_server(("::1", port), family=socket.AF_INET6))
            except OSError as problem:
                if problem.errno == errno.EADDRINUSE:
                    listeners[0].close()
                    continue
            for listener in listeners:
                threading.Thread(target=self._accept, args=(listener, encrypted), daemon=True).start()
            return port

    def _accept(self, listener, encrypted):
        while True:
            channel, _ = listener.accept()
            threading.Thread(target=self._serve, args=(channel, encrypted), daemon=True).start()

    def _serve(self, channel, encrypted):
        channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            channel = self.tls.wrap_socket(channel, server_side=True) if encrypted else channel
        except (ssl.SSLError, OSError):
            channel.close()
            return
        Connection(self, channel).run()

    def details(self, behave, port_imap, port_imaps):
        user, password = next(iter(USERS.items()))
        return {"BEHAVE": behave, "HOST": "127.0.0.1", "PORT_IMAP": port_imap, "PORT_IMAPS": port_imaps, "USER": user, "PASSWORD": password,
                "CA_FILE": self.directory / "tls" / "ca.crt", "TOKEN_FILE": self.directory / "token",
                "EXPIRED_TOKEN_FILE": self.directory / "expired", "LOG": self.directory / "commands.log", "PID": os.getpid()}


class ScriptedServer:
    """The server as a child process; details is the dictionary of what start prints."""

    _certificates = None  # made once for all temporary servers of a process

    def __init__(self, directory, behave="gmail", faults=()):
        self.directory = pathlib.Path(directory).resolve()
        self._arguments = ["--behave", behave] + [word for fault in faults for word in ("--fault", fault)]
        self._child = None
        self._temporary = False
        self.details = {}

    @staticmethod
    def temporary(**options):
        """A server in a new directory that is deleted at the end of the with block."""
        server = ScriptedServer(tempfile.mkdtemp(prefix="pr-"), **options)
        server._temporary = True
        if not ScriptedServer._certificates:
            ScriptedServer._certificates = tempfile.TemporaryDirectory(prefix="pr-tls-")
            certificates.make(ScriptedServer._certificates.name)
        shutil.copytree(ScriptedServer._certificates.name, server.directory / "tls")
        return server

    def __enter__(self):
        self._child = subprocess.Popen([sys.executable, "-B", __file__, "start", str(self.directory), *self._arguments],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for line in self._child.stdout:
            key, _, value = line.rstrip("\n").partition("=")
            self.details[key] = value
            if key == "PID":
                return self
        self.__exit__()
        raise RuntimeError("the scripted server does not start")

    def __exit__(self, *unused):
        self._child.stdin.close()
        self._child.wait()
        self._child.stdout.close()
        if self._temporary:
            shutil.rmtree(self.directory, ignore_errors=True)

    def mailbox(self, user="alice"):
        """A signed-in connection of imaplib, wrapped for making folders and appending."""
        return mailboxio.Mailbox("127.0.0.1", int(self.details["PORT_IMAP"]), user, USERS[user])

    def said(self):
        """The commands that clients sent, as text."""
        log = self.directory / "commands.log"
        return log.read_bytes().decode("utf-8", "replace").splitlines() if log.exists() else []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    start = verbs.add_parser("start", help="serve until standard input closes")
    start.add_argument("directory", metavar="DIR")
    start.add_argument("--behave", choices=sorted(behaviours.BEHAVIOURS), default="gmail")
    start.add_argument("--fault", action="append", default=[], help="see the verb faults")
    verbs.add_parser("faults", help="explain the faults")
    arguments = parser.parse_args()
    if arguments.verb == "faults":
        print(faults.__doc__)
        return
    pathlib.Path(arguments.directory).mkdir(parents=True, exist_ok=True)
    server = Server(arguments.directory, behaviours.BEHAVIOURS[arguments.behave], arguments.fault)
    for key, value in server.details(arguments.behave, server.listen(False), server.listen(True)).items():
        print("%s=%s" % (key, value), flush=True)
    while os.read(0, 4096):
        pass


if __name__ == "__main__":
    main()
