"""The few IMAP things the test server's own tools need, on top of Python's imaplib."""

import base64
import datetime
import imaplib
import re

# imaplib's own limit is 1 MB for a line; a SEARCH or LIST on a big mailbox can pass it.
imaplib._MAXLINE = 50_000_000


def encode_name(name):
    """A folder name as modified UTF-7 (RFC 3501 section 5.1.3)."""
    def shift(match):
        packed = base64.b64encode(match.group().encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
        return "&" + packed.decode("ascii") + "-"

    return re.sub(r"[^\x20-\x7e]+", shift, name.replace("&", "&-"))


def quoted(text):
    """A quoted string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def internal_date(when):
    """An aware datetime as IMAP writes it, with English months whatever the locale."""
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[when.month - 1]
    return '"%02d-%s-%04d %s"' % (when.day, month, when.year, when.strftime("%H:%M:%S %z"))


class Mailbox:
    """A signed-in connection that makes folders as they are needed and appends."""

    def __init__(self, host, port, user, password):
        self.imap = imaplib.IMAP4(host, port, timeout=60)
        self.imap.login(quoted(user), password)  # imaplib quotes the password, and only that
        self._made = {"INBOX"}

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.imap.logout()

    def ensure(self, folder):
        """Creates and subscribes the folder; "exists already" is fine."""
        if folder not in self._made:
            name = quoted(encode_name(folder))
            self.imap.create(name)
            self.imap.subscribe(name)
            self._made.add(folder)

    def append(self, folder, message, flags=(), when=None):
        """Adds the bytes as they are, which must have CRLF line ends."""
        self.ensure(folder)
        when = internal_date(when or datetime.datetime.now(datetime.timezone.utc))
        status, answer = self.imap.append(quoted(encode_name(folder)), "(%s)" % " ".join(flags), when, message)
        if status != "OK":
            raise RuntimeError("APPEND to %s: %s" % (folder, answer[0].decode("utf-8", "replace")))

    def command(self, name, arguments):
        """Any other command, for the set-up of a story: its answer must be OK."""
        imaplib.Commands.setdefault(name, ("AUTH", "SELECTED"))
        status, answer = self.imap._simple_command(name, arguments)
        if status != "OK":
            raise RuntimeError("%s %s: %r" % (name, arguments, answer))


def crlf(message):
    """Line ends as mail has them."""
    return re.sub(rb"\r?\n", b"\r\n", message)
