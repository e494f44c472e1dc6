"""Why something was refused or is doubtful: stable codes, and a Vietnamese sentence for each.

Callers translate: `gettext(REASONS[code])`. Codes are stored; sentences are not.
"""

from enum import StrEnum


class State(StrEnum):
    """How reading a file ended. Only `OK` has text."""

    OK = "ok"
    NO_TEXT = "no_text"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    TIMEOUT = "timeout"


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


REASONS: dict[str, str] = {
    State.OK: "Đã đọc xong nội dung của tệp.",
    State.NO_TEXT: "Tệp không có chữ (có thể là ảnh quét); chưa tìm kiếm được trong nội dung.",
    State.ENCRYPTED: "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.",
    State.BROKEN: "Tệp hỏng hoặc chưa tải lên hết. Hãy mở thử tệp trên máy rồi tải lên lại.",
    State.TOO_LARGE: "Tệp quá lớn sau khi mở nên không đọc được nội dung.",
    State.UNSUPPORTED: "Loại tệp này chưa đọc được. Hãy dùng PDF, DOCX, TXT hoặc MD.",
    State.TIMEOUT: "Đọc tệp mất quá nhiều thời gian nên đã dừng lại.",
    Doubt.SYMBOL_MISSING: "Không thấy số, ký hiệu ở phần đầu văn bản.",
    Doubt.SYMBOL_IRREGULAR: "Số, ký hiệu không theo mẫu thường gặp. Hãy kiểm tra lại.",
    Doubt.NUMBER_BLANK: "Văn bản chưa điền số.",
    Doubt.DATE_MISSING: "Không thấy ngày ban hành ở phần đầu văn bản.",
    Doubt.SUBJECT_MISSING: "Không thấy trích yếu.",
    Doubt.KIND_AMBIGUOUS: "Chữ viết tắt QĐ có thể là quyết định hoặc quy định. Hãy chọn thể loại.",
    Doubt.ISSUER_GUESSED: "Cơ quan ban hành được suy từ ký hiệu và địa danh. Hãy kiểm tra lại.",
    Doubt.ISSUER_UNKNOWN: "Chưa xác định được cơ quan ban hành.",
    Doubt.SIGNER_MISSING: "Không thấy tên người ký.",
    Doubt.SECRET: "Văn bản có dấu chỉ độ mật. Cổng thông tin không nhận văn bản mật.",
}
