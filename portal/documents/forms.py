"""Forms of documents."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.core import clock
from portal.core.actor import Actor
from portal.core.clock import show_date
from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import size as show_size
from portal.core.text import safe_file_name, sort_key, squeeze
from portal.documents.models import Document
from portal.documents.queries import Filters
from portal.documents.services import Fields, default_readers
from portal.organizations.api import Organization, audience_choices, named
from portal.papers.kinds import KIND_NAMES, KINDS
from portal.papers.secrecy import secrecy_mark
from portal.settings import Settings

SORTS = ("", "-date", "symbol")
MOST_FILES = 20
YEARS = 20
KINDS_KNOWN = [SelectChoice(name) for name in sorted({n for kind in KINDS.values() for n in kind.names}, key=sort_key)]


def largest_upload() -> int:
    """The size limit of one upload, in bytes."""
    settings: Settings = current_app.extensions["settings"]
    return settings.upload_limit


class TicksField(SelectMultipleField):  # type: ignore[misc]
    """A list of checkboxes."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class LinesField(TextAreaField):  # type: ignore[misc]
    """A list of texts, one a line."""

    def process_data(self, value: Sequence[str] | None) -> None:
        self.data = "\n".join(value or ())

    @property
    def lines(self) -> list[str]:
        """The texts, without empty ones."""
        return [line for line in map(squeeze, (self.data or "").split("\n")) if line]


class FilterForm(HouseForm):
    """What a list is narrowed to; unknown values find nothing."""

    q = StringField(_l("Từ cần tìm"))
    loai = SelectField(_l("Thể loại"), validate_choice=False)
    co_quan = StringField(_l("Cơ quan ban hành"))
    nam = SelectField(_l("Năm"), validate_choice=False)

    def offer(self) -> None:
        """Fill the choices: kinds and years that may be, whatever the library holds, so that they cost nothing."""
        year = clock.today().year
        years = [SelectChoice(str(one)) for one in range(year, year - YEARS, -1)]
        for field, known in ((self.loai, KINDS_KNOWN), (self.nam, years)):
            typed = [SelectChoice(field.data)] if field.data and field.data not in [one.value for one in known] else []
            field.choices = [SelectChoice("", gettext("Tất cả")), *known, *typed]

    def filters(self, view: str, sort: str) -> Filters:
        """The same as values."""
        return Filters(text=(self.q.data or "")[:200], kind=self.loai.data or "", issuer=self.co_quan.data or "",
                       year=self.nam.data or "", view=view, sort=sort if sort in SORTS else "")


class AudienceForm(HouseForm):
    """Who may read."""

    readers = TicksField(_l("Ai được đọc"), [required(_l("Chọn ít nhất một đơn vị được đọc."))])

    def offer(self, actor: Actor, unit: Organization, kept: Sequence[str] = ()) -> None:
        """Fill the choices: the unit with what is below it, itself alone, each unit just below; and what is kept."""
        rows = audience_choices(actor, unit)
        whole, alone, *below = rows
        choices = [(whole[0], gettext("%(unit)s và các đơn vị trực thuộc", unit=whole[1]) if below else whole[1])]
        if below:
            choices.append((alone[0], gettext("Chỉ %(unit)s", unit=alone[1])))
        choices += below
        known = {token for token, _ in choices}
        names = named([int(token[1:]) for token in kept if token not in known])
        choices += [(token, names.get(int(token[1:]), token)) for token in kept if token not in known]
        self.readers.choices = choices


class UploadForm(AudienceForm):
    """One or several files of one unit."""

    unit_id = IntegerField(widget=widgets.HiddenInput())
    files = MultipleFileField(_l("Tệp"), [required(_l("Chọn ít nhất một tệp."))])
    declared = BooleanField(
        _l("Tôi xác nhận các tệp này không thuộc bí mật nhà nước"),
        [required(_l("Xác nhận tệp không thuộc bí mật nhà nước trước khi tải lên."))])

    @classmethod
    def for_unit(cls, actor: Actor, unit: Organization) -> "UploadForm":
        """The empty form with the audience a document of the unit starts with."""
        form = cls.blank(unit_id=unit.id, readers=default_readers(unit))
        form.offer(actor, unit)
        return form

    @property
    def names_no_unit(self) -> bool:
        """What was sent does not say for which unit: then it is for the first of one's own."""
        return not any(self.unit_id.raw_data or ())

    def validate_files(self, field: Field) -> None:
        """Neither empty, nor too large, nor marked: said here, before anything is kept."""
        limit = largest_upload()
        if len(field.data) > MOST_FILES:
            raise ValidationError(gettext("Mỗi lần tải lên nhiều nhất %(n)s tệp.", n=MOST_FILES))
        for upload in field.data:
            name, size = safe_file_name(upload.filename or ""), _size(upload)
            if size == 0:
                raise ValidationError(gettext("Tệp “%(name)s” rỗng. Chọn tệp khác.", name=name))
            if size > limit:
                raise ValidationError(gettext("Tệp “%(name)s” lớn hơn %(limit)s. Chọn tệp nhỏ hơn.", name=name,
                                              limit=show_size(limit)))
        if self.has_marked_name:
            raise ValidationError(gettext("Tên tệp có dấu chỉ độ mật. Sổ tay không nhận văn bản mật; tệp không "
                                          "được lưu và việc này đã được ghi lại."))

    @property
    def has_marked_name(self) -> bool:
        """The name of a file carries a secrecy mark."""
        return any(secrecy_mark("", upload.filename or "") for upload in self.files.data or ())


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

    @classmethod
    def of(cls, actor: Actor, document: Document, *, sent: bool = False) -> "DocumentForm":
        """The form with what stands in the document, or with what was sent."""
        kept = document.tokens
        form: DocumentForm = cls.read() if sent else cls.blank(document, readers=kept)
        if not sent:
            form.kind.data = _kind_value(document.kind, document.kind_name)
            form.readers.data = kept
        form.kind.choices = _kind_choices(document)
        form.offer(actor, document.unit, kept)
        return form

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
        names = dict(self.readers.choices)
        mine, theirs = (", ".join(str(names.get(token, token)) for token in sorted(tokens))
                        for tokens in (self.readers.data or (), document.tokens))
        rows.append((self.readers.label.text, mine, theirs))
        return [row for row in rows if row[1] != row[2]]


class WithdrawForm(HouseForm):
    """Why a document is taken back."""

    reason = TextAreaField(_l("Lý do thu hồi"), [required(_l("Ghi lý do thu hồi.")), at_most(500)])


class ActForm(HouseForm):
    """A button: nothing to fill in."""


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


def _size(upload: FileStorage) -> int:
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    return size


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return value if isinstance(value, str) else show_date(value)
