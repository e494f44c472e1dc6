"""Screens of documents."""

from portal.documents.views import filing as filing
from portal.documents.views import intake as intake
from portal.documents.views import lists as lists
from portal.documents.views import reading as reading
from portal.documents.views.base import bp as bp
