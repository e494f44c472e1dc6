"""Tables of imports, the words of their states, and the spellings that files use."""

from portal.imports.models.sentences import SENTENCES as SENTENCES
from portal.imports.models.sentences import Problem as Problem
from portal.imports.models.spellings import HEADINGS as HEADINGS
from portal.imports.models.spellings import NOT_USED as NOT_USED
from portal.imports.models.spellings import PRESENT_ONLY as PRESENT_ONLY
from portal.imports.models.spellings import SEXES as SEXES
from portal.imports.models.spellings import STATES as STATES
from portal.imports.models.tables import ImportMapping as ImportMapping
from portal.imports.models.tables import ImportRow as ImportRow
from portal.imports.models.tables import MemberImport as MemberImport
from portal.imports.models.words import ACTION_LABELS as ACTION_LABELS
from portal.imports.models.words import FIELD_LABELS as FIELD_LABELS
from portal.imports.models.words import KEPT_DAYS as KEPT_DAYS
from portal.imports.models.words import MOST_COLUMNS as MOST_COLUMNS
from portal.imports.models.words import MOST_ROWS as MOST_ROWS
from portal.imports.models.words import NUMBERS as NUMBERS
from portal.imports.models.words import RUNNING as RUNNING
from portal.imports.models.words import STEP_LABELS as STEP_LABELS
from portal.imports.models.words import STUCK_AFTER as STUCK_AFTER
from portal.imports.models.words import UNDO_DAYS as UNDO_DAYS
from portal.imports.models.words import Action as Action
from portal.imports.models.words import Field as Field
from portal.imports.models.words import Step as Step
