#!/usr/bin/python3
"""The manual pages name every option, verb and exit status that the programs have, and none that they do not have."""

import gzip
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

DOCUMENTS = pathlib.Path(os.environ["DOCUMENTS"])


def page(name):
    """A manual page as it is installed, in its source."""
    return gzip.decompress((DOCUMENTS / (name + ".gz")).read_bytes()).decode("utf-8")


def said(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=True, timeout=60).stdout


def options_of_help(text):
    """{option: name of its value, or ""} of a --help, where options begin a line or follow a comma."""
    found = {}
    for line in text.splitlines():
        match = re.match(r" {2}(-{1,2}\w.*?)(\s{2,}.*)?$", line)
        for part in match.group(1).split(", ") if match else ():
            option, _, value = part.strip().partition(" ")
            found[option] = value.strip("<>")
    return found


def options_of_page(text):
    """The same of an mdoc page: ".It Fl Fl profile Ar folder"."""
    found = {}
    for line in re.findall(r"^\.It (Fl .*)$", text, re.M):
        for part in line.split(" , "):
            match = re.fullmatch(r"((?:Fl )+)(\S+)(?: Ar (\S+))?", part)
            found["-" * match.group(1).count("Fl ") + match.group(2)] = match.group(3) or ""
    return found


def rendered(name):
    """The page as people see it, on very wide paper, without bold and underlines."""
    with tempfile.NamedTemporaryFile("w", suffix=".1", encoding="utf-8") as file:
        file.write(page(name))
        file.flush()
        environment = dict(os.environ, MANWIDTH="1000", LC_ALL="C.UTF-8", MANPAGER="cat", GROFF_NO_SGR="1")
        done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", file.name], capture_output=True,
                              encoding="utf-8", check=True, env=environment, timeout=60)
    return re.sub(r".\x08", "", done.stdout), done.stderr


class Manuals(unittest.TestCase):
    maxDiff = None

    @unittest.skipUnless("POSTRIDER" in os.environ, "the desktop program is not built")
    def test_postrider_has_every_option(self):
        offered = options_of_help(said(os.environ["POSTRIDER"], "--help"))
        self.assertIn("--account", offered)
        self.assertEqual(options_of_page(page("postrider.1")), offered)

    def test_postrider_imap_has_every_option(self):
        offered = options_of_help(said(os.environ["POSTRIDER_IMAP"], "--help").split("\nVerbs:\n")[0])
        self.assertIn("--account", offered)
        written = options_of_page(page("postrider-imap.1"))
        for of_the_program in ("-h", "--help", "--version"):
            written.pop(of_the_program)
        self.assertEqual(written, offered)

    def test_the_synopsis_has_every_option_of_postrider(self):
        source = page("postrider.1")
        synopsis = source.split(".Sh SYNOPSIS")[1].split(".Sh")[0]
        for option in options_of_page(source):
            if option.startswith("--"):
                self.assertIn("Fl Fl " + option[2:], synopsis)

    def test_versions(self):
        for name, program in (("postrider.1", "POSTRIDER"), ("postrider-imap.1", "POSTRIDER_IMAP")):
            if program in os.environ:
                version = said(os.environ[program], "--version").split()[1]
                self.assertIn('.Os "Postrider %s"' % version, page(name))

    @unittest.skipUnless(shutil.which("man"), "man is not installed")
    def test_every_verb_is_seen_with_what_it_takes(self):
        text, complaints = rendered("postrider-imap.1")
        self.assertEqual(complaints, "")
        words = " ".join(text.split())
        verbs = re.findall(r"^  (\S.*)\n      (.+)$", said(os.environ["POSTRIDER_IMAP"], "--help").split("Verbs:\n")[1], re.M)
        self.assertGreater(len(verbs), 50)
        for usage, summary in verbs:
            self.assertIn(" ".join(usage.split()), words)
            self.assertIn(" ".join(summary.split())[1:], words)

    @unittest.skipUnless(shutil.which("man"), "man is not installed")
    def test_the_desktop_program_s_page_is_seen_whole(self):
        text, complaints = rendered("postrider.1")
        self.assertEqual(complaints, "")
        for seen in ("imap+exec:ssh host /usr/lib/dovecot/imap", "--password-command command", "EXIT STATUS"):
            self.assertIn(seen, text)

    def test_every_exit_status(self):
        told = re.search(r"Exit status: (.*)", said(os.environ["POSTRIDER_IMAP"], "--help"), re.S).group(1)
        statuses = re.findall(r"\b(\d) ", told)
        self.assertEqual(statuses, ["0", "1", "2", "3", "4", "5"])
        written = page("postrider-imap.1").split(".Sh EXIT STATUS")[1].split(".Sh")[0]
        self.assertEqual(re.findall(r"^\.It (\d)$", written, re.M), statuses)


if __name__ == "__main__":
    unittest.main(verbosity=2)
