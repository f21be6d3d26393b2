"""Links to our annotated copies, and to nothing else: relative, with every odd sign of a name made
harmless."""

import os
import re
from pathlib import Path
from urllib.parse import quote

_ODD = re.compile(r"[^A-Za-z0-9/._~()\-\u0080-\U0010ffff]")
_LONGEST = 2000
"""Signs of a link that Excel opens."""


def in_page(copy: str, folder: Path) -> str:
    """The link from a page in a folder to a copy; "" where there is no relative way."""
    return quote(_relative(copy, folder), safe="/", errors="replace")


def in_workbook(copy: str, folder: Path) -> str:
    """The link from a workbook in a folder to a copy; "" where there is none that Excel opens."""
    way = _relative(copy, folder)
    link = _ODD.sub(lambda sign: quote(sign.group(), safe="", errors="replace"), way)
    return f"external:{link}" if 0 < len(link) < _LONGEST else ""


def _relative(copy: str, folder: Path) -> str:
    if not copy:
        return ""
    try:
        way = os.path.relpath(copy, folder)
    except ValueError:  # on another drive of Windows
        return ""
    return way.replace(os.sep, "/")
