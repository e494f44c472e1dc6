"""Verbs of privacy."""

from portal.privacy.services.files import add as add
from portal.privacy.services.files import open_file as open_file
from portal.privacy.services.files import remove as remove
from portal.privacy.services.files import was_read as was_read
from portal.privacy.services.forgetting import forget_who_left as forget_who_left
from portal.privacy.services.requests import OPEN_AT_ONCE as OPEN_AT_ONCE
from portal.privacy.services.requests import answer as answer
from portal.privacy.services.requests import ask as ask
from portal.privacy.services.requests import close_incident as close_incident
from portal.privacy.services.requests import exported as exported
from portal.privacy.services.requests import open_incident as open_incident
from portal.privacy.services.requests import read_notice as read_notice
from portal.privacy.services.requests import report_incident as report_incident
