"""Verbs of the register."""

from portal.members.services.people import admit as admit
from portal.members.services.people import amend as amend
from portal.members.services.people import before_leaving as before_leaving
from portal.members.services.people import check_citizen_id as check_citizen_id
from portal.members.services.people import enter_state as enter_state
from portal.members.services.posts import appoint as appoint
from portal.members.services.posts import end_post as end_post
from portal.members.services.posts import move as move
