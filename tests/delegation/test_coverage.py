"""Đơn vị chưa có người phụ trách; the rights in effect; which rights a role gives; who could give a missing one."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from flask import Flask

from portal.accounts.api import Account
from portal.core import clock
from portal.core.db import db
from portal.core.policy import all_rights
from portal.delegation import queries
from portal.delegation.api import Delegation, rights_of
from portal.members.api import Member, Position
from portal.organizations.api import Organization, Role
from tests.client import PortalClient
from tests.factories.delegation import acting, given, grow, member, officer
from tests.people import PEOPLE, person, unit

As = Callable[[str | None], PortalClient]
Units = dict[str, Organization]


@pytest.fixture
def tree(app: Flask) -> Units:
    """Every kind of unit."""
    return grow()


def missing(who: Member, **how: str) -> set[str]:
    """Names of the units nobody is in charge of, as this person sees them."""
    return {row[0].name for row in db.session.execute(queries.uncovered(acting(who), **how))}


COVERS: dict[str, tuple[Callable[[Units, Member, Position], object], bool]] = {
    "signed in": (lambda tree, who, post: None, True),
    "never signed in": (lambda tree, who, post: setattr(_account(who), "last_sign_in_at", None), False),
    "locked": (lambda tree, who, post: setattr(_account(who), "state", "locked"), False),
    "closed": (lambda tree, who, post: setattr(_account(who), "state", "closed"), False),
    "post over": (lambda tree, who, post: setattr(post, "valid_to", clock.today() - timedelta(days=1)), False),
    "not begun": (lambda tree, who, post: setattr(post, "valid_from", clock.today() + timedelta(days=1)), False),
    "another role": (lambda tree, who, post: setattr(post, "role", Role.INSPECTION_MEMBER), False),
    "no account": (lambda tree, who, post: setattr(who, "account_id", None), False),
}


def _account(who: Member) -> Account:
    return db.session.get_one(Account, who.account_id)


@pytest.mark.parametrize("how", COVERS)
def test_who_is_cover_by_post(tree: Units, how: str) -> None:
    board = officer(tree["corporation"], Role.ORGANIZATION_BOARD, tree["upper_lone"])
    who = officer(tree["lone"], Role.SECRETARY)
    post = db.session.execute(db.select(Position).where(Position.member_id == who.id)).scalar_one()
    act, covered = COVERS[how]
    act(tree, who, post)
    db.session.flush()
    assert (tree["lone"].name not in missing(board)) is covered
    db.session.rollback()


def test_a_grant_is_cover_while_it_lives(tree: Units) -> None:
    board = officer(tree["corporation"], Role.ORGANIZATION_BOARD, tree["upper_lone"])
    assert tree["lone"].name in missing(board)
    row = given(board, member(tree["lone"]), tree["lone"])
    assert tree["lone"].name not in missing(board)
    row.valid_to = clock.today() - timedelta(days=1)
    db.session.flush()
    assert tree["lone"].name in missing(board)


def test_one_sees_the_own_branch_only(tree: Units) -> None:
    hanoi = officer(tree["hanoi"], Role.SECRETARY, tree["dau_may"])
    assert missing(hanoi) == {tree[key].name for key in ("ga_hanoi", "dau_may", "sub", "new_cell")}
    assert missing(officer(tree["ga_hanoi"], Role.SECRETARY)) == set()


def test_filtered_by_kind_and_name(tree: Units) -> None:
    board = officer(tree["corporation"], Role.ORGANIZATION_BOARD, tree["upper_lone"])
    assert missing(board, kind="delegated_upper_committee") == {"Đảng bộ Công ty Vận tải"}
    assert missing(board, text="dieu hanh") == {"Chi bộ Trung tâm Điều hành"}


def test_granting_from_there(as_: As) -> None:
    page = as_("committee_secretary").get("/phan-quyen/chua-co-nguoi")
    assert "Chi bộ Đầu máy" in page.text
    assert "chưa giao cho ai" in page.text
    assert f"/phan-quyen/them-moi?don_vi={unit('dau_may').id}" in page.text
    assert "Bí thư Trần Văn Bình: chưa đăng nhập lần nào" in page.text
    form = as_("committee_secretary").get(f"/phan-quyen/them-moi?don_vi={unit('dau_may').id}")
    assert f'value="{unit("dau_may").id}" selected' in form.text


def test_bad_filters(as_: As) -> None:
    client = as_("administrator")
    assert client.get("/phan-quyen/chua-co-nguoi?loai=x").status_code == 422
    for url in ("/phan-quyen/hieu-luc?don_vi=x", "/phan-quyen/hieu-luc?vai_tro=x", "/phan-quyen/hieu-luc?don_vi=99999"):
        assert client.get(url).status_code == 404


def test_rights_in_effect_as_a_table(as_: As) -> None:
    """J12: person × unit × right, with the reason of each; what is over or fallen is not there."""
    client = as_("committee_secretary")
    page = client.get("/phan-quyen/hieu-luc")
    assert "Lý Văn Minh" in page.text
    assert "Mai Thị Nga" not in page.text
    answer = client.get("/phan-quyen/hieu-luc/tai?dang=csv")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert {row["Họ và tên"] for row in rows} == {"Vũ Thị Giang", "Bùi Thị Hòa", "Lý Văn Minh"}
    assert {(row["Vai trò"], row["Vì sao có"]) for row in rows} == {
        ("Bí thư", "giữ chức vụ"), ("Giúp việc văn phòng cấp ủy", "giữ chức vụ"),
        ("Giúp việc văn phòng cấp ủy", "giao tại cấp cao nhất")}
    assert {row["Quyền"] for row in rows if row["Họ và tên"] == "Vũ Thị Giang"} == {
        str(right.label) for right in rights_of(Role.SECRETARY)}
    for key in PEOPLE:
        assert person(key).citizen_id not in answer.text
    assert client.get("/phan-quyen/hieu-luc/tai").mimetype.endswith("sheet")
    one = client.get(f"/phan-quyen/hieu-luc/tai?dang=csv&ten=hoa&don_vi={unit('hanoi').id}").get_data().decode()
    assert "Bùi Thị Hòa" in one
    assert "Lý Văn Minh" not in one


def test_too_many_for_one_table_are_to_be_narrowed(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("portal.delegation.queries.own"), "MOST_IN_FILE", 1)
    client = as_("administrator")
    answer = client.get("/phan-quyen/hieu-luc/tai?dang=csv&vai_tro=secretary")
    assert answer.status_code == 303 and answer.location == "/phan-quyen/hieu-luc?vai_tro=secretary"
    assert "Lọc theo đơn vị hoặc vai trò rồi tải về" in client.get(answer.location).text


def test_chain_of_a_grant_in_the_table(tree: Units) -> None:
    board = officer(tree["corporation"], Role.ORGANIZATION_BOARD, tree["lone"])
    who = member(tree["dau_may"], "Người Nhận Quyền")
    given(board, who, tree["hanoi"], decision="7-QĐ/ĐU")
    db.session.flush()
    row = next(row for row in queries.effect_rows(acting(who), text="nguoi nhan", unit=None, role=""))
    assert row[5] == "Ban Tổ chức Đảng ủy Đảng bộ Tổng công ty Đường sắt Việt Nam; 7-QĐ/ĐU"


def test_rights_of_a_role_are_found_in_the_rules() -> None:
    values = {role: {right.value for right in rights_of(role)} for role in Role}
    assert {"documents:publish", "news:write", "meetings:create", "feedback:answer", "delegation:grant",
            "members:list"} <= values[Role.SECRETARY]
    assert values[Role.ADMINISTRATOR] >= {"home:operate", "delegation:view_as", "delegation:list"}
    assert "documents:publish" not in values[Role.ADMINISTRATOR]
    assert "delegation:view_as" not in values[Role.SECRETARY]
    assert "meetings:read" in values[Role.OVERSEER]
    assert not {"home:open", "accounts:sign_in", "feedback:receipt", "feedback:reopen"} & set.union(*values.values())
    assert set.union(*values.values()) <= {right.value for right in all_rights()}


def test_the_page_of_roles_says_each_right(as_: As) -> None:
    page = as_("member").get("/phan-quyen/vai-tro").text
    for right in rights_of(Role.SECRETARY):
        assert str(right.label) in page
        assert str(right.about) in page


def test_a_refusal_says_who_could_give_it(app: Flask) -> None:
    """N9: which role is missing and who gives it; nothing for what no role gives."""
    from portal.delegation.api import actor_of_account
    who = actor_of_account(person("member").account_id)
    words = queries.who_can_grant(who, Delegation.LIST, None)
    assert "Bí thư" in words
    assert "Vũ Thị Giang" in words
    assert unit("ga_hanoi").name in words
    assert "Ngô Thị Lan" in queries.who_can_grant(who, Delegation.VIEW_AS, None)
    from portal.core.actor import STRANGER
    assert queries.who_can_grant(STRANGER, Delegation.LIST, None) == ""


def test_and_so_does_the_page(as_: As) -> None:
    from tests.factories import documents
    made = documents.document(owner="ga_hanoi")
    page = as_("member").get(f"/van-ban/{made.id}/thu-hoi")
    assert page.status_code == 403
    assert "Vũ Thị Giang" in page.text
    gone = as_("member_elsewhere").get(f"/van-ban/{made.id}/thu-hoi")
    assert gone.status_code == 404
    assert "Vũ Thị Giang" not in gone.text
