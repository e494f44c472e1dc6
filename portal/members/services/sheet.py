"""A person as a row of the exported roster."""

from typing import Any

from portal.members.models import EXPORT_COLUMNS, SEX_WORDS, Member, MemberState, masked
from portal.members.models.words import NUMBERS
from portal.organizations.api import Organization


def sheet_row(number: int, member: Member, unit: Organization, state: MemberState, *, whole: bool,
              cell_name: str = "") -> list[Any]:
    """The values in the order of EXPORT_COLUMNS; numbers masked unless `whole`; the cell by another name of its own."""
    values: dict[str, Any] = {
        "number": number, "record": member.id, "cell_code": unit.code, "cell_name": cell_name or unit.name,
        "state": str(state.label), "since": state.valid_from, "sex": SEX_WORDS.get(member.sex, "")}
    row = []
    for column in EXPORT_COLUMNS:
        value: Any = values[column.key] if column.key in values else getattr(member, column.key)
        row.append(masked(value) if column.key in NUMBERS and not whole else value)
    return row
