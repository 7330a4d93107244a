#!/usr/bin/python3
"""A connection that breaks, at each stage and in each way: the account says so, comes back by itself, and nothing is lost."""

import concurrent.futures
import pathlib
import shutil
import subprocess
import tempfile

import desktopcase
import faultcase
import livecase
from faultcase import proxies

Rule = proxies.faults.Rule
# Where each stage is for the proxy, once for "the server gets it" and once for "its answer comes".
STAGES = {
    "greeting": ({"at": 0}, {"at": 9}),
    "capability": ({"answer": r"\[CAPABILITY"}, {"answer": r"\[CAPABILITY IMAP4rev1 SASL"}),
    "sign-in": ({"command": "AUTHENTICATE"}, {"command": "AUTHENTICATE", "when": "after", "offset": 5}),
    "list": ({"command": "LIST"}, {"command": "LIST", "when": "after", "offset": 30}),
    "select": ({"command": "SELECT"}, {"command": "SELECT", "when": "after", "offset": 40}),
    "window": ({"command": "FETCH"}, {"answer": r"FETCH \([^{]*\{\d+\}\r\n", "offset": 7}),
    "idle": ({"command": "IDLE"}, {"command": "IDLE", "when": "after", "offset": 3}),
    "store": ({"command": "UID STORE"}, {"command": "UID STORE", "when": "after", "offset": 6}),
}
FLAGGED = "\\Flagged"


class EachStage(faultcase.FaultCase):
    """Cut, truncated, stalled, throttled: wherever it happens, in the end server, store and view are the same."""

    def break_at(self, stage, action, where, folder):
        self.letters(folder, *["%s-%d" % (folder, number) for number in range(12)])
        proxy = self.proxy(Rule(action, rate=4000, **where))
        cache = self.cache()
        probe = self.probe(proxy, cache)
        begin = probe.mark()
        probe.ask("open", folder=folder)
        if stage in ("idle", "store") or action == "throttle":
            probe.wait("synchronised", folder=folder)
        first, second = sorted(self.on_server(folder))[:2]
        self.assertTrue(probe.ask("flags", folder=folder, uids=[first], add=[FLAGGED])["ok"])
        if stage == "idle" and action == "stall":
            # Nobody expects a word from a server that idles: somebody has to ask.
            probe.ask("check")
        if action != "throttle":
            lost = probe.wait("connection", since=begin, state="waiting")
            self.assertIn(lost["error"], ("AbortError", "ProtocolError"))
            self.assertRegex(lost["message"], r"\w+ \w+", "it says what happened")
            self.assertGreater(lost["retry_ms"], 0)
        probe.wait("synchronised", since=begin, folder=folder)
        self.assertTrue(probe.ask("flags", folder=folder, uids=[second], add=[FLAGGED])["ok"])
        self.letters(folder, folder + "-new")
        self.eventually("%s %s: what was marked here is on the server" % (action, stage), lambda: [True, True],
                        lambda: [FLAGGED.lower() in self.on_server(folder)[uid][1] for uid in (first, second)])
        found = self.compare(folder, probe)
        self.assertEqual(len(found), 13)
        # The last of them is IDLE, which begins when nothing else is to be done.
        self.eventually("%s %s: the fault was met" % (action, stage), list, lambda: proxy.rules)
        self.assertEqual(probe.events("nonsense"), [])
        self.assertEqual(probe.events("failed"), [])
        self.assertEqual(probe.end(), 0, probe.said())
        self.compare_store(folder, proxy, cache)

    def break_everywhere(self, action):
        cases = [(stage, which, where) for stage, both in STAGES.items() for which, where in zip("before within".split(), both)]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            running = {pool.submit(self.break_at, stage, action, where, "%s-%s-%s" % (action, stage, which)): (stage, which)
                       for stage, which, where in cases}
            for one in concurrent.futures.as_completed(running):
                with self.subTest("%s %s %s" % (action, *running[one])):
                    one.result()

    def test_cut(self):
        self.break_everywhere("cut")

    def test_truncated(self):
        self.break_everywhere("truncate")

    def test_stalled(self):
        self.break_everywhere("stall")

    def test_throttled(self):
        self.break_everywhere("throttle")


