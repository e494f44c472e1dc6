"""Forms of documents: what a list is narrowed to."""

from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from portal.core import clock
from portal.core.forms import HouseForm
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import sort_key, squeeze
from portal.documents.models import KIND_GROUPS, LEVELS, FieldOfWork
from portal.documents.queries import QUALITIES, Filters
from portal.organizations.api import Organization
from portal.papers.kinds import KINDS

SORTS = ("", "-date", "date", "symbol")
SORT_LABELS = (_l("mới công bố"), _l("ngày ban hành, mới trước"), _l("ngày ban hành, cũ trước"), _l("số, ký hiệu"))
QUALITY_LABELS = dict(zip(QUALITIES, (_l("tốt"), _l("thiếu chữ"), _l("ảnh quét")), strict=True))
YEARS = 20
KINDS_KNOWN = [SelectChoice(name) for name in sorted({n for kind in KINDS.values() for n in kind.names}, key=sort_key)]
CLEAN = [lambda value: squeeze(value) if value else value]
OTHER_LEVEL = _l("Cơ quan khác")
SHOWN = ("q", "nhom", "loai", "linh_vuc", "cap", "cua", "co_quan", "nam", "chat_luong", "luu_tru",
         "chua_doc", "don_vi")
"""Names of the address that narrow a list, in the order of their chips."""


class FilterForm(HouseForm):
    """What a list is narrowed to; unknown values find nothing."""

    q = StringField(_l("Từ, số, ký hiệu"))
    loai = SelectField(_l("Thể loại"), validate_choice=False, filters=CLEAN)
    co_quan = StringField(_l("Cơ quan ban hành"))
    nam = SelectField(_l("Năm"), validate_choice=False, filters=CLEAN)
    chat_luong = SelectField(_l("Chữ đọc được"), validate_choice=False, filters=CLEAN)
    nhom = HiddenField(_l("Nhóm thể loại"))
    linh_vuc = HiddenField(_l("Lĩnh vực"))
    cap = HiddenField(_l("Cấp ban hành"))
    cua = HiddenField(_l("Ban hành bởi"))
    don_vi = HiddenField(_l("Đơn vị"))
    luu_tru = BooleanField(_l("Văn bản lưu trữ"))
    chua_doc = BooleanField(_l("Chưa đọc"))

    def offer(self) -> None:
        """Fill the choices: kinds and years that may be, whatever the library holds, so that they cost nothing."""
        year = clock.today().year
        years = [SelectChoice(str(one)) for one in range(year, year - YEARS, -1)]
        qualities = [SelectChoice(key, label) for key, label in QUALITY_LABELS.items()]
        for field, known in ((self.loai, KINDS_KNOWN), (self.nam, years), (self.chat_luong, qualities)):
            typed = [SelectChoice(field.data)] if field.data and field.data not in [one.value for one in known] else []
            field.choices = [SelectChoice("", gettext("Tất cả")), *known, *typed]

    def filters(self, view: str, sort: str, after: str = "", field: FieldOfWork | None = None,
                unit: Organization | None = None) -> Filters:
        """The same as values; `field` and `unit` are those their numbers name."""
        behind = int(after) if after.isascii() and after.isdecimal() and len(after) < 10 else 0
        unknown = "-" if self.linh_vuc.data and field is None else ""
        return Filters(
            text=(self.q.data or "")[:200], kind=self.loai.data or "", issuer=self.co_quan.data or "",
            year=self.nam.data or "", view=view, sort=sort if sort in SORTS else "", group=self.nhom.data or "",
            level=self.cap.data or "", field_path=field.path if field else unknown, body=(self.cua.data or "")[:200],
            quality=self.chat_luong.data or "", archived=bool(self.luu_tru.data),
            unread=bool(self.chua_doc.data), after=behind,
            unit=unit.id if unit else (0 if self.don_vi.data else None))

    def chips(self, field: FieldOfWork | None, unit: Organization | None) -> list[tuple[str, str]]:
        """(name in the address, words) of what narrows the list."""
        words: dict[str, Any] = {name: self._fields[name].data for name in SHOWN}
        words["nhom"] = KIND_GROUPS[words["nhom"]].label if words["nhom"] in KIND_GROUPS else words["nhom"]
        levels = {key: group.label for key, group in LEVELS.items()} | {"khac": OTHER_LEVEL}
        words["cap"] = levels.get(words["cap"], words["cap"])
        words["linh_vuc"] = field.name if field else words["linh_vuc"]
        words["don_vi"] = unit.name if unit else words["don_vi"]
        words["chat_luong"] = QUALITY_LABELS.get(words["chat_luong"], words["chat_luong"])
        return [(name, self._fields[name].label.text if value is True else f"{self._fields[name].label.text}: {value}")
                for name, value in words.items() if value]
