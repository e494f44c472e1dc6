"""Tables of transfers and of the contact with the place of residence."""

from portal.transfers.models.residence import GRADES as GRADES
from portal.transfers.models.residence import PERIODS as PERIODS
from portal.transfers.models.residence import ResidenceCode as ResidenceCode
from portal.transfers.models.residence import ResidenceContact as ResidenceContact
from portal.transfers.models.residence import ResidenceGround as ResidenceGround
from portal.transfers.models.residence import ResidenceRemark as ResidenceRemark
from portal.transfers.models.residence import ResidenceTry as ResidenceTry
from portal.transfers.models.residence import Status as Status
from portal.transfers.models.transfers import Kind as Kind
from portal.transfers.models.transfers import Side as Side
from portal.transfers.models.transfers import State as State
from portal.transfers.models.transfers import Transfer as Transfer
from portal.transfers.models.transfers import TransferStep as TransferStep
