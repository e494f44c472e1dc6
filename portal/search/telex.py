"""Vietnamese typed without a Vietnamese keyboard: `ddangr vieen` (Telex), `d9ang3 vie6n` (VNI) as `đảng viên`."""

import re
import unicodedata

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_VNI_MARKS = {"6": ("aeo", "âêô"), "7": ("ou", "ơư"), "8": ("a", "ă"), "9": ("d", "đ")}
_TELEX_WORD = re.compile(r"[a-z]{2,10}")
_VNI_WORD = re.compile(r"[a-z][a-z1-9]{1,11}")
_DOUBLED = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ", "uow": "ươ", "aw": "ă", "ow": "ơ", "uw": "ư"}
_VOWELS = "aăâeêioôơuưy"
_SYLLABLE = re.compile(rf"(gi(?=[{_VOWELS}])|qu|[^{_VOWELS}]*)([{_VOWELS}]+)([^{_VOWELS}]*)")


def telex(word: str) -> str | None:
    """The word that Telex keys were meant for; None if they mark nothing."""
    typed = word.lower()
    if not _TELEX_WORD.fullmatch(typed):
        return None
    tone = ""
    ends = re.fullmatch(r"([^aeiouy]*[aeiouyw].*?)([sfrxj])([a-z]*)", typed)
    if ends:
        typed, tone = ends.group(1) + ends.group(3), _TELEX_TONES[ends.group(2)]
    typed = re.sub(r"([aeo])([^aeiouyw]+)\1$", r"\1\1\2", typed)
    typed = re.sub(r"(uo|[aou])([^aeiouyw]+)w$", r"\1w\2", typed)
    typed = re.sub(r"^d([^d]+)d$", r"dd\1", typed)
    marked = typed
    for keys, letter in _DOUBLED.items():
        marked = marked.replace(keys, letter)
    return _toned(marked, tone) if tone or marked != word.lower() else None


def vni(word: str) -> str | None:
    """The word that VNI keys were meant for; None if they mark nothing."""
    typed = word.lower()
    if not _VNI_WORD.fullmatch(typed) or not re.search(r"[1-9]", typed):
        return None
    letters, tone = "", ""
    for key in typed:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key in _VNI_MARKS:
            plain, marked = _VNI_MARKS[key]
            places = [at for at, letter in enumerate(letters) if letter in plain]
            if not places:
                return None
            at = places[-1]
            letters = letters[:at] + marked[plain.index(letters[at])] + letters[at + 1 :]
            letters = letters.replace("uơ", "ươ") if key == "7" else letters
        else:
            letters += key
    return _toned(letters, tone)


def _toned(letters: str, tone: str) -> str | None:
    """The tone on the vowel that bears it, in the old place (`hòa`); None if it is no syllable."""
    parts = _SYLLABLE.fullmatch(letters)
    if parts is None:
        return None
    first, vowels, last = parts.groups()
    marked = [at for at, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if marked:
        at = marked[-1]
    elif last or len(vowels) == 1:
        at = len(vowels) - 1
    else:
        at = len(vowels) - 2
    vowels = vowels[: at + 1] + tone + vowels[at + 1 :]
    return unicodedata.normalize("NFC", first + vowels + last)


def retyped(text: str, known: frozenset[str] | set[str] = frozenset()) -> str | None:
    """A text with its keys understood, words in `known` as they are; None if nothing changes."""
    for keys in (vni, telex):
        words = [word if word.lower() in known else keys(word) or word for word in text.split()]
        if words != text.split():
            return " ".join(words)
    return None
