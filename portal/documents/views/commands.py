"""The commands: `flask --app wsgi library export FOLDER`, `library import FOLDER`."""

from pathlib import Path

import click

from portal.core.db import transaction
from portal.core.errors import DomainError
from portal.documents.services import library
from portal.documents.views.blueprint import bp

bp.cli_group = "library"
bp.cli.short_help = "The library as a folder."
FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@bp.cli.command("export")
@FOLDER
def export_library(folder: Path) -> None:
    """Write the whole library into a new folder."""
    try:
        with transaction():
            number = library.export(folder)
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"Đã xuất {number} văn bản vào {folder}.\n{library.NOT_CARRIED}")


@bp.cli.command("import")
@FOLDER
def import_library(folder: Path) -> None:
    """Load a folder into a portal that has no documents; the same units must be here, with the same codes."""
    try:
        with transaction():
            number = library.load(folder)
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"Đã nạp {number} văn bản. Chỉ mục được cập nhật khi tiến trình nền chạy.\n{library.NOT_CARRIED}")
