#!/usr/bin/python3
"""Waits until a program's timeline tells of an event and its picture has come to rest, then writes the screen as PNG.

The screen is the file that Xvfb -fbdir keeps: an X window dump, read here, so that no other tool is needed.
"""

import argparse
import json
import pathlib
import struct
import sys
import time
import zlib


def pixels(dump):
    """(width, height, rows of RGB bytes) of an X window dump with 32 bits a pixel, as Xvfb keeps one."""
    header = struct.unpack(">25I", dump[:100])
    header_size, depth, width, height = header[0], header[3], header[4], header[5]
    little_endian, bits, line, colours = header[7] == 0, header[11], header[12], header[19]
    if bits != 32 or depth != 24:
        raise ValueError("%d bits a pixel and depth %d; 32 and 24 are wanted" % (bits, depth))
    start = header_size + colours * 12
    rows = []
    for y in range(height):
        row = dump[start + y * line:start + y * line + width * 4]
        red, green, blue = (row[2::4], row[1::4], row[0::4]) if little_endian else (row[1::4], row[2::4], row[3::4])
        packed = bytearray(width * 3)
        packed[0::3], packed[1::3], packed[2::3] = red, green, blue
        rows.append(bytes(packed))
    return width, height, rows


def png(width, height, rows):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def told(timeline, event):
    """Whether the timeline has the event yet. Its last line may be half written."""
    try:
        lines = pathlib.Path(timeline).read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    for line in lines:
        try:
            if json.loads(line).get("event") == event:
                return True
        except ValueError:
            continue
    return False


def alive(process):
    """Whether it runs; one that ended and waits to be noticed does not."""
    try:
        return ") Z " not in pathlib.Path("/proc/%d/stat" % process).read_text()
    except OSError:
        return False


def at_rest(screen, give_up):
    """The dump once it has not changed for a second and a half."""
    before, since = None, time.monotonic()
    while time.monotonic() < give_up:
        dump = pathlib.Path(screen).read_bytes()
        if dump != before:
            before, since = dump, time.monotonic()
        elif time.monotonic() - since > 1.5:
            break
        time.sleep(0.1)
    return before


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timeline", required=True)
    parser.add_argument("--event", default="list-shown")
    parser.add_argument("--process", type=int, required=True, help="the program; if it ends there is no picture")
    parser.add_argument("--screen", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--timeout", type=float, default=60)
    arguments = parser.parse_args()
    give_up = time.monotonic() + arguments.timeout
    while not told(arguments.timeline, arguments.event):
        if not alive(arguments.process):
            sys.exit("The program ended before it showed anything.")
        if time.monotonic() > give_up:
            sys.exit("No %s within %d seconds." % (arguments.event, arguments.timeout))
        time.sleep(0.05)
    pathlib.Path(arguments.output).write_bytes(png(*pixels(at_rest(arguments.screen, give_up + 5))))


main()
