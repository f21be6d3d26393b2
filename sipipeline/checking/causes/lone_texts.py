"""A text alone that does not agree with an account: where an amount that its figure is made of is
unlike its line, either may be wrong; where a cause names one that is off by as much, the text goes
with that."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.arithmetic.figures import Interval
from sipipeline.checking.causes.testimonies import (
    QUOTING,
    Testimony,
    groups_of_texts,
    testimonies_against,
)
from sipipeline.checking.groups import as_one_open, joined
from sipipeline.checking.wording.amounts_meant import amount_meant
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.localisation.cell_slips import Case, explain, rounded

TELLING = frozenset({"transposed", "places", "unit", "sign", "doubled", "missing"})
"""Slips by which an amount may have gone wrong before it was carried on."""
COLUMNS = ("budget", "actual", "prior")
_LIKE = 2.0
"""An amount is of the size of another one that is at most so many times as much, or as little."""
ODD = Text(
    zh="和预算数、上年实际数差得远；改成这个数就接近，各合计也和文字一致",
    en="far from budget and last year; near them with this figure, and the sums as the text has it",
)
COPIED = Text(
    zh="和预算数或上年实际数一样，像是照抄的；改成这个数，各合计就和文字一致",
    en="the same as the budget or last year, as if copied; with this figure the text is right",
)
CHECK_BOTH = Text(
    zh="先核对表里的这一格，填错的改正（各合计随之改正）；没有错的，再改文字。",
    en="Check this cell of the table first, with its sums; if it is right, correct the text.",
)
OFF, _OF_SLIP, _NEAR = 0.2, 0.05, 0.1
"""By how much, in logarithms, an amount must come nearer to those of its line, also where a slip of
typing explains it, and how near."""


def with_odd_leaves(
    findings: Sequence[Finding], texts: Mapping[int, Testimony], submission: Submission
) -> list[Finding]:
    """The findings; where one amount is unlike its line and a text is right with a likelier one, it
    is open which of the two is wrong."""
    result = list(findings)
    for place, text in texts.items():
        finding = findings[place]
        odd = [*_odd_leaves(text, submission)] if _may_be_carried(text, submission) else []
        if len(odd) != 1 or finding.rule != QUOTING:
            continue
        accused = [replace(one, confidence="possible") for one in finding.culprits]
        group = finding.group
        members = [at for at, one in enumerate(result) if group is not None and one.group == group]
        result = as_one_open(result, members or [place], [*odd, *accused], CHECK_BOTH)
    return result


def with_doubts(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; an amount that is singled out only because a text does not agree with what is
    worked out of it is possible, as the text may be wrong as soon, unless the amount is of another
    size than its line."""
    said = groups_of_texts(findings)
    return [
        _in_doubt(one) if one.group in said and not _is_of_another_size(one, submission) else one
        for one in findings
    ]


