"""Several figures of the texts that differ from the tables by one and the same amount: the texts
agree with each other, and a wrong amount may have been carried through the tables."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from sipipeline import catalogue
from sipipeline.checking import shown
from sipipeline.checking.amounts_meant import amount_meant
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.slip_sentences import SLIPS
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.localisation.cell_slips import Case, explain, rounded
from sipipeline.rules import h701_opening_is_last_closing, n601_text_agrees_with_tables

_QUOTING = n601_text_agrees_with_tables.RULE.code
_OPENING = h701_opening_is_last_closing.RULE.code
_TABLES = ("accounts", "headcounts", "benefit_levels")
"""Families of figures that are added up, or taken from each other."""
_FEWEST = 2
"""So many figures of the tables must differ from the texts by one amount."""
_TELLING = frozenset({"transposed", "places", "unit", "sign", "doubled", "missing"})
"""Slips by which an amount may have gone wrong before it was carried on."""
CARRIED = Text(
    zh="{slip}，并带进了各合计：文字里都是改正后的数",
    en="{slip}, and carried into the sums: the texts all have the corrected figures",
)
CHECK_THE_LEAF = Text(
    zh=(
        "文字有 {count} 处和表相差同一个数（{amount}），文字之间是一致的：先核对表里是不是有"
        "一项填错、带进了各合计；表没有错的，再改这几处文字。"
    ),
    en=(
        "The texts differ from the tables in {count} places by one amount ({amount}) and agree "
        "with each other: check first whether one item of the tables is wrong and was carried into "
        "the sums; if the tables are right, correct these texts."
    ),
)

_SAME = 1e-6
"""Amounts that differ by less are one."""

_Carried = Mapping[str, float]
"""The amounts that a figure is made of in the end, each with its sign."""


def with_agreeing_texts(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of texts that differ from the tables by one amount are one cause. No text
    is singled out; an amount of the tables is named where it alone can have gone wrong so."""
    findings = _with_named_amounts(findings, submission)
    made_of = _made_of_each(findings, submission)
    best = max(_alike(findings, made_of), key=lambda one: len(one[1]), default=None)
    if best is None or len({_cell(findings[place]) for place in best[1]}) < _FEWEST:
        return list(findings)
    amount, members = best
    rates = [place for place in made_of if _is_rate_beside(findings[place], findings, members)]
    texts = [(findings[place], made_of[place]) for place in members]
    leaves = _leaves(amount, texts)
    culprits = list(_openings(texts, findings, submission)) or _likely_if_odd(
        _only(_culprits(amount, leaves, submission)), findings
    )
    shown_amount = shown.figure(abs(amount), shown.form_of(leaves[0], submission))
    todo = CHECK_THE_LEAF.fill(count=len(members), amount=shown_amount)
    return _as_one(findings, {*members, *rates}, culprits, todo)


def _made_of_each(findings: Sequence[Finding], submission: Submission) -> dict[int, _Carried]:
    """By the place of each finding of a text that does not agree with an account: what the figure
    of the account is made of."""
    known = {one.cell.key for finding in findings for one in finding.culprits if one.located}
    places = [place for place, finding in enumerate(findings) if _is_of_texts_alone(finding, known)]
    return {place: _made_of(_cell(findings[place]), submission) for place in places}


def _as_one(
    findings: Sequence[Finding], members: Collection[int], culprits: Sequence[Culprit], todo: Text
) -> list[Finding]:
    """The findings, some of them as one cause."""
    groups = [one for place in members if (one := findings[place].group) is not None]
    number = min(groups, default=None) or next(fresh_numbers(findings))
    result = list(findings)
    for place in members:
        open_ = replace(findings[place], expected=None, todo=todo)
        result[place] = replace(open_, group=number, culprits=tuple(culprits))
    return result


