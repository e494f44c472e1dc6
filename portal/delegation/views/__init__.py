"""Screens of delegation (phân quyền)."""

from portal.delegation.views import coverage as coverage
from portal.delegation.views import ending as ending
from portal.delegation.views import granting as granting
from portal.delegation.views import helping as helping
from portal.delegation.views import listing as listing
from portal.delegation.views import own as own
from portal.delegation.views import substitutes as substitutes
from portal.delegation.views import viewing as viewing
from portal.delegation.views.blueprint import bp as bp
