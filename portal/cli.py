"""The commands: `flask --app wsgi init | worker | serve | demo | search rebuild | audit verify | check`."""

import os
import signal
import subprocess
import sys
import time

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import text as sql

from portal.core import audit
from portal.core.db import alembic, db
from portal.jobs.worker import Worker
from portal.search import active, registry
from portal.settings import TOP, Settings


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in (init, worker, serve, check):
        app.cli.add_command(command)
    app.cli.add_command(search)
    app.cli.add_command(audit_group)


@click.command()
@with_appcontext
def init() -> None:
    """Bring the database to the newest schema; safe to run again."""
    alembic.upgrade()
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
    click.echo("Nhật ký: nguyên vẹn" if wrong is None else f"Nhật ký: sai từ dòng {wrong}")
    if not state.ok or wrong is not None:
        raise SystemExit(1)


@click.command()
@with_appcontext
def serve() -> None:
    """Start web server and worker together; stop both when either ends."""
    settings: Settings = current_app.extensions["settings"]
    db.engine.dispose()
    web = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"{settings.host}:{settings.port}",
           "--worker-class", "gthread", "--workers", os.environ.get("PORTAL_WORKERS", "2"), "--threads", "8",
           "--preload", "--no-control-socket", "--keep-alive", "75", "--timeout", "60", "--graceful-timeout", "10",
           "--log-level", "warning"]
    work = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    children = [subprocess.Popen(command, cwd=TOP) for command in (web, work)]  # noqa: S603 - our own commands
    raise SystemExit(_watch(children))


def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    asked: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, frame: asked.append(number))
    while not asked and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if asked else 1


search = AppGroup("search", help="The search index.")
audit_group = AppGroup("audit", help="The log of acts.")


@search.command("rebuild")
def search_rebuild() -> None:
    """Build the index anew beside the old one and swap; stop the worker first."""
    click.echo(f"Đã dựng lại chỉ mục: {active.engine().rebuild(registry.entries())} mục.")


@audit_group.command("verify")
def audit_verify() -> None:
    """Walk the chain of the log; names the first entry that does not fit."""
    wrong = audit.verify()
    if wrong is not None:
        click.echo(f"Nhật ký bị sửa hoặc bị cắt: {'cuối chuỗi' if wrong == 0 else f'dòng {wrong}'}.", err=True)
        raise SystemExit(1)
    click.echo("Nhật ký nguyên vẹn.")
