"""An amount that a rule finds so many tens of the others of its line, and that was carried into
sums and rates. It is supposed because of that, and believed where so many tens of it, as far as it
is rounded, settle what texts or other rules say, and nothing new is."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from sipipeline.checking.causes.said_beside import has_voices
from sipipeline.checking.supposing.figures_by_hand import identity
from sipipeline.checking.supposing.scaled_columns import put_right
from sipipeline.checking.supposing.suppositions import Correction, settled
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.evidence.digits import OffByDigits, amounts
from sipipeline.rules import p415_amounts_and_digits

_ASKING = p415_amounts_and_digits.RULE.code
_FEW = 2
"""So many amounts of a column may each be a slip; more are one of the column."""
OFF_BY_TENS = Text(
    zh="{figure}像是差 {times} 倍，并带进了各合计：改正以后，文字和其他数都相符",
    en="{figure} seems to be {times} times off, and was carried into the sums: once it is put "
    "right, texts and other figures agree",
)


@frozen
class ScaledAmount(Correction):
    """An amount as so many times what it is, and what is worked out of it."""

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings that settles; 0 where it makes new ones, or settles no error, or but
        one voice speaks for it beside the rule that asks, or all is one cause already."""
        every = settled(before, after)
        gone = [one for one in every if one.rule != _ASKING]
        causes = {identity(one) if one.group is None else one.group for one in every}
        is_error = any(one.severity is Severity.ERROR for one in gone)
        is_told = is_error and has_voices(gone) and not settled(after, before)
        return len(every) if is_told and len(causes) > 1 else 0


def scaled_amounts(findings: Sequence[Finding], submission: Submission) -> Iterator[ScaledAmount]:
    """The amounts that the rule asks about and that nothing else names, but for those of a column
    of which it asks about many."""
    asked = {one.cells[0].key for one in findings if one.rule == _ASKING and not one.explained}
    named = {key for one in findings for key in one.singled_out}
    off = _off(asked - named, submission)
    columns = Counter(keys.column(one.key) for one in off)
    yield from (_scaled(one, submission) for one in off if columns[keys.column(one.key)] <= _FEW)


def _off(asked: Collection[str], submission: Submission) -> Sequence[OffByDigits]:
    """How the amounts that are asked about are off."""
    lines = (line for fund in submission.funds if asked for line in amounts(submission, fund))
    return [line.off for line in lines if line.off is not None and line.off.key in asked]


def _scaled(off: OffByDigits, submission: Submission) -> ScaledAmount:
    follow = put_right([off.key], 1 / off.times, submission)
    held = {off.key: follow[off.key], **follow}
    times = round(max(off.times, 1 / off.times))
    why = OFF_BY_TENS.fill(figure=submission.standard.label(off.key), times=times)
    return ScaledAmount(submission, held, why)
