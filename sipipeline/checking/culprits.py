"""Which cell is wrong: one submission's figures and relations as a system, and what its diagnosis
means for people."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from sipipeline.arithmetic.evaluation import Figures, Floats
from sipipeline.core.display import MINUS, interval, number, percent
from sipipeline.core.display import figure as shown
from sipipeline.core.figures import decimals, is_whole
from sipipeline.core.findings import Culprit, Finding, Interval, Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text, join
from sipipeline.evidence.narrative import TEXT, contradicting
from sipipeline.language.numbers import normalise
from sipipeline.localisation.system import Conflict, Figure, Group, Suspect, System

JOINT = "J901"

CHAIN = Text(
    zh=(
        "{label}填 {stated}，单看每条勾稽关系都说得过去，合在一起却不可能：由{others}推算，"
        "{should}。"
    ),
    en=(
        "{label} says {stated}. Each relation holds by itself, but not all together: from "
        "{others} it {should}."
    ),
)
CUT_SHORT = Text(
    zh="不一致的地方太多，没有逐一推断哪一格填错；请先改正已列出的问题，改后再报送一次。",
    en=(
        "Too much contradicts to say of every problem which cell is wrong; correct what is "
        "listed and send the file again."
    ),
)
OPEN_CHAIN = Text(
    zh="{label}填 {stated}，单看每条勾稽关系都说得过去，与{others}合在一起却不可能同时成立。",
    en="{label} says {stated}. Each relation holds by itself, but not all together with {others}.",
)
MORE = Text(zh="等 {count} 个数", en=" and {count} more")
_ITEMS = {
    "left_out": Text(zh="合计漏加“{item}”{amount}", en="the total leaves out “{item}” {amount}"),
    "twice": Text(zh="合计多加一次“{item}”{amount}", en="the total has “{item}” {amount} twice"),
}
_PEOPLE = Text(zh="单位弄错：人与万人相差一万倍", en="unit mistaken: people or 万人, × 10,000")
_MOST = 6
_FINER = 4
_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")


def system_of(
    submission: Submission,
    relations: Iterable[Relation],
    halves: Mapping[str, float],
    weights: Mapping[str, float],
) -> System:
    """The figures of a submission and its relations; those that cannot be asked of it take no part.

    `halves`: how far figures may be off; any other, by its own rounding. `weights`: what doubting
    them costs; any other, as much as figures of its kind."""
    asked = list(relations)
    keys = dict.fromkeys(key for relation in asked for key in (*relation.keys, *relation.unless))
    figures = {key: _figure(key, submission, halves, weights) for key in keys}
    return System(figures, asked, _runs(submission.standard), _counterparts(submission.standard))


def with_texts(
    submission: Submission, relations: Sequence[Relation]
) -> tuple[Submission, list[Relation]]:
    """The submission and its relations with the figures of its texts that contradict their cells.

    What a text merely says again is no witness: it was copied from the cell, and is corrected along
    with it. The text's word for a rate is held to the same amounts as the cell's."""
    said = contradicting(submission)
    restating = [Relation(TEXT, key, (Term(1, _restates(key)),)) for key in said]
    rates = [
        replace(relation, subject=key)
        for key in said
        for relation in relations
        if relation.is_ratio and relation.subject == _restates(key)
    ]
    return replace(submission, claims={**submission.claims, **said}), [
        *relations,
        *restating,
        *rates,
    ]


def weights_of(standard: Standard, figures: Figures) -> Floats:
    """(n, K): what doubting each figure costs; little where it cannot be: fewer people than none,
    or in fractions."""
    usual = np.array([_trait(standard, key)[1] for key in figures.columns])
    fields = map(standard.field, figures.columns)
    counts = np.array([field is not None and field.whole for field in fields], bool)
    fractions = counts & ~is_whole(figures.value)
    impossible = figures.stated & (fractions | (figures.value + figures.half < figures.floor))
    return np.where(impossible, standard.weights["impossible"] * usual, usual)


def _restates(key: str) -> str:
    """The key of the cell that a figure of a text says again; any other key itself."""
    return key.rpartition("#")[2]


def _void(key: str, submission: Submission) -> bool:
    """Of a fund that the unit does not report."""
    fund = _trait(submission.standard, key)[2]
    return fund is not None and fund not in submission.accounts


def _figure(
    key: str,
    submission: Submission,
    halves: Mapping[str, float],
    weights: Mapping[str, float],
) -> Figure:
    free, usual, _ = _trait(submission.standard, key)
    weight = weights.get(key, usual)
    claim = submission.claims.get(key)
    if claim is not None and isinstance(claim.value, float):
        off = halves.get(key, claim.half)
        return Figure(
            key, claim.value - off, claim.value + off, True, claim.value, claim.half, free, weight
        )
    if _void(key, submission):
        return Figure(key, 0.0, 0.0, False, void=True)
    return Figure(key, *free, False, may_be=free, weight=weight)


@cache
def _trait(standard: Standard, key: str) -> tuple[tuple[float, float], float, str | None]:
    """What a figure may be when it is doubted, what doubting it costs, and the fund whose account
    it is of."""
    field = standard.field(_restates(key))
    free = (-math.inf, math.inf) if field is not None and field.signed else (0.0, math.inf)
    family, _, rest = key.partition(".")
    fund = rest.partition(".")[0] if family == "accounts" else None
    if "#" in key:
        weight = standard.weights["narrative"]
    elif field is not None and field.kind in ("rate", "months"):
        weight = standard.weights["derived"]
    else:
        weight = standard.weights["ledger"]
    return free, weight, fund if fund != standard.total.key else None


@cache
def _runs(standard: Standard) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(run) for run in standard.runs())


@cache
def _counterparts(standard: Standard) -> Mapping[str, Mapping[str, str]]:
    """Key to the key whose figure may have got in its place, by the name of the mistake."""
    swaps = {
        "prior": ("actual", "prior"),
        "actual": ("prior", "actual"),
        "budget": ("actual", "budget"),
    }
    found: dict[str, dict[str, str]] = {name: {} for name in swaps}
    for key in standard.fields:
        row, _, measure = key.rpartition(".")
        for name, (own, other) in swaps.items():
            if measure == own and f"{row}.{other}" in standard.fields:
                found[name][key] = f"{row}.{other}"
    return found


# ---------------------------------------------------------------- in words
def explained(
    findings: Sequence[Finding],
    groups: Sequence[Group],
    submission: Submission,
    todo: Text,
) -> list[Finding]:
    """The findings with their culprits, those of one cause under one number; a joint contradiction
    is one of its own."""
    told = list(findings)
    for number_, group in enumerate(groups, 1):
        culprits = tuple(
            _culprit(suspect, group, submission)
            for suspect in group.suspects
            if group.violated or _singled(suspect)
        )
        broken = {_broken(relation) for relation in group.violated}
        mine = [
            place
            for place, found in enumerate(told)
            if found.group is None and _about(found) in broken
        ]
        for place in mine:
            told[place] = replace(told[place], culprits=culprits, group=number_)
        if not mine and _shared(group):
            told.append(
                replace(
                    _joint(group.conflict, submission, todo),
                    culprits=culprits,
                    group=number_,
                )
            )
    return told


def _shared(group: Group) -> bool:
    """Whether several figures contradict: one that is wrong by itself, as a negative income, is
    another rule's."""
    return len(group.conflict.figures) > 1


