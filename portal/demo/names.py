"""Persons' names, citizen ids and passwords, all from small lists and a seeded source of chance."""

import hashlib
from datetime import date
from random import Random

from portal.core.text import fold


def _list(text: str) -> list[str]:
    return text.split()


FAMILY = _list("Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh "
          "Trịnh Mai Đào Cao Tạ Lưu Hà Vương Chu")
MIDDLE = {
    "male": _list("Văn Văn Văn Đức Hữu Quang Minh Xuân Công Ngọc Thanh Đình Duy Trọng Hoài Khắc Viết Bá"),
    "female": ["Thị", "Thị", "Thị", "Thị Thu", "Thị Minh", "Thị Ngọc", "Thu", "Thanh", "Kim", "Hồng", "Diệu", "Bích",
               "Khánh"],
}
GIVEN = {
    "male": _list("An Bách Bình Cảnh Cường Dũng Duy Đại Đạt Điền Định Hải Hậu Hiệp Hoan Huân Hùng Huy Khang Khoa Kiên "
                  "Lâm Long Lợi Nam Nghĩa Nhân Phong Quân Quý Sáng Sơn Tài Tân Thành Thắng Thiện Tiến Toàn Trung Tùng "
                  "Vinh"),
    "female": _list("Ánh Châu Chi Cúc Dung Duyên Đào Hà Hạnh Hằng Hiền Hoa Hòa Huệ Hương Lan Lê Liên Loan Mai Mơ Nga "
                    "Ngà Nhàn Nhung Oanh Phương Quyên Sen Tâm Thảo Thủy Trang Trâm Tươi Uyên Vân Xuân Yên Yến"),
}
KNOWN = {fold(name) for name in (
    "Nguyễn Văn Linh", "Nguyễn Minh Triết", "Lê Đức Anh", "Trần Đức Lương", "Phạm Minh Chính", "Lê Minh Hưng",
    "Trần Quốc Vượng", "Nguyễn Thanh Nghị", "Đinh Thế Huynh", "Nguyễn Hòa Bình", "Trần Thanh Mẫn", "Hoàng Trung Hải",
    "Lê Hồng Anh", "Nguyễn Thị Kim Ngân", "Phan Văn Khải", "Hoàng Văn Thái", "Lê Thanh Hải", "Đinh La Thăng",
    "Trần Thanh Hải", "Nguyễn Duy Trinh", "Lý Công Uẩn", "Trần Đại Quang", "Nguyễn Công Phượng", "Hồ Xuân Hương",
    "Lê Văn Tám", "Nguyễn Bá Thanh", "Đặng Thị Ngọc Thịnh", "Trần Hồng Hà", "Nguyễn Văn Thắng", "Bùi Thị Xuân")}
"""Names of persons everybody knows: nobody in the sample bears one."""
WORDS = _list(
    "nui song bien rung dong suoi thac ghenh dao vinh mua nang gio may suong bang tuyet trang sao troi dat lua hoa cay "
    "canh mam choi qua hat rom thoc ngo khoai lac vung mia dua cam quyt buoi xoai mit oi tao man chanh khe sim chuoi "
    "nhan vai dau sung cau tre truc tung bach lim gu xoan bang phuong sen sung hue cuc dao lan hong tim xanh vang "
    "trang nau nang chim chao mao quoc cuoc vac sao vet cong phuong hac nhan bo cau ngan vit trau nghe ngua huou nai "
    "khi voi gau meo tho soc nhim rua cua tom muc luon chach thuyen phao bong cheo buom neo ben cau duong ray toa "
    "tau ghe ban den cua mai ngoi gach ngo san vuon ao gieng nong khan non guoc dep quat vong chieu gom sanh dong "
    "thau kem chi kim soi vai lua tho nhac trong sao dan tranh khen sach but muc giay thuoc bang phan truong lop "
    "ban thay tro chu khach xom lang pho cho que nha bep noi chao bat dua mam com chao pho bun banh keo che mut "
    "mua cay gat hai gieo trong tuoi bon cuoc cay bua dinh duc kho tinh mien chieu sang trua dem")
PASSWORD_WORDS = tuple(sorted({word for word in WORDS if len(word) >= 3}))


class Names:
    """Invents persons: names, birthdays, citizen ids; never the same id twice."""

    def __init__(self, seed: str) -> None:
        self.chance = Random(seed)  # noqa: S311 - sample data
        self.taken: set[str] = set()

    def name(self, sex: str) -> str:
        """A full name."""
        while True:
            name = " ".join(self.chance.choice(part) for part in (FAMILY, MIDDLE[sex], GIVEN[sex]))
            if fold(name) not in KNOWN and len(set(name.split())) == len(name.split()):
                return name

    def sex(self) -> str:
        """About two in three of the railway are men."""
        return "male" if self.chance.random() < 0.66 else "female"

    def day(self, first: date, last: date) -> date:
        """A day between two days, both included."""
        return date.fromordinal(self.chance.randint(first.toordinal(), last.toordinal()))

    def citizen_id(self, sex: str, born: date) -> str:
        """999, century and sex, year of birth, six digits (domain/TEXT.md, section 1)."""
        century = {("male", 19): 0, ("female", 19): 1, ("male", 20): 2, ("female", 20): 3}[sex, born.year // 100]
        while True:
            number = f"999{century}{born.year % 100:02d}{self.chance.randrange(10**6):06d}"
            if number not in self.taken:
                self.taken.add(number)
                return number


def password(seed: int, citizen_id: str) -> str:
    """Five plain words that follow from seed and citizen id."""
    digest = hashlib.sha256(f"demo:{seed}:{citizen_id}".encode()).digest()
    picks = [int.from_bytes(digest[place:place + 4]) % len(PASSWORD_WORDS) for place in range(0, 20, 4)]
    return " ".join(PASSWORD_WORDS[pick] for pick in picks)
