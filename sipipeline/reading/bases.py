"""Rates that a formula divides by nothing: expected blank, whatever the cell shows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter

from sipipeline.catalogue import relations
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Note, Noted
from sipipeline.language.lexicon import words

_ERROR = "error"
"""Detail of a note of a cell whose formula fails."""


def without_base(
    notes: Sequence[Note], claims: Mapping[str, Claim], standard: Standard
) -> Iterator[Note]:
    """The notes, that of a rate which shows #DIV/0! as one of a blank where what it is divided by
    is 0 or blank."""
    unread = {note.key for note in notes if note.what is Noted.UNREADABLE}
    known = {key for key, claim in claims.items() if claim.value} | unread
    for note in notes:
        none = _divides_by_nothing(note) and _has_no_base(note.key, known, standard)
        yield note._replace(what=Noted.BLANK_WORD, detail=_ERROR) if none else note


def _divides_by_nothing(note: Note) -> bool:
    return note.what is Noted.UNREADABLE and str(note.raw).strip() in words("blank", "divided")


def _has_no_base(key: str, known: Collection[str], standard: Standard) -> bool:
    """Whether nothing is known of what a rate is divided by, in one way or another."""
    bases = _bases(standard).get(key, ())
    return any(all(one not in known for one in base) for base in bases)


@cache
def _bases(standard: Standard) -> Mapping[str, Sequence[Sequence[str]]]:
    """What each rate is divided by: the figures of each relation that it follows from."""
    found: dict[str, list[Sequence[str]]] = {}
    for relation in filter(attrgetter("is_ratio"), relations(standard)):
        base = [term.key for term in relation.base]
        found.setdefault(relation.subject, []).append(base)
    return found
