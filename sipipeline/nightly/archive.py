"""The originals: each content once, byte for byte, under its hash."""

from pathlib import Path

from sipipeline.core import durable
from sipipeline.intake import names
from sipipeline.ledger.arrivals import Original

_KNOWN = names.WORKBOOKS | names.CONTAINERS | names.UNOPENED
_OTHER = ".bin"


class Changed(Exception):
    """A file has changed while it was read."""


def put(source: Path, name: str, size: int, archive: Path) -> Original:
    """Copy a file into the archive, whole and on disk; raises Changed where it is not as large as
    it was, and OSError."""
    written = durable.copy_beside(source, archive / "incoming")
    try:
        if written.size != size:
            raise Changed
        original = Original(written.sha256, written.size, _path(written.sha256, name))
        _settle(written.path, archive / original.path, written.sha256)
        return original
    finally:
        written.path.unlink(missing_ok=True)


def put_bytes(content: bytes, sha256: str, name: str, archive: Path) -> Original:
    """Put a content that came over the wire into the archive, whole and on disk."""
    original = Original(sha256, len(content), _path(sha256, name))
    target = archive / original.path
    if not _is_whole(target, sha256):
        durable.write(target, content)
    return original


def _settle(beside: Path, target: Path, sha256: str) -> None:
    """Rename a file to its place, unless its content lies there already."""
    if not _is_whole(target, sha256):
        durable.move(beside, target)


def _is_whole(target: Path, sha256: str) -> bool:
    return target.is_file() and durable.digest_of(target) == sha256


def _path(sha256: str, name: str) -> str:
    """Two characters of the hash make the folder; the ending says what kind of file it is."""
    ending = names.suffix(name)
    return f"{sha256[:2]}/{sha256}{ending if ending in _KNOWN else _OTHER}"
