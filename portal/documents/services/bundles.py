"""Several papers in one ZIP: made by the worker with the rights of who asked, theirs alone, gone after a day."""

import tempfile
import zipfile
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from portal.core import audit, clock, files
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import safe_file_name
from portal.delegation.api import actor_of_account
from portal.documents import queries
from portal.documents.models import Bundle, Document
from portal.jobs.queue import enqueue

MOST = 200
LARGEST = 500 * 1024 * 1024
KEPT = timedelta(days=1)
MOST_KEPT = 10
"""Of one account, of that day: a ZIP may be as large as LARGEST."""


def ask_bundle(actor: Actor, ids: Sequence[int]) -> Bundle:
    """Ask for the papers one may read among these."""
    known = [one.id for one in queries.chosen(actor, ids)]
    if not known or actor.account_id is None:
        raise DomainError(_l("Chọn ít nhất một văn bản để tải về."))
    if len(known) > MOST:
        raise DomainError(_l("Mỗi lần tải về nhiều nhất %(n)s văn bản.", n=MOST))
    mine = select(func.count()).select_from(Bundle).where(Bundle.account_id == actor.account_id)
    if db.session.execute(mine).scalar_one() >= MOST_KEPT:
        raise DomainError(_l("Bạn đã yêu cầu %(n)s gói từ hôm qua đến nay. Dùng các gói đó, hoặc yêu cầu tiếp vào ngày "
                             "mai.", n=MOST_KEPT))
    bundle = Bundle(account_id=actor.account_id, ids=known, asked_at=clock.now())
    db.session.add(bundle)
    db.session.flush()
    enqueue("documents.bundle", bundle_id=bundle.id)
    audit.record(actor, "documents.bundle", "document", None, n=len(known))
    return bundle


def make_bundle(bundle_id: int) -> None:
    """Put the originals into one file; nothing happens where it was made before or is no longer wanted."""
    bundle = db.session.get(Bundle, bundle_id)
    if bundle is None or bundle.state != "waiting":
        return
    documents = queries.chosen(actor_of_account(bundle.account_id), bundle.ids)
    if sum(file.size for one in documents for file in one.files) > LARGEST:
        bundle.state = "too_large"
        return
    with tempfile.TemporaryFile() as made:
        _write(made, documents)
        made.seek(0)
        bundle.digest, bundle.size = files.store().put(made)
    bundle.state = "ready"
    db.session.flush()
    tell([bundle.account_id], N_("Gói %(n)s văn bản đã sẵn sàng để tải về."), f"/van-ban/goi/{bundle.id}",
         n=len(documents))


def check_bundle(actor: Actor, bundle: Bundle) -> Bundle:
    """The rights are asked again: what one may no longer read is in no download."""
    if len(queries.chosen(actor, bundle.ids)) != len(bundle.ids):
        raise DomainError(_l("Quyền đọc của bạn đã thay đổi từ khi yêu cầu gói này. Chọn lại văn bản rồi yêu cầu gói "
                             "mới."))
    return bundle


def sweep_bundles() -> int:
    """Forget those of yesterday; answers how many."""
    old = list(db.session.execute(select(Bundle).where(Bundle.asked_at < clock.now() - KEPT)).scalars())
    for bundle in old:
        if bundle.digest:
            enqueue("documents.drop_file", digest=bundle.digest)
        db.session.delete(bundle)
    db.session.flush()
    return len(old)


def _write(made: object, documents: Sequence[Document]) -> None:
    used: set[str] = set()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for document in documents:
            for file in document.files:
                place = files.store().path(file.digest)
                if place is not None:
                    archive.write(place, _name(document, file.name, used))


def _name(document: Document, name: str, used: set[str]) -> str:
    """`98-CV_ĐU tiep tuc.pdf`: the symbol and the file's name, each once."""
    wanted = safe_file_name(f"{document.symbol.replace('/', '_')} {name}".strip())
    stem, dot, ending = wanted.rpartition(".")
    number, found = 1, wanted
    while found in used:
        number += 1
        found = f"{stem} ({number}){dot}{ending}" if dot else f"{wanted} ({number})"
    used.add(found)
    return found


audit.says({
    "documents.bundle": _l("tải về nhiều văn bản trong một gói"),
    "documents.readdress": _l("đổi người được đọc của văn bản"),
    "documents.file_under": _l("đổi lĩnh vực của văn bản"),
})
files.named_by("documents.bundles", queries.names_bundle)
