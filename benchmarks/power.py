"""What was acknowledged is there after a sudden end: python -m benchmarks.power [--data FOLDER] [--kills 20] [--seed 1]

Four people send opinions, some with a file, as fast as the real server takes them; at a random moment web server, its
workers and the worker of jobs get SIGKILL together, and all is started again. Who got no answer sends the very same
form once more, as a browser does. At the end each opinion sent must be there exactly once, each named file whole, each
job done, and the database, its references and the chain of the log in order.

Then, where strace is found: what one worker flushes to the disk between taking a form and answering it. SIGKILL alone
leaves the kernel's own memory; that these flushes come before the answer is what makes it hold without power.
"""

import argparse
import hashlib
import os
import random
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks import house
from benchmarks.server import children
from benchmarks.weight import Browser, free_port, serve

PEOPLE = ("member_1", "member_2", "probationary_1", "cell_secretary_1")
FORM = "/gop-y/gui?loai=work_and_life"
EDGE = "----so-tay"


class Sender:
    """One person who sends opinions, and remembers which of them the server has said it has."""

    def __init__(self, name: str, cookies: dict[str, str], token: str) -> None:
        self.name, self.token, self.count = name, token, 0
        self.cookie = "; ".join(f"{key}={value}" for key, value in cookies.items())
        self.sent: dict[str, bool] = {}
        self.files: dict[str, str] = {}
        self.pending: bytes | None = None
        self.text = ""

    def form(self) -> bytes:
        """The next form; every fourth carries a file."""
        self.count += 1
        self.text = f"Ý kiến thử {self.name} số {self.count}."
        fields = {"csrf_token": self.token, "form_key": secrets.token_urlsafe(12), "category_id": "work_and_life",
                  "visibility": "handlers", "text": self.text}
        parts = [f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                 for name, value in fields.items()]
        if self.count % 4 == 0:
            body = f"Tệp của {self.text}\n" * 50
            self.files[self.text] = hashlib.sha256(body.encode()).hexdigest()
            parts.append(f'--{EDGE}\r\nContent-Disposition: form-data; name="files"; filename="y-kien.txt"\r\n'
                         f"Content-Type: text/plain\r\n\r\n{body}\r\n")
        return ("".join(parts) + f"--{EDGE}--\r\n").encode()

    def send(self, port: int, until: threading.Event) -> None:
        """Send until told to stop or the server is gone; what had no answer is kept, to be sent again first."""
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        while self.pending is not None or not until.is_set():
            if self.pending is None:
                self.pending = self.form()
                self.sent[self.text] = False
            try:
                connection.request("POST", "/gop-y/gui", self.pending, {
                    "Cookie": self.cookie, "Content-Type": f"multipart/form-data; boundary={EDGE}"})
                answer = connection.getresponse()
                answer.read()
            except (OSError, HTTPException):
                return
            assert answer.status == 303, (answer.status, self.text)
            self.sent[self.text], self.pending = True, None


def senders(port: int, accounts: dict[str, tuple[str, str]]) -> list[Sender]:
    """The people, signed in; no page kept, so that a session lasts over all rounds."""
    made = []
    for role in PEOPLE:
        browser = Browser(port)
        browser.sign_in(*accounts[role])
        _, _, page = browser.ask(FORM)
        token = re.findall(r'name="csrf_token" value="([^"]*)"', page.decode())[-1]
        made.append(Sender(f"{role}-{secrets.token_hex(3)}", browser.cookies, token))
    return made


def acknowledged(people: list[Sender]) -> int:
    """How many opinions the server has said it has."""
    return sum(sum(one.sent.values()) for one in people)


def round_of(people: list[Sender], port: int, answers: int, seconds: float,
             process: subprocess.Popen[bytes] | None) -> None:
    """All send until so many are answered, and a moment more; then the whole group is killed, or, in the last round,
    allowed to finish."""
    goal, deadline = acknowledged(people) + answers, time.monotonic() + 30
    until = threading.Event()
    threads = [threading.Thread(target=one.send, args=(port, until)) for one in people]
    for thread in threads:
        thread.start()
    while acknowledged(people) < goal and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(seconds)
    if process is not None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    until.set()
    for thread in threads:
        thread.join()


def settled(folder: Path, seconds: float = 120) -> int:
    """Wait for the worker; how many jobs of the opinions are left."""
    for _ in range(int(seconds * 2)):
        with sqlite3.connect(folder / "portal.sqlite") as database:
            left = int(database.execute("SELECT count(*) FROM job WHERE kind LIKE 'feedback.%'").fetchone()[0])
        if not left:
            return 0
        time.sleep(0.5)
    return left