def with_named_amounts(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; a text that differs by as much as an amount of an account may be off, which
    was carried into its figure, goes with that cause."""
    result = list(findings)
    for place, text in testimonies_against(findings, submission).items():
        cause = next((one for one in findings if _names(one, text, submission)), None)
        if cause is not None and findings[place].rule == QUOTING:
            result[place] = joined(findings[place], cause.group, cause.culprits)
    return result


def is_like_its_line(key: str, value: float, submission: Submission) -> bool:
    """Whether an amount is of the size of another one of its line."""
    others = others_of_line(key, submission).values()
    return any(other / _LIKE <= value <= other * _LIKE for other in others)


def others_of_line(key: str, submission: Submission) -> Mapping[str, float]:
    """The other amounts of the line of an amount that are there, by their column."""
    others = {one: submission.number(keys.beside(key, one)) for one in COLUMNS}
    return {one: value for one, value in others.items() if value and one != keys.measure(key)}


def why_odd(
    key: str, stated: float, meant: float, least: float, submission: Submission
) -> Text | None:
    """Why an amount is less likely than another, to which it comes nearer by so much at least; None
    where it is not."""
    others = [one for one in others_of_line(key, submission).values() if one > 0]
    if not others or min(stated, meant) <= 0:
        return None
    off, still = (min(abs(math.log(one / other)) for other in others) for one in (stated, meant))
    if still > _NEAR:
        return None
    return COPIED if stated in others else ODD if off - still >= least else None


def off_by(culprit: Culprit, submission: Submission) -> float:
    """What is to be added to the amount of a culprit; 0 where that is not known."""
    stated, meant = submission.number(culprit.cell.key), culprit.suggest
    if stated is None or not isinstance(meant, (int, float)):
        return 0.0
    return meant - stated


def _is_of_another_size(finding: Finding, submission: Submission) -> bool:
    """Whether the amount that is singled out is of the size of its line only once it is put
    right."""
    typed = next(one for one in finding.culprits if one.located and not one.follows)
    key, stated, meant = typed.cell.key, submission.number(typed.cell.key), typed.suggest
    if stated is None or not isinstance(meant, int | float):
        return False
    is_odd = not is_like_its_line(key, stated, submission)
    return is_odd and is_like_its_line(key, meant, submission)


def _in_doubt(finding: Finding) -> Finding:
    possible = [
        replace(one, confidence="possible", together=False)
        for one in finding.culprits
        if not one.follows
    ]
    open_ = replace(finding.without_answer(), expected=None, todo=CHECK_BOTH)
    return replace(open_, culprits=tuple(possible))


def _may_be_carried(text: Testimony, submission: Submission) -> bool:
    """Whether a text states another amount than a cell has, by far more than it rounds off, and it
    is no other figure of the line, nor the same with another sign."""
    if not text.is_far:
        return False
    others = -text.value, *others_of_line(text.figure, submission).values()
    stated = (text.low + text.high) / 2
    return not any(abs(stated - other) <= text.high - text.low for other in others)


def _odd_leaves(text: Testimony, submission: Submission) -> Iterator[Culprit]:
    """The amounts of this year unlike the others of their line that are like them with what the
    text has more or less."""
    for key in text.over:
        claim, missing = submission.claims[key], text.missing(key)
        is_part = keys.measure(key) == "actual" and key != text.figure
        if not is_part or not isinstance(claim.value, float) or missing is None:
            continue
        low, high = (claim.value + end for end in missing)
        case = Case(
            claim.value, claim.half_width, (low - claim.half_width, high + claim.half_width)
        )
        told = explain(case)
        meant = rounded((low + high) / 2, max(claim.half_width, (high - low) / 2))
        least = _OF_SLIP if told.slip.code in TELLING else OFF
        why = why_odd(key, claim.value, meant, least, submission)
        value = told.value if told.value is not None and low <= told.value <= high else meant
        if why is not None and abs(value - claim.value) > claim.half_width:
            yield amount_meant(key, value, why, "possible", submission)


def _names(finding: Finding, text: Testimony, submission: Submission) -> bool:
    """Whether a finding names an amount, of those that a figure is made of or of the same line of a
    fund, as short of as much as the text says."""
    return any(
        _is_within(off_by(one, submission), _lacking(one.cell.key, text, submission))
        for one in finding.culprits
        if one.together and keys.is_account(one.cell.key)
    )


def _lacking(key: str, text: Testimony, submission: Submission) -> Interval | None:
    """How much a text says that an amount lacks; None where it says nothing of it."""
    if key in text.over:
        return text.missing(key)
    is_of_total = keys.fund(text.figure) == submission.standard.total.key and not text.is_rate
    is_its_line = is_of_total and keys.of_fund(text.figure, keys.fund(key) or "") == key
    return text.off if is_its_line else None


def _is_within(value: float, span: Interval | None) -> bool:
    return span is not None and span[0] <= value <= span[1]
