"""Forms of documents: what a person confirms, and the acts of filing."""

from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField, widgets

from portal.core import clock
from portal.core.actor import Actor
from portal.core.clock import local, show_date
from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import sort_key, squeeze
from portal.documents.forms.fields import AudienceForm, LinesField, MomentField
from portal.documents.models import Document
from portal.documents.services import Fields, form_of
from portal.papers.kinds import FIELDS, KIND_NAMES, KINDS, field_rules_on, required_fields

OWN_NAMES = {"date": "issued_on"}
"""Fields that are called otherwise in the rules of kinds."""


class DocumentForm(AudienceForm):
    """What a person confirms of a document."""

    version = IntegerField(widget=widgets.HiddenInput())
    kind = SelectField(_l("Thể loại"), [required(_l("Chọn thể loại."))])
    symbol = StringField(_l("Số, ký hiệu"), [at_most(60)])
    number = StringField(_l("Số"), [at_most(10)])
    issued_on = DayField(_l("Ngày ban hành"), widget=widgets.TextInput())
    place = StringField(_l("Địa danh"), [at_most(80)])
    issuer = StringField(_l("Cơ quan ban hành"), [at_most(200)])
    issuing_organ = StringField(_l("Tập thể ban hành"), [at_most(200)])
    parent_organization = StringField(_l("Cơ quan cấp trên"), [at_most(200)])
    subject_lead = StringField(_l("Từ dẫn trích yếu"), [at_most(40)])
    subject = TextAreaField(_l("Trích yếu"), [required(_l("Ghi trích yếu của văn bản.")), at_most(1000)],
                            filters=[lambda value: squeeze(value) if value else value])
    addressed_to = LinesField(_l("Kính gửi"), [at_most(5000)])
    recipients = LinesField(_l("Nơi nhận"), [at_most(5000)])
    typist_mark = StringField(_l("Ký hiệu người đánh máy"), [at_most(40)])
    on_behalf = StringField(_l("Thay mặt"), [at_most(120)])
    signer_post = StringField(_l("Chức vụ người ký"), [at_most(120)])
    signer = StringField(_l("Người ký"), [at_most(120)])
    lacking = BooleanField(_l("Văn bản không có, hoặc chưa có, các phần còn thiếu"))
    reason = TextAreaField(_l("Lý do đính chính"), [at_most(400)])
    letters = BooleanField(_l("Đã so với tệp gốc: các chữ được đổi đúng"))
    form_of_paper, asks_letters = "party", False

    @classmethod
    def of(cls, actor: Actor, document: Document, *, sent: bool = False, asks_letters: bool = False) -> "DocumentForm":
        """The form with what stands in the document, or with what was sent; `asks_letters`: letters of an old
        encoding were changed, which a person has to look at."""
        kept = document.tokens
        form: DocumentForm = cls.read() if sent else cls.blank(document)
        form.form_of_paper, form.asks_letters = form_of(document), asks_letters
        if not sent:
            form.kind.data = _kind_value(document.kind, document.kind_name)
            form.show_readers(kept)
        form.kind.choices = _kind_choices(document)
        form.offer(actor, document.unit, kept)
        wanted = form.wanted()
        for name in form.depending:
            form[name].flags.required = name in wanted
        return form

    def validate(self, **more: Any) -> Any:
        """Also what the kind asks for (dated rules), unless the person says that the paper has it not."""
        known = super().validate(**more)
        missing = self.missing() if known and not self.lacking.data else []
        for name in missing:
            self.blame(name, gettext("Thể loại này cần ghi ô này."))
        if missing:
            self.blame("lacking", gettext("Ghi các ô còn thiếu, hoặc đánh dấu ô này nếu văn bản không có."))
        if self.asks_letters and not self.letters.data:
            self.blame("letters", gettext("So vài đoạn với tệp gốc rồi đánh dấu ô này; nếu chữ đổi sai, thay tệp."))
            return False
        return known and not missing

    def missing(self) -> list[str]:
        """Fields that papers of this kind must have on their day and that are empty."""
        return [name for name in self.wanted() if not self._fields[name].data]

    def wanted(self) -> list[str]:
        """Fields that papers of the kind chosen must have on their day."""
        kind = (self.kind.data or "").partition("|")[2]
        return [OWN_NAMES.get(name, name) for name in required_fields(kind, self.form_of_paper, self._day())]

    @property
    def depending(self) -> list[str]:
        """Fields that some kind must have."""
        return [OWN_NAMES.get(name, name) for name in FIELDS if name != "subject"]

    def needs(self) -> list[tuple[list[str], list[str]]]:
        """For each group of kinds its names, in order, and the fields its papers must have; no names: all others."""
        return [(sorted(rule.names, key=sort_key), [OWN_NAMES.get(name, name) for name in rule.fields])
                for rule in field_rules_on(self.form_of_paper, self._day())]

    def _day(self) -> date:
        day: Any = self.issued_on.data
        return day or clock.today()

    def fields(self) -> Fields:
        """The values, cleaned."""
        kind, _, kind_name = (self.kind.data or "").partition("|")
        texts = {name: getattr(self, name).data or "" for name in (
            "symbol", "number", "issuer", "issuing_organ", "parent_organization", "place", "subject", "subject_lead",
            "typist_mark", "on_behalf", "signer_post", "signer")}
        return Fields(kind=kind, kind_name=kind_name, issued_on=self.issued_on.data,
                      addressed_to=self.addressed_to.lines, recipients=self.recipients.lines, **texts)

    def rebase(self, document: Document) -> list[tuple[Any, str, str]]:
        """Put the typed values on the newest version; answers (label, typed, saved meanwhile) where they differ."""
        typed, saved = self.fields(), Fields.of(document)
        self.version.raw_data, self.version.data = None, document.version
        rows = [(self._fields[name].label.text, _shown(getattr(typed, name)), _shown(getattr(saved, name)))
                for name in Fields.__slots__ if name in self._fields and name != "kind"]
        rows.insert(0, (self.kind.label.text, typed.kind_name, saved.kind_name))
        rows.append((self.readers.label.text, self.words_of(self.chosen), self.words_of(document.tokens)))
        return [row for row in rows if row[1] != row[2]]


