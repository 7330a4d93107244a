#!/usr/bin/python3
"""No common misspellings in code, comments and pages."""

import shutil
import subprocess

import common

# Mail in many languages is not English misspelt.
_FOREIGN = ("packaging/samplemail/", "tests/transcripts/", "tests/support/server/bigmailboxwords.py", "resources/",
            "imapcore/types/specialfoldernames.cpp", "tests/imapcore/sync/tst_specialfolders.cpp")


def main():
    if not shutil.which("codespell"):
        common.skip("codespell is not installed")
    paths = common.files(".h", ".cpp", ".py", ".md", ".txt", ".sql", ".ui", folders=("",))
    paths = [path for path in paths if not common.name(path).startswith(_FOREIGN)]
    ignore = common.ROOT / "tests" / "checks" / "spelling-ignore"
    done = subprocess.run(["codespell", "--ignore-words", str(ignore), *map(str, paths)], capture_output=True, text=True)
    problems = [line.replace(str(common.ROOT) + "/", "") for line in done.stdout.splitlines() if "==>" in line]
    common.finish(problems, what="%d files" % len(paths))


main()
