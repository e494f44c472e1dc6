"""Forms of documents: a new version of the file."""

from wtforms import BooleanField, Field, FileField, TextAreaField
from wtforms.validators import ValidationError

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import size as show_size
from portal.documents.forms.intake import largest_upload


class EditionForm(HouseForm):
    """The file and why it replaces the one in force."""

    file = FileField(_l("Tệp mới"))
    reason = TextAreaField(_l("Lý do thay tệp"), [required(_l("Ghi lý do thay tệp, ví dụ đính chính.")), at_most(500)])
    declared = BooleanField(_l("Tôi xác nhận tệp này không thuộc bí mật nhà nước"),
                            [required(_l("Xác nhận tệp không thuộc bí mật nhà nước trước khi tải lên."))])

    def validate_file(self, field: Field) -> None:
        """There is one, and it is not too large."""
        upload = field.data
        if not upload or not upload.filename:
            raise ValidationError(gettext("Chọn tệp mới."))
        size, limit = upload.stream.seek(0, 2), largest_upload()
        upload.stream.seek(0)
        if size > limit:
            raise ValidationError(gettext("Tệp lớn hơn %(limit)s. Chọn tệp nhỏ hơn.", limit=show_size(limit)))
