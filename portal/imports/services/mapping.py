"""What columns and values mean, as a person says; kept for the next file with the same headings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.imports import queries
from portal.imports.models import Field, ImportMapping, MemberImport, Step
from portal.imports.services.headings import LOOKED_AT, fingerprint, folded
from portal.imports.services.previewing import start_preview
from portal.imports.services.steps import book
from portal.imports.services.uploading import propose

OPEN = frozenset({Step.MAPPING, Step.READY, Step.STALE})


def look_at_heading(made: MemberImport, number: int) -> None:
    """Take another row for the heading; a number that is none of the first rows changes nothing.

    A page that only looks rolls it back; the form that saves the columns brings it along.
    """
    first = queries.first_rows(made, LOOKED_AT)
    if made.step in OPEN and number in {place for place, _ in first}:
        propose(made, first, number)


def save_columns(actor: Actor, made: MemberImport, columns: Mapping[str, int], *, since: date, cell_id: int | None,
                 state: str) -> MemberImport:
    """Say which column holds what, and what a new person gets where the file says nothing; then preview."""
    _open(made)
    if since > clock.today():
        raise DomainError(_l("Ngày áp dụng không thể ở tương lai."), "since")
    if Field.FULL_NAME not in columns and Field.GIVEN_NAME not in columns:
        raise DomainError(_l("Chọn cột có họ và tên."))
    if not {Field.CITIZEN_ID, Field.CARD_NUMBER, Field.RECORD} & set(columns):
        raise DomainError(_l("Chọn ít nhất một cột để nhận ra người: số định danh, số thẻ hoặc mã hồ sơ."))
    if cell_id is not None and cell_id not in book(actor, made).cells:
        raise DomainError(_l("Chọn một mục trong danh sách."), "cell_id")
    made.columns, made.since, made.cell_id, made.state = dict(columns), since, cell_id, state
    _remember(actor, made)
    return start_preview(actor, made)


def save_values(actor: Actor, made: MemberImport, chosen: Mapping[tuple[str, str], Any], *,
                add_zeros: bool) -> MemberImport:
    """Say what values of the file mean ((field, value) → meaning, an empty one for "nothing"); then preview anew."""
    _open(made)
    known = {name: dict(values) for name, values in made.chosen.items()}
    for (name, text), meaning in chosen.items():
        known.setdefault(name, {})[folded(text)] = meaning
    made.chosen, made.add_zeros = known, add_zeros
    _remember(actor, made)
    return start_preview(actor, made)


def _open(made: MemberImport) -> None:
    if made.step not in OPEN:
        raise DomainError(_l("Lần nhập này không sửa được nữa."))


def _remember(actor: Actor, made: MemberImport) -> None:
    mark = fingerprint(made.headings)
    kept = queries.kept_mapping(actor.account_id, mark)
    if kept is None:
        kept = ImportMapping(account_id=actor.account_id, fingerprint=mark)
        db.session.add(kept)
    kept.columns, kept.chosen, kept.changed_at = made.columns, made.chosen, clock.now()
    db.session.flush()
