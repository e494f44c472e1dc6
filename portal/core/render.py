"""Page and fragment from one view and one template.

Element id = block name = allowed fragment. `page()` answers the full page, or only the requested block
where the view listed it; a fragment can never show what the page would not.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, request
from flask import render_template as render
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from portal.core import assets, clock, csrf, i18n, navigation, once, styles
from portal.core.policy import Right, allowed
from portal.core.site import address
from portal.core.symbols import link_symbols
from portal.core.text import squeeze


def page(template: str, *, fragments: tuple[str, ...] = (), status: int = 200, **context: Any) -> Response:
    """The whole page, or the one fragment an htmx request asks for and the view allows."""
    wanted = wanted_fragment()
    part = (wanted,) if wanted in fragments and status < 400 else None
    layout = "layouts/fragment.html" if part else context.pop("layout", "layouts/page.html")
    context.pop("layout", None)
    html = render(template, layout=layout, fragments=part, **context)
    response = current_app.make_response((html if part else assets.dress(html), status))
    if fragments:
        response.headers["Vary"] = "HX-Request"
    return response


def wanted_fragment() -> str:
    """The element id an htmx request will fill, or an empty string. htmx 4 names it as `div#results`."""
    if not request.headers.get("HX-Request"):
        return ""
    return request.headers.get("HX-Target", "").rpartition("#")[2]


def go(url: str) -> Response:
    """Answer a successful act: see other, also for htmx."""
    if request.headers.get("HX-Request"):
        response = Response(status=200)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, 303)


def local_path(target: str | None) -> str:
    """`target` when it is a path of this site, else `/`: no open redirects."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or any(c < " " for c in target):
        return "/"
    return target


def came_from() -> str:
    """The page of this site that the request was sent from, or an empty string."""
    here, referrer = request.host_url.rstrip("/"), request.referrer or ""
    return local_path(referrer.removeprefix(here)) if referrer.startswith(f"{here}/") else ""


def here(**changes: Any) -> str:
    """This address with some query values changed; None or an empty value takes one away."""
    values: dict[str, Any] = {**request.args.to_dict(), **changes}
    query = urlencode({key: value for key, value in values.items() if value not in (None, "")})
    return f"{request.path}?{query}" if query else request.path


def number(value: int) -> str:
    """`1.086`."""
    return f"{value:,}".replace(",", ".") if i18n.language() == "vi" else f"{value:,}"


def size(value: int) -> str:
    """`312 KB`, `1,4 MB`."""
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024))} KB"
    text = f"{value / 1024 / 1024:.1f} MB"
    return text.replace(".", ",") if i18n.language() == "vi" else text


def seconds_on_link(bytes_: int) -> str:
    """How long a file takes on a slow link (EDGE, 240 kbit/s): `khoảng 10 giây trên mạng chậm`."""
    seconds = max(1, round(bytes_ * 8 / 240_000))
    if seconds < 100:
        return str(i18n.gettext("khoảng %(n)s giây trên mạng chậm", n=seconds))
    return str(i18n.gettext("khoảng %(n)s phút trên mạng chậm", n=round(seconds / 60)))


def init_app(app: Flask, *, hotline: str, organization_name: str) -> None:
    """Give templates their functions, filters and the few values every page shows."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.do")
    filters: dict[str, Callable[..., Any]] = {
        "date": clock.show_date, "time": clock.show_time, "moment": clock.show_moment, "ago": clock.ago,
        "number": number, "size": size, "seconds_on_link": seconds_on_link,
        "linked": lambda html: link_symbols(g.actor, html),
    }
    env.filters.update(filters)
    env.globals.update(
        url_for=address, asset=assets.url,
        inline_css=lambda name: Markup(assets.inline_css(name)),  # noqa: S704 - our own files
        styles=Markup(styles.HEAD), late_styles=Markup(styles.END),  # noqa: S704 - comments
        form_key=once.new_key, csrf_token=csrf.token, here=here, here_page=lambda page: here(trang=page),
        navigation=navigation.items, manage_navigation=lambda: navigation.items(manage=True),
        links_beside=navigation.links, hotline=hotline, organization_name=organization_name,
    )

    @app.context_processor
    def of_this_request() -> dict[str, Any]:
        actor = g.actor

        def can(right: Right, target: Any = None) -> bool:
            return allowed(actor, right, target)

        return {"actor": actor, "can": can, "locale": i18n.language(), "fragments": None, "has_errors": False,
                "text_size": actor.text_size or request.cookies.get("size", ""),
                "search_text": squeeze(request.args.get("q", "")), "csrf_token": csrf.token}
