"""Rights over grants.

Whoever leads or serves a unit sees what was given there and what the unit gave one step down; those who hold a unit
"và cấp dưới" see what is below, unless it is hidden from above; whoever keeps the administrator account sees the branch
of the Corporation. Nobody sees anything of a neighbour.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, acts_for_oneself, fact, signed_in
from portal.delegation.models import Grant, Help
from portal.members.api import Member, Position
from portal.organizations.api import CLERKS, HEADS, Organization, Role, below_path, covered

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
MANAGERS = CLERKS | {Role.ORGANIZATION_BOARD, Role.ADMINISTRATOR}
"""Who hands rights down: the letter charges bí thư, phó bí thư and those who help them with it."""


class Delegation(Right):
    """Rights over delegation."""

    LIST = "delegation:list", _l("Xem phân quyền"), _l("Xem ai được giao vai trò gì tại đơn vị mình phụ trách.")
    READ = "delegation:read", _l("Xem một quyền đã giao"), _l("Xem quyền được giao qua ai, đến bao giờ và kéo theo gì.")
    GRANT = "delegation:grant", _l("Phân quyền"), _l("Giao vai trò cho đảng viên của đơn vị trực thuộc ngay dưới.")
    END = ("delegation:end", _l("Thu hồi quyền, đổi thời hạn"),
           _l("Thu hồi quyền mà đơn vị mình đã giao hoặc đổi ngày kết thúc."))
    SUBSTITUTE = ("delegation:substitute", _l("Cử người thay"),
                  _l("Cử một cán bộ cùng đơn vị thay mình từ ngày đến ngày."))
    CONFIRM = ("delegation:confirm", _l("Xác nhận quyền chờ duyệt"),
               _l("Xác nhận quyền cấp Tổng công ty do người quản trị khác giao."))
    COVERAGE = ("delegation:coverage", _l("Xem đơn vị chưa có người phụ trách"),
                _l("Xem đơn vị nào chưa có ai thực sự phụ trách trên Sổ tay."))
    EFFECTIVE = ("delegation:effective", _l("Xuất quyền đang có hiệu lực"),
                 _l("Xem và tải danh sách ai có quyền gì ở đâu, vì sao."))
    OWN = "delegation:own", _l("Quyền của tôi"), _l("Xem các quyền của chính mình và vì sao có.")
    VIEW_AS = ("delegation:view_as", _l("Xem với tư cách người khác"),
               _l("Mở Sổ tay như người khác thấy để hỗ trợ; chỉ đọc, người đó được báo."))
    HELPERS = ("delegation:helpers", _l("Người giúp tôi"),
               _l("Nhờ một đảng viên cùng chi bộ thao tác thay mình, nhận hoặc thôi giúp người khác."))
    HELPERS_OF = ("delegation:helpers_of", _l("Ghi người giúp thao tác"),
                  _l("Ghi người giúp cho đảng viên chi bộ mình không có máy hoặc không tự thao tác được."))
    ACCEPT_HELP = "delegation:accept_help", _l("Nhận giúp"), _l("Nhận thao tác thay người đã nhờ mình.")
    END_HELP = ("delegation:end_help", _l("Thôi việc giúp"),
                _l("Người được giúp, người giúp và bí thư chi bộ thôi việc giúp bất cứ lúc nào."))
    BEGIN_HELP = ("delegation:begin_help", _l("Thao tác thay"),
                  _l("Làm những việc thường ngày của đảng viên thay người đã nhờ mình; mọi việc ghi cả hai tên."))
    STOP_HELP = "delegation:stop_help", _l("Thôi thao tác thay"), _l("Trở về tài khoản của mình.")


def administers(actor: Actor, path: str) -> bool:
    """Keeps the administrator account of the branch in which the unit at `path` lies."""
    return any(path.startswith(one.path) for one in actor.scopes(ADMINISTRATORS))


def served_ids(actor: Actor) -> set[int]:
    """The units at which the actor himself holds a role that hands rights down."""
    return {one.unit_id for one in actor.scopes(MANAGERS)}


def oversees(actor: Actor, path: str) -> bool:
    """Stands over the unit at `path`."""
    return actor.holds(MANAGERS, path) is not None or administers(actor, path)


@fact(_l("Chỉ người được giao phụ trách một đơn vị (bí thư, phó bí thư, giúp việc, Ban Tổ chức) xem được phân quyền."))
def manages_a_unit(actor: Actor, target: object) -> bool:
    """Leads or serves some unit, or keeps the administrator account."""
    return actor.holds_any(MANAGERS) is not None


@fact(_l("Quyền này là của người khác."))
def is_its_holder(actor: Actor, held: Any) -> bool:
    """A grant to the actor, or a post of the actor."""
    if isinstance(held, Position):
        return actor.member_id is not None and held.member_id == actor.member_id
    return actor.signed_in and held.account_id == actor.account_id


@fact(_l("Bạn không phụ trách đơn vị này."))
def serves_its_unit(actor: Actor, grant: Grant) -> bool:
    """Leads or serves the very unit it was given at."""
    return grant.unit_id in served_ids(actor)


@fact(_l("Quyền này do đơn vị khác giao. Chỉ người phụ trách đơn vị đã giao làm được việc này."))
def serves_the_granting_unit(actor: Actor, grant: Grant) -> bool:
    """Leads or serves the unit that gave it."""
    return grant.from_unit.id in served_ids(actor)


@fact(_l("Bạn không phụ trách đơn vị này."))
def oversees_its_unit(actor: Actor, grant: Grant) -> bool:
    """Stands over the unit it was given at."""
    return oversees(actor, grant.unit.path)


@fact(_l("Quyền này không hiện với cấp trên."))
def is_not_hidden(actor: Actor, grant: Grant) -> bool:
    """Not hidden from above."""
    return not grant.hidden_from_above


@fact(_l("Quyền này đã thu hồi hoặc đã hết hạn."))
def is_open(actor: Actor, grant: Grant) -> bool:
    """Neither revoked nor past its last day."""
    return grant.is_open


@fact(_l("Chỉ người phụ trách đơn vị đã giao quyền này thu hồi hoặc đổi thời hạn được."))
def may_end_it(actor: Actor, grant: Grant) -> bool:
    """What stands on the Corporation: an administrator; a substitution: who is stood in for and the heads of the unit,
    not who stands in; all else: whoever leads or serves the unit that gave it, today."""
    if grant.is_root:
        return administers(actor, grant.unit.path)
    if grant.substitute_of is not None:
        heads = {one.unit_id for one in actor.scopes(HEADS)}
        return grant.substitute_of == actor.account_id or (
            grant.account_id != actor.account_id and grant.unit_id in heads)
    return grant.from_unit.id in served_ids(actor)


@fact(_l("Quyền quản trị hệ thống và quyền thay người khác không cử người thay được."))
def may_be_stood_in_for(actor: Actor, held: Any) -> bool:
    """A role that can wait for nobody: not the administrator's, not itself a substitution."""
    return held.role != Role.ADMINISTRATOR and getattr(held, "substitute_of", None) is None