class Words(desktopcase.DesktopCase):
    """The window says it in words that name what to do, and goes on by itself."""

    def test_each_stage(self):
        for stage, (before, within) in STAGES.items():
            if stage == "store":
                continue  # that takes a hand on the window
            with self.subTest(stage):
                self.say_and_return(stage, Rule("truncate" if stage in ("greeting", "select") else "cut", **(within or before)))

    def say_and_return(self, stage, rule):
        keys = self.server.directory / "tls"
        folder = "Words-" + stage
        self.deliver(folder, "One", "Two")
        with proxies.Proxy(self.server.options.port_imap, (keys / "good.crt", keys / "good.key"), rules=[rule]) as proxy:
            profile = tempfile.TemporaryDirectory(prefix="pr-profile-")
            self.addCleanup(profile.cleanup)
            self.profile = pathlib.Path(profile.name)
            program = self.launch(self.url(port=proxy.port), folder=folder)
            lost = program.wait("disconnected")
            self.assertRegex(lost["reason"], r"^\S.*\. .+\.$", "a sentence on what happened and one on what comes")
            self.assertIn("connects again by itself", lost["reason"])
            program.wait("connected", since=lost["ms"])
            program.wait("synchronised", since=lost["ms"], folder=folder)
            since = program.now()
            self.deliver(folder, "Three")
            program.wait("update-shown", since=since, what="new", uid=3)
            self.assertEqual(program.end(), 0)


class FullDisk(faultcase.FaultCase):
    """No room for the cache: said, survived, and over when there is room again."""

    def small_disk(self, megabytes):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="pr-disk-"))
        self.addCleanup(shutil.rmtree, folder, True)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dm" % megabytes, "tmpfs", str(folder)],
                                 capture_output=True, text=True)
        if mounted.returncode:
            self.skipTest("no small file system can be mounted here: " + mounted.stderr.strip())
        self.addCleanup(subprocess.run, ["umount", "-l", str(folder)])
        return folder

    def test_what_was_acknowledged_is_done(self):
        disk = self.small_disk(4)
        self.letters("Full", *["full-%d" % number for number in range(30)])
        proxy = self.proxy()
        cache = disk / "cache"
        cache.mkdir()
        probe = self.probe(proxy, cache)
        probe.ask("open", folder="Full")
        probe.wait("synchronised")
        self.compare("Full", probe)
        filler = disk / "filler"
        try:
            with open(filler, "wb", 0) as full:
                while True:
                    full.write(bytes(4096))
        except OSError:
            pass
        uids = sorted(self.on_server("Full"))
        answers = {uid: probe.ask("flags", folder="Full", uids=[uid], add=[FLAGGED]) for uid in uids}
        refused = [uid for uid, answer in answers.items() if not answer["ok"]]
        self.assertTrue(refused, "four megabytes are not enough for everything")
        for uid in refused:
            self.assertRegex(answers[uid]["message"], r"no room left on the disk", answers[uid])
        filler.unlink()
        # What was not taken then is taken now, and nothing of it is lost or was made up.
        for uid in refused[::2]:
            self.assertTrue(probe.ask("flags", folder="Full", uids=[uid], add=[FLAGGED])["ok"])
        wanted = set(uids) - set(refused[1::2])
        self.eventually("marks on the server", lambda: wanted,
                        lambda: {uid for uid, (_, flags) in self.on_server("Full").items() if FLAGGED.lower() in flags})
        self.letters("Full", "full-new")
        self.compare("Full", probe)
        self.assertEqual(probe.end(), 0, probe.said())
        self.compare_store("Full", proxy, cache)


if __name__ == "__main__":
    livecase.run()
