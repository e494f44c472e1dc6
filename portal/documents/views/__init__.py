"""Screens of documents."""

from portal.documents.views import approving as approving
from portal.documents.views import archive as archive
from portal.documents.views import bulk as bulk
from portal.documents.views import citations as citations
from portal.documents.views import contents as contents
from portal.documents.views import editions as editions
from portal.documents.views import filing as filing
from portal.documents.views import incoming as incoming
from portal.documents.views import intake as intake
from portal.documents.views import lists as lists
from portal.documents.views import marks as marks
from portal.documents.views import reading as reading
from portal.documents.views import registers as registers
from portal.documents.views import relations as relations
from portal.documents.views import scans as scans
from portal.documents.views import uploading as uploading
from portal.documents.views.blueprint import bp as bp