@fact(_l("Quyền này không chờ xác nhận."))
def is_pending(actor: Actor, grant: Grant) -> bool:
    """Waits for a second administrator."""
    return grant.pending and grant.is_open


@fact(_l("Cần một người quản trị khác xác nhận, không phải người đã giao hay người nhận."))
def is_a_second_administrator(actor: Actor, grant: Grant) -> bool:
    """An administrator who neither gave it nor receives it."""
    return administers(actor, grant.unit.path) and actor.account_id not in (grant.grantor_id, grant.account_id)


@fact(_l("Chỉ người quản trị hệ thống của Đảng bộ Tổng công ty làm được việc này."))
def is_administrator(actor: Actor, target: object) -> bool:
    """Keeps the administrator account."""
    return actor.holds_any(ADMINISTRATORS) is not None


@fact(_l("Chỉ đảng viên mới nhờ hoặc nhận thao tác thay được."))
def is_a_member(actor: Actor, target: object) -> bool:
    """Stands in the register."""
    return actor.member_id is not None


@fact(_l("Chỉ bí thư, phó bí thư của chính chi bộ đó ghi được người giúp."))
def heads_the_cell(actor: Actor, member: Member) -> bool:
    """Secretary or deputy of the very cell in which the member is active."""
    return member.home is not None and member.home.unit_id in {one.unit_id for one in actor.scopes(HEADS)}


