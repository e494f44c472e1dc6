"""Stub until the search room's own lands."""
def excerpt(text: str, query: str, width: int = 220) -> list[tuple[str, bool]]:
    return [(text[:width], False)]
def mark(text: str, query: str) -> list[tuple[str, bool]]:
    return [(text, False)]
