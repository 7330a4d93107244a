"""What is measured: what a person does with a big mailbox, one story after the other on one profile."""

import io
import pathlib
import random
import shutil
import socket
import ssl
import tempfile
import time
import zlib

import screen as screens
from measured import QUIET, Program
from proxy import now

WINDOW = 50  # messages that a page has, for the bare reader
FILL_WINDOW = 1500  # those of a large window of the filling
FILL_LIMIT = 3600  # seconds
LIST_AT = (440, 300)  # somewhere in the list of a window that fills the screen
LETTER = ("From: Bob <bob@saltwind.example>\r\nTo: alice@example.org\r\nSubject: News %d\r\n"
          "Date: Mon, 5 Oct 2026 09:30:00 +0100\r\nMessage-ID: <news%d@saltwind.example>\r\n\r\nHello.\r\n")
# (what, the keys for it): orders are entries of View > Order.
ARRANGEMENTS = (
    ("select all", (("Control_L", "a"), ("End",), ("Home",))),
    ("by subject", (("Alt_L", "v"), ("o",), ("u",), ("End",), ("Home",))),
    ("by date written", (("Alt_L", "v"), ("o",), ("d",), ("End",), ("Home",))),
    ("conversations", (("Control_L", "t"), ("End",), ("Home",))),
    ("all open", (("Control_L", "Shift_L", "Right"), ("End",), ("Home",))),
    ("flat again", (("Control_L", "t"), ("End",), ("Home",))),
    ("by arrival", (("Alt_L", "v"), ("o",), ("a",), ("End",), ("Home",))),
)
ITEMS = "UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE"


def _ask(stream, command):
    """One command on a plain connection. Returns how many bytes answered."""
    stream.write(b"a " + command + b"\r\n")
    stream.flush()
    size = 0
    while line := stream.readline():
        size += len(line)
        if line.startswith(b"a "):
            return size
    raise RuntimeError("the server hung up")


class _Deflated(io.RawIOBase):
    """A connection on which COMPRESS=DEFLATE began (RFC 4978)."""

    def __init__(self, connection):
        super().__init__()
        self._connection = connection
        self._inflate, self._deflate = zlib.decompressobj(-15), zlib.compressobj(6, zlib.DEFLATED, -15)

    def readable(self):
        return True

    def writable(self):
        return True

    def readinto(self, room):
        data = self._inflate.decompress(self._inflate.unconsumed_tail, len(room))
        while not data:
            more = self._connection.recv(65536)
            if not more:
                return 0
            data = self._inflate.decompress(more, len(room))
        room[:len(data)] = data
        return len(data)

    def write(self, data):
        self._connection.sendall(self._deflate.compress(data) + self._deflate.flush(zlib.Z_SYNC_FLUSH))
        return len(data)


