"""What the worker does for documents."""

from typing import Any

from portal.core import files
from portal.core.db import transaction
from portal.documents import services
from portal.jobs.registry import job
from portal.papers import extraction, light, ocr, signatures


@job("documents.extract")
def extract(batch: list[dict[str, Any]]) -> None:
    """Read a file and propose its fields. Safe to run twice: a document that was read stays as it is."""
    for payload in batch:
        with transaction():
            services.begin_reading(payload["document_id"])
        # All reading before the next SQL statement: a transaction that writes keeps everybody else waiting.
        place = files.store().path(payload["digest"])
        found = extraction.extract(place, payload["media_type"]) if place else None
        services.file_was_read(payload["document_id"], services.understand(found))


@job("documents.extract_edition")
def extract_edition(batch: list[dict[str, Any]]) -> None:
    """Read a new version of a file. Safe to run twice: one that was read stays as it is."""
    for payload in batch:
        place = files.store().path(payload["digest"])
        found = extraction.extract(place, payload["media_type"]) if place else None
        services.edition_was_read(payload["edition_id"], services.understand(found))


@job("documents.recognise")
def recognise(batch: list[dict[str, Any]]) -> None:
    """Read the letters of the next page of a scan; others have their turn between two pages. Safe to run twice."""
    for payload in batch:
        document_id, digest = payload["document_id"], payload["digest"]
        with transaction():
            at = services.next_page(document_id, digest)
        place = files.store().path(digest)
        if at is not None:
            found = ocr.recognise_page(place, at) if place else None
            services.page_was_read(document_id, digest, at, found)


@job("documents.drop_file")
def drop_file(batch: list[dict[str, Any]]) -> None:
    """Take files out of the store that no row names any more."""
    for payload in batch:
        services.drop_file(payload["digest"])
        services.drop_light(payload["digest"])


@job("documents.lighten")
def lighten(batch: list[dict[str, Any]]) -> None:
    """Make a light copy of a heavy scan, to be offered beside it."""
    for payload in batch:
        place = files.store().path(payload["digest"])
        copy = light.lighten_file(place) if place else None
        services.keep_light(payload["digest"], copy)


@job("documents.check_signatures")
def check_signatures(batch: list[dict[str, Any]]) -> None:
    """Look at what a PDF is signed with. Safe to run twice."""
    for payload in batch:
        digest, folder = payload["digest"], files.trust_roots()
        with transaction():
            moment = services.first_seen(digest)
        place, under = files.store().path(digest), signatures.fingerprint(folder)
        found = signatures.check(place, folder, moment) if place else []
        services.keep_signatures(digest, moment, under, found)


@job("documents.check_again", every=3600)
def check_again(batch: list[dict[str, Any]]) -> None:
    """Other certificates are trusted than before: judge signed files again."""
    services.check_again()


@job("documents.hours", every=60)
def hours(batch: list[dict[str, Any]]) -> None:
    """Publish and withdraw what was set for an hour that has come."""
    services.keep_hours()


@job("documents.purge", every=24 * 3600)
def purge(batch: list[dict[str, Any]]) -> None:
    """Empty the trash of what lay there for 30 days."""
    services.purge()


@job("documents.forget_openings", every=24 * 3600)
def forget_openings(batch: list[dict[str, Any]]) -> None:
    """Forget who opened what more than a year ago."""
    services.forget_openings()


@job("documents.drop_pieces")
def drop_pieces(batch: list[dict[str, Any]]) -> None:
    """Take away pieces of uploads that are whole, given up or forgotten."""
    for payload in batch:
        services.drop_pieces(payload["token"])


@job("documents.sweep_uploads", every=3600)
def sweep_uploads(batch: list[dict[str, Any]]) -> None:
    """Forget uploads that nobody took up again; read again what was never read to its end."""
    services.sweep()
    services.read_again()


@job("documents.bundle")
def bundle(batch: list[dict[str, Any]]) -> None:
    """Put a selection into one ZIP. Safe to run twice: one that was made stays as it is."""
    for payload in batch:
        services.make_bundle(payload["bundle_id"])


@job("documents.sweep_bundles", every=3600)
def sweep_bundles(batch: list[dict[str, Any]]) -> None:
    """Forget the ZIPs of yesterday."""
    services.sweep_bundles()
