"""What a roster is asked for, and how it stands in an address: the same for screens, saved filters and bulk acts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

ADDRESS = {
    "text": "ten", "unit_id": "don_vi", "state": "trang_thai", "role": "chuc_vu", "sex": "gioi_tinh",
    "joined_from": "vao_dang_tu", "joined_to": "vao_dang_den", "age_from": "tuoi_tu", "age_to": "tuoi_den",
    "party_from": "tuoi_dang_tu", "party_to": "tuoi_dang_den", "missing": "thieu", "overdue": "qua_han",
    "day": "ngay", "sort": "xep",
}
"""Filter → its name in the address."""
NUMBERS = frozenset({"unit_id", "joined_from", "joined_to", "age_from", "age_to", "party_from", "party_to"})
SORTS = ("name", "cell", "joined", "party")
"""By name, by cell, by the day of joining, by Party age; with `-` the other way round."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a roster. Years of joining and ages are whole numbers, both ends included; `missing` names a
    field that is empty; `overdue`: probation not dealt with in time; `day`: the roster as it was that day."""

    text: str = ""
    unit_id: int | None = None
    state: str = ""
    role: str = ""
    sex: str = ""
    joined_from: int | None = None
    joined_to: int | None = None
    age_from: int | None = None
    age_to: int | None = None
    party_from: int | None = None
    party_to: int | None = None
    missing: str = ""
    overdue: bool = False
    day: date | None = None
    sort: str = ""

    @property
    def address(self) -> dict[str, Any]:
        """The filters in force as values of an address."""
        return {ADDRESS[name]: _written(getattr(self, name)) for name in self.asked}

    @property
    def asked(self) -> list[str]:
        """Names of the filters in force; the age of nought is one."""
        return [one.name for one in fields(self) if is_asked(getattr(self, one.name))]

    def without(self, name: str) -> "Filters":
        """The same without one of them."""
        empty: dict[str, Any] = {name: next(one.default for one in fields(self) if one.name == name)}
        return replace(self, **empty)

    @property
    def narrows(self) -> bool:
        """Something but the order is asked for."""
        return self.without("sort") != Filters()

    @classmethod
    def of(cls, address: Mapping[str, str]) -> "Filters":
        """The filters of an address that was made by `address`; what cannot be read is not asked for."""
        found: dict[str, Any] = {}
        for name, key in ADDRESS.items():
            value = _read(name, address.get(key, ""))
            if value is not None:
                found[name] = value
        return cls(**found)


def is_asked(value: Any) -> bool:
    """A value narrows something."""
    return value is not None and value is not False and value != ""


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else "1" if value is True else str(value)


def _read(name: str, raw: str) -> Any:
    if not raw:
        return None
    if name in NUMBERS:
        return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None
    if name == "overdue":
        return True
    if name == "day":
        try:
            return date.fromisoformat(raw)
        except ValueError:
            return None
    return raw