def judged(folder: Path, people: list[Sender]) -> list[str]:
    """What is wrong, in sentences; empty where all holds."""
    database = sqlite3.connect(folder / "portal.sqlite")
    wrong = [f"{name}: {found}" for name in ("integrity_check", "foreign_key_check")
             if (found := database.execute(f"PRAGMA {name}").fetchall()) not in ([("ok",)], [])]
    for one in people:
        rows = database.execute("SELECT text, count(*) FROM feedback_opinion WHERE text LIKE ? GROUP BY text",
                                (f"%{one.name} %",)).fetchall()
        there = dict(rows)
        wrong += [f"lost: {text}" for text, answered in one.sent.items() if answered and text not in there]
        wrong += [f"{times} times: {text}" for text, times in rows if times != 1]
        wrong += [f"never sent: {text}" for text in there if text not in one.sent]
        named = dict(database.execute(
            "SELECT o.text, f.digest FROM feedback_file f JOIN feedback_opinion o ON o.id = f.opinion_id "
            "WHERE f.state = 'ready' AND o.text LIKE ?", (f"%{one.name} %",)).fetchall())
        wrong += [f"file missing or not read: {text}" for text, digest in one.files.items()
                  if one.sent.get(text) and named.get(text) != digest]
    for (digest,) in database.execute("SELECT DISTINCT digest FROM feedback_file WHERE state = 'ready'"):
        place = folder / "files" / digest[:2] / digest[2:4] / digest
        if not place.is_file() or hashlib.sha256(place.read_bytes()).hexdigest() != digest:
            wrong.append(f"content of {digest[:12]}… is not there as named")
    return [*wrong, *_chain(folder)]


def _chain(folder: Path) -> list[str]:
    done = subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "audit", "verify"], cwd=house.TOP,
                          env=house.environ(folder), capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [done.stdout + done.stderr]


def flushes(one: Sender, port: int, process: subprocess.Popen[bytes], folder: Path) -> str:
    """Trace the web workers while one person sends four forms: is everything on the disk before each answer?"""
    master = next(pid for pid in children(process.pid) if children(pid))
    trace = folder / "trace"
    pids = [word for pid in children(master) for word in ("-p", str(pid))]
    tracing = subprocess.Popen(["strace", "-f", "-y", "-qq", "-e", "trace=write,pwrite64,fsync,fdatasync,sendto,rename",
                                "-s", "24", "-o", str(trace), *pids], stderr=subprocess.DEVNULL)
    time.sleep(1)
    until = threading.Event()
    thread = threading.Thread(target=one.send, args=(port, until))
    before = one.count
    thread.start()
    while one.count < before + 5:
        time.sleep(0.02)
    until.set()
    thread.join()
    tracing.send_signal(signal.SIGINT)
    tracing.wait()
    return read_trace(trace.read_text("utf-8", "replace").splitlines())


def read_trace(lines: list[str]) -> str:
    """Count the answers "303", and those before which a write to the log of the database or a file was not flushed."""
    open_writes, answers, early, synced = set[str](), 0, 0, 0
    for line in lines:
        called = re.search(r"(\w+)\(\d+<([^>]*)>", line)
        if not called:
            continue
        call, place = called.groups()
        if call in ("write", "pwrite64") and ("/portal.sqlite-wal" in place or "/files/" in place):
            open_writes.add(place)
        elif call in ("fsync", "fdatasync"):
            open_writes.discard(place)
            synced += 1
        elif "HTTP/1.1 303" in line:
            answers += 1
            early += bool(open_writes)
    return f"{answers} answers traced, {synced} flushes; {early} answers left before all was on the disk"


def main() -> None:
    """Read the command line, kill, judge, trace."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, help="a folder to keep the sample in, or that has one")
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder, port = (options.data or Path(temporary)).resolve(), free_port()
        accounts = house.furnish(folder)
        process = serve(folder, port, workers=2, PORTAL_LOG_LEVEL="CRITICAL")
        try:
            people = senders(port, accounts)
            for number in range(options.kills):
                round_of(people, port, chance.randint(1, 60), chance.uniform(0, 0.1), process)
                process = serve(folder, port, workers=2, PORTAL_LOG_LEVEL="CRITICAL")
                print(f"kill {number + 1}: {acknowledged(people)} acknowledged so far", flush=True)
            round_of(people, port, 10, 0, None)
            traced = flushes(people[0], port, process, folder) if shutil.which("strace") else "no strace here"
            print(traced, flush=True)
            left = settled(folder)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)
        wrong = judged(folder, people) + ([f"{left} jobs left"] if left else [])
        attached = sum(len(one.files) for one in people)
        print(f"{options.kills} kills, {acknowledged(people)} opinions acknowledged, {attached} files: "
              f"{len(wrong)} wrong")
        print("\n".join(wrong[:20]))
        raise SystemExit(min(len(wrong), 1))


if __name__ == "__main__":
    main()
