"""Amounts of a column that stand in other lines than they should, by what the lines are like, and
were carried into sums, shares and the total. It is supposed where a rule asks about them, and
believed where putting them back settles what texts or other rules say, and nothing new is."""

from collections.abc import Iterator, Sequence

from sipipeline.checking.causes.said_beside import has_voices
from sipipeline.checking.supposing.suppositions import (
    Correction,
    settled,
    with_figures,
    without,
)
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.core.values import frozen
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.misplaced_amounts import Disarray, MisplacedAmounts
from sipipeline.rules import p417_amounts_in_their_lines

_ASKING = p417_amounts_in_their_lines.RULE.code
MISPLACED = Text(
    zh="{fund}“{column}”一栏的{lines}填错了行，并带进了各合计：各自填回原来的行以后，文字和其他数都相符",
    en="{lines} of {fund}, {column}, stand in each other's line, and were carried into the sums: "
    "once each is in its own, texts and other figures agree",
)
A_LINE_OFF = Text(
    zh="{fund}“{column}”一栏从“{first}”到“{last}”整块错了一行，并带进了各合计：各自填回原来的行{lost}"
    "以后，文字和其他数都相符",
    en="{fund}, {column}: from {first} to {last} the amounts stand a line off, and were carried "
    "into the sums: once each is in its own{lost}, texts and other figures agree",
)
LOST = Text(zh="、丢掉的数照账补填", en=", and what was lost is filled in from the books")


@frozen
class MisplacedLines(Correction):
    """Amounts in the lines where they belong, and what is worked out of them; what was lost at the
    other end nobody knows."""

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings that settles; 0 where it makes errors, or settles none, or one voice
        alone asks."""
        gone = settled(before, after)
        is_error = any(one.severity is Severity.ERROR for one in gone)
        is_told = is_error and has_voices(gone) and not self.breaks(before, after)
        return len(gone) if is_told else 0


def misplaced_lines(
    findings: Sequence[Finding], submission: Submission
) -> Iterator[MisplacedLines]:
    """What rules ask about that seems to stand in another line of its column."""
    asked = {one.cells[0].key for one in findings if one.rule == _ASKING and not one.explained}
    for one in submission.once(Evidence).misplaced_amounts if asked else ():
        is_of_line = one.way is not Disarray.COPIED and len({*map(keys.table, one.keys)}) == 1
        if is_of_line and not asked.isdisjoint(one.keys):
            yield _put_back(one, submission)


def _put_back(one: MisplacedAmounts, submission: Submission) -> MisplacedLines:
    """The amounts each in its line; a line from which one was taken, and into which none is put,
    is left as it is in other columns: with nothing, or with what nobody knows."""
    meant = {move.to.key: move.line.amount for move in one.moves}
    emptied = [move.line for move in one.moves if move.line.key not in meant]
    lost = [] if one.left is None or one.left.key in meant else [one.left]
    nothing = {line.key: 0.0 for line in emptied if not any(map(submission.number, line.beside))}
    unknown = [line.key for line in (*emptied, *lost) if line.key not in nothing]
    held = {**with_figures({**meant, **nothing}, submission), **without(unknown, submission)}
    return MisplacedLines(submission, held, _why(one, LOST if unknown else NOTHING, submission))


def _why(one: MisplacedAmounts, lost: Text, submission: Submission) -> Text:
    standard, key = submission.standard, one.moves[0].line.key
    order = {field: place for place, field in enumerate(standard.fields)}
    lines = [standard.line_name(cell) for cell in sorted(one.keys, key=lambda cell: order[cell])]
    return (A_LINE_OFF if one.way in (Disarray.DOWN, Disarray.UP) else MISPLACED).fill(
        fund=standard.fund(keys.fund(key) or "").short,
        column=standard.measure_name(keys.measure(key)),
        lines=join(lines, "、", ", "),
        first=lines[0],
        last=lines[-1],
        lost=lost,
    )
