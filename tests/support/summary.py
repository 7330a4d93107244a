"""Turns the results of CTest (JUnit XML) into what people want to know.

A QtTest program counts as its test functions and data rows, any other test as the cases it says it ran (a line
"N passed, N failed, N skipped") or as one.
"""

import re
import sys
import xml.etree.ElementTree

_QT_TOTALS = re.compile(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped", re.M)
_PLAIN_TOTALS = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", re.M)
_QT_SKIP = re.compile(r"^SKIP   : (.+)$", re.M)
_PLAIN_SKIP = re.compile(r"^SKIP: (.+)$", re.M)
# Sanitizers' control characters and the like, which XML cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def counts(status, output):
    """(passed, failed, skipped, reasons) of one CTest entry."""
    reasons = _QT_SKIP.findall(output) + _PLAIN_SKIP.findall(output)
    if status in ("notrun", "disabled"):
        return 0, 0, 1, reasons or ["not run"]
    totals = _QT_TOTALS.findall(output) or _PLAIN_TOTALS.findall(output)
    passed, failed, skipped = (sum(int(t[i]) for t in totals) for i in range(3)) if totals else (0, 0, 0)
    if not totals:
        passed = 0 if status == "fail" else 1
    if totals and _QT_TOTALS.search(output):
        # initTestCase and cleanupTestCase are not tests.
        passed = max(0, passed - 2 * len(totals))
    if status == "fail" and not failed:
        failed = 1  # a crash, a leak found at the end, or the time limit
    return passed, failed, skipped, reasons


def main():
    with open(sys.argv[1], encoding="utf-8", errors="replace") as results:
        tree = xml.etree.ElementTree.fromstring(_NOT_XML.sub("?", results.read()))
    passed = failed = skipped = entries = 0
    slowest, failures, skips = [], [], []
    for case in tree.iter("testcase"):
        entries += 1
        name, status = case.get("name"), case.get("status")
        output = case.findtext("system-out") or ""
        p, f, s, reasons = counts(status, output)
        passed, failed, skipped = passed + p, failed + f, skipped + s
        slowest.append((float(case.get("time") or 0), name))
        if f:
            failure = case.find("failure")
            failures.append((name, (failure.get("message") if failure is not None else "") or "", output))
        skips += ["%s: %s" % (name, reason) for reason in reasons] if s else []
    for name, message, output in failures:
        print("\n-- %s failed %s" % (name, message))
        print(output.rstrip()[-8000:])
    if skips:
        print("\nSkipped:")
        print("\n".join("  " + skip for skip in skips))
    if failures:
        print("\nFailed:")
        print("\n".join("  " + name for name, _, _ in failures))
    slowest.sort(reverse=True)
    print("\n%d test programs; the slowest: %s" % (entries, ", ".join("%s %.1f s" % (n, t) for t, n in slowest[:4])))
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    return 1 if failed or not entries else 0


sys.exit(main())
