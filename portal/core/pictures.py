"""Pictures by content: checked before they are kept, and made anew without their metadata (position, camera).

What a sender gives is never shown: only what `light` and `plain` make of it. Pillow reads JPEG, PNG and WebP,
nothing else, and only after the size in the header was found to be bearable.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
TALLEST = 1.5
TURNS = dict(enumerate((
    Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_270, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_90), 2))
"""What undoes each orientation of EXIF."""
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error,
          Image.DecompressionBombError, Image.DecompressionBombWarning)


class Unreadable(Exception):
    """The file is not a picture that can be shown."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made anew: bytes of a file, width and height in pixels."""

    body: bytes
    width: int
    height: int


def looks_like(head: bytes) -> bool:
    """True where a file begins as a JPEG, PNG or WebP does."""
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def check(stream: BinaryIO, *, name: str, field: str) -> None:
    """Refuse what is no picture or has too many pixels; the name does not count. Leaves the stream at its start."""
    try:
        with Image.open(stream, formats=FORMATS) as image:
            pixels = image.width * image.height
            if pixels <= MOST_PIXELS:
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = MOST_PIXELS + 1
    except BROKEN:
        raise DomainError(_l("“%(name)s” không phải ảnh JPEG, PNG hoặc WebP dùng được. Chọn ảnh khác.", name=name),
                          field) from None
    finally:
        stream.seek(0)
    if pixels > MOST_PIXELS:
        raise DomainError(_l("Ảnh “%(name)s” quá lớn (trên %(most)s triệu điểm ảnh). Thu nhỏ ảnh rồi chọn lại.",
                             name=name, most=MOST_PIXELS // 1_000_000), field)


def light(path: Path, width: int, *, most: int | None = None) -> Picture:
    """A WebP at most `width` wide; with `most`, its quality and then its size go down until it has so few bytes."""
    image = _opened(path, width)
    for quality in (72, 55, 40, 25, 12, 4):
        body = _webp(image, quality)
        if most is None or len(body) <= most:
            return Picture(body, image.width, image.height)
    while most is not None and len(body) > most and image.width > 16:
        image = image.resize((image.width * 3 // 4, max(1, image.height * 3 // 4)))
        body = _webp(image, 12)
    return Picture(body, image.width, image.height)


def plain(path: Path, longest: int = 1600) -> Picture:
    """A JPEG whose longer side is at most `longest`: for those who read it on any machine and print it."""
    image = _opened(path, longest, longest).convert("RGB")
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=82, optimize=True)
    return Picture(buffer.getvalue(), image.width, image.height)


def _opened(path: Path, width: int, height: int | None = None) -> Image.Image:
    """Upright, within the box, and without anything but its pixels."""
    box = (width, height or round(width * TALLEST))
    try:
        with Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unreadable("too many pixels")
            orientation = image.getexif().get(0x0112, 1)
            turned = box[::-1] if orientation > 4 else box
            image.draft("RGB", turned)
            clear = "A" in image.getbands() or "transparency" in image.info
            small = image.convert("RGBA" if clear else "RGB")
    except BROKEN as error:
        raise Unreadable(type(error).__name__) from None
    small.thumbnail(turned, Image.Resampling.LANCZOS)
    if orientation in TURNS:
        small = small.transpose(TURNS[orientation])
    bare = Image.new("RGB", small.size, "white")
    bare.paste(small, mask=small.getchannel("A") if clear else None)
    return bare


def _webp(image: Image.Image, quality: int) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=quality, method=5)
    return buffer.getvalue()
