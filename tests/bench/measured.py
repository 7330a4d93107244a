"""The desktop program as it is measured: on a screen, behind a proxy, with its memory and time read from the kernel."""

import os
import pathlib
import statistics
import time

import desktopcase

# Nothing on the wire and nothing in the timeline for so long: it has done what it does by itself.
QUIET = 1.5


def tree(pid):
    """The process and all that it started."""
    found = [pid]
    for task in pathlib.Path("/proc/%d/task" % pid).glob("*/children"):
        try:
            found += [one for child in task.read_text().split() for one in tree(int(child))]
        except OSError:
            pass  # it ended while we looked
    return found


def memory(pid):
    """Proportional set size of the process tree, in MB: what it would free if it ended."""
    total = 0
    for one in tree(pid):
        try:
            text = pathlib.Path("/proc/%d/smaps_rollup" % one).read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / 1024


def cpu(pid):
    """Seconds of processor time that the process and what it started have used so far."""
    total = 0
    for one in tree(pid):
        try:
            stat = pathlib.Path("/proc/%d/stat" % one).read_text()
        except OSError:
            continue
        fields = stat[stat.rindex(")") + 2:].split()
        total += sum(map(int, fields[11:15] if one == pid else fields[11:13]))
    return total / os.sysconf("SC_CLK_TCK")


class Program(desktopcase.Desktop):
    """One run of postrider."""

    def __init__(self, binary, screen, proxy, profile, server, folder="INBOX", **options):
        self.proxy = proxy
        super().__init__(profile, "imaps://alice@localhost:%d" % proxy.port, ca_file=server.details["CA_FILE"],
                         folder=folder, binary=binary, environment=screen.environment, **options)

    def moment(self, milliseconds):
        """The timeline's time on the proxy's clock."""
        return self._begin + milliseconds / 1000

    def when(self, moment):
        return (moment - self._begin) * 1000

    @property
    def memory(self):
        return memory(self._process.pid)

    @property
    def cpu(self):
        return cpu(self._process.pid)

    def connections(self):
        """The proxy's connections of this run."""
        return [one for one in self.proxy.connections if one.begun >= self._begin]

    def counts(self, event=None):
        """What went over the wire in this run up to an event."""
        return self.proxy.until(self.moment(event["ms"]) if event else float("inf"), since=self._begin)

    def greeted(self):
        """When the first greeting arrived, on the timeline."""
        return self.when(self.connections()[0].greeted)

    def wait_quiet(self, limit=60):
        give_up = time.monotonic() + limit
        while time.monotonic() < give_up:
            events = [event for event in self.events() if event["event"] != "frame-late"]
            last = max(self.when(self.proxy.last_piece()), events[-1]["ms"] if events else 0)
            if self.now() - last > QUIET * 1000 and not self.proxy.is_waiting():
                return
            time.sleep(0.05)

    def late(self, since=0, until=float("inf")):
        """How long the window did not answer, of all times it was more than 50 ms, between two moments."""
        return [event["late_ms"] for event in self.events("frame-late") if since <= event["ms"] <= until]


def median(values):
    """Of those that there are; None without any."""
    there = [value for value in values if value is not None]
    return statistics.median(there) if there else None
