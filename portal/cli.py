"""The commands: `flask --app wsgi init | worker | serve | start | demo | search rebuild | audit verify | check`."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import text as sql
from sqlalchemy.exc import SQLAlchemyError

from portal.core import audit
from portal.core.db import count_rows_for_the_planner, db, transaction
from portal.core.migrating import alembic
from portal.demo import accounts, stages
from portal.demo.commands import demo
from portal.jobs.following import Follower
from portal.jobs.worker import Worker
from portal.search import active, registry
from portal.search.engine import IndexUnavailable
from portal.settings import TOP, Settings


@click.command()
@with_appcontext
def init() -> None:
    """Bring the database to the newest schema; safe to run again."""
    _newest()
    click.echo("Cơ sở dữ liệu đã sẵn sàng.")


@click.command()
@with_appcontext
def worker() -> None:
    """Carry out jobs until told to stop."""
    Worker().run()


@click.command()
@with_appcontext
def check() -> None:
    """Say in words whether database, files and index are in order; status 1 where not."""
    db.session.execute(sql("SELECT 1"))
    state = active.engine().state()
    wrong = audit.verify()
    click.echo(f"Chỉ mục: {'tốt' if state.ok else state.reason} ({state.count} mục)")
    click.echo("Nhật ký: nguyên vẹn" if wrong is None else f"Nhật ký: bị sửa hoặc bị cắt, {_place(wrong)}")
    if not state.ok or wrong is not None:
        raise SystemExit(1)


@click.command()
@with_appcontext
def serve() -> None:
    """Start web server and worker together; stop both when either ends."""
    raise SystemExit(_serve(current_app.extensions["settings"]))


@click.command()
@click.pass_context
@with_appcontext
def start(context: click.Context) -> None:
    """What ./run calls: newest schema, sample data in an empty database, web and worker, and how to sign in."""
    settings: Settings = current_app.extensions["settings"]
    if _answers(settings):
        raise click.ClickException(f"Cổng {settings.port} đang có chương trình khác dùng. Chọn cổng khác, ví dụ "
                                   f"PORTAL_PORT={settings.port + 1} ./run")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    _newest()
    if stages.seed_used() is not None or not stages.has_organizations():
        context.invoke(demo)
    lines = _welcome(settings)
    raise SystemExit(_serve(settings, lambda: click.echo("\n".join(lines))))


def _newest() -> None:
    """A new index is worth nothing to the planner before its rows are counted, and the worker counts them daily."""
    before = alembic.current()
    alembic.upgrade()
    if alembic.current() != before:
        with transaction():
            count_rows_for_the_planner()


def web_server(address: str, workers: str, app: str = "wsgi:app") -> list[str]:
    """The command that serves at an address."""
    return [sys.executable, "-m", "gunicorn", app, "--config", "python:portal.core.server",
            "--bind", address, "--limit-request-line", "8190", "--worker-class", "gthread",
            "--workers", workers, "--threads", "8",
            "--preload", "--no-control-socket", "--keep-alive", "75", "--timeout", "60", "--graceful-timeout", "10",
            "--log-level", "warning"]


def surroundings() -> dict[str, str]:
    """The environment of a server: few pools of memory, whatever the number of threads, or each keeps what it freed."""
    return {"MALLOC_ARENA_MAX": "2", **os.environ}


def _serve(settings: Settings, when_ready: Callable[[], None] = lambda: None) -> int:
    db.session.remove()
    db.engine.dispose()
    web = web_server(f"{settings.host}:{settings.port}", os.environ.get("PORTAL_WORKERS", "2"))
    work = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    asked: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, frame: asked.append(number))
    children = [subprocess.Popen(command, cwd=TOP, env=surroundings()) for command in (web, work)]  # noqa: S603
    while not asked and all(child.poll() is None for child in children) and not _answers(settings):
        time.sleep(0.1)
    if not asked and children[0].poll() is None:
        when_ready()
    while not asked and all(child.poll() is None for child in children):
        time.sleep(0.2)
    if not asked:
        which = "Máy chủ web" if children[0].poll() is not None else "Tiến trình xử lý nền"
        click.echo(f"{which} đã dừng ngoài ý muốn, nên dừng cả hai. Xem các dòng ở trên, rồi chạy lại.", err=True)
    _stop(children)
    return 0 if asked else 1


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()


def _answers(settings: Settings) -> bool:
    """Somebody listens at our address."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - read, not bound
    try:
        socket.create_connection((host, settings.port), 1).close()
    except OSError:
        return False
    return True


ROLES = {
    "administrator": "Quản trị hệ thống", "corporation_office_staff": "Văn phòng Đảng ủy Tổng công ty",
    "grassroots_secretary": "Bí thư đảng ủy cơ sở", "grassroots_office_staff": "Văn phòng đảng ủy cơ sở",
    "cell_secretary": "Bí thư chi bộ", "member": "Đảng viên", "probationary": "Đảng viên dự bị",
}


def _welcome(settings: Settings) -> list[str]:
    """Where the portal is and how to sign in to the sample."""
    lines = ["", f"Sổ tay đang chạy tại http://{settings.host}:{settings.port}   (dừng: Ctrl-C)"]
    seed = stages.seed_used()
    if seed is None:
        return lines
    lines += ["", "Tài khoản mẫu (người, số định danh và mật khẩu đều bịa):"]
    for line in accounts.table(seed).splitlines()[1:]:
        role, citizen_id, password, unit, name = line.split("\t")
        lines.append(f"  {citizen_id}  {password:<34} {ROLES.get(role.rstrip('_0123456789'), role):<31} {name}, {unit}")
    first = accounts.first_sign_in()
    if first is not None:
        lines += ["", "Đăng nhập lần đầu bằng mã một lần:",
                  f"  {first.citizen_id}  {first.code:<34} {first.name}, {first.unit}"]
    db.session.rollback()
    return [*lines, ""]


search = AppGroup("search", help="The search index.")
audit_group = AppGroup("audit", help="The log of acts.")


@search.command("rebuild")
def search_rebuild() -> None:
    """Build the index anew beside the old one and swap; stop the worker first."""
    click.echo(f"Đã dựng lại chỉ mục: {active.engine().rebuild(registry.entries())} mục.")


@search.command("follow")
def search_follow() -> None:
    """Keep the index of this machine up to date by itself, until told to stop: for several machines (README)."""
    follower = Follower(active.engine(), current_app.extensions["settings"].index / "PLACE")
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, frame: stopped.set())
    while not stopped.is_set():
        try:
            done = follower.follow()
        except (SQLAlchemyError, IndexUnavailable) as error:
            click.echo(f"{type(error).__name__}: {error}"[:300], err=True)
            done = 0
        db.session.remove()
        stopped.wait(0 if done > 0 else 0.5)


@audit_group.command("verify")
def audit_verify() -> None:
    """Walk the chain of the log; names the first entry that does not fit."""
    wrong = audit.verify()
    if wrong is not None:
        click.echo(f"Nhật ký bị sửa hoặc bị cắt: {_place(wrong)}.", err=True)
        raise SystemExit(1)
    click.echo("Nhật ký nguyên vẹn.")


def _place(entry_id: int) -> str:
    return f"dòng {entry_id}" if entry_id else "cuối chuỗi"


COMMANDS: dict[str, click.Command] = {"init": init, "worker": worker, "serve": serve, "start": start, "check": check,
                                      "demo": demo, "search": search, "audit": audit_group}
