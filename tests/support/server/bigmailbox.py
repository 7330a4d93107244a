"""A big mailbox for speed tests: believable messages in threads over ten years, the same ones each time.

Half of them are below 3 KB. There are attachments, alternatives, pictures inside of pages, signatures, forwarded and
returned messages; eight charsets; lists; flags and keywords.

Written as mbox files, because a file of 200 MB is written in seconds and Dovecot imports it in a minute; as many single
files or APPENDs it takes several times as long.
"""

import base64
import calendar
import heapq
import math
import random
import time

import bigmailboxwords as words

# Whoever keeps mailboxes makes them anew when this changes.
VERSION = 2
# The day of the newest message, so that the mailbox is the same whenever it is made.
LAST_DAY = calendar.timegm((2026, 10, 1, 12, 0, 0))
TEN_YEARS = 10 * 365 * 86400

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_FILES = (("application/pdf", "invoice-%d.pdf"), ("image/jpeg", "tour-%d.jpg"), ("text/csv", "table-%d.csv"),
          ("application/zip", "maps-%d.zip"), ("text/calendar", "meeting-%d.ics"),
          ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "contract-%d.docx"))
_KEYWORDS = ("$Work", "$Todo", "$Forwarded", "Travel", "$Label1", "NonJunk")


def _date(stamp):
    t = time.gmtime(stamp)
    return "%s, %d %s %d %02d:%02d:%02d +0000" % (_DAYS[t.tm_wday], t.tm_mday, _MONTHS[t.tm_mon - 1], t.tm_year,
                                                 t.tm_hour, t.tm_min, t.tm_sec)


def _postmark(stamp):
    t = time.gmtime(stamp)
    return "%s %s %2d %02d:%02d:%02d %d" % (_DAYS[t.tm_wday], _MONTHS[t.tm_mon - 1], t.tm_mday, t.tm_hour, t.tm_min,
                                            t.tm_sec, t.tm_year)


def _threads(count, chance):
    """Yields (stamp, thread number, position in its thread), in order of time, count of them."""
    step = TEN_YEARS / count * 2.94  # a thread has so many on average
    waiting = []
    begin = LAST_DAY - TEN_YEARS
    thread = made = 0
    next_thread = begin
    while made < count:
        if waiting and waiting[0][0] <= next_thread:
            stamp, number, position, length = heapq.heappop(waiting)
            if position + 1 < length:
                heapq.heappush(waiting, (stamp + chance.expovariate(1 / 14400) + 60, number, position + 1, length))
            made += 1
            yield int(min(stamp, LAST_DAY)), number, position
        else:
            length = min(1 + int(chance.expovariate(1 / 2.4)), 40)
            heapq.heappush(waiting, (next_thread, thread, 0, length))
            thread += 1
            next_thread += chance.random() * 2 * step


