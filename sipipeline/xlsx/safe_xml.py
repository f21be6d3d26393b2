"""How XML of unknown origin is parsed: nothing is fetched, no entity is put in, and what is no
element is left out."""

from typing import Any

from lxml import etree

SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""Settings of every parser of lxml."""
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def declares(content: bytes) -> bool:
    """Whether a document declares entities, as no office program does."""
    spellings = (word.encode(encoding) for word in _DECLARATIONS for encoding in _ENCODINGS)
    return any(spelling in content for spelling in spellings)


def let_go(element: etree._Element) -> None:
    """Drop an element that has been read, with everything before it."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        del parent[: parent.index(element)]
