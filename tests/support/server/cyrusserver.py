#!/usr/bin/python3
"""A private Cyrus IMAP for tests: what Dovecot does not have, and how another server says what both have.

    cyrusserver.py start DIR [--dotted] [--quota 20M] [--extra "imapd.conf lines"] [--fresh] [--with-parent] ...
    cyrusserver.py stop DIR
    cyrusserver.py show DIR
    cyrusserver.py deliver DIR [--user alice] [--folder INBOX] [--flags "\\Seen"] < message

The same life as mailserver.py, and the same lines, with ADMIN and ADMIN_PASSWORD beside them. The program comes from
where fetch-cyrus unpacked it (build/cyrus, or what POSTRIDER_CYRUS names), or from the system.
As a module: with CyrusServer.temporary() as server: server.details["PORT_IMAP"] ...
"""

import dataclasses
import glob
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import sys

import privateserver
from privateserver import Unavailable

USERS = {"alice": "alice-secret", "bob": "bob-secret", "carol": "carol-secret"}
ADMIN, ADMIN_PASSWORD = "cyrus", "cyrus-secret"
REALM = "mail.example"
# \Archive is left out, so that a story can make a folder with a special use: each can be given only once.
SPECIAL_USES = ("Drafts", "Sent", "Trash", "Junk")

_CONFIG = """
configdirectory: {dir}/conf
partition-default: {dir}/spool
defaultpartition: default
servername: {realm}
cyrus_user: {user}
admins: {admin}
altnamespace: {modern}
unixhierarchysep: {modern}
virtdomains: off

sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {dir}/sasldb2
sasl_mech_list: PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 EXTERNAL
loginrealms: {realm}
allowplaintext: yes
tls_server_cert: {dir}/tls/{options.certificate}.crt
tls_server_key: {dir}/tls/{options.certificate}.key
tls_client_ca_file: {dir}/tls/ca.crt

autocreate_quota: {quota}
autocreate_inbox_folders: {folders}
autocreate_subscribe_folders: {folders}
{xlist}
specialusealways: no
annotation_allow_undefined: yes
allowusermoves: yes
conversations: yes
delete_mode: immediate
expunge_mode: immediate

# idled tells of changes; one that it missed is seen within a second.
idlesocket: {dir}/conf/socket/idle
imapidlepoll: 1
mboxname_lockpath: {dir}/conf/lock
proc_path: {dir}/conf/proc
master_pid_file: {dir}/run/master.pid
lmtpsocket: {dir}/conf/socket/lmtp
notifysocket: {dir}/conf/socket/notify
sievedir: {dir}/conf/sieve
{options.extra}
"""

# (A process that is told to end while it starts does not hear it, so none is started before it is needed.)
_SERVICES = """
START {{
  recover cmd="{bin}/ctl_cyrusdb -C {dir}/imapd.conf -r"
  idled cmd="{bin}/idled -C {dir}/imapd.conf"
}}
SERVICES {{
  imap cmd="{bin}/imapd -C {dir}/imapd.conf -U 30" listen="127.0.0.1:{options.port_imap}" proto="tcp4" prefork=0
  imaps cmd="{bin}/imapd -s -C {dir}/imapd.conf -U 30" listen="127.0.0.1:{options.port_imaps}" proto="tcp4" prefork=0
}}
EVENTS {{
}}
"""


@dataclasses.dataclass
class Options:
    """What a caller may choose. Kept in DIR/server.json, so that a restart is the same server again."""

    certificate: str = "good"
    dotted: bool = False
    quota: str = "2G"
    port_imap: int = 0
    port_imaps: int = 0
    extra: str = ""


def _prefixes():
    here = pathlib.Path(__file__).resolve().parents[3]
    named = os.environ.get("POSTRIDER_CYRUS")
    return [pathlib.Path(named)] if named else [here / "build" / "cyrus" / "root", pathlib.Path("/")]


def _kilobytes(size):
    number, unit = re.fullmatch(r"(\d+)([KMG]?)", size.upper()).groups()
    return int(number) * {"": 1, "K": 1, "M": 1024, "G": 1024 * 1024}[unit]


def _open_to(user, path):
    """Whether another user can get at a path."""
    return not user or all(parent.stat().st_mode & 0o001 for parent in [path, *path.parents])


