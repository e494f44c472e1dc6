"""What accounts must be told: of persons by the floors above, and of the house by its settings (portal/app.py)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """`roles` an account holds today; words `known` of its person (names, unit, phone, birth date: never good
    in a password); the accounts of the `administrators`; roles that need a second step; ids that are nobody's.
    """

    roles: Callable[[int], Collection[str]] = lambda account_id: ()
    known: Callable[[int], list[str]] = lambda account_id: []
    administrators: Callable[[], Collection[int]] = lambda: ()
    second_step_roles: frozenset[str] = frozenset()
    honey_ids: frozenset[str] = frozenset()


_told = [Told()]


def tell_accounts(told: Told) -> None:
    """Set what this process is told; the last word holds."""
    _told[0] = told


def told() -> Told:
    """What accounts were told."""
    return _told[0]
