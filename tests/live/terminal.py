"""A program on a terminal of its own, as a person has it: keys go in, the screen is read."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

TIME_LIMIT = 60


_CONTROL = re.compile(r"\x1b\[(\d*)[;\d]*([A-Za-z@])|\x1b[^\[]|\x07")


def screen(text):
    """The lines that a terminal shows for what was written, as far as line editors go."""
    lines, row, column = [""], 0, 0
    at = 0
    while at < len(text):
        match = _CONTROL.match(text, at)
        if match:
            at = match.end()
            number, line = int(match.group(1) or 1), lines[row]
            kind = match.group(2)
            if kind == "G":
                column = number - 1
            elif kind == "C":
                column += number
            elif kind == "D":
                column = max(0, column - number)
            elif kind == "A":
                row = max(0, row - number)
            elif kind in ("K", "J"):
                lines[row] = line[:column]
                del lines[row + 1 if kind == "J" else len(lines):]
            elif kind == "@":
                lines[row] = line[:column] + " " * number + line[column:]
            elif kind == "P":
                lines[row] = line[:column] + line[column + number:]
            continue
        character = text[at]
        at += 1
        if character == "\r":
            column = 0
        elif character == "\b":
            column = max(0, column - 1)
        elif character == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        else:
            line = lines[row].ljust(column)
            lines[row] = line[:column] + character + line[column + 1:]
            column += 1
    return [line.rstrip() if number < row else line for number, line in enumerate(lines)]


class Terminal:
    """Runs a command on a pseudo-terminal; everything it wrote is in text."""

    def __init__(self, command, environment=None, columns=100, rows=30):
        self.text = ""
        self._read = 0  # where expect() goes on
        self.status = None
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], [str(word) for word in command], {**os.environ, "TERM": "xterm", **(environment or {})})
        self.resize(columns, rows)

    def resize(self, columns, rows):
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys):
        os.write(self._descriptor, keys.encode())

    def line(self, text):
        """A line and the Enter key."""
        self.type(text + "\r")

    def expect(self, pattern):
        """Waits until the screen, from the line on where the last match ended, matches; returns the match."""
        give_up = time.monotonic() + TIME_LIMIT
        begin = len(screen(self.text[:self._read])) - 1
        while True:
            shown = "\n".join(screen(self.text)[max(0, begin):])
            match = re.search(pattern, shown) if len(self.text) > self._read else None
            if match:
                self._read = len(self.text)
                return match
            if not self._more(give_up - time.monotonic()):
                raise AssertionError("no %r on the terminal; there was:\n%s" % (pattern, shown[-3000:]))

    def _more(self, seconds):
        if seconds <= 0 or not select.select([self._descriptor], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._descriptor, 65536)
        except OSError:  # the other side is gone
            data = b""
        self.text += data.decode("utf-8", "replace")
        return bool(data)

    def wait(self):
        """The exit status, after everything was read."""
        give_up = time.monotonic() + TIME_LIMIT
        while self._more(give_up - time.monotonic()):
            pass
        if self.status is None:
            if time.monotonic() >= give_up:
                os.kill(self.pid, signal.SIGKILL)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def hang_up(self):
        """The window is closed; returns the exit status."""
        os.close(self._descriptor)
        self._descriptor = None
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def close(self):
        """Ends the program, if it still runs."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.status = -signal.SIGKILL
        if self._descriptor is not None:
            os.close(self._descriptor)
