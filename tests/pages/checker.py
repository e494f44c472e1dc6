"""The Nu checker, which reads pages as browsers' makers wish them; without it or Java nothing is checked."""

import shutil
import subprocess
from pathlib import Path

from tests.architecture.sources import TOP

JAR = TOP / ".tools" / "vnu-jar-26.9.27" / "build" / "dist" / "vnu.jar"
LIGHT = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
"""Compiled quickly rather than well: one run is over before the better code has paid for itself."""
HERE = JAR.exists() and shutil.which("java") is not None


def check_html(folder: Path) -> None:
    """No page of a folder has an error."""
    if not HERE:
        return
    done = subprocess.run(["java", *LIGHT, "-jar", str(JAR), "--errors-only", "--format", "gnu", str(folder)],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr.replace(f'"file:{folder}/', '"')[:8000]
