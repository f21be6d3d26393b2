"""Which cell is wrong: one submission's figures and relations as a system, and what its diagnosis means for people."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from sipipeline.domain.claims import Claim, Submission
from sipipeline.domain.display import figure as shown
from sipipeline.domain.display import interval, number
from sipipeline.domain.figures import decimals
from sipipeline.domain.findings import Culprit, Finding, Kind, Severity
from sipipeline.domain.relations import Relation
from sipipeline.domain.text import Text, join
from sipipeline.solving.system import Conflict, Figure, Group, Suspect, System
from sipipeline.standards.load import load
from sipipeline.standards.model import Standard

JOINT = "J901"

CHAIN = Text(
    "{label}填 {stated}，单看每条勾稽关系都说得过去，合在一起却不可能：由{others}推算，{should}。",
    "{label} says {stated}. Each relation holds by itself, but not all together: from {others} it {should}.",
)
MORE = Text("等 {count} 个数", " and {count} more")
_MOST = 6


def system_of(submission: Submission, standard: Standard, relations: Iterable[Relation]) -> System:
    """The figures of a submission and its relations; those that cannot be asked of it take no part."""
    asked = list(relations)
    keys = dict.fromkeys(key for relation in asked for key in (*relation.keys, *relation.unless))
    figures = {key: _figure(key, submission, standard) for key in keys}
    return System(figures, asked, _runs(standard.id), _counterparts(standard.id))


def _void(key: str, submission: Submission, standard: Standard) -> bool:
    """Of a fund that the unit does not report."""
    fund = _trait(standard.id, key)[2]
    return fund is not None and fund not in submission.accounts


def _figure(key: str, submission: Submission, standard: Standard) -> Figure:
    free, weight, _ = _trait(standard.id, key)
    claim = submission.claims.get(key)
    if claim is not None and isinstance(claim.value, float):
        low, high = claim.value - claim.half, claim.value + claim.half
        return Figure(key, low, high, True, claim.value, claim.half, free, weight)
    if _void(key, submission, standard):
        return Figure(key, 0.0, 0.0, False, void=True)
    return Figure(key, *free, False, may_be=free, weight=weight)


@cache
def _trait(standard_id: str, key: str) -> tuple[tuple[float, float], float, str | None]:
    """What a figure may be when it is doubted, what doubting it costs, and the fund whose account it is of."""
    standard = load(standard_id)
    field = standard.field(key)
    free = (-math.inf, math.inf) if field is not None and field.signed else (0.0, math.inf)
    family, _, rest = key.partition(".")
    fund = rest.partition(".")[0] if family == "accounts" else None
    if field is not None and field.kind in ("rate", "months"):
        weight = standard.weights["derived"]
    else:
        weight = standard.weights["change" if key.endswith((".change", ".increase")) else "ledger"]
    return free, weight, fund if fund != standard.total.key else None


@cache
def _runs(standard: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(run) for run in load(standard).runs())


@cache
def _counterparts(standard: str) -> Mapping[str, Mapping[str, str]]:
    """Key to the key whose figure may have got in its place, by the name of the mistake."""
    swaps = {"prior": ("actual", "prior"), "actual": ("prior", "actual"), "budget": ("actual", "budget")}
    found: dict[str, dict[str, str]] = {name: {} for name in swaps}
    for key in load(standard).fields:
        row, _, measure = key.rpartition(".")
        for name, (own, other) in swaps.items():
            if measure == own and f"{row}.{other}" in load(standard).fields:
                found[name][key] = f"{row}.{other}"
    return found


# ---------------------------------------------------------------- in words
def explained(
    findings: Sequence[Finding], groups: Sequence[Group], submission: Submission, standard: Standard, todo: Text
) -> list[Finding]:
    """The findings with their culprits, those of one cause under one number; a joint contradiction is one of its own."""
    told = list(findings)
    for number_, group in enumerate(groups, 1):
        culprits = tuple(
            _culprit(suspect, submission) for suspect in group.suspects if group.violated or _singled(suspect)
        )
        subjects = {(relation.rule, relation.subject) for relation in group.violated}
        mine = [place for place, found in enumerate(told) if _subject(found) in subjects and found.group is None]
        for place in mine:
            told[place] = replace(told[place], culprits=culprits, group=number_)
        if not mine and _shared(group):
            told.append(replace(_joint(group.conflict, submission, standard, todo), culprits=culprits, group=number_))
    return told


def _shared(group: Group) -> bool:
    """Whether several figures contradict: one that is wrong by itself, as a negative income, is another rule's."""
    return len(group.conflict.figures) > 1


def _singled(suspect: Suspect) -> bool:
    """In a contradiction of many relations all figures of the chain are candidates; only one singled out is named."""
    return suspect.confidence != "possible"


def _subject(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.cells[0].key if finding.cells and finding.severity is Severity.ERROR else ""


def _joint(conflict: Conflict, submission: Submission, standard: Standard, todo: Text) -> Finding:
    """A contradiction that no single relation shows: the chain, told about one figure."""
    claim = submission.claims[conflict.key]
    assert isinstance(claim.value, float)
    kind = field.kind if (field := standard.field(conflict.key)) is not None else "money"
    low, high = (end if math.isfinite(end) else None for end in conflict.implied)
    digits = max(0, decimals(claim.value))
    others = [key for key in conflict.figures if key != conflict.key]
    named = [_stated(key, submission, standard) for key in others[:_MOST]]
    listed = join(named, "、", ", ") + (MORE.fill(count=len(others)) if len(others) > _MOST else Text("", ""))
    message = CHAIN.fill(
        label=standard.label(conflict.key),
        stated=shown(claim.value, kind),
        others=listed,
        should=interval(low, high, kind, 2 if kind == "rate" else digits),
    )
    cells = tuple(submission.cell(key) for key in (conflict.key, *others))
    off = claim.value - (high if high is not None and claim.value > high else low if low is not None else claim.value)
    expected = tuple(None if end is None else float(f"{end:.9g}") for end in (low, high))
    return Finding(
        JOINT,
        Severity.ERROR,
        Kind.ARITHMETIC,
        cells,
        message,
        todo,
        claim.value,
        (expected[0], expected[1]),
        float(f"{off:.9g}"),
    )


def _stated(key: str, submission: Submission, standard: Standard) -> Text:
    claim, field = submission.claims[key], standard.field(key)
    assert isinstance(claim.value, float)
    value = shown(claim.value, field.kind if field is not None else "money")
    label = standard.label(key)
    return Text(f"{label.zh}{value}", f"{label.en} {value}")


def _culprit(suspect: Suspect, submission: Submission) -> Culprit:
    claim = submission.claims[suspect.key]
    return Culprit(submission.cell(suspect.key), _typed(suspect.suggest, claim), suspect.why, suspect.confidence)


def _typed(value: float | None, claim: Claim) -> object:
    """A suggestion in the type and form of the cell's own value: 1.14 for 1.14, 98 for 98, a text for a text."""
    if value is None:
        return None
    if isinstance(claim.raw, str):
        if claim.raw.strip().endswith(("%", "％")):
            return f"{number(value * 100).replace(',', '').replace('−', '-')}%"
        return number(value).replace(",", "").replace("−", "-")
    if isinstance(claim.raw, (int, float)) and isinstance(claim.value, float) and claim.value:
        value = float(f"{value * (claim.raw / claim.value):.12g}")
    return int(value) if value == int(value) else value
