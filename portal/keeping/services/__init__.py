"""Verbs of keeping accounts."""

from portal.keeping.services.asking import REFUSAL_LEAST as REFUSAL_LEAST
from portal.keeping.services.asking import TooMany as TooMany
from portal.keeping.services.asking import approve as approve
from portal.keeping.services.asking import ask as ask
from portal.keeping.services.asking import count_ask as count_ask
from portal.keeping.services.asking import refuse as refuse
from portal.keeping.services.asking import request_came as request_came
from portal.keeping.services.asking import why_not_approve as why_not_approve
from portal.keeping.services.holding import close as close
from portal.keeping.services.holding import confirm as confirm
from portal.keeping.services.holding import expect_back as expect_back
from portal.keeping.services.holding import lock as lock
from portal.keeping.services.holding import reopen as reopen
from portal.keeping.services.nightly import follow_states as follow_states
from portal.keeping.services.nightly import forget_old as forget_old
from portal.keeping.services.nightly import watch_disuse as watch_disuse
from portal.keeping.services.opening import Made as Made
from portal.keeping.services.opening import MadeSlip as MadeSlip
from portal.keeping.services.opening import create_missing as create_missing
from portal.keeping.services.opening import divide as divide
from portal.keeping.services.opening import issue as issue
from portal.keeping.services.opening import open_window as open_window
from portal.keeping.services.opening import refusal_of as refusal_of
from portal.keeping.services.opening import reset as reset
from portal.keeping.services.opening import until_of as until_of
from portal.keeping.services.rules import set_rules as set_rules
