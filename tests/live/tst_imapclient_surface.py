#!/usr/bin/python3
"""Everything that a client of Python's imapclient can do, done with postrider-imap: each of its methods, options,
parameters, types and exceptions is a row, tried on real servers (Dovecot, Cyrus) and, where no real one offers it, on the
scripted Gmail. Prints the table: row, name, server, result, what was run.

    tst_imapclient_surface.py [ROW...]        as M13 or O
"""

import sys
import time
import traceback
import unittest

import livecase
from surface import connecting, folders, ground, messages, options, searching

MODULES = (options, folders, messages, searching, connecting)
COUNTS = {"O": 13, "M": 58, "P": 26, "T": 10, "E": 13, "U": 9}
EXPECTED = [kind + str(number) for kind, count in COUNTS.items() for number in range(1, count + 1)]


class Surface:
    """Runs rows; a function that stands for several rows runs once on each server."""

    def __init__(self):
        self.places = {}
        self.results = {}
        self.counts = {"ok": 0, "FAILED": 0, "skipped": 0}
        self.details = []

    def place(self, kind):
        if kind not in self.places:
            try:
                self.places[kind] = ground.Place(kind)
            except livecase.mailserver.Unavailable as reason:
                self.places[kind] = str(reason)
        return self.places[kind]

    def attempt(self, kind, function):
        place = self.place(kind)
        if isinstance(place, str):
            return "skipped", place
        place.ran = []
        try:
            function(place, ground.Check())
            return "ok", "; ".join(place.ran)
        except unittest.SkipTest as reason:
            return "skipped", str(reason)
        except Exception:
            self.details.append("%s on %s:\n%s" % (function.__name__, kind, traceback.format_exc()))
            return "FAILED", "; ".join(place.ran)

    def run(self, numbers):
        for number in numbers:
            row = ground.ROWS[number]
            for kind, function in row.tries:
                if (kind, function) not in self.results:
                    self.results[kind, function] = self.attempt(kind, function)
                result, ran = self.results[kind, function]
                self.counts[result] += 1
                print("%-4s %-34s %-24s %-8s %s" % (number, row.name, kind, result, ran[:160]), flush=True)

    def close(self):
        for place in self.places.values():
            if not isinstance(place, str):
                place.close()


def chosen(words):
    return [number for number in EXPECTED if not words or any(number == word or number.rstrip("0123456789") == word for word in words)]


def main():
    if not livecase.program():
        print("SKIP: postrider-imap is not built")
        sys.exit(livecase.SKIPPED)
    missing = [number for number in EXPECTED if number not in ground.ROWS]
    begin = time.monotonic()
    surface = Surface()
    try:
        surface.run([number for number in chosen(sys.argv[1:]) if number in ground.ROWS])
    finally:
        surface.close()
    for detail in surface.details:
        print("\n" + detail)
    if missing:
        print("\nnot proved: %s" % ", ".join(missing))
    print("%d rows, %.1f seconds" % (len(ground.ROWS), time.monotonic() - begin))
    failed = surface.counts["FAILED"] + len(missing)
    print("%d passed, %d failed, %d skipped" % (surface.counts["ok"], failed, surface.counts["skipped"]))
    sys.exit(1 if failed else livecase.SKIPPED if not surface.counts["ok"] else 0)


if __name__ == "__main__":
    main()
