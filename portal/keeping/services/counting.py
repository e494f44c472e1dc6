"""Counting accounts by unit and status: what pages show to those who keep many units."""

from portal.accounts.api import rules
from portal.keeping import queries
from portal.organizations.api import keep_counts, rolled_up


def count_accounts() -> None:
    """Keep how many accounts stand where, for every unit with all below it."""
    keep_counts(queries.KIND, rolled_up(queries.by_unit(rules())))
