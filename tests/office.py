"""LibreOffice, which opens and saves our files as another program would."""

import atexit
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

XLSX = "xlsx:Calc MS Excel 2007 XML"
INSTALLED = shutil.which("soffice") is not None


def converted(kind: str, out: Path, *sources: Path) -> list[Path]:
    """The files as LibreOffice saves them in a kind; skips the test where it is not installed."""
    if not INSTALLED:
        pytest.skip("LibreOffice is not installed")
    options = ["--headless", "--convert-to", kind, "--outdir", str(out)]
    call = ["soffice", _profile(), *options, *map(str, sources)]
    subprocess.run(call, check=True, capture_output=True, timeout=180)
    ending = kind.partition(":")[0]
    return [out / f"{source.stem}.{ending}" for source in sources]


@cache
def _profile() -> str:
    """One profile for all calls of a process: to make one takes longer than most calls."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return f"-env:UserInstallation={Path(folder).as_uri()}"
