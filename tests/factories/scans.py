"""Scans for tests: one that was taken in, and what a machine reads in it."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal.papers import ocr
from portal.papers.extraction import Extracted
from tests.client import PortalClient
from tests.factories.documents import upload

PAGES = ["ĐẢNG ỦY TỔNG CÔNG TY\n*\nSố 12-CV/DU\n\nHà Nội, ngày 05 tháng 9 năm 2026\n\nVề việc kiểm tra cầu Long Biên",
         "Kính đề nghị các ga thực hiện nghiêm."]


def reads(monkeypatch: pytest.MonkeyPatch, answer: Extracted, fails: dict[int, str] | None = None) -> list[int]:
    """The machine reads this, page by page; answers the pages it was asked for."""
    asked: list[int] = []

    def page(path: Path, at: int) -> Extracted:
        asked.append(at)
        if answer.state != "ok" or at in (fails or {}):
            return replace(answer, pages=[], confidence=[], state=(fails or {}).get(at, answer.state))
        return replace(answer, pages=answer.pages[at:at + 1], confidence=answer.confidence[at:at + 1],
                       page_count=len(answer.pages))

    monkeypatch.setattr(ocr, "recognise_page", page)
    return asked


def ok(pages: list[str] | None = None) -> Extracted:
    """Pages that a machine has read."""
    return Extracted(pages or PAGES, "", "ok", 0.9, 2, label="scan", confidence=[91.6, 80.0] + [50.0] * 200)


def scan(client: PortalClient, body: bytes) -> str:
    """The address of a scan that has been taken in."""
    return str(upload(client, "quet.pdf", body).location)
