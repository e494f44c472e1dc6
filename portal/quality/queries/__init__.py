"""Reads of quality."""

from portal.quality.queries.deciding import correction as correction
from portal.quality.queries.deciding import corrections as corrections
from portal.quality.queries.deciding import decider as decider
from portal.quality.queries.deciding import keeps_any as keeps_any
from portal.quality.queries.deciding import own_corrections as own_corrections
from portal.quality.queries.deciding import pair as pair
from portal.quality.queries.deciding import pairs as pairs
from portal.quality.queries.deciding import places as places
from portal.quality.queries.deciding import waiting as waiting
from portal.quality.queries.scores import Line as Line
from portal.quality.queries.scores import Part as Part
from portal.quality.queries.scores import below as below
from portal.quality.queries.scores import issues as issues
from portal.quality.queries.scores import issues_of as issues_of
from portal.quality.queries.scores import lines as lines
from portal.quality.queries.scores import parts_of as parts_of
from portal.quality.queries.scores import sums_are_kept as sums_are_kept
from portal.quality.queries.scores import unit_asked as unit_asked
from portal.quality.queries.sections import kept as kept
