"""What texts, indicators and the balances of two years say of the amounts that the tables are made
of: by how much one of these would have to be another for the tables to agree with them."""

import math
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache

from sipipeline import catalogue
from sipipeline.arithmetic.figures import Interval
from sipipeline.checking.causes.worked_out import quotient_of, sum_of
from sipipeline.core import keys
from sipipeline.core.figures import SLACK
from sipipeline.core.findings import Finding, Severity, known_ends
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.mentions import mentions_in
from sipipeline.localisation.cell_slips import rounded
from sipipeline.rules import (
    h701_opening_is_last_closing,
    i511_indicator_agrees_with_tables,
    n601_text_agrees_with_tables,
)

QUOTING = n601_text_agrees_with_tables.RULE.code
INDICATOR = i511_indicator_agrees_with_tables.RULE.code
OPENING = h701_opening_is_last_closing.RULE.code
_TABLES = ("accounts", "headcounts", "benefit_levels")
"""Families of figures that are added up, or taken from each other."""
_BESIDE = ("balances",)
"""Families of what is worked out of such figures."""
SAME = 1e-6
"""Amounts that differ by less are one."""
_FAR = 4
"""So many times what a text may have rounded off it must differ by: what was cut off instead of
rounded is no amount."""

Carried = Mapping[str, float]
"""The amounts that a figure is made of in the end, each with its sign."""


@frozen
class Testimony:
    """What something beside the tables says that a figure of them is."""

    figure: str
    """The key of the figure; of the balances of two years the line."""
    over: Carried
    value: float
    """What the tables have: of a rate its upper term."""
    low: float
    high: float
    """What is said of it, as far as that is rounded."""
    base: Carried
    base_value: float = 0.0
    """The lower term of a rate; of an amount there is none."""

    @property
    def is_rate(self) -> bool:
        return bool(self.base_value)

    @property
    def off(self) -> Interval:
        """What must be added to an amount."""
        return self.low - self.value, self.high - self.value

    @property
    def is_far(self) -> bool:
        """Whether it differs by far more than it may have rounded off."""
        low, high = self.off
        return not self.is_rate and abs(low + high) / 2 > _FAR * (high - low) / 2

    @property
    def leaves(self) -> set[str]:
        """The amounts that the figure is made of."""
        return {*self.over, *self.base}

    def missing(self, leaf: str) -> Interval | None:
        """What must be added to one of the amounts that it is made of; None where that is any
        amount, or none at all."""
        over, base = self.over.get(leaf, 0.0), self.base.get(leaf, 0.0)
        pulls = [over - end * base for end in (self.low, self.high)]
        if min(pulls) <= 0 <= max(pulls):
            return None
        lower = self.base_value if self.is_rate else 1.0
        ends = [
            (end * lower - self.value) / pull for end, pull in zip((self.low, self.high), pulls)
        ]
        return min(ends), max(ends)


# ---------------------------------------------------------------- against the tables
def testimonies_against(
    findings: Sequence[Finding], submission: Submission
) -> dict[int, Testimony]:
    """By the place of each finding that something beside the tables does not agree with an account,
    of which no figure is known to be wrong: what that says."""
    said = groups_of_texts(findings)
    known = {
        one.cell.key
        for finding in findings
        if finding.group not in said
        for one in finding.culprits
        if one.located
    }
    asking = {
        place: one
        for place, one in enumerate(findings)
        if one.severity is not Severity.INFO and len(one.cells) > 1 and one.difference
    }
    told = {
        place: _against(one, known, one.group in said, submission) for place, one in asking.items()
    }
    return {place: testimony for place, testimony in told.items() if testimony is not None}


def groups_of_texts(findings: Sequence[Finding]) -> set[int]:
    """The groups in which texts alone do not agree with tables, and one amount is singled out that
    these are worked out of: it is these texts that speak for it, and nothing else."""
    members: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.group is not None:
            members.setdefault(finding.group, []).append(finding)
    return {number for number, every in members.items() if _is_of_one_amount(every)}