class WithdrawForm(HouseForm):
    """Why a document is taken back."""

    reason = TextAreaField(_l("Lý do thu hồi"), [required(_l("Ghi lý do thu hồi.")), at_most(500)])


class ReturnForm(HouseForm):
    """Why a document is not approved."""

    reason = TextAreaField(_l("Lý do trả lại"), [required(_l("Ghi lý do trả lại.")), at_most(500)])


class HoursForm(HouseForm):
    """From when and until when a document is published; both may be left empty."""

    publish_at = MomentField(_l("Công bố vào lúc"))
    withdraw_at = MomentField(_l("Tự thu hồi vào lúc"))

    @classmethod
    def of(cls, document: Document) -> "HoursForm":
        """What is set."""
        return cls.blank(publish_at=_local(document.publish_at), withdraw_at=_local(document.withdraw_at))


class ActForm(HouseForm):
    """A button: nothing to fill in."""


def _local(moment: datetime | None) -> datetime | None:
    return local(moment) if moment else None


def _kind_value(kind: str, name: str) -> str:
    return f"{kind}|{name}" if name else ""


def _kind_choices(document: Document) -> list[tuple[str, str]]:
    """Every kind with its abbreviation, then those without one; what stands in the document is among them."""
    rows = [(_kind_value(kind.abbreviation, name), f"{name[:1].upper()}{name[1:]} ({kind.abbreviation})")
            for kind in KINDS.values() for name in kind.names]
    known = {value.partition("|")[2] for value, _ in rows}
    rows += [(_kind_value("", name), f"{name[:1].upper()}{name[1:]}") for name in (*KIND_NAMES, "tài liệu")
             if name not in known]
    own = _kind_value(document.kind, document.kind_name)
    if own and own not in dict(rows):
        rows.append((own, f"{document.kind_name} ({document.kind})"))
    return [("", gettext("Chọn thể loại")), *rows]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return value if isinstance(value, str) else show_date(value)
