"""An account in memory: folders, messages, flags, modification sequences. Gmail's labels are folders here.

A message is in one or more folders, each of which numbers it with a UID of its own; flags belong to the message.
"""

import dataclasses
import datetime
import itertools
import threading

SYSTEM_FLAGS = (b"\\Answered", b"\\Flagged", b"\\Draft", b"\\Deleted", b"\\Seen")


@dataclasses.dataclass(eq=False)
class Message:
    """One message, whatever folders it is in."""

    body: bytes
    number: int  # never used again: X-GM-MSGID and X-GM-THRID come from it
    thread: int
    date: datetime.datetime
    flags: set
    modseq: int


class Folder:
    """Messages in the order of their UIDs."""

    def __init__(self, name, use=None, validity=1):
        self.name, self.use, self.validity = name, use, validity
        self.selectable = True
        self.uid_next = 1
        self.messages = {}  # UID -> Message

    def add(self, message):
        uid = self.uid_next
        self.uid_next += 1
        self.messages[uid] = message
        return uid

    def uid_of(self, message):
        return next((uid for uid, one in self.messages.items() if one is message), None)


class Account:
    """All of it, behind one lock: hold `changed` while looking or changing, notify it after a change."""

    def __init__(self):
        self.changed = threading.Condition(threading.RLock())
        self.folders = {}
        self.subscribed = set()
        self._modseq = itertools.count(1001)
        self._number = itertools.count(0x16C0FFEE00000001)
        self._validity = itertools.count(594544687)
        self._threads = {}
        self.highest_modseq = 1000
        self.make("INBOX")

    def next_modseq(self):
        self.highest_modseq = next(self._modseq)
        return self.highest_modseq

    def make(self, name, use=None, selectable=True):
        folder = Folder(name, use, next(self._validity))
        folder.selectable = selectable
        self.folders[name] = folder
        self.subscribed.add(name)
        return folder

    def message(self, body, flags=(), date=None):
        """A new message that is in no folder yet. Replies, and letters of one subject, share a thread."""
        number = next(self._number)
        subject = b""
        for line in body.split(b"\r\n\r\n", 1)[0].split(b"\r\n"):
            if line.lower().startswith(b"subject:"):
                subject = line[8:].strip()
        while subject.lower().startswith((b"re:", b"fwd:")):
            subject = subject.split(b":", 1)[1].strip()
        thread = self._threads.setdefault(subject, number) if subject else number
        when = date or datetime.datetime(2026, 2, 2, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
        return Message(body, number, thread, when, set(flags), self.next_modseq())

    def touch(self, message):
        message.modseq = self.next_modseq()

    def with_use(self, use):
        return next((folder for folder in self.folders.values() if folder.use == use), None)