def _is_of_one_amount(findings: Sequence[Finding]) -> bool:
    located = {
        one.cell.key: one.follows for finding in findings for one in finding.culprits if one.located
    }
    typed = [key for key, follows in located.items() if not follows]
    is_of_texts = all(finding.rule in (QUOTING, INDICATOR) for finding in findings)
    return is_of_texts and len(typed) == 1 and keys.family(typed[0]) in _TABLES


def _against(
    finding: Finding, known: set[str], is_of_texts: bool, submission: Submission
) -> Testimony | None:
    own, other = (cell.key for cell in finding.cells[:2])
    located = finding.singled_out
    if finding.rule == OPENING:
        is_open = not finding.explained and not located
        return _of_balances(own, other, submission) if is_open else None
    is_open = other not in known and (is_of_texts or located <= {own})
    if not is_open or not _is_of_texts(finding):
        return None
    return _of_text(finding, submission)


def _is_of_texts(finding: Finding) -> bool:
    """Whether a text or an indicator does not agree with a figure of the tables."""
    is_told = finding.rule in (QUOTING, INDICATOR) and finding.severity is Severity.ERROR
    return is_told and keys.family(finding.cells[1].key) in (*_TABLES, *_BESIDE)


def _of_text(finding: Finding, submission: Submission) -> Testimony | None:
    """What a text says of the figure of an account; None where it speaks of one that no cell
    has."""
    cell, stated, difference = finding.cells[1], finding.stated, finding.difference
    there = cell.value if isinstance(cell.value, int | float) else submission.number(cell.key)
    if there is None or not isinstance(stated, float) or difference is None:
        return None
    if not math.isclose(there + difference, stated, rel_tol=_ABOUT):
        return None
    room = _rounded_off(finding, cell.key in _rates(submission.standard))
    return _said(cell.key, (stated - room, stated + room), submission)


_ABOUT = 1e-3
"""How far what a text says may be from the rate of a cell with what it differs by, as a part of it;
what is farther is a rate of something else."""


def _of_rate(rate: Relation, said: Interval, submission: Submission) -> Testimony | None:
    over, base = (sum_of(terms, {}, submission) for terms in (rate.terms, rate.base))
    if base <= 0:
        return None
    low, high = (end / rate.scale for end in said)
    parts = (_made_of_terms(terms, submission) for terms in (rate.terms, rate.base))
    above, below = parts
    return Testimony(rate.subject, above, over, low, high, below, base)


def _of_balances(opening: str, last: str, submission: Submission) -> Testimony | None:
    """That the year begins with what last year ended with."""
    began, ended = submission.figure(opening), submission.figure(last)
    if began is None or ended is None or keys.measure(last) != "prior":
        return None
    over = _made_of_terms((Term(1, opening), Term(-1, last)), submission)
    assert isinstance(began.value, float)
    assert isinstance(ended.value, float)
    apart = began.value - ended.value
    return Testimony(keys.item(opening), over, apart, -SAME, SAME, {})


def _rounded_off(finding: Finding, is_rate: bool) -> float:
    """What the number of a text may have rounded off, in the unit of the table: of an amount where
    the table is finer; next to nothing where both have the same last digit."""
    mention = next(iter(mentions_in(finding.shown.was.zh)), None)
    if mention is None or not mention.value or not isinstance(finding.stated, float):
        return SAME
    room = mention.half_width * abs(finding.stated / mention.value)
    known = known_ends(finding.expected)
    finer = (known[1] - known[0]) / 2 if known is not None else math.inf
    if is_rate:
        return room
    return room + finer if room > finer * (1 + SLACK) else SAME


