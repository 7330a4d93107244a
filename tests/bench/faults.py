"""What can go wrong with a connection, and when: rules for proxy.py.

    Rule("cut")                                        at the first byte of the server
    Rule("cut", command="SELECT")                      instead of giving the server the first SELECT
    Rule("cut", command="UID MOVE", nth=3, when="after")     the server gets it, its answer does not arrive
    Rule("truncate", answer=r"BODY\\[1\\] \\{\\d+\\}", offset=100)   a hundred bytes behind where that stands
    Rule("stall", at=5000)                             behind so many bytes of the server
    Rule("throttle", rate=2000)                        bytes a second from here on
    Rule("cut", chance=0.01, times=5)                  at one piece in a hundred, anywhere in it, five times

cut: what came before it arrives, then the connection is reset. truncate: the same, with an orderly end. stall: it stays
open and nothing passes any more. throttle: it goes on, slowly.
"""

import dataclasses
import re

ACTIONS = ("cut", "truncate", "stall", "throttle")
# A pattern may lie across two pieces, but is no longer than this.
OVERLAP = 200


@dataclasses.dataclass
class Rule:
    action: str
    command: str = ""  # a command's name, as "UID FETCH"
    nth: int = 1  # the how-many-th of them, on all connections together
    when: str = "before"  # the server gets it, or "after"
    answer: str = ""  # a regular expression in what the server says
    offset: int = 0  # so many bytes behind the answer or the command's first answering byte
    at: int = -1  # a position in what the server says
    chance: float = 0.0  # of each piece, in both directions
    rate: int = 1000  # of throttle
    times: int = 1  # and then no more; 0: always

    def __post_init__(self):
        if self.action not in ACTIONS:
            raise ValueError("%s is no fault; there are %s" % (self.action, ", ".join(ACTIONS)))
        self.left = self.times
        self._seen = 0
        self._armed = None  # the connection where the rest of "after" or of an offset is awaited
        self._awaits = 0
        if not (self.command or self.answer or self.chance) and self.at < 0:
            self.at = 0

    def strikes(self, connection, way, data, commands, chance):
        """Where in `data` it strikes, None: not there."""
        if not data:
            return None
        if self._armed is connection:
            return self._count_down(way, data)
        if self._armed:
            return None
        if self.chance:
            return int(chance.random() * (len(data) + 1)) if chance.random() < self.chance else None
        if self.command:
            return self._at_command(connection, way, data, commands)
        if way != "in":
            return None
        if self.answer:
            return self._at_answer(connection, data)
        position = connection.received - len(data)
        return self.at - position if position <= self.at < position + len(data) else None

    def _at_command(self, connection, way, data, commands):
        if way != "out":
            return None
        for name in commands:
            if name != self.command:
                continue
            self._seen += 1
            if self._seen != self.nth:
                continue
            if self.when == "before":
                return self._line_of(data)
            self._armed, self._awaits = connection, self.offset
        return None

    def _line_of(self, data):
        """Where the line of the command begins, so that what was sent in front of it arrives."""
        words = self.command.encode("ascii").replace(b" ", b" +")
        found = re.search(rb"(?mi)^[^ \r\n]+ +" + words + rb"\b", data)
        return found.start() if found else 0

    def _at_answer(self, connection, data):
        before = len(connection.tail)
        for found in re.finditer(self.answer.encode("ascii"), connection.tail + data):
            if found.end() <= before:
                continue  # seen with the piece before
            place = found.end() + self.offset - before
            if place <= len(data):
                return place
            self._armed, self._awaits = connection, place - len(data)
            break
        return None

    def _count_down(self, way, data):
        if way != "in":
            return None
        if self._awaits <= len(data):
            self._armed = None
            return self._awaits
        self._awaits -= len(data)
        return None
