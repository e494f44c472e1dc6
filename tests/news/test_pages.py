"""Each page of news: works · other unit · unknown id · wrong method · bad input · right refused."""

from collections.abc import Callable

import pytest

from portal.core.db import db
from portal.news import services
from portal.news.models import Article, State
from tests.client import PortalClient, find_form, form_values
from tests.factories.news import TEXT, article
from tests.people import unit

As = Callable[[str | None], PortalClient]


def fields(**more: object) -> dict[str, object]:
    return {"title": "Đón tàu đầu năm", "summary": "Tin ngắn.", "text": TEXT, "then": "preview", **more}


def test_list_shows_what_is_addressed_to_me(as_: As) -> None:
    article(title="Cho cả đảng bộ Hà Nội")
    article("ga_vinh", by="secretary_elsewhere", title="Chỉ ở Vinh")
    article(title="Còn là nháp", publish=False)
    page = as_("member").get("/tin-tuc").text
    assert "Cho cả đảng bộ Hà Nội" in page
    assert "Chỉ ở Vinh" not in page
    assert "Còn là nháp" not in page
    assert "Viết tin" not in page


def test_list_filters_fold_and_page(as_: As) -> None:
    for number in range(23):
        article(title=f"Bản tin số {number}")
    client = as_("member")
    assert client.get("/tin-tuc").text.count("<li><a href=\"/tin-tuc/") == 20
    assert client.get("/tin-tuc?trang=2").text.count("<li><a href=\"/tin-tuc/") == 3
    found = client.get("/tin-tuc?tim=ban+tin+so+22").text
    assert found.count("<li><a href=\"/tin-tuc/") == 1
    article(title="Kỹ sư Lý kể chuyện")
    assert "Kỹ sư Lý" in client.get("/tin-tuc?tim=kĩ+sư+lí").text
    assert "Không có tin nào khớp" in client.get("/tin-tuc?tim=khong-he-co").text
    assert "Không có tin nào khớp" in client.get(f"/tin-tuc?don_vi={unit('vinh').id}").text
    assert "Không có tin nào khớp" in client.get("/tin-tuc?nam=2001").text
    for bad in ("nam=abc", "don_vi=99999999999999999999", "trang=-4", "nam=999999", "xem=gi-do"):
        assert client.get(f"/tin-tuc?{bad}").status_code == 200


def test_list_fragment_is_part_of_the_page(as_: As) -> None:
    article()
    client = as_("member")
    part = client.get("/tin-tuc", headers={"HX-Request": "true", "HX-Target": "div#results"}).text
    assert part.strip().startswith('<div id="results">')
    assert part.strip() in client.get("/tin-tuc").text


def test_drafts_are_listed_for_their_unit_only(as_: As) -> None:
    article(title="Nháp của Hà Nội", publish=False)
    assert "Nháp của Hà Nội" in as_("office_staff").get("/tin-tuc?xem=ban-nhap").text
    for who in ("member", "secretary", "secretary_elsewhere", "administrator"):
        assert "Nháp của Hà Nội" not in as_(who).get("/tin-tuc?xem=ban-nhap").text


@pytest.mark.parametrize(("who", "status"), [("member", 200), ("office_staff", 200), ("delegate", 200),
                                             ("member_elsewhere", 404), (None, 401)])
def test_article_opens_for_its_audience(as_: As, who: str | None, status: int) -> None:
    made = article()
    answer = as_(who).get(f"/tin-tuc/{made.id}")
    assert answer.status_code == status
    assert ("đoàn tàu đầu năm" in answer.text) is (status == 200)


@pytest.mark.parametrize("path", ["/tin-tuc/987654", "/tin-tuc/987654/sua", "/tin-tuc/987654/xem-truoc",
                                  "/tin-tuc/987654/rut", "/tin-tuc/anh/987654/320", "/tin-tuc/abc"])
def test_unknown_ids_are_not_found(as_: As, path: str) -> None:
    assert as_("office_staff").get(path).status_code == 404


def test_acts_are_posts(as_: As) -> None:
    made = article()
    client = as_("office_staff")
    assert client.get(f"/tin-tuc/{made.id}/cong-bo").status_code == 405
    for path in ("/tin-tuc", f"/tin-tuc/{made.id}", f"/tin-tuc/{made.id}/xem-truoc", "/tin-tuc/anh/1/320"):
        assert client.delete(path).status_code == 405


@pytest.mark.parametrize("path", ["/tin-tuc/viet", "/tin-tuc/{id}/sua", "/tin-tuc/{id}/xem-truoc", "/tin-tuc/{id}/rut"])
def test_members_may_not_write(as_: As, path: str) -> None:
    made = article()
    assert as_("member").get(path.format(id=made.id)).status_code == 403
    assert as_("lapsed_delegate").get(path.format(id=made.id)).status_code == 403
    assert as_(None).get(path.format(id=made.id)).status_code == 401