def _singled(suspect: Suspect) -> bool:
    """In a contradiction of many relations all figures of the chain are candidates; only one
    singled out is named."""
    return suspect.confidence != "possible"


def _broken(relation: Relation) -> tuple[str, ...]:
    """What tells a relation: its rule and subject; for a figure of a text the field and the cell
    that it restates."""
    field = relation.subject.partition("#")[0]
    return relation.rule, field, *([_restates(relation.subject)] if relation.rule == TEXT else [])


def _about(finding: Finding) -> tuple[str, ...]:
    """The same of the finding that a broken relation has become."""
    if finding.severity is not Severity.ERROR:
        return ()
    return finding.rule, *(cell.key for cell in finding.cells[: 2 if finding.rule == TEXT else 1])


def _joint(conflict: Conflict, submission: Submission, todo: Text) -> Finding:
    """A contradiction that no single relation shows: the chain, told about one figure."""
    claim = submission.claims[conflict.key]
    assert isinstance(claim.value, float)
    kind = _kind(conflict.key, submission.standard)
    low, high = (end if math.isfinite(end) else None for end in conflict.implied)
    others = [key for key in conflict.figures if key != conflict.key]
    named = [_stated(key, submission) for key in others[:_MOST]]
    listed = join(named, "、", ", ") + (
        MORE.fill(count=len(others)) if len(others) > _MOST else Text(zh="", en="")
    )
    message = (OPEN_CHAIN if low is None and high is None else CHAIN).fill(
        label=_label(conflict.key, claim, submission.standard),
        stated=shown(claim.value, kind),
        others=listed,
        should=_should(low, high, kind, claim.value),
    )
    cells = tuple(submission.cell(key) for key in (conflict.key, *others))
    off = claim.value - (
        high if high is not None and claim.value > high else low if low is not None else claim.value
    )
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


