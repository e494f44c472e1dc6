"""Who keeps a cell's accounts."""

from portal.delegation.api import holders_over
from portal.members.api import KEEPERS
from portal.organizations.api import Organization


def keepers_up(cell: Organization) -> list[list[int]]:
    """Accounts of those who keep a cell's accounts, unit by unit from the cell upwards."""
    by_unit: dict[int, set[int]] = {}
    for one in holders_over(cell.path, KEEPERS):
        if one.account_id is not None:
            by_unit.setdefault(one.unit_id, set()).add(one.account_id)
    return [sorted(by_unit[unit_id]) for unit_id in reversed(cell.ancestor_ids) if unit_id in by_unit]


def keepers_of(cell: Organization) -> list[int]:
    """Those nearest to the cell: at the cell itself, else at the next unit above."""
    return next(iter(keepers_up(cell)), [])
