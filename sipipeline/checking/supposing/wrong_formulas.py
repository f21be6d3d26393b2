"""Sums whose formulas leave a cell out, add one twice or add another, as the formulas themselves
say, or were not worked out anew; rates whose formulas take cells of another line; and the
submission as it is once they are put right."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from sipipeline import catalogue
from sipipeline.checking.causes.worked_out import quotient_of
from sipipeline.core import keys
from sipipeline.core.figures import significant
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.xlsx.sums_of_cells import cells_added, cells_named

_FLOATING = 1e-9
"""What floating point may leave between a formula and its value, as a part of it."""
_STEPS = 12
"""Formulas upon formulas: parts, subtotal, total, surplus, balance, total of the funds, rates."""

Place = tuple[str, str]
"""Sheet and reference of a cell."""
Times = Mapping[str, int]
"""How often each figure is added, below 0 where it is taken off."""


@frozen
class WrongFormula:
    """A sum whose formula does not add what belongs to it, or a rate that is worked out of other
    cells."""

    subject: str
    relation: Relation
    missing: Times
    """What the formula would have to add."""
    beyond: Times
    """What it adds beside that."""

    @property
    def is_rate(self) -> bool:
        return self.relation.is_ratio

    @property
    def is_stale(self) -> bool:
        """Whether the formula is right, and its value is one from before its cells were changed."""
        return not self.missing and not self.beyond


# ---------------------------------------------------------------- which formulas
def wrong_formulas(findings: Iterable[Finding], submission: Submission) -> list[WrongFormula]:
    """The formulas whose sums are told as wrong, and which add other cells than belong to them or
    have a value that they would not have now."""
    if not submission.formulas:
        return []
    told: dict[str, WrongFormula] = {}
    for one in _told_as_wrong(findings, submission):
        told.setdefault(one.subject, one)
    changed = amounts_of(list(told.values()), submission)
    return [one for subject, one in told.items() if subject in changed]


def _told_as_wrong(findings: Iterable[Finding], submission: Submission) -> Iterator[WrongFormula]:
    """The formulas among the cells of errors that say themselves what is wrong with them."""
    errors = (one for one in findings if one.severity is Severity.ERROR and one.cells)
    broken = dict.fromkeys((one.rule, one.cells[0].key) for one in errors)
    of_key = _key_of_cell(submission)
    for rule, subject in broken:
        for ask in (_wrong_sum, _wrong_rate) if subject in submission.formulas else ():
            if (wrong := ask(rule, subject, of_key, submission)) is not None:
                yield wrong


def _wrong_sum(
    rule: str, subject: str, of_key: Mapping[Place, str], submission: Submission
) -> WrongFormula | None:
    """What a formula adds wrongly, or that its value is not that of its cells; None where neither
    is so, or where it is not known what it adds."""
    relations = _sums(submission.standard).get(subject, ())
    added = _added(subject, of_key, submission)
    if added is None or not any(one.rule == rule for one in relations):
        return None
    is_fresh = _is_fresh(subject, added, submission)
    meant = min(relations, key=lambda one: len(_apart(added, one, submission)))
    apart = _apart(added, meant, submission)
    if bool(apart) != is_fresh or not (is_fresh or _is_all_of_it(subject, added, submission)):
        return None
    return WrongFormula(
        subject,
        meant,
        {key: -times for key, times in apart.items() if times < 0},
        {key: times for key, times in apart.items() if times > 0},
    )


def _wrong_rate(
    rule: str, subject: str, of_key: Mapping[Place, str], submission: Submission
) -> WrongFormula | None:
    """That a rate is worked out of cells that do not belong to it, as those of the
    line below; None where its formula names no such cells."""
    ways = [one for one in _ratios(submission.standard).get(subject, ()) if one.rule == rule]
    if not ways:
        return None
    sheet, _ = submission.places[subject]
    cells = cells_named(submission.formulas[subject], sheet)
    taken = {of_key[cell] for cell in cells if cell in of_key}
    needed = [of for one in ways for of in _needed(one, submission)]
    beyond = taken.difference(*needed)
    missing = min((one - taken for one in needed), key=len)
    if not beyond or not missing:
        return None
    return WrongFormula(
        subject, ways[0], dict.fromkeys(sorted(missing), 1), dict.fromkeys(sorted(beyond), 1)
    )


def _needed(rate: Relation, submission: Submission) -> Iterator[set[str]]:
    """The figures that a rate is worked out of; first with a change itself, then with the two that
    it lies between."""
    amounts = _made_of_two(submission.standard)
    terms = [one.key for one in (*rate.terms, *rate.base)]
    yield {*terms}
    yield {part for key in terms for part in amounts.get(key, (key,))}


def _added(subject: str, of_key: Mapping[Place, str], submission: Submission) -> Times | None:
    """How often a formula adds each figure; cells that are no places of the form are left out.
    None where it does anything else."""
    cells = _cells(subject, submission)
    if cells is None:
        return None
    return {of_key[cell]: times for cell, times in cells.items() if cell in of_key}


def _cells(subject: str, submission: Submission) -> Mapping[Place, int] | None:
    sheet, _ = submission.places[subject]
    return cells_added(submission.formulas[subject], sheet)


def _is_fresh(subject: str, added: Times, submission: Submission) -> bool:
    """Whether a formula has the value of what it adds, as far as that is rounded."""
    stated = submission.claims.get(subject)
    if stated is None or not isinstance(stated.value, float):
        return False
    claims = [(times, submission.claims.get(key)) for key, times in added.items()]
    parts = [abs(times) * one.half_width for times, one in claims if one is not None]
    room = stated.half_width + sum(parts) + _FLOATING * max(1.0, abs(stated.value))
    return abs(stated.value - _sum(added, {}, submission)) <= room


def _is_all_of_it(subject: str, added: Times, submission: Submission) -> bool:
    """Whether a formula adds nothing but figures that are known: no cell beside the form, and no
    text, which a spreadsheet adds to nothing."""
    cells = _cells(subject, submission) or {}
    claims = (submission.claims.get(key) for key in added)
    is_text = any(one is not None and isinstance(one.raw, str) for one in claims)
    return len(cells) == len(added) and not is_text


def _key_of_cell(submission: Submission) -> dict[Place, str]:
    return {place: key for key, place in submission.places.items()}


def _apart(added: Times, relation: Relation, submission: Submission) -> Times:
    """What a formula adds more or less often than a sum, each of which may add the parts of a part
    in its place; without figures that are nothing."""
    asked = _times(relation.terms)
    apart = Counter(_without_nothing(added, submission))
    apart.subtract(_without_nothing(asked, submission))
    if not (left := {key: times for key, times in apart.items() if times}):
        return {}
    leaves = Counter(_in_leaves(added, submission))
    leaves.subtract(_in_leaves(asked, submission))
    return left if any(leaves.values()) else {}


def _without_nothing(times: Times, submission: Submission) -> Times:
    """The figures that are blank or 0 make no difference."""
    return {key: often for key, often in times.items() if submission.number(key)}


def _in_leaves(added: Times, submission: Submission) -> Counter[str]:
    """The figures that are no sums themselves which some figures are made of."""
    sums, leaves = _made_of(submission.standard), Counter[str]()
    front = Counter(added)
    for _ in range(_STEPS):
        onward = Counter[str]()
        for key, times in front.items():
            parts = sums.get(key)
            if parts is None:
                leaves[key] += times
            else:
                onward.update({part: times * often for part, often in parts.items()})
        front = onward
    return Counter({key: times for key, times in leaves.items() if submission.number(key)})


@cache
def _sums(standard: Standard) -> Mapping[str, Sequence[Relation]]:
    """The sums and differences of amounts that a figure has to be, by its key."""
    of_subject: dict[str, list[Relation]] = {}
    for relation in catalogue.relations(standard):
        if _is_sum(relation):
            of_subject.setdefault(relation.subject, []).append(relation)
    return of_subject


def _is_sum(relation: Relation) -> bool:
    is_plain = relation.scale == 1 and all(abs(one.coefficient) == 1 for one in relation.terms)
    is_equation = relation.op == "=" and not relation.is_ratio and not relation.to_explain
    return is_plain and is_equation


@cache
def _ratios(standard: Standard) -> Mapping[str, Sequence[Relation]]:
    """What a rate is worked out of, one way after the other, by its key."""
    of_subject: dict[str, list[Relation]] = {}
    for relation in catalogue.relations(standard):
        if relation.is_ratio and relation.op == "=":
            of_subject.setdefault(relation.subject, []).append(relation)
    return of_subject


@cache
def _made_of_two(standard: Standard) -> Mapping[str, Sequence[str]]:
    """The two figures that each change lies between."""
    return {
        relation.subject: [one.key for one in relation.terms]
        for relations in _sums(standard).values()
        for relation in relations
        if relation.difference
    }


@cache
def _made_of(standard: Standard) -> Mapping[str, Times]:
    """What the sums of an account add, each in its own column."""
    return {
        relation.subject: _times(relation.terms)
        for relations in _sums(standard).values()
        for relation in relations
        if _is_within_column(relation)
    }


def _is_within_column(relation: Relation) -> bool:
    is_of_account = all(map(keys.is_account, relation.keys))
    columns = {(keys.fund(key), keys.measure(key)) for key in relation.keys}
    return is_of_account and len(relation.terms) > 1 and len(columns) == 1


# ---------------------------------------------------------------- put right
def corrected(submission: Submission, wrong: Sequence[WrongFormula]) -> Submission:
    """The submission with the right sums, and with what its other formulas make of them."""
    claims = dict(submission.claims)
    for key, amount in amounts_of(wrong, submission).items():
        claims[key] = claims[key]._replace(value=amount)
    subjects = {one.subject for one in wrong}
    formulas = {key: one for key, one in submission.formulas.items() if key not in subjects}
    return replace(submission, claims=claims, formulas=formulas)


def amounts_of(wrong: Sequence[WrongFormula], submission: Submission) -> dict[str, float]:
    """What the cells hold that hold another amount once some formulas are put right."""
    amounts = _summed(_sums_put_right(wrong, submission), submission)
    wrong_rates = (one.relation for one in wrong if one.is_rate)
    for rate in (*_rates(submission), *wrong_rates):
        made = _quotient(rate, amounts, submission)
        if made is not None:
            amounts[rate.subject] = made
    return {key: amount for key, amount in amounts.items() if _is_another(key, amount, submission)}


def _sums_put_right(wrong: Sequence[WrongFormula], submission: Submission) -> dict[str, Times]:
    """What each formula adds, the wrong ones what they have to."""
    asked = {one.subject: _times(one.relation.terms) for one in wrong if not one.is_rate}
    of_key = _key_of_cell(submission)
    followers = (key for key in submission.formulas if key not in asked)
    sums = {key: _added(key, of_key, submission) for key in followers}
    known = {key: added for key, added in sums.items() if added is not None}
    return {key: one for key, one in known.items() if _is_fresh(key, one, submission)} | asked


def _summed(sums: Mapping[str, Times], submission: Submission) -> dict[str, float]:
    """What sums come to, each with the others as they come to be."""
    amounts: dict[str, float] = {}
    for _ in range(_STEPS):
        before = dict(amounts)
        for key, added in sums.items():
            amounts[key] = _sum(added, amounts, submission)
        if amounts == before:
            break
    return amounts


def _is_another(key: str, amount: float, submission: Submission) -> bool:
    """Whether a figure is stated that is another amount, by more than it is rounded."""
    claim = submission.claims.get(key)
    if claim is None or not isinstance(claim.value, float):
        return False
    return abs(claim.value - amount) > claim.half_width + _FLOATING * max(1.0, abs(amount))


def _times(terms: Iterable[Term]) -> dict[str, int]:
    return {term.key: round(term.coefficient) for term in terms}


def _sum(added: Times, amounts: Mapping[str, float], submission: Submission) -> float:
    """What some figures add up to, a few of them with other amounts than are stated; a blank one
    is nothing."""
    values = ((times, amounts.get(key, submission.number(key))) for key, times in added.items())
    return significant(sum(times * value for times, value in values if value is not None))


def _rates(submission: Submission) -> list[Relation]:
    """The rates that formulas work out, and that are right for the figures as they stand, or are on
    nothing."""
    every = catalogue.relations(submission.standard)
    rates = (one for one in every if one.is_ratio and one.subject in submission.formulas)
    return [one for one in rates if one.op == "=" and _holds(one, submission)]


def _holds(rate: Relation, submission: Submission) -> bool:
    stated, made = submission.claims.get(rate.subject), _quotient(rate, {}, submission)
    if stated is None or not isinstance(stated.value, float):
        return False
    if made is None:
        return all(submission.number(one.key) == 0 for one in rate.base)
    return abs(stated.value - made) <= stated.half_width + _FLOATING * max(1.0, abs(made))


def _quotient(rate: Relation, amounts: Mapping[str, float], submission: Submission) -> float | None:
    """What a rate is; None on nothing, or where a figure is blank."""
    used = (one.key for one in (*rate.terms, *rate.base))
    if any(key not in amounts and submission.number(key) is None for key in used):
        return None
    return quotient_of(rate, amounts, submission)
