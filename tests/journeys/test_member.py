"""What a member does from start to end, with JavaScript and without, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.api import Account, open_for_activation
from portal.core.actor import SYSTEM
from portal.core.db import db
from tests.journeys.conftest import PHONE, Server, Visitor
from tests.people import PASSWORD, person

NEW = "hoa phuong no do san ga"
OPINION = "Đèn ở sân ga Hà Nội hỏng đã ba tuần, đề nghị thay sớm."


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_first_sign_in_to_an_answered_opinion(visitor: Callable[..., Visitor], server: Server,
                                                       script: bool) -> None:
    citizen_id, code = newcomer(server)
    member = visitor(script=script, size=PHONE)
    sign_in(member, citizen_id, code)
    set_password(member.page, code)
    search_and_read(member.page)
    answer_invitation(member.page)
    receipt = send_opinion(member.page)
    clerk = visitor(script=script)
    sign_in(clerk, person_id(server, "office_staff"), PASSWORD)
    answer_opinion(clerk, receipt)
    member.go("/gop-y")
    member.page.get_by_role("link", name=receipt).first.click()
    expect(member.page.get_by_text("Đã thay đèn sáng nay.")).to_be_visible()


def newcomer(server: Server) -> tuple[str, str]:
    """Citizen id and one-time code of somebody who never signed in."""
    with server.app.app_context():
        account = db.session.get_one(Account, person("newcomer").account_id)
        code = open_for_activation(SYSTEM, account)
        db.session.commit()
        citizen_id = account.citizen_id
        db.session.remove()
    return citizen_id, code


def person_id(server: Server, key: str) -> str:
    with server.app.app_context():
        citizen_id = person(key).citizen_id
        db.session.remove()
    return citizen_id


def sign_in(who: Visitor, citizen_id: str, password: str) -> None:
    who.go("/")
    who.page.get_by_label("Số định danh cá nhân").fill(citizen_id)
    who.page.get_by_label("Mật khẩu").fill(password)
    who.page.get_by_role("button", name="Đăng nhập").click()
    expect(who.page.get_by_label("Số định danh cá nhân")).to_have_count(0)


def set_password(page: Page, code: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Đặt mật khẩu mới")
    page.get_by_label("Mật khẩu mới", exact=False).first.fill("ngắn")
    page.get_by_label("Nhập lại mật khẩu mới").fill("ngắn")
    page.get_by_role("button", name="Lưu mật khẩu").click()
    expect(page.get_by_role("alert")).to_contain_text("15")
    page.get_by_label("Mật khẩu mới", exact=False).first.fill(NEW)
    page.get_by_label("Nhập lại mật khẩu mới").fill(NEW)
    page.get_by_role("button", name="Lưu mật khẩu").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Đặt mật khẩu mới")


def search_and_read(page: Page) -> None:
    page.get_by_role("searchbox").first.fill("dai hoi chi bo")
    page.get_by_role("searchbox").first.press("Enter")
    hit = page.locator("main").get_by_role("link", name="Đại hội chi bộ").first
    expect(hit).to_be_visible()
    hit.click()
    expect(page.locator("main")).to_contain_text("Nội dung văn bản.")


def answer_invitation(page: Page) -> None:
    page.get_by_role("link", name="Sinh hoạt", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sinh hoạt")
    page.locator("main a[href^='/sinh-hoat/']").first.wait_for()
    for url in page.locator("main a[href^='/sinh-hoat/']").evaluate_all("all => all.map(one => one.href)"):
        page.goto(url)
        if page.get_by_role("button", name="Tôi dự").count():
            break
    page.get_by_role("button", name="Tôi dự").click()
    expect(page.get_by_text("Bạn đã báo dự.")).to_be_visible()


def send_opinion(page: Page) -> str:
    page.goto(page.url.split("/sinh-hoat")[0] + "/gop-y/gui")
    page.get_by_role("link", name="Việc làm, đời sống, an toàn").click()
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Nội dung").fill(OPINION)
    page.get_by_role("button", name="Gửi ý kiến").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Góp ý ")
    expect(page.get_by_text("Đã gửi lúc")).to_be_visible()
    return heading.inner_text().rpartition(" ")[2]


def answer_opinion(clerk: Visitor, receipt: str) -> None:
    page = clerk.page
    clerk.go("/gop-y/hop-thu")
    page.get_by_role("link", name=receipt).first.click()
    expect(page.get_by_text(OPINION)).to_be_visible()
    page.get_by_role("button", name="Tiếp nhận").click()
    expect(page.get_by_role("button", name="Tiếp nhận")).to_have_count(0)
    page.get_by_label("Trả lời", exact=False).last.fill("Đã thay đèn sáng nay.")
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.get_by_text("Đã thay đèn sáng nay.").first).to_be_visible()
