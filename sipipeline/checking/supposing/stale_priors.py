"""A column of last year that was not brought up to date: it is supposed where a text has other
growth rates for both sides of a fund, and the year opens with another balance than the column
closes with. Of what last year was the sums alone are known; the texts are right."""

from collections.abc import Iterator, Mapping, Sequence

from sipipeline.checking.causes.said_beside import quoted
from sipipeline.checking.causes.testimonies import OPENING, Testimony, testimonies_against
from sipipeline.checking.supposing.stale_budgets import StaleFigures, sums_in_words
from sipipeline.checking.supposing.suppositions import without
from sipipeline.core import keys
from sipipeline.core.findings import Finding
from sipipeline.core.standard import SIDES
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.localisation.cell_slips import rounded

_PRIOR, _GROWTH = "prior", "growth_rate"
WHY = Text(
    zh="{fund}“{column}”一栏像是没有更新（可能是前年的数）：由文字的增长率推算，{sums}，"
    "年初结余也和这一栏的年末结余不同；照上年决算重填这一栏以后，文字和年初结余都相符",
    en="the column “{column}” of {fund} seems not to be brought up to date, as if of the year "
    "before: by the growth rates of the text {sums}, and this year opens with another balance "
    "than it closes with; once it is filled in by last year's final accounts, both agree",
)


def stale_priors(findings: Sequence[Finding], submission: Submission) -> Iterator[StaleFigures]:
    """The accounts of whose both sides texts have other growth rates, and that open with another
    balance than last year closed with."""
    openings = {
        keys.table(one.cells[0].key)
        for one in findings
        if one.rule == OPENING and not one.explained and not one.culprits
    }
    rates = _growth_rates(findings, submission) if openings else {}
    for account, sides in rates.items():
        if account in openings and sides.keys() >= {*SIDES}:
            yield _of_a_column(account, sides, submission)


def _growth_rates(
    findings: Sequence[Finding], submission: Submission
) -> Mapping[str, Mapping[str, Testimony]]:
    """What texts say that the lines of each account grew by, where the tables have another rate."""
    rates: dict[str, dict[str, Testimony]] = {}
    asking = any(quoted(one).endswith(_GROWTH) for one in findings)
    for text in testimonies_against(findings, submission).values() if asking else ():
        if text.is_rate and keys.measure(text.figure) == _GROWTH:
            rates.setdefault(keys.table(text.figure), {})[keys.item(text.figure)] = text
    return rates


def _of_a_column(
    account: str, rates: Mapping[str, Testimony], submission: Submission
) -> StaleFigures:
    """That the figures of last year of an account are others."""
    column = [
        key
        for key in submission.standard.fields
        if keys.table(key) == account and keys.measure(key) == _PRIOR and submission.number(key)
    ]
    sums = {f"{account}.{side}.{_PRIOR}": _last_year(rates[side], submission) for side in SIDES}
    return StaleFigures(submission, without(column, submission), _why(account, sums, submission))


def _last_year(rate: Testimony, submission: Submission) -> float:
    """What a side came to last year, by how much it grew since as a text says."""
    this_year = submission.number(keys.beside(rate.figure, "actual")) or 0.0
    low, high = (this_year / (1 + end) for end in (rate.high, rate.low))
    return rounded((low + high) / 2, (high - low) / 2)


def _why(account: str, sums: Mapping[str, float], submission: Submission) -> Text:
    standard = submission.standard
    return WHY.fill(
        fund=standard.fund(keys.fund(f"{account}.") or "").short,
        column=standard.measure_name(_PRIOR),
        sums=sums_in_words(sums, submission),
    )