def _with_named_amounts(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; a text that differs by as much as an amount of an account may be off, which
    was carried into its figure, goes with that cause."""
    result = list(findings)
    for place, parts in _made_of_each(findings, submission).items():
        off = findings[place].difference or 0.0
        missing = {part: sign * off for part, sign in parts.items() if keys.is_account(part)}
        cause = next((one for one in findings if _names(one, missing, submission)), None)
        if cause is not None:
            result[place] = joined(findings[place], cause.group, cause.culprits)
    return result


def _names(finding: Finding, missing: Mapping[str, float], submission: Submission) -> bool:
    """Whether a finding names one of some amounts as short of as much as each of them is."""
    carried = [one for one in finding.culprits if one.together and one.cell.key in missing]
    return any(abs(_missing(one, submission) - missing[one.cell.key]) < _SAME for one in carried)


def _missing(culprit: Culprit, submission: Submission) -> float:
    """What is to be added to the amount of a culprit; 0 where that is not known."""
    stated, meant = submission.number(culprit.cell.key), culprit.suggest
    if stated is None or not isinstance(meant, (int, float)):
        return 0.0
    return meant - stated


def _likely_if_odd(culprits: Sequence[Culprit], findings: Sequence[Finding]) -> Sequence[Culprit]:
    """The culprits; as likely those whose amount seems unlikely by itself."""
    return [
        replace(culprit, confidence="likely") if _is_unlikely(findings, culprit) else culprit
        for culprit in culprits
    ]


def _is_of_texts_alone(finding: Finding, known: Collection[str]) -> bool:
    """Whether a finding says that a text does not agree with an account, whose cell is not known to
    be wrong."""
    is_quote = finding.rule == _QUOTING and finding.severity is Severity.ERROR
    if not is_quote or len(finding.cells) < 2 or not finding.difference:
        return False
    text, account = (cell.key for cell in finding.cells[:2])
    is_open = keys.family(account) in _TABLES and account not in known
    return is_open and all(one.cell.key == text for one in finding.culprits)


def _cell(finding: Finding) -> str:
    """The key of the account's figure that a text does not agree with."""
    return finding.cells[1].key


def _is_rate_beside(finding: Finding, findings: Sequence[Finding], members: Sequence[int]) -> bool:
    """Whether a text speaks of a rate in the line of one of the members."""
    lines = {keys.row(_cell(findings[place])) for place in members}
    return keys.row(_cell(finding)) in lines and abs(finding.difference or 0) < 1


def _alike(
    findings: Sequence[Finding], made_of: Mapping[int, _Carried]
) -> Iterator[tuple[float, list[int]]]:
    """For each amount of the tables by which a text may differ: the places of the findings that
    this amount would settle too."""
    for place, parts in made_of.items():
        for leaf, sign in parts.items():
            amount = rounded((findings[place].difference or 0.0) * sign, 5e-7)
            others = [
                other
                for other, of in made_of.items()
                if abs((findings[other].difference or 0.0) - of.get(leaf, 0.0) * amount) < _SAME
            ]
            yield amount, others


def _leaves(amount: float, members: Sequence[tuple[Finding, _Carried]]) -> list[str]:
    """The amounts of the tables that settle all members once an amount is added to them."""
    first, *others = (
        {leaf for leaf, sign in of.items() if abs((one.difference or 0.0) - sign * amount) < _SAME}
        for one, of in members
    )
    return sorted(first.intersection(*others))


# ---------------------------------------------------------------- what a figure is made of
def _made_of(key: str, submission: Submission) -> _Carried:
    """The amounts that a figure is made of in the end; itself where it is made of none."""
    sums, found = _sums(submission.standard), dict[str, float]()
    left, seen = [(key, 1.0)], set[str]()
    while left:
        one, sign = left.pop()
        if one in seen:
            continue
        seen.add(one)
        ways = [way for way in sums.get(one, ()) if any(map(submission.claims.get, way))]
        if not ways and submission.number(one):
            found[one] = sign
        left += [(part, sign * by) for way in ways for part, by in way.items()]
    return found


@cache
def _sums(standard: Standard) -> Mapping[str, Sequence[_Carried]]:
    """Each figure that others add up to, with these, one way after the other."""
    sums: dict[str, list[_Carried]] = {}
    for relation in catalogue.relations(standard):
        is_sum = relation.op == "=" and not relation.is_ratio and not relation.to_explain
        if is_sum and keys.family(relation.subject) in _TABLES:
            terms = {term.key: float(term.coefficient) for term in relation.terms}
            sums.setdefault(relation.subject, []).append(terms)
    return sums


# ---------------------------------------------------------------- which of them
def _culprits(amount: float, leaves: Sequence[str], submission: Submission) -> Iterator[Culprit]:
    """The amounts that a slip of typing turned into what they are; none is known to be wrong."""
    for key in leaves:
        claim = submission.claims[key]
        assert isinstance(claim.value, float)
        meant = rounded(claim.value + amount, claim.half_width)
        ends = meant - claim.half_width, meant + claim.half_width
        slip = explain(Case(claim.value, claim.half_width, ends)).slip
        if slip.code in _TELLING and meant > 0:
            factor = round(float(slip.figures.get("factor", 1)))
            why = CARRIED.fill(slip=SLIPS[slip.code].fill(factor=factor))
            yield amount_meant(key, meant, why, "possible", submission)


def _openings(
    texts: Sequence[tuple[Finding, _Carried]], findings: Sequence[Finding], submission: Submission
) -> Iterator[Culprit]:
    """The opening balance that differs from last year's closing by the amount by which the texts
    differ from the tables."""
    for finding in findings:
        if finding.rule != _OPENING or finding.severity is Severity.INFO:
            continue
        key, amount = finding.cells[0].key, -(finding.difference or 0.0)
        stated = submission.number(key)
        if stated is not None and amount and key in _leaves(amount, texts):
            why, meant = CARRIED.fill(slip=SLIPS["carried over"]), rounded(stated + amount, 5e-7)
            yield amount_meant(key, meant, why, "likely", submission)


def _is_unlikely(findings: Sequence[Finding], culprit: Culprit) -> bool:
    """Whether the amount of a culprit seems unlikely by itself."""
    asking = [one for one in findings if one.kind is Kind.PLAUSIBILITY and one.cells]
    return any(one.cells[0].key == culprit.cell.key for one in asking)


def _only(culprits: Iterator[Culprit]) -> Sequence[Culprit]:
    """The culprit, if there is one alone."""
    every = list(culprits)
    return every if len(every) == 1 else ()
