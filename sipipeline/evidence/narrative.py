"""Figures in running text, linked to what the tables state: only where fund, item and measure are
clear."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sipipeline.core import keys
from sipipeline.core.figures import SLACK
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.language import mentions
from sipipeline.language.numbers import normalise

TEXT = "N601"
"""The rule that a figure of a text says what its cell says."""

_TELLING = 3
"""Amounts of the texts that tell the unit of the tables."""
CLAUSE = re.compile(r"[，,。；;：:\n]")
_COMPLETION = re.compile(
    r"(?:完成|为|占)?(?:年初|年度)?预算(?:的|数的)?$|(?:预算)?(?:完成率|执行率)(?:为|达|达到|是)?$"
)
_GROWTH = re.compile(r"(?:增长|增幅|上升|提高|增加)(?:了|为|率为)?$")
_FALL = re.compile(r"(?:下降|减少|降低|降幅)(?:了|为)?$")
_CHANGE = re.compile(r"(?:增加|增长|减少|下降|增收|增支|减收|减支)(?:了)?$")
_FELL = re.compile(
    r"^(?:比|较|同比|与)?(?:上年|去年)?(?:同期)?(?:相比)?(?:减少|下降|降低|减收|减支)了?$"
)
"""The whole clause says that the item fell; 医疗费减少 is of something else."""
_BASIS = re.compile(
    r"(上年|去年|同比)|环比|(?:比|较|超|高于|低于)[^，,。；;]*?(?:预算|计划|目标|任务|指标|月|季|平均|全[省市州国])"
)
"""With what a sentence compares: last year, or anything else, with which the tables do not."""
_COMPARING = ("change", "growth_rate")
_SHARE = re.compile(r"占[^，。；]*$")
_FILLER = re.compile(r"(?:共计|合计|总计|累计|达到|实现|约|共|为|达|是|计|有|的|数|额|支付|可)+$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text: the field it stands in, the words around it, and the key that it is
    linked to."""

    field: str
    words: str
    clause: str
    mark: mentions.Figure
    key: str | None
    fund: str | None
    item: str | None
    """The key of an account item or head-count, where one is named."""
    falls: bool = False
    """The words say that it fell by so much: 比上年减少56万元."""


def linked(submission: Submission) -> list[Figure]:
    """Every figure of the narrative, in the order of the sheet; `key` is None where the link is not
    clear."""
    return [
        figure
        for field, text in texts(submission)
        for figure in _in_text(
            field, "\n".join(map(normalise, text.split("\n"))), submission.standard
        )
    ]


def texts(submission: Submission) -> Iterator[tuple[str, str]]:
    """The running texts of a submission by their keys: the narrative, then the paragraphs of a
    report beside it."""
    for field in submission.standard.narrative:
        if text := submission.text(f"narrative.{field.key}"):
            yield f"narrative.{field.key}", text
    for key in submission.claims:
        if keys.is_paragraph(key):
            yield key, submission.text(key)


def value_in(figure: Figure, standard: Standard, money_unit: str) -> tuple[float, float] | None:
    """The figure and its half-width in the unit of its key; None where the units do not go
    together."""
    found = standard.field(figure.key or "")
    if found is None:
        return None
    dimension, factor, half = figure.mark.unit.dimension, figure.mark.unit.factor, figure.mark.half
    wanted = {
        "money": "money",
        "rate": "percent",
        "count": "people",
        "months": "month",
        "yuan": "money",
    }.get(found.kind)
    if dimension != wanted:
        return None
    scale = {"money": factor / standard.yuan(money_unit), "percent": factor / 100}.get(
        dimension, factor
    )
    if found.kind == "yuan":
        scale = factor
    if figure.falls:
        scale = -scale
    return float(f"{figure.mark.value * scale:.15g}"), half * abs(scale)


