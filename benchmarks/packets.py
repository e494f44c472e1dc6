"""A slow link made of packets: two network namespaces of this machine, and every packet between them read, delayed,
queued and lost by this process. TCP and TLS at both ends are the kernel's and the programs' own, so handshakes, slow
start and repeats cost what they cost at a station. Needs Linux, root and the program `ip`.
"""

import ctypes
import fcntl
import os
import random
import select
import struct
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

OFFICE, STATION = "so-tay-office", "so-tay-station"
OFFICE_ADDRESS, STATION_ADDRESS = "10.99.0.1", "10.99.0.2"
QUEUE = 64
"""Packets that wait before the line; more are dropped, as in a modem."""
TUNSETIFF, IFF_TUN, IFF_NO_PI, CLONE_NEWNET = 0x400454CA, 0x1, 0x1000, 0x40000000


@dataclass(frozen=True, slots=True)
class Link:
    """What a link does: bits a second each way, seconds one way, share of packets lost each way."""

    down: float
    up: float
    delay: float
    loss: float = 0.0


LINKS = {"EDGE": Link(240_000, 200_000, 0.2), "slow 3G": Link(400_000, 400_000, 0.2),
         "EDGE, 2 % lost": Link(240_000, 200_000, 0.2, 0.02)}
"""BUDGETS: the links of our users."""


@dataclass(slots=True)
class Direction:
    """Packets on their way from one end to the other."""

    source: int
    target: int
    rate: float
    link: Link
    chance: random.Random
    free_at: float = 0.0
    underway: deque[tuple[float, float, bytes]] = field(default_factory=deque)

    def take(self, now: float) -> None:
        """Read one packet: it waits for those before it, takes its time on the line, then travels."""
        packet = os.read(self.source, 2048)
        if sum(1 for sent, _, _ in self.underway if sent > now) >= QUEUE or self.chance.random() < self.link.loss:
            return
        self.free_at = max(now, self.free_at) + len(packet) * 8 / self.rate
        self.underway.append((self.free_at, self.free_at + self.link.delay, packet))

    def deliver(self, now: float) -> None:
        """Hand over what has arrived."""
        while self.underway and self.underway[0][1] <= now:
            os.write(self.target, self.underway.popleft()[2])


@contextmanager
def shaped(link: Link, *, seed: int = 1) -> Iterator[None]:
    """The two namespaces with this link between them, until the block ends."""
    _remove()
    try:
        office, station = _end(OFFICE, OFFICE_ADDRESS), _end(STATION, STATION_ADDRESS)
        stopping, chance = threading.Event(), random.Random(seed)
        ways = [Direction(office, station, link.down, link, chance), Direction(station, office, link.up, link, chance)]
        carrier = threading.Thread(target=_carry, args=(ways, stopping))
        carrier.start()
        try:
            yield
        finally:
            stopping.set()
            carrier.join()
            os.close(office)
            os.close(station)
    finally:
        _remove()


def within(namespace: str, *words: str) -> list[str]:
    """The command that runs `words` in a namespace."""
    return ["ip", "netns", "exec", namespace, *words]


def _carry(ways: list[Direction], stopping: threading.Event) -> None:
    while not stopping.is_set():
        nearest = min((way.underway[0][1] for way in ways if way.underway), default=time.monotonic() + 0.05)
        wait = max(0.0, min(0.05, nearest - time.monotonic()))
        ready, _, _ = select.select([way.source for way in ways], [], [], wait)
        now = time.monotonic()
        for way in ways:
            if way.source in ready:
                way.take(now)
            way.deliver(now)


def _end(namespace: str, address: str) -> int:
    """One end: a namespace with a tunnel device; answers the descriptor that stands for its cable."""
    for words in (["netns", "add", namespace], ["-n", namespace, "link", "set", "lo", "up"]):
        subprocess.run(["ip", *words], check=True)
    cable = _open_tunnel(namespace)
    for words in (["addr", "add", f"{address}/24", "dev", "line"], ["link", "set", "line", "up"]):
        subprocess.run(["ip", "-n", namespace, *words], check=True)
    return cable


def _open_tunnel(namespace: str) -> int:
    """A tunnel belongs to the namespace in which it is opened; only the thread that opens it goes there."""
    opened: list[int] = []

    def there() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        with Path(f"/var/run/netns/{namespace}").open("rb") as place:
            if libc.setns(place.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns")
        cable = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(cable, TUNSETIFF, struct.pack("16sH", b"line", IFF_TUN | IFF_NO_PI))
        opened.append(cable)

    thread = threading.Thread(target=there)
    thread.start()
    thread.join()
    return opened[0]


def _remove() -> None:
    for namespace in (OFFICE, STATION):
        if Path(f"/var/run/netns/{namespace}").exists():
            subprocess.run(["ip", "netns", "del", namespace], check=True)