def bare_reader(server, proxy=None, compressed=False):
    """What the server alone takes for a page: seconds from connect, and bytes. With a proxy, for all headers by that
    way: TLS and one command after the other, windows as large as the program's, nothing done with the answers;
    compressed, as the program has them, or not."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", proxy.port if proxy else server.options.port_imap), 60) as connection:
        if proxy:
            connection = ssl.create_default_context(cafile=server.details["CA_FILE"]).wrap_socket(connection, server_hostname="localhost")
        stream = connection.makefile("rwb")
        stream.readline()
        _ask(stream, b"LOGIN alice alice-secret")
        if compressed:
            _ask(stream, b"COMPRESS DEFLATE")
            raw = _Deflated(connection)
            stream = io.BufferedRWPair(raw, raw, 65536)
        _ask(stream, b"SELECT INBOX")
        with server.mailbox() as other:
            count = int(other.imap.select("INBOX", readonly=True)[1][0])
        window = FILL_WINDOW if proxy else WINDOW
        size = sum(_ask(stream, b"FETCH %d:%d (%s BODY.PEEK[HEADER.FIELDS (REFERENCES)])" % (max(1, last - window + 1), last, ITEMS.encode()))
                   for last in range(count, 0 if proxy else count - 1, -window))
    return {"seconds": time.monotonic() - begin, "bytes": size, "messages": count if proxy else min(count, window)}


class Changes:
    """What another program does to the mailbox meanwhile, and takes back at the end."""

    def __init__(self, server):
        self._mailbox = server.mailbox()
        self._imap = self._mailbox.imap
        self.total = int(self._imap.select("INBOX")[1][0])
        self._next = self._uid_next()
        self._toggled = []
        self._number = 0

    def _uid_next(self):
        return int(self._imap.status("INBOX", "(UIDNEXT)")[1][0].split()[-1].rstrip(b")"))

    def deliver(self):
        """A new message: its UID, and when the server had it."""
        uid = self._uid_next()
        self._number += 1
        self._mailbox.append("INBOX", (LETTER % (self._number, self._number)).encode())
        return uid, now()

    def toggle(self, count, chance):
        """Stars that come or go at `count` of the newest messages, which are on the screen. Returns their UIDs."""
        found = self._imap.uid("SEARCH", "UID", "%d:%d" % (max(1, self._next - 1000), self._next - 1))[1][0].split()
        newest = [int(uid) for uid in found[-count:]]
        chosen = sorted(chance.sample(newest, min(count, len(newest))))
        there = set(self._imap.uid("SEARCH", "FLAGGED", "UID", ",".join(map(str, chosen)))[1][0].split())
        for uid in chosen:
            sign = "-" if str(uid).encode() in there else "+"
            self._imap.uid("STORE", str(uid), sign + "FLAGS", "(\\Flagged)")
            self._toggled.append((uid, "+" if sign == "-" else "-"))
        return chosen

    def take_back(self):
        for uid, sign in self._toggled:
            self._imap.uid("STORE", str(uid), sign + "FLAGS", "(\\Flagged)")
        new = "%d:*" % self._next
        self._imap.select("INBOX")
        if self._uid_next() > self._next:
            self._imap.uid("STORE", new, "+FLAGS", "(\\Deleted)")
            self._imap.uid("EXPUNGE", new)
        self._mailbox.__exit__()


class Stories:
    """All stories of one mailbox at one latency."""

    def __init__(self, binary, screen, server, proxy, seed):
        self.binary, self.screen, self.server, self.proxy = binary, screen, server, proxy
        self.chance = random.Random(seed)
        self._profiles = pathlib.Path(tempfile.mkdtemp(prefix="pr-bench-", dir="/var/tmp"))
        self.changes = Changes(server)

    def close(self):
        self.changes.take_back()
        shutil.rmtree(self._profiles, ignore_errors=True)

    def start(self, profile, **options):
        return Program(self.binary, self.screen, self.proxy, profile, self.server, **options)

    def fresh_profile(self):
        return pathlib.Path(tempfile.mkdtemp(dir=self._profiles))

    def cold(self, profile):
        """Nothing is known yet: from the start of the process to the page, and until it is quiet."""
        program = self.start(profile)
        try:
            window = program.wait("window-shown")
            shown = program.wait("list-shown", **{"from": "server"})
            folders = program.wait("folders-shown", **{"from": "server"})
            program.wait("synchronised")
            page = program.counts(shown)
            tree = program.counts(folders)
            program.wait_quiet()
            end = program.counts()
            return {"window_ms": window["ms"], "row_ms": shown["ms"], "row_after_greeting_ms": shown["ms"] - program.greeted(),
                    "page_flights": page.flights, "page_bytes": page.bytes_in + page.bytes_out,
                    "tree_bytes": tree.bytes_in + tree.bytes_out, "quiet_flights": end.flights,
                    "quiet_bytes": end.bytes_in + end.bytes_out, "commands": dict(end.commands),
                    "connections": end.connections, "memory_mb": program.memory, "cpu_s": program.cpu, "late_ms": program.late()}
        finally:
            program.end()

    def fill(self, profile):
        """The rows of all messages come before anybody asks, on a profile of its own, beside a window that nobody
        touches; what came is the whole account, and a bare reader's INBOX makes nearly all of that."""
        plain, bare = (bare_reader(self.server, self.proxy, compressed) for compressed in (False, True))
        program = self.start(self.fresh_profile(), keep="headers")
        try:
            program.wait("synchronised")
            begun, before = program.now(), program.cpu
            while not (filled := program.events("filled")):
                time.sleep(0.2)
                if program.now() - begun > FILL_LIMIT * 1000:
                    return {"bare_seconds": bare["seconds"]}
            seconds = (filled[0]["ms"] - begun) / 1000
            cpu = program.cpu - before
            program.wait_quiet()
            rate, bare_rate = filled[0]["messages"] / seconds, bare["messages"] / bare["seconds"]
            return {"seconds": seconds, "rate": rate, "bare_rate": bare_rate, "percent": 100 * rate / bare_rate, "cpu_s": cpu,
                    "plain_rate": plain["messages"] / plain["seconds"],
                    "memory_mb": program.memory, "late": len(program.late(begun, filled[0]["ms"])),
                    "worst_ms": max(program.late(begun, filled[0]["ms"]), default=0)}
        finally:
            program.end()

    def warm(self, profile):
        """One new message and ten changed flags since the last time."""
        new, _ = self.changes.deliver()
        flagged = self.changes.toggle(10, self.chance)
        program = self.start(profile)
        try:
            cached = program.wait("list-shown", **{"from": "cache"})
            fresh = program.wait("update-shown", what="new", uid=new)
            done = program.wait("synchronised")
            settled = program.counts(done)
            program.wait_quiet()
            end = program.counts()
            stars = [event for event in program.events("update-shown", what="flags") if event["uid"] in flagged]
            return {"window_ms": program.wait("window-shown")["ms"], "cached_row_ms": cached["ms"], "new_row_ms": fresh["ms"],
                    "new_after_greeting_ms": fresh["ms"] - program.greeted(), "synchronised_ms": done["ms"],
                    "stars_seen": len(stars), "flights": settled.flights, "bytes": settled.bytes_in + settled.bytes_out,
                    "quiet_flights": end.flights, "quiet_bytes": end.bytes_in + end.bytes_out, "commands": dict(end.commands),
                    "memory_mb": program.memory, "cpu_s": program.cpu, "late_ms": program.late()}
        finally:
            program.end()

    def live(self, profile, rounds):
        """A window that is open: mail arrives, messages are opened, a star is set, the list is scrolled."""
        program = self.start(profile)
        try:
            program.wait("synchronised")
            program.wait_quiet()
            found = {"new_mail": [self._new_mail(program) for _ in range(rounds)]}
            self.screen.move(*LIST_AT)
            self.screen.click()
            program.wait("message-shown")
            program.wait_quiet()
            found["open_message"] = [one for one in (self._open_message(program) for _ in range(rounds + 2)) if one]
            found["star"] = [self._star(program) for _ in range(rounds)]
            before = program.cpu
            found["scroll"] = self._scroll(program)
            found["scroll"]["cpu_s"] = program.cpu - before
            found["arrange"] = self._arrange(program)
            found["memory_mb"] = program.memory
            return found
        finally:
            program.end()

    def _new_mail(self, program):
        before = program.counts()
        since = program.now()
        uid, delivered = self.changes.deliver()
        shown = program.wait("update-shown", since=since, what="new", uid=uid)
        after = program.counts(shown)
        told = next((when for when, way, *_ in sorted(piece for one in program.connections() for piece in one.pieces)
                     if way == "in" and program.when(when) >= since), delivered)
        time.sleep(1)
        return {"delivered_ms": shown["ms"] - program.when(delivered), "pushed_ms": shown["ms"] - program.when(told),
                "flights": after.flights - before.flights, "bytes": after.bytes_in + after.bytes_out - before.bytes_in - before.bytes_out}

    def _open_message(self, program):
        before = program.counts()
        pressed = program.now()
        self.screen.key("Down")
        try:
            shown = program.wait("message-shown", since=pressed)
        except AssertionError:
            return None
        after = program.counts(shown)
        found = {"ms": shown["ms"] - pressed, "flights": after.flights - before.flights,
                 "bytes": after.bytes_in + after.bytes_out - before.bytes_in - before.bytes_out}
        program.wait_quiet()
        return found

    def _star(self, program):
        """From the key to the command on the wire."""
        begin = now()
        self.screen.key("Control_L", "d")
        give_up = time.monotonic() + 10
        while time.monotonic() < give_up:
            sent = [when for one in program.connections() for when, name in one.commands if when >= begin and name == "UID STORE"]
            if sent:
                program.wait_quiet()
                return (sent[0] - begin) * 1000
            time.sleep(0.005)
        return None

    def _scroll(self, program):
        """The wheel at once, ends and back, and the bar from end to end; whether it ever blocked."""
        begin = program.now()
        self.screen.move(*LIST_AT)
        for _ in range(200):
            self.screen.click(screens.WHEEL_DOWN)
            time.sleep(0.008)
        for key in ("End", "Home", "End", "Home"):
            self.screen.key(key)
            time.sleep(0.7)
        for _ in range(100):
            self.screen.key("Next")
            time.sleep(0.03)
        self.screen.key("Home")
        time.sleep(0.5)
        dragged = self._drag(program)
        program.wait_quiet(30)
        late = program.late(begin, program.now())
        counts = program.counts()
        return {"seconds": (program.now() - begin) / 1000, "late": len(late), "worst_ms": max(late, default=0), "dragged": dragged,
                "bytes": counts.bytes_in + counts.bytes_out, "memory_mb": program.memory}

    def _arrange(self, program):
        """What takes hold of the whole list: everything selected, another order, conversations, and back; whether it
        ever blocked, and how long each took until all was quiet, the server's work included."""
        found = {"late": 0, "worst_ms": 0, "most_mb": 0}
        for name, presses in ARRANGEMENTS:
            begin = program.now()
            for keys in presses:
                self.screen.key(*keys)
                time.sleep(0.1)
            program.wait_quiet(300)
            end = program.now()
            late = program.late(begin, end)
            found[name] = {"seconds": max(0, (end - begin) / 1000 - QUIET), "worst_ms": max(late, default=0),
                           "memory_mb": program.memory}
            found["most_mb"] = max(found["most_mb"], found[name]["memory_mb"])
            found["late"] += len(late)
            found["worst_ms"] = max(found["worst_ms"], found[name]["worst_ms"])
        found["memory_mb"] = program.memory
        return found

    def _drag(self, program):
        """The scroll bar, by hand, from the top to the bottom and back. Whether the list followed shows in what it fetched."""
        before = sum(program.counts().commands.values())
        x, top, bottom = self.bar
        self.screen.move(x, top)
        self.screen.button(screens.LEFT, True)
        for step in list(range(0, 101, 2)) + list(range(100, -1, -2)):
            self.screen.move(x, top + (bottom - top) * step / 100)
            time.sleep(0.03)
        self.screen.button(screens.LEFT, False)
        return sum(program.counts().commands.values()) > before

    # Where the list's scroll bar stands on the screen: x, the middle of its handle at the top, and where that is dragged to.
    bar = (662, 190, 815)
