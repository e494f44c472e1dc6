"""Party badges: after how many years of Party age, and on which days of the year they are given (RULES, section 16).

The years are those of the Charter rules, the days are practice; the owner may end a row and begin another.
"""

from typing import Any

YEARS: list[dict[str, Any]] = [{"years": years, "valid_from": None, "valid_to": None}
                               for years in (30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90)]
ROUNDS: list[dict[str, Any]] = [{"month": month, "day": day, "valid_from": None, "valid_to": None}
                                for month, day in ((2, 3), (5, 19), (9, 2), (11, 7))]
