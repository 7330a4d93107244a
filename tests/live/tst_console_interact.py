#!/usr/bin/python3
"""Stories of `postrider-imap interact`: the shell for people, on a terminal and without one."""

import os
import signal
import subprocess

import livecase
import scriptedserver
import terminal
from livecase import DONE, NO_CONNECTION, REFUSED, SIGN_IN_REFUSED

PROMPT = r"> $"


class ShellCase(livecase.LiveCase):
    """Gives a story a shell on a terminal, with a history of its own."""

    def environment(self):
        return {"XDG_STATE_HOME": str(self.server.directory / "state"), "LC_ALL": "C.UTF-8", "HOME": str(self.server.directory)}

    def shell(self, *options, **connection):
        on = terminal.Terminal([livecase.program(), *self.connection(**connection), *map(str, options), "interact"],
                               self.environment())
        self.addCleanup(on.close)
        return on

    def needs_editing(self, on):
        if "without libedit" in on.text:
            self.skipTest("this postrider-imap was built without libedit")

    def leave(self, on):
        on.type("\x04")
        self.assertEqual(on.wait(), DONE)


class OnATerminal(ShellCase):
    """What a person sees and types."""

    def test_folders_messages_and_flags(self):
        self.deliver("Shell", "Grüße aus Rom", "Second")
        on = self.shell()
        on.expect(r"alice@localhost> $")
        on.line("list-folders")
        on.expect(r"(?s)Drafts.*\\Drafts.*INBOX.*> $")
        on.line("select-folder Shell")
        on.expect(r"(?s)exists: 2.*alice@localhost Shell \(2\)> $")
        on.line("fetch 1:* FLAGS ENVELOPE")
        on.expect(r"(?s)uid +seq +flags +date +from +subject.*Bob +Grüße aus Rom.*> $")
        on.line(r"add-flags 2 \Flagged $Work")
        on.expect(r"(?s)\\Flagged.*> $")
        on.line("get-flags 2")
        on.expect(r"(?s)\$Work.*> $")
        self.leave(on)

    def test_read_only(self):
        self.deliver("Shell read-only", "One")
        on = self.shell("--read-only", "--folder", "Shell read-only")
        on.expect(r"Shell read-only \(1, read-only\)> $")
        on.line(r"add-flags 1 \Seen")
        on.expect(r"(?s)add-flags: .*read-only.*> $")
        self.leave(on)

    def test_mistakes_and_refusals_do_not_end_it(self):
        on = self.shell()
        on.expect(PROMPT)
        on.line("fly me")
        on.expect(r"(?s)there is no verb \"fly\".*> $")
        on.line("select-folder Nowhere")
        on.expect(r"(?s)select-folder: .*The server says: .*> $")
        on.line("select-folder")
        on.expect(r"(?s)usage: select-folder FOLDER.*> $")
        on.line("quit")
        self.assertEqual(on.wait(), DONE)

    def test_help(self):
        on = self.shell()
        on.expect(PROMPT)
        on.line("help")
        on.expect(r"(?s)folder-status FOLDER \[ITEM\.\.\.\].*quit.*> $")
        on.line("help fetch")
        on.expect(r"(?s)fetch SET ITEM.*> $")
        on.line("fetch --help")
        on.expect(r"(?s)fetch SET ITEM.*> $")
        self.leave(on)

    def test_json(self):
        on = self.shell()
        on.expect(PROMPT)
        on.line("json")
        on.expect(r"(?s)JSON.*> $")
        on.line("folder-exists Drafts")
        on.expect(r'(?s)\{"exists":true,"name":"Drafts"\}.*> $')
        self.leave(on)

    def test_tab_completes_verbs_folders_and_flags(self):
        self.deliver("Tab one/Größe & mehr", "One")
        on = self.shell()
        on.expect(PROMPT)
        self.needs_editing(on)
        on.type("select-fo\t")
        on.expect(r"> select-folder $")
        on.type("Tab\\ one/\t\r")
        on.expect(r"(?s)exists: 1.*Tab one/Größe & mehr \(1\)> $")
        on.type("add-flags 1 \\Fl\t\r")
        on.expect(r"(?s)\\Flagged *\n.*> $")
        on.type("fetch 1 INTER\t\r")
        on.expect(r"(?s)uid +seq +internaldate\n.*20\d\d-.*> $")
        on.type("un\t\t")
        on.expect(r"unselect-folder +unsubscribe-folder")
        on.type("\x15")
        self.leave(on)

    def test_history_is_kept_and_private(self):
        on = self.shell()
        on.expect(PROMPT)
        self.needs_editing(on)
        on.line("folder-exists Drafts")
        on.expect(r"(?s)exists: yes.*> $")
        on.line(" folder-exists Trash")
        on.expect(r"(?s)exists: yes.*> $")
        self.leave(on)
        history = self.server.directory / "state" / "postrider" / "imap-history"
        kept = history.read_text(encoding="utf-8")
        self.assertIn("folder-exists Drafts\n", kept)
        self.assertNotIn("Trash", kept)
        self.assertEqual(history.stat().st_mode & 0o777, 0o600)
        on = self.shell()
        on.expect(PROMPT)
        on.type("\x10")
        on.expect(r"folder-exists Drafts$")
        on.type("\r")
        on.expect(r"(?s)exists: yes.*> $")
        self.leave(on)

    def test_news_appear_above_the_prompt(self):
        self.deliver("News", "There before")
        on = self.shell("--folder", "News")
        on.expect(r"News \(1\)> $")
        self.needs_editing(on)
        on.type("get-fla")
        on.expect(r"get-fla$")
        self.deliver("News", "New")
        on.expect(r"(?s)\* 2 messages\n.*News \(2\)> get-fla$")
        on.line("gs 2")
        on.expect(r"(?s)uid +seq +flags.*> $")
        self.leave(on)

    def test_ctrl_c_forgets_the_line_and_stops_a_verb(self):
        self.deliver("Stop", "One")
        on = self.shell("--folder", "Stop")
        on.expect(PROMPT)
        on.type("nonsense")
        on.expect("nonsense$")
        on.type("\x03")
        on.expect(r"\^C\n.*> $")
        on.line("idle --for 1000")
        on.expect(r"idle --for 1000\n")
        self.deliver("Stop", "Two")
        on.expect(r"2 messages\n")
        on.type("\x03")
        on.expect(r"(?s)Stopped waiting.*> $")
        on.line("folder-status Stop MESSAGES")
        on.expect(r"(?s)messages: 2.*> $")
        self.leave(on)

    def test_another_size_of_the_window(self):
        on = self.shell()
        on.expect(PROMPT)
        self.needs_editing(on)
        on.type("folder-exists Dra")
        on.expect("Dra$")
        on.resize(60, 20)
        on.expect(r"folder-exists Dra$")
        on.line("fts")
        on.expect(r"(?s)exists: yes.*> $")
        self.leave(on)

    def test_keys_of_all_kinds(self):
        """Each leaves a shell that works: keys on an empty line, half a paste, umlauts taken back, a search given up."""
        on = self.shell()
        on.expect(PROMPT)
        for keys in ("\x1b[A\x1b[B\x1b[C\x1b[D\x15", "\t\t", "ü日本\x7f\x7f\x15", "\x01\x05\x0b", "\x12abc\x07\x15", "\x15",
                     "\x1b[200~paste\x1b[201~\x15", "'unclosed\r", "\\\r", "x" * 3000 + "\r", "\x0c", "\x1bb\x1bf", "\x17\x15", "\r"):
            with self.subTest(keys[:20]):
                on.type(keys)
                on.line("folder-exists INBOX")
                on.expect(r"(?s)exists: yes\n.*> $")
        self.leave(on)

    def test_it_ends_with_its_terminal(self):
        on = self.shell()
        on.expect(PROMPT)
        self.assertIn(on.hang_up(), (DONE, -signal.SIGHUP))

    def test_it_leaves_in_order_when_it_is_ended(self):
        log = self.server.directory / "ended.log"
        on = self.shell("--wire-log", log)
        on.expect(PROMPT)
        os.kill(on.pid, signal.SIGTERM)
        self.assertEqual(on.wait(), DONE)
        self.assertIn("LOGOUT", log.read_text(encoding="utf-8"))

    def test_the_password_is_asked_for_and_not_shown(self):
        command = [livecase.program(), "--account", self.url(), "--ca-file", self.details["CA_FILE"], "interact"]
        for password, expected in (("alice-secret", PROMPT), ("wrong-one", r"LoginError|refused|sign")):
            on = terminal.Terminal(command, self.environment())
            self.addCleanup(on.close)
            on.expect(r"Password for alice at localhost: $")
            on.line(password)
            on.expect("(?s)" + expected)
            self.assertNotIn(password, on.text)
            if expected == PROMPT:
                self.leave(on)
            else:
                self.assertEqual(on.wait(), SIGN_IN_REFUSED)


