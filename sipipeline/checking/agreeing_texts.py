"""Several figures of the texts that differ from the tables by one and the same amount: the texts
agree with each other, and a wrong amount may have been carried through the tables."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from sipipeline import catalogue
from sipipeline.arithmetic.figures import Interval
from sipipeline.checking import shown
from sipipeline.checking.amounts_meant import amount_meant
from sipipeline.checking.culprits import retyped
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.slip_sentences import SLIPS
from sipipeline.core import keys
from sipipeline.core.figures import SLACK
from sipipeline.core.findings import Culprit, Finding, Kind, Severity, known_ends
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.language.mentions import mentions_in
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
CHECK_THE_LEAF = Text(
    zh="文字有 {count} 处和表相差同一个数（{amount}），文字之间是一致的：先核对表里是不是有"
    "一项填错、带进了各合计；表没有错的，再改这几处文字。",
    en="The texts differ from the tables in {count} places by one amount ({amount}) and agree "
    "with each other: check first whether one item of the tables is wrong and was carried into "
    "the sums; if the tables are right, correct these texts.",
)

_SAME = 1e-6
"""Amounts that differ by less are one."""
_FAR = 4
"""So many times what a text may have rounded off it must differ by: what was cut off instead of
rounded is no amount."""

_OFF, _OF_SLIP, _NEAR = 0.2, 0.05, 0.1
"""By how much, in logarithms, an amount must come nearer to those of its line, also where a slip of
typing explains it, and how near."""

_Carried = Mapping[str, float]
"""The amounts that a figure is made of in the end, each with its sign."""


def with_agreeing_texts(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of texts that differ from the tables by one amount are one cause. No text
    is singled out; an amount of the tables is named where it alone can have gone wrong so."""
    findings = _with_named_amounts(findings, submission)
    disputed = _disputed(findings, submission)
    best = max(_alike(disputed), key=lambda one: len(one[1]), default=None)
    if best is None or len({_cell(findings[place]) for place in best[1]}) < _FEWEST:
        return _with_odd_leaves(findings, disputed, submission)
    amount, members = best
    rates = [place for place in disputed if _is_rate_beside(findings[place], findings, members)]
    texts = [disputed[place] for place in members]
    leaves = _leaves(amount, texts)
    culprits = list(_openings(texts, findings, submission)) or _likely_if_odd(
        _only(_culprits(amount, leaves, submission)), findings
    )
    todo = CHECK_THE_LEAF.fill(count=len(members), amount=_shown(amount, texts, leaves, submission))
    return _as_one(findings, {*members, *rates}, culprits, todo)


@frozen
class _Disputed:
    """A figure of the tables that a text does not agree with."""

    finding: Finding
    made_of: _Carried
    off: Interval
    """What must be added to it, for all that the text has rounded."""

    def missing(self, leaf: str) -> Interval:
        """What must be added to one of the amounts that it is made of."""
        sign = self.made_of[leaf]
        low, high = sorted(sign * end for end in self.off)
        return low, high


def _disputed(findings: Sequence[Finding], submission: Submission) -> dict[int, _Disputed]:
    """By the place of each finding of a text that does not agree with an account: the figure of
    that account."""
    known = {one.cell.key for finding in findings for one in finding.culprits if one.located}
    places = [place for place, finding in enumerate(findings) if _is_of_texts_alone(finding, known)]
    return {place: _figure(findings[place], submission) for place in places}


def _figure(finding: Finding, submission: Submission) -> _Disputed:
    """The figure of an account that a text does not agree with."""
    difference, room = finding.difference or 0.0, _rounded_off(finding)
    off = difference - room, difference + room
    return _Disputed(finding, _made_of(_cell(finding), submission), off)