@fact(_l("Chỉ người được nhờ giúp làm được việc này."))
def is_the_helper(actor: Actor, help_: Help) -> bool:
    """Was asked to help."""
    return help_.account_id == actor.account_id


@fact(_l("Chỉ người được giúp làm được việc này."))
def is_the_helped(actor: Actor, help_: Help) -> bool:
    """Is the member in whose place the helper works."""
    return actor.member_id is not None and help_.member_id == actor.member_id


@fact(_l("Chỉ bí thư, phó bí thư của chính chi bộ đó làm được việc này."))
def heads_the_cell_of_the_helped(actor: Actor, help_: Help) -> bool:
    """Secretary or deputy of the cell of the member."""
    return heads_the_cell(actor, help_.member)


@fact(_l("Lời nhờ này đã được nhận, đã thôi hoặc đã hết hạn."))
def help_waits(actor: Actor, help_: Help) -> bool:
    """Neither agreed to nor over."""
    return help_.waits


@fact(_l("Việc giúp này đã thôi hoặc đã hết hạn."))
def help_is_open(actor: Actor, help_: Help) -> bool:
    """Not over."""
    return help_.is_open


@fact(_l("Việc giúp này chưa được nhận, chưa đến ngày, đã thôi hoặc đã hết hạn."))
def help_stands(actor: Actor, help_: Help) -> bool:
    """Agreed to, and today is one of its days."""
    return help_.stands


RULES |= {
    Delegation.LIST: [[manages_a_unit]],
    Delegation.READ: [[is_its_holder], [serves_its_unit], [serves_the_granting_unit],
                      [oversees_its_unit, is_not_hidden]],
    Delegation.GRANT: [[manages_a_unit]],
    Delegation.END: [[may_end_it, is_open]],
    Delegation.SUBSTITUTE: [[is_its_holder, may_be_stood_in_for]],
    Delegation.CONFIRM: [[is_a_second_administrator, is_pending]],
    Delegation.COVERAGE: [[manages_a_unit]],
    Delegation.EFFECTIVE: [[manages_a_unit]],
    Delegation.OWN: [[signed_in, acts_for_oneself]],
    Delegation.VIEW_AS: [[is_administrator]],
    Delegation.HELPERS: [[is_a_member, acts_for_oneself]],
    Delegation.HELPERS_OF: [[heads_the_cell]],
    Delegation.ACCEPT_HELP: [[is_the_helper, help_waits]],
    Delegation.END_HELP: [[is_the_helper, help_is_open], [is_the_helped, help_is_open],
                          [heads_the_cell_of_the_helped, help_is_open]],
    Delegation.BEGIN_HELP: [[is_the_helper, help_stands]],
    Delegation.STOP_HELP: [[signed_in]],
}


def in_branch(actor: Actor) -> ColumnElement[bool]:
    """Condition on Organization: units the actor stands over (`oversees`)."""
    own = [below_path(one.path) for one in actor.scopes(ADMINISTRATORS)]
    return or_(covered(actor, MANAGERS), *own)


def readable(actor: Actor) -> Select[Grant]:
    """The sentence of Delegation.READ as a SELECT."""
    if not actor.signed_in:
        return select(Grant).where(false())
    served = served_ids(actor)
    given = or_(Grant.source_id.in_(select(_SOURCE.c.id).where(_SOURCE.c.unit_id.in_(served))),
                Grant.source_position_id.in_(select(Position.id).where(Position.unit_id.in_(served))))
    below = and_(_is_below(actor), Grant.hidden_from_above.is_(False))
    return select(Grant).where(or_(Grant.account_id == actor.account_id, Grant.unit_id.in_(served), given, below))


def _is_below(actor: Actor) -> ColumnElement[bool]:
    """Condition: given in the branch. Whoever stands at the top sees nearly all: there it is asked grant by grant, and
    no list of all units is made."""
    if any(one.path.count("/") == 2 for one in actor.scopes(MANAGERS)):
        return exists().where(Organization.id == Grant.unit_id, in_branch(actor)).correlate(Grant)
    return Grant.unit_id.in_(select(Organization.id).where(in_branch(actor)))


_SOURCE = Grant.__table__.alias("source")
