#!/usr/bin/python3
"""The computer comes to another network: the desktop program looks at once whether its connections live."""

import os
import shutil
import subprocess
import time
import unittest

import desktopcase
import livecase

MANAGER = "org.freedesktop.NetworkManager"
DISCONNECTED, CONNECTED = 20, 70  # NMState


class AnotherNetwork(desktopcase.DesktopCase):
    """A made-up NetworkManager on a system bus of its own."""

    @classmethod
    def setUpClass(cls):
        mock = subprocess.run(["/usr/bin/python3", "-c", "import dbusmock"], stderr=subprocess.DEVNULL)
        if mock.returncode or not shutil.which("dbus-daemon") or not shutil.which("gdbus"):
            raise unittest.SkipTest("python3-dbusmock, dbus or libglib2.0-bin is missing")
        super().setUpClass()

    def setUp(self):
        super().setUp()
        bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE)
        self.addCleanup(bus.wait)
        self.addCleanup(bus.terminate)
        self.addCleanup(bus.stdout.close)
        address = bus.stdout.readline().decode().strip()
        self.environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", DBUS_SYSTEM_BUS_ADDRESS=address)
        mock = subprocess.Popen(["/usr/bin/python3", "-m", "dbusmock", "--system", "--template", "networkmanager"],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment)
        self.addCleanup(mock.wait)
        self.addCleanup(mock.terminate)
        self.call("wait", "--timeout", "60", MANAGER)

    def call(self, *arguments):
        return subprocess.run(["gdbus", arguments[0], "--system", *arguments[1:]], env=self.environment, check=True,
                              stdout=subprocess.PIPE).stdout

    def network(self, state):
        self.call("call", "-d", MANAGER, "-o", "/org/freedesktop/NetworkManager", "-m",
                  "org.freedesktop.DBus.Mock.UpdateProperties", MANAGER,
                  "{'State': <uint32 %d>, 'Connectivity': <uint32 4>}" % state)

    def questions(self):
        return sum(said.count(b"NOOP\r\n") + said.count(b"DONE\r\n") for said in self.heard())

    def test_connections_are_tried_at_once(self):
        program = self.launch(environment=self.environment)
        program.wait("synchronised", folder="INBOX")
        give_up = time.monotonic() + desktopcase.TIME_LIMIT
        before = -1
        while before != self.questions():  # until all that belongs to the start is over
            before = self.questions()
            time.sleep(3)
        # The program begins to watch a moment after its window is there, which nothing tells: changes come again.
        while self.questions() == before:
            self.assertLess(time.monotonic(), give_up, "the server was not asked anything")
            self.network(DISCONNECTED)
            self.network(CONNECTED)
            time.sleep(2)


if __name__ == "__main__":
    livecase.run()
