"""The steps of an import that services share: the row under lock, the step entered, the actor behind a job."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select, update

from portal.accounts.api import ACTIVE, Account
from portal.core import clock
from portal.core.actor import STRANGER, Actor
from portal.core.db import db
from portal.delegation.api import actor_of_account
from portal.imports.models import ImportRow, MemberImport, Step
from portal.imports.queries import cells_of
from portal.imports.services.cells import Cell, CellBook
from portal.jobs.queue import enqueue
from portal.members.api import writes_from_above

TABLE: Any = ImportRow.__table__


def locked(import_id: int, run: int, step: Step) -> MemberImport | None:
    """The import, locked, if this chain of jobs is still the one that counts."""
    found = select(MemberImport).where(MemberImport.id == import_id, MemberImport.run == run,
                                       MemberImport.step == step).with_for_update(of=MemberImport)
    return db.session.execute(found).scalar_one_or_none()


def enter(made: MemberImport, step: Step) -> None:
    """The import stands at this step from now on."""
    made.step, made.changed_at = step, clock.now()
    db.session.flush()


def follow(kind: str, made: MemberImport, actor: Actor, **more: Any) -> None:
    """Have the worker do the next piece of this run, for this person."""
    enqueue(kind, import_id=made.id, run=made.run, account_id=actor.account_id, **more)


def acting(account_id: int | None) -> Actor:
    """Who pressed, with the rights of this moment; nobody where the account is closed by now."""
    account = db.session.get(Account, account_id) if account_id is not None else None
    if account is None or account.state != ACTIVE:
        return STRANGER
    return actor_of_account(account.id)


def book(actor: Actor, made: MemberImport) -> CellBook:
    """The cells of the import's unit that the actor may write for, now."""
    return CellBook.of(Cell(*row) for row in cells_of(actor, made.unit))


def is_whole(actor: Actor, made: MemberImport) -> bool:
    """The actor keeps every cell of the import from above, and not only the own cell."""
    return not made.unit.is_cell or writes_from_above(actor, made.unit.path)


def write_rows(rows: Iterable[dict[str, Any]]) -> None:
    """Change rows of the file: each with `id` and the same columns."""
    some = [{f"new_{name}": value for name, value in row.items()} for row in rows]
    if some:
        names = [name.removeprefix("new_") for name in some[0] if name != "new_id"]
        changed = update(TABLE).where(TABLE.c.id == bindparam("new_id"))
        db.session.execute(changed.values({name: bindparam(f"new_{name}", type_=TABLE.c[name].type) for name in names}),
                           some)
