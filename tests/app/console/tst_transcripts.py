#!/usr/bin/python3
"""What servers of the world say, read by `postrider-imap parse`: tests/transcripts/NAME.imap against NAME.jsonl.

An object may hold more than the recorded one; what is recorded must be there. Also cut at places all over the stream,
and fed in small pieces: no crash, the same objects, and one "incomplete" at most.
"""

import json
import os
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
TRANSCRIPTS = sorted((ROOT / "tests" / "transcripts").glob("*.imap"))
PROGRAM = os.environ.get("POSTRIDER_IMAP", str(ROOT / "build" / "dev" / "bin" / "postrider-imap"))


def parse(data, *options):
    done = subprocess.run([PROGRAM, "parse", *options], input=data, capture_output=True, timeout=60)
    if done.returncode != 0 or done.stderr:
        raise AssertionError("status %d, %r" % (done.returncode, done.stderr))
    return [json.loads(line) for line in done.stdout.splitlines()]


class Transcripts(unittest.TestCase):
    def test_each_response_is_read_as_recorded(self):
        self.assertTrue(TRANSCRIPTS)
        for path in TRANSCRIPTS:
            expected = [json.loads(line) for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
            found = parse(path.read_bytes())
            self.assertEqual(len(found), len(expected), path.name)
            for number, (one, wanted) in enumerate(zip(found, expected), 1):
                with self.subTest(path.name, line=number):
                    self.assertEqual({key: one.get(key) for key in wanted}, wanted)

    def test_the_first_response_is_a_greeting(self):
        for path in TRANSCRIPTS:
            data = path.read_bytes()
            self.assertEqual(parse(data, "--greeting"), parse(data), path.name)

    def test_cut_anywhere(self):
        for path in TRANSCRIPTS:
            data = path.read_bytes()
            whole = parse(data)
            for end in range(0, len(data), max(1, len(data) // 40)):
                found = parse(data[:end])
                incomplete = [one for one in found if one["kind"] == "incomplete"]
                self.assertLessEqual(len(incomplete), 1)
                complete = [one for one in found if one["kind"] != "incomplete"]
                self.assertEqual(complete, whole[:len(complete)], "%s at %d" % (path.name, end))

    def test_in_small_pieces(self):
        for path in TRANSCRIPTS:
            data = path.read_bytes()
            process = subprocess.Popen([PROGRAM, "parse"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for at in range(0, len(data), 7):
                process.stdin.write(data[at:at + 7])
                process.stdin.flush()
            out, _ = process.communicate(timeout=60)
            self.assertEqual([json.loads(line) for line in out.splitlines()], parse(data), path.name)


if __name__ == "__main__":
    if not os.access(PROGRAM, os.X_OK):
        print("SKIP: postrider-imap is not built")
        sys.exit(77)
    unittest.main(verbosity=2)
