"""What rules say only because cells are wrong that are located: a text of the total that the form
adds up, a rate of execution, people beside money."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sipipeline import catalogue
from sipipeline.checking.groups import joined
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Kind, Severity
from sipipeline.core.submission import Claim, Submission
from sipipeline.evidence.evidence import Evidence
from sipipeline.localisation.suspects import Group, Suspect
from sipipeline.rule import JudgingRule, Problem
from sipipeline.rules import n601_text_agrees_with_tables

_QUOTING = n601_text_agrees_with_tables.RULE.code

_Told = tuple[str, str, str]
"""What tells the question that a rule asks: the rule, the cell, the words of a text."""


def with_consequences(
    findings: Sequence[Finding], groups: Sequence[Group], submission: Submission
) -> list[Finding]:
    """The findings; those that are not there any more once located cells are put right have the
    group of these, as far as they have none of their own."""
    located = {number: _amounts(group, findings, number) for number, group in enumerate(groups, 1)}
    located = {number: amounts for number, amounts in located.items() if amounts}
    if not located:
        return list(findings)
    gone = _gone(findings, located, submission)
    causes = {number: _culprits(findings, number) for number in located}
    result = list(findings)
    for place, number in _attributed(gone, findings, located, submission).items():
        result[place] = joined(findings[place], number, causes[number])
    return result


def with_plausible_culprits(
    findings: Sequence[Finding], groups: Sequence[Group], submission: Submission
) -> list[Finding]:
    """The findings; of several cells that may be wrong, the one that settles most of what seems
    unlikely of them as well, and all that any other does, is singled out, and goes first."""
    result = list(findings)
    for number, group in enumerate(groups, 1):
        culprits = _culprits(result, number)
        if len(culprits) < 2 or any(one.located for one in culprits):
            continue
        settled = _settled(group, culprits, result, submission)
        cells = max(settled, key=lambda one: len(settled[one]), default=frozenset[str]())
        places = settled.get(cells, set())
        if all(settled[other] < places for other in settled if other != cells) and places:
            members = {place for place, one in enumerate(result) if one.group == number}
            for place in members | places:
                result[place] = joined(result[place], number, _first(culprits, cells))
    return result


def without_when(findings: Sequence[Finding], corrected: Submission) -> list[int]:
    """The places of the findings without a cause that rules do not have of a corrected
    submission."""
    rules = _rules(findings, corrected)
    left, codes = _asked(rules, with_amounts(corrected, {})), {rule.code for rule in rules}
    judged = [place for place, one in enumerate(findings) if _is_open(one) and one.rule in codes]
    return [place for place in judged if _told(findings[place]) not in left]


def _settled(
    group: Group, culprits: Sequence[Culprit], findings: Sequence[Finding], submission: Submission
) -> dict[frozenset[str], set[int]]:
    """The places of the findings that ask about figures of some cells that seem unlikely, by the
    cell that settles them once it holds what it should, or by the cells of one slip; not by one
    that seems unlikely itself then."""
    named = {culprit.cell.key for culprit in culprits}
    unlikely = {place for place, one in enumerate(findings) if _is_unlikely(one, named)}
    if not unlikely:
        return {}
    asked = _questions(submission)
    settled: dict[frozenset[str], set[int]] = {}
    for suspect in group.suspects:
        amounts = _amounts_of_slip(group, suspect)
        mended = with_amounts(submission, amounts)
        if amounts and amounts.keys() <= named and _questions(mended) <= asked:
            gone = unlikely.intersection(without_when(findings, mended))
            settled[frozenset(amounts)] = _sure(gone, suspect, findings, amounts)
    return {cells: places for cells, places in settled.items() if places}


def _sure(
    gone: set[int], suspect: Suspect, findings: Sequence[Finding], cells: Collection[str]
) -> set[int]:
    """Of the places of findings that a suspect settles those that it settles for sure: where it is
    not known what the cell should hold, of findings that are about the cell."""
    is_known = suspect.suggest is not None
    return gone if is_known else {place for place in gone if findings[place].speaks_of(cells)}


def _amounts_of_slip(group: Group, suspect: Suspect) -> dict[str, float]:
    """What the cell of a suspect should hold, or all cells that its slip put wrong at once; nothing
    where that is not known of each."""
    alike = [one for one in group.suspects if one.together and one.slip == suspect.slip]
    amounts = {one.key: _about(one) for one in (alike if suspect.together else [suspect])}
    known = {key: amount for key, amount in amounts.items() if amount is not None}
    return known if len(known) == len(amounts) else {}


def _is_unlikely(finding: Finding, cells: Collection[str]) -> bool:
    """Whether a finding without a cause asks about a figure of some cells that seems unlikely."""
    asks = finding.kind is Kind.PLAUSIBILITY and _is_open(finding)
    return asks and finding.speaks_of(cells)


def _first(culprits: Sequence[Culprit], cells: Collection[str]) -> tuple[Culprit, ...]:
    """The culprits, those of some cells first and likely."""
    own = [replace(one, confidence="likely") for one in culprits if one.cell.key in cells]
    return (*own, *(one for one in culprits if one.cell.key not in cells))


def _gone(
    findings: Sequence[Finding], located: Mapping[int, Mapping[str, float]], submission: Submission
) -> list[int]:
    """The places of the findings that the rules do not have once all located cells are put
    right."""
    every = {key: amount for amounts in located.values() for key, amount in amounts.items()}
    return without_when(findings, with_amounts(submission, every))


def _attributed(
    gone: Sequence[int],
    findings: Sequence[Finding],
    located: Mapping[int, Mapping[str, float]],
    submission: Submission,
) -> dict[int, int]:
    """The place of each finding that is gone, with the first cause that it goes with by itself;
    with the first of all where it takes several."""
    numbers = dict.fromkeys(gone, next(iter(located)))
    if len(located) < 2 or not gone:
        return numbers
    rules = _rules([findings[place] for place in gone], submission)
    left = {
        number: _asked(rules, with_amounts(submission, amounts))
        for number, amounts in located.items()
    }
    alone = {
        place: [number for number in located if _told(findings[place]) not in left[number]]
        for place in gone
    }
    return {place: next(iter(alone[place]), number) for place, number in numbers.items()}


# ---------------------------------------------------------------- what is put right
def with_amounts(submission: Submission, amounts: Mapping[str, float]) -> Submission:
    """The submission with other amounts in some cells, without the figures of its texts."""
    claims = {key: claim for key, claim in submission.claims.items() if not keys.is_quote(key)}
    for key, amount in amounts.items():
        if (old := claims.get(key)) is not None:
            claims[key] = old._replace(value=amount, raw=amount)
        elif key in submission.places:
            claims[key] = Claim(key, amount, 0.0, *submission.places[key], amount)
    return replace(submission, claims=claims)


def _amounts(group: Group, findings: Sequence[Finding], number: int) -> dict[str, float]:
    """What the located cells of a group should hold; nothing where one of them is not known, or the
    group is told without them."""
    named = {culprit.cell.key for culprit in _culprits(findings, number) if culprit.located}
    suspects = [suspect for suspect in group.suspects if suspect.key in named]
    amounts = {suspect.key: _amount(suspect) for suspect in suspects}
    return {key: amount for key, amount in amounts.items() if amount is not None}


def _amount(suspect: Suspect) -> float | None:
    """What a cell should hold, as near as the rest says it."""
    low, high = suspect.implied
    middle = (low + high) / 2
    return middle if suspect.suggest is None and high - low < abs(middle) else suspect.suggest


def _about(suspect: Suspect) -> float | None:
    """What a cell should hold, or the middle of what it may; None where that is open."""
    if suspect.suggest is not None:
        return suspect.suggest
    middle = sum(suspect.implied) / 2
    return middle if math.isfinite(middle) else None


def _culprits(findings: Sequence[Finding], number: int) -> tuple[Culprit, ...]:
    """The culprits of a group as its findings have them."""
    members = (finding.culprits for finding in findings if finding.group == number)
    return next(members, ())


# ---------------------------------------------------------------- what is asked
def _is_open(finding: Finding) -> bool:
    """Whether a finding that asks something belongs to no cause yet."""
    return finding.group is None and finding.severity is not Severity.INFO


def _rules(findings: Sequence[Finding], submission: Submission) -> list[JudgingRule]:
    """The rules that judge a whole submission and whose findings belong to no cause yet."""
    asking = {finding.rule for finding in findings if _is_open(finding)}
    return [rule for rule in catalogue.judging_rules(submission.standard) if rule.code in asking]


def _questions(submission: Submission) -> set[_Told]:
    """What seems unlikely of a submission."""
    rules = catalogue.judging_rules(submission.standard)
    return _asked([rule for rule in rules if rule.kind is Kind.PLAUSIBILITY], submission)


def _asked(rules: Sequence[JudgingRule], submission: Submission) -> set[_Told]:
    """What rules find wrong with a submission."""
    evidence = submission.once(Evidence)
    return {
        _question(rule.code, problem)
        for rule in rules
        for problem in rule.judge(evidence)
        if isinstance(problem, Problem)
    }


def _question(code: str, problem: Problem) -> _Told:
    """The question that a problem asks."""
    words = problem.shown.was.zh if problem.shown is not None and code == _QUOTING else ""
    return code, next(iter(problem.keys), ""), words


def _told(finding: Finding) -> _Told:
    """The question that a finding asks."""
    words = finding.shown.was.zh if finding.rule == _QUOTING else ""
    return finding.rule, finding.cells[0].key if finding.cells else "", words
