"""The child that knows pyHanko: the signatures of a PDF, judged against given roots; nothing is ever fetched.

`python -m portal.papers.signing PATH ROOTS MOMENT MEGABYTES SECONDS` writes a JSON list to standard output.
"""

import asyncio
import sys
import warnings
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from portal.papers import offline  # noqa: F401 - before all that follows

# isort: split
from asn1crypto import crl, pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from portal.papers.bounds import limit, tell
from portal.papers.signatures import CERTIFICATES, MOST, Signature, Verdict, printed, root_files

_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
_OUT_OF_TIME = {AdESIndeterminate.EXPIRED, AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
                AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED, AdESIndeterminate.NO_POE}
_WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


class Judge:
    """Judges signatures at one moment, by the roots and lists of revoked certificates it was given."""

    def __init__(self, folder: Path | None, moment: datetime) -> None:
        known = list(root_files(folder))
        self.roots = certificates(one for one in known if one.suffix.lower() in CERTIFICATES)
        self.lists = revoked(one for one in known if one.suffix.lower() not in CERTIFICATES)
        self.moment = moment

    async def signatures(self, file: IO[bytes]) -> list[Signature]:
        """Each signature of a PDF, in the order of signing; time stamps of the file itself are none."""
        found = PdfFileReader(file, strict=False).embedded_regular_signatures[:MOST]
        return [await self._one(one) for one in found]

    async def _one(self, found: Any) -> Signature:
        signer = found.signer_cert
        try:
            status = await self._status(found, self.moment)
            stamp = status.timestamp_validity
            is_stamped = bool(stamp and stamp.trusted)
            if is_stamped and status.trust_problem_indic in _OUT_OF_TIME:
                status = await self._status(found, stamp.timestamp)
            verdict = self._verdict(status)
            at = stamp.timestamp if is_stamped else status.signer_reported_dt
            is_extended = status.coverage != SignatureCoverageLevel.ENTIRE_FILE
        except Exception:  # one that is read in no way stands among the others as such
            verdict, at, is_stamped, is_extended = Verdict.UNSURE, None, False, False
        return Signature(_named(signer, "common_name"), _named(signer, "organization_name"),
                         printed(_last(signer.issuer.native.get("common_name")) if signer else ""),
                         at.isoformat() if at else "", is_stamped, str(verdict), is_extended)

    async def _status(self, found: Any, moment: datetime) -> Any:
        def context() -> ValidationContext:
            return ValidationContext(trust_roots=self.roots, crls=self.lists, moment=moment, allow_fetching=False,
                                     revocation_mode="soft-fail", retroactive_revinfo=True)

        return await async_validate_pdf_signature(found, context(), context(), key_usage_settings=_USAGE)

    def _verdict(self, status: Any) -> Verdict:
        if not status.intact or status.coverage not in _WHOLE or not status.docmdp_ok:
            return Verdict.ALTERED
        stamp = status.timestamp_validity
        if not status.valid or (stamp is not None and not (stamp.valid and stamp.intact)):
            return Verdict.FORGED
        if status.revoked:
            return Verdict.REVOKED
        if status.trusted and status.seed_value_ok:
            return Verdict.VALID
        if not self.roots:
            return Verdict.NO_ROOTS
        problem = status.trust_problem_indic
        if problem == AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
            return Verdict.UNKNOWN_ISSUER
        return Verdict.EXPIRED if problem in _OUT_OF_TIME else Verdict.UNSURE


def certificates(paths: Iterable[Path]) -> list[Certificate]:
    """The certificates in files, PEM or DER; a file that holds none is passed over."""
    found: list[Certificate] = []
    for path in paths:
        try:
            data = path.read_bytes()
            parts = [part for _, _, part in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
            inside = [Certificate.load(part) for part in parts]
            [one.subject.native for one in inside]
        except (ValueError, TypeError, OSError):
            continue
        found += inside
    return found


def revoked(paths: Iterable[Path]) -> list[crl.CertificateList]:
    """The lists of revoked certificates in files, PEM or DER."""
    found = []
    for path in paths:
        try:
            data = path.read_bytes()
            one = crl.CertificateList.load(pem.unarmor(data)[2] if pem.detect(data) else data)
            one.issuer.native  # noqa: B018 - parses
        except (ValueError, TypeError, OSError):
            continue
        found.append(one)
    return found


def _named(certificate: Certificate | None, part: str) -> str:
    return printed(_last(certificate.subject.native.get(part))) if certificate else ""


def _last(value: Any) -> str:
    """A name that occurs several times in a certificate is a list."""
    return str(value[-1] if isinstance(value, list) else value or "")


def main(arguments: list[str]) -> int:
    """Writes what the file named in the arguments is signed with."""
    path, folder, moment, memory_mb, seconds = arguments
    limit(int(memory_mb), int(seconds))
    warnings.simplefilter("ignore")
    try:
        with Path(path).open("rb") as file:
            judge = Judge(Path(folder) if folder else None, datetime.fromisoformat(moment))
            found = asyncio.run(judge.signatures(file))
    except Exception:  # a hostile file may break a reader in any way; each is one answer
        return 1
    return tell([asdict(one) for one in found])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
