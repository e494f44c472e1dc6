"""The screens from the file to the undo, and the six questions for each."""

from collections.abc import Callable
from io import BytesIO

import pytest

from portal.core.db import db
from portal.imports.models import Action, MemberImport, Step
from portal.jobs.worker import run_all
from portal.members.api import Member
from tests.client import PortalClient
from tests.factories import imports
from tests.factories.imports import REAL, person
from tests.people import PEOPLE, unit

As = Callable[[str | None], PortalClient]
HOME = "/dang-vien/nhap"


def known(key: str) -> Member:
    return db.session.execute(db.select(Member).where(Member.full_name == PEOPLE[key][0])).scalar_one()


def sent(client: PortalClient, data: bytes, name: str = "danh-sach.xlsx") -> str:
    """Upload a file; the address of its import."""
    answer = client.submit(client.get(HOME), {"file": (BytesIO(data), name)}, action=HOME)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def worked() -> None:
    run_all()
    db.session.remove()


@pytest.mark.usefixtures("children")
def test_from_file_to_undo(as_: As) -> None:
    client, an = as_("delegate"), known("member")
    data = imports.xlsx([REAL, person(1), person(2, an.full_name.upper(), id=an.citizen_id, born="01/01/1980",
                                                 joined="03/02/2001")])
    url = sent(client, data)
    waiting = client.get(url)
    assert 'http-equiv="refresh"' in waiting.text
    assert "đang đọc tệp" in waiting.text
    worked()
    assert client.get(url).headers["Location"] == f"{url}/cot"
    answer = client.submit(client.get(f"{url}/cot"), action="/cot")
    assert answer.headers["Location"] == url
    assert "0 trong 2 dòng" in client.get(url).text
    worked()
    preview = client.get(url)
    assert "Ghi: 1 người mới, 1 người đổi" in preview.text
    assert "Nguyễn Thị Mới" in client.get(f"{url}?loai=moi").text
    assert "03/02/2001" in preview.text
    assert client.submit(preview, action="/ghi").headers["Location"] == url
    worked()
    report = client.get(url)
    assert "Báo cáo nhập danh sách" in report.text
    assert known("member").joined_on is not None
    assert client.get(f"{url}/bao-cao").mimetype.endswith("sheet")
    assert "Nguyễn Thị Mới" in client.get(f"{url}/bao-cao?dang=csv").get_data().decode("utf-8-sig")
    asked = client.get(f"{url}/hoan-tac")
    assert "Mọi dòng đều hoàn tác được." in asked.text
    assert client.submit(asked, action="/hoan-tac").headers["Location"] == url
    worked()
    assert "Đã hoàn tác lúc" in client.get(url).text
    assert known("member").joined_on is None
    assert db.session.execute(db.select(Member).where(Member.full_name == "Nguyễn Thị Mới")).first() is None


def test_progress_is_fetched_alone_and_ends_with_the_page(as_: As) -> None:
    client = as_("delegate")
    url = sent(client, imports.xlsx([REAL, person(1)]))
    part = client.get(url, headers={"HX-Request": "true", "HX-Target": "div#progress"})
    assert part.text.startswith('<div id="progress"')
    assert part.text.strip() in client.get(url).text
    worked()
    assert client.get(url, headers={"HX-Request": "true", "HX-Target": "div#progress"}).headers["HX-Redirect"] == url


def test_a_roster_links_here(as_: As) -> None:
    assert HOME in as_("delegate").get("/dang-vien").text


@pytest.mark.parametrize(("data", "why"), [
    (b"%PDF-1.7 ...", "không phải bảng tính"), (b"<html><table><tr><td>1</td></tr></table>", "trang web"),
    (b"PK\x03\x04 broken", "hỏng"), (b"   \n ", "không có dòng nào")])
