"""Screens of the tree: reading it, lists of a day, what is done to units, the rule tables."""

from portal.organizations.views import acts as acts
from portal.organizations.views import entering as entering
from portal.organizations.views import lists as lists
from portal.organizations.views import reading as reading
from portal.organizations.views import rules as rules
from portal.organizations.views.blueprint import bp as bp
