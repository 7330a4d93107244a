#!/usr/bin/python3
"""A proxy before a mail server: adds latency, counts bytes, flights and commands, and breaks connections on purpose.

    with Proxy(plain_port, tls=(certificate, key), rtt=0.1) as proxy:
        ... proxy.port ...
        proxy.rules = [faults.Rule("cut", command="SELECT")]
        proxy.until(moment).flights

With `tls` it ends TLS itself, so that it reads what is said; the server is then spoken to without. On loopback only.

A flight is one step of the longest chain of "the client speaks, the server answers, the client speaks": what a client
sends counts one more than the deepest answer it had then. Handshakes of TCP and TLS are not in it, but their time is:
the greeting comes two round trips late, three with TLS.

As a program:

    proxy.py --target PORT [--port PORT] [--tls CERTIFICATE KEY] [--rtt MS] [--rule JSON]...

prints PORT=..., and what it counted as JSON when it is ended.
"""

import argparse
import asyncio
import collections
import dataclasses
import json
import random
import signal
import ssl
import sys
import threading
import time

import faults
from talk import ClientSide

# Pieces that wait for their moment, each way: a megabyte in 50 ms is more than any client takes.
QUEUE = 1024
PIECE = 65536


def now():
    """Seconds since the machine started, which is the clock of the program's timeline."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclasses.dataclass
class Counts:
    """What went over one connection, or over all of them, up to a moment."""

    connections: int = 0
    bytes_in: int = 0  # to the client
    bytes_out: int = 0
    flights: int = 0  # of the connection with the longest chain
    commands: collections.Counter = dataclasses.field(default_factory=collections.Counter)

    def as_json(self):
        return dict(dataclasses.asdict(self), commands=dict(self.commands))


class Connection:
    """One connection: what was said, and the two ways through."""

    def __init__(self, proxy, number, client, server):
        self.number = number
        self.begun = now()
        self.greeted = None  # when the greeting was given to the client
        self.pieces = []  # (moment, "in" or "out", bytes, flight)
        self.commands = []  # (moment, name)
        self.ended = None
        self.broken = None  # the rule that broke it
        self._proxy = proxy
        self._client, self._server = client, server
        self._said = ClientSide()
        self._sent = self._answered = 0  # flights: of what the server has, of what the client has
        self._current = 0
        self.stalled = False
        self.rate = None  # bytes a second to the client, once throttled
        self.received = 0  # bytes of the server so far
        self.tail = b""  # the last of them, for patterns that lie across pieces

    async def run(self):
        ways = [asyncio.ensure_future(self._way(*way)) for way in
                (("out", self._client[0], self._server[1]), ("in", self._server[0], self._client[1]))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for _, writer in (self._client, self._server):
                writer.close()
            self.ended = now()

    def _note(self, way, data):
        """Counts a piece that came in. Returns the flight it belongs to and the commands that begin in it."""
        moment, names = now(), []
        if way == "out":
            self._current = max(self._current, self._answered + 1)
            names = self._said.take(data)
            self.commands.extend((moment, name) for name in names)
        else:
            self._said.answer(data)
            self.received += len(data)
        flight = self._current if way == "out" else self._sent
        self.pieces.append((moment, way, len(data), flight))
        return flight, names

    async def _way(self, way, reader, writer):
        queue = asyncio.Queue(QUEUE)
        delivering = asyncio.ensure_future(self._deliver(queue, way, writer))
        try:
            while data := await reader.read(PIECE):
                if delivering.done():
                    break
                flight, names = self._note(way, data)
                head, rule, rest = self._proxy.judge(self, way, data, names)
                await queue.put((self._moment(way), flight, head, rule))
                if rest:
                    await queue.put((self._moment(way), flight, rest, None))
            if not self.stalled:
                await queue.put(None)
                await delivering
        except (ConnectionError, ssl.SSLError, OSError):
            pass  # one side is gone; so will be the other
        finally:
            delivering.cancel()

    def _moment(self, way):
        """When a piece arrives that comes in now."""
        late = self._proxy.rtt / 2
        if way == "in" and len(self.pieces) == 1:
            late += self._proxy.rtt * (2.5 if self._proxy.has_tls else 1.5)
        return asyncio.get_running_loop().time() + late

    async def _deliver(self, queue, way, writer):
        loop = asyncio.get_running_loop()
        while piece := await queue.get():
            moment, flight, data, rule = piece
            if moment > loop.time():
                await asyncio.sleep(moment - loop.time())
            while self.stalled:
                await asyncio.sleep(0.02)
            # Known before it is written: the answer may be there before this goes on.
            if way == "in":
                self._answered = max(self._answered, flight)
                self.greeted = self.greeted or now()
            else:
                self._sent = max(self._sent, flight)
            await self._write(way, writer, data)
            if rule:
                self.do(rule)

    async def _write(self, way, writer, data):
        if way == "out" or not self.rate:
            writer.write(data)
            await writer.drain()
            return
        step = max(1, self.rate // 20)
        for first in range(0, len(data), step):
            writer.write(data[first:first + step])
            await writer.drain()
            await asyncio.sleep(0.05)

    def do(self, rule):
        """Breaks the connection as a rule says."""
        self.broken = rule
        if rule.action == "stall":
            self.stalled = True
        elif rule.action == "throttle":
            self.rate = rule.rate
        elif rule.action == "cut":
            for _, writer in (self._client, self._server):
                writer.transport.abort()
        else:
            for _, writer in (self._client, self._server):
                writer.close()

    def until(self, moment):
        counts = Counts(connections=1)
        for when, way, size, flight in self.pieces:
            if when > moment:
                break
            if way == "in":
                counts.bytes_in += size
            else:
                counts.bytes_out += size
            counts.flights = max(counts.flights, flight)
        counts.commands.update(name for when, name in self.commands if when <= moment)
        return counts


class Proxy:
    """Runs in a thread of its own between `with` and its end."""

    def __init__(self, target, tls=None, rtt=0.0, rules=(), seed=1, port=0):
        self.target, self.rtt, self.port = target, rtt, port
        self.rules = list(rules)
        self.connections = []
        self.refusing = False  # while set, whoever connects is hung up on
        self.has_tls = bool(tls)
        self.chance = random.Random(seed)
        self._context = None
        if tls:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(*map(str, tls))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tasks = set()
        self._server = None

    def __enter__(self):
        self._thread.start()
        self._call(self._listen())
        return self

    def __exit__(self, *unused):
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _listen(self):
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, ssl=self._context)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self):
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader, writer):
        task = asyncio.current_task()
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self.refusing:
            writer.transport.abort()
            return
        try:
            server = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        connection = Connection(self, len(self.connections) + 1, (reader, writer), server)
        self.connections.append(connection)
        try:
            await connection.run()
        except asyncio.CancelledError:
            pass  # the proxy ends; nobody waits for this task

    def judge(self, connection, way, data, commands):
        """What of a piece goes on before a rule strikes, the rule, and what comes behind it."""
        found = None, len(data)
        for rule in list(self.rules):
            place = rule.strikes(connection, way, data, commands, self.chance)
            if place is not None:
                found = rule, place
                rule.left -= 1
                if rule.left == 0:
                    self.rules.remove(rule)
                break
        if way == "in":
            connection.tail = (connection.tail + data)[-faults.OVERLAP:]
        rule, place = found
        lost = rule and rule.action in ("cut", "truncate")
        return data[:place], rule, b"" if lost else data[place:]

    def open_connections(self):
        return [connection for connection in self.connections if not connection.ended and not connection.stalled]

    def strike(self, action="cut", **more):
        """Breaks all connections that are open, now."""
        rule = faults.Rule(action, **more)
        for connection in self.open_connections():
            self._loop.call_soon_threadsafe(connection.do, rule)

    def release(self):
        """Lets what stalls go on."""
        for connection in self.connections:
            connection.stalled = False

    def until(self, moment=float("inf"), since=0.0):
        """What was counted up to a moment, of the connections that began after another."""
        total = Counts()
        for connection in self.connections:
            if since <= connection.begun <= moment:
                one = connection.until(moment)
                total.connections += 1
                total.bytes_in += one.bytes_in
                total.bytes_out += one.bytes_out
                total.flights = max(total.flights, one.flights)
                total.commands += one.commands
        return total

    def is_waiting(self):
        """Whether a connection has said something that was not answered at all yet."""
        return any(connection.pieces and connection.pieces[-1][1] == "out" and not connection.ended
                   for connection in self.connections)

    def last_piece(self):
        """The moment of the last byte on any connection."""
        return max((connection.pieces[-1][0] for connection in self.connections if connection.pieces), default=0.0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", type=int, required=True, metavar="PORT", help="of the server, without TLS")
    parser.add_argument("--port", type=int, default=0, help="where to listen; default: any")
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"), help="speak TLS with the client")
    parser.add_argument("--rtt", type=float, default=0, metavar="MS", help="milliseconds there and back")
    parser.add_argument("--rule", action="append", default=[], metavar="JSON",
                        help='a fault, as {"action": "cut", "command": "SELECT"}; see faults.py')
    parser.add_argument("--seed", type=int, default=1, help="for rules that strike by chance")
    arguments = parser.parse_args()
    rules = [faults.Rule(**json.loads(text)) for text in arguments.rule]
    signal.signal(signal.SIGTERM, lambda *unused: sys.exit(0))
    with Proxy(arguments.target, arguments.tls, arguments.rtt / 1000, rules, arguments.seed, arguments.port) as proxy:
        print("PORT=%d" % proxy.port, flush=True)
        try:
            signal.pause()
        except (KeyboardInterrupt, SystemExit):
            pass
        print(json.dumps({"connections": [dict(one.until(float("inf")).as_json(), number=one.number)
                                          for one in proxy.connections]}), flush=True)


if __name__ == "__main__":
    main()