def test_what_is_no_table_is_said_in_words(as_: As, data: bytes, why: str) -> None:
    client = as_("delegate")
    url = sent(client, data)
    worked()
    page = client.get(url)
    assert why in page.text
    assert "Chọn tệp khác" in page.text
    assert imports.get(int(url.rpartition("/")[2])).digest is None


def test_bad_uploads(as_: As) -> None:
    client = as_("delegate")
    page = client.get(HOME)
    assert client.submit(page, {}, action=HOME).status_code == 422
    assert "rỗng" in client.submit(page, {"file": (BytesIO(b""), "a.xlsx")}, action=HOME).text
    elsewhere = client.submit(page, {"unit_id": str(unit("ga_vinh").id), "file": (BytesIO(b"a,b\n1,2"), "a.csv")},
                              action=HOME)
    assert elsewhere.status_code == 422
    assert db.session.execute(db.select(MemberImport)).first() is None


def test_a_secretary_without_cells_reads_why(as_: As) -> None:
    page = as_("committee_secretary").get(HOME)
    assert page.status_code == 200
    assert "Bạn chưa phụ trách chi bộ nào" in page.text


def test_columns_are_checked(as_: As) -> None:
    client = as_("delegate")
    url = f"{HOME}/{imports.brought(imports.xlsx([REAL, person(1)]))}"
    page = client.get(f"{url}/cot")
    twice = client.submit(page, {"cot_0": "full_name"}, action="/cot")
    assert twice.status_code == 422
    assert "Đã chọn mục này" in twice.text
    nameless = client.submit(page, {"cot_1": ""}, action="/cot")
    assert "Chọn cột có họ và tên." in nameless.text
    late = client.submit(page, {"since": "01/01/2999"}, action="/cot")
    assert "tương lai" in late.text
    assert client.submit(page, {"cot_1": "nonsense"}, action="/cot").status_code == 422


def test_another_heading_row_is_looked_at_and_then_saved(as_: As) -> None:
    client = as_("delegate")
    rows = [["a", "b", "c"], ["Ai", "Mã số", "Chi bộ"], ["Lê Văn Lai", "999000007001", ""]]
    made = imports.brought(imports.xlsx(rows))
    page = client.get(f"{HOME}/{made}/cot?hang=2")
    assert "hàng tiêu đề là hàng 2" in page.text
    sent = client.submit(page, {"cot_0": "full_name", "cot_1": "citizen_id", "state": "official",
                                "cell_id": str(unit("ga_hanoi").id)}, action="/cot")
    assert sent.status_code == 303, sent.text
    worked()
    assert [row.action for row in imports.rows(made)] == [Action.NEW]


def test_values_are_chosen_once_and_remembered(as_: As) -> None:
    client = as_("delegate")
    rows = [person(n, f"Lê Văn {chr(64 + n)}", cell="CB Ga HN", state="ĐV loại 1", id=f"99900000{n:03d}")
            for n in (1, 2)]
    made = imports.previewed(rows)
    preview = client.get(f"{HOME}/{made}")
    assert "4 ô ghi chi bộ, trạng thái hoặc giới tính chưa rõ." in preview.text
    assert "2 số định danh hoặc điện thoại có thể đã mất số 0" in preview.text
    page = client.get(f"{HOME}/{made}/gia-tri")
    assert page.text.count("Ở 2 dòng") == 2
    assert "thiếu một chữ số" in page.text
    form = {"add_zeros": "y", "gia_tri_0": "official", "gia_tri_1": str(unit("ga_hanoi").id)}
    if "Chi bộ “" in page.text and page.text.index("Chi bộ “") < page.text.index("Trạng thái “"):
        form["gia_tri_0"], form["gia_tri_1"] = form["gia_tri_1"], form["gia_tri_0"]
    assert client.submit(page, form, action="/gia-tri").status_code == 303
    worked()
    assert [row.action for row in imports.rows(made)] == [Action.NEW, Action.NEW]
    assert imports.rows(made)[0].fields["citizen_id"] == "099900000001"
    again = imports.previewed([person(3, cell="CB Ga HN", state="ĐV loại 1")])
    assert [row.action for row in imports.rows(again)] == [Action.NEW]
    assert "Mọi giá trị trong tệp đều đã rõ." in client.get(f"{HOME}/{again}/gia-tri").text