class WhenTheServerGoes(ShellCase):
    """A connection that ends is made again with the next verb."""

    server_class = scriptedserver.ScriptedServer
    server_options = {"faults": ["bye@NOOP"]}

    def test_the_next_verb_connects_again(self):
        on = self.shell("--folder", "INBOX")
        on.expect(r"INBOX \(3\)> $")
        on.line("noop")
        on.expect(r"(?s)noop: .*maintenance.*not connected\)> $")
        on.line("get-flags 1")
        on.expect(r"(?s)Connecting again.*uid +seq +flags.*INBOX \(3\)> $")
        self.leave(on)

    def test_reconnect(self):
        on = self.shell()
        on.expect(PROMPT)
        on.line("reconnect")
        on.expect(PROMPT)
        on.line("folder-exists INBOX")
        on.expect(r"(?s)exists: yes.*> $")
        self.leave(on)


class WithoutATerminal(ShellCase):
    """Then it is like batch, with output for people."""

    def run_shell(self, text, *options, **connection):
        return subprocess.run([livecase.program(), *self.connection(**connection), "interact", *options], input=text,
                              capture_output=True, text=True, timeout=livecase.TIME_LIMIT, env={**os.environ, **self.environment()})

    def test_tables_come_out(self):
        done = self.run_shell("folder-status INBOX MESSAGES\n# nothing\n\nfolder-exists Drafts\n")
        self.assertEqual((done.returncode, done.stderr), (DONE, ""))
        self.assertRegex(done.stdout, r"^messages: \d+\nname: Drafts\nexists: yes\n$")

    def test_json(self):
        done = self.run_shell("folder-exists Drafts\n", "--json")
        self.assertEqual(done.stdout, '{"exists":true,"name":"Drafts"}\n')

    def test_the_first_failure_gives_the_status(self):
        done = self.run_shell("folder-status Nowhere\nfly\nfolder-exists Drafts\n")
        self.assertEqual(done.returncode, REFUSED)
        self.assertEqual(len(done.stderr.splitlines()), 2)
        self.assertIn("exists: yes", done.stdout)

    def test_no_connection(self):
        port, = livecase.mailserver.free_ports(1)
        done = self.run_shell("noop\n", url=self.url(port=port))
        self.assertEqual(done.returncode, NO_CONNECTION)
        self.assertEqual(done.stdout, "")
        self.assertEqual(len(done.stderr.splitlines()), 1)


if __name__ == "__main__":
    livecase.run()
