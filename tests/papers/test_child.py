"""The child itself; other tests read files in their own process (tests/fixtures.py), as it answers the same."""

import json
import subprocess
import sys

import pytest

from portal.papers import child
from portal.papers.extraction import DOCX, MARKDOWN, TEXT, extract
from tests.papers.conftest import SEEDS
from tests.papers.test_bad_files import MAKE


@pytest.mark.usefixtures("children")
@pytest.mark.parametrize("media_type", [*MAKE, DOCX, TEXT, MARKDOWN])
def test_it_answers_as_this_process_does(tmp_path, as_docx, media_type):
    letter = SEEDS / "98-CV-DU.md"
    if media_type in MAKE:
        path = MAKE[media_type](tmp_path / "a")
    else:
        path = as_docx(letter) if media_type == DOCX else letter
    said = json.loads(json.dumps(child.read(path, media_type)))
    assert said["pages"]
    told = extract(path, media_type)
    assert {name: getattr(told, name) for name in said} == said


def test_nobody_who_could_fetch_is_loaded():
    asked = "import sys, portal.papers.signing; print(sum(name.startswith('aiohttp') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True).stdout == b"1\n"
