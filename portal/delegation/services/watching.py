"""Looking for units that nobody is in charge of, so that no page has to ask it of every unit."""

from sqlalchemy import delete, insert, select, update

from portal.core.db import db
from portal.delegation import queries
from portal.delegation.models import Uncovered
from portal.organizations.api import Organization, mark_counted


def find_uncovered() -> int:
    """Keep which units lack somebody now; answers how many."""
    rows = db.session.execute(select(Organization.id, Organization.path, Organization.sort_key)
                              .where(queries.wants_somebody(Organization)))
    found = {unit_id: (path.count("/"), key) for unit_id, path, key in rows}
    kept = {unit_id: (level, key) for unit_id, level, key in db.session.execute(
        select(Uncovered.unit_id, Uncovered.level, Uncovered.sort_key))}
    gone = sorted(kept.keys() - found.keys())
    for start in range(0, len(gone), 500):
        db.session.execute(delete(Uncovered).where(Uncovered.unit_id.in_(gone[start:start + 500])))
    changed = [unit_id for unit_id in found.keys() & kept.keys() if found[unit_id] != kept[unit_id]]
    for unit_id in changed:
        level, key = found[unit_id]
        db.session.execute(update(Uncovered).where(Uncovered.unit_id == unit_id).values(level=level, sort_key=key))
    new = sorted(found.keys() - kept.keys())
    if new:
        db.session.execute(insert(Uncovered), [{"unit_id": unit_id, "level": found[unit_id][0],
                                                "sort_key": found[unit_id][1]} for unit_id in new])
    mark_counted(queries.KIND)
    return len(found)
