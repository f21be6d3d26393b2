"""The numbers of the texts, each as a quote of the cell that it restates.

A number is linked to a cell only where the words around it make fund, item and measure clear.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, TypeVar

from sipipeline.core import keys
from sipipeline.core.figures import EXACT, SLACK, significant
from sipipeline.core.standard import Item, Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.language.lexicon import one_of, phrases, words
from sipipeline.language.mentions import Mention, mentions_in
from sipipeline.language.numbers import normalise

T = TypeVar("T")

QUOTING_RULE = "N601"
"""The code of the rule that a text says what the cell says."""

_AMOUNTS_TO_TELL_UNIT = 3
"""Minimum number of amounts in the texts needed to infer the money unit of the tables."""
_SHORTEST_FUND_NAME = 3
_DIMENSIONS = {
    "money": "money",
    "yuan": "money",
    "rate": "percent",
    "count": "people",
    "months": "month",
}
"""What a quote of a field must measure, by the kind of the field."""

_SENTENCE_END = re.compile(r"(?<=[。；;])")
_CLAUSE_END = re.compile(r"[，,。；;：:\n]")
_AROUND_CLAUSE = "，,。；;：: "
_FILLERS = re.compile(one_of("narrative", "fillers") + "+$")
_COMPLETION = re.compile(phrases("narrative", "completion") + "$")
_FELL = re.compile(
    phrases("narrative", "comparison", "whole")
    + one_of("changes", "down")
    + f"{one_of('changes', 'particles')}?"
)
"""A clause that says only that the item fell; in 医疗费减少 something else fell."""
_COMPARISON = re.compile(
    f"(?P<last_year>{one_of('narrative', 'comparison', 'last_year')})"
    f"|{one_of('narrative', 'comparison', 'elsewhere')}"
    f"|{one_of('narrative', 'comparison', 'verbs')}[^，,。；;]*?"
    f"{one_of('narrative', 'comparison', 'bases')}"
)

Basis = Literal["last year", "elsewhere", ""]
"""What a sentence compares with; the tables compare with last year only."""


class Subject(NamedTuple):
    """A line of the tables that a text names: an item of an account, or a head-count."""

    family: str
    item: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A number of a text, with the key of the cell that it restates where that is clear."""

    field: str
    words: str
    """The number as written, with its unit."""
    clause: str
    mention: Mention
    key: str | None
    fund: str | None
    subject: Subject | None
    falls: bool = False
    """The words say that the item fell by so much: 比上年减少56万元."""


def quotes(submission: Submission) -> Iterator[Quote]:
    """Every number of the texts, in the order of the sheet."""
    for field, text in texts(submission):
        for paragraph in text.split("\n"):
            yield from _in_paragraph(field, normalise(paragraph), submission.standard)


def texts(submission: Submission) -> Iterator[tuple[str, str]]:
    """The running texts of a submission by their keys: the narrative, then the paragraphs of a
    report beside it."""
    for field in submission.standard.narrative:
        if text := submission.text(f"narrative.{field.key}"):
            yield f"narrative.{field.key}", text
    for key in submission.claims:
        if keys.is_paragraph(key):
            yield key, submission.text(key)


def value_in(quote: Quote, standard: Standard, money_unit: str) -> tuple[float, float] | None:
    """The number of a quote and its half-width in the unit of its cell; None where the units do not
    go together."""
    field = standard.field(quote.key or "")
    mention = quote.mention
    if field is None or mention.unit.dimension != _DIMENSIONS.get(field.kind):
        return None
    cell_units = {"money": standard.yuan(money_unit), "rate": 100.0}
    scale = mention.unit.factor / cell_units.get(field.kind, 1.0)
    value = significant(mention.value * scale, EXACT)
    return (-value if quote.falls else value), mention.half_width * scale


def contradicting(quotes: Sequence[Quote], submission: Submission) -> dict[str, Claim]:
    """The quotes that do not say what their cells say, each as a claim in the unit of the cell.

    The key of such a claim is made of field, place and cell:
    `narrative.operation#2#accounts.total.income.actual`.
    """
    disputed = {}
    for place, quote in enumerate(quotes):
        claim = submission.claims.get(quote.key or "")
        quoted = value_in(quote, submission.standard, submission.money_unit)
        if claim is None or quoted is None or quote.falls or not apart(claim, *quoted):
            continue
        cell = submission.cell(quote.field)
        key = f"{quote.field}#{place}#{claim.key}"
        disputed[key] = Claim(quote.field, *quoted, cell.sheet, cell.ref, quote.words)
    return disputed


