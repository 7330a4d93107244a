"""What a client says on an IMAP connection, read as it passes: the names of its commands, also when compressed."""

import re
import zlib

_LITERAL = re.compile(rb"\{(\d+)[+-]?\}$")
# Only the beginning of a long line tells the command.
_ENOUGH = 200


class ClientSide:
    """Takes the bytes of a client as they come; literals and the lines of a SASL exchange are no commands."""

    def __init__(self):
        self._line = b""
        self._skip = 0  # octets of a literal that are still to come
        self._goes_on = False  # the next line belongs to the command before it
        self._compress = None  # the tag of a COMPRESS that has no answer yet
        self._inflate = None
        self._last = b""  # of the server

    def take(self, data):
        """The names of the commands that begin in `data`, upper case; UID belongs to the name."""
        if self._inflate:
            data = self._inflate.decompress(data)
        found = []
        while data:
            if self._skip:
                passed = min(self._skip, len(data))
                self._skip -= passed
                data = data[passed:]
                continue
            end = data.find(b"\n")
            if end < 0:
                self._line += data
                break
            line, data = (self._line + data[:end]).rstrip(b"\r"), data[end + 1:]
            self._line = b""
            name = self._read(line)
            if name:
                found.append(name)
        return found

    def _read(self, line):
        literal = _LITERAL.search(line)
        continues, self._goes_on = self._goes_on, bool(literal)
        if literal:
            self._skip = int(literal.group(1))
        if continues:
            return None
        words = line[:_ENOUGH].split(b" ")
        if len(words) < 2:
            return "DONE" if line.upper() == b"DONE" else None
        name = words[1].upper()
        if name == b"UID" and len(words) > 2:
            name += b" " + words[2].upper()
        elif name == b"COMPRESS":
            self._compress = words[0]
        return name.decode("ascii", "replace")

    def answer(self, data):
        """Bytes of the server: only the answer to COMPRESS matters here."""
        if not self._compress:
            return
        self._last = (self._last + data)[-4096:]
        if re.search(rb"(?m)^" + re.escape(self._compress) + rb" OK", self._last):
            self._compress = None
            self._inflate = zlib.decompressobj(-15)
