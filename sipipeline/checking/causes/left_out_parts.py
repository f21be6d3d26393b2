"""Sums that lack exactly one amount which belongs to them, and what was worked out from them: the
formula of the sum leaves out a cell, or the cell holds its figure as a text, which a spreadsheet
adds to nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from sipipeline import catalogue
from sipipeline.checking.causes.consequences import with_amounts, without_when
from sipipeline.checking.causes.text_causes import says
from sipipeline.checking.causes.unreadable import SET_GENERAL
from sipipeline.checking.causes.worked_out import quotient_of, sum_of
from sipipeline.checking.groups import joined
from sipipeline.checking.wording import shown
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.figures import as_cell_holds, significant
from sipipeline.core.findings import Culprit, Finding, Severity, Shown, lies_within
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.core.values import frozen
from sipipeline.localisation.suspects import Group
from sipipeline.rules import (
    b205_part_within_whole,
    j901_jointly_consistent,
    n601_text_agrees_with_tables,
)

_QUOTING = n601_text_agrees_with_tables.RULE.code
_LIMITS = (b205_part_within_whole.RULE.code, j901_jointly_consistent.RULE.code)
_ABOUT = 1e-9
"""What floating point may leave of a sum, as a part of it."""
_TELLING = 3
"""Significant digits from which on an amount that a sum lacks is no chance."""
_BEYOND = 100
"""So many times what rounding may leave of the sum the amount is at least."""
_STEPS = 8
"""Sums upon sums: parts, subtotal, total, surplus, balance."""
LEFT_OUT = Text(
    zh="正好漏算“{item}”{amount}：先看公式是不是漏了这一格；由它算出的各格随之重算",
    en="“{item}”, {amount}, is exactly what it leaves out: see first whether the formula misses "
    "that cell; what is worked out from it is to be worked out anew",
)
AS_TEXT = Text(
    zh="这一格是文本，“{total}”的公式没有把它加进去；改成数字，由公式算出的各格自动变对",
    en="it is a text, which the formula of “{total}” does not add; as a number it puts right all "
    "that formulas work out",
)


def with_left_out_parts(
    findings: Sequence[Finding], groups: Sequence[Group], submission: Submission
) -> list[Finding]:
    """The findings; a group whose first sum lacks exactly one amount is explained by that, unless
    another cell is known to be wrong, and goes with all that was worked out from the sum."""
    result = list(findings)
    for number_, group in enumerate(groups, 1):
        members = [one for one in result if one.group == number_]
        lacking = _left_out(group, members, submission)
        if lacking is None:
            continue
        if _is_added_as_text(lacking, submission):
            _explain(result, number_, [_as_text(lacking, submission)])
        elif not _is_known_otherwise(lacking, members):
            _explain(result, number_, [_culprit(lacking, submission)])
            _take_along(result, number_, lacking, submission)
    return result


@frozen
class _LeftOut:
    """A sum without one amount that belongs to it."""

    total: str
    part: str
    should: float


def _is_known_otherwise(lacking: _LeftOut, members: Sequence[Finding]) -> bool:
    """Whether a cell is known to be wrong, and not only said to be about nothing, as the amount
    would have to be that the sum lacks."""
    located = {one for member in members for one in member.culprits if one.located}
    return any(
        one.cell.key != lacking.part or not lies_within(0.0, one.expected) for one in located
    )


def _explain(result: list[Finding], group: int, culprits: Sequence[Culprit]) -> None:
    for place, one in enumerate(result):
        if one.group == group:
            apart = replace(one.without_answer(), expected=None)
            result[place] = replace(apart, culprits=tuple(culprits))


# ---------------------------------------------------------------- which amount
def _left_out(group: Group, members: Sequence[Finding], submission: Submission) -> _LeftOut | None:
    """The only amount that a sum of a group lacks; of a fund's sum where the total lacks it too."""
    broken = {one.cells[0].key for one in members if one.severity is Severity.ERROR and one.cells}
    total = submission.standard.total.key
    relations = [one for one in group.violated if _is_sum(one) and one.subject in broken]
    for relation in sorted(relations, key=lambda one: keys.fund(one.subject) == total):
        lacking = _part_left_out(relation, submission)
        if lacking is not None:
            return lacking
    return None


