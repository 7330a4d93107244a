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

import os
import shutil
import subprocess
import sys
import time

import bigmailbox
import dovecotconfig
import mailboxio
import privateserver
from privateserver import Unavailable, free_ports

# Messages in one file on the way into Dovecot.
PART = 20000

__all__ = ["MailServer", "Unavailable", "dovecot_program", "free_ports"]


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


class MailServer(privateserver.PrivateServer):
    """One Dovecot in one directory. details is the dictionary of what start prints."""

    name = "Dovecot"
    options_class = dovecotconfig.Options
    users = dovecotconfig.USERS
    mail_folders = ("home", "shared", "public", "state")
    config_name = "dovecot.conf"

    @classmethod
    def find_program(cls):
        return dovecot_program()

    def write_configuration(self, program):
        return [program, "-F", "-c", str(dovecotconfig.write(self.directory, self.options))], {}

    def more_details(self):
        here = self.directory
        return {"TOKEN_FILE": here / "oauth" / "alice.token", "EXPIRED_TOKEN_FILE": here / "oauth" / "alice.expired",
                "PREAUTH_COMMAND": "%s/preauth alice" % here,
                "PREAUTH_ALONE_COMMAND": "%s/preauth-alone alice" % here}

    def fill(self, user="alice", folder="Big", count=100000, seed=1, progress=None):
        """Adds count made-up messages of ten years to a folder, fast. Returns the seconds it took.

        Dovecot takes in one file of them while the next one is written; progress(number) is told how many are in."""
        begin = time.monotonic()
        work = self.directory / "home" / user / "import"
        work.mkdir()
        taking = None
        try:
            parts = bigmailbox.write_mboxes(lambda number: self._import_folder(work, number, folder), count, PART, seed)
            for number, path in enumerate(parts):
                self._finish(taking)
                if progress and number:
                    progress(number * PART)
                if os.geteuid() == 0:
                    dovecotconfig._give(work, "nobody", dovecotconfig.Owners.of_this_process().mail_group)
                taking = self._import(user, work / str(number), path)
            self._finish(taking)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return time.monotonic() - begin

    @staticmethod
    def _import_folder(work, number, folder):
        path = work / str(number) / mailboxio.encode_name(folder)
        path.parent.mkdir(parents=True)
        return path

    def _import(self, user, part, path):
        # The empty INBOX that the source must have stands elsewhere, unless it is what is wanted.
        inbox = path if path.name == "INBOX" else part / "none"
        source = "mbox:%s:INBOX=%s:INDEX=MEMORY" % (part, inbox)
        command = ["doveadm", "-c", str(self.directory / "dovecot.conf"), "import", "-u", user, "-s", source, "", "ALL"]
        return part, subprocess.Popen(command, stdin=subprocess.DEVNULL)

    @staticmethod
    def _finish(taking):
        if not taking:
            return
        folder, process = taking
        if process.wait():
            raise RuntimeError("doveadm import ended with status %d" % process.returncode)
        shutil.rmtree(folder, ignore_errors=True)


def _arguments():
    parser, verbs, start = privateserver.parser_for(MailServer, __doc__)
    start.add_argument("--format", dest="mail_format", choices=("sdbox", "mdbox", "maildir"), help="how it stores mail")
    start.add_argument("--caps", dest="capabilities", help="announce only these capabilities after sign-in")
    start.add_argument("--minimal", action="store_true", default=None, help="no plugins: no ACL, QUOTA, METADATA ...")
    start.add_argument("--quota", help="how much a mailbox may hold, as 50M")
    start.add_argument("--prefix", help='personal namespace, as "INBOX."')
    start.add_argument("--separator", help='hierarchy separator, as "."')
    fill = verbs.add_parser("fill", help="add many made-up messages, the same ones each time")
    fill.add_argument("--count", type=int, default=100000)
    fill.add_argument("--user", default="alice", choices=list(MailServer.users))
    fill.add_argument("--folder", default="Big")
    fill.add_argument("--seed", type=int, default=1, help="another number gives other messages")
    fill.add_argument("directory", metavar="DIR")
    return parser.parse_args()


def _fill(server, arguments):
    seconds = server.fill(arguments.user, arguments.folder, arguments.count, arguments.seed)
    print("%d messages in %.1f seconds" % (arguments.count, seconds))


if __name__ == "__main__":
    sys.exit(privateserver.run(MailServer, _arguments(), fill=_fill))
