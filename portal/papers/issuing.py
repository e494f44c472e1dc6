"""What to look at before a paper is issued (N35): a list of checks, pure; a person may go on with a reason.

Rules: 399-QĐ/TW (who issues what), 05-HD/VPTW (form), both since January 2026; DOCUMENTS.md sections 1, 3, 5.
Callers translate: `gettext(CHECKS[check.code])` is what was looked at, `gettext(check.says) % check.facts` what is
wrong with it. A cell has no seal: nobody asks for one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.papers.kinds import FIELDS, KINDS, may_issue, required_fields
from portal.papers.reasons import N_
from portal.papers.secrecy import secrecy_mark
from portal.papers.symbols import parse_symbol, propose_symbol

FORM_OF_2026 = date(2026, 1, 12)
"""Since then the form of 05-HD/VPTW (also cited with 27/5/2026)."""


class Code(StrEnum):
    """What is looked at."""

    SECRECY = "secrecy"
    FIELDS = "fields"
    SYMBOL_FORM = "symbol_form"
    KIND_MATCHES = "kind_matches"
    NUMBER_FREE = "number_free"
    NUMBER_NEXT = "number_next"
    DATE_ORDER = "date_order"
    MAY_ISSUE = "may_issue"
    ENCLOSURES = "enclosures"
    SIGNATURE = "signature"
    RECIPIENTS = "recipients"
    END_MARK = "end_mark"


CHECKS: dict[str, str] = {
    Code.SECRECY: N_("Không có dấu chỉ độ mật"),
    Code.FIELDS: N_("Đủ các phần bắt buộc của thể loại"),
    Code.SYMBOL_FORM: N_("Số, ký hiệu đúng mẫu"),
    Code.KIND_MATCHES: N_("Ký hiệu khớp với thể loại"),
    Code.NUMBER_FREE: N_("Số chưa dùng trong nhiệm kỳ"),
    Code.NUMBER_NEXT: N_("Số liền sau số cuối cùng"),
    Code.DATE_ORDER: N_("Ngày ban hành theo thứ tự của số"),
    Code.MAY_ISSUE: N_("Cơ quan được ban hành thể loại này"),
    Code.ENCLOSURES: N_("Có đủ tài liệu kèm theo"),
    Code.SIGNATURE: N_("Phần ký đúng thể thức"),
    Code.RECIPIENTS: N_("Nơi nhận đúng thể thức"),
    Code.END_MARK: N_("Kết thúc bằng dấu chấm"),
}
BODIES = {
    "committee": N_("đảng ủy cơ sở"), "standing_committee": N_("ban thường vụ đảng ủy cơ sở"), "cell": N_("chi bộ"),
}  # fmt: skip
"""What each of `kinds.LEVELS` is called."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A paper about to be issued. `level`: one of `kinds.LEVELS`, or "" for another body.

    `taken`: numbers already given to the kind in this term, with their days (None where not known).
    """

    symbol: str
    kind: str = ""
    kind_name: str = ""
    form: str = "party"
    level: str = ""
    issued_on: date | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    text: str = ""
    on_behalf: str = ""
    signer_post: str = ""
    recipients: tuple[str, ...] = ()
    end_mark: str = ""
    enclosures_named: tuple[str, ...] = ()
    enclosures_given: int = 0
    taken: Mapping[int, date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `says` is "" where it holds, else a sentence with %(name)s places filled from `facts`."""

    code: Code
    says: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """True if nothing is wrong."""
        return not self.says


def check_issue(paper: Issue, *, today: date) -> list[Check]:
    """All checks in the order of `Code`; those that do not apply to the paper are left out."""
    day = paper.issued_on or today
    found: list[Check | None] = [
        _secrecy(paper), _fields(paper, day), _symbol_form(paper), _kind_matches(paper), *_numbers(paper, today),
        _may_issue(paper, day), _enclosures(paper), _signature(paper, day), _recipients(paper, day),
        _end_mark(paper, day),
    ]  # fmt: skip
    return [one for one in found if one is not None]


