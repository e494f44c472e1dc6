"""The child itself."""

import subprocess
import sys


def test_nobody_who_could_fetch_is_loaded():
    asked = "import sys, portal.papers.signing; print(sum(name.startswith('aiohttp') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True).stdout == b"1\n"
