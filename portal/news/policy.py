"""Rights over news."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, fact, signed_in
from portal.core.statements import per_actor
from portal.news.models import Article, ArticleReader, State
from portal.organizations.api import CLERKS, in_covered


class News(Right):
    """Rights over news."""

    LIST = "news:list", _l("Xem tin tức"), _l("Xem danh sách tin của các đơn vị mình thuộc về.")
    READ = "news:read", _l("Đọc tin"), _l("Đọc tin đã công bố cho đơn vị mình, xem ảnh trong tin.")
    WRITE = "news:write", _l("Viết tin"), _l("Soạn tin mới cho đơn vị mình phụ trách.")
    EDIT = "news:edit", _l("Sửa tin"), _l("Sửa, xem trước tin của đơn vị mình phụ trách.")
    PUBLISH = "news:publish", _l("Công bố tin"), _l("Đưa bản đang soạn ra cho người đọc.")
    WITHDRAW = "news:withdraw", _l("Rút tin"), _l("Cất tin đã công bố, người đọc không mở được nữa.")


@fact(_l("Tin này chưa được công bố."))
def is_published(actor: Actor, target: Any) -> bool:
    """Readers have the article."""
    return bool(target.is_published)


@fact(_l("Tin này dành cho đơn vị khác."))
def in_its_audience(actor: Actor, target: Any) -> bool:
    """One of the reader's tokens is among the article's."""
    return any(row.token in actor.readers for row in target.readers)


@fact(_l("Chỉ bí thư, phó bí thư hoặc người giúp việc văn phòng của đơn vị đăng tin làm được việc này."))
def clerk_of_its_unit(actor: Actor, target: Any) -> bool:
    """Leads or serves the unit of the article."""
    return actor.holds(CLERKS, target.unit.path) is not None


@fact(_l("Chỉ bí thư, phó bí thư hoặc người giúp việc văn phòng của một đơn vị viết được tin."))
def clerk_somewhere(actor: Actor, target: Any) -> bool:
    """Leads or serves some unit."""
    return actor.holds_any(CLERKS) is not None


@fact(_l("Bản đang soạn không khác bản đã công bố."))
def has_something_new(actor: Actor, target: Any) -> bool:
    """There is a text that readers don't have yet."""
    return bool(target.is_pending or not target.is_published)


RULES |= {
    News.LIST: [[signed_in]],
    News.READ: [[is_published, in_its_audience], [clerk_of_its_unit]],
    News.WRITE: [[clerk_somewhere]],
    News.EDIT: [[clerk_of_its_unit]],
    News.PUBLISH: [[clerk_of_its_unit, has_something_new]],
    News.WITHDRAW: [[clerk_of_its_unit, is_published]],
}


@per_actor
def readable(actor: Actor) -> Select[Article]:
    """Articles published to the actor, and all of units the actor leads or serves."""
    addressed = select(ArticleReader.article_id).where(ArticleReader.token.in_(actor.readers))
    return select(Article).where(or_(
        and_(Article.state == State.PUBLISHED, Article.id.in_(addressed)), of_its_clerk(actor)))


@per_actor
def of_its_clerk(actor: Actor) -> ColumnElement[bool]:
    """Condition: of a unit whose news the actor writes; only such a one reads the text in hand."""
    return in_covered(actor, CLERKS, Article.unit_id)
