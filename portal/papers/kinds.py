"""Kinds of papers and their abbreviations, as dated data.

Party: 399-QĐ/TW (kinds), 05-HD/VPTW (abbreviations, second-hand); before 2026: 66-QĐ/TW, 36-HD/VPTW.
State: Nghị định 30/2020/NĐ-CP. `QĐ` is quyết định and quy định: only the title tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.papers.reasons import N_

PARTY_RULE = "399-QĐ/TW"
STATE_RULE = "30/2020/NĐ-CP"
_PARTY_SINCE = date(1997, 10, 1)  # 31-QĐ/TW, the oldest rule whose papers are held
_STATE_SINCE = date(2020, 3, 5)


@dataclass(frozen=True, slots=True)
class Kind:
    """One abbreviation: what it may stand for (first the usual one), where, since when, by which rule."""

    abbreviation: str
    names: tuple[str, ...]
    form: str  # "party" | "state" | "both"
    rule: str
    valid_from: date
    valid_to: date | None = None

    @property
    def name(self) -> str:
        """The usual name: `công văn`."""
        return self.names[0]

    @property
    def is_ambiguous(self) -> bool:
        """True for QĐ: the title must tell which kind it is."""
        return len(self.names) > 1

    def holds_on(self, day: date) -> bool:
        """True if the abbreviation was in use on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


_PARTY = {
    "NQ": "nghị quyết", "QĐ": "quyết định|quy định", "QĐi": "quy định", "CT": "chỉ thị", "KL": "kết luận",
    "QC": "quy chế", "TT": "thông tri", "HD": "hướng dẫn", "TB": "thông báo", "TC": "thông cáo",
    "BC": "báo cáo", "KH": "kế hoạch", "QH": "quy hoạch", "CTr": "chương trình", "ĐA": "đề án",
    "CTHĐ": "chương trình hành động", "PA": "phương án", "DA": "dự án", "TTr": "tờ trình", "CV": "công văn",
    "BB": "biên bản", "GM": "giấy mời", "GGT": "giấy giới thiệu", "GCN": "giấy chứng nhận",
    "PC": "phiếu chuyển", "PG": "phiếu gửi", "HDLN": "hướng dẫn liên ngành", "QCPH": "quy chế phối hợp",
    "NQLT": "nghị quyết liên tịch",
}  # fmt: skip
_STATE_ONLY = {
    "QyĐ": "quy định", "CĐ": "công điện", "HĐ": "hợp đồng", "BGN": "bản ghi nhớ", "BTT": "bản thỏa thuận",
    "GUQ": "giấy ủy quyền", "GNP": "giấy nghỉ phép", "PB": "phiếu báo", "NĐ": "nghị định",
    "TTLT": "thông tư liên tịch", "PL": "pháp lệnh",
}  # fmt: skip
_NO_ABBREVIATION = ("cương lĩnh chính trị", "điều lệ đảng", "chiến lược", "tuyên bố", "lời kêu gọi")
_IN_BOTH = frozenset(_PARTY) - {"QĐi", "KL", "TT", "QH", "CTHĐ", "GCN", "HDLN"}
_ENDED = {"QĐi": date(2026, 1, 8)}  # before 399-QĐ/TW quy định were also written QĐi

KINDS: dict[str, Kind] = {
    **{
        abbreviation: Kind(
            abbreviation, tuple(names.split("|")), "both" if abbreviation in _IN_BOTH else "party",
            PARTY_RULE, _PARTY_SINCE, _ENDED.get(abbreviation),
        )
        for abbreviation, names in _PARTY.items()
    },
    **{a: Kind(a, (name,), "state", STATE_RULE, _STATE_SINCE) for a, name in _STATE_ONLY.items()},
}  # fmt: skip

LAW_NAMES = {"TT": "thông tư"}
"""Abbreviations that mean something else in a symbol of a law (`07/2016/TT-BCA`)."""

KIND_NAMES: tuple[str, ...] = tuple(
    sorted(
        {name for kind in KINDS.values() for name in kind.names}
        | set(_NO_ABBREVIATION)
        | {"thông tư", "luật", "bộ luật", "công điện"},
        key=lambda name: (-len(name), name),
    )
)
"""Every kind name in lower case, longest first."""


def kind_name(abbreviation: str, form: str = "party") -> str:
    """The kind an abbreviation stands for, or "" where it is unknown or the title must tell (QĐ)."""
    if form == "law" and abbreviation in LAW_NAMES:
        return LAW_NAMES[abbreviation]
    if form == "law" and abbreviation == "QĐ":
        return "quyết định"
    kind = KINDS.get(abbreviation)
    return kind.name if kind and not kind.is_ambiguous else ""


@dataclass(frozen=True, slots=True)
class IssueRule:
    """Who at the bottom may issue a kind (399-QĐ/TW art. 11 and 13; before: 66-QĐ/TW; second-hand)."""

    abbreviation: str
    name: str
    committee: bool
    standing_committee: bool
    cell: bool
    rule: str
    valid_from: date
    valid_to: date | None = None


_ANYONE = ("NQ", "KL", "TB", "BC", "KH", "CTr", "ĐA", "PA", "TTr", "CV", "BB")


