#!/usr/bin/python3
"""Two programs on one profile: the second hands over to the first, whatever state that is in, and ends."""

import json
import os
import pathlib
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = os.environ.get("POSTRIDER", "")
SKIPPED = 77
TIME_LIMIT = 60  # of a machine that builds beside this


def until(seen, what):
    """The first true value of seen()."""
    give_up = time.monotonic() + TIME_LIMIT
    while time.monotonic() < give_up:
        value = seen()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(what)


class OneProgram(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pr-one-")
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        (self.home / "run").mkdir(mode=0o700)
        self.environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=str(self.home / "run"))

    def command(self, *arguments, profile="profile"):
        return [PROGRAM, "--profile", str(self.home / profile), *arguments]

    def start(self, *arguments, profile="profile"):
        timeline = self.home / ("timeline-%d" % time.monotonic_ns())
        process = subprocess.Popen(self.command("--timeline", str(timeline), *arguments, profile=profile),
                                   stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=self.environment, text=True)
        process.timeline = timeline
        self.addCleanup(self.stop, process)
        return process

    def first(self, *arguments, profile="profile"):
        """A program that is up and listens."""
        process = self.start(*arguments, profile=profile)
        until(lambda: self.socket(profile) and self.events(process), "the first program did not come up")
        return process

    def second(self, *arguments, profile="profile"):
        return subprocess.run(self.command(*arguments, profile=profile), stdin=subprocess.DEVNULL, env=self.environment,
                              capture_output=True, text=True, timeout=TIME_LIMIT)

    def socket(self, profile="profile"):
        lock = self.home / profile / "postrider.lock"
        return lock.read_text().strip() if lock.exists() else ""

    @staticmethod
    def stop(process):
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            try:
                process.wait(TIME_LIMIT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        process.stderr.close()

    @staticmethod
    def events(process, name=None):
        if not process.timeline.exists():
            return []
        lines = [line for line in process.timeline.read_text().splitlines(True) if line.endswith("\n")]
        return [event for event in map(json.loads, lines) if name in (None, event["event"])]

    def asked(self, process, count):
        return until(lambda: self.events(process, "asked-again")[count - 1:count], "the first was not asked")[0]

    def say(self, line):
        """What the first program answers to a line from whoever."""
        with socket.socket(socket.AF_UNIX) as other:
            other.settimeout(TIME_LIMIT)
            other.connect(self.socket())
            other.sendall(line)
            other.shutdown(socket.SHUT_WR)
            return other.makefile("rb").readline()

    def test_the_second_hands_over_and_ends(self):
        first = self.first()
        second = self.second("--folder", "Grüße/2024")
        self.assertEqual((second.returncode, second.stdout), (0, ""))
        self.assertIn("works with the profile %s already" % (self.home / "profile"), second.stderr)
        self.assertEqual(second.stderr.count("\n"), 1)
        self.assertEqual(self.asked(first, 1)["folder"], "Grüße/2024")
        self.assertEqual(self.second().returncode, 0)
        self.assertEqual(self.asked(first, 2)["folder"], "")
        self.assertIsNone(first.poll())

    def test_however_the_profile_is_named(self):
        self.first()
        (self.home / "link").symlink_to(self.home / "profile")
        self.assertEqual(self.second(profile="link").returncode, 0)
        self.assertEqual(self.second(profile="run/../profile").returncode, 0)

    def test_only_the_user_may_speak_to_it(self):
        self.first()
        self.assertEqual(stat.S_IMODE(os.stat(self.socket()).st_mode) & 0o077, 0)
        self.assertEqual(stat.S_IMODE(os.stat(self.home / "profile").st_mode) & 0o077, 0)

    def test_other_profiles_are_independent(self):
        first = self.first()
        other = self.first(profile="other")
        self.assertNotEqual(self.socket(), self.socket("other"))
        self.assertEqual(self.second(profile="other").returncode, 0)
        self.asked(other, 1)
        self.assertEqual(self.events(first, "asked-again"), [])

    def test_a_crash_leaves_nothing_in_the_way(self):
        first = self.first()
        path = self.socket()
        first.kill()
        first.wait()
        self.assertTrue(os.path.exists(path))
        self.first()
        self.assertEqual(self.second().returncode, 0)

    def test_a_crash_of_one_whose_number_another_has(self):
        """In containers process numbers begin anew, so the number of who crashed says nothing."""
        first = self.first()
        first.kill()
        first.wait()
        lock = self.home / "profile" / "postrider.lock"
        lock.write_text("%d\npostrider\n%s\n" % (os.getpid(), os.uname().nodename))
        self.first()
        self.assertTrue(lock.read_text().startswith("/"))

    def test_what_is_no_socket_is_not_removed(self):
        (self.home / "profile").mkdir()
        kept = self.home / "postrider-letters"
        kept.write_text("Dear Ann")
        (self.home / "profile" / "postrider.lock").write_text("%s\n" % kept)
        self.first()
        self.assertEqual(kept.read_text(), "Dear Ann")

    def places(self, runtime, profile, temporary="tmp"):
        """Where the first listens if these are its folders."""
        (self.home / temporary).mkdir(parents=True, exist_ok=True)
        self.environment.update(XDG_RUNTIME_DIR=str(runtime), TMPDIR=str(self.home / temporary))
        self.first(profile=profile)
        self.assertEqual(self.second(profile=profile).returncode, 0)
        path = self.socket(profile)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode) & 0o077, 0)
        return pathlib.Path(path)

    def test_a_session_without_a_folder(self):
        (self.home / "none").write_text("")
        self.assertEqual(self.places(self.home / "none", "a").parent, self.home / "a")

    def test_a_session_folder_that_others_may_enter(self):
        (self.home / "open").mkdir(mode=0o755)
        os.chmod(self.home / "open", 0o755)
        self.assertEqual(self.places(self.home / "open", "a").parent, self.home / "a")

    def test_paths_too_long_for_a_socket(self):
        long = self.home / ("x" * 100)
        long.mkdir(mode=0o700)
        place = self.places(long, "y" * 100).parent
        self.assertEqual(place.parent, self.home / "tmp")
        self.assertEqual(stat.S_IMODE(os.stat(place).st_mode) & 0o077, 0)
        # Letters that take several bytes count as such.
        (self.home / "none").write_text("")
        place = self.places(self.home / "none", "ß" * 50, "ä" * 40).parent
        self.assertEqual(place.parent, pathlib.Path("/tmp"))

    def test_after_a_proper_end_nothing_is_left(self):
        first = self.first()
        path = self.socket()
        first.terminate()
        self.assertEqual(first.wait(TIME_LIMIT), 0)
        self.assertFalse(os.path.exists(path))
        self.assertEqual(self.socket(), "")
        self.assertEqual(list((self.home / "run").iterdir()), [])

    def test_who_is_busy_comes_later(self):
        first = self.first()
        first.send_signal(signal.SIGSTOP)
        second = self.second("--folder", "Later")
        self.assertEqual(second.returncode, 0)
        self.assertIn("busy", second.stderr)
        first.send_signal(signal.SIGCONT)
        self.assertEqual(self.asked(first, 1)["folder"], "Later")

    def test_one_who_is_about_to_end_is_waited_for(self):
        first = self.first()
        first.send_signal(signal.SIGSTOP)
        second = self.start()
        first.kill()
        until(lambda: self.events(second), "the second did not take the place of the first")
        self.assertIsNone(second.poll())

    def test_many_at_once_leave_one(self):
        programs = [self.start() for _ in range(5)]
        until(lambda: sum(program.poll() is None for program in programs) == 1, "more than one is left")
        self.assertEqual(sorted(program.poll() or 0 for program in programs), [0] * 5)
        self.assertEqual(self.second().returncode, 0)

    def test_an_account_of_the_command_line_needs_its_own_profile(self):
        self.first()
        second = self.second("--account", "imaps://ann@mail.example.org", "--password-command", "false")
        self.assertEqual(second.returncode, 2)
        self.assertIn("--profile", second.stderr)

    def test_an_older_or_newer_program_asks(self):
        first = self.first()
        self.assertTrue(json.loads(self.say(b'{"postrider": "99.1", "folder": "X", "mood": ["new"]}\n'))["ok"])
        self.assertEqual(self.asked(first, 1)["folder"], "X")
        self.assertTrue(json.loads(self.say(b"raise\n"))["ok"])
        self.asked(first, 2)

    def test_an_older_or_newer_program_answers(self):
        self.first()
        path = str(self.home / "run" / "fake")
        with socket.socket(socket.AF_UNIX) as fake:
            fake.bind(path)
            fake.listen()
            (self.home / "profile" / "postrider.lock").write_text(path + "\n")
            for answer, status, words in ((b'{"postrider": "99", "ok": true, "mood": 1}\n', 0, "already"),
                                          (b'{"ok": false, "why": "Not today."}\n', 2, "Not today."),
                                          (b'{"ok": false}\n', 2, "refused"),
                                          (b'{"done": 1}\n', 0, "already")):
                second = self.start()
                connection, _ = fake.accept()
                with connection:
                    self.assertIn(b"postrider", connection.makefile("rb").readline())
                    connection.sendall(answer)
                    self.assertEqual(second.wait(TIME_LIMIT), status)
                self.assertIn(words, second.stderr.read())

    def test_noise_does_no_harm(self):
        first = self.first()
        with socket.socket(socket.AF_UNIX) as other:
            other.connect(self.socket())
            try:
                for _ in range(100):
                    other.sendall(b"x" * 65536)
            except OSError:
                pass  # it hung up
        with socket.socket(socket.AF_UNIX) as other:
            other.connect(self.socket())
        self.assertEqual(self.second().returncode, 0)
        self.asked(first, 1)
        self.assertIsNone(first.poll())

    def test_no_place_for_a_profile(self):
        (self.home / "file").write_text("")
        second = self.second(profile="file/profile")
        self.assertEqual(second.returncode, 2)
        self.assertIn("cannot be made", second.stderr)


if __name__ == "__main__":
    if not os.access(PROGRAM, os.X_OK):
        print("skipped: postrider is not built")
        sys.exit(SKIPPED)
    unittest.main()
