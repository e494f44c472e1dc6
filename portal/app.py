"""create_app: settings → commands → extensions → rooms."""

from datetime import timedelta
from importlib import import_module

import structlog
from flask import Flask, flash, g, session
from flask_compress import Compress
from flask_login import LoginManager
from sqlalchemy import Update
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.accounts.api import Told, UserSession, forms_of_date, forms_of_phone, tell_accounts, words_of_name
from portal.accounts.views import must_change, sign_in_first
from portal.core import assets, clock, csrf, failures, files, guard, i18n, logs, render, seal
from portal.core import db as database
from portal.core.actor import STRANGER, Actor
from portal.core.db import db
from portal.core.site import Commands, Site
from portal.delegation.api import Grant, Helping, actor_of_account, actor_of_session, as_another, as_helped
from portal.keeping.views import not_yet_met
from portal.members.api import Member, Position
from portal.organizations.api import Role
from portal.search import active
from portal.search.engine import Engine
from portal.settings import TOP, Settings, SettingsError

ROOMS = ("accounts", "organizations", "members", "delegation", "keeping", "notifications", "documents", "news",
         "meetings", "feedback", "imports", "quality", "transfers", "journal", "privacy", "handover",
         "home")
SEEN_EVERY = timedelta(minutes=5)
USED_EVERY = timedelta(minutes=1)
log = structlog.get_logger()


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> Flask:
    """The portal, ready to serve; reads the environment where no settings are given."""
    settings = settings or Settings.from_environment()
    logs.configure(settings.log_level)
    app = Site("portal", static_folder=None, template_folder=str(TOP / "templates"))
    app.cli = Commands("portal.cli")
    _configure(app, settings)
    seal.use(settings.secret_key)
    database.init_app(app)
    i18n.init_app(app, str(TOP / "translations"))
    files.init_app(app, settings.files)
    assets.init_app(app, TOP / "static", settings.data / "static")
    Compress(app)
    failures.init_app(app, https=settings.https)
    csrf_after_actor(app)
    render.init_app(app, hotline=settings.hotline, organization_name=settings.organization_name)
    active.use(engine or _search_engine(settings))
    _tell_accounts(settings)
    for room in ROOMS:
        _enter(app, room)
    guard.open_doors(app, sign_in=sign_in_first, must_change=must_change, unconfirmed=not_yet_met)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies,  # type: ignore[method-assign]
                                x_host=settings.proxies)
    return app


def _search_engine(settings: Settings) -> Engine:
    if settings.search == "postgresql":
        from portal.search.postgres_engine import PostgresEngine

        return PostgresEngine(settings.database_url)
    from portal.search.whoosh_engine import WhooshEngine

    return WhooshEngine(settings.index)


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SESSION_COOKIE_NAME="__Host-sotay" if settings.https else "sotay",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=90),
        MAX_CONTENT_LENGTH=settings.upload_limit + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        COMPRESS_ALGORITHM=["br", "zstd", "gzip"],
        COMPRESS_BR_LEVEL=assets.USUAL,
        COMPRESS_ZSTD_LEVEL=9,
        COMPRESS_MIN_SIZE=300,
    )


def csrf_after_actor(app: Flask) -> None:
    """The actor must be known before a stale form is answered, so the gate stands first."""
    guard.init_app(app, load_actor)
    csrf.init_app(app)
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None
    manager.request_loader(lambda _: g.actor if g.get("actor") and g.actor.signed_in else None)


def load_actor() -> Actor:
    """The person of this request, by the token in the session cookie."""
    token = session.get("sid")
    if not token:
        return STRANGER
    actor, seen_at = actor_of_session(token)
    if seen_at is not None and clock.now() - seen_at > SEEN_EVERY:
        _touch(db.update(UserSession).where(UserSession.id == actor.session_id).values(seen_at=clock.now()))
    if session.get("viewing") and actor.signed_in:
        actor = _viewed(actor, session["viewing"])
    return _helped(actor, session["helping"]) if session.get("helping") and actor.signed_in else actor


def _viewed(actor: Actor, viewing_id: int) -> Actor:
    """The person this session looks on as. Where that is over, what was opened meanwhile is not sent as oneself."""
    other = as_another(actor, viewing_id)
    if other.viewed_by is None:
        session.pop("viewing")
        session.pop("csrf_token", None)
        flash(i18n.gettext("Lượt xem với tư cách người khác đã kết thúc. Bạn đang dùng tài khoản của mình."), "warning")
    return other


def _helped(actor: Actor, helping_id: int) -> Actor:
    """The member whom this session helps. Where the help is over, forms of that time are no longer taken: nobody
    sends as himself what he wrote for another."""
    other, used_at = as_helped(actor, helping_id) if actor.viewed_by is None else (actor, None)
    if used_at is None:
        session.pop("helping")
        session.pop("csrf_token", None)
        flash(i18n.gettext("Lượt thao tác thay đã kết thúc. Bạn đang dùng tài khoản của mình."), "warning")
    elif clock.now() - used_at > USED_EVERY:
        _touch(db.update(Helping).where(Helping.id == helping_id).values(used_at=clock.now()))
    return other


def _touch(statement: Update) -> None:
    db.session.rollback()
    with database.writing():
        db.session.execute(statement)
        db.session.commit()


def _tell_accounts(settings: Settings) -> None:
    """Accounts stand below the register and the grants: here they learn what sign-in needs of both."""
    unknown = settings.totp_roles - {role.value for role in Role}
    if unknown:
        raise SettingsError(f"PORTAL_TOTP_ROLES: không có vai trò {', '.join(sorted(unknown))}")
    tell_accounts(Told(roles=_roles, known=_known_words, administrators=_administrators,
                       second_step_roles=settings.totp_roles, honey_ids=settings.honey_ids))


def _roles(account_id: int) -> set[str]:
    return {holding.role for holding in actor_of_account(account_id).holdings}


def _known_words(account_id: int) -> list[str]:
    member = db.session.execute(db.select(Member).where(Member.account_id == account_id)).scalar_one_or_none()
    if member is None:
        return []
    return [*words_of_name(member.full_name), actor_of_account(account_id).unit_name,
            *forms_of_date(member.birth_date), *forms_of_phone(member.phone)]


def _administrators() -> list[int]:
    by_post = db.select(Member.account_id).join(Position, Position.member_id == Member.id).where(
        Position.role == Role.ADMINISTRATOR)
    by_grant = db.select(Grant.account_id).where(Grant.role == Role.ADMINISTRATOR)
    once = db.session.execute(by_post.union(by_grant)).scalars().all()
    return [one for one in once if one is not None and Role.ADMINISTRATOR in _roles(one)]


def _enter(app: Flask, room: str) -> None:
    """Open a room: its routes, its jobs and what it gives to search."""
    for drawer in ("jobs", "search"):
        if (TOP / "portal" / room / f"{drawer}.py").exists():
            import_module(f"portal.{room}.{drawer}")
    if (TOP / "portal" / room / "views.py").exists() or (TOP / "portal" / room / "views").is_dir():
        app.register_blueprint(import_module(f"portal.{room}.views").bp)
