"""What every right proof leads to: the session in the cookie, the last sign-in shown, and the way back."""

from flask import abort, flash, g, make_response, session
from werkzeug.wrappers import Response

from portal.accounts import queries, services
from portal.accounts.queries import LastTime
from portal.accounts.services.pins import take_seat
from portal.accounts.services.sessions import Visit
from portal.accounts.views.visits import new_name, remember, this_station, visit
from portal.core import clock
from portal.core.csrf import Unsent, unpack_unsent
from portal.core.i18n import gettext
from portal.core.render import go, page

WIPE = '"cache", "storage"'
"""Clear-Site-Data: what a browser drops when somebody leaves, or somebody else comes."""


def arriving(*, own_device: bool = False) -> Visit:
    """This request's visit, of a browser that has a name or is given one."""
    here = visit(own_device=own_device and this_station() is None)
    return here if here.browser else Visit(here.address, here.device, new_name(), here.own_device)


def entered(token: str, account_id: int, here: Visit, last: LastTime | None, *, next_page: str,
            unsent: str) -> Response:
    """Into the portal: a new cookie, what was typed before, else the page that was asked for.

    Whoever was signed in at this browser, or on this shared machine, is not any longer; of another person nothing is
    kept."""
    before = queries.token_digest(session["sid"]) if session.get("sid") else ""
    services.sign_out(g.actor)
    session.clear()
    session["sid"], session.permanent = token, here.own_device
    station = this_station()
    if station is not None:
        take_seat(station, token)
        session["shared"] = True
    say_last(last)
    typed = typed_by(account_id, unsent)
    response = resume_page(typed) if typed else go(next_page)
    remember(response, here.browser)
    if before and not queries.is_session_of(account_id, before):
        response.headers["Clear-Site-Data"] = WIPE
    return response


def say_last(last: LastTime | None) -> None:
    """Show when the account was last used, and the wrong tries since: its owner is the best guard."""
    if last is None:
        return
    where = f" ({last.device})" if last.device else ""
    when = clock.show_moment(last.at) + where
    if last.wrong:
        flash(gettext("Lần trước: %(when)s; %(n)s lần nhập sai từ đó. Nếu không phải bạn, hãy đổi mật khẩu và báo bí "
                      "thư chi bộ.", when=when, n=last.wrong), "warning")
    else:
        flash(gettext("Lần trước: %(when)s.", when=when), "message")


def typed_by(account_id: int | None, packed: str) -> Unsent | None:
    """A form that came too late, for the person who typed it."""
    unsent = unpack_unsent(packed)
    mine = unsent is not None and (not unsent.typed_in or queries.is_session_of(account_id, unsent.typed_in))
    return unsent if mine else None


def resume_page(unsent: Unsent | None) -> Response:
    """A form that came too late once more, as it was typed."""
    if unsent is None:
        abort(400)
    return make_response(page("accounts/resume.html", unsent=unsent, layout="layouts/plain.html"))
