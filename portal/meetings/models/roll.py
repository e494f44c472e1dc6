"""The arithmetic of a roll-call: one function for every screen, the record and the print."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from portal.meetings.models.words import Attendance

HERE = (Attendance.PRESENT, Attendance.LATE, Attendance.REMOTE)


@dataclass(frozen=True, slots=True)
class Roll:
    """Numbers of persons. `summoned` leaves out who is exempt and did not come; `needed` is the threshold
    of those summoned, None where no rule is in force."""

    summoned: int
    present: int
    excused: int
    unexcused: int
    exempt: int
    unmarked: int
    needed: int | None

    @property
    def enough(self) -> bool:
        """As many are here as the rule asks for."""
        return self.needed is None or self.present >= self.needed


def tally(marks: Iterable[str], quorum: tuple[int, int] | None) -> Roll:
    """Count a roll-call; with a quorum of 2 in 3 the threshold is ⌈2n/3⌉ of the n summoned."""
    count = Counter(marks)
    summoned = sum(count.values()) - count[Attendance.EXEMPT]
    needed = -(-quorum[0] * summoned // quorum[1]) if quorum else None
    return Roll(summoned, sum(count[mark] for mark in HERE), count[Attendance.EXCUSED], count[Attendance.UNEXCUSED],
                count[Attendance.EXEMPT], count[Attendance.NONE], needed)
