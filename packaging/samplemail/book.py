"""Collects letters: times in days before now, message ids, threads and quoting."""

import datetime
import re

import letter
from people import ALICE


class Book:
    """All letters of a mailbox, and the clock they are written by."""

    def __init__(self, now):
        self.now = now
        self.letters = []

    def ago(self, days, hour=None, minute=0):
        """A moment so many days ago; with an hour, at that hour, but never in the future."""
        when = self.now - datetime.timedelta(days=days)
        if hour is not None:
            when = when.replace(hour=hour, minute=minute, second=(minute * 7 + hour) % 60)
        if when > self.now:
            when -= datetime.timedelta(days=1)
        return when

    def add(self, folder, sender, subject, when, body, to=None, flags=("\\Seen",), **more):
        """One letter. body is text or a Part; when is days ago or a datetime."""
        if isinstance(when, (int, float)):
            when = self.ago(when)
        if isinstance(body, str):
            extra = more.pop("extra", "flowed")
            body = letter.text(body.strip() + "\n", charset=more.get("charset") or sender.charset, extra=extra)
        number = len(self.letters) + 1
        more.setdefault("message_id", "<%d.%d@%s>" % (1000 + number, number * 7919, sender.address.split("@")[1]))
        made = letter.Letter(folder, sender, to or [ALICE], subject, when, body, tuple(flags), **more)
        self.letters.append(made)
        return made

    def thread(self, folder, subject, when, turns, to=None, sent_folder=None, flags=("\\Seen",), last_flags=None, **more):
        """A conversation. turns are (person, hours after the one before, text); every reply quotes what it answers.

        Alice's own turns go to sent_folder if one is given. last_flags are those of the last turn.
        """
        if isinstance(when, (int, float)):
            when = self.ago(when)
        earlier, previous, said = [], None, ""
        for number, (person, hours, words) in enumerate(turns):
            when = min(when + datetime.timedelta(hours=hours), self.now - datetime.timedelta(minutes=2))
            body = words
            if previous:
                if isinstance(body, str):
                    body = words.strip() + "\n\n" + quoted(previous, said)
                target = [previous.sender] if person is not previous.sender else previous.to
            else:
                target = to or [ALICE]
            if to and to[0].address.endswith("lists.example"):
                target = to
            last = number + 1 == len(turns)
            marks = list(last_flags if last and last_flags is not None else flags)
            if person is not ALICE and not last and turns[number + 1][0] is ALICE and "\\Answered" not in marks:
                marks.append("\\Answered")
            where = sent_folder if person is ALICE and sent_folder else folder
            if person is ALICE and "\\Seen" not in marks:
                marks.append("\\Seen")
            charset = "utf-8" if previous else (more.get("charset") or person.charset)
            previous = self.add(where, person, ("Re: " if number else "") + subject, when, body, target, marks,
                                references=tuple(earlier[-8:]), **{**more, "charset": charset})
            said = letter.unwrapped(words.strip()) if isinstance(words, str) else ""
            earlier.append(previous.message_id)
        return previous


def quoted(message, said):
    """The words of an earlier letter as a reply repeats them."""
    zone = datetime.timezone(datetime.timedelta(hours=message.sender.zone))
    local = message.when.astimezone(zone)
    intro = "On %s %d, %s, %s wrote:" % (local.strftime("%A"), local.day, local.strftime("%H:%M"), message.sender.name)
    return intro + "\n" + re.sub(r"^", "> ", said.strip(), flags=re.M).replace("> >", ">>")
