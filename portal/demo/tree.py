"""The units: a plan of names and places, and its planting in bulk.

The plan follows 98-CV/ĐU: the Corporation, one delegated upper committee, grassroots committees and cells below
either, sectional committees below some, cells at the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam

from portal.core import clock
from portal.core.db import Base, db
from portal.core.text import fold, sort_key
from portal.organizations.api import Organization, Succession

SINCE = date(2020, 1, 1)
CORPORATION, UPPER, COMMITTEE, SECTION, LONE_CELL, CELL = (
    "corporation_committee", "delegated_upper_committee", "grassroots_committee", "sectional_committee",
    "grassroots_cell", "affiliated_cell")
UPPER_NAME = "Công ty Vận tải Đường sắt"
BRANCH = "Chi nhánh Khai thác đường sắt"
CODE = "99.001.000.000.000"
"""Of the Corporation: 14 digits as in RULES.md, below 99, which is no province and no central body."""
CODE_GROUP = {UPPER: 1, COMMITTEE: 2, LONE_CELL: 2, SECTION: 3, CELL: 4}
SAMPLE_CELLS = ("Chi bộ Ga Hà Nội", "Chi bộ Phân xưởng Sửa chữa Vinh")

Below = dict[str, list[str]] | list[str]
UNDER_UPPER: dict[str, Below] = {
    f"{BRANCH} Hà Nội": ["Văn phòng Hà Nội", "Ga Hà Nội", "Ga Giáp Bát", "Ga Long Biên", "Ga Yên Viên"],
    f"{BRANCH} Nghệ Tĩnh": {
        "": ["Văn phòng Nghệ Tĩnh", "Ga Yên Trung"],
        "Ga Vinh": ["Hành khách Ga Vinh", "Hàng hóa Ga Vinh", "Kỹ thuật Ga Vinh"]},
    f"{BRANCH} Sài Gòn": ["Văn phòng Sài Gòn", "Ga Sài Gòn", "Ga Sóng Thần", "Ga Biên Hòa", "Ga Dĩ An"],
}
UNDER_TOP: dict[str, Below] = {
    "Công ty CP Đường sắt Hà Hải": ["Cơ quan Hà Hải", "Cung đường Gia Lâm", "Cung đường Hải Dương",
                                    "Cung đường Phú Thái", "Cung cầu Hà Hải"],
    "Công ty CP Đường sắt Thanh Hóa": {
        "": ["Cơ quan Thanh Hóa", "Cung cầu Thanh Hóa"],
        "Đội đường Bỉm Sơn": ["Cung đường Bỉm Sơn", "Cung đường Đò Lèn", "Gác chắn Bỉm Sơn"]},
    "Công ty CP Đường sắt Bình Trị Thiên": ["Cơ quan Bình Trị Thiên", "Cung đường Đồng Hới", "Cung đường Đông Hà",
                                            "Cung đường Huế"],
    "Công ty CP Đường sắt Nghĩa Bình": ["Cơ quan Nghĩa Bình", "Cung đường Quảng Ngãi", "Cung đường Diêu Trì"],
    "Xí nghiệp Đầu máy Vinh": ["Cơ quan Đầu máy Vinh", "Phân xưởng Sửa chữa Vinh", "Lái máy 1 Vinh", "Lái máy 2 Vinh"],
    "Xí nghiệp Đầu máy Hà Nội": ["Cơ quan Đầu máy Hà Nội", "Phân xưởng Vận dụng Hà Nội", "Phân xưởng Sửa chữa Hà Nội"],
    "Công ty CP Xe lửa Gia Lâm": ["Cơ quan Gia Lâm", "Phân xưởng Giá chuyển Gia Lâm", "Phân xưởng Toa xe Gia Lâm"],
}
LONE_UNDER_UPPER = ["Cơ quan Công ty Vận tải Đường sắt", "Chi nhánh Ga Đồng Đăng"]
LONE_UNDER_TOP = ["Cơ quan Đảng ủy Tổng công ty", "Trung tâm Điều hành vận tải", "Công ty CP TTTH Đường sắt Vinh"]
MERGED = "Chi bộ Cung đường Cẩm Giàng"
MERGED_INTO = "Chi bộ Cung đường Hải Dương"


@dataclass(slots=True, eq=False)
class Unit:
    """A planned unit; `id` and `path` are known once it is planted."""

    kind: str
    name: str
    parent: "Unit | None" = None
    until: date | None = None
    code: str = CODE
    id: int = 0
    path: str = ""
    below: list["Unit"] = field(default_factory=list)

    @property
    def is_cell(self) -> bool:
        """A chi bộ."""
        return self.kind in (LONE_CELL, CELL)

    def row(self) -> Organization:
        """The planted unit."""
        return db.session.get_one(Organization, self.id)

    def add(self, kind: str, name: str) -> "Unit":
        """A unit below this one."""
        unit = Unit(kind, name, self, code=self.next_code(kind))
        self.below.append(unit)
        return unit

    def next_code(self, kind: str) -> str:
        """The code of the next unit of a kind below this one: its number in the group of that kind."""
        place, groups = CODE_GROUP[kind], self.code.split(".")
        number = 1 + sum(CODE_GROUP[one.kind] == place for one in self.below)
        return ".".join([*groups[:place], f"{int(groups[place]) + number:03d}", *groups[place + 1:]])

    def walk(self) -> Iterator["Unit"]:
        """This unit and all below, each before those below it."""
        yield self
        for unit in self.below:
            yield from unit.walk()


def plan() -> Unit:
    """The sample organisation: about sixty units."""
    top = Unit(CORPORATION, "Đảng bộ Tổng công ty Đường sắt Việt Nam")
    upper = top.add(UPPER, f"Đảng bộ {UPPER_NAME}")
    for parent, committees, lone in ((upper, UNDER_UPPER, LONE_UNDER_UPPER), (top, UNDER_TOP, LONE_UNDER_TOP)):
        for name in lone:
            parent.add(LONE_CELL, f"Chi bộ cơ sở {name}")
        for name, below in committees.items():
            _committee(parent.add(COMMITTEE, f"Đảng bộ {name}"), below)
    return top


def _committee(committee: Unit, below: Below) -> None:
    sections = below if isinstance(below, dict) else {"": below}
    for section, cells in sections.items():
        parent = committee.add(SECTION, f"Đảng bộ bộ phận {section}") if section else committee
        for cell in cells:
            parent.add(CELL, f"Chi bộ {cell}")


def plant(units: list[Unit]) -> None:
    """Write planned units, parents first; gives each its id and path."""
    while units:
        ready = [unit for unit in units if unit.parent is None or unit.parent.id]
        rows = [{"kind_id": unit.kind, "name": unit.name, "search_key": fold(unit.name),
                 "sort_key": sort_key(unit.name), "code": unit.code, "path": f"new {place}",
                 "parent_id": unit.parent.id if unit.parent else None, "valid_from": SINCE, "valid_to": unit.until}
                for place, unit in enumerate(ready)]
        made = db.insert(Organization).returning(Organization.id, sort_by_parameter_order=True)
        for unit, number in zip(ready, db.session.execute(made, rows).scalars(), strict=True):
            unit.id, unit.path = number, f"{unit.parent.path if unit.parent else '/'}{number}/"
        table = Base.metadata.tables[Organization.__tablename__]
        placed = table.update().where(table.c.id == bindparam("number")).values(path=bindparam("place"))
        db.session.connection().execute(placed, [{"number": unit.id, "place": unit.path} for unit in ready])
        units = [unit for unit in units if not unit.id]


def merge_one(heir: Unit) -> None:
    """One cell that ended half a year ago and lives on in its neighbour, to show how history is kept."""
    day = clock.today().replace(day=1)
    ended = Unit(CELL, MERGED, heir.parent, until=date.fromordinal(day.toordinal() - 180),
                 code=heir.parent.next_code(CELL) if heir.parent else CODE)
    plant([ended])
    db.session.add(Succession(from_id=ended.id, to_id=heir.id, on=ended.until, decision="Quyết định sáp nhập (mẫu)"))
    db.session.flush()
