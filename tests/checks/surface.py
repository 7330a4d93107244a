#!/usr/bin/python3
"""imapcore/SURFACE.md tells the truth: it has every row that is tried, as it is tried, and the files it names are there."""

import re

import common

PAGE = common.ROOT / "imapcore" / "SURFACE.md"
COUNTS = {"O": 13, "M": 58, "P": 26, "T": 10, "E": 13, "U": 9}

_TRIED = re.compile(r'^@row\("(\w+)", "([^"]+)", "([^"]+)"\)', re.M)
_LINE = re.compile(r"^\| ([A-Z]\d+) \| `([^|]+)` \| `([^|]+)` \| `([^|]+)` \| ([^|]+) \|$", re.M)


def main():
    problems = []
    tried = {}
    for path in common.files(".py", folders=("tests/live/surface",)):
        for number, name, servers in _TRIED.findall(path.read_text(encoding="utf-8")):
            row = tried.setdefault(number, (name, []))
            row[1].extend(servers.split())
            if row[0] != name:
                problems.append("%s: %s is called %s and %s" % (common.name(path), number, row[0], name))
    told = {}
    for number, name, where, test, servers in _LINE.findall(PAGE.read_text(encoding="utf-8")):
        if number in told:
            problems.append("SURFACE.md has %s twice" % number)
        told[number] = (name, servers.split())
        for file in (where, test):
            if not (common.ROOT / file).is_file():
                problems.append("SURFACE.md, %s: there is no %s" % (number, file))
    expected = [kind + str(number) for kind, count in COUNTS.items() for number in range(1, count + 1)]
    for number in expected:
        if number not in tried:
            problems.append("no test tries %s" % number)
        elif number not in told:
            problems.append("SURFACE.md has no %s" % number)
        elif told[number] != (tried[number][0], list(dict.fromkeys(tried[number][1]))):
            problems.append("SURFACE.md, %s: says %s, tried is %s" % (number, told[number], tried[number]))
    for number in sorted((set(tried) | set(told)) - set(expected)):
        problems.append("there is no row %s" % number)
    common.finish(problems, what="%d rows" % len(expected))


main()
