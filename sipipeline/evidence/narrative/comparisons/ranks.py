"""Which fund or item is first, last, or in which place: 居首位, 结余最多的是…, 由高到低依次为…."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.comparisons.funds_among import among, of_deficits, words_before
from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.tokens import Token, says, tokens_in
from sipipeline.evidence.narrative.questions import what
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.names_of_accounts import resolved
from sipipeline.evidence.narrative.questions.others import names_others
from sipipeline.evidence.narrative.questions.subjects import (
    DEPOSIT_SHARE,
    DEPOSITS,
    EXPENDITURE,
    INCOME,
    Subject,
    is_bare,
    is_part,
    subjects_of,
)
from sipipeline.evidence.narrative.quoting.cells import Told
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement, may_follow
from sipipeline.language.lexicon import WordPattern, has, one_of, one_of_any, phrases, words
from sipipeline.language.numbers import numeral

_HERE = ("narrative", "statements", "rank")
_SIGNS = ("narrative", "signs")
_NTH = f"{one_of(*_SIGNS, 'ordinal')}(?P<number>.)"
_COUNTERS = f"{one_of(*_HERE, 'counters')}?"
_LAST = f"(?P<last>{one_of(*_HERE, 'last')})"
_FIRST = f"(?P<first>{one_of(*_HERE, 'first')})"
_FIRST_PLACED = f"(?P<first>{one_of_any((*_HERE, 'first'), (*_HERE, 'first_placed'))})"
_PLACED = phrases(*_HERE, "place")
_PLACE = re.compile(f"{_PLACED}(?P<among>.*)(?:{_LAST}|{_FIRST_PLACED}|{_NTH}){_COUNTERS}$")
_BARE_PLACE = re.compile(f"(?:{_LAST}|{_FIRST}|{_NTH}){_COUNTERS}$")
_PLACE_OF = re.compile(
    f"{_PLACED}(?:{_LAST}|{_FIRST_PLACED}|{_NTH}){_COUNTERS}{one_of(*_HERE, 'being')}(?P<named>.+)$"
)
"""居第一位的是企业养老."""
_OF_PLACES = WordPattern(r"(?:{counting}|\d){places}", *_HERE)
"""Words that count places: 五个城区, 各县."""
_RATE = re.compile(r"[,:(]?\d+(?:\.\d+)?%")
_EXTREME = WordPattern("(?:(?P<most>{most})|{least})(?:$|{being}?(?P<named>.*))", *_HERE)
_AROUND = re.compile(
    f"(?:{one_of(*_HERE, 'around')}|{one_of(*_HERE, 'most')}|{one_of(*_HERE, 'least')})+"
)
"""Words that say nothing of what is ranked."""
DOUBLED = re.compile(phrases(*_HERE, "doubled") + f"(.)?{one_of(*_HERE, 'times')}")
_SIGN = re.compile("[,:;]")
_ITEMS_OF_FUND = re.compile(phrases(*_HERE, "items_of_fund"))
_LEAST = 2
_NAMED = ("item", "up", "completion")
_RANKED = frozenset({"fillers", "total", *_NAMED})
"""Kinds of words that say by what something has its place, and among how many."""
_BASES = {"actual": "actual", "growth_rate": "prior", "completion_rate": "budget"}
"""Of which measure of a line each is, or is a rate."""
_SUBTOTALS = {INCOME.item: "income_subtotal", EXPENDITURE.item: "expenditure_subtotal"}


@frozen
class Ranking:
    """Which place a clause says a fund, or an item of one, has."""

    name: str
    """The key of the fund or the item."""
    place: int
    """From the top or, where it is negative, from the bottom."""
    tables: Sequence[Mapping[str, Told]]
    """The figures of all funds, or of all items beside it, for each line that may be spoken of."""
    turned: bool = False
    """It is of deficits, or of falls: the most of these comes last."""
    of_items: bool = False
    """It is of an item, beside which a text may take several that are less together."""

    def statement(self, clause: Clause) -> Iterator[Statement]:
        tables = [*self.tables]
        if self.of_items:
            tables += [_with_lesser_as_one(one, self.name) for one in self.tables]
        holds = any(_may_stand_at(one, self.name, self.place) for one in tables)
        yield from _told(clause, self.tables, holds)


def ranks(clause: Clause) -> Iterator[Statement]:
    """What a clause says of the place of a fund, of the order of several, of that of an item."""
    numbered = clause.segment.number is not None
    yield from _second_to(clause)
    if len(clause.funds) > 1 and not numbered and not _is_of_items(clause):
        if _is_of_own_funds(clause):
            yield from _ordered(clause)
    elif (said := ranking(clause)) is not None:
        yield from said.statement(clause)


def ranking(clause: Clause) -> Ranking | None:
    """The place that a clause says a fund has among those of the unit, or an item among those of
    its fund; None where it says none."""
    if _is_of_items(clause):
        return _of_item(clause) if clause.segment.number is None else None
    ordered = len(clause.funds) > 1 and clause.segment.number is None
    if ordered or clause.is_of_others or not _is_of_own_funds(clause):
        return None
    fund, place = fund_spoken_of(clause, _goes_on(clause)), _place(clause)
    tables = _by_fund(clause) if fund is not None and place else ()
    if fund is None or not tables:
        return None
    turned = of_deficits(clause) or clause.segment.has("down")
    return Ranking(fund, place, tables, turned)


def fund_spoken_of(clause: Clause, goes_on: bool) -> str | None:
    """The fund that has a place: the one that is named, or where the clause goes on to but its
    place the one that was before."""
    if clause.funds:
        return clause.funds[0] if len(clause.funds) == 1 else None
    carried = clause.before.whom.account if clause.before.whom.source != "far" else None
    return carried if carried in clause.own.funds and goes_on else None


def item_spoken_of(clause: Clause, place: int, behind: bool, goes_on: bool) -> Subject | None:
    """The item that has a place: that which is named, or where the clause goes on to but its place
    the one that was before."""
    if any(token.kind == "item" for token in clause.segment.tokens):
        return _item(clause, place, behind)
    before = clause.before.what.subjects
    plain = len(before) == 1 and before[0].family == keys.ACCOUNTS
    return before[0] if plain and goes_on else None


def times_doubled(text: str) -> float | None:
    """How often words say that something was doubled, 2 of 翻了两番; None where they do not."""
    found = DOUBLED.search(text)
    if found is None:
        return None
    return numeral(found[1] or "") or 1.0


def _is_of_items(clause: Clause) -> bool:
    """Whether a clause may rank the items of one fund: 待遇支出中，住院最多."""
    of = clause.setting.what
    within = bool(of.whole) or clause.before.what.opens or _is_part_of_head(of.subjects, clause)
    named = any(token.kind == "item" for token in clause.segment.plain)
    return within and (named or not clause.segment.has("fund", "brief", "total"))


def _is_part_of_head(parts: Sequence[Subject], clause: Clause) -> bool:
    """Whether a sentence begins with a line of one fund to go through its parts, of which some
    items are: 居民医保基金收入中，…；个人缴费…，居第二位."""
    sentence = clause.line.text[: clause.start].rpartition("。")[2]
    head, *behind = _SIGN.split(sentence)
    if not behind or not head.endswith(words(*_SIGNS, "within")):
        return False
    standard = clause.own.submission.standard
    named = {one.item for one in what.named(tokens_in(head, standard))}
    wholes = {whole for one in parts for whole in standard.wholes_of(one.item)}
    return bool(named & wholes)


def _is_of_own_funds(clause: Clause) -> bool:
    """Whether what a clause ranks may be the funds of the unit, which has several, and not the
    lines of one: 门诊支出是居民医保各项待遇中增长最快的."""
    several = len(clause.own.funds) >= _LEAST
    among_others = _is_among_others(clause) or _ITEMS_OF_FUND.search(clause.text) is not None
    among_others = among_others or _is_part_within(clause)
    return several and not among_others and _says_quality(clause)


def _is_part_within(clause: Clause) -> bool:
    """Whether a clause ranks a part in its whole: 财政补贴占比在居民养老基金收入中最高."""
    tokens = clause.segment.tokens
    named = [place for place, token in enumerate(tokens) if token.kind == "item"]
    if len(named) < _LEAST or not says(tokens[named[-1] + 1 :][:1], "within"):
        return False
    part, whole = (subjects_of(tokens[place]) for place in named[-2:])
    standard = clause.own.submission.standard
    return any(is_part(one, of, standard) and one != of for one in part for of in whole)


def _says_quality(clause: Clause) -> bool:
    """Whether no unknown word says of what something is the most, which may be the more the less
    the figure is that was spoken of: 可支付1.3个月，压力最大的是机关养老."""
    extreme = _EXTREME.search(clause.text)
    if extreme is None:
        return True
    end = clause.start + extreme.start()
    before = [token for token in clause.segment.tokens if token.start < end]
    return all(_AROUND.fullmatch(token.text) for token in before if token.kind == "rest")


def _is_among_others(clause: Clause) -> bool:
    """Whether a place is one among those of other units: 与全市8个县比较，我县…居第二位,
    居五个城区第二位; 全市97.6万人，我区占17.3%，居第二位."""
    whose = clause.before.whom
    led = clause.segment.after == "," and names_others(clause.before.lead, clause.own)
    return whose.elsewhere or whose.beside or led or _is_of_places(clause)


def _is_of_places(clause: Clause) -> bool:
    """Whether a clause counts the places among which it says which one is first or second, or only
    goes on in a sentence that has compared the unit with others."""
    found = _PLACE.search(clause.text)
    if found is None:
        return False
    if _OF_PLACES.search(found["among"]):
        return True
    sentence = words_before(clause)
    tokens = tokens_in(sentence, clause.own.submission.standard) if not clause.funds else ()
    return names_others(tokens, clause.own)


def _told(
    clause: Clause, figures: Sequence[Mapping[str, Told]], holds: bool
) -> Iterator[Statement]:
    if figures:
        yield clause.statement([*figures[0].values()], holds)


def _by_fund(clause: Clause) -> Sequence[Mapping[str, Told]]:
    """The figures of every fund; for each line that may be spoken of, where it has all of them."""
    measures = _measures(clause)
    if measures == ["actual"] and _leads_to_rate(clause):
        return ()
    tables: list[Mapping[str, Told]] = []
    subjects = clause.subjects or what.changed(clause.segment) or _carried(clause)
    for subject, measure in product(subjects, measures):
        share = subject == DEPOSITS and _names_deposit_share(clause)
        table = _of_each_fund(clause, DEPOSIT_SHARE if share else subject, measure)
        if not table:
            return ()
        tables.append(among(table, clause))
    return tables


def _names_deposit_share(clause: Clause) -> bool:
    """Whether the sentence before a clause names what part of what is left the deposits are:
    从定期存款占比看，居民医保最低."""
    named = tokens_in(words_before(clause), clause.own.submission.standard)
    return any(DEPOSIT_SHARE in subjects_of(one) for one in named if one.kind == "item")


def _of_each_fund(clause: Clause, subject: Subject, measure: str) -> dict[str, Told]:
    """A figure of every fund; of those that have none nothing, where the others make up the total,
    or that of which it is a rate: no growth of a fund that is new; none where that of one is
    unknown."""
    told = {fund: clause.told(fund, subject, measure) for fund in clause.own.funds}
    known = {fund: figure for fund, figure in told.items() if figure is not None}
    if len(known) == len(told):
        return known
    base = _BASES.get(measure, "")
    made_up = len(known) >= _LEAST and bool(base) and _make_up_total(clause, known, subject, base)
    return known if made_up else {}


def _make_up_total(clause: Clause, funds: Iterable[str], subject: Subject, measure: str) -> bool:
    """Whether the figures of some funds may be together what all have."""
    total = clause.told(clause.own.total, subject, measure)
    parts = [one for fund in funds if (one := clause.told(fund, subject, measure)) is not None]
    low, high = (sum(getattr(one, end) for one in parts) for end in ("low", "high"))
    return total is not None and low <= total.high and total.low <= high


def _carried(clause: Clause) -> Sequence[Subject]:
    """The line that the clause before said something of for all funds, where its sentence named no
    other: 支出均超过预算，执行率最高的为失业保险; that of which a rate is said, where its paragraph
    named no other: 三项之中，工伤保险增幅最大."""
    if any(token.kind in ("item", "deficit") for token in clause.segment.tokens):
        return ()
    before = clause.before
    of_all = before.whom.account == clause.own.total and clause.segment.after == ","
    sentence = signs.STATEMENT.split(clause.line.text[: clause.start])[-1]
    sides = [side for side in words(*_HERE, "sides") if side in sentence]
    if of_all and len(sides) == 1:
        return before.what.subjects
    return _only_line(clause) if _measure(clause) == "growth_rate" else ()


def _only_line(clause: Clause) -> Sequence[Subject]:
    """The one line that a paragraph names before a clause; none where it names several, or the
    sentence of the clause says that something else changed: 待遇水平提高，居民养老增幅最大."""
    standard = clause.own.submission.standard
    paragraph = clause.line.text[: clause.start]
    sentence = tokens_in(signs.SENTENCE.split(paragraph)[-1], standard)
    rates = words(*_SIGNS, "growth_rates")
    changed = any(one.kind in CHANGES and one.text not in rates for one in sentence)
    if changed and not any(one.kind in what.NAMES for one in sentence):
        return ()
    named = {subjects_of(one) for one in tokens_in(paragraph, standard) if one.kind in what.NAMES}
    lines = named.pop() if len(named) == 1 else ()
    return lines if len(lines) == 1 else ()


def _measures(clause: Clause) -> Sequence[str]:
    """What is ranked; all that was stated of the fund where a clause goes on to but its place:
    支出…万元，增长3.5%，居第二位; none where words of change do not say of what kind."""
    measure = _measure(clause)
    if clause.funds or not _goes_on(clause):
        return [measure] if measure else []
    if any(token.text in words(*_HERE, "sizes") for token in clause.segment.tokens):
        return ["actual"]
    if clause.segment.has(*_NAMED):
        return [measure] if measure else []
    return [*dict.fromkeys(("actual", measure))] if measure else []


def _measure(clause: Clause) -> str:
    """What is ranked; "" where words of change do not say of what kind, or it is how far figures
    lie from their budgets: 超预算最多."""
    extreme = _EXTREME.search(clause.text)
    end = clause.start + extreme.start() if extreme is not None else clause.start + len(clause.text)
    said = [token for token in clause.segment.tokens if token.start < end]
    before = _lead(clause) + words_before(clause)
    own = "".join(token.text for token in said)
    if has(before + own, *_SIGNS, "growing") or has(own, *_SIGNS, "falling"):
        return "growth_rate"
    if has(before, *_SIGNS, "falling") or any(token.kind == "budget" for token in said):
        return ""
    return _measure_of_words(said, before + own, clause)


def _measure_of_words(said: Sequence[Token], text: str, clause: Clause) -> str:
    """What is ranked where it is no rate of change."""
    if any(token.kind in CHANGES for token in said):
        amounts = clause.segment.has("more_expenditure") or has(text, *_SIGNS, "amounts")
        return "change" if amounts else ""
    return "completion_rate" if _tells_completion(text, clause) else "actual"


def _tells_completion(text: str, clause: Clause) -> bool:
    """Whether words say how much of a budget was done: 完成率, 完成预算的."""
    told = tokens_in(text, clause.own.submission.standard)
    return any(token.kind == "completion" for token in told)


def _leads_to_rate(clause: Clause) -> bool:
    """Whether a bare percentage stands right behind what is ranked, which then is of a rate:
    居民医保最高，103.6%."""
    return _RATE.match(clause.line.text, clause.start + len(clause.text)) is not None


def _lead(clause: Clause) -> str:
    """The words before a colon."""
    lead = clause.before.lead if clause.segment.after == ":" else ()
    return "".join(token.text for token in lead)


# ---------------------------------------------------------------- one of them
def _place(clause: Clause) -> int:
    """The place that it says, from the top, or the bottom where negative; 0 for none."""
    if (extreme := _EXTREME.search(clause.text)) is not None:
        return _way(extreme, clause) if _says_fund(clause, extreme) else 0
    if clause.segment.number is not None or (found := _said_place(clause.text)) is None:
        return 0
    place = _number(found)
    return min(-place, 0) if clause.segment.has("down") else place


def _number(place: re.Match[str]) -> int:
    """The place that words say, the last as -1."""
    if place["last"]:
        return -1
    return 1 if place["first"] else int(numeral(place["number"]))


def _goes_on(clause: Clause) -> bool:
    """Whether a clause says but the place of what was spoken of before, by what, and among how
    many: 规模居六项基金第二位, 居首, 支付能力居末位."""
    place = _said_place(clause.text) or _EXTREME.search(clause.text)
    if place is None or clause.segment.after not in ("", ","):
        return False
    end = clause.start + place.start()
    before = [token for token in clause.segment.tokens if token.start < end]
    plain = all(_says_by_what(one, clause) for one in before)
    return plain and (bool(before) or _EXTREME.fullmatch(clause.text) is None)


def _says_by_what(token: Token, clause: Clause) -> bool:
    """Whether a word says by what a fund has its place, and not which of its parts has it."""
    standard = clause.own.submission.standard
    parts = [one for one in subjects_of(token) if standard.wholes_of(one.item)]
    whole = token.kind != "item" or is_bare(token) or not parts
    return whole and (token.kind in _RANKED or token.text in words(*_HERE, "sizes"))


def _said_place(text: str) -> re.Match[str] | None:
    """The words of a clause for a place; bare ones, 第三, but behind words for what is ranked."""
    return _PLACE.search(text) or _PLACE_OF.search(text) or _BARE_PLACE.search(text)


def _way(extreme: re.Match[str], clause: Clause) -> int:
    """1 for the most, -1 for the least; the largest deficit is the least surplus, and what fell the
    most, 减少最多, grew the least. 0 for what fell the least: the others may all have risen."""
    end, most = clause.start + extreme.start(), bool(extreme["most"])
    if any(token.kind == "down" and token.start < end for token in clause.segment.tokens):
        return -1 if most else 0
    return 1 if most != of_deficits(clause) else -1


def _says_fund(clause: Clause, extreme: re.Match[str]) -> bool:
    """Whether a fund is what is the most, alone where no number follows: 结余最多的是居民养老."""
    if not extreme["named"]:
        return clause.segment.number is None
    behind = [token for token in _behind(clause, extreme) if token.kind != "fillers"]
    place = 0 if clause.segment.number is not None else -1
    return bool(behind) and behind[place].kind in ("fund", "brief")


def _behind(clause: Clause, extreme: re.Match[str]) -> Sequence[Token]:
    """The words behind 最多的是."""
    start = clause.start + extreme.start("named")
    return [token for token in clause.segment.tokens if token.start >= start]


def _may_stand_at(figures: Mapping[str, Told], fund: str, place: int) -> bool:
    """Whether a fund may have a place, from the top or, where it is negative, from the bottom."""
    own = figures.get(fund)
    if own is None:
        return True
    others = [figure for key, figure in figures.items() if key != fund]
    if place < 0:
        before = sum(figure.high < own.low for figure in others)
    else:
        before = sum(figure.low > own.high for figure in others)
    return before == abs(place) - 1


# ---------------------------------------------------------------- several
def _second_to(clause: Clause) -> Iterator[Statement]:
    """居民医保支出仅次于企业养老: the one comes right behind the others."""
    named = [token for token in clause.segment.tokens if token.kind == "second_to"]
    rivals = [resolved(one, clause.own) for token in named for one in token.behind]
    fund = fund_spoken_of(clause, goes_on=clause.segment.after in ("", ",") and bool(rivals))
    known = fund is not None and None not in rivals and _is_of_own_funds(clause)
    tables = _by_fund(clause) if known and rivals and not clause.is_of_others else ()
    holds = any(_may_come_behind(table, fund, rivals) for table in tables)
    yield from _told(clause, tables, holds)


def _may_come_behind(
    figures: Mapping[str, Told], fund: str | None, rivals: Sequence[str | None]
) -> bool:
    """Whether the figures of some funds may be those that are more than that of another."""
    own = figures.get(fund or "")
    if own is None:
        return True
    above = {name for name, figure in figures.items() if figure.low > own.high}
    may_be = {name for name, figure in figures.items() if figure.high >= own.low}
    return above <= {*rivals} <= may_be


def _ordered(clause: Clause) -> Iterator[Statement]:
    text = _lead(clause) + clause.text
    descending = has(text, *_HERE, "descending")
    if clause.setting.what.deficit:
        return
    if not descending and not has(text, *_HERE, "ascending"):
        return
    figures = _by_fund(clause)
    ended = descending and not clause.segment.has("up")
    holds = any(_may_be_so(one, clause.funds, 1 if descending else -1, ended) for one in figures)
    yield from _told(clause, figures, holds)


def _may_be_so(figures: Mapping[str, Told], funds: Sequence[str], sign: int, ended: bool) -> bool:
    """Whether the funds may be in this order, and where it has ended the others behind them."""
    listed = [figures[fund] for fund in funds if fund in figures]
    rest = [figure for fund, figure in figures.items() if fund not in funds and ended]
    pairs = [*pairwise(listed), *((listed[-1], figure) for figure in rest if listed)]
    return all(may_follow(one, other, sign) for one, other in pairs)


# ---------------------------------------------------------------- items of one fund
def _of_item(clause: Clause) -> Ranking | None:
    """The place of a part of something: 待遇支出中，支出最大的一项是住院支出; 个人账户支出占37.1%，
    居第二位."""
    extreme = _EXTREME.search(clause.text)
    said = extreme or _said_place(clause.text)
    account = clause.setting.whom.account
    if said is None or account is None or not _is_known(clause, clause.start + said.start()):
        return None
    place = _number(said) if extreme is None else _way(extreme, clause)
    behind = bool(said.groupdict().get("named"))
    item = item_spoken_of(clause, said.start(), behind, _goes_on(clause))
    tables = _of_siblings(clause, account, item) if item is not None and place else ()
    return Ranking(item.item, place, tables, of_items=True) if item is not None and tables else None


def _of_siblings(clause: Clause, account: str, item: Subject) -> Sequence[Mapping[str, Told]]:
    """The figures of the year of an item and of those beside it."""
    own = clause.told(account, item, "actual")
    if own is None or not {*_measures(clause)} <= {"actual"}:
        return ()
    found = [clause.told(account, one, "actual") for one in _siblings(clause, account, item)]
    known = [one for one in found if one is not None]
    return [{keys.item(one.key): one for one in (own, *known)}] if known else ()


def _with_lesser_as_one(figures: Mapping[str, Told], item: str) -> Mapping[str, Told]:
    """The figures of items, all that are less than one but the next as one."""
    own = figures.get(item)
    if own is None:
        return figures
    lesser = sorted((one for one in figures.values() if one.high < own.low), key=_value)[:-1]
    low, high = sum(one.low for one in lesser), sum(one.high for one in lesser)
    return {**figures, "": replace(own, low=low, high=high)}


def _value(figure: Told) -> float:
    return figure.value


def _is_known(clause: Clause, end: int) -> bool:
    """Whether no word before those for the place leads away from the items themselves."""
    kinds = ("rest", "higher", "lower")
    before = [token for token in clause.segment.tokens if token.start < end]
    unknown = [token.text for token in before if token.kind in kinds]
    return all(map(_AROUND.fullmatch, unknown)) and len(clause.funds) < _LEAST


def _item(clause: Clause, place: int, behind: bool) -> Subject | None:
    """The item that is said to be the most: behind 最大的是, or before 最多."""
    start = clause.start + place
    items = [token for token in clause.segment.tokens if token.kind == "item"]
    chosen = [token for token in items if (token.start >= start) == behind][-1:]
    meant = [subject for token in chosen for subject in _telling(token, items)]
    return meant[0] if len(meant) == 1 and meant[0].family == keys.ACCOUNTS else None


def _telling(token: Token, items: Sequence[Token]) -> Sequence[Subject]:
    """What a name means; of 门诊 支出 the one that says more."""
    beside = [one for one in items if one.end == token.start]
    return subjects_of(beside[0] if beside and is_bare(token) else token)


def _siblings(clause: Clause, account: str, subject: Subject) -> Sequence[Subject]:
    """The items that are parts of the same one; of what came in or went out altogether also those
    that are no part of its subtotal: 上级补助 beside 财政补贴."""
    standard = clause.own.submission.standard
    whole = next(iter(standard.wholes_of(subject.item)), "")
    sides = [side for side, subtotal in _SUBTOTALS.items() if whole in (side, subtotal)]
    within = [part for side in sides for part in (side, _SUBTOTALS[side])] or [whole]
    parts = [part.key for one in within for part in standard.parts_of(account, one)]
    beside = [part for part in parts if part not in (subject.item, *within)]
    return [Subject(subject.family, part) for part in beside]