# ---------------------------------------------------------------- for the tables
def testimonies_for(submission: Submission) -> list[Testimony]:
    """What texts, and the balances of two years, say of figures as the tables have them."""
    every = (*_agreeing_quotes(submission), *_agreeing_balances(submission))
    return [one for one in every if one is not None]


def _agreeing_quotes(submission: Submission) -> Iterator[Testimony | None]:
    for quote, one in submission.once(Evidence).beside_cells.items():
        if one is not None and one.agrees and quote.exact and not one.told.derived:
            yield _said(one.told.key, (one.low, one.high), submission)


def _agreeing_balances(submission: Submission) -> Iterator[Testimony | None]:
    for relation in h701_opening_is_last_closing.relations(submission.standard):
        opening, last = relation.keys[:2]
        began, ended = map(submission.number, (opening, last))
        if not relation.form and began is not None and began == ended:
            yield _of_balances(opening, last, submission)


def _said(key: str, said: Interval, submission: Submission) -> Testimony | None:
    there = submission.number(key)
    if there is None or keys.family(key) not in (*_TABLES, *_BESIDE):
        return None
    if key in _rates(submission.standard):
        rate = _rate(key, submission)
        return None if rate is None else _of_rate(rate, said, submission)
    return Testimony(key, made_of(key, submission), there, *said, {})


def _rate(key: str, submission: Submission) -> Relation | None:
    """What a rate is worked out of, of the ways that there are for what is stated."""
    stated = submission.claims
    for relation in _rates(submission.standard)[key]:
        is_asked = all(map(stated.get, (one.key for one in (*relation.terms, *relation.base))))
        if is_asked and not any(map(stated.get, relation.unless)):
            return relation
    return None


# ---------------------------------------------------------------- what a figure is made of
def made_of(key: str, submission: Submission, also: Container[str] = ()) -> Carried:
    """The amounts that a figure is made of in the end, those that are not 0 and some others; itself
    where it is made of none."""
    sums, found = _sums(submission.standard), dict[str, float]()
    left, seen = [(key, 1.0)], set[str]()
    while left:
        one, sign = left.pop()
        if one in seen:
            continue
        seen.add(one)
        ways = [way for way in sums.get(one, ()) if any(map(submission.claims.get, way))]
        if not ways and (submission.number(one) or one in also):
            found[one] = sign
        left += [(part, sign * by) for way in ways for part, by in way.items()]
    return found


def is_entered(key: str, submission: Submission) -> bool:
    """Whether a cell has an amount, be it 0, that adds up no others."""
    return key in submission.claims and made_of(key, submission).keys() <= {key}


def _made_of_terms(terms: Iterable[Term], submission: Submission) -> Carried:
    """The amounts that a sum of figures is made of."""
    found: dict[str, float] = {}
    for term in terms:
        for leaf, sign in made_of(term.key, submission).items():
            found[leaf] = found.get(leaf, 0.0) + term.coefficient * sign
    return {leaf: sign for leaf, sign in found.items() if sign}


@cache
def _sums(standard: Standard) -> Mapping[str, Sequence[Carried]]:
    """Each figure that others add up to, with these, one way after the other."""
    sums: dict[str, list[Carried]] = {}
    for relation in _equations(standard):
        if not relation.is_ratio:
            terms = {term.key: float(term.coefficient) for term in relation.terms}
            sums.setdefault(relation.subject, []).append(terms)
    return sums


@cache
def _rates(standard: Standard) -> Mapping[str, Sequence[Relation]]:
    """Each rate of the tables with what it is worked out of, one way after the other."""
    rates: dict[str, list[Relation]] = {}
    for relation in _equations(standard):
        if relation.is_ratio:
            rates.setdefault(relation.subject, []).append(relation)
    return rates


def _equations(standard: Standard) -> Iterator[Relation]:
    for relation in catalogue.relations(standard):
        is_equation = relation.op == "=" and not relation.to_explain
        if is_equation and keys.family(relation.subject) in (*_TABLES, *_BESIDE):
            yield relation


