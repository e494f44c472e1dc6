"""Builders of opinions for tests."""

from typing import Any

from portal.core.db import db
from portal.delegation.api import actor_of_account
from portal.feedback import queries, services
from portal.feedback.models import FeedbackCategory, Opinion, Visibility
from portal.seeds.feedback_categories import ROWS
from tests.client import PortalClient, find_form, form_values
from tests.people import person

TEXT = "Đèn ở sân ga hỏng đã ba tuần.\n\nĐề nghị thay sớm."


def settle_categories() -> None:
    """The first rows of the categories, where the database has none yet."""
    if db.session.execute(db.select(FeedbackCategory.id).limit(1)).first() is None:
        db.session.execute(db.insert(FeedbackCategory), ROWS)
        db.session.commit()


def actor_of(key: str) -> Any:
    """The Actor of a person of the tests."""
    return actor_of_account(person(key).account_id)


def opinion(by: str = "member", *, category: str = "work_and_life", visibility: str = Visibility.HANDLERS,
            text: str = TEXT, **more: Any) -> Opinion:
    """An opinion sent by a person; committed, a snapshot."""
    settle_categories()
    sender = actor_of(by)
    chosen, handling = next(route for route in queries.routes(sender) if route[0].id == category)
    made = services.send(sender, category=chosen, handling=handling, text=text, visibility=visibility, **more)
    return snapshot(made)


def taken(by: str = "office_staff", **more: Any) -> Opinion:
    """An opinion that a handler has taken."""
    row = live(opinion(**more))
    return snapshot(services.take(actor_of(by), row))


def answered(by: str = "office_staff", text: str = "Đã thay đèn hôm nay.", **more: Any) -> Opinion:
    """An opinion with an answer."""
    row = live(taken(by, **more))
    return snapshot(services.answer(actor_of(by), row, text))


def live(made: Opinion) -> Opinion:
    """The row again, in the session."""
    return db.session.get_one(Opinion, made.id)


def snapshot(made: Opinion) -> Opinion:
    """Commit and let go."""
    db.session.commit()
    db.session.refresh(made)
    db.session.expunge_all()
    return made


def press(client: PortalClient, made: Opinion, act: str, **values: object) -> Any:
    """Send an act straight, with a token and a key of another page."""
    hidden = form_values(find_form(client.get("/gop-y"), "/dang-xuat"))
    return client.post(f"/gop-y/{made.id}/{act}", data={**hidden, "version": made.version, **values})
