#!/usr/bin/python3
"""g++ 12 destroys an aggregate or a capturing lambda twice when it is a temporary inside a co_await expression.

So: no "{" and no "[" between co_await and ";". And a coroutine's parameters are values: a reference may be gone
when it resumes.
"""

import re

import common

_AWAIT = re.compile(r"\bco_await\b([^;]*?)[{\[]")
_COROUTINE = re.compile(r"\bTask<[^;{}()]*>\s+([\w:]+)\(([^()]*(?:\([^()]*\)[^()]*)*)\)")


def main():
    problems, warnings = [], []
    sources = common.files(".h", ".cpp", folders=("app", "imapcore", "ui", "tests"))
    for path in sources:
        code = common.code_only(path.read_text(encoding="utf-8"))
        for match in _AWAIT.finditer(code):
            # In `if (co_await x) {` and `while (co_await x) {` the parenthesis closes before the brace.
            before = match.group(1)
            if match.group().endswith("{") and before.count(")") > before.count("("):
                continue
            problems.append("%s:%d: make the object in a statement before the co_await"
                            % (common.name(path), common.line_of(code, match.start())))
        for match in _COROUTINE.finditer(code):
            if "&" in match.group(2):
                warnings.append("%s:%d: %s takes a reference; a coroutine should take values"
                                % (common.name(path), common.line_of(code, match.start()), match.group(1)))
    common.finish(problems, warnings, "%d files" % len(sources))


main()
