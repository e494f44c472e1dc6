"""Files beside a record."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.personal import Rows, Section, add
from portal.members.api import Member, Membership, file_opened
from portal.privacy.models import MemberFile
from portal.privacy.policy import readable_files


def files_of(actor: Actor, member: Member) -> Select[MemberFile]:
    """Those of one person, newest first; not yet paged."""
    return readable_files(actor).where(MemberFile.member_id == member.id).order_by(MemberFile.id.desc())


def file(actor: Actor, member_id: int, file_id: int) -> MemberFile | None:
    """One file of one person."""
    found = readable_files(actor).where(MemberFile.member_id == member_id, MemberFile.id == file_id).options(
        joinedload(MemberFile.member).selectinload(Member.memberships).joinedload(Membership.unit))
    return db.session.execute(found).scalar_one_or_none()


def opened_file(actor: Actor, member_id: int, file_id: int, opening_id: int) -> MemberFile | None:
    """A file that the actor opened within the hour."""
    found = file(actor, member_id, file_id)
    return found if found is not None and file_opened(actor, opening_id, member_id, found.title) else None


def space(member_id: int) -> tuple[int, int]:
    """How many files a person has, and their bytes together."""
    found = select(func.count(), func.coalesce(func.sum(MemberFile.size), 0)).where(MemberFile.member_id == member_id)
    count, size = db.session.execute(found).one()
    return int(count), int(size)


def names_file(digest: str) -> bool:
    """A file beside a record has this content."""
    found = select(MemberFile.id).where(MemberFile.digest == digest).limit(1)
    return db.session.execute(found).first() is not None


def own_files(actor: Actor, whole: bool) -> Rows:
    """Name, what it is, when it was added: for "Dữ liệu của tôi"."""
    if actor.member_id is None:
        return []
    found = readable_files(actor).where(MemberFile.member_id == actor.member_id).order_by(MemberFile.id)
    return [(one.title, f"{one.name} ({clock.show_date(clock.local(one.at).date())})")
            for one in db.session.execute(found).scalars()]


add(Section("files", _l("Tệp đính kèm hồ sơ"), _l("giữ giấy tờ làm căn cứ cho hồ sơ"),
            _l("đến khi người có hồ sơ hoặc người phụ trách xóa"), own_files, 15))