def _is_sum(relation: Relation) -> bool:
    """Whether a relation adds up or takes off amounts of one account."""
    is_of_account = all(map(keys.is_account, relation.keys))
    own = {keys.table(key) for key in relation.keys}
    return is_of_account and relation.op == "=" and not relation.derived and len(own) == 1


def _part_left_out(relation: Relation, submission: Submission) -> _LeftOut | None:
    """The amount that a sum lacks, if it is the only one that it can be."""
    stated, made = submission.number(relation.subject), _made(relation, submission)
    if stated is None or made is None:
        return None
    room = _rounding(relation, submission)
    lacking = [
        _LeftOut(relation.subject, key, significant(stated + amount))
        for key, amount in _amounts(relation, submission).items()
        if _tells(amount, room) and abs(made - stated - amount) <= room
    ]
    return lacking[0] if len(lacking) == 1 else None


def _rounding(relation: Relation, submission: Submission) -> float:
    """What rounding may leave between a sum and what its parts make."""
    claims = (submission.claims.get(key) for key in relation.keys)
    return sum(claim.half_width for claim in claims if claim is not None) * (1 + _ABOUT)


def _amounts(relation: Relation, submission: Submission) -> dict[str, float]:
    """The amounts that belong to a sum, each with its sign."""
    terms = {term.key: term.coefficient for term in _terms(relation, submission.standard)}
    amounts = ((key, sign, submission.number(key)) for key, sign in terms.items())
    return {key: sign * amount for key, sign, amount in amounts if amount}


def _made(relation: Relation, submission: Submission) -> float | None:
    """What the stated figures of a sum make; a blank part is nothing."""
    known = [(term, submission.number(term.key)) for term in relation.terms]
    stated = [term.coefficient * amount for term, amount in known if amount is not None]
    is_whole = len(stated) == len(known) or relation.parts
    return sum(stated) * relation.scale if stated and is_whole else None


def _terms(relation: Relation, standard: Standard) -> Iterator[Term]:
    """The terms of a sum, and what these add up themselves: a surplus that is made of the subtotals
    leaves out what stands beside them."""
    for term in relation.terms:
        yield term
        for part in _parts(standard).get(term.key, ()):
            yield Term(term.coefficient * part.coefficient, part.key)


@cache
def _parts(standard: Standard) -> Mapping[str, Sequence[Term]]:
    """The sums of the form, with the terms of each."""
    relations = (one for one in catalogue.relations(standard) if one.parts and _is_sum(one))
    return {one.subject: one.terms for one in relations}


def _tells(amount: float, room: float) -> bool:
    """Whether an amount is no chance: it has digits enough, and is far more than rounding."""
    digits = f"{abs(amount):.12g}".replace(".", "").strip("0")
    return len(digits) >= _TELLING and abs(amount) > _BEYOND * room


def _is_added_as_text(lacking: _LeftOut, submission: Submission) -> bool:
    """Whether an amount is a text that a formula had to add."""
    total, part = submission.claims[lacking.total], submission.claims[lacking.part]
    return total.formula and isinstance(part.raw, str)


# ---------------------------------------------------------------- in words
def _culprit(lacking: _LeftOut, submission: Submission) -> Culprit:
    """The sum that leaves out an amount."""
    standard, form = submission.standard, shown.form_of(lacking.total, submission)
    stated = submission.number(lacking.total) or 0.0
    should = as_cell_holds(lacking.should)
    item = standard.brief(lacking.part, lacking.total)
    amount = shown.figure(
        submission.number(lacking.part) or 0.0, shown.form_of(lacking.part, submission)
    )
    clauses = shown.compared(stated, (lacking.should, lacking.should), form)
    return Culprit(
        submission.cell(lacking.total),
        should,
        LEFT_OUT.fill(item=item, amount=amount),
        "likely",
        (lacking.should, lacking.should),
        standard.label(lacking.total),
        clauses.brief,
    )


