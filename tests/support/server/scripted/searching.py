"""SEARCH keys (RFC 9051 section 6.4.4) as functions of a message, with Gmail's own among them."""

import datetime
import email.header
import re

from scripted import describing, grammar
from scripted.grammar import SyntaxProblem

_FLAG_KEYS = {b"ANSWERED": b"\\Answered", b"DELETED": b"\\Deleted", b"DRAFT": b"\\Draft", b"FLAGGED": b"\\Flagged",
              b"SEEN": b"\\Seen"}
_HEADERS = {b"BCC", b"CC", b"FROM", b"SUBJECT", b"TO"}


class Candidate:
    """A message in its folder, as the keys look at it."""

    def __init__(self, uid, number, message, folder, labels):
        self.uid, self.number, self.message, self.folder, self.labels = uid, number, message, folder, labels

    def header(self, name):
        """The decoded values of a header field, in lower case."""
        header = describing.split(self.message.body)[0]
        lines = re.findall(rb"(?im)^%s:[ \t]*([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)" % re.escape(name), header)
        return " ".join(_decoded(line) for line in lines).lower()

    def text(self, whole=True):
        header, text = describing.split(self.message.body)
        return (_decoded(header) if whole else "").lower() + text.decode("utf-8", "replace").lower()


def _decoded(data):
    words = email.header.decode_header(data.decode("utf-8", "replace"))
    return "".join(w if isinstance(w, str) else w.decode(c or "utf-8", "replace") for w, c in words)


class Keys:
    """Reads keys from the front of a list of tokens; `highest` are what * means for UIDs and numbers."""

    def __init__(self, tokens, highest_uid, highest_number, gmail):
        self._tokens, self._highest_uid, self._highest_number, self._gmail = list(tokens), highest_uid, highest_number, gmail
        self.uses_modseq = False

    def all(self):
        """One function: every key must hold."""
        keys = []
        while self._tokens:
            keys.append(self._key())
        if not keys:
            raise SyntaxProblem("no search key")
        return lambda one: all(key(one) for key in keys)

    def _word(self):
        if not self._tokens or isinstance(self._tokens[0], list):
            raise SyntaxProblem("a search key wants a value")
        return self._tokens.pop(0)

    def _text(self):
        return self._word().decode("utf-8", "replace").lower()

    def _date(self):
        try:
            return datetime.datetime.strptime(self._word().decode(), "%d-%b-%Y").date()
        except ValueError as problem:
            raise SyntaxProblem(str(problem)) from None

    def _number(self):
        word = self._word()
        if not word.isdigit():
            raise SyntaxProblem("%r is not a number" % word)
        return int(word)

    def _key(self):
        token = self._tokens.pop(0)
        if isinstance(token, list):
            inner = Keys(token, self._highest_uid, self._highest_number, self._gmail)
            found = inner.all()
            self.uses_modseq |= inner.uses_modseq
            return found
        name = token.upper()
        method = getattr(self, "_key_" + name.decode("ascii", "replace").lower().replace("-", "_"), None)
        if method and not (name.startswith(b"X-GM") and not self._gmail):
            return method()
        if name in _FLAG_KEYS:
            return lambda one: _FLAG_KEYS[name] in one.message.flags
        if name.startswith(b"UN") and name[2:] in _FLAG_KEYS:
            return lambda one: _FLAG_KEYS[name[2:]] not in one.message.flags
        if name in _HEADERS:
            text = self._text()
            return lambda one: text in one.header(name)
        if re.fullmatch(rb"[\d*][\d,:*]*", token):
            pairs = grammar.numbers(token, self._highest_number)
            return lambda one: grammar.contains(pairs, one.number)
        raise SyntaxProblem("Unknown search key %s" % name.decode("ascii", "replace"))

    def _key_all(self):
        return lambda one: True

    def _key_recent(self):
        return lambda one: False

    def _key_new(self):
        return lambda one: False

    def _key_old(self):
        return lambda one: True

    def _key_not(self):
        inner = self._key()
        return lambda one: not inner(one)

    def _key_or(self):
        first, second = self._key(), self._key()
        return lambda one: first(one) or second(one)

    def _key_uid(self):
        pairs = grammar.numbers(self._word(), self._highest_uid)
        return lambda one: grammar.contains(pairs, one.uid)

    def _key_keyword(self):
        word = self._word().lower()
        return lambda one: word in {flag.lower() for flag in one.message.flags}

    def _key_unkeyword(self):
        has = self._key_keyword()
        return lambda one: not has(one)

    def _key_header(self):
        name, text = self._word(), self._text()
        return lambda one: text in one.header(name) if text else bool(re.search(rb"(?im)^%s:" % re.escape(name), one.message.body))

    def _key_body(self):
        text = self._text()
        return lambda one: text in one.text(whole=False)

    def _key_text(self):
        text = self._text()
        return lambda one: text in one.text()

    def _key_larger(self):
        size = self._number()
        return lambda one: len(one.message.body) > size

    def _key_smaller(self):
        size = self._number()
        return lambda one: len(one.message.body) < size

    def _key_since(self):
        day = self._date()
        return lambda one: one.message.date.date() >= day

    def _key_before(self):
        day = self._date()
        return lambda one: one.message.date.date() < day

    def _key_on(self):
        day = self._date()
        return lambda one: one.message.date.date() == day

    def _key_modseq(self):
        self.uses_modseq = True
        if isinstance(self._tokens[0], grammar.String):
            self._word(), self._word()  # the name of a flag and "all": the message's own number will do
        least = self._number()
        return lambda one: one.message.modseq >= least

    def _key_x_gm_msgid(self):
        number = self._number()
        return lambda one: one.message.number == number

    def _key_x_gm_thrid(self):
        number = self._number()
        return lambda one: one.message.thread == number

    def _key_x_gm_labels(self):
        label = self._word()
        return lambda one: label.lower() in {name.lower() for name in one.labels}

    def _key_x_gm_raw(self):
        return gmail_query(self._text())


def gmail_query(text):
    """What the search bar of Gmail understands, as far as a test needs it."""
    terms = re.findall(r'(-?)(?:(\w+):)?(?:"([^"]*)"|(\S+))', text)

    def term(one, operator, value):
        if operator in ("subject", "from", "to", "cc"):
            return value in one.header(operator.encode())
        if operator in ("in", "label"):
            names = {label.decode().lower().lstrip("\\") for label in one.labels}
            return value in names or value in one.folder.name.lower()
        if operator == "is":
            flag = {"unread": None, "read": b"\\Seen", "starred": b"\\Flagged"}.get(value)
            return b"\\Seen" not in one.message.flags if flag is None else flag in one.message.flags
        if operator == "has":
            return value == "attachment" and b"attachment" in one.message.body.lower()
        return value in one.text()

    return lambda one: all(term(one, operator, quoted or plain) != bool(minus) for minus, operator, quoted, plain in terms)
