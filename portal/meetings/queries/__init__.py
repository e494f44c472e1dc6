"""Reads of meetings."""

from portal.meetings.queries.lists import HELD as HELD
from portal.meetings.queries.lists import NOT_LOCKED as NOT_LOCKED
from portal.meetings.queries.lists import Filters as Filters
from portal.meetings.queries.lists import invited_soon as invited_soon
from portal.meetings.queries.lists import is_to_come as is_to_come
from portal.meetings.queries.lists import listed as listed
from portal.meetings.queries.lists import owed as owed
from portal.meetings.queries.lists import prepared_units as prepared_units
from portal.meetings.queries.lists import scope as scope
from portal.meetings.queries.single import Standards as Standards
from portal.meetings.queries.single import agenda_of as agenda_of
from portal.meetings.queries.single import answers_of as answers_of
from portal.meetings.queries.single import body_of as body_of
from portal.meetings.queries.single import get as get
from portal.meetings.queries.single import history as history
from portal.meetings.queries.single import kinds as kinds
from portal.meetings.queries.single import missing_from as missing_from
from portal.meetings.queries.single import names_file as names_file
from portal.meetings.queries.single import newest_revision as newest_revision
from portal.meetings.queries.single import paper as paper
from portal.meetings.queries.single import revision as revision
from portal.meetings.queries.single import revisions as revisions
from portal.meetings.queries.single import roll_of as roll_of
from portal.meetings.queries.single import standards as standards
