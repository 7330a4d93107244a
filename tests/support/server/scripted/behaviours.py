"""Which server is played: what it announces, what it says, and what is in the mailbox."""

import dataclasses
import datetime

from scripted.mailboxes import Account

_GMAIL_BEFORE = ("IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR AUTH=XOAUTH2 AUTH=PLAIN "
                 "AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER")
_GMAIL_AFTER = ("IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS ENABLE MOVE CONDSTORE ESEARCH "
                "UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584")


@dataclasses.dataclass
class Behaviour:
    """What differs between the servers played."""

    greeting: str
    before: str  # capabilities before sign-in
    after: str
    gmail: bool = False
    rev2: bool = False
    office: bool = False  # knows the commands of office.py
    done: str = "%s completed"


GMAIL = Behaviour("* OK Gimap ready for requests from 127.0.0.1 q7mb41325", _GMAIL_BEFORE, _GMAIL_AFTER, gmail=True,
                  done="Success")
# As RFC 9051 wants it, and nothing of the old protocol: no RECENT, ESEARCH in place of SEARCH, UTF-8 names.
REV2 = Behaviour("* OK [CAPABILITY IMAP4rev2 AUTH=PLAIN SASL-IR STARTTLS] ready", "IMAP4rev2 AUTH=PLAIN SASL-IR STARTTLS",
                 "IMAP4rev2 LITERAL- CONDSTORE", rev2=True)
# One of twenty years ago: nothing but RFC 3501, and it does not say what it can unless asked.
OLD = Behaviour("* OK IMAP4 service", "IMAP4rev1 STARTTLS", "IMAP4rev1")
# What large installations have beside the mail.
OFFICE = Behaviour("* OK ready", "IMAP4rev1 AUTH=PLAIN SASL-IR STARTTLS",
                   "IMAP4rev1 LITERAL+ ACL LANGUAGE I18NLEVEL=2 UNAUTHENTICATE JMAPACCESS NOTIFY QUOTA QUOTASET "
                   "QUOTA=RES-STORAGE QUOTA=RES-MESSAGE", office=True)
BEHAVIOURS = {"gmail": GMAIL, "rev2": REV2, "old": OLD, "office": OFFICE}

_FOLDERS = (("All Mail", b"\\All"), ("Drafts", b"\\Drafts"), ("Important", b"\\Important"), ("Sent Mail", b"\\Sent"),
            ("Spam", b"\\Junk"), ("Starred", b"\\Flagged"), ("Trash", b"\\Trash"))
_LETTERS = (
    ("Welcome aboard", "welcome@saltwind.example", ("INBOX", "Important"), (), 0),
    ("Invoice 4711", "billing@saltwind.example", ("INBOX", "Rechnungen/Grüße & mehr"), (b"\\Seen",), 1),
    ("Re: Invoice 4711", "alice@saltwind.example", ("Sent Mail",), (b"\\Seen",), 2),
    ("Lunch on Friday?", "bob@saltwind.example", ("INBOX", "Starred"), (b"\\Flagged",), 3),
    ("You won", "prizes@nowhere.example", ("Spam",), (), 4),
)


def letter(subject, sender, day=0, body="Hello.\r\n"):
    """The bytes of a short message."""
    when = datetime.datetime(2026, 2, 2 + day, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
    text = ("From: %s\r\nTo: Alice <alice@saltwind.example>\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%d.%d@saltwind.example>\r\n"
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s"
            % (sender, subject, when.strftime("%a, %d %b %Y %H:%M:%S %z"), len(subject), day, body))
    return text.encode(), when


def account(behaviour):
    """A mailbox with a little in it."""
    found = Account()
    if not behaviour.gmail:
        for name, use in (("Drafts", b"\\Drafts"), ("Sent", b"\\Sent"), ("Trash", b"\\Trash")):
            found.make(name, use if behaviour.rev2 else None)
        for subject, sender, _, flags, day in _LETTERS[:3]:
            body, when = letter(subject, sender, day)
            found.folders["INBOX"].add(found.message(body, flags, when))
        return found
    found.make("Rechnungen/Grüße & mehr")
    found.make("[Gmail]", selectable=False)
    for name, use in _FOLDERS:
        found.make("[Gmail]/" + name, use)
    for subject, sender, places, flags, day in _LETTERS:
        body, when = letter(subject, sender, day)
        message = found.message(body, flags, when)
        for place in places + (() if "Spam" in places else ("All Mail",)):
            found.folders.get(place, found.folders.get("[Gmail]/" + place)).add(message)
    return found