def contradicting(figures: Sequence[Figure], submission: Submission) -> dict[str, Claim]:
    """The figures of the texts that do not say what their cells say, each as a claim of its own in
    the unit of the cell.

    By keys made up of field, place and cell: `narrative.operation#2#accounts.total.income.actual`.
    """
    unit = submission.money_unit
    found = {}
    for place, figure in enumerate(figures):
        claim, said = (
            submission.claims.get(figure.key or ""),
            value_in(figure, submission.standard, unit),
        )
        if claim is not None and said is not None and not figure.falls and apart(claim, *said):
            cell = submission.cell(figure.field)
            key = f"{figure.field}#{place}#{claim.key}"
            found[key] = Claim(figure.field, *said, cell.sheet, cell.ref, figure.words)
    return found


def unit_of_tables(figures: Sequence[Figure], submission: Submission) -> str | None:
    """The unit in which the tables were filled in, where it is not the one on the cover: every
    amount of the texts is then right, and in the unit of the cover none is."""
    amounts = [
        (claim, figure)
        for figure in figures
        if figure.mark.unit.dimension == "money"
        and (claim := submission.claims.get(figure.key or "")) is not None
    ]

    def right(unit: str) -> list[bool]:
        said = ((claim, value_in(figure, submission.standard, unit)) for claim, figure in amounts)
        return [found is not None and not apart(claim, *found) for claim, found in said]

    if len(amounts) < _TELLING or any(right(submission.money_unit)):
        return None
    return next((unit for unit in submission.standard.money_units if all(right(unit))), None)


def apart(claim: Claim, value: float, half: float) -> bool:
    """Whether a cell states a figure that a text's value and half-width cannot mean."""
    if not isinstance(claim.value, float):
        return False
    return abs(value - claim.value) > half + claim.half + SLACK * abs(claim.value)


def funds_named(text: str, standard: Standard) -> set[str]:
    return {key for _, key in _names_in(text, _fund_names(standard))}


def items_named(text: str, fund: str, standard: Standard) -> set[str]:
    return {key for _, key in _names_in(text, _item_names(standard, fund))}


# ---------------------------------------------------------------- one text
def _in_text(field: str, text: str, standard: Standard) -> Iterator[Figure]:
    fund: str | None = None
    for paragraph in text.split("\n"):
        fund = None
        for sentence in re.split(r"(?<=[。；;])", paragraph):
            item: str | None = None
            at = 0
            for mark in _figures(sentence):
                before = sentence[at : mark.start]
                fund = _last(before, _fund_names(standard)) or fund
                item = _item(before, fund, standard) or item
                clause = CLAUSE.split(before)[-1]
                basis = next(reversed(list(_BASIS.finditer(sentence, 0, mark.start))), None)
                falls = basis is not None and bool(basis[1]) and _FELL.search(clause) is not None
                key = _key(fund, item, clause, mark, before, falls, standard)
                if key and key.endswith(_COMPARING) and basis and not basis[1]:
                    key = None
                start, end = _clause_around(sentence, mark)
                yield Figure(
                    field,
                    sentence[mark.start : mark.end],
                    sentence[start:end].strip("，,。；;：: "),
                    mark,
                    key,
                    fund,
                    item,
                    falls,
                )
                at = mark.end
            fund = _last(sentence[at:], _fund_names(standard)) or fund


def _figures(sentence: str) -> list[mentions.Figure]:
    """What counts: dates do not."""
    return [mark for mark in mentions.find_figures(sentence) if mark.kind != "date"]


def _bounds(mark: mentions.Figure) -> bool:
    """Whether a figure is a bound, as in 9175人以上; 达 in front of one states it."""
    return mark.op not in ("", "=")


def _clause_around(sentence: str, mark: mentions.Figure) -> tuple[int, int]:
    starts = [match.end() for match in CLAUSE.finditer(sentence, 0, mark.start)]
    stop = CLAUSE.search(sentence, mark.end)
    return (starts[-1] if starts else 0), (stop.start() if stop else len(sentence))


