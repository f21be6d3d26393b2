"""Lines that a clause counts instead of naming them: 集体补助8.6万元，利息2.1万元。这两项都下降."""

from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.subjects import Subject
from sipipeline.evidence.narrative.quoting.clause import Clause
from sipipeline.language.lexicon import WordPattern
from sipipeline.language.numbers import numeral

_HERE = ("narrative", "statements", "those")
_NAMES = ("fund", "brief", "total", "item", "deficit")

AccountLine = tuple[str, Subject]


@frozen
class ThoseLines:
    """How many lines a clause says something of, without their names."""

    number: int
    behind: tuple[Token, ...]
    """The words behind the count."""


def those(clause: Clause) -> ThoseLines | None:
    """How many lines a clause begins with by a count alone; None where it names any."""
    said, found = "", None
    tokens = clause.segment.tokens
    for place, token in enumerate(tokens, 1):
        said += token.text
        counted = _COUNTED.fullmatch(said)
        if counted is not None:
            found = ThoseLines(int(numeral(counted["number"])), tokens[place:])
    return None if clause.segment.has(*_NAMES) else found


def last_stated(before: Sequence[Clause], number: int) -> Sequence[AccountLine]:
    """The last lines of which figures were stated, as many as a number says; none where there are
    fewer, or it is open of which line or account one of their figures is."""
    lines: dict[AccountLine, None] = {}
    for clause in reversed(before):
        if clause.segment.number is None:
            continue
        subjects, account = clause.setting.what.subjects, clause.setting.whom.account
        if len(subjects) != 1 or account is None or subjects[0].family != keys.ACCOUNTS:
            return ()
        lines[account, subjects[0]] = None
        if len(lines) == number:
            return [*lines]
    return ()


_COUNTED = WordPattern("{pointing}(?P<number>.){counters}{kinds}?", *_HERE)
