#!/usr/bin/python3
"""Gmail's labels on the rows of a folder: shown, given, taken off and undone by oneself, and by others meanwhile."""

import re
import types

import faultcase
import livecase
import scriptedserver


class Labels(faultcase.FaultCase):
    """One account of Gmail; each story has a folder of its own."""

    server_class = scriptedserver.ScriptedServer
    server_options = {"behave": "gmail"}

    def opened(self, folder, cache=None):
        """An account that has the folder open and in step."""
        probe = self.probe(types.SimpleNamespace(port=int(self.details["PORT_IMAPS"])), cache)
        probe.ask("open", folder=folder)
        probe.wait("synchronised", folder=folder)
        return probe

    @staticmethod
    def shown(probe):
        """{uid: labels} as the list shows them; None where a row is not known."""
        return {row.get("uid"): row.get("labels") for row in probe.ask("rows")["rows"]}

    def label_elsewhere(self, folder, uid, change):
        """As another program does it: change is "+X-GM-LABELS (Name)"."""
        with self.server.mailbox() as mailbox:
            mailbox.imap.select('"%s"' % folder)
            self.assertEqual(mailbox.imap.uid("STORE", str(uid), *change.split(" ", 1))[0], "OK")

    def on_the_server(self, folder):
        """{uid: labels} as the server tells them; names that need no quotes only."""
        with self.server.mailbox() as mailbox:
            mailbox.imap.select('"%s"' % folder, readonly=True)
            _, data = mailbox.imap.uid("FETCH", "1:*", "(UID X-GM-LABELS)")
        found = [re.search(rb"UID (\d+).*X-GM-LABELS \(([^)]*)\)|X-GM-LABELS \(([^)]*)\).*UID (\d+)", line) for line in data]
        return {int(one[1] or one[4]): sorted((one[2] or one[3] or b"").decode().replace('"', "").split()) for one in found}

    def await_labels(self, probe, wanted):
        self.eventually("labels", lambda: wanted, lambda: self.shown(probe))

    def await_state(self, probe, entry, state):
        self.eventually("state of the entry", lambda: state, lambda: {
            one["id"]: one["state"] for one in probe.ask("journal", limit=100)["entries"]}[entry])

    def test_they_come_with_the_rows(self):
        self.await_labels(self.opened("INBOX"), {1: ["\\Important"], 2: ["Rechnungen/Grüße & mehr"], 3: ["\\Starred"]})

    def test_given_and_taken_back(self):
        self.letters("Given", "given-1", "given-2")
        probe = self.opened("Given")
        self.await_labels(probe, {1: [], 2: []})
        entry = probe.ask("label", folder="Given", uids=[1, 2], add=["Neu"])["id"]
        self.await_labels(probe, {1: ["Neu"], 2: ["Neu"]})
        self.await_state(probe, entry, "done")
        self.assertEqual(self.on_the_server("Given"), {1: ["Neu"], 2: ["Neu"]})
        self.assertEqual(self.shown(probe), {1: ["Neu"], 2: ["Neu"]})
        # The label is a folder from now on, where they are, too.
        self.await_labels(self.opened("Neu"), {1: ["Given"], 2: ["Given"]})
        back = probe.ask("undo", operation=entry)["id"]
        self.await_labels(probe, {1: [], 2: []})
        self.await_state(probe, back, "done")
        self.assertEqual(self.on_the_server("Given"), {1: [], 2: []})

    def test_changed_elsewhere(self):
        self.letters("Elsewhere", "elsewhere-1")
        cache = self.cache()
        probe = self.opened("Elsewhere", cache)
        self.await_labels(probe, {1: []})
        # The server tells that something changed, and not what.
        self.label_elsewhere("Elsewhere", 1, "+X-GM-LABELS (Fern)")
        self.await_labels(probe, {1: ["Fern"]})
        self.assertEqual(probe.end(), 0, probe.said())
        self.label_elsewhere("Elsewhere", 1, "X-GM-LABELS (Elsewhere Anders)")
        self.await_labels(self.opened("Elsewhere", cache), {1: ["Anders"]})


if __name__ == "__main__":
    livecase.run()
