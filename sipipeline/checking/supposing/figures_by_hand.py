"""Figures that somebody worked out, with a calculator or in another sheet, from a sum whose formula
was wrong, and typed: months payable, the share of deposits, 年度资金."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sipipeline import catalogue
from sipipeline.checking.groups import joined
from sipipeline.checking.wording import shown
from sipipeline.core import keys
from sipipeline.core.figures import as_cell_holds
from sipipeline.core.findings import Culprit, Finding, Severity, known_ends
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text

BY_HAND = Text(
    zh="原来是照 {cell} {total}算错的数填的",
    en="it was filled in by what {cell}, {total}, was by its wrong formula",
)
_DECIMALS_OF_PERCENT = 2

Source = tuple[Mapping[str, float], Sequence[Culprit]]
"""The figures that are others with right formulas, and the formulas that were wrong alike."""


def with_figures_by_hand(
    afterwards: Sequence[Finding],
    before: Sequence[Finding],
    sources: Sequence[Source],
    numbers: Iterator[int],
    submission: Submission,
) -> list[Finding]:
    """What is told with right formulas. Where a figure agreed with the others as long as a sum was
    wrong, it is the one to be changed, and with it goes what is suspected for the same reason; all
    that were filled in by one sum are a group with the next of the `numbers`."""
    result, known = list(afterwards), {identity(one) for one in before}
    new = {place: one for place, one in enumerate(afterwards) if identity(one) not in known}
    for members in _of_sums(new, sources, submission).values():
        every = [culprit for _, culprits in members.values() for culprit in culprits]
        cells = {one.cell.key: replace(one, together=len(every) > 1) for one in every}
        culprits, number = tuple(cells.values()), next(numbers)
        for place in members:
            for other in _beside(place, cells, afterwards):
                result[other] = joined(afterwards[other], number, culprits)
        for place, (one, _) in members.items():
            result[place] = replace(one, culprits=culprits, group=number)
    return result


def identity(finding: Finding) -> tuple[str, str]:
    """What tells findings of a file apart: the rule and all the cells."""
    return finding.rule, finding.about_all


_FilledIn = tuple[Finding, Sequence[Culprit]]
"""What is told of a figure that was filled in by a wrong sum, and the cells that have it."""


def _of_sums(
    new: Mapping[int, Finding], sources: Sequence[Source], submission: Submission
) -> Mapping[Culprit, Mapping[int, _FilledIn]]:
    """By the wrong sum, and the place of each finding: what was filled in by it."""
    of_sums: dict[Culprit, dict[int, _FilledIn]] = {}
    for place, told in new.items():
        one = _of_the_other_end(told, submission)
        source = _source(one, sources)
        typed = _typed(one, submission) if source is not None else []
        if source is not None and typed:
            culprits = [_culprit(key, one, source, submission) for key in typed]
            of_sums.setdefault(source, {})[place] = one, culprits
    return of_sums


def _source(finding: Finding, sources: Sequence[Source]) -> Culprit | None:
    """The formula that made the sum which an error is held to."""
    is_error = finding.severity is Severity.ERROR and bool(finding.cells)
    if not is_error or known_ends(finding.expected) is None:
        return None
    every = [formulas for amounts, formulas in sources if finding.speaks_of(amounts)]
    return max(every[0] if every else sources[0][1], key=partial(_nearness, finding))


def _nearness(finding: Finding, formula: Culprit) -> tuple[bool, bool]:
    """Whether a formula makes a figure of a finding, or is in the column of one."""
    accounts = [one.key for one in finding.cells if keys.is_account(one.key)]
    columns = map(keys.measure, accounts)
    return formula.cell.key in accounts, keys.measure(formula.cell.key) in columns


def _of_the_other_end(finding: Finding, submission: Submission) -> Finding:
    """A contradiction told of an amount of an account as it is told of the only amount of it that
    stands elsewhere: as much as the one has too much, the other has too little."""
    ends = known_ends(finding.expected)
    elsewhere = [one for one in finding.cells if _is_money_elsewhere(one.key, submission)]
    if ends is None or not keys.is_account(finding.cells[0].key) or len(elsewhere) != 1:
        return finding
    own, other = (submission.number(one.key) or 0.0 for one in (finding.cells[0], *elsewhere))
    cells = (*elsewhere, *(one for one in finding.cells if one not in elsewhere))
    return replace(finding, cells=cells, expected=(other + own - ends[1], other + own - ends[0]))


def _is_money_elsewhere(key: str, submission: Submission) -> bool:
    is_money = shown.form_of(key, submission).kind == "money"
    return is_money and not keys.is_account(key) and submission.number(key) is not None


def _typed(finding: Finding, submission: Submission) -> list[str]:
    """The typed figure that a finding is about, and a part of it that is all of it, as the money of
    the funds in 年度资金."""
    about = finding.cells[0].key
    sums = (one for one in catalogue.relations(submission.standard) if one.parts)
    parts = [term.key for one in sums if one.subject == about for term in one.terms]
    claims = [submission.claims.get(key) for key in (about, *parts)]
    return [
        claim.key
        for claim in claims
        if claim is not None and not claim.formula and _says(claim.value, submission.number(about))
    ]


def _says(value: float | str, stated: float | None) -> bool:
    return isinstance(value, float) and value == stated


def _beside(place: int, typed: Container[str], findings: Sequence[Finding]) -> list[int]:
    """The places of the other findings of the group that speak of the same figures, as a text."""
    group = findings[place].group
    return [
        other
        for other, one in enumerate(findings)
        if other != place and group is not None and one.group == group and one.speaks_of(typed)
    ]


def _culprit(key: str, finding: Finding, source: Culprit, submission: Submission) -> Culprit:
    """A figure that was worked out from a wrong sum, and what it should be in the decimals of its
    cell."""
    form, stated = shown.form_of(key, submission), submission.number(key)
    places = form.digits + (_DECIMALS_OF_PERCENT if form.per_one > 1 else 0)
    should = round(sum(known_ends(finding.expected) or (0.0, 0.0)) / 2, places)
    return Culprit(
        submission.cell(key),
        as_cell_holds(should),
        BY_HAND.fill(total=source.label, cell=f"{source.cell.sheet}!{source.cell.ref}"),
        "likely",
        finding.expected,
        submission.standard.label(key),
        shown.compared(stated or 0.0, (should, should), form).brief,
    )
