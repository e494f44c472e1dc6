"""House forms: clean at the entrance, Vietnamese sentences, refusals at their field."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, Regexp
from wtforms.widgets.core import html_params

from portal.core import forms
from portal.core.errors import CLASHES, Conflict, DomainError, NotAllowed
from portal.core.forms import DayField, HouseForm, at_most, required


class Sample(HouseForm):
    """One field of each kind."""

    name = StringField("Tên", [required(), at_most(10)])
    text = TextAreaField("Nội dung", [Optional(), Length(min=2, max=20)])
    day = DayField("Ngày", [Optional()])
    kind = SelectField("Loại", choices=[SelectChoice("a", "A")], default="a")
    many = SelectMultipleField("Nhiều", [Optional()], choices=[SelectChoice("a", "A")])
    sign = RadioField("Một", [Optional()], choices=[SelectChoice("1", "Một")], coerce=int)
    count = IntegerField("Số", [Optional(), NumberRange(1, 5)])
    code = StringField("Mã", [Optional(), Regexp("^a")])


def read(app: Flask, **sent: Any) -> Sample:
    with app.test_request_context("/", method="POST", data=sent):
        form = Sample.read()
        form.validate()
    return form


def test_what_enters_is_nfc_and_tidy(app: Flask) -> None:
    form = read(app, name=unicodedata.normalize("NFD", "  Đảng\u00a0 ủy\x00 "), text=" dòng 1\r\ndòng 2\x07 ")
    assert form.name.data == "Đảng ủy"
    assert form.text.data == "dòng 1\ndòng 2"


@pytest.mark.parametrize("typed", ["5/9/2025", "05/09/2025", "2025-09-05", "5-9-2025", "05.09.2025", " 5/9/2025 "])
def test_days_as_people_type_them(app: Flask, typed: str) -> None:
    assert read(app, name="x", day=typed).day.data == date(2025, 9, 5)


@pytest.mark.parametrize("typed", ["01/01/0001", "31/12/1799", "31/12/9999", "1/1/3000"])
def test_a_year_that_cannot_be_meant_is_refused(app: Flask, typed: str) -> None:
    form = read(app, name="x", day=typed)
    assert form.day.data is None
    assert [str(error) for error in form.day.errors] == ["Năm không đúng."]


@pytest.mark.parametrize("sent", [
    {"name": ""}, {"name": "x" * 11}, {"name": "x", "text": "y"}, {"name": "x", "text": "y" * 21},
    {"name": "x", "day": "31/2/2025"}, {"name": "x", "day": "0000-00-00"}, {"name": "x", "kind": "b"},
    {"name": "x", "many": ["b"]}, {"name": "x", "sign": "một"}, {"name": "x", "sign": "2"},
    {"name": "x", "count": "ba"}, {"name": "x", "count": "6"}, {"name": "x", "code": "b"},
    {"name": "x", "count": "9" * 40},
])
def test_every_complaint_is_vietnamese(app: Flask, sent: dict[str, Any]) -> None:
    form = read(app, **sent)
    complaints = [str(message) for messages in form.errors.values() for message in messages]
    assert complaints
    for sentence in complaints:
        assert not sentence.isascii(), sentence
        assert sentence.endswith((".", "2025.")), sentence


def test_an_empty_day_is_none(app: Flask) -> None:
    form = read(app, name="x", day="  ")
    assert form.day.data is None
    assert not form.failed


def test_messages_of_wtforms_have_our_words() -> None:
    words = forms._Messages()
    assert words.gettext("Something new of WTForms.") != "Something new of WTForms."


@pytest.mark.parametrize("named", [
    {"name": "a", "id": "a", "class_": "wide", "maxlength": 20, "value": ""},
    {"required": True, "checked": False, "aria_describedby": "a-hint", "data_upload": "x_y"},
    {"value": """Ô "một" & 'hai' <b>""", "placeholder": Markup('đã "thoát" &amp; xong'), "list": None}])
def test_attributes_are_those_of_wtforms(named: dict[str, Any]) -> None:
    assert forms.attributes(**named) == html_params(**named)


def test_fields_are_written_by_them(app: Flask) -> None:
    with app.test_request_context("/"):
        assert Sample.blank(name='"><script>').name() == (
            '<input id="name" maxlength="10" name="name" required type="text" value="&#34;&gt;&lt;script&gt;">')


def refuse(error: Exception) -> Any:
    raise error


def test_a_refusal_lands_at_its_field_or_above_the_form(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"name": "x"}):
        form = Sample.read()
        assert form.validate()
        assert form.attempt(lambda: refuse(DomainError("Sai tên.", "name"))) is None
        assert form.attempt(lambda: refuse(DomainError("Sai chung.", "khong_co"))) is None
        assert form.attempt(lambda: refuse(Conflict("Đã sửa."))) is None
        assert form.name.errors == ["Sai tên."]
        assert form.form_errors == ["Sai chung.", "Đã sửa."]
        assert form.attempt(lambda: "xong") == "xong"
        with pytest.raises(NotAllowed):
            form.attempt(lambda: refuse(NotAllowed("Không.")))


def test_the_database_judges_the_form_explains(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    clash = IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed: account.citizen_id"))
    unknown = IntegrityError("INSERT", {}, Exception("NOT NULL constraint failed: account.state"))
    monkeypatch.setitem(CLASHES, "uq_account_citizen_id", ("name", "Đã có."))
    with app.test_request_context("/", method="POST", data={"name": "x"}):
        form = Sample.read()
        form.validate()
        assert form.attempt(lambda: refuse(clash)) is None
        assert form.name.errors == ["Đã có."]
        with pytest.raises(IntegrityError):
            form.attempt(lambda: refuse(unknown))