def _secrecy(paper: Issue) -> Check:
    if mark := secrecy_mark(paper.text):
        return Check(Code.SECRECY, N_("Văn bản có dấu “%(mark)s”. Sổ tay không nhận văn bản mật."), {"mark": mark})
    return Check(Code.SECRECY)


def _fields(paper: Issue, day: date) -> Check:
    wanted = required_fields(paper.kind_name, paper.form, day)
    missing = [FIELDS[name] for name in wanted if not paper.fields.get(name)]
    if missing:
        return Check(Code.FIELDS, N_("Còn thiếu: %(fields)s."), {"fields": ", ".join(missing)})
    return Check(Code.FIELDS)


def _symbol_form(paper: Issue) -> Check:
    symbol = parse_symbol(paper.symbol)
    if symbol.form == "free":
        return Check(Code.SYMBOL_FORM, N_("Ký hiệu “%(symbol)s” không theo mẫu."), {"symbol": paper.symbol})
    if paper.form == "party" and symbol.form != "party":
        better = propose_symbol(paper.symbol)
        says = N_("Văn bản của Đảng mà ký hiệu theo mẫu Nhà nước. Nên viết %(better)s.")
        return Check(Code.SYMBOL_FORM, says, {"better": better.text if better else f"{symbol.number}-{symbol.kind}/…"})
    if paper.form == "party" and len(symbol.number) == 1:
        says = N_("Số dưới 10 phải có số 0 đứng trước: %(better)s.")
        return Check(Code.SYMBOL_FORM, says, {"better": f"0{symbol.text}"})
    if paper.form == "party" and symbol.kind == "QĐi" and not KINDS["QĐi"].holds_on(paper.issued_on or FORM_OF_2026):
        return Check(Code.SYMBOL_FORM, N_("Quy định nay viết tắt là QĐ, không viết QĐi."))
    return Check(Code.SYMBOL_FORM)


def _kind_matches(paper: Issue) -> Check | None:
    symbol = parse_symbol(paper.symbol)
    kind = KINDS.get(symbol.kind)
    if kind is None or not paper.kind_name or symbol.form == "law" or paper.kind_name.lower() in kind.names:
        return Check(Code.KIND_MATCHES) if kind else None
    right = next((one.abbreviation for one in KINDS.values() if paper.kind_name.lower() in one.names), "")
    says = N_("Thể loại là %(kind)s mà ký hiệu ghi %(given)s. Viết tắt đúng là %(right)s.")
    facts: dict[str, str | int] = {"kind": paper.kind_name, "given": symbol.kind, "right": right or "—"}
    return Check(Code.KIND_MATCHES, says, facts)


def _numbers(paper: Issue, today: date) -> Iterator[Check]:
    digits = re.match(r"\d+", parse_symbol(paper.symbol).number)
    day = paper.issued_on
    if day and day > today:
        yield Check(Code.DATE_ORDER, N_("Ngày ban hành %(day)s chưa tới."), {"day": f"{day:%d/%m/%Y}"})
    if not digits:
        return
    number = int(digits[0])
    is_free = number not in paper.taken
    yield Check(Code.NUMBER_FREE) if is_free else Check(
        Code.NUMBER_FREE, N_("Số %(number)s đã cấp cho văn bản khác cùng thể loại trong nhiệm kỳ."), {"number": number}
    )
    last = max(paper.taken, default=0)
    if is_free and number > last + 1:
        says = N_("Bỏ trống từ số %(first)s đến số %(until)s.")
        yield Check(Code.NUMBER_NEXT, says, {"first": last + 1, "until": number - 1})
    elif is_free and number < last:
        yield Check(Code.NUMBER_NEXT, N_("Số %(number)s nhỏ hơn số cuối cùng đã cấp (%(last)s)."),
                    {"number": number, "last": last})  # fmt: skip
    elif is_free:
        yield Check(Code.NUMBER_NEXT)
    if day and day <= today:
        yield _date_order(number, day, paper.taken)


