"""The sign of a target turned round: ≤1起 for ≥1起, 不高于 for 不低于."""

from collections.abc import Iterator

from sipipeline.language.lexicon import table


def with_sign_turned(target: str) -> str:
    """A target with its only sign, or word for one, turned round; "" where it has none, or
    several."""
    found = {one: other for one, other in _pairs() if one in target}
    signs = [one for one in found if not any(one != other and one in other for other in found)]
    if len(signs) != 1 or target.count(signs[0]) != 1:
        return ""
    return target.replace(signs[0], found[signs[0]])


def _pairs() -> Iterator[tuple[str, str]]:
    """Each sign with the one that is turned round."""
    for at_least, at_most in table()["turned_signs"]["pairs"]:
        yield at_least, at_most
        yield at_most, at_least
