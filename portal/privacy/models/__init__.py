"""Tables of privacy."""

from portal.privacy.models.files import FileState as FileState
from portal.privacy.models.files import MemberFile as MemberFile
from portal.privacy.models.tables import ANSWER as ANSWER
from portal.privacy.models.tables import BREACH as BREACH
from portal.privacy.models.tables import WISHES as WISHES
from portal.privacy.models.tables import DataRequest as DataRequest
from portal.privacy.models.tables import Incident as Incident
from portal.privacy.models.tables import NoticeReading as NoticeReading
from portal.privacy.models.tables import Stage as Stage
from portal.privacy.models.tables import Wish as Wish
