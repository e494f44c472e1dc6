"""A published paper was put right without being submitted again: a head of the unit hears of it."""

from portal.core.i18n import N_
from portal.core.notices import tell
from portal.delegation.api import holders_over
from portal.documents.models import Document
from portal.organizations.api import HEADS


def tell_of_correction(document: Document, by: int | None) -> None:
    """Tell who approved the paper, or who would today; nobody where a head has done it."""
    heads = {one.account_id for one in holders_over(document.unit.path, HEADS)}
    if by in heads:
        return
    tell((heads & {document.approved_by}) or heads, N_("“%(heading)s” đã công bố, nay được đính chính. Đồng chí xem "
                                                       "nội dung cũ, mới và lý do."),
         f"/van-ban/{document.id}/cac-ban", heading=document.heading[:120])