def test_what_is_in_hand_narrows_to_one_unit_served(as_: As) -> None:
    """Says which and how to see all again; pages keep it; what is not served, or no number, finds nothing."""
    for number in range(21):
        article(title=f"Nháp ga {number}", publish=False, unit_key="ga_hanoi", by="secretary")
    article(title="Nháp của Hà Nội", publish=False)
    clerk, cell = as_("delegate"), unit("ga_hanoi").id
    page = clerk.get(f"/tin-tuc?xem=ban-nhap&don_vi={cell}")
    assert "Chỉ của đơn vị Chi bộ Ga Hà Nội." in page.text
    assert "Nháp của Hà Nội" not in page.text
    assert f"don_vi={cell}&amp;trang=2" in page.text
    assert "Nháp ga 0" in clerk.get(f"/tin-tuc?xem=ban-nhap&don_vi={cell}&trang=2").text
    assert "Nháp của Hà Nội" in clerk.get("/tin-tuc?xem=ban-nhap").text
    for odd in (str(unit("ga_vinh").id), "999999", "9" * 30, "abc", "-1", "%00"):
        page = clerk.get(f"/tin-tuc?xem=ban-nhap&don_vi={odd}")
        assert page.status_code == 200, odd
        assert "Nháp" not in page.text, odd
        assert "Chi bộ Ga Vinh" not in page.text, odd
        assert 'href="/tin-tuc?xem=ban-nhap"' in page.text, odd


@pytest.mark.parametrize("path", ["/tin-tuc/viet", "/tin-tuc/{id}/sua", "/tin-tuc/{id}/cong-bo", "/tin-tuc/{id}/rut"])
def test_members_may_not_act(as_: As, path: str) -> None:
    made = article()
    client = as_("member")
    values = {**form_values(find_form(client.get("/tin-tuc"), "/dang-xuat")), **fields()}
    assert client.post(path.format(id=made.id), data=values).status_code == 403
    db.session.expire_all()
    assert db.session.get_one(Article, made.id).title == "Tàu về ga đúng giờ"


def test_write_preview_publish_read(as_: As) -> None:
    clerk = as_("office_staff")
    saved = clerk.submit(clerk.get("/tin-tuc/viet"), fields(), action="/tin-tuc/viet")
    assert saved.status_code == 303
    assert saved.location.endswith("/xem-truoc")
    preview = clerk.get(saved.location)
    assert "Chưa ai đọc được" in preview.text
    assert "<h2>Kết quả</h2>" in preview.text
    number = saved.location.split("/")[2]
    assert as_("member").get(f"/tin-tuc/{number}").status_code == 404
    done = clerk.submit(preview, action="/cong-bo")
    assert done.location == f"/tin-tuc/{number}"
    assert "<strong>đón</strong>" in as_("member").get(done.location).text
    assert "Đón tàu đầu năm" in as_("member").get("/").text


@pytest.mark.parametrize(("more", "sentence"), [
    ({"title": ""}, "Ghi tiêu đề"), ({"title": "   "}, "Ghi tiêu đề"), ({"title": "x" * 201}, "Không dài quá 200"),
    ({"summary": "x" * 501}, "Không dài quá 500"), ({"audience": "s1"}, "Chọn một mục"),
    ({"pinned_until": "31/02/2026"}, "Ngày không đúng"),
])
def test_bad_input_is_said_at_its_field_and_kept(as_: As, more: dict[str, object], sentence: str) -> None:
    client = as_("office_staff")
    answer = client.submit(client.get("/tin-tuc/viet"), fields(**more), action="/tin-tuc/viet")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "đoàn tàu đầu năm" in answer.text
    assert db.session.execute(db.select(db.func.count(Article.id))).scalar() == 0


def test_unit_of_others_cannot_be_written_for(as_: As) -> None:
    client = as_("office_staff")
    form = client.get("/tin-tuc/viet")
    assert client.submit(form, fields(unit_id=unit("vinh").id), action="/tin-tuc/viet").status_code == 404
    assert client.get(f"/tin-tuc/viet?don_vi={unit('vinh').id}").status_code == 200


def test_who_serves_several_units_chooses_one(as_: As) -> None:
    client = as_("delegate")
    assert "Viết tin cho đơn vị nào?" in client.get("/tin-tuc/viet").text
    assert "Chi bộ Đầu máy" in client.get(f"/tin-tuc/viet?don_vi={unit('dau_may').id}").text


