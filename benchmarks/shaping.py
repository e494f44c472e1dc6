"""A slow link between a browser and the portal: a TCP proxy that lets bytes through at a rate, late, and not always.

Shaped at the level of the stream: rate in each direction shared by all connections, half the round trip each way and
one more for a new connection, small receive buffers. While the link is dead nothing passes; when it is back, the
connections of before are gone. An end that closes with something unread resets the other, half a round trip later. No
lost packets, no TLS.
"""

import asyncio
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

PIECE = 1400
SLACK = 0.05
"""Seconds by which a busy machine may wake this process late without the line losing them."""


@dataclass
class Link:
    """Rates in bits a second, times in seconds; `dead` of every `cycle` nothing passes."""

    down: float
    up: float
    round_trip: float
    dead: float = 0.0
    cycle: float = 20.0


@dataclass
class Direction:
    """One way of the link."""

    rate: float
    free: float = 0.0
    passed: int = 0

    async def take(self, size: int) -> None:
        """Wait for the line, then for the bytes to pass."""
        now = time.monotonic()
        self.free = max(now - SLACK, self.free) + size * 8 / self.rate
        self.passed += size
        await asyncio.sleep(max(0.0, self.free - now))


@dataclass
class Proxy:
    """`with Proxy(link, port) as proxy:` listens on `proxy.port` in a thread of its own."""

    link: Link
    target: int
    port: int = 0
    losses: int = 0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    def __enter__(self) -> "Proxy":
        self.up, self.down = Direction(self.link.up), Direction(self.link.down)
        self._loop, ready = asyncio.new_event_loop(), threading.Event()
        self._alive = asyncio.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _end(self) -> None:
        mine = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
        for one in mine:
            one.cancel()
        await asyncio.gather(*mine, return_exceptions=True)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, PIECE)  # or the sender buffers a megabyte
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        self._alive.set()
        self._loop.run_until_complete(asyncio.start_server(self._serve, sock=listening, limit=PIECE))
        self._pulse = self._loop.create_task(self._beat()) if self.link.dead else None
        ready.set()
        self._loop.run_forever()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.link.cycle - self.link.dead)
            self._alive.clear()
            gone = set(self._open)
            await asyncio.sleep(self.link.dead)
            for writer in gone & self._open:
                writer.transport.abort()
                self.losses += 1
            self._alive.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            await asyncio.sleep(self.link.round_trip)
            await self._alive.wait()
            behind, to_behind = await asyncio.open_connection("127.0.0.1", self.target, limit=PIECE)
            with suppress(OSError):
                await asyncio.gather(self._pass(reader, to_behind, self.up), self._pass(behind, writer, self.down))
            for one in (to_behind, writer):
                one.transport.abort()
        except (OSError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._open.discard(writer)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Direction) -> None:
        """Bytes at the rate of the way, each half a round trip late."""
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)
        delivery = asyncio.create_task(self._deliver(late, writer))
        try:
            while data := await reader.read(PIECE):
                await self._alive.wait()
                if delivery.done():
                    await asyncio.sleep(self.link.round_trip / 2)
                    delivery.result()
                await way.take(len(data))
                await late.put((time.monotonic() + self.link.round_trip / 2, data))
            await late.put((0, b""))
            await delivery
        finally:
            delivery.cancel()

    async def _deliver(self, late: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        while True:
            at, data = await late.get()
            if not data:
                with suppress(OSError, RuntimeError):
                    writer.write_eof()
                return
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            await self._alive.wait()
            writer.write(data)
            await writer.drain()
