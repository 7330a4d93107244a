#!/usr/bin/python3
"""Files stay short enough to read in one go: 500 lines, tests 600. Long functions are only pointed out."""

import re

import common

LIMIT, TEST_LIMIT, COMFORTABLE, LONG_FUNCTION = 500, 600, 300, 60

# With the project's format a function's braces stand alone at the start of a line.
_FUNCTION = re.compile(r"^([^\s#/}][^\n]*)\n(?:[ \t][^\n]*\n)*\{\n(.*?)^\}", re.M | re.S)


def main():
    problems, warnings = [], []
    sources = common.files(".h", ".cpp", ".py", folders=("app", "imapcore", "ui", "tests", "packaging"))
    for path in sources:
        text = path.read_text(encoding="utf-8")
        lines = text.count("\n")
        limit = TEST_LIMIT if common.name(path).startswith("tests/") else LIMIT
        if lines > limit:
            problems.append("%s has %d lines; the limit is %d" % (common.name(path), lines, limit))
        elif lines > COMFORTABLE:
            warnings.append("%s has %d lines; below %d is better" % (common.name(path), lines, COMFORTABLE))
        if path.suffix == ".cpp":
            for match in _FUNCTION.finditer(text):
                length = match.group(2).count("\n")
                if length > LONG_FUNCTION and not match.group(1).startswith(("namespace", "class", "struct")):
                    warnings.append("%s:%d: %d lines in one function"
                                    % (common.name(path), common.line_of(text, match.start()), length))
    common.finish(problems, warnings, "%d files" % len(sources))


main()
