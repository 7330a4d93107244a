#!/usr/bin/python3
"""Stories of `postrider-imap batch`: many verbs on one connection, and what becomes of errors among them."""

import json
import subprocess

import livecase
from livecase import DONE, REFUSED, USAGE, field


class Batch(livecase.LiveCase):
    """A file of verbs, as a script has it."""

    def batch(self, *lines, status=DONE, options=()):
        found = livecase.run_program(*self.connection(), *options, "batch", stdin="\n".join(lines) + "\n")
        self.assertEqual(found.status, status, found.stderr)
        return found

    def errors(self, found):
        return [json.loads(line) for line in found.stderr.splitlines()]

    def test_results_come_in_order_on_one_connection(self):
        log = self.server.directory / "batch.log"
        self.deliver("Order", "One", "Two")
        found = self.batch("# what is there", "", "folder-status Order MESSAGES", "   ", "select-folder Order",
                           "fetch 2 ENVELOPE", "get-flags 1", options=["--wire-log", log])
        self.assertEqual([sorted(line)[0] for line in found.lines], ["messages", "exists", "envelope", "flags"])
        self.assertEqual(found.stderr, "")
        self.assertEqual(log.read_text(encoding="utf-8").count(" AUTHENTICATE "), 1)

    def test_quoting(self):
        name = "It's a \"fold\\er\" & Größe # 1"
        self.batch("create-folder 'It'\\''s a \"fold\\er\" & Größe # 1'", "# done",
                   "folder-status \"It's a \\\"fold\\\\er\\\" & Größe # 1\" MESSAGES # counts")
        self.assertIn(name, [field(line, "name") for line in self.imap("list-folders").lines])

    def test_flags_need_quotes_as_in_a_shell(self):
        self.deliver("Quoted flags", "One")
        found = self.batch("select-folder 'Quoted flags'", "add-flags 1 '\\Seen' \"\\Flagged\" \\\\Draft")
        self.assertTrue({"\\Seen", "\\Flagged", "\\Draft"} <= set(field(found.lines[-1], "flags")), found.lines)

    def test_a_refusal_does_not_stop_it(self):
        found = self.batch("folder-status Nowhere MESSAGES", "folder-status INBOX MESSAGES", "nonsense 'x",
                           "select-folder INBOX", status=REFUSED)
        self.assertEqual(len(found.lines), 2)
        refused, nonsense = self.errors(found)
        self.assertEqual((refused["error"], refused["line"]), ("CommandError", 1))
        self.assertTrue(refused["server"])
        self.assertEqual((nonsense["error"], nonsense["line"]), ("UsageError", 3))

    def test_the_first_failure_gives_the_status(self):
        self.batch("fly", "folder-status Nowhere MESSAGES", status=USAGE)
        self.batch("folder-status Nowhere MESSAGES", "folder-exists", status=REFUSED)

    def test_no_verbs_at_all(self):
        self.assertEqual(self.batch("# nothing").lines, [])
        self.assertEqual(livecase.run_program(*self.connection(), "batch", stdin="").status, DONE)

    def test_the_last_line_needs_no_end(self):
        found = livecase.run_program(*self.connection(), "batch", stdin="noop\nwelcome")
        self.assertTrue(found.field("welcome", -1))

    def test_messages_are_not_taken_from_the_verbs(self):
        found = self.batch("append INBOX -", "folder-exists Drafts", status=USAGE)
        self.assertEqual([line["exists"] for line in found.lines], [True])

    def test_the_folder_of_the_options_is_selected_first(self):
        self.deliver("First", "One")
        found = self.batch("fetch 1 UID", options=["--folder", "First"])
        self.assertEqual(found.field("uid"), 1)

    def test_another_program_can_talk_with_it(self):
        """Each answer comes before the next question is asked."""
        process = subprocess.Popen([livecase.program(), *self.connection(), "batch"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        for folder in ("Drafts", "Sent", "Trash"):
            process.stdin.write("folder-exists %s\n" % folder)
            process.stdin.flush()
            self.assertEqual(json.loads(process.stdout.readline()), {"exists": True, "name": folder})
        process.stdin.close()
        self.assertEqual(process.wait(livecase.TIME_LIMIT), DONE)


class WithoutServer(livecase.unittest.TestCase):
    """What is wrong before a connection is made."""

    def setUp(self):
        if not livecase.program():
            self.skipTest("postrider-imap is not built")

    def test_batch_takes_no_arguments(self):
        found = livecase.run_program("--account", "imaps://a@localhost", "batch", "file")
        self.assertEqual((found.status, found.error["error"]), (USAGE, "UsageError"))

    def test_every_verb_has_help(self):
        for verb in sorted(livecase.known_verbs()):
            said = subprocess.run([livecase.program(), verb, "--help"], capture_output=True, text=True)
            self.assertEqual(said.returncode, DONE, verb)
            self.assertIn(verb, said.stdout)
            self.assertEqual(said.stderr, "")

    def test_help_with_a_verb_is_the_same(self):
        said = [subprocess.run([livecase.program(), *words], capture_output=True, text=True).stdout
                for words in (("help", "fetch"), ("fetch", "--help"))]
        self.assertEqual(*said)


if __name__ == "__main__":
    livecase.run()
