"""What may be read, as SELECTs."""

from sqlalchemy import Select, or_, select

from portal.core.actor import Actor
from portal.core.statements import per_actor
from portal.members.api import KEEPERS, Member
from portal.members.api import readable_at_home as readable_members
from portal.organizations.api import in_covered
from portal.transfers.models import ResidenceContact, ResidenceRemark, Transfer


@per_actor
def readable(actor: Actor) -> Select[Transfer]:
    """Transfers.READ as a SELECT: the actor's own, and those from or to units the actor keeps."""
    parts = [in_covered(actor, KEEPERS, one) for one in (Transfer.from_unit_id, Transfer.to_unit_id)]
    if actor.helped_by is None and actor.member_id is not None:
        parts.append(Transfer.member_id == actor.member_id)
    return select(Transfer).where(or_(*parts) if actor.signed_in else Transfer.id.is_(None))


def readable_contacts(actor: Actor) -> Select[ResidenceContact]:
    """Residence.READ as a SELECT: of members the actor may see."""
    members = readable_members(actor).with_only_columns(Member.id)
    return select(ResidenceContact).where(ResidenceContact.member_id.in_(members))


def readable_remarks(actor: Actor) -> Select[ResidenceRemark]:
    """What was said of them."""
    members = readable_members(actor).with_only_columns(Member.id)
    return select(ResidenceRemark).where(ResidenceRemark.member_id.in_(members))
