"""The words of names, for who writes people without objects: imports and the sample."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select

from portal.core.db import db
from portal.members.models import Member, MemberTerm, term_rows

AT_ONCE = 500


def keep_terms(member_ids: Collection[int]) -> None:
    """Make the words of these people anew: for who writes names without objects, in the same transaction."""
    ids = sorted(member_ids)
    for some in (ids[place : place + AT_ONCE] for place in range(0, len(ids), AT_ONCE)):
        db.session.execute(delete(MemberTerm).where(MemberTerm.member_id.in_(some)))
        keys = db.session.execute(select(Member.id, Member.search_key).where(Member.id.in_(some)))
        rows = [row for member_id, key in keys for row in term_rows(member_id, key)]
        if rows:
            db.session.execute(insert(MemberTerm), rows)
