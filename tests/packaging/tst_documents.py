#!/usr/bin/python3
"""What is made for the packages is made of whatever sources there are."""

import os
import pathlib
import sys
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import documents


class Moment(unittest.TestCase):
    def test_where_there_is_no_git(self):
        """Nothing but this asks for it, so that a bare system builds what it was given."""
        with mock.patch.dict(os.environ, {"PATH": "", "SOURCE_DATE_EPOCH": ""}):
            self.assertEqual(int(documents.moment().timestamp()), int((ROOT / "CHANGELOG.md").stat().st_mtime))

    def test_the_builder_may_say_it(self):
        with mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": "1700000000"}):
            self.assertEqual(documents.moment().isoformat(), "2023-11-14T22:13:20+00:00")


if __name__ == "__main__":
    unittest.main(verbosity=2)
