"""The last administrator does not go outside: clicked through, from the request to the refusal and the release."""

from collections.abc import Callable

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.delegation.api import grant
from portal.members.api import State as MemberStates
from portal.organizations.api import Role
from tests.client import PortalClient
from tests.factories.members import post
from tests.factories.transfers import member, row, transfer
from tests.people import person, unit

As = Callable[[str | None], PortalClient]
MONTH = f"{clock.today():%m/%Y}"


def test_out_of_the_house_only_when_another_keeps_it(as_: As) -> None:
    """The page says why and shows no form; what was typed before is refused; with a second one it goes."""
    post("neighbour", "dau_may", Role.SECRETARY)
    one = transfer(who="administrator", to="@Đảng bộ phường Trường Vinh", by="administrator")
    url, client = f"/chuyen-sinh-hoat/{one}/gioi-thieu", as_("neighbour")
    page = client.get(url)
    assert page.status_code == 200 and "quản trị hệ thống cuối cùng" in page.text
    assert f'action="{url}"' not in page.text
    second = grant(SYSTEM, account_id=person("delegate").account_id, unit=unit("corporation"), subtree=True,
                   role=Role.ADMINISTRATOR, since=clock.today(), until=None, source=None)
    db.session.commit()
    number, form = second.id, client.get(url)
    db.session.get_one(type(second), number).revoked_at = clock.now()
    db.session.commit()
    refused = client.submit(form, {"fees_until": MONTH}, action="/gioi-thieu")
    assert refused.status_code == 422 and "quản trị hệ thống cuối cùng" in refused.text
    assert row(one).state == "asked" and as_("administrator").get("/tai-khoan/quy-dinh").status_code == 200
    db.session.get_one(type(second), number).revoked_at = None
    db.session.commit()
    assert client.submit(client.get(url), {"fees_until": MONTH}, action="/gioi-thieu").status_code == 303
    state = member("administrator").state_today
    assert row(one).state == "released" and state is not None and state.state == MemberStates.TRANSFERRING


def test_within_the_house_the_rights_go_along(as_: As) -> None:
    """From cell to cell of the same tree the administrator goes on, while on the way and after."""
    post("neighbour", "dau_may", Role.SECRETARY)
    one = transfer(who="administrator", to="ga_vinh", by="administrator")
    client, url = as_("neighbour"), f"/chuyen-sinh-hoat/{one}"
    page = client.get(f"{url}/gioi-thieu")
    assert client.submit(page, {"fees_until": MONTH}, action="/gioi-thieu").status_code == 303
    assert as_("administrator").get("/phan-quyen/xem-thay").status_code == 200
    there = as_("secretary_elsewhere")
    answer = there.submit(there.get(f"{url}/tiep-nhan"), {}, action="/tiep-nhan")
    assert answer.status_code == 303, answer.text
    assert as_("administrator").get("/phan-quyen/xem-thay").status_code == 200
