"""A passkey in a real browser: added on the account page, then used to sign in without a name or a password."""

from collections.abc import Callable

from playwright.sync_api import CDPSession, expect

from tests.journeys.conftest import PHONE, Server, Visitor
from tests.people import PASSWORD

KEYS = "/tai-khoan-cua-toi/khoa-truy-cap"


def authenticator(one: Visitor) -> CDPSession:
    """A device with a fingerprint reader, as the browser sees it."""
    session = one.page.context.new_cdp_session(one.page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})
    session.authenticator = made["authenticatorId"]  # type: ignore[attr-defined]
    return session


def by_name(server: Server) -> Server:
    """Browsers give no keys to bare numbers."""
    server.url = server.url.replace("127.0.0.1", "localhost")
    return server


def test_from_adding_a_key_to_signing_in_with_it(server: Server, visitor: Callable[..., Visitor]) -> None:
    by_name(server)
    one = visitor("member", size=PHONE)
    page = one.page
    device = authenticator(one)
    one.go(KEYS)
    page.get_by_role("button", name="Thêm khóa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xác nhận lại")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_role("button", name="Thêm khóa").click()
    page.get_by_label("Tên khóa").fill("Điện thoại của tôi")
    page.get_by_role("button", name="Tạo khóa").click()
    # The hint of the form says the same words: only the list's line tells that the key has been kept.
    expect(page.locator("main li strong")).to_have_text("Điện thoại của tôi")
    held = device.send("WebAuthn.getCredentials", {"authenticatorId": device.authenticator})  # type: ignore[attr-defined]
    assert len(held["credentials"]) == 1
    page.context.clear_cookies()
    one.go("/van-ban")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.get_by_role("button", name="Dùng khóa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Văn bản")


def test_a_device_without_a_key_is_told_and_led_back(server: Server, visitor: Callable[..., Visitor]) -> None:
    by_name(server)
    one = visitor()
    authenticator(one)
    one.go("/dang-nhap")
    one.page.get_by_role("button", name="Dùng khóa truy cập").click()
    one.page.get_by_role("button", name="Dùng khóa").click()
    expect(one.page.get_by_role("alert")).to_contain_text("chưa trả lời được")
    one.page.get_by_role("link", name="Dùng mật khẩu").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_without_script_the_password_is_offered(server: Server, visitor: Callable[..., Visitor]) -> None:
    by_name(server)
    one = visitor(script=False)
    one.go("/dang-nhap")
    one.page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(one.page.locator("main")).to_contain_text("Hãy dùng mật khẩu")
    expect(one.page.get_by_role("button", name="Dùng khóa")).to_be_hidden()
    one.page.get_by_role("link", name="Dùng mật khẩu").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
