"""Verbs of documents."""

from portal.documents.services.intake import audience_of as audience_of
from portal.documents.services.intake import default_readers as default_readers
from portal.documents.services.intake import drop_file as drop_file
from portal.documents.services.intake import receive as receive
from portal.documents.services.intake import report_marked_name as report_marked_name
from portal.documents.services.intake import take_in as take_in
from portal.documents.services.lifecycle import Fields as Fields
from portal.documents.services.lifecycle import confirm as confirm
from portal.documents.services.lifecycle import publish as publish
from portal.documents.services.lifecycle import purge as purge
from portal.documents.services.lifecycle import restore as restore
from portal.documents.services.lifecycle import trash as trash
from portal.documents.services.lifecycle import withdraw as withdraw
from portal.documents.services.reading import Reading as Reading
from portal.documents.services.reading import file_was_read as file_was_read
from portal.documents.services.reading import understand as understand
