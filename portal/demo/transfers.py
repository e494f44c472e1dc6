"""Sample transfers and residence contacts: one asked, one on its way, one temporary stay; letters for some members."""

from datetime import timedelta

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.members.api import Member, Membership, MemberState, State
from portal.organizations.api import Organization, OrganizationKind
from portal.transfers import api as services
from portal.transfers.api import Home, Kind, Said, Slip, Wish

PLACES = [("Chi bộ Tổ dân phố 5", "Phường Cửa Nam, quận Hoàn Kiếm", "Hà Nội"),
          ("Chi bộ Khối 3", "Phường Quán Bàu, thành phố Vinh", "Nghệ An"),
          ("Chi bộ Thôn Trung", "Xã Hòa Liên, huyện Hòa Vang", "Đà Nẵng")]


def settle() -> None:
    """Write them into a settled sample organisation; the caller commits."""
    today = clock.today()
    cells = _cells(2)
    if len(cells) < 2:
        return
    here, there = cells
    people = _members(here)
    ends = [("asked", Kind.OFFICIAL), ("released", Kind.OFFICIAL), ("accepted", Kind.TEMPORARY)]
    for member, (state, kind) in zip(people[-3:], ends, strict=False):
        until = today + timedelta(days=150) if kind is Kind.TEMPORARY else None
        made = services.ask(SYSTEM, member, Wish(kind, today - timedelta(days=20), there, until=until,
                                                 reason="Theo quyết định điều động"))
        if state != "asked":
            services.release(SYSTEM, made, Slip(today - timedelta(days=12), today.replace(day=1), "12-GT"))
        if state == "accepted":
            services.accept(SYSTEM, made, effective_on=today)
    for number, member in enumerate(people[:-3]):
        if number % 3 == 2:
            continue
        row = services.save_home(SYSTEM, member, Home(*PLACES[number % len(PLACES)]))
        services.introduce(SYSTEM, row, number=f"{number + 1:02d}-GT", on=today - timedelta(days=40 * (number + 1)))
        if number % 2 == 0:
            services.save_remark(SYSTEM, row, Said(today.year, "h1", "Gương mẫu, tham gia sinh hoạt đầy đủ.", "good",
                                                   today - timedelta(days=30), "Nguyễn Thị Bình, Bí thư chi bộ"))


def _cells(count: int) -> list[Organization]:
    """Cells with the most members, two at least of different committees."""
    found = (db.select(Organization).join(OrganizationKind, OrganizationKind.id == Organization.kind_id)
             .join(Membership, Membership.unit_id == Organization.id)
             .where(OrganizationKind.is_cell, Membership.valid_to.is_(None)).group_by(Organization.id)
             .having(db.func.count(Membership.id) > 6).order_by(Organization.sort_key).limit(count))
    return list(db.session.execute(found).unique().scalars())


def _members(cell: Organization) -> list[Member]:
    """Those who may move: in their usual state, in the order of names."""
    found = (db.select(Member).join(Membership, Membership.member_id == Member.id)
             .join(MemberState, MemberState.member_id == Member.id)
             .where(Membership.unit_id == cell.id, Membership.valid_to.is_(None), MemberState.valid_to.is_(None),
                    MemberState.state == State.OFFICIAL, MemberState.valid_from < clock.today() - timedelta(days=30))
             .order_by(Member.sort_key).limit(12))
    return list(db.session.execute(found).scalars())
