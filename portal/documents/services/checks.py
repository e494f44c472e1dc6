"""What is looked at before a paper is issued (N35): the checks of papers, and what only the registers know.

Nothing here forbids: a clerk goes on with a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold
from portal.documents.models import Document
from portal.papers.issuing import CHECKS, Code, Issue, check_issue
from portal.papers.issuing import Check as Finding


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what, whether it is right, and what is wrong where it is not."""

    key: str
    label: Any
    is_right: bool
    advice: Any = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper would stand in its register. `taken`: numbers given out, with their days; `kept`: this number was
    kept back for it; `has_term`: the unit's term on that day is known."""

    symbol: str
    on: date
    taken: dict[int, date | None]
    kept: bool
    has_term: bool


def look_over(document: Document, proposal: dict[str, Any], place: Place, *, text: str, today: date) -> list[Check]:
    """Every check, in the order of the list shown. Pure."""
    fields = {name: getattr(document, name) for name in (
        "place", "issuer", "subject", "signer", "signer_post", "recipients", "addressed_to")}
    found = check_issue(Issue(
        symbol=place.symbol, kind=document.kind, kind_name=document.kind_name, form=form_of(document),
        level=level_of(document), issued_on=place.on, text=text, on_behalf=document.on_behalf,
        fields={**fields, "symbol": place.symbol, "date": place.on}, signer_post=document.signer_post,
        recipients=tuple(document.recipients), end_mark=str(proposal.get("end_mark") or ""),
        enclosures_named=tuple(proposal.get("enclosures", ())), enclosures_given=max(0, len(document.files) - 1),
        taken=place.taken), today=today)
    term = Check("term", _l("Biết nhiệm kỳ để đánh số"), place.has_term,
                 _l("Chưa ghi nhiệm kỳ của đơn vị vào ngày này. Ghi nhiệm kỳ trong trang của tổ chức, nếu không số sẽ "
                    "chạy trong một sổ chung."))
    return [term, *(_said(one) for one in found if not (place.kept and one.code == Code.NUMBER_NEXT))]


def wrong(checks: Iterable[Check]) -> list[Check]:
    """Those that are not right."""
    return [one for one in checks if not one.is_right]


def level_of(document: Document) -> str:
    """Which body issues: the cell, or the committee or its standing committee, as its papers say."""
    if document.unit.is_cell:
        return "cell"
    standing = "thuong vu" in fold(f"{document.issuing_organ} {document.on_behalf}")
    return "standing_committee" if standing else "committee"


def form_of(document: Document) -> str:
    """`state` for a paper under the head of the State, else `party`."""
    return "state" if "cong hoa" in fold(document.national_head) else "party"


def _said(one: Finding) -> Check:
    return Check(str(one.code), gettext(CHECKS[one.code]), one.holds,
                 gettext(one.says, **one.facts) if one.says else "")
