"""Screens of privacy: the notice and my data, requests, incidents."""

from portal.privacy.views import files as files
from portal.privacy.views import incidents as incidents
from portal.privacy.views import own as own
from portal.privacy.views import requests as requests
from portal.privacy.views.blueprint import bp as bp