class _Writer:
    """Makes one message after the other."""

    def __init__(self, count, seed):
        self._count = count
        self._chance = random.Random(seed)
        self._voices = words.voices(self._chance)
        self._people = words.people()
        self._subjects = tuple(words.header_text(topic % 7).replace("7", "%d", 1) if topic.isascii() else None
                               for topic in words.TOPICS)
        noise = self._chance.randbytes(57 * 6000)
        self._attachments = base64.encodebytes(noise)

    def messages(self):
        for number, (stamp, thread, position) in enumerate(_threads(self._count, self._chance)):
            yield self._one(number, stamp, thread, position)

    def _size(self, median, spread, most):
        return min(most, int(math.exp(self._chance.gauss(math.log(median), spread))))

    def _person(self, number):
        # Few write most of the mail.
        return self._people[int((number * 7919 % 1000 / 1000) ** 3 * len(self._people))]

    def _one(self, number, stamp, thread, position):
        chance = self._chance
        sender, address = self._person(thread + position)
        other, _ = self._person(thread + 1)
        topic = thread % len(words.TOPICS)
        subject = self._subjects[topic] % thread if self._subjects[topic] else words.header_text(words.TOPICS[topic] % thread)
        date = _date(stamp)
        identity = "%d.%d@mail.example" % (thread, position)
        head = ["From %s %s" % (address, _postmark(stamp)),
                "Return-Path: <%s>" % address,
                "Received: from mx%d.example.net (mx%d.example.net [192.0.2.%d])\n\tby mail.example.org (Postfix) with ESMTPS id "
                "%08X%04X\n\tfor <alice@example.org>; %s" % (thread % 7, thread % 7, thread % 250, stamp, number & 0xffff, date),
                "Date: " + date, "From: " + sender, "To: alice@example.org", "Subject: " + ("Re: " if position else "") + subject,
                "Message-ID: <%s>" % identity, "MIME-Version: 1.0"]
        if chance.random() < 0.25:
            head.insert(6, "Cc: %s,\n\tteam@example.org" % other)
        if topic >= 16:
            head.append("List-Id: The %s list <%s.lists.example.org>" % ((words.LISTS[thread % 4],) * 2))
        if position:
            head.append("In-Reply-To: <%d.%d@mail.example>" % (thread, position - 1))
            head.append("References: " + "\n ".join("<%d.%d@mail.example>" % (thread, earlier)
                                                    for earlier in range(max(0, position - 10), position)))
        self._add_marks(head, number)
        typed, body = self._body(number)
        return b"".join(("\n".join(head).encode("utf-8"), b"\n", typed.encode("ascii"), b"\n", body, b"\n"))

    def _add_marks(self, head, number):
        """The mbox way of flags: R is \\Seen, A \\Answered, F \\Flagged; which keywords there are stands in a file's first."""
        chance = self._chance
        fresh = number > self._count - self._count // 50
        if chance.random() < (0.4 if fresh else 0.97):
            head.append("Status: RO")
        marks = ("A" if chance.random() < 0.2 else "") + ("F" if chance.random() < 0.02 else "")
        if marks:
            head.append("X-Status: " + marks)
        if chance.random() < 0.05:
            head.append("X-Keywords: " + chance.choice(_KEYWORDS))

    def _text(self):
        voice = self._chance.choice(self._voices)
        return voice.head, voice.text(self._size(1600, 0.9, 60_000), self._chance)

    def _page(self):
        mixed = self._voices[4]
        text = mixed.text(self._size(1400, 0.8, 60_000), self._chance).replace(b"\n\n", b"</p>\n<p>")
        return ("Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n",
                b'<html><head><meta charset="utf-8"></head><body style="font-family: sans-serif"><p>%s</p></body></html>\n' % text)

    def _file(self, number):
        kind, name = self._chance.choice(_FILES)
        name %= number
        lines = max(4, self._size(9000, 1.0, 250_000) // 77)
        return ('Content-Type: %s; name="%s"\nContent-Disposition: attachment; filename="%s"\n'
                "Content-Transfer-Encoding: base64\n" % (kind, name, name), self._attachments[:lines * 77])

    def _body(self, number):
        """Header lines that tell the type, and the body."""
        kind = self._chance.random()
        if kind < 0.58:
            return self._text()
        if kind < 0.80:
            return _multipart("alternative", number, self._text(), self._page())
        if kind < 0.84:
            return self._page()
        if kind < 0.93:
            files = [self._file(number) for _ in range(1 + int(self._chance.random() * 1.4))]
            first = self._text() if self._chance.random() < 0.5 else _multipart("alternative", number + 1, self._text(), self._page())
            return _multipart("mixed", number, first, *files)
        if kind < 0.96:
            picture = ("Content-Type: image/png\nContent-ID: <logo%d@mail.example>\nContent-Disposition: inline\n"
                       "Content-Transfer-Encoding: base64\n" % number, self._attachments[:77 * 40])
            return _multipart("related", number, self._page(), picture)
        if kind < 0.98:
            seal = ('Content-Type: application/pgp-signature; name="signature.asc"\n',
                    b"-----BEGIN PGP SIGNATURE-----\n\n%s-----END PGP SIGNATURE-----\n" % self._attachments[:77 * 5])
            return _multipart("signed", number, self._text(), seal, more='; protocol="application/pgp-signature"; micalg=pgp-sha256')
        inner, body = self._text()
        inner = "From: Night desk <desk@nightmail.example>\nSubject: Forwarded %d\nMIME-Version: 1.0\n%s\n" % (number, inner)
        whole = "Content-Type: message/rfc822\n", inner.encode("ascii") + body
        if kind < 0.99:
            return _multipart("mixed", number, self._text(), whole)
        status = ("Content-Type: message/delivery-status\n",
                  b"Reporting-MTA: dns; mail.example.org\n\nFinal-Recipient: rfc822; nobody@example.net\nAction: failed\nStatus: 5.1.1\n")
        return _multipart("report", number, self._text(), status, whole, more="; report-type=delivery-status")


def _multipart(kind, number, *parts, more=""):
    mark = b"=_%s%d" % (kind[:1].encode("ascii"), number)
    body = b"".join(b"--%s\n%s\n%s\n" % (mark, head.encode("ascii"), text) for head, text in parts)
    return 'Content-Type: multipart/%s%s; boundary="%s"\n' % (kind, more, mark.decode("ascii")), body + b"--%s--\n" % mark


def messages(count, seed=1):
    """Yields count messages, each as an mbox has it: a "From " line, the flags in Status and X-Status, an empty line."""
    for message in _Writer(count, seed).messages():
        yield message if b"\nFrom " not in message else message.replace(b"\nFrom ", b"\n>From ")


def write_mboxes(name, count, most, seed=1):
    """Writes count messages into files of at most `most`, the n-th of them name(n). Yields each that is whole."""
    file, written, number = None, 0, 0
    for message in messages(count, seed):
        if not file:
            path = name(number)
            file = open(path, "wb", 1 << 20)
            postmark, rest = message.split(b"\n", 1)
            message = b"%s\nX-IMAPbase: 1 0000000000 %s\n%s" % (postmark, " ".join(_KEYWORDS).encode("ascii"), rest)
        file.write(message)
        written += 1
        if written == most:
            file.close()
            yield path
            file, written, number = None, 0, number + 1
    if file:
        file.close()
        yield path


def write_mbox(path, count, seed=1):
    """Writes count messages to one mbox file; Dovecot takes the dates and flags from it."""
    for _ in write_mboxes(lambda number: path, count, count, seed):
        pass
