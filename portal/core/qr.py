"""QR codes as inline pictures for paper: slips, letters, sheets for the notice board."""

from markupsafe import Markup


def svg(text: str, *, scale: int = 3) -> Markup:
    """An SVG that draws `text` in black on white; about 2 kB, nothing is fetched."""
    import segno

    drawn = segno.make(text, error="m", micro=False).svg_inline(scale=scale, border=2, light="#fff")
    return Markup(drawn)  # noqa: S704 - drawn by us from black squares only
