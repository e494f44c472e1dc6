"""A field that picks a unit out of a thousand: words typed, the units found as a list to choose from.

It needs no script: any button of the form finds; with script the list follows the typing. Show it with the macro
`picker` of templates/organizations/_picker.html.
"""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from flask import g
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.organizations import queries
from portal.organizations.models import Organization

LONGEST = 100


class UnitField(Field):  # type: ignore[misc]
    """`data` is the id of the chosen unit, `unit` the unit itself (None where nothing is chosen).

    The words typed come as `<name>_ten`. With `cells` only chi bộ are offered, with `roles` only units where the actor
    holds one of them. `required()` makes a choice
    obligatory, `Optional()` not; words typed without a choice are an error either way.
    """

    widget = TextInput()
    roles: Collection[str] = ()

    def __init__(self, label: Any = None, validators: Any = None, *, cells: bool = False, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.cells = cells
        self.typed = ""
        self.is_searching = False

    def process(self, formdata: Any, *more: Any, **options: Any) -> None:
        """Take the choice and the words."""
        super().process(formdata, *more, **options)
        if formdata is not None:
            self.typed = squeeze(formdata.get(f"{self.name}_ten", ""))[:LONGEST]
            self.is_searching = formdata.get("tim") == self.name

    def process_formdata(self, valuelist: list[str]) -> None:
        """An id; anything else counts as no choice, which `pre_validate` refuses."""
        raw = valuelist[0] if valuelist else ""
        self.data = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None

    @cached_property
    def unit(self) -> Organization | None:
        """The chosen unit, if it is in force and the actor may see it."""
        found = queries.get(g.actor, self.data) if self.data else None
        return found if found is not None and found.valid_to is None else None

    @cached_property
    def found(self) -> list[tuple[int, str, str]]:
        """(id, name, name of the unit above) to choose from: the chosen one, then those found by the words."""
        rows = queries.pick(g.actor, self.typed, cells=self.cells, roles=self.roles or None) if self.typed else []
        if self.unit is not None and self.unit.id not in {row[0] for row in rows}:
            rows.insert(0, (self.unit.id, self.unit.name, self.unit.parent.name if self.unit.parent else ""))
        return rows

    @property
    def narrowed(self) -> dict[str, Any]:
        """What the address of the list that follows the typing says, so that it offers what may be chosen."""
        return ({"chi-bo": 1} if self.cells else {}) | ({"vai": ".".join(sorted(self.roles))} if self.roles else {})

    def pre_validate(self, form: Any) -> None:
        """Refuse words without a choice, an unknown unit, and a form that only searches."""
        if self.is_searching:
            raise StopValidation(_l("Chọn một đơn vị tìm thấy.") if self.found else self._nothing())
        if self.unit is None and (self.typed or (self.raw_data and self.raw_data[0])):
            raise StopValidation(_l("Chọn một đơn vị trong danh sách.") if self.found else self._nothing())
        if self.unit is not None and self.cells and not self.unit.is_cell:
            raise StopValidation(_l("Chọn một chi bộ."))

    def _nothing(self) -> Any:
        return _l("Không có đơn vị nào có tên như vậy. Thử ít từ hơn.")

    def _value(self) -> str:
        return str(self.data or "")


class CellField(UnitField):
    """A cell where the actor holds one of `roles`: chosen from a list where these are few, else by words typed. Show it
    with the macro `own_cell` of templates/organizations/_picker.html."""

    def __init__(self, label: Any = None, validators: Any = None, *, roles: Collection[str], **options: Any) -> None:
        super().__init__(label, validators, cells=True, **options)
        self.roles = roles

    @cached_property
    def few(self) -> list[Organization]:
        """All there are to choose from; none where they are many."""
        return queries.own_cells(g.actor, self.roles)

    @cached_property
    def unit(self) -> Organization | None:
        """The chosen cell, if the actor holds one of the roles there."""
        if self.few:
            return next((one for one in self.few if one.id == self.data), None)
        found = queries.get(g.actor, self.data) if self.data else None
        return found if found is not None and found.valid_to is None and self._is_held(found) else None

    def _nothing(self) -> Any:
        return super()._nothing() if self.typed else _l("Chọn một chi bộ bạn phụ trách.")

    def _is_held(self, unit: Organization) -> bool:
        return g.actor.holds(self.roles, unit.path) is not None
