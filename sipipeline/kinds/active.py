"""What an Open XML package carries that could act by itself."""

from sipipeline.kinds.book import Active
from sipipeline.xlsx.package import Package, fold

_PARTS = {
    "vbaproject": Active.MACROS,
    "/macrosheets/": Active.MACROS,
    "/externallinks/": Active.LINKS,
    "xl/connections.": Active.LINKS,
    "/embeddings/": Active.OBJECTS,
    "/activex/": Active.OBJECTS,
}
"""What the names of parts have in them."""
_LINKS = "/externallinks/"
_DDE = b"ddeLink"


def active_in(package: Package) -> frozenset[Active]:
    active = {kind for name in package.names for word, kind in _PARTS.items() if word in fold(name)}
    links = [name for name in package.names if _LINKS in fold(name)]
    if any(_DDE in package.read(name) for name in links):
        active.add(Active.DDE)
    return frozenset(active)
