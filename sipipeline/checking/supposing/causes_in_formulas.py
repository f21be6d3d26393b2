"""The findings of a submission with wrong formulas: each of these as one cause, and beside them
only what is still wrong once they are put right."""

from collections.abc import Iterator, Mapping, Sequence

from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.supposing.figures_by_hand import identity, with_figures_by_hand
from sipipeline.checking.supposing.wrong_formulas import (
    WrongFormula,
    amounts_of,
    corrected,
    wrong_formulas,
)
from sipipeline.checking.wording import shown
from sipipeline.core import keys
from sipipeline.core.figures import as_cell_holds
from sipipeline.core.findings import Culprit, Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join
from sipipeline.core.values import frozen
from sipipeline.xlsx.sums_of_cells import as_filled

MISSES = Text(
    zh="公式 ={formula} 漏加了{figures}",
    en="the formula ={formula} leaves out {figures}",
)
TAKES = Text(
    zh="公式 ={formula} 不该加的也加了：{figures}",
    en="the formula ={formula} adds what it should not: {figures}",
)
TAKES_AND_MISSES = Text(
    zh="公式 ={formula} 加错了格：漏了{missing}，多算了{beyond}",
    en="the formula ={formula} adds the wrong cells: not {missing}, but {beyond}",
)
TAKES_FOR = Text(
    zh="公式 ={formula} 取错了格：该取{missing}，却取了{beyond}",
    en="the formula ={formula} takes the wrong cells: {beyond} instead of {missing}",
)
STALE = Text(
    zh="公式 ={formula} 的结果是重算以前的旧数，先在表格软件里全部重算（按 F9）并保存",
    en=(
        "the formula ={formula} shows what it came to before its cells were changed; have "
        "everything worked out anew (F9), and save"
    ),
)
ONE_OF_MANY = Text(
    zh="几格都是这样，如 {cell} 的{why}",
    en="so it is in several cells, as in {cell}: {why}",
)
_MOST_NAMED = 3
"""So many figures are named that a formula leaves out or adds."""
AND_OTHERS = Text(zh="{named}等 {count} 项", en="{named} and others, {count} in all")

Slip = tuple[str, str, frozenset[tuple[str, str, str, int]]]
"""The sheet, the line if it matters, and how what is missing or beyond lies to the sum."""


def right_formulas(
    findings: Sequence[Finding], submission: Submission
) -> Iterator["WrongFormulas"]:
    """That the formulas which add up the wrong cells are put right, where there are any."""
    if wrong := wrong_formulas(findings, submission):
        yield WrongFormulas(wrong, submission)


