"""The gate: a route can't exist without an answer to "who?", and every request passes here.

Three nets: `may` is a required keyword (import), undeclared endpoints are refused (run time), the
rights table lists every route (test). The wrapper loads the object, checks the right, runs the view
and settles the transaction: an unsafe request whose answer is below 400 commits, all else rolls back.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from portal.core import files, once
from portal.core.actor import STRANGER, Actor
from portal.core.db import db, writing
from portal.core.errors import NotAllowed
from portal.core.i18n import HOME, speak
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import Right, advice, allowed, open_to_strangers, refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_ID = 2**31 - 1
ONLY_LOOKING = _l("Bạn đang xem với tư cách người khác: chỉ đọc, không gửi gì được. Thôi xem rồi làm việc của mình.")
NOT_FOR_ANOTHER = _l("Việc này không làm thay được: chỉ chính chủ làm bằng tài khoản của mình. Bấm Thôi để về tài "
                     "khoản của bạn.")
DECLARED: dict[str, "Declared"] = {}
View = Callable[..., ResponseReturnValue]
Loader = Callable[..., Any]


class Declared:
    """What a route said of itself: its right, its loader and whether a half-finished account may use it.

    `body` takes what is sent from the wire before the transaction begins, so that nobody waits for a slow sender;
    such a route is right by itself when the same comes twice, and asks for no one-time key.
    """

    while_helping = False

    def __init__(self, may: Right, of: Loader | None, before_password: bool, while_viewing: bool,
                 body: Callable[[], None] | None) -> None:
        self.may, self.of, self.before_password, self.while_viewing = may, of, before_password, while_viewing
        self.body = body


class GuardedBlueprint(Blueprint):
    """A blueprint whose every route names the right it needs (`may`) and the loader of its object (`of`).

    A loader is called with (actor, **url values) and answers the object or None (404); it starts from
    `readable(actor)`, so what one may not see does not exist.
    """

    def route(self, rule: str, *, may: Right, of: Loader | None = None, before_password: bool = False,  # type: ignore[override]
              while_viewing: bool = False, while_helping: bool = False, body: Callable[[], None] | None = None,
              **options: Any) -> Callable[[View], View]:
        declared = Declared(may, of, before_password, while_viewing, body)
        declared.while_helping = while_helping

        def decorate(view: View) -> View:
            endpoint = options.pop("endpoint", view.__name__)
            DECLARED[f"{self.name}.{endpoint}"] = declared
            self.add_url_rule(rule, endpoint, _guarded(view, declared), **options)
            return view

        return decorate

    def get(self, rule: str, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        """A page."""
        return self.route(rule, methods=["GET"], **options)

    def post(self, rule: str, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        """An act."""
        return self.route(rule, methods=["POST"], **options)


def init_app(app: Flask, load_actor: Callable[[], Actor]) -> None:
    """Put the gate before every request of the app."""

    @app.before_request
    def enter() -> ResponseReturnValue | None:
        g.actor = STRANGER
        if request.mimetype != "multipart/form-data":
            request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
        if request.endpoint is None:
            g.actor = load_actor()
            return None
        declared = DECLARED.get(request.endpoint)
        if declared is None:
            current_app.logger.error("undeclared endpoint %s", request.endpoint)
            abort(404)
        g.actor = load_actor()
        speak(g.actor.language if g.actor.signed_in else request.cookies.get("lang", HOME))
        return None

    @app.teardown_request
    def leave(error: BaseException | None) -> None:
        speak(HOME)
        db.session.rollback()


def open_doors(app: Flask, **doors: View) -> None:
    """Say which views stand in for a page: `sign_in` for strangers, `must_change` for first passwords,
    `unconfirmed` for who was let in by the letter and not yet met."""
    app.extensions["doors"] = doors


def door(name: str) -> View:
    """The view that stands in."""
    view: View = current_app.extensions["doors"][name]
    return view


def _guarded(view: View, declared: Declared) -> View:
    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        if request.method in SAFE:
            return current_app.make_response(_answer(view, declared, values))
        if g.actor.viewed_by is not None and not declared.while_viewing:
            raise NotAllowed(ONLY_LOOKING)
        if g.actor.helped_by is not None and not declared.while_helping:
            raise NotAllowed(NOT_FOR_ANOTHER)
        db.session.rollback()
        if declared.body is not None and g.actor.signed_in:
            declared.body()
        with writing():
            return _settled(view, declared, values)

    return guarded


def _settled(view: View, declared: Declared, values: dict[str, Any]) -> Response:
    try:
        known = once.claim(g.actor) if declared.body is None else None
        if known is not None:
            return known
        response = current_app.make_response(_answer(view, declared, values))
        if response.status_code < 400:
            once.settle(response)
            db.session.commit()
        else:
            _undo()
        return response
    except BaseException:
        _undo()
        raise


def _undo() -> None:
    """Nothing stays, files that came in included; one that can't be removed now is no reason for another error."""
    db.session.rollback()
    with suppress(SQLAlchemyError, OSError):
        files.forget_kept()
    db.session.rollback()


def _answer(view: View, declared: Declared, values: dict[str, Any]) -> ResponseReturnValue:
    actor: Actor = g.actor
    if not actor.signed_in and not open_to_strangers(declared.may):
        abort(401)
    if actor.must_change and not declared.before_password:
        return door("must_change")()
    if actor.unconfirmed and not declared.before_password:
        return door("unconfirmed")()
    if declared.of is None:
        check(actor, declared.may)
        return view(**values)
    beyond = any(isinstance(value, int) and value > LARGEST_ID for value in values.values())
    target = None if beyond else declared.of(actor, **values)
    if target is None:
        abort(404)
    check(actor, declared.may, target)
    return view(target)


def check(actor: Actor, right: Right, target: Any = None) -> None:
    """Raise NotAllowed with the reason in words where the actor may not."""
    if not allowed(actor, right, target):
        raise NotAllowed(refusal(actor, right, target), advice(actor, right, target))