def test_pressing_twice_writes_once(as_: As) -> None:
    client = as_("office_staff")
    form = client.get("/tin-tuc/viet")
    first = client.submit(form, fields(), action="/tin-tuc/viet")
    second = client.submit(form, fields(), action="/tin-tuc/viet")
    assert second.location == first.location
    assert db.session.execute(db.select(db.func.count(Article.id))).scalar() == 1


def test_live_article_stays_while_its_next_version_waits(as_: As) -> None:
    made = article()
    clerk, reader = as_("office_staff"), as_("member")
    form = clerk.get(f"/tin-tuc/{made.id}/sua")
    saved = clerk.submit(form, {"text": "Bản sửa lại.", "then": "stay"}, action="/sua")
    assert "Đã lưu" in clerk.get(saved.location).text
    assert "Bản sửa lại" not in reader.get(f"/tin-tuc/{made.id}").text
    assert "Có bản sửa chưa công bố" in clerk.get(f"/tin-tuc/{made.id}").text
    assert "bản sửa chưa công bố" in clerk.get("/tin-tuc?xem=ban-nhap").text
    clerk.submit(clerk.get(f"/tin-tuc/{made.id}/xem-truoc"), action="/cong-bo")
    page = reader.get(f"/tin-tuc/{made.id}").text
    assert "Bản sửa lại" in page
    assert "sửa lúc" in page


def test_two_editors_get_both_texts(as_: As) -> None:
    made = article()
    first, second = as_("office_staff"), as_("committee_secretary")
    mine, theirs = first.get(f"/tin-tuc/{made.id}/sua"), second.get(f"/tin-tuc/{made.id}/sua")
    assert second.submit(theirs, {"text": "Chữ của người kia."}, action="/sua").status_code == 303
    clash = first.submit(mine, {"text": "Chữ của tôi."}, action="/sua")
    assert clash.status_code == 409
    assert "Chữ của tôi." in clash.text
    assert "Chữ của người kia." in clash.text
    assert first.submit(clash, {"text": "Chữ của cả hai."}, action="/sua").status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Article, made.id).text == "Chữ của cả hai."


def test_only_what_was_previewed_is_published(as_: As) -> None:
    made = article(publish=False)
    first, second = as_("office_staff"), as_("committee_secretary")
    preview = first.get(f"/tin-tuc/{made.id}/xem-truoc")
    second.submit(second.get(f"/tin-tuc/{made.id}/sua"), {"text": "Khác."}, action="/sua")
    assert first.submit(preview, action="/cong-bo").status_code == 409


def test_empty_article_is_not_published(as_: As) -> None:
    made = article(publish=False, text="")
    client = as_("office_staff")
    answer = client.submit(client.get(f"/tin-tuc/{made.id}/xem-truoc"), action="/cong-bo")
    assert answer.status_code == 422
    assert "chưa có nội dung" in answer.text


def test_withdrawn_article_is_gone_for_readers(as_: As) -> None:
    made = article()
    clerk = as_("office_staff")
    assert clerk.submit(clerk.get(f"/tin-tuc/{made.id}/rut"), action="/rut").status_code == 303
    assert as_("member").get(f"/tin-tuc/{made.id}").status_code == 404
    assert made.shown_title not in as_("member").get("/tin-tuc").text
    assert clerk.get(f"/tin-tuc/{made.id}").location.endswith("/xem-truoc")
    assert clerk.get(f"/tin-tuc/{made.id}/rut").status_code == 403
    clerk.submit(clerk.get(f"/tin-tuc/{made.id}/xem-truoc"), action="/cong-bo")
    assert as_("member").get(f"/tin-tuc/{made.id}").status_code == 200


def test_pinned_stands_first(as_: As, actor: Callable[[str], object]) -> None:
    from portal.core import clock

    article(title="Tin ghim", pinned_until=clock.today())
    article(title="Tin mới hơn")
    page = as_("member").get("/tin-tuc").text
    assert page.index("Tin ghim") < page.index("Tin mới hơn")


def test_typed_text_survives_the_end_of_a_session(as_: As) -> None:
    client = as_("office_staff")
    form = client.get("/tin-tuc/viet")
    client.submit(client.get("/"), action="/dang-xuat")
    late = client.submit(form, fields(), action="/tin-tuc/viet")
    assert late.status_code == 401
    assert 'name="unsent"' in late.text


def test_states_have_words() -> None:
    assert {str(state.label) for state in State} == {"bản nháp", "đã công bố", "đã rút"}


def test_services_ask_for_the_right_too(actor: Callable[[str], object]) -> None:
    from portal.core.errors import NotAllowed

    with pytest.raises(NotAllowed):
        services.write(actor("member"), unit=unit("hanoi"), title="x")  # type: ignore[arg-type]
