"""Names of organisations: what a suffix and a place tell, and capitals turned back into a written name."""

import re
from datetime import date

from portal.core.text import equality_key, fold, squeeze
from portal.papers.issuers import CITIES, MERGER, PROVINCES, PROVINCES_BEFORE_MERGER, SUFFIXES

_CITY_WORDS = re.compile(r"^(?:thành phố|tp\.?|t\.p\.?)\s*", re.IGNORECASE)
_WRITTEN = """
Tổng công ty, Công ty cổ phần, Công ty TNHH, Công ty, Tập đoàn, Xí nghiệp, Chi nhánh, Nhà máy,
Trung tâm, Ngân hàng, Trường Đại học, Trường Cao đẳng, Trường, Học viện, Viện, Bệnh viện, Đường sắt,
Việt Nam, Chính phủ, Quốc hội, Trung ương, Khối, các cơ quan, các trường, cơ quan, bộ phận, cơ sở, xã,
phường, đặc khu, thị trấn, thị xã, tỉnh, thành phố, huyện, quận, thôn, tổ dân phố, khu phố, ấp, bản,
Ủy ban nhân dân, Hội đồng nhân dân, Ủy ban Kiểm tra, Ủy ban Mặt trận Tổ quốc, Ủy ban, Ban Chấp hành,
Ban Thường vụ, Ban Tổ chức, Ban Tuyên giáo và Dân vận, Ban Tuyên giáo, Ban Dân vận, Ban Nội chính,
Ban Bí thư, Ban, Bộ Chính trị, Bộ Tư lệnh, Bộ, Sở, Cục, Văn phòng, Đảng ủy, Đảng bộ, Chi bộ, Chi ủy,
Tỉnh ủy, Thành ủy, Huyện ủy, Quận ủy, Quân ủy, Đảng đoàn, Đoàn Thanh niên, Công đoàn,
Hội Cựu chiến binh, Nội vụ, Tài chính, Quốc phòng, Tư pháp, Xây dựng, Giao thông, Y tế, Ngoại giao, Công Thương,
Giáo dục, Đào tạo, Khoa học, Công nghệ, Nông nghiệp, Môi trường, Văn hóa, Thể thao, Du lịch, Dân tộc, Tôn giáo,
Thanh tra, Thông tin, Truyền thông, Kế hoạch, Đầu tư, Lao động, Xã hội, Kiểm toán, Nhà nước, Hải quân,
 Kinh doanh, Doanh nghiệp, Vận tải, Hạ tầng, Khai thác, Phát triển, Công an, Quân sự,
và, của, tại, các, nhân dân, trực thuộc
"""
_CASES: dict[str, str] = {equality_key(phrase): " ".join(phrase.split()) for phrase in _WRITTEN.split(",")}
_LONGEST = 6


def committee_of(place: str, day: date | None) -> str:
    """The provincial committee of a place on that day: `Thành ủy Cần Thơ`, `Tỉnh ủy Nghệ An`, or ""."""
    name = squeeze(place)
    bare = equality_key(_CITY_WORDS.sub("", name))
    day = day or MERGER
    for city, since in CITIES.items():
        if bare == equality_key(_CITY_WORDS.sub("", city)) and since <= day:
            return f"Thành ủy {city}"
    for province in PROVINCES + PROVINCES_BEFORE_MERGER:
        if bare == equality_key(province):
            return f"Tỉnh ủy {province}"
    return ""


def body_of_suffix(suffix: str, place: str, day: date | None) -> str:
    """The body a suffix names, with the place's committee put in; "" where the suffix names no single one."""
    entry = SUFFIXES.get(suffix.replace("TƯ", "TW"))
    if not entry or not entry.name:
        return ""
    if "{place}" not in entry.name:
        return entry.name
    committee = committee_of(place, day)
    return entry.name.replace("{place}", committee) if committee else ""


def written_name(capitals: str, text: str = "") -> str:
    """Capitals of a head as the name is written: `ĐẢNG ỦY CHÍNH PHỦ` -> `Đảng ủy Chính phủ`.

    The paper's own text tells first; then known words; other words are taken as proper names.
    """
    name = squeeze(capitals)
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE):
        if not match[0].isupper() and match[0][:1].isupper():
            return squeeze(match[0])
    syllables, out = name.split(), []
    while syllables:
        taken, phrase = _known(syllables)
        out.append(phrase)
        syllables = syllables[taken:]
    joined = " ".join(out)
    return joined[:1].upper() + joined[1:]


def _known(syllables: list[str]) -> tuple[int, str]:
    for length in range(min(_LONGEST, len(syllables)), 0, -1):
        part = syllables[:length]
        if cases := _CASES.get(equality_key(" ".join(part))):
            like = [_like(word, model) for word, model in zip(part, cases.split(), strict=False)]
            return length, " ".join(like)
    return 1, _proper(syllables[0])


def _like(word: str, model: str) -> str:
    if model.isupper():
        return word.upper()
    return word.capitalize() if model[0].isupper() else word.lower()


def _proper(word: str) -> str:
    no_vowel = not set(fold(word)) & set("aeiouy")
    return word if no_vowel or any(char.isdigit() for char in word) else word.capitalize()
