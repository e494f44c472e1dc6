"""Forms of documents: numbers given out, papers that came in."""

from datetime import date
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, Regexp

from portal.core import clock
from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.documents.models import PER_LABELS, Document, IncomingEntry
from portal.documents.queries import Incoming
from portal.documents.services import Arrival, suffix_of
from portal.papers.kinds import KINDS

YEARS = 10


class NumberForm(HouseForm):
    """What makes a number: the day, the issuer's part, the number itself where it is not the next."""

    issued_on = DayField(_l("Ngày ban hành"), [required(_l("Ghi ngày ban hành."))])
    suffix = StringField(_l("Chữ viết tắt cơ quan ban hành"), [required(), at_most(30), Regexp(
        r"^[A-ZĐ][A-ZĐa-z0-9.-]*$", message=_l("Ghi chữ viết tắt như trong ký hiệu, ví dụ CB, ĐU."))])
    number = IntegerField(_l("Số"), [Optional()], widget=widgets.TextInput())
    reason = TextAreaField(_l("Lý do"), [at_most(400)])

    @property
    def on(self) -> date:
        """The day, once the form is valid."""
        day: Any = self.issued_on.data
        return day or clock.today()


class IssueForm(NumberForm):
    """A draft gets its number."""

    @classmethod
    def of(cls, document: Document) -> "IssueForm":
        """Today, by the unit's own letters; what is printed on a paper that has its number already."""
        printed = int(document.number) if document.number.isascii() and document.number.isdecimal() else None
        day = document.issued_on if printed else None
        return cls.blank(issued_on=day or clock.today(), number=printed,
                         suffix=document.issuer_suffix or suffix_of(document.unit))


class ReserveForm(NumberForm):
    """A number is kept back."""

    kind = SelectField(_l("Thể loại"), [required(_l("Chọn thể loại."))])
    subject = StringField(_l("Trích yếu"), [at_most(1000)])

    def offer(self) -> None:
        """Every kind with an abbreviation."""
        rows = [SelectChoice(kind.abbreviation, f"{kind.name} ({kind.abbreviation})") for kind in KINDS.values()]
        self.kind.choices = [SelectChoice("", gettext("Chọn thể loại")), *rows]


class VoidForm(HouseForm):
    """Why a number is struck out."""

    reason = TextAreaField(_l("Lý do hủy"), [required(_l("Ghi lý do hủy số.")), at_most(500)])


class NumberingForm(HouseForm):
    """Per term or per year, from a day on."""

    per = RadioField(_l("Số chạy"), [required(_l("Chọn cách đánh số."))],
                     choices=[SelectChoice(per, label) for per, label in PER_LABELS.items()])
    since = DayField(_l("Từ ngày"), [required(_l("Ghi ngày bắt đầu áp dụng."))])
    rule = StringField(_l("Theo văn bản"), [at_most(120)])
    known = BooleanField(_l("Tôi đã biết: số sau nối tiếp các số đã cấp trong nhiệm kỳ hoặc năm ấy"))

    @property
    def first_day(self) -> date:
        """The day, once the form is valid."""
        day: Any = self.since.data
        return day or clock.today()


class ArrivalForm(HouseForm):
    """A paper that came in."""

    version = IntegerField(widget=widgets.HiddenInput())
    arrived_on = DayField(_l("Ngày đến"), [required(_l("Ghi ngày đến."))])
    number = IntegerField(_l("Số đến"), [Optional()], widget=widgets.TextInput())
    sender = StringField(_l("Nơi gửi"), [required(_l("Ghi nơi gửi.")), at_most(200)])
    symbol = StringField(_l("Số, ký hiệu"), [at_most(60)])
    dated_on = DayField(_l("Ngày của văn bản"))
    subject = TextAreaField(_l("Trích yếu"), [required(_l("Ghi trích yếu.")), at_most(1000)])
    passed_to = StringField(_l("Chuyển cho"), [at_most(200)])
    note = StringField(_l("Ghi chú"), [at_most(500)])

    @classmethod
    def from_document(cls, document: Document) -> "ArrivalForm":
        """Filled from a paper of the library."""
        form: ArrivalForm = cls.blank(
            arrived_on=clock.local(document.created_at).date(), sender=document.issuer, symbol=document.symbol,
            dated_on=document.issued_on, subject=document.subject)
        return form

    @classmethod
    def of(cls, row: IncomingEntry) -> "ArrivalForm":
        """What stands."""
        form: ArrivalForm = cls.blank(row)
        return form

    def arrival(self) -> Arrival:
        """The same as values."""
        texts = {name: " ".join((getattr(self, name).data or "").split())
                 for name in ("sender", "symbol", "subject", "passed_to", "note")}
        day: Any = self.arrived_on.data
        return Arrival(arrived_on=day, dated_on=self.dated_on.data, **texts)


class IncomingFilterForm(HouseForm):
    """What the incoming register is narrowed to."""

    q = StringField(_l("Từ cần tìm"))
    nam = SelectField(_l("Năm"), validate_choice=False)
    chuyen = StringField(_l("Chuyển cho"))

    def offer(self) -> None:
        """This year and those before."""
        year = clock.today().year
        years = [SelectChoice(str(one)) for one in range(year, year - YEARS, -1)]
        self.nam.choices = [SelectChoice("", gettext("Tất cả")), *years]

    def asked(self) -> Incoming:
        """The same as values; a year that is none finds nothing."""
        raw: Any = self.nam.data or ""
        year = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 5 else (-1 if raw else None)
        return Incoming(text=(self.q.data or "")[:200], year=year, passed_to=(self.chuyen.data or "")[:200])
