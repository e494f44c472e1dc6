"""Reads of accounts as their keepers see them, of requests and of slips."""

from portal.keeping.queries.keepers import keepers_of as keepers_of
from portal.keeping.queries.keepers import keepers_up as keepers_up
from portal.keeping.queries.people import MOST_AT_ONCE as MOST_AT_ONCE
from portal.keeping.queries.people import changed_by as changed_by
from portal.keeping.queries.people import choose as choose
from portal.keeping.queries.people import get as get
from portal.keeping.queries.people import kept as kept
from portal.keeping.queries.people import name_of as name_of
from portal.keeping.queries.people import names as names
from portal.keeping.queries.people import nobody as nobody
from portal.keeping.queries.people import roster as roster
from portal.keeping.queries.people import seen as seen
from portal.keeping.queries.people import tally as tally
from portal.keeping.queries.requests import Compared as Compared
from portal.keeping.queries.requests import compare as compare
from portal.keeping.queries.requests import request as request
from portal.keeping.queries.requests import request_member as request_member
from portal.keeping.queries.requests import requests as requests
from portal.keeping.queries.requests import waiting as waiting
from portal.keeping.queries.slips import batch as batch
from portal.keeping.queries.slips import batches as batches
from portal.keeping.queries.slips import largest_open_batch as largest_open_batch
from portal.keeping.queries.slips import slips as slips
from portal.keeping.queries.units import UNIT_COLUMNS as UNIT_COLUMNS
from portal.keeping.queries.units import coverage as coverage
