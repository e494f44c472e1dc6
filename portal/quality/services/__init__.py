"""Verbs of quality."""

from portal.quality.services.checking import check_all as check_all
from portal.quality.services.checking import check_members as check_members
from portal.quality.services.checking import mark_checked as mark_checked
from portal.quality.services.corrections import accept as accept
from portal.quality.services.corrections import current as current
from portal.quality.services.corrections import forget_who_left as forget_who_left
from portal.quality.services.corrections import propose as propose
from portal.quality.services.corrections import raise_up as raise_up
from portal.quality.services.corrections import refuse as refuse
from portal.quality.services.corrections import shown as shown
from portal.quality.services.corrections import uncover as uncover
from portal.quality.services.corrections import value as value
from portal.quality.services.doubles import differ as differ
from portal.quality.services.doubles import find_pairs as find_pairs
from portal.quality.services.merging import account_words as account_words
from portal.quality.services.merging import merge as merge
from portal.quality.services.summing import sum_up_if_forgotten as sum_up_if_forgotten
