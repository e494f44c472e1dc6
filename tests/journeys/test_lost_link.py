"""The link breaks while somebody writes: nothing typed is lost, and it is sent when the link is back."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Server, Visitor
from tests.journeys.test_member import OPINION, person_id, sign_in
from tests.people import PASSWORD


def test_a_form_sent_without_a_link_stays_as_it_was_typed(visitor: Callable[..., Visitor], server: Server) -> None:
    member = visitor(script=True, size=PHONE)
    sign_in(member, person_id(server, "member"), PASSWORD)
    member.go("/gop-y/gui?loai=work_and_life")
    page = member.page
    page.get_by_label("Nội dung").fill(OPINION)
    page.context.set_offline(True)
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_role("alert")).to_contain_text("Mất kết nối")
    expect(page.get_by_label("Nội dung")).to_have_value(OPINION)
    page.context.set_offline(False)
    page.get_by_role("button", name="Thử lại").click()
    expect(page.get_by_text("Đã gửi lúc")).to_be_visible()
