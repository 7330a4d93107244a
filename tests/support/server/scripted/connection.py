"""One connection: bytes in, commands out, sign-in, updates, IDLE, TLS."""

import base64
import json
import re
import socket

from scripted import faults, foldercommands, messagecommands, office
from scripted.grammar import Refused, SyntaxProblem, mailbox_name, parse
from scripted.mailboxes import SYSTEM_FLAGS

LINE_LIMIT = 100_000
COMMANDS = {**foldercommands.COMMANDS, **messagecommands.COMMANDS}
BEFORE_SIGN_IN = {"CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", "AUTHENTICATE", "LOGIN", "ID"}
NEED_FOLDER = {"FETCH", "STORE", "COPY", "MOVE", "SEARCH", "EXPUNGE", "CLOSE", "UNSELECT"}


class Connection:
    """Serves one client until it leaves; commands are functions of a connection and their arguments."""

    def __init__(self, server, channel):
        self.server, self.channel = server, channel
        self.behaviour, self.account = server.behaviour, server.account
        self.buffer = b""
        self.tag, self.answer = b"", []  # of the running command; the answer is what stands before its last line
        self.user = None
        self.folder, self.read_only = None, False
        self.view, self.known = [], {}  # the client's sequence numbers, and the mod-sequence it knows of each UID
        self.condstore, self.utf8 = False, self.behaviour.rev2  # who speaks IMAP4rev2 alone has nothing to enable
        self.leaving = False

    # ------------------------------------------------------------ bytes

    def send(self, data):
        self.channel.sendall(data)

    def _more(self):
        data = self.channel.recv(65536)
        if not data:
            raise faults.HangUp
        self.buffer += data

    def line(self):
        while b"\r\n" not in self.buffer:
            if len(self.buffer) > LINE_LIMIT:
                self.send(b"* BYE line too long\r\n")
                raise faults.HangUp
            self._more()
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line

    def command_bytes(self):
        """A whole command, its literals in it."""
        data = self.line()
        while match := re.search(rb"\{(\d+)(\+?)\}$", data):
            size = int(match.group(1))
            if not match.group(2):
                self.send(b"+ go ahead\r\n")
            while len(self.buffer) < size:
                self._more()
            data += b"\r\n" + self.buffer[:size]
            self.buffer = self.buffer[size:]
            data += self.line()
        return data

    def untagged(self, text):
        self.answer.append(b"* " + (text if isinstance(text, bytes) else text.encode()) + b"\r\n")

    # ------------------------------------------------------------ the loop

    def run(self):
        try:
            self._emit("GREETING", b"", self.behaviour.greeting.encode() + b"\r\n")
            while not self.leaving:
                self._serve(self.command_bytes())
        except (faults.HangUp, OSError):
            pass
        finally:
            self.channel.close()

    def _emit(self, name, answer, complete):
        fault = self.server.fault_for(name)
        if fault:
            faults.strike(fault, self.send, b"", answer, complete)
        else:
            self.send(answer + complete)

    def _serve(self, data):
        words = data.split(b" ", 2)
        tag, name = words[0], words[1].upper().decode("ascii", "replace") if len(words) > 1 else ""
        rest, by_uid = words[2] if len(words) > 2 else b"", False
        if name == "UID":
            name, _, rest = rest.partition(b" ")
            name, by_uid = name.upper().decode("ascii", "replace"), True
        self.tag, self.answer = tag, []
        self.server.log(data)
        try:
            done = self._execute(name, rest, by_uid)
            complete = b"OK " + (done or self.finished(name))
        except SyntaxProblem as problem:
            complete = b"BAD " + str(problem).encode()
        except Refused as problem:
            complete = b"NO " + str(problem).encode()
        self._emit(name, b"".join(self.answer), tag + b" " + complete + b"\r\n")
        if name == "STARTTLS" and complete.startswith(b"OK"):
            self.channel = self.server.tls.wrap_socket(self.channel, server_side=True)
            self.buffer = b""

    def finished(self, name):
        return (self.behaviour.done % name if "%" in self.behaviour.done else self.behaviour.done).encode()

    def _execute(self, name, rest, by_uid):
        own = getattr(self, "do_" + name.lower(), None)
        commands = {**COMMANDS, **office.COMMANDS} if self.behaviour.office else COMMANDS
        if not own and name not in commands:
            raise SyntaxProblem("Unknown command %s" % name)
        if not self.user and name not in BEFORE_SIGN_IN:
            raise SyntaxProblem("%s before sign-in" % name)
        if name in NEED_FOLDER and not self.folder:
            raise SyntaxProblem("%s without a folder" % name)
        arguments = parse(rest)
        if own:
            return own(arguments)
        with self.account.changed:
            try:
                return commands[name](self, arguments, by_uid)
            except (IndexError, AttributeError, TypeError):
                raise SyntaxProblem("Could not parse command") from None
            finally:
                # RFC 9051 section 7.5.1: EXPUNGE never comes while numbers are in use.
                self.update(expunge=by_uid or name not in ("FETCH", "STORE", "SEARCH"))
                self.account.changed.notify_all()

    # ------------------------------------------------------------ what happened meanwhile

    def open(self, folder, read_only):
        self.folder, self.read_only = folder, read_only
        self.view = sorted(folder.messages) if folder else []
        self.known = {uid: folder.messages[uid].modseq for uid in self.view} if folder else {}

    def update(self, expunge=True):
        """Tells what others did: EXPUNGE, EXISTS, FETCH."""
        if not self.folder:
            return
        messages = self.folder.messages
        for uid in [uid for uid in self.view if uid not in messages] if expunge else []:
            self.untagged("%d EXPUNGE" % (self.view.index(uid) + 1))
            self.view.remove(uid)
        new = [uid for uid in sorted(messages) if not self.view or uid > self.view[-1]]
        if new:
            self.view += new
            self.known.update({uid: messages[uid].modseq for uid in new})
            self.untagged("%d EXISTS" % len(self.view))
        for number, uid in enumerate(self.view, 1):
            message = messages.get(uid)
            if message and self.known.get(uid) != message.modseq:
                self.known[uid] = message.modseq
                self.untagged(b"%d FETCH (UID %d %s%s)" % (number, uid, self.flags(message), self.modseq(message)))

    def flags(self, message):
        return b"FLAGS (%s)" % b" ".join(sorted(message.flags))

    def modseq(self, message):
        return b" MODSEQ (%d)" % message.modseq if self.condstore else b""

    # ------------------------------------------------------------ commands about the connection

    def do_capability(self, _):
        self.untagged("CAPABILITY " + (self.behaviour.after if self.user else self.behaviour.before))

    def do_noop(self, _):
        with self.account.changed:
            self.update()

    do_check = do_noop

    def do_logout(self, _):
        self.leaving = True
        self.untagged("BYE LOGOUT Requested")

    def do_starttls(self, _):
        if "STARTTLS" not in self.behaviour.before:
            raise SyntaxProblem("Unknown command STARTTLS")
        return b"go ahead"

    def do_id(self, _):
        if "ID" not in self.behaviour.before.split():
            raise SyntaxProblem("Unknown command ID")
        self.untagged('ID ("name" "GImap" "vendor" "Google, Inc." "support-url" "http://support.google.com/mail" '
                      '"version" "gmail_imap_260120.07_p1" "remote-host" "127.0.0.1")' if self.behaviour.gmail else "ID NIL")

    def do_enable(self, arguments):
        offered = self.behaviour.after.upper().split()
        names = [name.decode().upper() for name in arguments if name.decode().upper() in offered]
        self.condstore |= "CONDSTORE" in names
        self.utf8 |= "UTF8=ACCEPT" in names or "IMAP4REV2" in names
        self.untagged(" ".join(["ENABLED"] + names))

    def do_login(self, arguments):
        return self._sign_in(*(bytes(one).decode("utf-8", "replace") for one in arguments))

    def _sign_in(self, user, password):
        if self.server.users.get(user) != password:
            raise Refused("[AUTHENTICATIONFAILED] Invalid credentials (Failure)")
        return self._signed_in(user)

    def _signed_in(self, user):
        self.user = user
        if self.behaviour.gmail:
            self.do_capability(None)
            return ("%s authenticated (Success)" % user).encode()
        return b"signed in"

    def do_authenticate(self, arguments):
        mechanism = arguments[0].decode().upper()
        if "AUTH=" + mechanism not in self.behaviour.before.split():
            raise Refused("Unsupported mechanism")
        if len(arguments) > 1:
            encoded = bytes(arguments[1])
        else:
            self.send(b"+ \r\n")
            encoded = self.line()
        if encoded == b"*":
            raise SyntaxProblem("cancelled")
        said = base64.b64decode(b"" if encoded == b"=" else encoded).decode("utf-8", "replace")
        if mechanism == "PLAIN":
            parts = said.split("\0")
            return self._sign_in(*parts[1:3]) if len(parts) == 3 else self._sign_in("", None)
        match = re.search(r"auth=Bearer ([^\x01]*)\x01", said)
        user = re.search(r"(?:^user=|,a=)([^,\x01]*)", said)
        if match and user and match.group(1) == self.server.token:
            return self._signed_in(user.group(1))
        trouble = {"status": "400", "schemes": "Bearer", "scope": "https://mail.google.com/"}
        self.send(b"+ " + base64.b64encode(json.dumps(trouble, separators=(",", ":")).encode()) + b"\r\n")
        self.line()
        raise Refused("[AUTHENTICATIONFAILED] Invalid credentials (Failure)")

    def do_namespace(self, _):
        self.untagged('NAMESPACE (("" "/")) NIL NIL')

    def do_idle(self, _):
        self.send(b"+ idling\r\n")
        self.channel.settimeout(0.05)
        try:
            while b"\r\n" not in self.buffer:
                with self.account.changed:
                    self.update()
                if self.answer:
                    self.send(b"".join(self.answer))
                    self.answer = []
                try:
                    self._more()
                except (socket.timeout, TimeoutError):
                    continue
        finally:
            self.channel.settimeout(None)
        if self.line().upper() != b"DONE":
            raise SyntaxProblem("expected DONE")

    def permanent_flags(self):
        own = sorted({flag for m in self.folder.messages.values() for flag in m.flags if not flag.startswith(b"\\")})
        return b" ".join(list(SYSTEM_FLAGS) + own)

    def quoted_name(self, folder):
        return mailbox_name(folder.name, self.utf8)
