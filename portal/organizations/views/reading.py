"""The tree level by level, one unit and its history, search by name, and units found while typing."""

import re
from typing import Any

from flask import abort, g, request, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.policy import Right, allowed
from portal.core.render import page, wanted_fragment
from portal.core.text import squeeze
from portal.organizations import queries
from portal.organizations.forms import TreeForm
from portal.organizations.forms.picking import LONGEST
from portal.organizations.models import Organization
from portal.organizations.policy import Organizations
from portal.organizations.views.blueprint import bp

ACTS: list[tuple[str, Any, Right]] = [
    ("create_form", _l("Thêm đơn vị trực thuộc"), Organizations.CREATE),
    ("term_form", _l("Ghi nhiệm kỳ mới"), Organizations.TERMS),
    ("rename_form", _l("Đổi tên"), Organizations.CHANGE),
    ("correct_form", _l("Sửa chỗ viết sai"), Organizations.CHANGE),
    ("change_kind_form", _l("Đổi loại hình"), Organizations.CHANGE),
    ("move_form", _l("Chuyển sang cấp trên khác"), Organizations.REORDER),
    ("merge_form", _l("Sáp nhập"), Organizations.REORDER),
    ("split_form", _l("Tách"), Organizations.REORDER),
    ("dissolve_form", _l("Giải thể"), Organizations.REORDER),
    ("delete_form", _l("Xóa vì ghi nhầm"), Organizations.DELETE),
]
"""What may be done to a unit: endpoint, words, right."""


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
    """One unit: where it stands, who serves it, what it lacks, what is below."""
    terms = queries.terms(unit)
    watched = allowed(g.actor, Organizations.WATCH, unit)
    return page("organizations/show.html", fragments=("below",), unit=unit, above=queries.ancestors(unit),
                found=Page.of(queries.below(g.actor, unit)), people=queries.people(g.actor, unit),
                steps=queries.succession(g.actor, unit), terms=terms,
                lacks=queries.lacks(unit, terms) if watched else [], acts=_acts(unit))


@bp.get("/to-chuc/<int:organization_id>/lich-su", may=Organizations.READ, of=queries.get)
def history(unit: Organization) -> Response:
    """What a unit was called, where it stood, who held its posts, what it came from."""
    people = queries.people(g.actor, unit)
    return page("organizations/history.html", unit=unit, above=queries.ancestors(unit), turns=queries.turns(unit),
                steps=queries.succession(g.actor, unit), posts=queries.former_posts(unit.id),
                terms=queries.terms(unit), left=queries.former_children(g.actor, unit), roster_url=people.roster_url)


@bp.get("/to-chuc/tim", may=Organizations.READ)
def pick() -> Response:
    """Units to choose from while typing (templates/organizations/_picker.html); `vai`: where one holds such a role."""
    name = request.args.get("o", "")
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,30}", name):
        abort(404)
    text = squeeze(request.args.get(f"{name}_ten", ""))[:LONGEST]
    roles = request.args["vai"].split(".") if "vai" in request.args else None
    return page("organizations/pick.html", name=name, typed=text,
                rows=queries.pick(g.actor, text, cells=request.args.get("chi-bo") == "1", roles=roles))


def _level(parent: Organization) -> list[queries.Branch]:
    return [branch for branch in queries.level(g.actor, [parent.id]) if branch.unit.parent_id == parent.id]


def _acts(unit: Organization) -> list[tuple[Any, str]]:
    return [(words, url_for(f"organizations.{endpoint}", organization_id=unit.id)) for endpoint, words, right in ACTS
            if allowed(g.actor, right, unit)]