def _rounded_off(finding: Finding) -> float:
    """What the number of a text may have rounded off, in the unit of the table, where the table is
    finer; next to nothing where both have the same last digit."""
    mention = next(iter(mentions_in(finding.shown.was.zh)), None)
    known = known_ends(finding.expected)
    if mention is None or not mention.value or not isinstance(finding.stated, float):
        return _SAME
    room = mention.half_width * abs(finding.stated / mention.value)
    finer = (known[1] - known[0]) / 2 if known is not None else math.inf
    return room + finer if room > finer * (1 + SLACK) else _SAME


def _shown(
    amount: Interval, texts: Sequence[_Disputed], leaves: Sequence[str], submission: Submission
) -> str:
    """An amount as the texts write it where they have rounded it, else as its cell does."""
    low, high = amount
    middle = abs(low + high) / 2
    written = texts[0].finding
    if high - low > 2 * _SAME and isinstance(written.stated, float) and written.stated > 0:
        return retyped(middle, written.stated, written.shown.was.zh, is_text=True)
    return shown.figure(rounded(middle, _SAME / 2), shown.form_of(leaves[0], submission))


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


def _with_odd_leaves(
    findings: Sequence[Finding], disputed: Mapping[int, _Disputed], submission: Submission
) -> list[Finding]:
    """The findings; where one amount is unlike its line and the text is right with a likelier one,
    it is open which of the two is wrong."""
    result = list(findings)
    for place, figure in disputed.items():
        odd = [*_odd_leaves(figure, submission)] if _may_be_carried(figure, submission) else []
        if len(odd) != 1:
            continue
        texts = [replace(one, confidence="possible") for one in findings[place].culprits]
        group = findings[place].group
        members = [at for at, one in enumerate(result) if group is not None and one.group == group]
        result = _as_one(result, members or [place], [*odd, *texts], CHECK_BOTH)
    return result


def _may_be_carried(figure: _Disputed, submission: Submission) -> bool:
    """Whether a text states another amount than a cell has, by far more than it rounds off, and it
    is no other figure of the line, nor the same with another sign."""
    cell, stated = _cell(figure.finding), figure.finding.stated
    there = submission.number(cell)
    if there is None or not isinstance(stated, float) or not _is_far(figure.off):
        return False
    low, high = figure.off
    others = -there, *_others_of_line(cell, submission)
    is_other = any(abs(stated - other) <= high - low for other in others)
    return low <= stated - there <= high and not is_other


def _odd_leaves(figure: _Disputed, submission: Submission) -> Iterator[Culprit]:
    """The amounts of this year unlike the others of their line that are like them with what the
    text has more or less."""
    for key in figure.made_of:
        claim = submission.claims[key]
        is_part = keys.measure(key) == "actual" and key != _cell(figure.finding)
        if not is_part or not isinstance(claim.value, float):
            continue
        low, high = (claim.value + end for end in figure.missing(key))
        case = Case(
            claim.value, claim.half_width, (low - claim.half_width, high + claim.half_width)
        )
        told = explain(case)
        meant = rounded((low + high) / 2, max(claim.half_width, (high - low) / 2))
        least = _OF_SLIP if told.slip.code in _TELLING else _OFF
        why = _why_odd(key, claim.value, meant, least, submission)
        if why is not None:
            value = told.value if told.value is not None and low <= told.value <= high else meant
            yield amount_meant(key, value, why, "possible", submission)


def _why_odd(
    key: str, stated: float, meant: float, least: float, submission: Submission
) -> Text | None:
    """Why an amount is less likely than another, to which it comes nearer by so much at least; None
    where it is not."""
    others = [*_others_of_line(key, submission)]
    if not others or min(stated, meant) <= 0:
        return None
    off, still = (min(abs(math.log(one / other)) for other in others) for one in (stated, meant))
    if still > _NEAR:
        return None
    return COPIED if stated in others else ODD if off - still >= least else None


def _others_of_line(key: str, submission: Submission) -> Iterator[float]:
    """The budget of an amount, and last year's, where they are above nothing."""
    for measure in ("budget", "prior"):
        other = submission.number(keys.beside(key, measure))
        if other is not None and other > 0:
            yield other


