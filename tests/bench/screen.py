"""A screen that nobody looks at (Xvfb with a window manager), and hands on its keyboard and mouse.

Keys and buttons go through the XTEST extension, from this process: starting xdotool for each would take longer than
most of what is measured.
"""

import ctypes
import ctypes.util
import os
import shutil
import subprocess

LEFT, WHEEL_UP, WHEEL_DOWN = 1, 4, 5


class Unavailable(RuntimeError):
    """This machine has no such screen; the message says what is missing."""


class Screen:
    """Of 1280 x 900, between `with` and its end. environment is for programs that are to be seen on it."""

    def __init__(self, size=(1280, 900)):
        self.size = size
        self._processes = []
        self._x = self._test = self._display = None
        self.environment = {}

    def __enter__(self):
        for name in ("Xvfb", "openbox"):
            if not shutil.which(name):
                raise Unavailable("%s is not installed (packages xvfb and openbox)" % name)
        reading, writing = os.pipe()
        self._start(["Xvfb", "-displayfd", str(writing), "-screen", "0", "%dx%dx24" % self.size, "-nolisten", "tcp"],
                    pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise Unavailable("Xvfb did not start")
        self.environment = dict(os.environ, DISPLAY=":" + number, QT_QPA_PLATFORM="xcb")
        try:
            self._connect(":" + number)
        except BaseException:
            self.__exit__()
            raise
        self._start(["openbox"], env=self.environment)
        return self

    def __exit__(self, *unused):
        if self._display:
            self._x.XCloseDisplay(self._display)
        for process in reversed(self._processes):
            process.terminate()
            process.wait()

    def _start(self, command, **more):
        self._processes.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                                stderr=subprocess.DEVNULL, **more))

    def _connect(self, name):
        try:
            self._x = ctypes.CDLL("libX11.so.6")
            self._test = ctypes.CDLL("libXtst.so.6")
        except OSError as problem:
            raise Unavailable("%s (package libxtst6, which comes with xdotool)" % problem) from None
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(name.encode()))
        if not self._display:
            raise Unavailable("no connection to the X server")

    def _code(self, name):
        symbol = self._x.XStringToKeysym(name.encode())
        return self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(symbol))

    def key(self, *names):
        """Presses and releases a key; of several all but the last are held down meanwhile, as "Control_L", "d"."""
        codes = [self._code(name) for name in names]
        for code in codes:
            self._test.XTestFakeKeyEvent(self._display, code, 1, 0)
        for code in reversed(codes):
            self._test.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x.XFlush(self._display)

    def move(self, x, y):
        self._test.XTestFakeMotionEvent(self._display, -1, int(x), int(y), 0)
        self._x.XFlush(self._display)

    def button(self, number, down):
        self._test.XTestFakeButtonEvent(self._display, number, int(down), 0)
        self._x.XFlush(self._display)

    def click(self, number=LEFT):
        self.button(number, True)
        self.button(number, False)
