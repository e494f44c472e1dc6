"""Screens of documents: the table of contents (a tree of kinds, fields and issuers with counts), the tree of fields."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import go, page
from portal.core.text import sort_key
from portal.documents import queries, services
from portal.documents.forms import OTHER_LEVEL, QUALITY_LABELS, FieldForm, RenameForm
from portal.documents.models import KIND_GROUPS, LEVELS, FieldOfWork, level_of
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp


@dataclass(slots=True)
class Node:
    """An entry of the tree: its words, where it leads, how many papers, what stands below."""

    label: Any
    url: str
    count: int
    below: list["Node"] = field(default_factory=list)


@bp.get("/van-ban/muc-luc", may=Documents.LIST)
def contents() -> Response:
    """The library as a tree; counted over the newest papers one may read."""
    found = queries.overview(g.actor)
    rows, is_more = found[: queries.MOST], len(found) > queries.MOST
    return page("documents/contents.html", total=len(rows), is_more=is_more, Documents=Documents, trees=[
        (_l("Theo thể loại"), _kinds(rows)), (_l("Theo lĩnh vực"), _fields(rows)),
        (_l("Theo cơ quan ban hành"), _issuers(rows)), (_l("Theo chữ đọc được từ tệp"), _qualities(rows))])


@bp.get("/van-ban/linh-vuc", may=Documents.FIELDS)
def fields() -> Response:
    """The tree of fields of work, to be changed."""
    form = FieldForm.blank()
    return _fields_page(form)


@bp.post("/van-ban/linh-vuc", may=Documents.FIELDS)
def add_field() -> Response:
    """Add one."""
    form = FieldForm.read()
    form.offer(queries.fields())
    parent = queries.field_named(str(form.parent.data or ""))
    if form.validate() and form.attempt(lambda: services.add_field(g.actor, form.name.data, parent)):
        flash(gettext("Đã thêm lĩnh vực."), "success")
        return go(url_for("documents.fields"))
    return _fields_page(form, status=422)


@bp.get("/van-ban/linh-vuc/<int:field_id>", may=Documents.FIELDS, of=queries.field)
def rename_form(row: FieldOfWork) -> Response:
    """Ask for another name."""
    return page("documents/field_name.html", row=row, form=RenameForm.blank(row))


@bp.post("/van-ban/linh-vuc/<int:field_id>", may=Documents.FIELDS, of=queries.field)
def rename_field(row: FieldOfWork) -> Response:
    """Give it."""
    form = RenameForm.read()
    if form.validate() and form.attempt(lambda: services.rename_field(g.actor, row, form.name.data)):
        flash(gettext("Đã đổi tên lĩnh vực."), "success")
        return go(url_for("documents.fields"))
    return page("documents/field_name.html", row=row, form=form, status=422, has_errors=True)


@bp.post("/van-ban/linh-vuc/<int:field_id>/xoa", may=Documents.FIELDS, of=queries.field)
def drop_field(row: FieldOfWork) -> Response:
    """Take it out of the tree."""
    form = RenameForm.blank(row)
    if form.attempt(lambda: services.drop_field(g.actor, row)):
        flash(gettext("Đã xóa lĩnh vực."), "success")
        return go(url_for("documents.fields"))
    return page("documents/field_name.html", row=row, form=form, status=422, has_errors=True)


def _fields_page(form: FieldForm, status: int = 200) -> Response:
    tree = queries.fields()
    form.offer(tree)
    return page("documents/fields.html", status=status, has_errors=status != 200, form=form, tree=tree)


def _to(**values: Any) -> str:
    return url_for("documents.index", **values)


def _kinds(rows: list[Any]) -> list[Node]:
    counts = Counter(row.kind_name for row in rows)
    grouped = {name for group in KIND_GROUPS.values() for name in group.members}
    nodes = [Node(group.label, _to(nhom=key), sum(counts[name] for name in group.members),
                  [Node(name, _to(loai=name), counts[name]) for name in group.members if counts[name]])
             for key, group in KIND_GROUPS.items()]
    nodes += [Node(name, _to(loai=name), number) for name, number in sorted(counts.items())
              if name and name not in grouped]
    return [one for one in nodes if one.count]


def _fields(rows: list[Any]) -> list[Node]:
    counts = Counter(row.field_id for row in rows)
    nodes: dict[int, Node] = {}
    tops: list[Node] = []
    for one in queries.fields():
        nodes[one.id] = Node(one.name, _to(linh_vuc=one.id), 0)
        above = nodes.get(one.parent_id or 0)
        (above.below if above else tops).append(nodes[one.id])
        for part in one.path.strip("/").split("/"):
            nodes[int(part)].count += counts[one.id]
    for node in nodes.values():
        node.below = [below for below in node.below if below.count]
    return [node for node in tops if node.count]


def _issuers(rows: list[Any]) -> list[Node]:
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(level_of(row.issuer_suffix), Counter())[row.issuer] += 1
    labels = {key: group.label for key, group in LEVELS.items()} | {"khac": OTHER_LEVEL}
    return [Node(label, _to(cap=key), found[key].total(), [
        Node(name, _to(cua=name), number)
        for name, number in sorted(found[key].items(), key=lambda one: sort_key(one[0])) if name])
        for key, label in labels.items() if key in found]


def _qualities(rows: list[Any]) -> list[Node]:
    counts = Counter(queries.quality_of(row) for row in rows)
    return [Node(label, _to(chat_luong=key), counts[key]) for key, label in QUALITY_LABELS.items() if counts[key]]
