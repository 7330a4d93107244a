"""Commands taken apart and strings put together (RFC 9051 section 9)."""

import re

from mailboxio import encode_name

ATOM_END = b' ()"{\r\n'


class SyntaxProblem(Exception):
    """The client's command makes no sense: answered with BAD."""


class Refused(Exception):
    """The command makes sense and is not done: answered with NO and this text."""


class String(bytes):
    """A quoted string or literal, as against an atom."""


def parse(data):
    """The arguments of a command: atoms are bytes, strings are String, lists are lists. Literals stand in place."""
    found, rest = _items(data, 0, None)
    if rest != len(data):
        raise SyntaxProblem("a ) too many")
    return found


def _items(data, at, end):
    items = []
    while True:
        while at < len(data) and data[at:at + 1] == b" ":
            at += 1
        if at >= len(data) or data[at:at + 1] == b")":
            if end and at >= len(data):
                raise SyntaxProblem("a list is not closed")
            return items, at
        item, at = _item(data, at)
        items.append(item)


def _item(data, at):
    first = data[at:at + 1]
    if first == b"(":
        items, at = _items(data, at + 1, b")")
        return items, at + 1
    if first == b'"':
        match = re.compile(rb'"((?:[^"\\]|\\.)*)"', re.S).match(data, at)
        if not match:
            raise SyntaxProblem("a string is not closed")
        return String(re.sub(rb"\\(.)", rb"\1", match.group(1))), match.end()
    if first == b"{":
        match = re.compile(rb"\{(\d+)\+?\}\r\n").match(data, at)
        if not match:
            raise SyntaxProblem("a literal without its size")
        begin, size = match.end(), int(match.group(1))
        return String(data[begin:begin + size]), begin + size
    # A section may hold a list: BODY[HEADER.FIELDS (From)]<0.100> is one word.
    match = re.compile(rb'[^ ()"{\[\r\n]*(?:\[[^\]]*\](?:<[\d.]+>)?)?').match(data, at)
    if match.end() == at:
        raise SyntaxProblem("unexpected %r" % first)
    return match.group(), match.end()


def quoted(data):
    """bytes or text as a string: quoted if that is possible, else a literal; None is NIL."""
    if data is None:
        return b"NIL"
    if isinstance(data, str):
        data = data.encode()
    if any(c in b"\r\n\0" or c > 126 for c in data) or len(data) > 900:
        return literal(data)
    return b'"' + data.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def literal(data):
    return b"{%d}\r\n" % len(data) + data


def mailbox_name(name, utf8=False):
    """A folder name as on the wire."""
    return quoted(name if utf8 else encode_name(name))


def read_name(data, utf8=False):
    """A folder name from the wire."""
    import base64

    def shift(match):
        packed = match.group(1).replace(b",", b"/")
        if not packed:
            return b"&"
        return base64.b64decode(packed + b"=" * (-len(packed) % 4)).decode("utf-16-be").encode()

    plain = bytes(data) if utf8 else re.sub(rb"&([A-Za-z0-9+,]*)-", shift, bytes(data))
    name = plain.decode("utf-8", "replace")
    return "INBOX" if name.upper() == "INBOX" else name


def numbers(data, highest):
    """A message set as a list of pairs, with * resolved; a reversed range is the same range."""
    pairs = []
    for part in bytes(data).split(b","):
        match = re.fullmatch(rb"(\*|[1-9]\d*)(?::(\*|[1-9]\d*))?", part)
        if not match:
            raise SyntaxProblem("%r is not a message set" % part)
        ends = [highest if end == b"*" else int(end) for end in match.groups() if end]
        pairs.append((min(ends), max(ends)))
    return pairs


def contains(pairs, number):
    return any(first <= number <= last for first, last in pairs)
