"""How files spell headings, sexes and states, folded (`fold`, words only): data to be added to.

A heading is looked up whole, then for the longest spelling it holds as a run of words.
"""

NOT_USED = (
    "stt", "so tt", "tt", "so thu tu", "chi bo noi cu tru", "noi cu tru", "ghi chu", "chuc vu", "que quan", "dan toc",
    "ton giao", "trinh do", "nghe nghiep", "noi sinh", "noi o", "dia chi", "ngay cap", "noi cap", "ngay cap the",
    "nguoi gioi thieu", "chi bo gioi thieu", "ngay vao doan", "ngay chuyen", "tuoi dang", "tuoi", "don vi cong tac",
    "email", "thu dien tu", "ngay tuyen dung", "ten goi khac", "ten khai sinh", "ho ten vo chong", "anh",
)
"""Headings that are known and hold nothing the register keeps."""
HEADINGS: dict[str, tuple[str, ...]] = {
    "record": ("ma ho so",),
    "full_name": ("ho va ten", "ho ten", "ho ten dang vien", "ho va ten dang vien", "ten dang vien", "dang vien",
                  "ho va ten khai sinh", "ho va ten viet in hoa", "full name", "ho chu dem va ten",
                  "ho ten chu dem", "ho va ten day du"),
    "family_name": ("ho va ten dem", "ho va chu dem", "ho dem", "ho va chu lot", "ho lot", "ho va dem", "ho"),
    "given_name": ("ten",),
    "citizen_id": ("so cccd", "cccd", "so dinh danh", "so dinh danh ca nhan", "so dinh danh cong dan", "ma dinh danh",
                   "so can cuoc", "so can cuoc cong dan", "can cuoc cong dan", "can cuoc", "so cccd dinh danh ca nhan",
                   "cmnd cccd", "so cmnd cccd", "cccd cmnd", "so cccd cmnd", "so cmnd", "cmnd", "ddcn", "so ddcn",
                   "so cccd ddcn", "so cc cccd", "so the can cuoc", "dinh danh ca nhan"),
    "card_number": ("so the dang vien", "so the dang", "the dang vien", "so tdv", "the dang", "so the",
                    "ma the dang vien", "so hieu dang vien"),
    "birth_date": ("ngay sinh", "ngay thang nam sinh", "ngay thang nam sinh dang vien", "nam sinh", "sinh ngay",
                   "ntns", "ngay sinh dang vien", "date of birth", "ngay thang sinh"),
    "sex": ("gioi tinh", "nam nu", "phai", "gt", "gioi", "sex"),
    "joined_on": ("ngay vao dang", "ngay ket nap", "ngay ket nap dang", "ngay vao dang du bi", "vao dang ngay",
                  "ngay thang nam vao dang", "ngay thang nam ket nap", "ngay quyet dinh ket nap", "ket nap",
                  "ngay du bi", "ngay thang vao dang", "ngay ket nap vao dang", "vao dang"),
    "official_on": ("ngay chinh thuc", "ngay vao dang chinh thuc", "ngay cong nhan chinh thuc", "chinh thuc",
                    "ngay cong nhan dang vien chinh thuc", "ngay thang nam chinh thuc", "ngay cong nhan dvct",
                    "ngay chuyen chinh thuc", "chinh thuc ngay", "ngay chuyen dang chinh thuc"),
    "ceremony_on": ("ngay le ket nap", "ngay to chuc le ket nap", "ngay lam le ket nap", "le ket nap"),
    "phone": ("dien thoai", "so dien thoai", "sdt", "so dt", "dt", "dien thoai di dong", "di dong", "so di dong",
              "dt di dong", "so dien thoai di dong", "phone"),
    "cell_code": ("ma chi bo", "ma don vi", "ma to chuc dang", "ma tcd", "ma to chuc"),
    "cell_name": ("chi bo dang sinh hoat", "chi bo", "ten chi bo", "chi bo sinh hoat", "don vi sinh hoat",
                  "noi sinh hoat", "to chuc dang", "sinh hoat tai chi bo", "chi bo truc thuoc", "ten to chuc dang",
                  "to chuc dang dang sinh hoat", "don vi sinh hoat dang", "sinh hoat tai", "don vi"),
    "state": ("trang thai", "trang thai dang vien", "tinh trang", "loai dang vien", "tinh trang dang vien",
              "chinh thuc du bi", "du bi chinh thuc", "trang thai sinh hoat"),
    "since": ("tu ngay", "trang thai tu ngay"),
}
SEXES = {
    "nam": "male", "male": "male", "m": "male", "trai": "male", "ong": "male",
    "nu": "female", "female": "female", "f": "female", "gai": "female", "ba": "female",
}
PRESENT_ONLY = ("dang sinh hoat", "sinh hoat", "hoat dong", "dang hoat dong", "binh thuong", "dang vien",
                "dang vien dang sinh hoat", "con sinh hoat")
"""The file says that the person is there, not in which state: nothing is stated."""
STATES = {
    "chinh thuc": "official", "dang vien chinh thuc": "official", "dv chinh thuc": "official", "dvct": "official",
    "ct": "official", "da chinh thuc": "official",
    "du bi": "probationary", "dang vien du bi": "probationary", "dv du bi": "probationary", "dvdb": "probationary",
    "db": "probationary", "dang du bi": "probationary",
    "duoc mien cong tac va sinh hoat": "exempt", "mien sinh hoat": "exempt", "mien sinh hoat dang": "exempt",
    "duoc mien sinh hoat": "exempt", "mien cong tac va sinh hoat dang": "exempt", "mien cong tac": "exempt",
    "duoc mien cong tac va sinh hoat dang": "exempt", "mien cong tac va sinh hoat": "exempt",
    "chuyen sinh hoat tam thoi di": "temporary_out", "tam thoi di": "temporary_out",
    "sinh hoat tam thoi noi khac": "temporary_out",
    "chuyen sinh hoat tam thoi den": "temporary_in", "tam thoi den": "temporary_in",
    "sinh hoat tam thoi": "temporary_in",
    "dang chuyen sinh hoat": "transferring", "dang chuyen": "transferring", "cho chuyen": "transferring",
    "dinh chi sinh hoat": "suspended", "dinh chi sinh hoat dang": "suspended", "dinh chi": "suspended",
    "da xoa ten": "name_removed", "xoa ten": "name_removed",
    "da xin ra": "resigned", "xin ra": "resigned", "xin ra khoi dang": "resigned", "ra khoi dang": "resigned",
    "da khai tru": "expelled", "khai tru": "expelled",
    "da tu tran": "deceased", "tu tran": "deceased", "da mat": "deceased", "chet": "deceased",
    "da chuyen di": "transferred_out", "chuyen di": "transferred_out", "da chuyen": "transferred_out",
    "da chuyen sinh hoat": "transferred_out", "chuyen sinh hoat di": "transferred_out",
}
