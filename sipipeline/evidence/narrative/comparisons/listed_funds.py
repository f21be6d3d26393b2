"""Whether as many funds are listed as words right behind the list count:
决算包括企业养老、机关养老、居民养老、工伤、失业五项基金."""

from collections.abc import Iterator, Sequence

from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.names_of_accounts import resolved
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement
from sipipeline.language.numbers import number_at

_NAMES = ("fund", "brief")
_LEAST = 2


def listed(clause: Clause) -> Iterator[Statement]:
    """What a clause without a figure says of how many funds it lists, each known by its name; with
    one it is open whether the count or the list is of what the figure is."""
    tokens = clause.segment.tokens if clause.segment.number is None else ()
    for place, token in enumerate(tokens):
        found = number_at(token.text, 0) if token.kind == "total" else None
        names = _names_before(tokens, place) if found is not None else ()
        funds = {resolved(name, clause.own) for name in names}
        if found is None or len(names) < _LEAST or None in funds or len(funds) < len(names):
            continue
        text = clause.line.text[names[0].start : token.end]
        yield Statement(clause.line.key, text, (), holds=found.value == len(names))


def _names_before(tokens: Sequence[Token], end: int) -> Sequence[Token]:
    """The names of a list that ends right before a word, in order; none where something else is
    listed before them."""
    names: list[Token] = []
    place = end - 1
    while place >= 0 and tokens[place].kind in _NAMES:
        names.append(tokens[place])
        if not place or tokens[place - 1].kind != "join":
            return names[::-1]
        place -= 2
    return ()
