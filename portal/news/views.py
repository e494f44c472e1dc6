"""Screens of news."""

from typing import Any

from flask import abort, g, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.core import files, navigation, panels
from portal.core.actor import Actor
from portal.core.clock import show_date
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.panels import Line, Panel
from portal.core.render import go, page
from portal.core.text import squeeze
from portal.news import queries, services
from portal.news.forms import ArticleForm
from portal.news.models import Article, Picture
from portal.news.policy import News
from portal.organizations.api import CLERKS, Organization, asked_unit

bp = GuardedBlueprint("news", __name__)


@bp.context_processor
def of_this_room() -> dict[str, Any]:
    """The room's rights, for `can(rights.EDIT, article)`."""
    return {"rights": News}


navigation.add("news", _l("Tin tức"), "news.index", News.LIST, 20)


@bp.get("/tin-tuc", may=News.LIST)
def index() -> Response:
    """Published articles for me, filtered; or what my units have in hand."""
    drafts = request.args.get("xem") == "ban-nhap"
    chosen: dict[str, Any] = {"text": squeeze(request.args.get("tim", ""))[:200], "year": _number("nam", 3000),
                              "unit_id": _number("don_vi")}
    number = request.args.get("don_vi", "") if drafts else ""
    unit = asked_unit(g.actor, CLERKS, number)
    found = queries.published(g.actor, **chosen) if not drafts else queries.in_hand(
        g.actor, unit.id if unit else 0 if number else None)
    return page("news/index.html", fragments=("results",), paged=Page.of(found), drafts=drafts, **chosen,
                only=unit, narrowed=bool(number),
                years=queries.years(g.actor), units=queries.publishers(g.actor))


@bp.get("/tin-tuc/<int:article_id>", may=News.READ, of=queries.get)
def show(article: Article) -> Response:
    """An article as readers see it."""
    if not article.is_published:
        return go(url_for("news.preview", article_id=article.id))
    return _article_page("news/show.html", article, queries.shown(article))


@bp.get("/tin-tuc/viet", may=News.WRITE)
def new() -> Response:
    """The form for a new article; who writes for several units chooses one first."""
    chosen = _number("don_vi")
    units = queries.own_units(g.actor) if chosen is None else []
    unit = queries.own_unit(g.actor, chosen) if chosen is not None else (units[0] if len(units) == 1 else None)
    if unit is None:
        return page("news/choose.html", units=units or queries.own_units(g.actor))
    form = ArticleForm.blank(unit_id=unit.id).offer(queries.audiences(g.actor, unit))
    return _form_page(form, unit)


@bp.post("/tin-tuc/viet", may=News.WRITE)
def create() -> Response:
    """Save a new draft."""
    form = ArticleForm.read()
    mine = queries.own_units(g.actor) if form.names_no_unit else [queries.own_unit(g.actor, form.unit_id.data or 0)]
    unit = next(iter(mine), None) or abort(404)
    form.offer(queries.audiences(g.actor, unit)).unit_id.process_data(unit.id)
    article = form.validate() and form.attempt(
        lambda: _picture(form, services.write(g.actor, unit=unit, **form.fields)))
    return _saved(article) if article else _form_page(form, unit, status=422)


@bp.get("/tin-tuc/<int:article_id>/sua", may=News.EDIT, of=queries.to_edit)
def edit_form(article: Article) -> Response:
    """The form with the text in hand."""
    alt = article.picture.alt if article.picture else ""
    form = ArticleForm.blank(article, alt=alt, picture=None).offer(queries.audiences(g.actor, article.unit))
    return _form_page(form, article.unit, article)


@bp.post("/tin-tuc/<int:article_id>/sua", may=News.EDIT, of=queries.to_edit)
def edit(article: Article) -> Response:
    """Save the text in hand; a live article stays as it is."""
    form = ArticleForm.read().offer(queries.audiences(g.actor, article.unit))
    version = form.version.data or 0
    if form.validate() and form.attempt(
            lambda: _picture(form, services.edit(g.actor, article, version=version, **form.fields))):
        return _saved(article)
    return _form_page(form, article.unit, article, status=form.meet(article))


@bp.get("/tin-tuc/<int:article_id>/xem-truoc", may=News.EDIT, of=queries.to_edit)
def preview(article: Article) -> Response:
    """The text in hand as readers would see it."""
    return _article_page("news/preview.html", article, queries.previewed(article))


@bp.post("/tin-tuc/<int:article_id>/cong-bo", may=News.PUBLISH, of=queries.to_edit)
def publish(article: Article) -> Response:
    """Show it to its readers."""
    services.publish(g.actor, article, version=request.form.get("version", 0, type=int))
    return go(url_for("news.show", article_id=article.id))


@bp.get("/tin-tuc/<int:article_id>/rut", may=News.WITHDRAW, of=queries.get)
def withdraw_form(article: Article) -> Response:
    """Ask before taking it back."""
    return page("news/withdraw.html", article=article)


@bp.post("/tin-tuc/<int:article_id>/rut", may=News.WITHDRAW, of=queries.get)
def withdraw(article: Article) -> Response:
    """Take it back."""
    services.withdraw(g.actor, article)
    return go(url_for("news.index", xem="ban-nhap"))


@bp.get("/tin-tuc/anh/<int:picture_id>/<int:width>", may=News.READ, of=queries.picture)
def picture(found: Picture) -> Response:
    """A light size of a picture."""
    width = (request.view_args or {})["width"]
    return files.send(found.sizes[str(width)]["digest"], name=f"anh-{found.id}-{width}.webp", media_type="image/webp",
                      inline=True)


def _form_page(form: ArticleForm, unit: Organization, article: Article | None = None, status: int = 200) -> Response:
    return page("news/form.html", form=form, unit=unit, article=article, status=status, has_errors=form.failed,
                saved=bool(request.args.get("da_luu")))


def _picture(form: ArticleForm, article: Article) -> Article:
    """The picture part of the form."""
    if form.upload is not None:
        services.add_picture(g.actor, article, form.upload, form.alt.data or "")
    elif form.remove_picture.data:
        services.remove_picture(g.actor, article)
    else:
        services.describe_picture(g.actor, article, form.alt.data or "")
    return article


def _saved(article: Article) -> Response:
    if request.form.get("then") == "stay":
        return go(url_for("news.edit_form", article_id=article.id, da_luu=1))
    return go(url_for("news.preview", article_id=article.id))


def _number(name: str, most: int = 2**31) -> int | None:
    asked = request.args.get(name, type=int)
    return asked if asked is not None and 0 < asked < most else None


def newest_panel(actor: Actor) -> Panel | None:
    """The newest articles for the home page."""
    lines = [Line(url_for("news.show", article_id=one.id), one.shown_title,
                  f"{one.name} · {show_date(one.published_at)}") for one in queries.newest(actor)]
    return Panel(_l("Tin mới"), url_for("news.index"), lines) if lines else None


panels.add("news", newest_panel, 50)


def _article_page(template: str, article: Article, shown: queries.Shown) -> Response:
    text = Markup(shown.html)  # noqa: S704 - made from Markdown and cleaned by nh3 when it was saved
    return page(template, article=article, shown=shown, text=text)
