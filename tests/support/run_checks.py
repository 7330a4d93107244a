"""Runs every check of tests/checks and prints the summary that tests/run prints."""

import pathlib
import subprocess
import sys

CHECKS = ("include_direction", "coroutines", "file_size", "formatting", "spelling", "leaks", "surface", "packaging")


def main():
    passed, failed, skipped = 0, 0, 0
    folder = pathlib.Path(__file__).resolve().parents[1] / "checks"
    for check in CHECKS:
        done = subprocess.run([sys.executable, "-B", str(folder / (check + ".py"))], capture_output=True, text=True)
        said = (done.stdout + done.stderr).strip()
        if done.returncode == 77:
            skipped += 1
            print("skipped  %s: %s" % (check, said.replace("SKIP: ", "")))
        elif done.returncode:
            failed += 1
            print("FAILED   %s\n    %s" % (check, said.replace("\n", "\n    ")))
        else:
            passed += 1
            print("passed   %s: %s" % (check, said.splitlines()[-1]))
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    return 1 if failed else 0


sys.exit(main())
