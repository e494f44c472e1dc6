"""The blueprint, its place beside the roster, and the words its pages share."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from flask import url_for

from portal.core import navigation
from portal.core.clock import show_date
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.imports.models import (
    ACTION_LABELS,
    FIELD_LABELS,
    NUMBERS,
    SENTENCES,
    Action,
    Field,
    ImportRow,
    MemberImport,
)
from portal.imports.policy import Imports
from portal.imports.queries import LEFT
from portal.members.api import SEX_WORDS, State, id_warnings, masked
from portal.organizations.api import named

bp = GuardedBlueprint("imports", __name__)
navigation.beside("members", _l("Nhập danh sách"), "imports.index", Imports.OPEN, 30)
SLUGS = {"moi": Action.NEW, "doi": Action.CHANGED, "khong-doi": Action.SAME, "can-xem": Action.REVIEW,
         "loi": Action.ERROR, "bo-qua": Action.SKIPPED}
"""Kind of row → how it stands in the address."""
KEPT = "giu-lai"
TONES = {Action.NEW: "success", Action.CHANGED: "info", Action.REVIEW: "warning", Action.ERROR: "error"}
LABELS: dict[str, Any] = {**{str(name): label for name, label in FIELD_LABELS.items()},
                          "cell": FIELD_LABELS[Field.CELL], "default_cell": FIELD_LABELS[Field.CELL]}

ABOUT_ID = {Field.CITIZEN_ID, Field.SEX, Field.BIRTH_DATE}
"""What the citizen id also tells."""
_LONG_NUMBER = re.compile(r"(?<![\d/.-])\d{8,}(?![\d/-])")


def show_url(made: MemberImport, **values: Any) -> str:
    """The page of an import."""
    return url_for("imports.show", import_id=made.id, **values)


def asked(slug: str) -> str:
    """The kind of row an address asks for."""
    return LEFT if slug == KEPT else SLUGS.get(slug, "")


class Told:
    """A row in words: its name, what becomes of it, old and new values, what is wrong; numbers are masked."""

    def __init__(self, row: ImportRow, made: MemberImport, cells: Mapping[int, str]) -> None:
        self.row, self.made, self.cells = row, made, cells

    @property
    def name(self) -> str:
        """The person's name, as far as the row has one."""
        places = [self.made.columns.get(name) for name in (Field.FULL_NAME, Field.FAMILY_NAME, Field.GIVEN_NAME)]
        typed = [self.row.cells[place] for place in places if place is not None and place < len(self.row.cells)]
        known = self.row.fields.get(Field.FULL_NAME) or squeeze(" ".join(typed))[:60]
        return str(known or gettext("(không có họ tên)"))

    @property
    def action(self) -> Any:
        """The word for what becomes of the row."""
        return ACTION_LABELS[Action(self.row.action)]

    @property
    def tone(self) -> str:
        """Its badge."""
        return TONES.get(Action(self.row.action), "neutral")

    @property
    def facts(self) -> list[tuple[Any, str]]:
        """(label, value) of what a new row brings."""
        order = (Field.CITIZEN_ID, Field.BIRTH_DATE, Field.SEX, Field.JOINED_ON, Field.OFFICIAL_ON, Field.CEREMONY_ON,
                 Field.CARD_NUMBER, Field.PHONE, "cell", Field.STATE)
        return [(LABELS[name], self.shown(name, self.row.fields[name])) for name in order if self.row.fields.get(name)]

    @property
    def changes(self) -> list[tuple[Any, str, str, str]]:
        """(label, old, new, since) of what a changed row changes."""
        return [(LABELS[name], self.shown(name, pair[0]), self.shown(name, pair[1]),
                 show_day(pair[2]) if len(pair) > 2 else "") for name, pair in self.row.changes.items()]

    @property
    def problems(self) -> list[str]:
        """Sentences on what is wrong, with the column they come from."""
        return [self._said(*one) for one in self.row.problems]

    @property
    def outcome(self) -> list[str]:
        """Why it could not be written or undone."""
        return [sentence(code, values) for _, code, values in self.row.outcome]

    @property
    def notes(self) -> list[str]:
        """What is to be looked at, though it is not wrong."""
        said = [self._said(*one) for one in self.row.notes]
        fields = self.row.fields
        if self.row.action == Action.NEW or ABOUT_ID & set(self.row.changes):
            born = fields.get(Field.BIRTH_DATE)
            said += [str(one) for one in id_warnings(fields.get(Field.CITIZEN_ID, ""), fields.get(Field.SEX, ""),
                                                     day(born) if born else None)]
        return said

    def shown(self, name: str, value: Any) -> str:
        """A value as screens show it."""
        if value in (None, ""):
            return str(gettext("chưa ghi"))
        if name in NUMBERS:
            return masked(str(value))
        if name in ("cell", "default_cell"):
            return self.cells.get(int(value), "")
        if name == Field.STATE:
            return str(State(value).label)
        return SEX_WORDS.get(value, "") if name == Field.SEX else show_day(value) if name.endswith("_on") or (
            name == Field.BIRTH_DATE) else str(value)

    def _said(self, name: str, code: str, values: dict[str, Any]) -> str:
        place = self.made.columns.get(name)
        heading = self.made.headings[place] if place is not None and place < len(self.made.headings) else ""
        text = sentence(code, values)
        return str(gettext("Cột “%(column)s”: %(what)s", column=heading, what=text)) if heading else text


def sentence(code: str, values: dict[str, Any]) -> str:
    """A stored reason in words."""
    said = {name: ", ".join(str(LABELS.get(one, one)) for one in value) if isinstance(value, list) else value
            for name, value in values.items()}
    return str(gettext(SENTENCES[code], **said))


def day(iso: str) -> date:
    """The day of an ISO text."""
    return date.fromisoformat(iso)


def show_day(iso: str) -> str:
    """`05/09/1985`."""
    return show_date(day(iso))


def told(rows: Collection[ImportRow], made: MemberImport) -> list[Told]:
    """Rows in words; the names of their cells in one statement."""
    ids = {int(cell) for row in rows for cell in (row.fields.get("cell"), row.fields.get("default_cell"),
                                                  *row.changes.get("cell", [])[:2]) if cell}
    cells = named(ids) if ids else {}
    return [Told(row, made, cells) for row in rows]


def veiled(cell: str) -> str:
    """A cell as it stands in the file, long numbers masked."""
    return _LONG_NUMBER.sub(lambda number: masked(number[0]), cell)