def _key(
    fund: str | None,
    item: str | None,
    clause: str,
    mark: mentions.Figure,
    before: str,
    falls: bool,
    standard: Standard,
) -> str | None:
    """The key that a figure states, or None where fund, item and measure are not all clear."""
    account = fund or standard.total.key
    if mark.unit.dimension == "month" and "可支付" in clause and fund:
        return f"balances.{fund}.months_payable"
    if item is None or _bounds(mark):
        return None
    family, _, name = item.partition(":")
    plain = _FILLER.sub("", clause)
    measure = _measure(plain, clause, mark, name, family, falls, standard)
    if family == "balances":
        return f"balances.{fund}.{name}" if fund else None
    if measure is None or (family == "headcounts" and not fund):
        return None
    if measure == "actual" and _budgeted(before):
        measure = "budget"
    key = f"{family}.{account}.{name}.{measure}"
    return key if standard.field(key) is not None else None


def _measure(
    plain: str,
    clause: str,
    mark: mentions.Figure,
    item: str,
    family: str,
    falls: bool,
    standard: Standard,
) -> str | None:
    if mark.unit.dimension == "percent":
        if _COMPLETION.search(clause) or _COMPLETION.search(plain):
            return "completion_rate"
        return "growth_rate" if falls or _GROWTH.search(clause) else None
    if mark.unit.dimension != ("people" if family == "headcounts" else "money"):
        return None
    if falls:
        return "change"
    if _FALL.search(clause) or _SHARE.search(clause):
        return None
    if _CHANGE.search(clause):
        return "change"
    return "actual" if _ends_with_item(plain, item, family, standard) else None


def _ends_with_item(plain: str, item: str, family: str, standard: Standard) -> bool:
    """The figure follows its item at once, give or take words such as 合计 or 为."""
    return any(
        plain.endswith((name, _FILLER.sub("", name)))
        for name in _item_words(item, family, standard)
    )


@cache
def _item_words(item: str, family: str, standard: Standard) -> tuple[str, ...]:
    items = standard.items if family == "accounts" else standard.headcounts
    return tuple(
        name
        for entry in items
        if entry.key == item
        for name in (entry.name.zh, *entry.synonyms, *(text.zh for text in entry.names.values()))
        if _FILLER.sub("", name)
    )


def _budgeted(before: str) -> bool:
    """预算总收入, 收入预算数: the budget is meant."""
    clause = CLAUSE.split(before)[-1]
    return "预算" in clause and not _COMPLETION.search(clause)


# ---------------------------------------------------------------- names
def _last(text: str, names: Mapping[str, str]) -> str | None:
    found = _names_in(text, names)
    return found[-1][1] if found else None


def _names_in(text: str, names: Mapping[str, str]) -> list[tuple[int, str]]:
    """Names in a text with their places, the longest at each place, none inside another."""
    found: list[tuple[int, int, str]] = []
    for name in sorted((name for name in names if name in text), key=lambda name: -len(name)):
        for match in re.finditer(re.escape(name), text):
            if not any(a < match.end() and match.start() < b for a, b, _ in found):
                found.append((match.start(), match.end(), names[name]))
    return [(start, key) for start, _, key in sorted(found)]


def _item(text: str, fund: str | None, standard: Standard) -> str | None:
    return _last(text, _item_names(standard, fund or standard.total.key))


@cache
def _fund_names(standard: Standard) -> dict[str, str]:
    return {
        name: fund.key
        for fund in standard.funds
        for name in (fund.name.zh, fund.short.zh, *fund.synonyms)
        if len(name) > 2
    }


@cache
def _item_names(standard: Standard, fund: str) -> dict[str, str]:
    names = {
        name: f"accounts:{item.key}"
        for item in standard.items_of(fund)
        for name in (item.called(fund).zh, item.name.zh, *item.synonyms)
        if not name.startswith("其他")
    }
    names |= {
        name: f"headcounts:{item.key}"
        for item in standard.headcounts
        if fund in item.funds
        for name in (item.name.zh, *item.synonyms)
    }
    return names | {"占基金结余": "balances:deposit_share"} if fund != standard.total.key else names
