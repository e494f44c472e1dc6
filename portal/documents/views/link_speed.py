"""How long a file takes on this visitor's own link (N7): the browser says what its last requests ran at.

Browsers that tell (client hint `Downlink`, megabits a second, measured by them) are asked with `Accept-CH`; of others
nothing is known, and only the size is shown.
"""

from flask import request
from werkzeug.wrappers import Response

from portal.core.i18n import gettext

FASTEST = 10.0
"""The hint is cut off here: so fast, nobody asks for seconds."""


def asks_speed(response: Response) -> Response:
    """Have the browser tell its speed from the next request on."""
    response.headers["Accept-CH"] = "Downlink"
    return response


def megabits() -> float | None:
    """The speed the browser told, or None."""
    raw = request.headers.get("Downlink", "")
    try:
        speed = float(raw) if len(raw) < 12 else 0.0
    except ValueError:
        return None
    return speed if 0 < speed < 1_000_000 else None


def seconds_here(size: int) -> str:
    """`khoảng 12 giây trên mạng của bạn`, empty where nothing is known of it."""
    speed = megabits()
    if speed is None:
        return ""
    seconds = round(size * 8 / (speed * 1_000_000))
    if seconds < 1:
        return str(gettext("dưới 1 giây trên mạng của bạn"))
    if seconds < 100:
        return str(gettext("khoảng %(n)s giây trên mạng của bạn", n=seconds))
    return str(gettext("khoảng %(n)s phút trên mạng của bạn", n=round(seconds / 60)))
