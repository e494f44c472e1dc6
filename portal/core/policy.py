"""Rights said once: a right has a label and a sentence; its rule is *any of [all of these facts]*.

A fact is a named function of (actor, target). An unknown right is denied; an empty clause is an
error at start-up. Templates, views and tests ask the same `allowed`.
"""

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l

Check = Callable[[Actor, Any], bool]


class Fact:
    """A named question about (actor, target), with the sentence that explains a 'no'."""

    def __init__(self, check: Check, refusal: Any) -> None:
        self.check, self.refusal, self.__name__ = check, refusal, check.__name__
        self.__doc__ = check.__doc__

    def __call__(self, actor: Actor, target: Any = None) -> bool:
        return self.check(actor, target)

    def __repr__(self) -> str:
        return self.__name__


def fact(refusal: Any) -> Callable[[Check], Fact]:
    """Decorate a check; `refusal` is shown when it is the reason of a refusal."""
    return lambda check: Fact(check, refusal)


class Right(Enum):
    """A right: key, label and a sentence. Rooms derive: `READ = "documents:read", _l(…), _l(…)`."""

    label: Any
    about: Any

    def __new__(cls, key: str, label: Any, about: Any) -> "Right":
        right = object.__new__(cls)
        right._value_ = key
        right.label = label
        right.about = about
        return right


class Rules(dict[Right, list[list[Fact]]]):
    """The map of all rules; refuses empty ones when they are written."""

    def __ior__(self, other: Any) -> "Rules":  # type: ignore[override,misc]
        for right, clauses in dict(other).items():
            if not clauses or not all(clauses):
                raise ValueError(f"{right}: an empty rule or clause would allow everything or nothing")
        self.update(other)
        return self


RULES = Rules()


@fact(_l("Bạn cần đăng nhập."))
def signed_in(actor: Actor, target: Any) -> bool:
    """An account stands behind the request."""
    return actor.signed_in


@fact(_l("Khi xem với tư cách người khác hoặc thao tác thay, phần riêng này được che."))
def sees_with_own_eyes(actor: Actor, target: Any) -> bool:
    """Nobody looks on or works in this person's place: for ballots, sealed names, own data, uncovered numbers."""
    return actor.in_person


@fact(_l("Khi thao tác thay người khác, phần này chỉ chính chủ mở được. Bấm Thôi để về tài khoản của bạn."))
def acts_for_oneself(actor: Actor, target: Any) -> bool:
    """No helper works in this person's place: for what signs in, posts, helpers, the own record."""
    return actor.helped_by is None


@fact(_l("Trang này dành cho mọi người."))
def anyone(actor: Actor, target: Any) -> bool:
    """Also a stranger: sign-in page, health, errors."""
    return True


def allowed(actor: Actor, right: Right, target: Any = None) -> bool:
    """May the actor? Unknown rights are denied."""
    for clause in RULES.get(right, ()):
        for fact in clause:
            if not fact.check(actor, target):
                break
        else:
            return True
    return False


def refusal(actor: Actor, right: Right, target: Any = None) -> Any:
    """Why not: the first missing fact of the clause that came nearest."""
    clauses = RULES.get(right, [])
    failing = [[fact for fact in clause if not fact(actor, target)] for clause in clauses]
    nearest = min((f for f in failing if f), key=len, default=[])
    return nearest[0].refusal if nearest else _l("Quyền này chưa được giao cho ai.")


Advisor = Callable[[Actor, "Right", Any], str]
_advisors: list[Advisor] = []


def advised_by(advisor: Advisor) -> None:
    """Say who knows, for a missing right, who could give it: delegation stands on a floor above."""
    _advisors[:] = [advisor]


def advice(actor: Actor, right: Right, target: Any = None) -> str:
    """Who could give the missing right, in a sentence; empty where nobody knows. Only for what the actor may see:
    the gate asks after the loader found the thing."""
    return _advisors[0](actor, right, target) if _advisors else ""


def open_to_strangers(right: Right) -> bool:
    """True when a clause of the right asks for nothing but `anyone`."""
    return any(all(fact is anyone for fact in clause) for clause in RULES.get(right, ()))


def all_rights() -> Iterator[Right]:
    """Every right with a rule."""
    return iter(RULES)
