#!/usr/bin/python3
"""The sample mail is the same each time, and is mail: every letter can be read, but for the few that are broken on purpose."""

import datetime
import email
import email.policy
import sys
import unittest

import livecase

sys.path.insert(0, str(livecase.ROOT / "packaging" / "samplemail"))

import make_samples  # noqa: E402

NOW = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.timezone.utc)


class Samples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.letters = make_samples.letters(NOW)
        cls.parsed = [email.message_from_bytes(one.bytes(), policy=email.policy.default) for one in cls.letters]

    def test_they_are_the_same_each_time(self):
        again = make_samples.letters(NOW)
        self.assertEqual([one.bytes() for one in self.letters], [one.bytes() for one in again])

    def test_none_is_from_the_future(self):
        self.assertLessEqual(max(one.when for one in self.letters), NOW)

    def test_lines_are_short_enough_for_mail(self):
        for one in self.letters:
            self.assertLessEqual(max(map(len, one.bytes().split(b"\r\n"))), 998, one.subject)

    def test_every_text_can_be_read(self):
        for one, parsed in zip(self.letters, self.parsed):
            if one.raw:
                continue
            with self.subTest(one.subject):
                self.assertEqual(" ".join(str(parsed["Subject"] or "").split()), " ".join(one.subject.split()))
                for part in parsed.walk():
                    if part.get_content_maintype() == "text" and not part.get_filename():
                        self.assertNotIn("\ufffd", part.get_content())

    def test_many_charsets_and_shapes(self):
        charsets = {part.get_content_charset() for parsed in self.parsed for part in parsed.walk()}
        self.assertGreaterEqual(len(charsets), 17)
        types = {part.get_content_type() for parsed in self.parsed for part in parsed.walk()}
        for wanted in ("multipart/alternative", "multipart/related", "multipart/signed", "multipart/report", "message/rfc822",
                       "image/png", "application/pdf", "text/calendar"):
            self.assertIn(wanted, types)

    def test_replies_name_what_they_answer(self):
        known = {one.message_id for one in self.letters}
        for one in self.letters:
            self.assertLessEqual(set(one.references), known)


if __name__ == "__main__":
    livecase.run()
