"""Flask as this house uses it: one map of names for all templates, and addresses that are worked out once."""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from importlib import import_module
from typing import Any

import click
from flask import Flask, current_app, has_request_context, request
from flask.cli import AppGroup
from flask.templating import Environment
from werkzeug.routing import Rule


class Templates(Environment):
    """All templates share the same globals, so that one map serves where Jinja would look through two for each name
    and each imported macro."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template."""
        return super().make_globals(d) if d else self.globals


class Address(Rule):
    """Werkzeug writes and compiles two functions for each of 450 rules when it starts, a sixth of the time; most are
    never called. Here the first call has its function made."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made = super()._compile_builder

        def first(rule: "Address", /, **values: Any) -> tuple[str, str]:
            builder: Callable[..., tuple[str, str]] = made(append_unknown).__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", builder)
            return builder(**values)

        return first


class Commands(AppGroup):
    """The commands; migrations and sample data, which they need, load with the first that is asked for."""

    def __init__(self, module: str) -> None:
        super().__init__()
        self.module = module

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return sorted({*super().list_commands(ctx), *import_module(self.module).COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them."""
        known: dict[str, click.Command] = import_module(self.module).COMMANDS
        return known.get(cmd_name) or super().get_command(ctx, cmd_name)


PLAIN = frozenset({int, str, type(None)})
"""Types of values that an address can be kept by."""


class Site(Flask):
    """The app; `url_for` keeps what an address was once, for it never changes: working it out costs as much as a
    statement, and a page has dozens."""

    jinja_environment = Templates
    url_rule_class = Address

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Nothing here is asynchronous; Flask would look, sixteen times a request."""
        return func

    def url_for(self, endpoint: str, *, _anchor: str | None = None, _method: str | None = None,
                _scheme: str | None = None, _external: bool | None = None, **values: Any) -> str:
        """The address of an endpoint, with values for its rule and its query string."""
        plain = not (_anchor or _method or _scheme or _external) and has_request_context() and (
            PLAIN.issuperset(map(type, values.values())))
        if not plain:
            return super().url_for(endpoint, _anchor=_anchor, _method=_method, _scheme=_scheme, _external=_external,
                                   **values)
        if endpoint[0] == ".":
            endpoint = f"{request.blueprint}{endpoint}" if request.blueprint else endpoint[1:]
        known = tuple([item for item in values.items() if item[1] is not None])
        return _worked_out(self, request.root_path, endpoint, known)


@lru_cache(maxsize=8192)
def _worked_out(site: Site, root: str, endpoint: str, values: tuple[tuple[str, int | str], ...]) -> str:
    known: dict[str, Any] = dict(values)
    return super(Site, site).url_for(endpoint, **known)


def address(endpoint: str, **values: Any) -> str:
    """`url_for` of templates: full endpoint names, values by their text."""
    shown: dict[str, Any] = {name: str(value) for name, value in values.items() if value is not None}
    return current_app.url_for(endpoint, **shown)
