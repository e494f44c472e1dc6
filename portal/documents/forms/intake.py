"""Forms of documents: files come in."""

from flask import current_app
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, IntegerField, MultipleFileField, widgets
from wtforms.validators import ValidationError

from portal.core.actor import Actor
from portal.core.forms import required
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import size as show_size
from portal.core.text import safe_file_name
from portal.documents.forms.fields import AudienceForm
from portal.documents.services import default_readers
from portal.organizations.api import Organization
from portal.papers.secrecy import secrecy_mark
from portal.settings import Settings

MOST_FILES = 20


def largest_upload() -> int:
    """The size limit of one upload, in bytes."""
    settings: Settings = current_app.extensions["settings"]
    return settings.upload_limit


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
        form = cls.blank(unit_id=unit.id)
        form.offer(actor, unit)
        form.show_readers(default_readers(unit))
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


def _size(upload: FileStorage) -> int:
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    return size