def unit_of_tables(quotes: Sequence[Quote], submission: Submission) -> str | None:
    """The money unit in which the tables were filled in, where it is not the one on the cover.

    The texts tell it when every amount agrees with its cell in that unit, and none in the unit of
    the cover.
    """
    amounts = [quote for quote in quotes if _is_amount(quote, submission)]
    if len(amounts) < _AMOUNTS_TO_TELL_UNIT:
        return None
    if any(_agrees(quote, submission, submission.money_unit) for quote in amounts):
        return None
    for unit in submission.standard.money_units:
        if all(_agrees(quote, submission, unit) for quote in amounts):
            return unit
    return None


def _is_amount(quote: Quote, submission: Submission) -> bool:
    return quote.mention.unit.dimension == "money" and quote.key in submission.claims


def _agrees(quote: Quote, submission: Submission, money_unit: str) -> bool:
    quoted = value_in(quote, submission.standard, money_unit)
    return quoted is not None and not apart(submission.claims[quote.key or ""], *quoted)


def apart(claim: Claim, value: float, half_width: float) -> bool:
    """Whether a cell states a figure that a text's value and half-width cannot mean."""
    if not isinstance(claim.value, float):
        return False
    return abs(value - claim.value) > half_width + claim.half_width + SLACK * abs(claim.value)


def funds_named(text: str, standard: Standard) -> set[str]:
    """The keys of the funds that a text names."""
    return {fund for _, fund in _names_in(text, _fund_names(standard))}


def subjects_named(text: str, fund: str, standard: Standard) -> set[Subject]:
    """The lines of a fund's tables that a text names."""
    return {subject for _, subject in _names_in(text, _subject_names(standard, fund))}


# ---------------------------------------------------------------- one paragraph
@dataclass(frozen=True, slots=True)
class _Setting:
    """What the words before a number say about it."""

    standard: Standard
    fund: str | None
    """The fund named last in the paragraph."""
    subject: Subject | None
    """The line named last in the sentence."""
    clause: str
    """The words of the number's clause that stand between the number before and this one."""
    basis: Basis


def _in_paragraph(field: str, paragraph: str, standard: Standard) -> Iterator[Quote]:
    fund: str | None = None
    for sentence in _SENTENCE_END.split(paragraph):
        subject: Subject | None = None
        end = 0
        for mention in _numbers(sentence):
            before = sentence[end : mention.start]
            fund = _last_fund(before, standard) or fund
            subject = _last_subject(before, fund, standard) or subject
            clause = _CLAUSE_END.split(before)[-1]
            basis = _basis(sentence[: mention.start])
            setting = _Setting(standard, fund, subject, clause, basis)
            yield _quote(field, sentence, mention, setting)
            end = mention.end
        fund = _last_fund(sentence[end:], standard) or fund


def _numbers(sentence: str) -> list[Mention]:
    """The mentions that count or measure something: dates do not."""
    return [mention for mention in mentions_in(sentence) if mention.kind != "date"]


def _quote(field: str, sentence: str, mention: Mention, setting: _Setting) -> Quote:
    falls = (
        setting.basis == "last year"
        and mention.sense == "down"
        and _FELL.fullmatch(setting.clause) is not None
    )
    return Quote(
        field,
        sentence[mention.start : mention.end],
        _clause_around(sentence, mention),
        mention,
        _key(mention, setting, falls),
        setting.fund,
        setting.subject,
        falls,
    )


def _clause_around(sentence: str, mention: Mention) -> str:
    before = _CLAUSE_END.split(sentence[: mention.start])[-1]
    after = _CLAUSE_END.split(sentence[mention.end :])[0]
    number = sentence[mention.start : mention.end]
    return f"{before}{number}{after}".strip(_AROUND_CLAUSE)


def _basis(before: str) -> Basis:
    """What the words of a sentence compare with last."""
    basis: Basis = ""
    for comparison in _COMPARISON.finditer(before):
        basis = "last year" if comparison["last_year"] else "elsewhere"
    return basis


# ---------------------------------------------------------------- the key of a number
def _key(mention: Mention, setting: _Setting, falls: bool) -> str | None:
    """The key of the cell that a number restates; None where fund, line or measure is not clear."""
    fund, subject = setting.fund, setting.subject
    if fund and mention.unit.dimension == "month" and _says("payable", setting.clause):
        return f"balances.{fund}.months_payable"
    if subject is None or _is_bound(mention):
        return None
    if subject.family == "balances":
        return f"balances.{fund}.{subject.item}" if fund else None
    if subject.family == "headcounts" and not fund:
        return None
    measure = _measure(mention, setting, subject, falls)
    if measure is None:
        return None
    key = f"{subject.family}.{fund or setting.standard.total.key}.{subject.item}.{measure}"
    return key if setting.standard.has(key) else None


