"""Why something was refused or is doubtful: stable codes, and a Vietnamese sentence for each.

Callers translate: `gettext(REASONS[code])`; `N_` marks sentences for the catalogue. Codes are stored, sentences not.
"""

from enum import StrEnum


class State(StrEnum):
    """How judging or reading a file ended. Only `OK` has text."""

    OK = "ok"
    NO_TEXT = "no_text"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    TIMEOUT = "timeout"
    EMPTY = "empty"
    NAME_LIES = "name_lies"
    MACROS = "macros"
    SCRIPTED = "scripted"
    TOO_MANY_PAGES = "too_many_pages"
    NO_READER = "no_reader"
    SECRET = "secret"  # noqa: S105 - a mark on a paper, not a password


NOT_FOR_READERS = frozenset({State.ENCRYPTED, State.BROKEN, State.UNSUPPORTED, State.NAME_LIES, State.MACROS,
                             State.SCRIPTED})
"""Files that nobody can open, or that act when they are opened: they reach no reader, and no letters are
read out of a picture in them."""


class Doubt(StrEnum):
    """What a person should look at before a proposal is taken over."""

    SYMBOL_MISSING = "symbol_missing"
    SYMBOL_IRREGULAR = "symbol_irregular"
    NUMBER_BLANK = "number_blank"
    DATE_MISSING = "date_missing"
    SUBJECT_MISSING = "subject_missing"
    KIND_AMBIGUOUS = "kind_ambiguous"
    ISSUER_GUESSED = "issuer_guessed"
    ISSUER_UNKNOWN = "issuer_unknown"
    SIGNER_MISSING = "signer_missing"
    SECRET = "secret"  # noqa: S105 - a mark on a paper, not a password


def N_(text: str) -> str:
    """The sentence itself."""
    return text


REASONS: dict[str, str] = {
    State.OK: N_("Đã đọc xong nội dung của tệp."),
    State.NO_TEXT: N_("Tệp không có chữ (có thể là ảnh quét); chưa tìm kiếm được trong nội dung."),
    State.ENCRYPTED: N_("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại."),
    State.BROKEN: N_("Tệp hỏng hoặc chưa tải lên hết. Hãy mở thử tệp trên máy rồi tải lên lại."),
    State.TOO_LARGE: N_("Tệp quá lớn sau khi mở nên không đọc được nội dung. Hãy chia nhỏ tệp rồi tải lên lại."),
    State.UNSUPPORTED: N_(
        "Loại tệp này chưa đọc được. Hãy dùng PDF, DOCX, DOC, ODT, RTF, XLSX, PPTX, TXT, HTML hoặc MD."
    ),
    State.TIMEOUT: N_("Đọc tệp mất quá nhiều thời gian nên đã dừng lại. Hãy chia nhỏ tệp hoặc in lại thành PDF."),
    State.EMPTY: N_("Tệp rỗng. Hãy chọn tệp khác."),
    State.NAME_LIES: N_("Nội dung tệp không đúng với đuôi tên tệp. Hãy mở tệp, lưu lại đúng loại rồi tải lên."),
    State.MACROS: N_("Tệp có macro. Hãy lưu lại không kèm macro (DOCX, XLSX, PPTX hoặc PDF) rồi tải lên."),
    State.SCRIPTED: N_("Tệp PDF có mã chạy bên trong. Hãy in lại thành PDF mới rồi tải lên."),
    State.TOO_MANY_PAGES: N_("Tệp có quá nhiều trang nên không đọc nội dung. Hãy chia thành nhiều tệp."),
    State.NO_READER: N_("Máy chủ chưa cài chương trình đọc loại tệp này. Hãy lưu lại thành DOCX hoặc PDF rồi tải lên."),
    Doubt.SYMBOL_MISSING: N_("Không thấy số, ký hiệu ở phần đầu văn bản."),
    Doubt.SYMBOL_IRREGULAR: N_("Số, ký hiệu không theo mẫu thường gặp. Hãy kiểm tra lại."),
    Doubt.NUMBER_BLANK: N_("Văn bản chưa điền số."),
    Doubt.DATE_MISSING: N_("Không thấy ngày ban hành ở phần đầu văn bản."),
    Doubt.SUBJECT_MISSING: N_("Không thấy trích yếu."),
    Doubt.KIND_AMBIGUOUS: N_("Chữ viết tắt QĐ có thể là quyết định hoặc quy định. Hãy chọn thể loại."),
    Doubt.ISSUER_GUESSED: N_("Cơ quan ban hành được suy từ ký hiệu và địa danh. Hãy kiểm tra lại."),
    Doubt.ISSUER_UNKNOWN: N_("Chưa xác định được cơ quan ban hành."),
    Doubt.SIGNER_MISSING: N_("Không thấy tên người ký."),
    Doubt.SECRET: N_("Văn bản có dấu chỉ độ mật. Cổng thông tin không nhận văn bản mật."),
}