def test_wrong_rows_are_left_out_only_on_request(as_: As) -> None:
    client = as_("delegate")
    made = imports.previewed([person(1), person(2, id="123456789")])
    page = client.get(f"{HOME}/{made}")
    refused = client.submit(page, action="/ghi")
    assert refused.status_code == 422
    assert "Còn dòng lỗi hoặc cần xem" in refused.text
    assert imports.get(made).step == Step.READY
    assert client.submit(refused, {"leave_out": "y"}, action="/ghi").status_code == 303
    worked()
    assert imports.get(made).result["skipped"] == 1


def test_two_tabs_write_once(as_: As) -> None:
    client = as_("delegate")
    made = imports.previewed([person(1)])
    first, second = client.get(f"{HOME}/{made}"), client.get(f"{HOME}/{made}")
    assert client.submit(first, action="/ghi").status_code == 303
    assert client.submit(second, action="/ghi").status_code == 303
    worked()
    third = client.submit(second, {"form_key": "another-key-of-a-third-tab"}, action="/ghi")
    assert third.status_code == 303
    worked()
    found = db.select(db.func.count()).select_from(Member).where(Member.full_name == "Nguyễn Thị Mới")
    assert db.session.execute(found).scalar_one() == 1


def test_an_older_preview_is_not_written(as_: As) -> None:
    client = as_("delegate")
    made = imports.previewed([person(1)])
    page = client.get(f"{HOME}/{made}")
    assert client.post(f"{HOME}/{made}/xem-lai", data={**_hidden(page)}).status_code == 303
    worked()
    answer = client.submit(page, {"form_key": "another-key-of-this-form"}, action="/ghi")
    assert answer.status_code == 409
    assert "Bản xem trước đã thay đổi" in answer.text


def test_a_row_to_be_looked_at_is_decided(as_: As) -> None:
    client, an = as_("delegate"), known("member")
    made = imports.previewed([person(1, "NGUYỄN VĂN AN", born="01/01/1980")])
    (row,) = imports.rows(made)
    assert row.action == Action.REVIEW
    assert row.candidates == [an.id]
    page = client.get(f"{HOME}/{made}/dong/{row.id}")
    assert "trong tệp" in page.text
    assert client.submit(page, {}, action="/dong/").status_code == 422
    answer = client.submit(page, {"choice": "new"}, action="/dong/")
    assert answer.status_code == 303
    assert imports.rows(made)[0].action == Action.NEW
    client.submit(client.get(f"{HOME}/{made}/dong/{row.id}"), {"choice": str(an.id)}, action="/dong/")
    assert imports.rows(made)[0].action == Action.CHANGED
    assert "citizen_id" in imports.rows(made)[0].changes
    client.submit(client.get(f"{HOME}/{made}/dong/{row.id}"), {"choice": "skip"}, action="/dong/")
    assert imports.get(made).counts == {"skipped": 1}
    client.submit(client.get(f"{HOME}/{made}/dong/{row.id}"), {"choice": "anew"}, action="/dong/")
    assert imports.rows(made)[0].action == Action.REVIEW


def test_absent_people_are_listed_and_stay(as_: As) -> None:
    client, an = as_("delegate"), known("member")
    made = imports.previewed([person(2, an.full_name, id=an.citizen_id, born="01/01/1980", joined="")])
    page = client.get(f"{HOME}/{made}/vang-mat")
    assert "Trần Văn Bình" in page.text[page.text.index("<tbody>"):]
    assert "Nguyễn Văn An" not in page.text[page.text.index("<tbody>"):]
    assert "Đỗ Đức Em" not in page.text


