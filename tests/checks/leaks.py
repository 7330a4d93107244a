#!/usr/bin/python3
"""Nothing of the machine it was written on, nothing unfinished, no blanks at line ends."""

import re

import common

_TEXT = (".h", ".cpp", ".py", ".md", ".txt", ".cmake", ".sql", ".ui", ".json", ".qrc", ".desktop", ".xml", ".yml", "run", "demo")
_MACHINE_PATH = re.compile(r"(?<![\w.$}/-])/(?:work|root|home/[a-z]\w*|Users/[A-Za-z]+|mnt/[a-z]\w*)/[\w.]")
# Taken apart, so that this file does not find itself.
_UNFINISHED = re.compile(r"\b(?:%s)\b" % "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "for" + " now", "not" + " implemented")))


def main():
    problems = []
    paths = common.files(*_TEXT, folders=("",))
    for path in paths:
        where = common.name(path)
        text = path.read_text(encoding="utf-8", errors="replace")
        shipped = where.startswith(("app/", "imapcore/", "ui/"))
        for number, line in enumerate(text.split("\n"), 1):
            if line.endswith((" ", "\t", "\r")):
                problems.append("%s:%d: blank at the end of the line" % (where, number))
            if _MACHINE_PATH.search(line):
                problems.append("%s:%d: a path of one machine" % (where, number))
            if shipped and _UNFINISHED.search(line):
                problems.append("%s:%d: unfinished: %s" % (where, number, line.strip()))
        if text and not text.endswith("\n"):
            problems.append("%s: no line end at the end" % where)
    common.finish(problems, what="%d files" % len(paths))


main()
