"""Lines that a clause counts instead of naming them: 集体补助8.6万元，利息2.1万元。这两项都下降."""

from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.subjects import Subject
from sipipeline.evidence.narrative.quoting.clause import Clause
from sipipeline.language.lexicon import WordPattern
from sipipeline.language.numbers import numeral

_HERE = ("narrative", "statements", "those")
_NAMES = ("fund", "brief", "total", "item", "deficit")

_STATING = frozenset(
    {"fund", "item", "fillers", "join", "level", "this_year", "whole_year", "date"}
)
"""Kinds of words that may lead to the amount of a line."""
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


def stated_in_sentence(clause: Clause, before: Sequence[Clause]) -> int:
    """How many lines a sentence stated the amounts of, and nothing else, before a clause that names
    none: 转移收入4.82万元，其他收入0.65万元，均较上年增加; 0 where parts are among them, or other
    figures, of which it may be said as well."""
    if clause.segment.after != "," or clause.segment.has(*_NAMES, "rest"):
        return 0
    lines: set[AccountLine | None] = set()
    for one in reversed(before):
        lines.add(_line(one))
        if one.segment.after in SENTENCE_ENDS:
            break
    return 0 if None in lines else len(lines)


def _line(clause: Clause) -> AccountLine | None:
    """The line that a clause states the amount of, and says no more than that; None for others."""
    subjects, account = clause.setting.what.subjects, clause.setting.whom.account
    kinds = {token.kind for token in clause.segment.tokens}
    plain = kinds <= _STATING and clause.segment.dimension == "money"
    if not plain or len(subjects) != 1 or account is None or "item" not in kinds:
        return None
    return account, subjects[0]


_COUNTED = WordPattern("{pointing}(?P<number>.){counters}{kinds}?", *_HERE)