def _is_bound(mention: Mention) -> bool:
    """Whether a number bounds a figure, as in 9175人以上; after 达 it states one."""
    return mention.op not in ("", "=")


def _measure(mention: Mention, setting: _Setting, subject: Subject, falls: bool) -> str | None:
    """The measure that a number states of its line: a rate, a change, or a level."""
    if mention.unit.dimension == "percent":
        return _rate(mention, setting, falls)
    counted = "people" if subject.family == "headcounts" else "money"
    if mention.unit.dimension != counted:
        return None
    if falls:
        return "change"
    if mention.sense == "down" or _says("share", setting.clause):
        return None
    if _rises(mention):
        return None if setting.basis == "elsewhere" else "change"
    if not _ends_with(subject, setting):
        return None
    budgeted = _says("budget", setting.clause) and not _COMPLETION.search(setting.clause)
    return "budget" if budgeted else "actual"


def _rate(mention: Mention, setting: _Setting, falls: bool) -> str | None:
    if _COMPLETION.search(setting.clause) or _COMPLETION.search(_plain(setting.clause)):
        return "completion_rate"
    grows = _rises(mention) and setting.basis != "elsewhere"
    return "growth_rate" if falls or grows else None


def _rises(mention: Mention) -> bool:
    return mention.sense == "up" and not mention.about


def _ends_with(subject: Subject, setting: _Setting) -> bool:
    """Whether the number follows the name of its line at once, but for words such as 合计 or 为."""
    clause = _plain(setting.clause)
    names = _names_of(subject, setting.standard)
    return any(clause.endswith((name, _plain(name))) for name in names)


def _plain(clause: str) -> str:
    """The words without the fillers at their end."""
    return _FILLERS.sub("", clause)


def _says(heading: str, clause: str) -> bool:
    return any(word in clause for word in words("narrative", heading))


# ---------------------------------------------------------------- names
def _last_fund(text: str, standard: Standard) -> str | None:
    named = _names_in(text, _fund_names(standard))
    return named[-1][1] if named else None


def _last_subject(text: str, fund: str | None, standard: Standard) -> Subject | None:
    named = _names_in(text, _subject_names(standard, fund or standard.total.key))
    return named[-1][1] if named else None


def _names_in(text: str, names: Mapping[str, T]) -> list[tuple[int, T]]:
    """Names in a text with their places, the longest at each place, none inside another."""
    named: dict[int, T] = {}
    taken: set[int] = set()
    for name in sorted((name for name in names if name in text), key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            places = range(*match.span())
            if taken.isdisjoint(places):
                taken.update(places)
                named[match.start()] = names[name]
    return [(start, named[start]) for start in sorted(named)]


@cache
def _fund_names(standard: Standard) -> dict[str, str]:
    return {
        name: fund.key
        for fund in standard.funds
        for name in (fund.name.zh, fund.short.zh, *fund.synonyms)
        if len(name) >= _SHORTEST_FUND_NAME
    }


@cache
def _subject_names(standard: Standard, fund: str) -> dict[str, Subject]:
    vague = words("narrative", "vague")
    named = {
        name: Subject("accounts", item.key)
        for item in standard.items_of(fund)
        for name in (item.called(fund).zh, item.name.zh, *item.synonyms)
        if not name.startswith(vague)
    }
    for item in standard.headcounts:
        if fund in item.funds:
            subject = Subject("headcounts", item.key)
            named |= dict.fromkeys((item.name.zh, *item.synonyms), subject)
    if fund != standard.total.key:
        subject = Subject("balances", "deposit_share")
        named |= dict.fromkeys(words("narrative", "deposit_share"), subject)
    return named


@cache
def _names_of(subject: Subject, standard: Standard) -> tuple[str, ...]:
    """Every name of a line in any fund that does not consist of fillers alone."""
    items: Sequence[Item] = standard.headcounts
    if subject.family == "accounts":
        items = standard.items
    item = next(item for item in items if item.key == subject.item)
    in_funds = (name.zh for name in item.names.values())
    return tuple(filter(_plain, (item.name.zh, *item.synonyms, *in_funds)))
