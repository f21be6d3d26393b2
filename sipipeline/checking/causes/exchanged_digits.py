"""Lines of people whose numbers of this year and of last year are both mistyped, at least one with
two digits exchanged: change and rate agree with each other, and tell what both should be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.wording import shown
from sipipeline.core import keys
from sipipeline.core.figures import as_cell_holds, is_whole, with_neighbours_exchanged
from sipipeline.core.findings import Culprit, Finding
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text
from sipipeline.rules import b211_headcount_change, r303_growth_rate

_PEOPLE = "headcounts"
_CHANGE, _RATE = b211_headcount_change.RULE.code, r303_growth_rate.RULE.code
_YEARS = ("actual", "prior")
_WHY = Text(
    zh="本年、上年两个人数都有数字颠倒或填错：都改正以后，增减和增减率就相符",
    en="digits of both years' numbers are transposed or wrong: once both are put right, change and "
    "rate agree",
)


def with_exchanged_digits(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of a line of people whose change and rate agree, once both of its numbers
    are put right, are one group, with both numbers as the wrong ones."""
    result = list(findings)
    for row in _contradicted(findings):
        meant = _meant(row, submission)
        if meant:
            group, culprits = next(fresh_numbers(result)), _culprits(meant, submission)
            for place, one in enumerate(result):
                if _is_of(one, row):
                    result[place] = joined(replace(one, culprits=()), group, culprits)
    return result


def _contradicted(findings: Sequence[Finding]) -> list[str]:
    """The lines of people whose change and whose rate both contradict their numbers."""
    changes, rates = (
        {keys.row(one.cells[0].key) for one in findings if one.rule == rule and one.cells}
        for rule in (_CHANGE, _RATE)
    )
    return sorted(row for row in changes & rates if keys.family(row) == _PEOPLE)


def _is_of(finding: Finding, row: str) -> bool:
    is_row = bool(finding.cells) and keys.row(finding.cells[0].key) == row
    return is_row and finding.rule in (_CHANGE, _RATE)


def _meant(row: str, submission: Submission) -> dict[str, float]:
    """The numbers of both years that are mistyped, as change and rate have them; none where there
    are several such, or where one number, or the change, is enough."""
    rate = submission.claims.get(f"{row}.growth_rate")
    change = submission.number(f"{row}.change")
    year, last = (submission.number(f"{row}.{one}") for one in _YEARS)
    if rate is None or change is None or not year or not last:
        return {}
    if _fits(year - change, change, rate) or _fits(last, year - last, rate):
        return {}
    pairs = [one for one in _mistyped(year, last, change) if _fits(one[1], change, rate)]
    return dict(zip((f"{row}.{one}" for one in _YEARS), pairs[0])) if len(pairs) == 1 else {}


def _fits(last: float, change: float, rate: Claim) -> bool:
    """Whether a rate is, to its last digit, that of a change on last year's number."""
    return last > 0 and abs(change / last - float(rate.value)) <= rate.half_width


def _mistyped(year: float, last: float, change: float) -> Iterator[tuple[float, float]]:
    """The numbers of this year and last year with a change that both may have been mistyped: with
    two neighbouring digits exchanged, or one of both with one wrong digit."""
    exchanged, of_last_year = {*_exchanged(year)}, {*_exchanged(last)}
    for before in sorted(of_last_year | {*_with_another_digit(last)}):
        if before + change in exchanged:
            yield before + change, before
    for now in sorted({*_with_another_digit(year)} - exchanged):
        if now - change in of_last_year:
            yield now, now - change


def _exchanged(people: float) -> Iterator[float]:
    """The numbers that people may be with two neighbouring digits the other way round."""
    digits = str(int(people)) if is_whole(people) else ""
    for turned in with_neighbours_exchanged(digits):
        if not turned.startswith("0"):
            yield float(turned)


def _with_another_digit(people: float) -> Iterator[float]:
    """The numbers that people may be with another digit in one place."""
    digits = str(int(people)) if is_whole(people) else ""
    for place, typed in enumerate(digits):
        for digit in "0123456789":
            if digit != typed and (place or digit != "0"):
                yield float(digits[:place] + digit + digits[place + 1 :])


def _culprits(meant: Mapping[str, float], submission: Submission) -> tuple[Culprit, ...]:
    """Both numbers, each with what it should be."""
    return tuple(_culprit(key, people, submission) for key, people in meant.items())


def _culprit(key: str, people: float, submission: Submission) -> Culprit:
    form = replace(shown.form_of(key, submission), digits=0)
    stated = float(submission.claims[key].value)
    return Culprit(
        submission.cell(key),
        as_cell_holds(people),
        _WHY,
        "likely",
        (people, people),
        submission.standard.label(key),
        shown.compared(stated, (people, people), form).brief,
        together=True,
    )