def _as_text(lacking: _LeftOut, submission: Submission) -> Culprit:
    """The amount that stands as a text."""
    standard, amount = submission.standard, submission.number(lacking.part) or 0.0
    return Culprit(
        submission.cell(lacking.part),
        as_cell_holds(amount),
        AS_TEXT.fill(total=standard.brief(lacking.total, lacking.part)),
        "certain",
        (amount, amount),
        standard.label(lacking.part),
        Shown(shown.stated(lacking.part, submission), same(number(amount))),
        beforehand=SET_GENERAL,
    )


# ---------------------------------------------------------------- what goes with it
def _take_along(
    result: list[Finding], group: int, lacking: _LeftOut, submission: Submission
) -> None:
    """Put into a group what is only there because a sum was carried on without its part."""
    amounts = _carried(lacking, result, submission)
    culprits = next(one.culprits for one in result if one.group == group)
    settled = set(without_when(result, with_amounts(submission, amounts)))
    for place, one in enumerate(result):
        if one.group != group and (place in settled or _is_settled(one, amounts)):
            result[place] = joined(one, group, culprits)


def _is_settled(finding: Finding, amounts: Mapping[str, float]) -> bool:
    """Whether a text, or a limit, agrees with what the cells that were carried on should hold."""
    if finding.severity is not Severity.ERROR or len(finding.cells) < 2:
        return False
    if finding.rule == _QUOTING:
        return says(finding, amounts.get(finding.cells[1].key))
    is_limit = finding.rule in _LIMITS and len(finding.cells) == 2
    return is_limit and _is_kept(finding, amounts)


def _is_kept(limit: Finding, amounts: Mapping[str, float]) -> bool:
    """Whether a part is no more than its whole, one of which should hold another amount."""
    values = [amounts.get(one.key, one.value) for one in limit.cells]
    part, whole = (one if isinstance(one, (int, float)) else None for one in values)
    is_moved = any(one.key in amounts for one in limit.cells)
    return is_moved and part is not None and whole is not None and part <= whole


def _carried(
    lacking: _LeftOut, findings: Sequence[Finding], submission: Submission
) -> dict[str, float]:
    """What a sum should be, and all that was worked out from it as it is."""
    held = _held(findings, submission.standard)
    amounts = {lacking.total: lacking.should}
    front = set(amounts)
    for _ in range(_STEPS):
        onward = [one for one in held if one.subject not in amounts]
        touched = [one for one in onward if not front.isdisjoint(one.keys[1:])]
        worked_out = {one.subject: _worked_out(one, amounts, submission) for one in touched}
        reached = {key: made for key, made in worked_out.items() if made is not None}
        amounts |= reached
        front = set(reached)
    return amounts


def _held(findings: Sequence[Finding], standard: Standard) -> list[Relation]:
    """The equations within the year of which no finding says that they are broken."""
    errors = (one for one in findings if one.severity is Severity.ERROR and one.cells)
    broken = {(one.rule, one.cells[0].key) for one in errors}
    every = [one for one in catalogue.relations(standard) if one.op == "=" and not one.to_explain]
    return [one for one in every if (one.rule, one.subject) not in broken]


def _worked_out(
    relation: Relation, amounts: Mapping[str, float], submission: Submission
) -> float | None:
    """What a figure that is stated becomes where others of its relation are changed."""
    stated = submission.number(relation.subject)
    if stated is None:
        return None
    terms = relation.terms
    if not relation.is_ratio:
        return significant(
            stated + sum_of(terms, amounts, submission) - sum_of(terms, {}, submission)
        )
    return quotient_of(relation, amounts, submission)