def _date_order(number: int, day: date, taken: Mapping[int, date | None]) -> Check:
    """A lower number has no later day, a higher one no earlier day."""
    for other, its_day in sorted(taken.items()):
        if its_day and ((other < number and its_day > day) or (other > number and its_day < day)):
            says = N_("Số %(other)s đã ghi ngày %(its_day)s, trái với thứ tự của số %(number)s ngày %(day)s.")
            facts: dict[str, str | int] = {
                "other": other, "its_day": f"{its_day:%d/%m/%Y}", "number": number, "day": f"{day:%d/%m/%Y}",
            }  # fmt: skip
            return Check(Code.DATE_ORDER, says, facts)
    return Check(Code.DATE_ORDER)


def _may_issue(paper: Issue, day: date) -> Check | None:
    rule = may_issue(paper.kind_name, paper.level, day)
    if rule is None or paper.form != "party":
        return None
    if getattr(rule, paper.level):
        return Check(Code.MAY_ISSUE)
    says = N_("Theo %(rule)s, %(body)s không ban hành %(kind)s.")
    return Check(Code.MAY_ISSUE, says, {"rule": rule.rule, "body": BODIES[paper.level], "kind": rule.name})


def _enclosures(paper: Issue) -> Check | None:
    named, given = len(paper.enclosures_named), paper.enclosures_given
    if not named:
        return None
    if given < named:
        says = N_("Văn bản nêu %(named)s tài liệu kèm theo, mới có %(given)s tệp.")
        return Check(Code.ENCLOSURES, says, {"named": named, "given": given})
    return Check(Code.ENCLOSURES)


_ACTS_FOR = {"committee": "ĐẢNG ỦY", "standing_committee": "BAN THƯỜNG VỤ", "cell": "CHI BỘ"}


def _signature(paper: Issue, day: date) -> Check | None:
    if paper.form != "party":
        return None
    line = " ".join(paper.on_behalf.upper().replace("UỶ", "ỦY").split())
    if day >= FORM_OF_2026 and re.match(r"T/?U[.\s]", line):
        return Check(Code.SIGNATURE, N_("Không dùng T/U; ký thừa lệnh ghi T/L."))
    if day >= FORM_OF_2026 and re.match(r"K/?T[.\s]", line) and paper.level in _ACTS_FOR:
        return Check(Code.SIGNATURE, N_("Tập thể ban hành thì ký T/M, không ghi K/T."))
    body = _ACTS_FOR.get(paper.level, "")
    if body and not re.match(r"T/?[ML][.\s]", line):
        return Check(Code.SIGNATURE, N_("Thiếu dòng “T/M %(body)s” trên chức vụ người ký."), {"body": body})
    if body and line.startswith("T/M") and body not in line:
        says = N_("Phần ký ghi “%(line)s” mà cơ quan ban hành là %(body)s.")
        return Check(Code.SIGNATURE, says, {"line": paper.on_behalf, "body": body.lower()})
    return Check(Code.SIGNATURE)


def _recipients(paper: Issue, day: date) -> Check | None:
    if "recipients" not in required_fields(paper.kind_name, paper.form, day):
        return None
    if not paper.recipients:
        return Check(Code.RECIPIENTS, N_("Thiếu nơi nhận."))
    if not any(one.strip().lower().startswith("lưu") for one in paper.recipients):
        return Check(Code.RECIPIENTS, N_("Nơi nhận thiếu dòng lưu."))
    return Check(Code.RECIPIENTS)


def _end_mark(paper: Issue, day: date) -> Check | None:
    if paper.form != "party" or not paper.end_mark:
        return None
    if paper.end_mark == "./." and day >= FORM_OF_2026:
        return Check(Code.END_MARK, N_("Thể thức mới kết thúc bằng dấu chấm, không ghi “./.”."))
    return Check(Code.END_MARK)
