"""Which passwords others would guess, and four words to propose instead. Pure functions on texts.

Lists: portal/seeds/common_passwords.txt (where each part comes from is said there) and passphrase_words.txt.
"""

import re
import secrets
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from portal.core.text import fold

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
UNIT_KINDS = ("chi bo", "dang bo", "dang uy", "chi uy", "to dang", "bo phan")
LEAST_PIECE = 4
FOR_LETTERS = str.maketrans("@4301!$57", "aaeoiisst")
"""Signs that are put for letters: P@ssw0rd is password."""


@cache
def _list(name: str) -> tuple[str, ...]:
    lines = (SEEDS / name).read_text("utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def common() -> frozenset[str]:
    """Passwords tried first, as `plain` makes them."""
    return frozenset(_list("common_passwords.txt"))


def plain(text: str) -> str:
    """Letters and digits only, without marks and case: what guessing programs vary is taken away."""
    return re.sub(r"[\W_]", "", fold(text))


def is_common(password: str) -> bool:
    """True for a password of the lists, digits in or around it or signs put for letters, one or two of them strung
    together; for too few different signs, or a row like 123456 and qwerty."""
    text = plain(password)
    if len(set(text)) < 5 or _runs(text):
        return True
    read = {text, plain(password.translate(FOR_LETTERS))}
    read |= {re.sub(r"\d", "", one) for one in read}
    return any(one in common() or _pieces(one) for one in read if one)


def _runs(text: str) -> bool:
    """Most signs follow the one before (abc, 321, 111)."""
    steps = sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(text))
    return len(text) > 3 and steps >= 0.7 * (len(text) - 1)


def _pieces(text: str) -> bool:
    """The text is made of at most two different common ones, however often repeated."""
    waiting, seen = [(0, frozenset[str]())], set()
    while waiting:
        place, used = waiting.pop()
        if place == len(text):
            return True
        for end in range(place + LEAST_PIECE, len(text) + 1):
            then = (end, used | {text[place:end]})
            if text[place:end] in common() and len(then[1]) <= 2 and then not in seen:
                seen.add(then)
                waiting.append(then)
    return False


def holds_known(password: str, citizen_id: str, known: Iterable[str]) -> bool:
    """True where the password holds six digits in a row of the citizen id, or a word others know of the person."""
    text = plain(password)
    parts = {citizen_id[place:place + 6] for place in range(len(citizen_id) - 5)}
    return any(part in text for part in parts) or any(part in text for part in told_parts(known))


def told_parts(known: Iterable[str]) -> set[str]:
    """What of these words must not stand in a password: a unit with and without its kind; whole words otherwise."""
    parts = set()
    for word in known:
        folded = " ".join(fold(word).split())
        bare = next((folded.removeprefix(kind).strip() for kind in UNIT_KINDS if folded.startswith(kind)), folded)
        parts |= {plain(folded), plain(bare)}
    return {part for part in parts if len(part) >= LEAST_PIECE}


def words_of_name(full_name: str) -> list[str]:
    """A name as people write it: whole, given name (from four letters on), first and last, the last two."""
    words = full_name.split()
    if not words:
        return []
    pairs = [words[0] + words[-1], words[-1] + words[0], "".join(words[-2:])] if len(words) > 1 else []
    return [full_name, words[-1], *(pair for pair in pairs if len(pair) >= 6)]


def forms_of_date(day: date | None) -> list[str]:
    """A birth date as people type it: with the year whole or in two digits, either way round, and the year alone."""
    if day is None:
        return []
    d, m, y = f"{day:%d}", f"{day:%m}", f"{day.year:04d}"
    return [d + m + y, d + m + y[2:], y + m + d, y[2:] + m + d, m + d + y, f"{day.day}{day.month}{y}", y]


def forms_of_phone(phone: str | None) -> list[str]:
    """Six digits in a row of a telephone number."""
    digits = re.sub(r"\D", "", phone or "")
    return [digits[place:place + 6] for place in range(len(digits) - 5)]


def propose(shortest: int, avoid: Collection[str] = ()) -> str:
    """Four words drawn by chance (about 38 bits), at least `shortest` signs, without what is known of the person."""
    words = _list("passphrase_words.txt")
    while True:
        phrase = " ".join(secrets.choice(words) for _ in range(4))
        if len(phrase) >= shortest and not holds_known(phrase, "", avoid) and not is_common(phrase):
            return phrase
