"""What the one box finds though it stands in no index: people of the register, the asker's own opinions.

Both are asked of their rooms, each time, through the rooms' own rules: nothing personal is copied into an index.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import or_

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import allowed
from portal.feedback.api import Feedback, Opinion, own
from portal.home.queries.asked import Asked
from portal.members.api import Members, named
from portal.search.analysis import spellings, syllables
from portal.search.highlight import Pieces, excerpt, mark

MEMBER, OPINION = "member", "opinion"
FEW, MANY = 5, 50
MOST_OPINIONS = 200
MOST_SYLLABLES = 12


@dataclass(frozen=True, slots=True)
class Beside:
    """A kind of thing with some of it: lines of (address, title, note). `total` counts all, `more` leads to them;
    `leads`: it is likely what was meant, and stands before all else."""

    kind: str
    label: Any
    lines: list[tuple[str, Pieces, Any]]
    total: int
    more: str = ""
    leads: bool = False


def beside(actor: Actor, asked: Asked) -> list[Beside]:
    """People and opinions that hold all the words, for a text without any filter; only on the first page."""
    if asked.narrowed or asked.number > 1 or not actor.signed_in:
        return []
    found = (_people(actor, asked), _opinions(actor, asked))
    return [one for one in found if one.total]


def _people(actor: Actor, asked: Asked) -> Beside:
    people = named(actor, asked.text)
    most = MANY if asked.kind == MEMBER else FEW
    lines = [(f"/dang-vien/{one.id}", mark(one.full_name, asked.text), one.unit) for one in people[:most]]
    more = f"/dang-vien?{urlencode({'ten': asked.text})}" if len(people) > most and allowed(actor, Members.LIST) else ""
    return Beside(MEMBER, _l("Đảng viên"), lines, len(people), more, leads=len(asked.text.split()) > 1)


def _opinions(actor: Actor, asked: Asked) -> Beside:
    """What the asker sent; nothing of it while somebody looks on (the room sees to that)."""
    words = set(syllables(asked.text))
    if not 0 < len(words) <= MOST_SYLLABLES or not allowed(actor, Feedback.OWN):
        return Beside(OPINION, "", [], 0)
    within = [or_(*(Opinion.search_key.contains(one, autoescape=True) for one in spellings(word)))
              for word in sorted(words)]
    found = own(actor).where(*within).limit(MOST_OPINIONS)
    columns = found.with_only_columns(Opinion.id, Opinion.text, Opinion.code, Opinion.sent_at)
    rows = [row for row in db.session.execute(columns) if words <= set(syllables(row.text))]
    most = MANY if asked.kind == OPINION else FEW
    lines = [(f"/gop-y/{row.id}", excerpt(row.text, asked.text, 120), f"{row.code} · {clock.show_date(row.sent_at)}")
             for row in rows[:most]]
    return Beside(OPINION, _l("Góp ý của tôi"), lines, len(rows), "/gop-y" if len(rows) > most else "")
