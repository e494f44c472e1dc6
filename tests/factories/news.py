"""Builders of news for tests."""

from io import BytesIO
from typing import Any

from PIL import Image
from werkzeug.datastructures import FileStorage

from portal.core.db import db
from portal.delegation.api import actor_of_account
from portal.news import services
from portal.news.models import Article
from tests.people import person, unit

TEXT = "Sáng nay ga Hà Nội **đón** đoàn tàu đầu năm.\n\n## Kết quả\n\n- tàu đúng giờ\n- khách hài lòng"


def article(unit_key: str = "hanoi", *, by: str = "office_staff", title: str = "Tàu về ga đúng giờ",
            publish: bool = True, audience: str | None = None, **fields: Any) -> Article:
    """An article of a unit, published unless said otherwise; committed, a snapshot."""
    actor = actor_of_account(person(by).account_id)
    fields.setdefault("text", TEXT)
    fields.setdefault("summary", "Tin ngắn từ nhà ga.")
    made = services.write(actor, unit=unit(unit_key), title=title, audience=audience, **fields)
    if publish:
        services.publish(actor, made)
    db.session.commit()
    db.session.refresh(made)
    db.session.expunge_all()
    return made


def picture_file(kind: str = "JPEG", size: tuple[int, int] = (1400, 1000), *, noise: bool = False,
                 position: bool = False) -> BytesIO:
    """A picture as a camera gives it; with `position`, EXIF that tells where it was taken."""
    if noise:
        image = Image.effect_noise(size, 80).convert("RGB")
    else:
        image = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    if position:
        exif[0x010F] = "MayAnhBiMat"
        exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 28.0), 3: "E", 4: (105.0, 50.0, 28.0)})
    body = BytesIO()
    image.save(body, kind, quality=25, **({"exif": exif} if position else {}))
    body.seek(0)
    return body


def upload(body: BytesIO, name: str = "anh.jpg") -> FileStorage:
    """The picture as a form hands it over."""
    return FileStorage(body, filename=name)