def _should(low: float | None, high: float | None, kind: str, stated: float) -> Text:
    """With as many decimals as tell it from what is stated."""
    least = 2 if kind == "rate" else max(0, decimals(stated))
    ways = [interval(low, high, kind, digits) for digits in range(least, least + _FINER)]
    same = interval(stated, stated, kind)
    return next((words for words in ways if words != same), ways[-1])


def _stated(key: str, submission: Submission) -> Text:
    claim = submission.claims[key]
    assert isinstance(claim.value, float)
    value = shown(claim.value, _kind(key, submission.standard))
    label = _label(key, claim, submission.standard)
    return label if "#" in key else Text(zh=f"{label.zh}{value}", en=f"{label.en} {value}")


def _kind(key: str, standard: Standard) -> str:
    return field.kind if (field := standard.field(_restates(key))) is not None else "money"


def _label(key: str, claim: Claim, standard: Standard) -> Text:
    """What a figure is called in a sentence; one of a text by the words that it stands in."""
    if "#" not in key:
        return standard.label(key)
    field = standard.label(claim.key)
    return Text(zh=f"{field.zh}所写“{claim.raw}”", en=f"{field.en}, “{claim.raw}”")


def _culprit(suspect: Suspect, group: Group, submission: Submission) -> Culprit:
    claim = submission.claims[suspect.key]
    suggest, why = _typed(suspect.suggest, claim), _why(suspect, group, submission)
    return Culprit(
        submission.cell(suspect.key), suggest, why, suspect.confidence, _ends(suspect.implied)
    )


def _why(suspect: Suspect, group: Group, submission: Submission) -> Text:
    """The slip; an item that a total leaves out by its name; people are not counted in 元."""
    field = submission.standard.field(suspect.key)
    if suspect.slip == "unit" and field is not None and field.kind == "count":
        return _PEOPLE
    claim = submission.claims[suspect.key]
    if suspect.slip not in _ITEMS or suspect.suggest is None or not isinstance(claim.value, float):
        return suspect.why
    amount, room = abs(suspect.suggest - claim.value), 2 * claim.half
    parts = {
        term.key: value
        for relation in group.violated
        if relation.parts and relation.subject == suspect.key
        for term in relation.terms
        if (value := submission.number(term.key)) is not None and abs(value - amount) <= room
    }
    if len(parts) != 1:
        return suspect.why
    ((key, value),) = parts.items()
    return _ITEMS[suspect.slip].fill(
        item=submission.standard.brief(key, suspect.key), amount=number(value)
    )


def _ends(implied: tuple[float, float]) -> Interval | None:
    low, high = (float(f"{end:.12g}") if math.isfinite(end) else None for end in implied)
    return None if high is None and not low else (low, high)


def _typed(value: float | None, claim: Claim) -> object:
    """A suggestion in the type and form of the cell's own value: 1.14 for 1.14, 98 for 98,
    38429万元 for 38249万元."""
    if value is None:
        return None
    assert isinstance(claim.value, float)
    if isinstance(claim.raw, str):
        return _retyped(value, claim.value, normalise(claim.raw))
    if isinstance(claim.raw, (int, float)) and claim.value:
        value = float(f"{value * (claim.raw / claim.value):.12g}")
    return int(value) if value == int(value) else value


def _retyped(value: float, stated: float, typed: str) -> str:
    """The text with its numeral exchanged, in the unit that it is written in; the bare figure where
    that is not clear."""
    numerals = _NUMERAL.findall(typed)
    numeral = float(numerals[0].replace(",", "")) if len(numerals) == 1 else 0.0
    if not stated or not numeral or (stated < 0) != typed.startswith("-"):
        bare = percent(value) if "%" in typed else number(value)
        return bare.replace(",", "").replace(MINUS, "-")
    better = number(float(f"{abs(value / stated) * numeral:.12g}"))
    text = typed.removeprefix("-").replace(
        numerals[0], better if "," in numerals[0] else better.replace(",", "")
    )
    return f"-{text}" if value < 0 else text
