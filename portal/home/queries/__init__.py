"""Reads for the home page and the one search box."""

from portal.home.queries.asked import FACETS as FACETS
from portal.home.queries.asked import PER_PAGE as PER_PAGE
from portal.home.queries.asked import SORTS as SORTS
from portal.home.queries.asked import UNREAD as UNREAD
from portal.home.queries.asked import Asked as Asked
from portal.home.queries.asked import words_of_value as words_of_value
from portal.home.queries.beside import Beside as Beside
from portal.home.queries.beside import beside as beside
from portal.home.queries.finding import Alike as Alike
from portal.home.queries.finding import Outcome as Outcome
from portal.home.queries.finding import find as find
from portal.home.queries.finding import shown_of as shown_of
from portal.home.queries.finding import similar as similar
from portal.home.queries.finding import titles as titles
from portal.home.queries.own_data import attended as attended
from portal.home.queries.saved import MOST_KNOWN as MOST_KNOWN
from portal.home.queries.saved import changed_since as changed_since
from portal.home.queries.saved import has_saved as has_saved
from portal.home.queries.saved import last_change as last_change
from portal.home.queries.saved import newest as newest
from portal.home.queries.saved import saved_search as saved_search
from portal.home.queries.saved import saved_searches as saved_searches
from portal.home.queries.saved import to_be_told as to_be_told
from portal.home.queries.state import answer as answer
from portal.home.queries.state import index_queue as index_queue
