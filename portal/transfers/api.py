"""What other rooms may use of transfers and of the residence contact."""

from portal.transfers.models import Kind as Kind
from portal.transfers.models import ResidenceContact as ResidenceContact
from portal.transfers.models import ResidenceRemark as ResidenceRemark
from portal.transfers.models import Transfer as Transfer
from portal.transfers.policy import readable as readable
from portal.transfers.services import Home as Home
from portal.transfers.services import Said as Said
from portal.transfers.services import Slip as Slip
from portal.transfers.services import Wish as Wish
from portal.transfers.services import accept as accept
from portal.transfers.services import ask as ask
from portal.transfers.services import introduce as introduce
from portal.transfers.services import release as release
from portal.transfers.services import save_home as save_home
from portal.transfers.services import save_remark as save_remark
