"""How XML of unknown origin is parsed: nothing is fetched, no entity is put in, and what is no
element is left out."""

from typing import Any

SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""Settings of every parser of lxml."""
