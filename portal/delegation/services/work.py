"""Open work that hangs on a person: rooms above tell what they know, so that nothing is left without a holder (J6)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Work:
    """So many open things of one kind, and the page that lists them (empty where the asker has none)."""

    label: Any
    count: int
    url: str = ""


Teller = Callable[[int], list[Work]]
_tellers: list[Teller] = []


def tell_work(teller: Teller) -> None:
    """A room tells what open work an account has."""
    _tellers.append(teller)


def work_of(account_id: int) -> list[Work]:
    """The open work of an account, as far as any room told."""
    return [work for teller in _tellers for work in teller(account_id) if work.count]