def _with_named_amounts(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; a text that differs by as much as an amount of an account may be off, which
    was carried into its figure, goes with that cause."""
    result = list(findings)
    for place, figure in _disputed(findings, submission).items():
        cause = next((one for one in findings if _names(one, figure, submission)), None)
        if cause is not None:
            result[place] = joined(findings[place], cause.group, cause.culprits)
    return result


def _names(finding: Finding, figure: _Disputed, submission: Submission) -> bool:
    """Whether a finding names an amount, of those that a figure is made of, as short of as much as
    this is."""
    return any(
        _is_within(_missing(one, submission), figure.missing(one.cell.key))
        for one in finding.culprits
        if one.together and keys.is_account(one.cell.key) and one.cell.key in figure.made_of
    )


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
    return is_open and all(one.cell.key == text for one in finding.culprits if one.located)


def _cell(finding: Finding) -> str:
    """The key of the account's figure that a text does not agree with."""
    return finding.cells[1].key


def _is_rate_beside(finding: Finding, findings: Sequence[Finding], members: Sequence[int]) -> bool:
    """Whether a text speaks of a rate in the line of one of the members."""
    lines = {keys.row(_cell(findings[place])) for place in members}
    return keys.row(_cell(finding)) in lines and abs(finding.difference or 0) < 1


def _alike(disputed: Mapping[int, _Disputed]) -> Iterator[tuple[Interval, list[int]]]:
    """For each amount of the tables by which a text may differ: the places of the findings that
    this amount would settle too."""
    for figure in disputed.values():
        for leaf in figure.made_of if _is_far(figure.off) else ():
            amount, members = figure.missing(leaf), list[int]()
            for place, other in disputed.items():
                common = _common(amount, other.missing(leaf)) if leaf in other.made_of else None
                if common is not None and _is_far(other.off):
                    amount = common
                    members.append(place)
            yield amount, members


def _is_far(off: Interval) -> bool:
    """Whether a text differs by far more than it may have rounded off."""
    low, high = off
    return abs(low + high) / 2 > _FAR * (high - low) / 2


def _common(one: Interval, other: Interval) -> Interval | None:
    """What two intervals have in common; None where that is nothing."""
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low <= high else None


def _is_within(value: float, span: Interval) -> bool:
    return span[0] <= value <= span[1]


def _leaves(amount: Interval, figures: Sequence[_Disputed]) -> list[str]:
    """The amounts of the tables that settle all figures once an amount is added to them."""
    first, *others = (
        {leaf for leaf in one.made_of if _common(one.missing(leaf), amount)} for one in figures
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
def _culprits(amount: Interval, leaves: Sequence[str], submission: Submission) -> Iterator[Culprit]:
    """The amounts that a slip of typing turned into what they are; none is known to be wrong."""
    for key in leaves:
        claim = submission.claims[key]
        assert isinstance(claim.value, float)
        half_width = claim.half_width
        low, high = (rounded(claim.value + end, half_width) for end in amount)
        told = explain(Case(claim.value, half_width, (low - half_width, high + half_width)))
        meant = (low + high) / 2 if low == high or told.value is None else told.value
        if told.slip.code in _TELLING and meant > 0:
            factor = round(float(told.slip.figures.get("factor", 1)))
            why = CARRIED.fill(slip=SLIPS[told.slip.code].fill(factor=factor))
            yield amount_meant(key, meant, why, "possible", submission)


def _openings(
    texts: Sequence[_Disputed], findings: Sequence[Finding], submission: Submission
) -> Iterator[Culprit]:
    """The opening balance that differs from last year's closing by the amount by which the texts
    differ from the tables."""
    for finding in findings:
        if finding.rule != _OPENING or finding.severity is Severity.INFO:
            continue
        key, amount = finding.cells[0].key, -(finding.difference or 0.0)
        stated = submission.number(key)
        if stated is not None and amount and key in _leaves((amount, amount), texts):
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