@frozen
class WrongFormulas:
    """The formulas of a submission that are known to be wrong, supposed to be put right."""

    wrong: Sequence[WrongFormula]
    submission: Submission

    @property
    def put_right(self) -> Submission:
        return corrected(self.submission, self.wrong)

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """Each counts: the formulas themselves say that they are wrong."""
        return len(self.wrong)

    def told(self, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
        """What is told with right formulas, and the errors that are not among these, each of the
        group of a formula."""
        numbers = fresh_numbers(after)
        slips = _by_slip(self.wrong)
        groups = [_SameSlip(next(numbers), members, self.submission) for members in slips]
        sources = [(slip.amounts, slip.culprits) for slip in groups]
        result = with_figures_by_hand(after, before, sources, numbers, self.submission)
        still = {identity(one) for one in after}
        for one in before:
            if one.severity is Severity.ERROR and identity(one) not in still:
                group = next((group for group in groups if one.speaks_of(group.amounts)), groups[0])
                result.append(joined(one, group.number, group.culprits))
        return result


class _SameSlip:
    """Formulas in which the same slip was made, filled down or to the right."""

    def __init__(self, number: int, wrong: Sequence[WrongFormula], submission: Submission) -> None:
        self.number = number
        self.amounts = amounts_of(wrong, submission)
        """What is another amount with the right formulas."""
        why = _why(wrong, submission)
        self.culprits = tuple(_culprit(one, why, self.amounts, submission) for one in wrong)


# ---------------------------------------------------------------- what is one slip
def _by_slip(wrong: Sequence[WrongFormula]) -> list[list[WrongFormula]]:
    """The formulas of each slip: of one line in several columns, of all lines that leave out the
    same fund, of a column that takes another."""
    slips: dict[Slip, list[WrongFormula]] = {}
    for one in wrong:
        slips.setdefault(_slip(one), []).append(one)
    return list(slips.values())


def _slip(wrong: WrongFormula) -> Slip:
    """What the formulas of one slip have in common: the sheet, and how the figures lie to the cell
    that they are added up in. Of another line of the same sheet it is another slip, but for the
    rates and the changes of a column, the formula of which is filled down."""
    subject = wrong.subject
    if wrong.relation.is_ratio or wrong.relation.difference:
        count = len(wrong.missing) - len(wrong.beyond)
        return keys.table(subject), keys.measure(subject), frozenset({("", "", "", count)})
    taken_off = {key: -times for key, times in wrong.beyond.items()}
    every = {**wrong.missing, **taken_off}
    apart = frozenset((*_beside(key, subject), times) for key, times in every.items())
    is_of_line = any(item for _, item, _, _ in apart)
    return keys.table(subject), keys.item(subject) if is_of_line else "", apart


def _beside(key: str, subject: str) -> tuple[str, str, str]:
    """The fund, the item and the measure of a figure, as far as they are others than its sum's."""
    pairs = (
        (keys.table(key), keys.table(subject)),
        (keys.item(key), keys.item(subject)),
        (keys.measure(key), keys.measure(subject)),
    )
    fund, item, measure = ("" if one == other else one for one, other in pairs)
    return fund, item, measure


# ---------------------------------------------------------------- in words
def _culprit(
    wrong: WrongFormula, why: Text, amounts: Mapping[str, float], submission: Submission
) -> Culprit:
    """The cell with the formula, and what it should add up to."""
    stated = submission.number(wrong.subject) or 0.0
    should = amounts.get(wrong.subject, stated)
    clauses = shown.compared(stated, (should, should), shown.form_of(wrong.subject, submission))
    return Culprit(
        submission.cell(wrong.subject),
        as_cell_holds(should),
        why,
        "certain",
        (should, should),
        submission.standard.label(wrong.subject),
        clauses.brief,
        together=True,
        follows=wrong.is_stale,
        in_formula=not wrong.is_stale,
    )


def _why(wrong: Sequence[WrongFormula], submission: Submission) -> Text:
    """What the formulas of a slip do, told of the first."""
    first = wrong[0]
    formula = as_filled(submission.formulas[first.subject])
    missing = _named(first.missing, first.subject, submission)
    beyond = _named(first.beyond, first.subject, submission)
    if first.is_stale:
        why = STALE.fill(formula=formula)
    elif first.is_rate:
        why = TAKES_FOR.fill(formula=formula, missing=missing, beyond=beyond)
    elif first.missing and first.beyond:
        why = TAKES_AND_MISSES.fill(formula=formula, missing=missing, beyond=beyond)
    elif first.missing:
        why = MISSES.fill(formula=formula, figures=missing)
    else:
        why = TAKES.fill(formula=formula, figures=beyond)
    if len(wrong) == 1:
        return why
    return ONE_OF_MANY.fill(cell=submission.cell(first.subject).ref, why=why)


def _named(figures: Mapping[str, int], subject: str, submission: Submission) -> Text:
    """Some figures by their names and cells."""
    names = [_name(key, subject, submission) for key in list(figures)[:_MOST_NAMED]]
    named = join(names, "、", ", ")
    if len(figures) <= _MOST_NAMED:
        return named
    return AND_OTHERS.fill(named=named, count=len(figures))


def _name(key: str, subject: str, submission: Submission) -> Text:
    cell = submission.cell(key)
    is_elsewhere = cell.sheet != submission.cell(subject).sheet
    place = f"{cell.sheet}!{cell.ref}" if is_elsewhere else cell.ref
    brief = submission.standard.brief(key, subject)
    return Text(zh=f"“{brief.zh}”（{place}）", en=f"“{brief.en}” ({place})")
