"""Who may be the same person (I7): the same number, or the same name and birth date."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import islice, product

from sqlalchemy import or_, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.text import fold, words
from portal.members.models import Member
from portal.members.policy import readable
from portal.search.analysis import exact_form, folded, spellings

MOST_WAYS = 64


@dataclass(frozen=True, slots=True)
class Double:
    """A record that may be the same person: named where the actor may see it, else only known to be elsewhere."""

    field: str
    member: Member | None


def same_number(actor: Actor, citizen_id: str, card_number: str | None, but: int | None = None) -> Double | None:
    """The record that already has this citizen id or this card number (the two may be one number)."""
    for field, number in (("citizen_id", citizen_id), ("card_number", card_number)):
        if number:
            found = select(Member.id).where(or_(Member.citizen_id == number, Member.card_number == number))
            if but is not None:
                found = found.where(Member.id != but)
            known = db.session.execute(found.limit(1)).scalar_one_or_none()
            if known is not None:
                return Double(field, _seen(actor, [known]).get(known))
    return None


def namesakes(actor: Actor, full_name: str, birth_date: date | None, but: int | None = None) -> list[Double]:
    """Records of the same name (hòa and hoà are one, so are Lý and Lí) and the same birth date."""
    if birth_date is None:
        return []
    ways = islice(product(*map(spellings, fold(full_name).split())), MOST_WAYS)
    keys = {fold(full_name)[:120], *(" ".join(way)[:120] for way in ways)}
    found = select(Member.id, Member.full_name).where(
        Member.birth_date == birth_date, Member.search_key.in_(keys), Member.id != (but or 0)).limit(10)
    key = _heard(full_name)
    ids = [number for number, name in db.session.execute(found) if _heard(name) == key]
    seen = _seen(actor, ids)
    return [Double("full_name", seen.get(number)) for number in ids]


def _heard(name: str) -> list[str]:
    return [exact_form(word) or folded(word) for word in words(name)]


def _seen(actor: Actor, ids: Collection[int]) -> dict[int, Member]:
    if not ids:
        return {}
    rows = db.session.execute(readable(actor).where(Member.id.in_(ids))).scalars()
    return {one.id: one for one in rows}
