"""A contradiction that no single relation shows, as a finding: what the other figures of the chain
leave of one."""

import math
from collections.abc import Sequence

from sipipeline.checking.wording import shown
from sipipeline.core import keys
from sipipeline.core.figures import significant
from sipipeline.core.findings import Finding, closed_end
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text, join
from sipipeline.localisation.suspects import Contradiction
from sipipeline.rules import j901_jointly_consistent

JOINT = j901_jointly_consistent.RULE
CHAIN = Text(
    zh="{label}填 {stated}；由{others}算出，{should}。",
    en="{label} says {stated}; worked out from {others} it {should}.",
)
CUT_SHORT = Text(
    zh="不一致的地方太多，没有逐一推断哪一格填错；请先改正已列出的问题，改后再报送一次。",
    en="Too much contradicts to say of every problem which cell is wrong; correct what is "
    "listed and send the file again.",
)
OPEN_CHAIN = Text(
    zh="{label}填 {stated}，与{others}对不上：这些数不可能都对，至少有一个填错。",
    en="{label} says {stated}, which does not go with {others}: at least one of them is wrong.",
)
MORE = Text(zh="等 {count} 个数", en=" and {count} more")
_ANY = (-math.inf, math.inf)
_MOST = 6


def joint_finding(
    contradiction: Contradiction, submission: Submission, todo: Text = JOINT.todo
) -> Finding:
    """A contradiction that no single relation shows: the chain, told about one figure."""
    key, standard = contradiction.key, submission.standard
    claim = submission.claims[key]
    assert isinstance(claim.value, float)
    low, high = map(closed_end, contradiction.implied)
    others = [other for other in contradiction.figures if other != key]
    sentence = OPEN_CHAIN if low is None and high is None else CHAIN
    clauses = shown.compared(claim.value, (low, high), shown.form_of(key, submission))
    places = {
        "label": _label(key, claim, standard),
        "stated": clauses.brief.was,
        "others": _listed(others, submission),
        "should": clauses.should,
    }
    return Finding(
        JOINT.code,
        JOINT.severity,
        JOINT.kind,
        tuple(map(submission.cell, (key, *others))),
        sentence.fill(**places),
        todo,
        claim.value,
        (_clean(low), _clean(high)),
        _clean(_difference(claim.value, low, high)),
        shown=clauses.brief,
        clash=OPEN_CHAIN.fill(**places),
    )


def joint_about(key: str, finding: Finding, submission: Submission) -> Finding:
    """A contradiction of all figures together, told about another one of them, of which it says no
    more than that it cannot be."""
    figures = tuple(cell.key for cell in finding.cells)
    return joint_finding(Contradiction(figures, key, _ANY), submission, finding.todo)


def _clean(value: float | None) -> float | None:
    return None if value is None else significant(value, 9)


def _difference(stated: float, low: float | None, high: float | None) -> float:
    """How far a figure is above or below what the others leave of it."""
    if high is not None and stated > high:
        return stated - high
    return 0.0 if low is None else stated - low


def _listed(keys: Sequence[str], submission: Submission) -> Text:
    """The first figures with their labels, and how many there are."""
    listed = join([_stated(key, submission) for key in keys[:_MOST]], "、", ", ")
    return listed + MORE.fill(count=len(keys)) if len(keys) > _MOST else listed


def _stated(key: str, submission: Submission) -> Text:
    claim, standard = submission.claims[key], submission.standard
    assert isinstance(claim.value, float)
    value = shown.figure(claim.value, shown.form_of(key, submission))
    label = _label(key, claim, standard)
    return label if keys.is_quote(key) else Text(zh=f"{label.zh}{value}", en=f"{label.en} {value}")


def _label(key: str, claim: Claim, standard: Standard) -> Text:
    """What a figure is called in a sentence; one of a text by the words that it stands in."""
    if not keys.is_quote(key):
        return standard.label(key)
    field = standard.label(claim.key)
    return Text(zh=f"{field.zh}所写“{claim.raw}”", en=f"{field.en}, “{claim.raw}”")