# ---------------------------------------------------------------- what follows
def carried_into(added: Mapping[str, float], submission: Submission) -> dict[str, float]:
    """What the figures of the tables are once amounts are added to some of those that they are made
    of: these themselves, sums, differences, and the rates of these."""
    amounts = dict[str, float]()
    rates = _rates(submission.standard)
    for key in submission.claims:
        is_amount = keys.family(key) in _TABLES and key not in rates
        there = submission.number(key) if is_amount else None
        made = made_of(key, submission, added) if there is not None else {}
        more = sum(made[leaf] * amount for leaf, amount in added.items() if leaf in made)
        if there is not None and more:
            amounts[key] = round(there + more, _FINEST) + 0.0
    return amounts | dict(_rates_of(amounts, submission))


def worked_out_of(amounts: Mapping[str, float], submission: Submission) -> dict[str, float]:
    """The changes and rates of lines with other amounts, where they go with those stated."""
    changes = dict[str, float]()
    for key in amounts:
        this, last, change = (keys.beside(key, one) for one in ("actual", "prior", "change"))
        stated = [submission.figure(one) for one in (this, last, change)]
        now, before, off = (submission.number(one) or 0.0 for one in (this, last, change))
        room = sum(one.half_width for one in stated if one is not None)
        if None not in stated and abs(now - before - off) <= room:
            after = amounts.get(this, now) - amounts.get(last, before)
            changes[change] = round(after, _FINEST) + 0.0
    known = {**amounts, **changes}
    return changes | dict(_rates_of(known, submission))


def depending_on(leaves: Collection[str], submission: Submission) -> set[str]:
    """The figures that are made of some amounts, and the rates of these."""
    amounts = {
        key
        for key in submission.claims
        if keys.family(key) in _TABLES and not made_of(key, submission).keys().isdisjoint(leaves)
    }
    ways = (way for every in _rates(submission.standard).values() for way in every)
    return amounts.union(way.subject for way in ways if not amounts.isdisjoint(way.keys))


def _rates_of(amounts: Mapping[str, float], submission: Submission) -> Iterator[tuple[str, float]]:
    """The rates that are worked out of some figures, as these make them, and other than stated."""
    for rate in (*_rates_asked(submission), *_rates_of_rows(submission)):
        claim = submission.claims.get(rate.subject)
        if claim is None or amounts.keys().isdisjoint(rate.keys):
            continue
        before, after = (quotient_of(rate, one, submission) for one in ({}, amounts))
        if after is not None and _is_rounded(claim, before) and not _is_rounded(claim, after):
            half_width = min(claim.half_width, _OF_RATE)
            yield rate.subject, after if claim.formula else rounded(after, half_width)


def _rates_asked(submission: Submission) -> Iterator[Relation]:
    """What each stated rate of the tables is worked out of."""
    rates = _rates(submission.standard)
    for key in submission.claims:
        rate = _rate(key, submission) if key in rates else None
        if rate is not None:
            yield rate


def _rates_of_rows(submission: Submission) -> Iterator[Relation]:
    """What the rates are worked out of that stand in the rows of lists, as the share of a cause."""
    for rule in catalogue.relation_rules(submission.standard):
        rows = rule.rows(submission) if rule.rows is not None else ()
        yield from (one for one in rows if one.is_ratio and one.op == "=")


def _is_rounded(claim: Claim, worked_out: float | None) -> bool:
    """Whether a rate is what it was worked out to be, as far as it is rounded."""
    if worked_out is None or not isinstance(claim.value, float):
        return False
    return abs(claim.value - worked_out) <= claim.half_width + SLACK * max(1.0, abs(worked_out))


_OF_RATE = 0.5e-4
"""How far a rate that is suggested is rounded at most: 3.19%, also for one that was typed as 3%."""
_FINEST = 6
"""Decimals of an amount beyond which there is but the dust of computing."""
