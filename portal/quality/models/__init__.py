"""Tables of quality, and the rules that find what is wrong with a record."""

from portal.quality.models.checking import Record as Record
from portal.quality.models.checking import problems as problems
from portal.quality.models.tables import DATES as DATES
from portal.quality.models.tables import FIELD_LABELS as FIELD_LABELS
from portal.quality.models.tables import NUMBERS as NUMBERS
from portal.quality.models.tables import PAIR as PAIR
from portal.quality.models.tables import SUMS as SUMS
from portal.quality.models.tables import Checked as Checked
from portal.quality.models.tables import Correction as Correction
from portal.quality.models.tables import CorrectionState as CorrectionState
from portal.quality.models.tables import Issue as Issue
from portal.quality.models.tables import Merge as Merge
from portal.quality.models.tables import Pair as Pair
from portal.quality.models.tables import PairState as PairState
from portal.quality.models.tables import Score as Score
