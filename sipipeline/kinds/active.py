"""What an Open XML package carries that could act by itself."""

from collections.abc import Iterable

from sipipeline.core.text import Text, join
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
_NAMES = {
    Active.MACROS: Text(zh="宏", en="macros"),
    Active.LINKS: Text(zh="外部链接", en="external links"),
    Active.DDE: Text(zh="DDE 链接", en="DDE links"),
    Active.OBJECTS: Text(zh="嵌入的对象", en="embedded objects"),
}


def active_in(package: Package) -> frozenset[Active]:
    active = {kind for name in package.names for word, kind in _PARTS.items() if word in fold(name)}
    links = [name for name in package.names if _LINKS in fold(name)]
    if any(_DDE in package.read(name) for name in links):
        active.add(Active.DDE)
    return frozenset(active)


def named(active: Iterable[Active]) -> Text:
    return join([_NAMES[kind] for kind in sorted(active)], "、", ", ")