def test_dropping_forgets_everything(as_: As) -> None:
    client = as_("delegate")
    made = imports.previewed([person(1)])
    page = client.get(f"{HOME}/{made}")
    assert client.submit(page, action="/bo").headers["Location"] == HOME
    assert client.get(f"{HOME}/{made}").status_code == 404
    written = imports.committed([person(2)])
    client.lint = False
    hidden = _hidden(client.get(f"{HOME}/{imports.previewed([person(3)])}"))
    client.lint = True
    refused = client.post(f"{HOME}/{written}/bo", data=hidden)
    assert refused.status_code == 422
    assert "dùng Hoàn tác" in refused.text


def test_numbers_are_masked_on_every_page(as_: As) -> None:
    client = as_("delegate")
    made = imports.previewed([person(1, card="999000005001"), person(2, "Trần Văn X", id="12345678901")])
    for path in ("", "/cot", "?loai=loi", "?loai=moi", "/gia-tri", "/bao-cao?dang=csv", "/vang-mat"):
        text = client.get(f"{HOME}/{made}{path}").get_data(as_text=True)
        assert "999000005001" not in text, path
        assert "12345678901" not in text, path
    assert "02/03/1990" in client.get(f"{HOME}/{made}/cot").text


def test_undo_is_offered_to_whom_it_is_not_refused(as_: As) -> None:
    url = f"{HOME}/{imports.committed([person(1)], who='delegate')}"
    for who, may in (("delegate", True), ("secretary", False)):
        client = as_(who)
        assert (f"{url}/hoan-tac" in client.get(url).text) is may
        asked = client.get(f"{url}/hoan-tac")
        assert (f'action="{url}/hoan-tac"' in asked.text) is may
        for page in (client.get(url), asked):
            assert ("Đề nghị cấp trên hoàn tác" in page.text) is not may
    refused = client.post(f"{url}/hoan-tac", data=_hidden(client.get(HOME)))
    assert refused.status_code == 422
    assert "Đề nghị cấp trên hoàn tác" in refused.text


@pytest.mark.once
@pytest.mark.parametrize("path", ["", "/cot", "/gia-tri", "/vang-mat", "/bao-cao", "/hoan-tac"])
def test_imports_of_others_do_not_exist(as_: As, path: str) -> None:
    made = imports.previewed([person(1)])
    for who, status in (("secretary_elsewhere", 404), ("member", 404), ("administrator", 404), ("delegate", 200)):
        assert as_(who).get(f"{HOME}/{made}{path}").status_code == status, who
    assert as_("secretary").get(f"{HOME}/999{path}").status_code == 404


def test_rows_of_another_import_do_not_exist(as_: As) -> None:
    first, second = imports.previewed([person(1)]), imports.previewed([person(2)])
    (row,) = imports.rows(first)
    assert as_("secretary").get(f"{HOME}/{first}/dong/{row.id}").status_code == 200
    assert as_("secretary").get(f"{HOME}/{second}/dong/{row.id}").status_code == 404


@pytest.mark.parametrize("path", ["/xem-lai", "/ghi", "/bo"])
def test_acts_are_posted(as_: As, path: str) -> None:
    assert as_("secretary").get(f"{HOME}/{imports.previewed([person(1)])}{path}").status_code == 405


def test_the_example_is_understood_at_once(as_: As) -> None:
    from portal.imports.services.headings import guess

    data = as_("secretary").get(f"{HOME}/tep-mau").get_data()
    made = imports.get(imports.brought(data))
    assert len(guess(made.headings)) == len(made.headings)


def _hidden(page: object) -> dict[str, str]:
    from tests.client import find_form, form_values

    values = form_values(find_form(page, "/dang-xuat"))  # type: ignore[arg-type]
    return {"csrf_token": values["csrf_token"], "form_key": values["form_key"]}
