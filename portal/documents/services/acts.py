"""What every act on a document brings: keys, version, index, history, log."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from portal.core import audit, clock
from portal.core.actor import Actor, Holding
from portal.core.db import db
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.documents.models import Document, DocumentEvent, State
from portal.documents.services.keys import set_keys
from portal.jobs.queue import index_later
from portal.organizations.api import CLERKS, HEADS

CHANGED_SINCE = _l("Văn bản này vừa được người khác sửa.")


def settle(actor: Actor, document: Document, verb: str, *, note: str = "", changed: Sequence[Any] = ()) -> None:
    """After a change: the keys follow, the index will, and both history and log tell of it.

    Raises Conflict where somebody saved since the document was read.
    """
    document.changed_at = clock.now()
    set_keys(document)
    try:
        db.session.flush()
    except StaleDataError as error:
        raise Conflict(CHANGED_SINCE) from error
    index_later("document", document.id)
    enter(actor, document, verb, note=note, changed=changed)
    audit.record(actor, f"documents.{verb}", "document", document.id, unit_id=document.unit_id,
                 by=holding_of(actor.holds(CLERKS, document.unit.path)))


def ask_again(actor: Actor, document: Document) -> None:
    """What a head approved is what is published: changed by somebody else, it is a draft again."""
    if document.state in (State.SUBMITTED, State.APPROVED) and actor.holds(HEADS, document.unit.path) is None:
        document.state, document.publish_at = State.DRAFT, None


def enter(actor: Actor, document: Document, verb: str, *, note: str = "", changed: Sequence[Any] = ()) -> None:
    """One line of its history, with the names of the fields changed, or [name, old, new]; the log is the caller's."""
    db.session.add(DocumentEvent(document_id=document.id, at=clock.now(), account_id=actor.account_id,
                                 verb=f"documents.{verb}", note=note[:500], changed=list(changed)))
    db.session.flush()


def holding_of(holding: Holding | None) -> str:
    """How the log names a holding: `grant:12`; empty without one."""
    return f"{holding.source}:{holding.source_id}" if holding else ""
