"""Forms of news."""

from typing import Any

from wtforms import BooleanField, FileField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.news.models import Article

DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


class ArticleForm(HouseForm):
    """An article in hand. `theirs` is the saved one where somebody saved in between."""

    unit_id = IntegerField(validators=[Optional()], widget=HiddenInput())
    version = IntegerField(validators=[Optional()], widget=HiddenInput())
    title = StringField(_l("Tiêu đề"), [required(_l("Ghi tiêu đề.")), at_most(200)])
    summary = TextAreaField(_l("Tóm tắt"), [at_most(500)])
    text = TextAreaField(_l("Nội dung"), [at_most(60_000)])
    audience = SelectField(_l("Ai đọc"), validate_choice=True)
    pinned_until = DayField(_l("Ghim đầu danh sách đến hết ngày"), [Optional()], format=DAYS)
    picture = FileField(_l("Ảnh"))
    alt = StringField(_l("Mô tả ảnh"), [at_most(250)])
    remove_picture = BooleanField(_l("Bỏ ảnh đang có"))

    theirs: Article | None = None

    def offer(self, audiences: list[tuple[str, str]]) -> "ArticleForm":
        """The audiences one may choose."""
        self.audience.choices = [SelectChoice(token, _audience_words(token, name)) for token, name in audiences]
        return self

    @property
    def names_no_unit(self) -> bool:
        """What was sent does not say for which unit: then it is for the first of one's own."""
        return not any(self.unit_id.raw_data or ())

    def meet(self, article: Article) -> int:
        """Status of the answer to a form that was not saved; takes up the newer version where there is one."""
        if self.version.data == article.version:
            return 422
        self.theirs, self.version.data, self.version.raw_data = article, article.version, None
        return 409

    @property
    def upload(self) -> Any:
        """The chosen file, or None."""
        return self.picture.data if getattr(self.picture.data, "filename", "") else None

    @property
    def fields(self) -> dict[str, Any]:
        """What the services take."""
        return {"title": self.title.data, "summary": self.summary.data or "", "text": self.text.data or "",
                "audience": self.audience.data, "pinned_until": self.pinned_until.data}

    def validate_alt(self, field: StringField) -> None:
        """A picture needs its words."""
        if self.upload is not None and not (field.data or "").strip():
            raise ValidationError(gettext("Ghi mô tả ảnh cho người không xem được ảnh."))


def _audience_words(token: str, name: str) -> str:
    if token.startswith("s"):
        return str(gettext("%(unit)s và các đơn vị bên dưới", unit=name))
    return str(gettext("Chỉ %(unit)s", unit=name))
