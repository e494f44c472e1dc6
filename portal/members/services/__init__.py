"""Verbs of the register."""

from portal.members.services.carrying import RegisterCarrier as RegisterCarrier
from portal.members.services.disclosing import cells_then as cells_then
from portal.members.services.disclosing import file_was_opened as file_was_opened
from portal.members.services.disclosing import print_one as print_one
from portal.members.services.disclosing import reveal as reveal
from portal.members.services.disclosing import rows as rows
from portal.members.services.disclosing import take_list as take_list
from portal.members.services.keeping import correct as correct
from portal.members.services.keeping import enter as enter
from portal.members.services.keeping import finish_post as finish_post
from portal.members.services.keeping import record_post as record_post
from portal.members.services.keeping import record_state as record_state
from portal.members.services.lists import choose as choose
from portal.members.services.lists import drop_filter as drop_filter
from portal.members.services.lists import save_filter as save_filter
from portal.members.services.people import admit as admit
from portal.members.services.people import amend as amend
from portal.members.services.people import ask_leaving as ask_leaving
from portal.members.services.people import before_leaving as before_leaving
from portal.members.services.people import check_citizen_id as check_citizen_id
from portal.members.services.people import clean_name as clean_name
from portal.members.services.people import enter_state as enter_state
from portal.members.services.posts import appoint as appoint
from portal.members.services.posts import before_post_ends as before_post_ends
from portal.members.services.posts import end_post as end_post
from portal.members.services.posts import move as move