class CyrusServer(privateserver.PrivateServer):
    """One Cyrus in one directory. details is the dictionary of what start prints."""

    name = "Cyrus"
    options_class = Options
    users = USERS
    mail_folders = ("conf", "spool", "run")
    config_name = "imapd.conf"

    @classmethod
    def find_program(cls):
        """The folder below which usr/lib/cyrus is."""
        if not shutil.which("openssl"):
            raise Unavailable("openssl is not installed; the certificates are made with it")
        for prefix in _prefixes():
            if os.access(prefix / "usr/lib/cyrus/bin/master", os.X_OK):
                if not os.access(prefix / "usr/sbin/saslpasswd2", os.X_OK):
                    raise Unavailable("%s has no saslpasswd2 (Debian package sasl2-bin)" % prefix)
                return prefix.resolve()
        raise Unavailable("Cyrus is not there; tests/support/server/fetch-cyrus fetches it")

    def write_configuration(self, program):
        # Cyrus refuses to be root, and what it runs as must be able to read its programs and own its mail.
        account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        other = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        prefix = program
        if not _open_to(other, program):
            prefix = self.directory / "program"
            if not prefix.exists():
                shutil.copytree(program, prefix, symlinks=True)
        for name in ("db", "socket", "proc", "log", "msg", "ptclient", "lock", "user", "quota", "sync", "sieve"):
            (self.directory / "conf" / name).mkdir(parents=True, exist_ok=True)
        for name in ("spool", "run"):
            (self.directory / name).mkdir(exist_ok=True)
        values = {"dir": self.directory, "options": self.options, "user": account.pw_name, "realm": REALM, "admin": ADMIN,
                  "modern": "no" if self.options.dotted else "yes", "quota": _kilobytes(self.options.quota),
                  "folders": "|".join(SPECIAL_USES), "bin": prefix / "usr/lib/cyrus/bin",
                  "xlist": "\n".join("xlist-%s: %s" % (name.lower(), name) for name in SPECIAL_USES)}
        (self.directory / "imapd.conf").write_text(_CONFIG.format(**values))
        (self.directory / "cyrus.conf").write_text(_SERVICES.format(**values))
        environment = self._environment(prefix)
        self._write_passwords(prefix, environment)
        if other:
            for name in ("conf", "spool", "run", "sasldb2", "tls"):
                self._give(self.directory / name, account)
        command = [str(values["bin"] / "master"), "-D", "-C", str(self.directory / "imapd.conf"),
                   "-M", str(self.directory / "cyrus.conf"), "-p", str(self.directory / "run" / "master.pid")]
        return command, {"env": dict(environment, CYRUS_USER=account.pw_name), **other}

    @staticmethod
    def _environment(prefix):
        if prefix == pathlib.Path("/"):
            return dict(os.environ)
        libraries = sorted({str(pathlib.Path(found).parent) for found in glob.glob("%s/usr/lib/**/*.so*" % prefix, recursive=True)
                            if "/perl" not in found})
        plugins = glob.glob("%s/usr/lib/*/sasl2" % prefix) + glob.glob("/usr/lib/*/sasl2")
        return dict(os.environ, LD_LIBRARY_PATH=":".join(libraries), SASL_PATH=":".join(plugins))

    def _write_passwords(self, prefix, environment):
        if (self.directory / "sasldb2").exists():
            return
        for name, password in {**USERS, ADMIN: ADMIN_PASSWORD}.items():
            subprocess.run([str(prefix / "usr/sbin/saslpasswd2"), "-f", str(self.directory / "sasldb2"), "-p", "-c",
                            "-u", REALM, name], input=password.encode(), env=environment, check=True, capture_output=True)

    @staticmethod
    def _give(path, account):
        os.chown(path, account.pw_uid, account.pw_gid)
        for parent, folders, files in os.walk(path):
            for name in folders + files:
                os.chown(os.path.join(parent, name), account.pw_uid, account.pw_gid, follow_symlinks=False)

    def more_details(self):
        return {"ADMIN": ADMIN, "ADMIN_PASSWORD": ADMIN_PASSWORD}


def _arguments():
    parser, _, start = privateserver.parser_for(CyrusServer, __doc__)
    start.add_argument("--dotted", action="store_true", default=None, help='"INBOX." in front of all folders, and "." between')
    start.add_argument("--quota", help="how much a new mailbox may hold, as 50M")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(privateserver.run(CyrusServer, _arguments()))
