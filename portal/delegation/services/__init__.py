"""Verbs of delegation."""

from portal.delegation.services.administrators import LAST as LAST
from portal.delegation.services.administrators import confirm as confirm
from portal.delegation.services.administrators import is_last_administrator as is_last_administrator
from portal.delegation.services.carrying import GrantCarrier as GrantCarrier
from portal.delegation.services.ending import change_end as change_end
from portal.delegation.services.ending import revoke as revoke
from portal.delegation.services.ending import tell_ending_soon as tell_ending_soon
from portal.delegation.services.ending import tell_endings as tell_endings
from portal.delegation.services.granting import Terms as Terms
from portal.delegation.services.granting import give as give
from portal.delegation.services.granting import grant as grant
from portal.delegation.services.handing import pass_on as pass_on
from portal.delegation.services.helping import accept_help as accept_help
from portal.delegation.services.helping import begin_helping as begin_helping
from portal.delegation.services.helping import end_help as end_help
from portal.delegation.services.helping import name_helper as name_helper
from portal.delegation.services.helping import stop_helping as stop_helping
from portal.delegation.services.substitutes import Held as Held
from portal.delegation.services.substitutes import holder_of as holder_of
from portal.delegation.services.substitutes import name_substitute as name_substitute
from portal.delegation.services.viewing import begin_viewing as begin_viewing
from portal.delegation.services.viewing import finish_viewing as finish_viewing
from portal.delegation.services.watching import find_uncovered as find_uncovered
from portal.delegation.services.work import Work as Work
from portal.delegation.services.work import tell_work as tell_work
from portal.delegation.services.work import work_of as work_of
