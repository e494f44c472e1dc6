"""Pictures: judged by content, made anew without metadata, light, and only for readers of the article."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from portal.core import files
from portal.core.db import db
from portal.jobs.models import Job
from portal.jobs.worker import run_all
from portal.news.models import Picture
from tests.client import PortalClient
from tests.factories.news import article, picture_file
from tests.people import unit

As = Callable[[str | None], PortalClient]


def add(client: PortalClient, article_id: int, body: BytesIO, name: str = "anh.jpg", alt: str = "Ga Hà Nội buổi sáng"):
    return client.submit(client.get(f"/tin-tuc/{article_id}/sua"), {"picture": (body, name), "alt": alt}, action="/sua")


def published_with_picture(as_: As, body: BytesIO, **fields: object) -> tuple[int, Picture]:
    made = article(publish=False, **fields)  # type: ignore[arg-type]
    clerk = as_("office_staff")
    assert add(clerk, made.id, body).status_code == 303
    run_all()
    clerk.submit(clerk.get(f"/tin-tuc/{made.id}/xem-truoc"), action="/cong-bo")
    picture = db.session.execute(db.select(Picture).order_by(Picture.id.desc())).scalars().first()
    assert picture is not None
    db.session.expunge_all()
    return made.id, picture


def png_header(width: int, height: int) -> BytesIO:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [b"\x89PNG\r\n\x1a\n"]
    for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")):
        parts.append(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    return BytesIO(b"".join(parts))


def test_until_the_job_has_run_the_text_stands_alone(as_: As) -> None:
    made = article(publish=False)
    clerk = as_("office_staff")
    add(clerk, made.id, picture_file())
    preview = clerk.get(f"/tin-tuc/{made.id}/xem-truoc")
    assert "Ảnh đang được thu nhỏ" in preview.text
    assert "<img" not in preview.text
    clerk.submit(preview, action="/cong-bo")
    assert "Ảnh đang được thu nhỏ" in clerk.get(f"/tin-tuc/{made.id}").text
    reader = as_("member").get(f"/tin-tuc/{made.id}").text
    assert "<img" not in reader
    assert "thu nhỏ" not in reader
    run_all()
    assert "<img" in as_("member").get(f"/tin-tuc/{made.id}").text


def test_readers_get_light_sizes_with_alt_and_measures(as_: As) -> None:
    number, picture = published_with_picture(as_, picture_file(noise=True))
    client = as_("member")
    page = client.get(f"/tin-tuc/{number}").text
    assert 'loading="lazy"' in page
    assert 'alt="Ga Hà Nội buổi sáng"' in page
    assert 'width="320" height="229"' in page
    for width in (320, 640, 960):
        answer = client.get(f"/tin-tuc/anh/{picture.id}/{width}", buffered=True)
        assert answer.mimetype == "image/webp"
        assert Image.open(BytesIO(answer.data)).format == "WEBP"
        assert f"/tin-tuc/anh/{picture.id}/{width}" in page
    assert len(client.get(f"/tin-tuc/anh/{picture.id}/320", buffered=True).data) <= 8192
    assert client.get(f"/tin-tuc/anh/{picture.id}/1400").status_code == 404


def test_position_and_camera_are_gone_and_so_is_the_original(as_: As) -> None:
    body = picture_file(position=True)
    assert b"MayAnhBiMat" in body.getvalue()
    _, picture = published_with_picture(as_, body)
    assert files.store().path(picture.original) is None
    for size in picture.sizes.values():
        path = files.store().path(size["digest"])
        assert path is not None
        data = path.read_bytes()
        assert b"EXIF" not in data
        assert b"MayAnhBiMat" not in data
        assert not Image.open(BytesIO(data)).getexif()


def test_small_picture_is_not_blown_up(as_: As) -> None:
    _, picture = published_with_picture(as_, picture_file(size=(200, 120)))
    assert list(picture.sizes) == ["320"]
    assert picture.sizes["320"]["width"] == 200


def test_upright_picture_stays_upright(as_: As) -> None:
    image, body, exif = Image.new("RGB", (800, 400), "red"), BytesIO(), Image.Exif()
    exif[0x0112] = 6
    image.save(body, "JPEG", exif=exif)
    body.seek(0)
    _, picture = published_with_picture(as_, body)
    assert picture.sizes["320"]["height"] > picture.sizes["320"]["width"]


@pytest.mark.parametrize(("kind", "name"), [("PNG", "anh.jpg"), ("WEBP", "anh"), ("JPEG", "anh.html")])
def test_content_decides_not_the_name(as_: As, kind: str, name: str) -> None:
    made = article(publish=False)
    assert add(as_("office_staff"), made.id, picture_file(kind), name).status_code == 303


@pytest.mark.parametrize("body", [
    BytesIO(b"<html><script>alert(1)</script></html>"), BytesIO(b"\x89PNG\r\n\x1a\n" + b"x" * 50), BytesIO(b""),
    BytesIO(b'<svg xmlns="http://www.w3.org/2000/svg"/>'), BytesIO(b"GIF89a" + b"\0" * 30),
    png_header(30_000, 30_000), png_header(8000, 8000)])
def test_bad_files_are_refused_in_words(as_: As, body: BytesIO) -> None:
    made = article(publish=False)
    answer = add(as_("office_staff"), made.id, BytesIO(body.getvalue()), "anh.jpg")
    assert answer.status_code == 422
    assert "ảnh" in answer.text
    assert "đoàn tàu đầu năm" in answer.text
    assert db.session.execute(db.select(db.func.count(Picture.id))).scalar() == 0


def test_an_empty_file_is_called_empty(as_: As) -> None:
    answer = add(as_("office_staff"), article(publish=False).id, BytesIO(b""), "anh.jpg")
    assert answer.status_code == 422
    assert "Tệp “anh.jpg” rỗng." in answer.text


def test_picture_needs_its_words(as_: As) -> None:
    made = article(publish=False)
    answer = add(as_("office_staff"), made.id, picture_file(), alt=" ")
    assert answer.status_code == 422
    assert "Ghi mô tả ảnh" in answer.text


def test_broken_picture_stops_nothing(as_: As) -> None:
    made = article(publish=False)
    clerk = as_("office_staff")
    whole = picture_file(noise=True).getvalue()
    assert add(clerk, made.id, BytesIO(whole[: len(whole) // 9])).status_code == 303
    run_all()
    assert db.session.execute(db.select(db.func.count(Job.id))).scalar() == 0
    assert "Không đọc được ảnh" in clerk.get(f"/tin-tuc/{made.id}/xem-truoc").text
    assert clerk.get(f"/tin-tuc/{made.id}/sua").status_code == 200


def test_pictures_follow_the_rights_of_the_article(as_: As) -> None:
    number, picture = published_with_picture(as_, picture_file(), audience=f"s{unit('ga_hanoi').id}")
    path = f"/tin-tuc/anh/{picture.id}/320"
    assert as_("member").get(path, buffered=True).status_code == 200
    assert as_("office_staff").get(path, buffered=True).status_code == 200
    assert as_("neighbour").get(path, buffered=True).status_code == 404
    assert as_("member_elsewhere").get(path, buffered=True).status_code == 404
    assert as_(None).get(path, buffered=True).status_code == 401
    clerk = as_("office_staff")
    clerk.submit(clerk.get(f"/tin-tuc/{number}/rut"), action="/rut")
    assert as_("member").get(path, buffered=True).status_code == 404


def test_next_picture_waits_with_its_version(as_: As) -> None:
    number, old = published_with_picture(as_, picture_file())
    clerk, reader = as_("office_staff"), as_("member")
    add(clerk, number, picture_file("PNG", (500, 500)), alt="Ảnh mới")
    run_all()
    new = db.session.execute(db.select(Picture.id).where(Picture.in_hand)).scalar_one()
    assert reader.get(f"/tin-tuc/anh/{new}/320", buffered=True).status_code == 404
    assert clerk.get(f"/tin-tuc/anh/{new}/320", buffered=True).status_code == 200
    assert "Ga Hà Nội buổi sáng" in reader.get(f"/tin-tuc/{number}").text
    clerk.submit(clerk.get(f"/tin-tuc/{number}/xem-truoc"), action="/cong-bo")
    assert "Ảnh mới" in reader.get(f"/tin-tuc/{number}").text
    assert clerk.get(f"/tin-tuc/anh/{old.id}/320", buffered=True).status_code == 404


def test_picture_is_taken_away(as_: As) -> None:
    number, _ = published_with_picture(as_, picture_file())
    clerk = as_("office_staff")
    clerk.submit(clerk.get(f"/tin-tuc/{number}/sua"), {"remove_picture": "y"}, action="/sua")
    preview = clerk.get(f"/tin-tuc/{number}/xem-truoc")
    assert "<img" not in preview.text
    clerk.submit(preview, action="/cong-bo")
    assert "<img" not in as_("member").get(f"/tin-tuc/{number}").text
