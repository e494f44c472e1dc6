"""Signing in and out, and what a stranger meets."""

from collections.abc import Callable

from portal.accounts.models import Account, UserSession
from portal.accounts.services import open_for_activation
from portal.core.actor import SYSTEM
from portal.core.db import db
from tests.client import PortalClient
from tests.people import PASSWORD, person

As = Callable[[str | None], PortalClient]


def sign_in(client: PortalClient, citizen_id: str, password: str):
    fields = {"citizen_id": citizen_id, "password": password}
    return client.submit(client.get("/dang-nhap"), fields, action="/dang-nhap")


def test_right_password_opens_home(as_: As) -> None:
    client = as_(None)
    answer = sign_in(client, person("member").citizen_id, PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Nguyễn Văn An" in client.get("/").text


def test_wrong_unknown_closed_and_locked_get_the_same_answer(as_: As) -> None:
    answers = set()
    for citizen_id, password in [(person("member").citizen_id, "sai mat khau roi nhe ban"), ("999999999999", PASSWORD),
                                 (person("newcomer").citizen_id, person("newcomer").citizen_id),
                                 (person("suspended_account").citizen_id, PASSWORD)]:
        answer = sign_in(as_(None), citizen_id, password)
        assert answer.status_code == 422
        body = answer.text.replace(citizen_id, "")
        answers.add("Không đăng nhập được" in body and "bí thư chi bộ" in body)
    assert answers == {True}


def test_first_sign_in_leads_to_the_new_password_and_nowhere_else(as_: As) -> None:
    account = db.session.get_one(Account, person("newcomer").account_id)
    code = open_for_activation(SYSTEM, account)
    db.session.commit()
    client = as_(None)
    assert sign_in(client, account.citizen_id, code).status_code == 303
    for path in ("/", "/tim-kiem?q=a", "/tai-khoan-cua-toi"):
        assert client.get(path).location == "/doi-mat-khau"
    form = client.get("/doi-mat-khau")
    refused = client.submit(form, {"old_password": code, "new_password": account.citizen_id + "abcdef",
                                   "repeat_password": account.citizen_id + "abcdef"}, action="/doi-mat-khau")
    assert refused.status_code == 422
    new = "hoa phuong no do san ga"
    fields = {"old_password": code, "new_password": new, "repeat_password": new}
    done = client.submit(refused, fields, action="/doi-mat-khau")
    assert done.location == "/quyen-rieng-tu"
    assert client.get("/").status_code == 200


def test_citizen_id_never_opens_an_account(as_: As) -> None:
    account = db.session.get_one(Account, person("newcomer").account_id)
    open_for_activation(SYSTEM, account)
    db.session.commit()
    assert sign_in(as_(None), account.citizen_id, account.citizen_id).status_code == 422


def test_sign_out_ends_the_session_on_the_server(as_: As) -> None:
    client = as_("member")
    with client.session_transaction() as session:
        token = session["sid"]
    answer = client.submit(client.get("/"), action="/dang-xuat")
    assert answer.headers["Clear-Site-Data"]
    with client.session_transaction() as session:
        session["sid"] = token
    assert client.get("/").status_code == 401
    assert db.session.execute(db.select(UserSession.ended_at)).scalar() is not None


def test_guessing_is_slowed_and_does_not_lock_for_good(as_: As) -> None:
    citizen_id = person("member").citizen_id
    for _ in range(7):
        assert sign_in(as_(None), citizen_id, "doan mo mat khau nay").status_code == 422
    assert sign_in(as_(None), citizen_id, PASSWORD).status_code == 422


def test_stranger_is_sent_to_sign_in_and_back(as_: As) -> None:
    client = as_(None)
    page = client.get("/tim-kiem?q=nghi+quyet")
    assert page.status_code == 401
    answer = client.submit(page, {"citizen_id": person("member").citizen_id, "password": PASSWORD}, action="/dang-nhap")
    assert answer.location == "/tim-kiem?q=nghi+quyet"


def test_typed_text_survives_the_end_of_a_session(as_: As) -> None:
    client = as_("member")
    form = client.get("/tai-khoan-cua-toi")
    client.submit(client.get("/"), action="/dang-xuat")
    late = client.submit(form, {"to": "en"}, action="/co-chu")
    assert late.status_code in (303, 400, 401)


def test_own_sessions_are_listed_and_ended(as_: As) -> None:
    first, second = as_("member"), as_("member")
    page = first.get("/tai-khoan-cua-toi")
    assert first.submit(page, action="/ket-thuc").status_code == 303
    assert second.get("/").status_code == 401


def test_sessions_of_others_do_not_exist(as_: As) -> None:
    as_("secretary")
    other = db.session.execute(db.select(UserSession.id)).scalar_one()
    client = as_("member")
    page = client.get("/tai-khoan-cua-toi")
    assert page.status_code == 200
    answer = client.post(f"/tai-khoan-cua-toi/phien/{other}/ket-thuc", data={"form_key": "0123456789abc"})
    assert answer.status_code in (400, 404)


def test_own_device_gets_304_and_a_shared_one_keeps_nothing(as_: As) -> None:
    client = as_(None)
    page = client.get("/dang-nhap")
    client.submit(page, {"citizen_id": person("member").citizen_id, "password": PASSWORD, "own_device": "y"},
                  action="/dang-nhap")
    first = client.get("/tai-khoan-cua-toi", headers={"Accept-Encoding": "br"})
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get("/tai-khoan-cua-toi", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert as_("member").get("/").headers["Cache-Control"] == "no-store"


def test_a_stale_form_is_offered_again_with_its_text(as_: As) -> None:
    client = as_("member")
    form = client.get("/ngon-ngu")
    answer = client.submit(form, {"to": "en", "csrf_token": "stale"}, action="/ngon-ngu")
    assert answer.status_code == 400
    again = client.submit(answer, action="/gui-lai")
    assert "Gửi tiếp" in again.text
    assert client.submit(again, action="/ngon-ngu").status_code == 303
