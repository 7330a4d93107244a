"""A big mailbox for speed tests: believable messages in threads over ten years, the same ones each time.

Written as one mbox file, because one file of 200 MB is written in seconds and Dovecot imports it in a minute;
as many single files or APPENDs it takes several times as long.
"""

import calendar
import email.header
import heapq
import random
import time

# The day of the newest message, so that the mailbox is the same whenever it is made.
LAST_DAY = calendar.timegm((2026, 10, 1, 12, 0, 0))
TEN_YEARS = 10 * 365 * 86400

_PEOPLE = (
    ("Ada Brandt", "ada.brandt@example.org"), ("Jonas Weiß", "jonas.weiss@example.net"),
    ("Chloé Lefèvre", "chloe@lefevre.example"), ("Piotr Żak", "piotr.zak@example.com"),
    ("Miriam Okafor", "m.okafor@example.org"), ("Søren Dahl", "soren@dahl.example"),
    ("Haruka Mori 森遥", "haruka.mori@example.jp"), ("Олег Савин", "oleg.savin@example.ru"),
    ("Lucía Ibáñez", "lucia@ibanez.example"), ("Tom Ashworth", "tom.ashworth@example.com"),
    ("Workshop tickets", "tickets@workshop.example"), ("Build robot", "robot@builds.example"),
    ("Night desk", "desk@nightmail.example"), ("Greta Lindqvist", "greta@lindqvist.example"),
    ("Dispatch", "dispatch@courier.example"), ("Emre Yıldız", "emre@yildiz.example"),
)
_TOPICS = (
    "Winter timetable for route %d", "Invoice %d", "Broken spoke on bicycle %d", "Minutes of meeting %d",
    "Key for depot %d", "Review of change %d", "Straße %d is closed again", "Holiday list, draft %d",
    "Parcel %d came back", "Nightly build %d failed", "Question about contract %d", "Photos of tour %d",
    "New map, sheet %d", "Réunion du quai %d", "Lost glove, locker %d", "Weather warning %d for the pass",
)
_SENTENCES = (
    "The road behind the mill is open again, but only for one cart at a time.",
    "Could you look at the second page before Friday?",
    "I rode it twice last week and both times the wind came from the wrong side.",
    "The numbers are in the table; the last column is an estimate.",
    "Please tell the night desk, they still use the old list.",
    "We have two spare lamps and no spare batteries.",
    "Nobody complained, which may only mean that nobody noticed.",
    "If that suits everyone, I will order on Monday.",
    "The bridge toll went up by twenty cents, so the price list needs a new line.",
    "It works here with the old saddle and fails with the new one.",
    "Thanks for the quick answer, that was the missing piece.",
    "The customer wants a signature, a photograph and, if possible, an apology.",
    "Let us keep the morning round as it is and move only the evening one.",
    "Attached is what I have; it is not pretty but it is complete.",
    "Das Päckchen liegt noch im Lager, ich nehme es morgen mit.",
    "On se voit à la gare, devant le kiosque, vers dix-huit heures.",
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def _date(stamp):
    t = time.gmtime(stamp)
    return "%s, %d %s %d %02d:%02d:%02d +0000" % (_DAYS[t.tm_wday], t.tm_mday, _MONTHS[t.tm_mon - 1], t.tm_year,
                                                 t.tm_hour, t.tm_min, t.tm_sec)


def _postmark(stamp):
    t = time.gmtime(stamp)
    return "%s %s %2d %02d:%02d:%02d %d" % (_DAYS[t.tm_wday], _MONTHS[t.tm_mon - 1], t.tm_mday, t.tm_hour, t.tm_min,
                                            t.tm_sec, t.tm_year)


def _header_text(text):
    return text if text.isascii() else email.header.Header(text, "utf-8", maxlinelen=900).encode()


_SENDERS = tuple("%s <%s>" % (_header_text(n) if not n.isascii() else '"%s"' % n, a) for n, a in _PEOPLE)
_SUBJECTS = tuple(_header_text(topic % 7).replace("7", "%d", 1) if topic.isascii() else None for topic in _TOPICS)


def _threads(count, chance):
    """Yields (stamp, thread number, position in its thread), in order of time, count of them."""
    step = TEN_YEARS / count * 3.2
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
            next_thread += chance.random() * 2 * step * 0.9


def _body(chance, stamp):
    lines = [chance.choice(_SENTENCES) for _ in range(chance.randrange(2, 14))]
    text = "Hello,\n\n" + "\n".join(lines) + "\n\nBest wishes\n"
    kind = chance.random()
    if kind < 0.80:
        return 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n', text
    if kind < 0.95:
        page = "<html><body><p>Hello,</p><p>%s</p><p>Best wishes</p></body></html>\n" % "</p>\n<p>".join(lines)
        return ('Content-Type: multipart/alternative; boundary="=_b%d"\n' % stamp,
                "--=_b%d\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s"
                "\n--=_b%d\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s"
                "\n--=_b%d--\n" % (stamp, text, stamp, page, stamp))
    table = "".join("%d;%d;%.2f\n" % (stamp % 9973 + row, row, chance.random() * 90) for row in range(60))
    return ('Content-Type: multipart/mixed; boundary="=_m%d"\n' % stamp,
            "--=_m%d\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s"
            '\n--=_m%d\nContent-Type: text/csv; name="table.csv"\nContent-Disposition: attachment; '
            'filename="table.csv"\n\n%s\n--=_m%d--\n' % (stamp, text, stamp, table, stamp))


def write_mbox(path, count, seed=1):
    """Writes count messages to an mbox file; Dovecot takes the dates and flags from it."""
    chance = random.Random(seed)
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for number, (stamp, thread, position) in enumerate(_threads(count, chance)):
            topic = thread % len(_TOPICS)
            subject = _SUBJECTS[topic] % thread if _SUBJECTS[topic] else _header_text(_TOPICS[topic] % thread)
            head = ["From %s %s" % (_PEOPLE[(thread + position) % len(_PEOPLE)][1], _postmark(stamp)),
                    "Date: " + _date(stamp), "From: " + _SENDERS[(thread + position) % len(_PEOPLE)],
                    "To: alice@example.org", "Subject: " + ("Re: " if position else "") + subject,
                    "Message-ID: <%d.%d@mail.example>" % (thread, position), "MIME-Version: 1.0"]
            if position:
                head.append("In-Reply-To: <%d.%d@mail.example>" % (thread, position - 1))
                head.append("References: " + "\n ".join("<%d.%d@mail.example>" % (thread, earlier)
                                                        for earlier in range(max(0, position - 10), position)))
            # The mbox way of flags: R is \Seen, A \Answered, F \Flagged.
            fresh = number > count - count // 50
            if chance.random() < (0.4 if fresh else 0.97):
                head.append("Status: RO")
            marks = ("A" if chance.random() < 0.2 else "") + ("F" if chance.random() < 0.02 else "")
            if marks:
                head.append("X-Status: " + marks)
            if chance.random() < 0.05:
                head.append("X-Keywords: " + chance.choice(("$Work", "$Todo", "$Forwarded", "Travel")))
            typed, body = _body(chance, stamp + number)
            out.write("\n".join(head) + "\n" + typed + "\n" + body.replace("\nFrom ", "\n>From ") + "\n")
