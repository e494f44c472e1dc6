"""How units and terms are named in a library that travels: units by their code, terms by their first day."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.documents.models import DocumentReader
from portal.organizations.api import Organization, terms

MOST_NAMED = 10
"""How many units a refusal names; of the others it says how many."""


class Places:
    """Units by code and terms by their first day, there and back."""

    def __init__(self) -> None:
        units = list(db.session.execute(select(Organization)).scalars())
        self.codes = {unit.id: unit.code for unit in units if unit.code}
        self.ids = {code: unit_id for unit_id, code in self.codes.items()}
        self.units = {unit.id: unit for unit in units}

    def check(self, models: Iterable[Any]) -> None:
        """DomainError with every unit that these tables name and that has no code."""
        owners = [model.__table__.c.unit_id for model in models if "unit_id" in model.__table__.c]
        used = {unit_id for column in owners for unit_id in db.session.execute(select(column).distinct()).scalars()}
        tokens = db.session.execute(select(DocumentReader.token).distinct()).scalars()
        used |= {int(token[1:]) for token in tokens}
        without = sorted(used - set(self.codes) - {None})
        if without:
            names = [self.units[unit_id].name if unit_id in self.units else str(unit_id) for unit_id in without]
            raise DomainError(_l("%(n)s đơn vị có văn bản nhưng chưa có mã: %(names)s. Ghi mã cho các đơn vị này ở "
                                 "trang Tổ chức rồi xuất lại.", n=len(names), names=_first(names)))

    def expect(self, codes: Iterable[str]) -> None:
        """DomainError with every one of these codes that no unit bears."""
        unknown = sorted(set(codes) - set(self.ids))
        if unknown:
            raise DomainError(_l("Không có đơn vị mã %(codes)s. Tạo đơn vị hoặc ghi mã ấy cho đơn vị rồi nạp lại.",
                                 codes=_first(unknown)))

    def code(self, unit_id: int) -> str:
        """The code of a unit that has one."""
        return str(self.codes[unit_id])

    def id(self, code: str) -> int:
        """The unit of a code that is known."""
        return self.ids[code]

    def days(self, unit_id: int) -> dict[int, str]:
        """The terms of a unit: id → first day."""
        return {term.id: term.valid_from.isoformat() for term in terms(self.units[unit_id])}

    def term(self, day: str, unit_id: int) -> int:
        """The term of a unit that begins on a day; DomainError where there is none."""
        known = {first: term for term, first in self.days(unit_id).items()}
        if day not in known:
            raise DomainError(_l("“%(name)s” không có nhiệm kỳ bắt đầu ngày %(day)s. Ghi nhiệm kỳ rồi nạp lại.",
                                 name=self.units[unit_id].name, day=day))
        return known[day]


def _first(names: list[str]) -> str:
    """The first of them in quotation marks, and how many more there are."""
    said = ", ".join(f"“{name}”" for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return gettext("%(some)s và %(n)s đơn vị khác", some=said, n=more) if more > 0 else said
