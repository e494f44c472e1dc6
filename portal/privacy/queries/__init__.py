"""Reads of personal data."""

from portal.privacy.queries.files import file as file
from portal.privacy.queries.files import files_of as files_of
from portal.privacy.queries.files import names_file as names_file
from portal.privacy.queries.files import opened_file as opened_file
from portal.privacy.queries.files import space as space
from portal.privacy.queries.reading import MOST_LOOKS as MOST_LOOKS
from portal.privacy.queries.reading import Look as Look
from portal.privacy.queries.reading import account_of as account_of
from portal.privacy.queries.reading import answerer as answerer
from portal.privacy.queries.reading import asker as asker
from portal.privacy.queries.reading import get as get
from portal.privacy.queries.reading import guardians as guardians
from portal.privacy.queries.reading import has_not_read as has_not_read
from portal.privacy.queries.reading import incident as incident
from portal.privacy.queries.reading import incidents as incidents
from portal.privacy.queries.reading import looks as looks
from portal.privacy.queries.reading import merged_words as merged_words
from portal.privacy.queries.reading import own as own
from portal.privacy.queries.reading import queue as queue
from portal.privacy.queries.reading import reachers as reachers
from portal.privacy.queries.reading import reading as reading
from portal.privacy.queries.reading import touched as touched
from portal.privacy.queries.reading import touched_rows as touched_rows
from portal.privacy.queries.sections import everything as everything
