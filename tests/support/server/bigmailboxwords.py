"""What the made-up mail of bigmailbox.py says, and in which languages, charsets and transfer encodings."""

import base64
import email.header
import itertools
import quopri

_NAMES = (
    ("Ada", "Brandt"), ("Jonas", "Weiß"), ("Chloé", "Lefèvre"), ("Piotr", "Żak"), ("Miriam", "Okafor"),
    ("Søren", "Dahl"), ("Haruka", "Mori 森遥"), ("Олег", "Савин"), ("Lucía", "Ibáñez"), ("Tom", "Ashworth"),
    ("Greta", "Lindqvist"), ("Emre", "Yıldız"), ("Нина", "Орлова"), ("Wei", "Lin 林薇"), ("Aoife", "Byrne"),
    ("Marek", "Dvořák"), ("Ines", "Carvalho"), ("Yusuf", "Haddad"), ("Katrin", "Öhler"), ("Bela", "Szőke"),
)
_HOSTS = ("example.org", "example.net", "example.com", "mail.example.org", "post.example.net", "office.example.com",
          "lists.example.org", "example.jp", "example.de", "builds.example")
_ROBOTS = (
    ("Workshop tickets", "tickets@workshop.example"), ("Build robot", "robot@builds.example"),
    ("Night desk", "desk@nightmail.example"), ("Dispatch", "dispatch@courier.example"),
    ("Timetable office", "no-reply@timetable.example"), ("Depot keys", "keys@depot.example"),
)
TOPICS = (
    "Winter timetable for route %d", "Invoice %d", "Broken spoke on bicycle %d", "Minutes of meeting %d",
    "Key for depot %d", "Review of change %d", "Straße %d is closed again", "Holiday list, draft %d",
    "Parcel %d came back", "Nightly build %d failed", "Question about contract %d", "Photos of tour %d",
    "New map, sheet %d", "Réunion du quai %d", "Lost glove, locker %d", "Weather warning %d for the pass",
    "[riders] Lamp %d and the new batteries", "Заказ %d готов", "会議の資料 %d", "Reçu de péage n° %d",
)
LISTS = ("riders", "depot", "announcements", "night-desk")
_ENGLISH = (
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
    "> Who has the key for the shed this week?",
    "> The old one turned twice to the left, this one does not.",
    "",
)
_GERMAN = (
    "Das Päckchen liegt noch im Lager, ich nehme es morgen mit.",
    "Können wir die Übergabe auf nächsten Dienstag verschieben?",
    "Die Straße am Fluss ist überflutet, bitte über den Höhenweg fahren.",
    "Für Müllers Bestellung fehlen noch drei Größen.", "",
)
_FRENCH = (
    "On se voit à la gare, devant le kiosque, vers dix-huit heures.",
    "Le reçu du péage est resté dans la boîte à gants.",
    "Il a plu toute la journée, la tournée a pris du retard.",
    "Le prix a été changé après la réunion, où est l'ancien ?", "",
)
_RUSSIAN = (
    "Посылка пришла вчера вечером, но адрес на ней чужой.",
    "Мост закрыт до пятницы, поедем через старый город.",
    "Ключ от склада лежит у дежурного.", "",
)
_JAPANESE = (
    "荷物は明日の朝、倉庫から出します。", "橋は金曜日まで通れません。", "資料の二ページ目を確認してください。", "",
)


class Voice:
    """Text of one language in one charset and transfer encoding, cut anywhere between two lines."""

    def __init__(self, sentences, charset, encoding, chance):
        self.head = "Content-Type: text/plain; charset=%s\nContent-Transfer-Encoding: %s\n" % (charset, encoding)
        order = [chance.choice(sentences) for _ in range(1500)]
        if encoding == "base64":
            data = "".join(text + "\r\n" for text in order).encode(charset)
            # 57 bytes are a line of 76 characters without padding: a charset of one byte each may be cut there.
            lines = [base64.b64encode(data[at:at + 57]) + b"\n" for at in range(0, len(data) - 57, 57)]
        elif encoding == "quoted-printable":
            lines = [quopri.encodestring((text + "\n").encode(charset)) for text in order]
        else:
            lines = [(text + "\n").encode(charset) for text in order]
        self._pool = b"".join(lines)
        self._starts = [0, *itertools.accumulate(map(len, lines))]

    def text(self, size, chance):
        """Whole lines of about so many bytes, at least one."""
        lines = len(self._starts) - 1
        count = max(1, min(lines - 1, int(size * lines / len(self._pool))))
        first = int(chance.random() * (lines - count))
        return self._pool[self._starts[first]:self._starts[first + count]]


def voices(chance):
    """All voices, more common ones more often."""
    english = Voice(_ENGLISH, "us-ascii", "7bit", chance)
    mixed = Voice(_ENGLISH + _GERMAN + _FRENCH, "utf-8", "8bit", chance)
    return (english,) * 4 + (mixed,) * 6 + (
        Voice(_ENGLISH + _GERMAN, "utf-8", "quoted-printable", chance),
        Voice(_GERMAN, "iso-8859-1", "quoted-printable", chance),
        Voice(_FRENCH, "iso-8859-15", "quoted-printable", chance),
        Voice(_GERMAN + _FRENCH, "windows-1252", "base64", chance),
        Voice(_RUSSIAN, "windows-1251", "base64", chance),
        Voice(_RUSSIAN, "koi8-r", "base64", chance),
        Voice(_JAPANESE, "iso-2022-jp", "7bit", chance),
        Voice(_JAPANESE + _RUSSIAN, "utf-8", "8bit", chance))


def header_text(text, charset="utf-8"):
    """As it stands in a header, RFC 2047 where needed."""
    return text if text.isascii() else email.header.Header(text, charset, maxlinelen=900).encode()


def people():
    """(header form, address) of all correspondents: persons at several hosts, and robots."""
    found = []
    for number in range(200):
        first, last = _NAMES[number % 20][0], _NAMES[(number * 7 + number // 20) % 20][1]
        name = "%s %s" % (first, last)
        address = "person%d@%s" % (number, _HOSTS[number % len(_HOSTS)])
        found.append((("%s" if not name.isascii() else '"%s"') % header_text(name) + " <%s>" % address, address))
    return found + [('"%s" <%s>' % (name, address), address) for name, address in _ROBOTS]
