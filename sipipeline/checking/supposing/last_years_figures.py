"""Last year's figures of an account, or people, that are not those of last year's own workbook, and
were carried into sums, changes and rates. It is supposed where the rules ask about them, and
believed where these figures settle what texts or other rules say as well, and nothing new is."""

from collections.abc import Iterator, Mapping, Sequence

from sipipeline.checking.causes.said_beside import has_voices
from sipipeline.checking.causes.testimonies import is_entered, worked_out_of
from sipipeline.checking.supposing.suppositions import Correction, settled, with_figures
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.core.values import frozen
from sipipeline.evidence.last_year import BesideLastYear, stated_last_year
from sipipeline.rules import h703_prior_is_last_years_actual, h704_people_last_year

_RULES = (h703_prior_is_last_years_actual.RULE.code, h704_people_last_year.RULE.code)
_COLUMN = "prior"
_MOST_NAMED = 3
"""So many figures are named."""
_FEWEST = 3
"""So many lines are no chance."""
OF_LAST_YEAR = Text(
    zh="{figures}像是填错了：照上年的工作簿改正以后，文字、指标和其他数都相符",
    en="{figures} seem to be wrong: as last year's workbook has them, texts, indicators and the "
    "other figures agree",
)
SEVERAL = Text(
    zh="{fund}“{column}”一栏有 {count} 个数", en="{count} figures of {fund}, “{column}”,"
)
OF_BUDGET = Text(
    zh="{fund}“{column}”一栏填的是上年工作簿“{other}”一栏的数：照上年工作簿的本年实际数改正以后，"
    "文字、指标和其他数都相符",
    en="the column “{column}” of {fund} holds “{other}” of last year's workbook: with the actuals "
    "of that, texts, indicators and the other figures agree",
)


@frozen
class LastYearsFigures(Correction):
    """Last year's figures of a table as last year's workbook has them, and what follows."""

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings they settle; 0 where they make new ones, or no error is settled, or one
        voice alone asks."""
        gone = settled(before, after)
        is_error = any(one.severity is Severity.ERROR for one in gone)
        return len(gone) if is_error and has_voices(gone) and not settled(after, before) else 0


def last_years_figures(
    findings: Sequence[Finding], submission: Submission
) -> Iterator[LastYearsFigures]:
    """That last year's figures of a table are as last year's workbook has them."""
    last_year = BesideLastYear(submission)
    for broken in (one for one in findings if one.rule in _RULES and not one.explained):
        table = keys.table(broken.cells[0].key)
        breaks = {one.key: one.last for one in last_year.of_table(table, _COLUMN).breaks}
        entered = {key: last for key, last in breaks.items() if is_entered(key, submission)}
        if entered:
            why = _why(table, entered, submission)
            yield LastYearsFigures(submission, with_figures(entered, submission), why)
            yield LastYearsFigures(submission, _in_place(breaks, submission), why)


def _in_place(meant: Mapping[str, float], submission: Submission) -> Mapping[str, Claim]:
    """What cells would hold where what is added up of them is right as it stands, with the changes
    and rates of their lines."""
    held = {**meant, **worked_out_of(meant, submission)}
    return {key: submission.claims[key]._replace(value=one) for key, one in held.items()}


def _why(table: str, meant: Mapping[str, float], submission: Submission) -> Text:
    """What is wrong with some figures of a table, which last year's workbook has otherwise."""
    standard = submission.standard
    columns = [field.column.name for key in meant if (field := standard.field(key)) is not None]
    places = {
        "fund": standard.fund(keys.fund(f"{table}.") or "").short,
        "column": next(iter(columns), NOTHING),
        "other": standard.measure_name("budget"),
        "count": len(meant),
    }
    budgets = [stated_last_year(keys.beside(key, "budget"), submission) for key in meant]
    alike = [one == submission.number(key) for key, one in zip(meant, budgets)]
    if sum(alike) >= max(_FEWEST, len(meant) / 2):
        return OF_BUDGET.fill(**places)
    named = join([standard.label(key) for key in meant], "、", ", ")
    return OF_LAST_YEAR.fill(figures=named if len(meant) <= _MOST_NAMED else SEVERAL.fill(**places))
