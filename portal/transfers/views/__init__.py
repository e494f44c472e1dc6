"""Screens of transfers, of the residence contact and of the working calendar."""

from portal.transfers.views import asking as asking
from portal.transfers.views import calendar as calendar
from portal.transfers.views import codes as codes
from portal.transfers.views import deciding as deciding
from portal.transfers.views import residence as residence
from portal.transfers.views import rules as rules
from portal.transfers.views import writing as writing
from portal.transfers.views.reading import bp as bp
