#!/usr/bin/python3
"""Everything at once: random changes, offline and online, while connections break and the program is killed.

In the end server, store and view are the same, message by message, and what they should be; then everything is undone
and the mailbox is what it was.

    POSTRIDER_TEST_OPERATIONS=1000 POSTRIDER_TEST_SEED=7 tests/live/tst_storm.py
"""

import datetime
import imaplib
import os
import pathlib
import random
import re
import shutil
import threading
import time

import faultcase
import livecase
from faultcase import proxies

OPERATIONS = int(os.environ.get("POSTRIDER_TEST_OPERATIONS", "100"))
SEED = int(os.environ.get("POSTRIDER_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
# What is left behind of a storm that ended badly: what the list was told, what was said to the server, the cache.
REMAINS = pathlib.Path(os.environ.get("POSTRIDER_TEST_REMAINS", livecase.ROOT / "build" / "storm"))
FOLDERS = ("Storm-one", "Storm-two", "Storm-three")
FLAGS = ("\\Seen", "\\Flagged", "\\Answered", "$Work", "$Todo")
KILLS = 3
CUTS = 0.002  # the chance that a piece of what is said breaks its connection, in each of two ways
# All that Dovecot has but NOTIFY: under that, Dovecot 2.3.19 dies at a COPY or MOVE in whose middle it has news to tell
# ("Panic: file cmd-copy.c: line 113 (fetch_and_copy)"), each time it is tried.
WITHOUT_NOTIFY = ("IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES THREAD=REFS "
                  "THREAD=ORDEREDSUBJECT MULTIAPPEND URL-PARTIAL CATENATE UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED "
                  "I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE "
                  "SNIPPET=FUZZY PREVIEW=FUZZY PREVIEW STATUS=SIZE SAVEDATE LITERAL- METADATA SPECIAL-USE COMPRESS=DEFLATE "
                  "QUOTA ACL RIGHTS=texk")


class Model:
    """What the mailbox should be: in each folder, Message-ID -> flags. No folder has two messages of one Message-ID."""

    def __init__(self, folders):
        self.folders = {name: dict(messages) for name, messages in folders.items()}

    def apply(self, operation):
        kind, folder, target = operation["do"], self.folders[operation["folder"]], operation.get("target")
        for identity in operation["ids"]:
            if kind == "flags":
                added, removed = (set(map(str.lower, operation.get(key, ()))) for key in ("add", "remove"))
                folder[identity] = tuple(sorted(set(folder[identity]) - removed | added))
            elif kind == "copy":
                self.folders[target][identity] = folder[identity]
            elif kind == "move":
                self.folders[target][identity] = folder.pop(identity)
            elif kind == "delete":
                del folder[identity]


class Storm(faultcase.FaultCase):
    """The program under load, the network at its worst, and a hand on its neck."""

    server_options = {"capabilities": WITHOUT_NOTIFY}
    settings = dict(faultcase.FaultCase.settings, connect_timeout_ms=3000, read_timeout_ms=3000)

    def setUp(self):
        self.chance = random.Random(SEED)
        print("seed %d, %d operations" % (SEED, OPERATIONS), flush=True)
        count = max(20, OPERATIONS // 6)
        for folder in FOLDERS:
            with self.server.mailbox() as mailbox:
                for number in range(count):
                    name = "%s-%d" % (folder, number)
                    flags = self.chance.sample(FLAGS, self.chance.randrange(3))
                    when = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(hours=number)
                    mailbox.append(folder, (faultcase.LETTER % (name, name, "parent-of-" + name)).encode(), flags, when)
        self.storm = self.proxy(seed=SEED)
        self.profile = self.cache()
        self.done = []  # [(number in the journal, operation)], acknowledged
        self.pending = None  # asked for, not acknowledged
        self.interrupted = False
        self.kills = self.offline = 0
        self.restart()

    # ---------------------------------------------------------------- the program

    def restart(self):
        self.account = self.probe(self.storm, self.profile, trace=str(self.profile / "trace"))
        self.opened = None
        self.online = True

    def open(self, folder):
        if self.opened == folder:
            return
        since = self.account.mark()
        self.account.ask("open", folder=folder)
        self.account.wait("reset", since=since, folder=folder)
        self.opened = folder

    def known(self, folder):
        """{Message-ID: uid} of the rows that the open folder shows."""
        return {row["id"]: row["uid"] for row in self.account.ask("rows")["rows"] if "uid" in row and row["id"]}

    # ---------------------------------------------------------------- operations

    def choose(self):
        """A random operation that makes sense in the model and in the view."""
        chance = self.chance
        if chance.random() < 0.15 or not self.opened:
            self.open(chance.choice(FOLDERS))
        here = self.model.folders[self.opened]
        there = self.known(self.opened)
        kind = chance.choices(("flags", "move", "copy", "delete"), (60, 22, 10, 8))[0]
        operation = {"do": kind, "folder": self.opened}
        usable = sorted(set(there) & set(here))
        if kind in ("move", "copy"):
            operation["target"] = chance.choice([name for name in FOLDERS if name != self.opened])
            usable = [one for one in usable if one not in self.model.folders[operation["target"]]]
        if not usable:
            return None
        operation["ids"] = chance.sample(usable, min(len(usable), chance.choice((1, 1, 1, 2, 4))))
        operation["uids"] = sorted(there[one] for one in operation["ids"])
        if kind == "flags":
            operation["add"] = chance.sample(FLAGS, chance.randrange(0, 3))
            operation["remove"] = [flag for flag in chance.sample(FLAGS, 1) if flag not in operation["add"]]
        return operation

    def one(self, _step):
        """The next operation that there is something to do for."""
        before, tries = len(self.done), 0
        while len(self.done) == before:
            operation = self.choose()
            if not operation:
                tries += 1
                if tries > 10:  # all that is to be seen is on its way elsewhere
                    self.account.ask("retry")
                    self.online = True
                    time.sleep(0.3)
                self.open(self.chance.choice([name for name in FOLDERS if name != self.opened]))
                continue
            self.pending = operation
            answer = self.account.ask(**{key: value for key, value in operation.items() if key != "ids"})
            self.assertTrue(answer["ok"], "%s: %s" % (operation, answer))
            self.acknowledged(answer["id"], operation)

    def acknowledged(self, number, operation):
        self.pending = None
        if number:
            self.offline += not self.online
            before = str(self.model.folders)
            self.done.append((number, operation))
            self.model.apply(operation)
            operation["changed"] = str(self.model.folders) != before

    def weather(self):
        """Now and then the network changes, or the person goes offline."""
        roll = self.chance.random()
        if roll < (0.05 if self.online else 0.1):
            self.account.ask("offline" if self.online else "retry")
            self.online = not self.online
        elif roll < 0.13:
            self.storm.strike(self.chance.choice(("cut", "truncate")))
        elif roll < 0.18 and self.online:
            self.account.ask("retry")

    def journal(self):
        return self.account.ask("journal", limit=100000)["entries"]

    def came_back(self):
        """Behind a kill: the operation that was under way was either entered or not."""
        self.kills += 1
        self.assert_sane()
        self.restart()
        print("killed behind %d operations, at %s" % (len(self.done), self.pending), flush=True)
        newest = max((entry["id"] for entry in self.journal()), default=0)
        if self.pending and newest > max((number for number, _ in self.done), default=0):
            self.acknowledged(newest, self.pending)
        self.pending = None
        self.interrupted = True

    def under_load(self, steps, work):
        """Calls work() for each step, restarts the server once, and kills the program at moments that nobody chose."""
        kills = set(self.chance.sample(range(len(steps) // 8, len(steps)), KILLS))
        restart = self.chance.randrange(len(steps))
        killer = None
        self.kills = self.offline = 0
        begin, connections = time.monotonic(), len(self.storm.connections)
        for number, step in enumerate(steps):
            if number == restart:
                self.server.stop()
                self.server.start(with_parent=True)
            if number in kills:
                self.bury(killer)
                killer = threading.Timer(self.chance.random() * 0.05, self.account.kill)
                killer.start()
            while True:
                try:
                    self.weather()
                    work(step)
                    break
                except EOFError:
                    self.came_back()
                    if len(self.done) > number and work == self.one:
                        break  # it was entered just before
        self.bury(killer)
        self.assertEqual(self.kills, KILLS)
        self.all_sent()
        connections = self.storm.connections[connections:]
        print("%d steps, %d of them offline, %d kills, %d cuts of %d connections, %.1f seconds" % (
            len(steps), self.offline, self.kills, sum(bool(one.broken) for one in connections), len(connections),
            time.monotonic() - begin), flush=True)

    def bury(self, killer):
        """Waits until a kill has happened."""
        if killer:
            killer.join()
        if self.account.process.poll() is not None:
            self.came_back()

    # ---------------------------------------------------------------- what it should be

    def folders_on_server(self):
        found = {}
        for name in FOLDERS:
            messages = list(self.on_server(name).values())
            # A doubled message must not hide behind its twin.
            found[name] = dict(messages) if len(dict(messages)) == len(messages) else sorted(messages)
        return found

    def details_on_server(self):
        """{folder: {Message-ID: (INTERNALDATE, size, flags)}}"""
        found = {}
        with self.server.mailbox() as mailbox:
            for name in FOLDERS:
                mailbox.imap.select('"%s"' % name, readonly=True)
                _, data = mailbox.imap.fetch("1:*", "(FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
                found[name] = {}
                for item in data:
                    if isinstance(item, tuple):
                        flags = re.search(rb"FLAGS \(([^)]*)\)", item[0]).group(1).decode().split()
                        found[name][item[1].strip()] = (imaplib.Internaldate2tuple(item[0]), re.search(rb"SIZE \d+", item[0]).group(),
                                                        faultcase.flags_of(flags))
        return found

    def settle(self, wanted):
        """The storm is over: nothing waits, nothing failed, and all is as it should be."""
        self.storm.rules = []
        self.account.ask("retry")
        try:
            self.eventually("the mailbox behind it all", lambda: wanted, self.folders_on_server)
            self.assertEqual([entry for entry in self.journal() if entry["state"] not in ("done", "undone")], [])
        except AssertionError:
            self.explain(wanted, self.folders_on_server())
            self.leave_remains()
            raise
        for folder in sorted(FOLDERS, key=lambda one: one != self.opened):  # what is on the screen first
            self.open(folder)
            try:
                self.compare(folder, self.account)
            except AssertionError:
                shown = {name: {} for name in FOLDERS}
                shown[folder] = dict(row for row in self.in_view(self.account).values() if row)
                self.explain({name: wanted[name] if name == folder else {} for name in FOLDERS}, shown)
                self.leave_remains()
                raise
        self.assert_sane()

    def leave_remains(self):
        """For whoever looks for the fault: all that is known."""
        there = REMAINS / ("seed-%d" % SEED)
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(self.profile, there)
        (there / "wire").write_text(self.account.ask("log")["log"])
        print("what is left of it is in %s" % there, flush=True)

    def assert_sane(self):
        self.assertEqual(self.account.events("nonsense") + self.account.events("failed"), [])

    def all_sent(self):
        """Waits while connections go on breaking until nothing is left to be sent, as long as it gets less."""
        self.online = True
        left, give_up = None, 0
        while left != 0:
            self.account.ask("retry")  # does nothing while there is a connection
            waiting = sum(entry["state"] in ("waiting", "running") for entry in self.journal())
            if waiting != left:
                left, give_up = waiting, time.monotonic() + faultcase.TIME_LIMIT
            self.assertLess(time.monotonic(), give_up, "%d entries are not sent" % waiting)
            time.sleep(0.3 + waiting / 500)  # a long list costs time

    def explain(self, wanted, found):
        """Which messages are not as they should be, and all that was done to them."""
        states = {entry["id"]: entry for entry in self.journal()}
        for folder in FOLDERS:
            for identity in sorted(set(wanted[folder]) | set(found[folder])):
                should, does = wanted[folder].get(identity), dict(found[folder]).get(identity)
                if should != does:
                    print("%s in %s: %s, should be %s" % (identity, folder, does, should))
                    for number, operation in self.done:
                        if identity in operation["ids"]:
                            print("    %d %s %s" % (number, states.get(number, {}).get("state"),
                                                    {key: value for key, value in operation.items() if key != "ids"}))

    def test_nothing_is_lost_or_doubled_and_all_can_be_undone(self):
        before = self.details_on_server()
        self.model = Model(self.folders_on_server())
        for folder in FOLDERS:
            since = self.account.mark()
            self.open(folder)
            self.account.wait("synchronised", since=since, folder=folder)
            self.compare(folder, self.account)
        self.storm.rules = [proxies.faults.Rule(how, chance=CUTS, times=0) for how in ("cut", "truncate")]
        begin = time.monotonic()
        self.under_load(range(OPERATIONS), self.one)
        self.settle(self.model.folders)
        self.assertEqual(self.account.end(), 0)
        for folder in FOLDERS:
            self.compare_store(folder, self.storm, self.profile)

        print("server, store and view are what they should be after %.1f seconds" % (time.monotonic() - begin), flush=True)
        self.restart()
        self.storm.rules = [proxies.faults.Rule("cut", chance=CUTS, times=0)]
        self.under_load([number for number, _ in reversed(self.done)], self.undo)
        self.settle({folder: {identity.decode().split(" ")[1]: flags for identity, (_, _, flags) in messages.items()}
                     for folder, messages in before.items()})
        self.assertEqual(self.details_on_server(), before)
        print("all of it undone after %.1f seconds" % (time.monotonic() - begin), flush=True)

    def undo(self, number):
        if self.interrupted:
            self.interrupted = False
            entries = self.journal()
            if any(entry["undoes"] == number or entry["id"] == number and entry["state"] == "undone" for entry in entries):
                return  # entered just before the kill
        if self.chance.random() < 0.1:
            self.open(self.chance.choice(FOLDERS))
        self.offline += not self.online
        answer = self.account.ask("undo", operation=number)
        operation = dict(self.done)[number]
        # What changed nothing, as removing a flag that was not there, has no way back and needs none.
        self.assertTrue(answer["ok"] or not operation["changed"], "%s: %s" % (operation, answer))


if __name__ == "__main__":
    livecase.run()
