#!/usr/bin/python3
"""Sources are formatted as .clang-format says, by the version it was written for: others differ in small things."""

import re
import shutil
import subprocess

import common

WANTED = 14


def main():
    program = shutil.which("clang-format-%d" % WANTED) or shutil.which("clang-format")
    if not program:
        common.skip("clang-format is not installed")
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"version (\d+)", said)
    if not found or int(found.group(1)) != WANTED:
        common.skip("clang-format %d is wanted, this is %s" % (WANTED, said.strip()))
    sources = common.files(".h", ".cpp", folders=("app", "imapcore", "ui", "tests"))
    problems = []
    for start in range(0, len(sources), 50):
        done = subprocess.run([program, "--dry-run", "--Werror", *map(str, sources[start:start + 50])],
                              capture_output=True, text=True)
        wrong = sorted(set(re.findall(r"^(.+?):\d+:\d+: error", done.stderr, re.M)))
        problems += ["%s: run clang-format -i" % common.name(common.ROOT / path) for path in wrong]
    common.finish(problems, what="%d files" % len(sources))


main()
