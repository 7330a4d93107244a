"""What the checks share: the list of files, source text without comments, and how a check reports."""

import os
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77  # the exit status that CTest counts as "skipped"

_NOT_OURS = {"build", ".git", ".cache", "__pycache__", "corpus"}


def files(*suffixes, folders=("",)):
    """The project's files with one of the suffixes, sorted; no build output."""
    found = []
    for folder in folders:
        for parent, names, leaves in os.walk(ROOT / folder):
            names[:] = sorted(n for n in names if n not in _NOT_OURS)
            found += [pathlib.Path(parent, leaf) for leaf in sorted(leaves) if leaf.endswith(suffixes)]
    return found


def name(path):
    """The path as people say it: from the top of the project, with slashes."""
    return path.relative_to(ROOT).as_posix()


_COMMENT_OR_STRING = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)


def code_only(text):
    """C++ without its comments and the contents of its strings; the line numbers stay as they were."""
    def blank(match):
        found = match.group()
        kept = '""' if found[0] in '"R' else " "
        return kept + "\n" * found.count("\n")

    # A quote between digits is a digit separator, not the start of a character.
    return _COMMENT_OR_STRING.sub(blank, re.sub(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])", "", text))


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def finish(problems, warnings=(), what="files"):
    """Prints what was found and ends the program: status 1 if there is a problem."""
    for warning in warnings:
        print("warning: %s" % warning)
    for problem in problems:
        print("error: %s" % problem)
    print("%d problems, %d warnings in %s" % (len(problems), len(warnings), what))
    sys.exit(1 if problems else 0)


def skip(reason):
    print("SKIP: %s" % reason)
    sys.exit(SKIPPED)
