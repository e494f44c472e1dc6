"""Addresses: kept as they were once worked out, never different from what Flask would say."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, url_for

from portal.core import site
from tests.client import PortalClient


@pytest.mark.parametrize(("endpoint", "values"), [
    ("news.index", {}), ("news.show", {"article_id": 7}), ("news.index", {"trang": 2, "q": "đường sắt"}),
    ("news.index", {"q": None}), ("news.index", {"loai": ["a", "b"]}), ("news.index", {"q": "x", "_anchor": "results"}),
    ("news.index", {"_external": True}), (".index", {}), ("news.index", {"co": True}),
])
def test_an_address_is_what_flask_would_say_the_second_time_too(app: Flask, endpoint: str,
                                                                  values: dict[str, Any]) -> None:
    for root in ("", "/so-tay", ""):
        with app.test_request_context("/tin-tuc", environ_overrides={"SCRIPT_NAME": root}):
            expected = super(site.Site, app).url_for(endpoint, **values)
            assert [url_for(endpoint, **values), url_for(endpoint, **values)] == [expected, expected]
            assert expected.partition("localhost")[2].startswith(root) or expected.startswith(root)


def test_an_address_nobody_has_is_an_error_each_time(app: Flask) -> None:
    with app.test_request_context("/"):
        for _ in range(2):
            with pytest.raises(Exception, match=r"news\.nowhere"):
                url_for("news.nowhere")


def test_templates_share_one_map_of_names(app: Flask, as_: Callable[[str | None], PortalClient]) -> None:
    template = app.jinja_env.get_template("components/parts.html")
    assert template.globals is app.jinja_env.globals