def _issue_rules() -> Iterator[IssueRule]:
    since, before = date(2026, 1, 9), date(2026, 1, 8)
    rows = {
        **{(a, KINDS[a].name): (True, True, True) for a in _ANYONE},
        ("QĐ", "quyết định"): (True, True, True),
        ("QC", "quy chế"): (True, False, True),
        ("QĐ", "quy định"): (True, True, False),
        ("HD", "hướng dẫn"): (False, True, False),
        ("CT", "chỉ thị"): (False, False, False),
        ("TT", "thông tri"): (False, False, False),
    }
    for (abbreviation, name), (committee, standing, cell) in rows.items():
        yield IssueRule(abbreviation, name, committee, standing, cell, PARTY_RULE, since)
        old_cell = cell and abbreviation not in {"QC", "TB", "KL"}
        yield IssueRule(abbreviation, name, committee, standing, old_cell, "66-QĐ/TW", date(2017, 2, 6), before)


ISSUE_RULES: tuple[IssueRule, ...] = tuple(_issue_rules())


LEVELS = ("committee", "standing_committee", "cell")
"""Bodies at the bottom that issue papers: đảng ủy cơ sở, its ban thường vụ, chi bộ."""


def may_issue(name: str, level: str, day: date) -> IssueRule | None:
    """The rule on a kind that is in force on a day, or None where the rules do not speak of the kind or the body."""
    if level not in LEVELS:
        return None
    in_force = (one for one in ISSUE_RULES if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to))
    return next((one for one in in_force if one.name == name.lower()), None)


FIELDS: dict[str, str] = {
    "symbol": N_("Số, ký hiệu"), "date": N_("Ngày ban hành"), "place": N_("Nơi ban hành"),
    "issuer": N_("Cơ quan ban hành"), "subject": N_("Trích yếu"), "signer": N_("Người ký"),
    "signer_post": N_("Chức vụ người ký"), "recipients": N_("Nơi nhận"), "addressed_to": N_("Kính gửi"),
}  # fmt: skip
"""Fields that a kind may require, by their name in `first_page.Proposal`, with their words (message ids)."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Which fields papers of some kinds must have, since when, by which rule. No `names`: all other kinds."""

    form: str  # "party" | "state"
    names: frozenset[str]
    fields: tuple[str, ...]
    rule: str
    mark: str  # second-hand | digest | practice
    valid_from: date
    valid_to: date | None = None


_COMMON = ("symbol", "date", "issuer", "subject", "signer", "recipients")
_SIGNED = ("symbol", "date", "place", "issuer", "subject", "signer", "signer_post", "recipients")
_WITH_NUMBER = frozenset({"công văn", "giấy mời", "phiếu chuyển", "phiếu gửi"})
_UNNUMBERED = frozenset({"cương lĩnh chính trị", "điều lệ đảng", "chiến lược", "tuyên bố", "lời kêu gọi", "thư công"})
_MINUTES = frozenset({"biên bản", "giấy giới thiệu", "giấy chứng nhận", "giấy đi đường", "giấy nghỉ phép"})
_LAWS = frozenset({"luật", "bộ luật", "pháp lệnh", "nghị định", "thông tư", "thông tư liên tịch"})
_NONE: frozenset[str] = frozenset()
_OLD_PARTY, _NEW_PARTY = (date(2018, 4, 3), date(2026, 1, 11)), date(2026, 1, 12)


def _field_rules() -> Iterator[FieldRule]:
    for rule, mark, fields, since, until in (
        ("36-HD/VPTW", "digest", _COMMON, *_OLD_PARTY),
        ("05-HD/VPTW", "second-hand", _SIGNED, _NEW_PARTY, None),
    ):
        yield FieldRule("party", _WITH_NUMBER, (*fields, "addressed_to"), rule, mark, since, until)
        yield FieldRule("party", _UNNUMBERED, ("date", "issuer", "subject"), rule, "practice", since, until)
        yield FieldRule("party", _MINUTES, ("symbol", "date", "issuer", "signer"), rule, "practice", since, until)
        yield FieldRule("party", _NONE, fields, rule, mark, since, until)
    of_letters = (*_SIGNED, "addressed_to")
    of_laws = ("symbol", "date", "issuer", "subject", "signer")
    yield FieldRule("state", frozenset({"công văn", "giấy mời"}), of_letters, STATE_RULE, "second-hand", _STATE_SINCE)
    yield FieldRule("state", _LAWS, of_laws, STATE_RULE, "practice", _STATE_SINCE)
    yield FieldRule("state", _NONE, _SIGNED, STATE_RULE, "second-hand", _STATE_SINCE)


FIELD_RULES: tuple[FieldRule, ...] = tuple(_field_rules())


def field_rules_on(form: str, day: date) -> list[FieldRule]:
    """The rules in force on a day for papers of a form; the one for all other kinds is the last."""
    form = "state" if form in {"state", "state_cv", "law"} else "party"
    known = (one for one in FIELD_RULES if one.form == form)
    return [one for one in known if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)]


def required_fields(name: str, form: str, day: date) -> tuple[str, ...]:
    """Fields that a paper of the kind must have if issued on that day; before all rules the common ones."""
    in_force = field_rules_on(form, day)
    named = [one for one in in_force if name.lower() in one.names] or [one for one in in_force if not one.names]
    return named[0].fields if named else _COMMON
