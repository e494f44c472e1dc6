"""Screens of the tree: level by level, one unit, search by name."""

from flask import abort, g
from werkzeug.wrappers import Response

from portal.core import navigation
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import page, wanted_fragment
from portal.organizations import queries
from portal.organizations.forms import TreeForm
from portal.organizations.models import Organization
from portal.organizations.policy import Organizations

bp = GuardedBlueprint("organizations", __name__)
navigation.add("organizations", _l("Tổ chức"), "organizations.index", Organizations.READ, 70)


@bp.get("/to-chuc", may=Organizations.READ)
def index() -> Response:
    """The tree, opened where asked; or the units whose names hold the words typed."""
    form = TreeForm.read()
    valid = form.validate()
    opened = queries.get(g.actor, form.opened.data) if form.opened.data and not form.opened.errors else None
    if form.opened.errors or (form.opened.data and opened is None):
        abort(404)
    if opened is not None and wanted_fragment() == f"duoi-{opened.id}":
        return page("organizations/level.html", parent=opened, branches=_level(opened))
    if form.text.data and valid:
        return page("organizations/search.html", fragments=("results",), form=form,
                    found=Page.of(queries.search(g.actor, form.text.data)))
    return page("organizations/index.html", form=form, branches=queries.tree(g.actor, opened),
                status=200 if valid else 422, has_errors=form.failed)


@bp.get("/to-chuc/<int:organization_id>", may=Organizations.READ, of=queries.get)
def show(unit: Organization) -> Response:
    """One unit: where it stands, who serves it, what is below."""
    return page("organizations/show.html", fragments=("below",), unit=unit, above=queries.ancestors(unit),
                found=Page.of(queries.below(g.actor, unit)), people=queries.people(g.actor, unit),
                steps=queries.succession(g.actor, unit))


def _level(parent: Organization) -> list[queries.Branch]:
    return [branch for branch in queries.level(g.actor, [parent.id]) if branch.unit.parent_id == parent.id]
