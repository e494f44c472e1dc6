"""Rights over transfers, the residence contact and the working calendar.

Whoever keeps the old cell, whoever keeps the new one, and the member. Before the release the new cell sees only the
name and the day it was asked, unless it asked itself. The committee of a cell reads; its secretaries and office, and
those above them, act, and nobody acts on his own transfer but by asking. Who comes from outside the system is a new
person of the register, whom only somebody above the cell enters.
"""

from portal.transfers.policy.facts import OFFICERS as OFFICERS
from portal.transfers.policy.reading import readable as readable
from portal.transfers.policy.reading import readable_contacts as readable_contacts
from portal.transfers.policy.reading import readable_remarks as readable_remarks
from portal.transfers.policy.rights import Calendar as Calendar
from portal.transfers.policy.rights import Residence as Residence
from portal.transfers.policy.rights import Transfers as Transfers
