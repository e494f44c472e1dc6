"""The words of people's names, kept beside them in the transaction of each change: lists narrowed by a name begin from
them."""

from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, delete, event, insert, inspect, true
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from portal.core.db import Base, key_column
from portal.members.models.people import Member


class MemberTerm(Base):
    """One word of a name as it is looked for: `dang` of `Đặng`; beside it the whole name (`Member.search_key`), so that
    further words are asked of the index alone. Made anew at each change of it."""

    __tablename__ = "member_term"
    __table_args__ = (Index("ix_member_term_term", "term", "member_id", "name"),
                      {"sqlite_with_rowid": False, "info": {"derived": lambda table: true()}})
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    term: Mapped[str] = mapped_column(key_column(120), primary_key=True)
    name: Mapped[str] = mapped_column(key_column(120))


def terms_of(search_key: str) -> list[str]:
    """The words of a folded name, each once."""
    return list(dict.fromkeys(search_key.split()))


def term_rows(member_id: int, search_key: str) -> list[dict[str, Any]]:
    """What stands in the table for a name."""
    return [{"member_id": member_id, "term": one, "name": search_key} for one in terms_of(search_key)]


@event.listens_for(Member, "after_insert")
def _put(mapper: Mapper[Member], connection: Connection, member: Member) -> None:
    rows = term_rows(member.id, member.search_key)
    if rows:
        connection.execute(insert(MemberTerm), rows)


@event.listens_for(Member, "after_update")
def _put_anew(mapper: Mapper[Member], connection: Connection, member: Member) -> None:
    if inspect(member).attrs.search_key.history.has_changes():
        connection.execute(delete(MemberTerm).where(MemberTerm.member_id == member.id))
        _put(mapper, connection, member)
