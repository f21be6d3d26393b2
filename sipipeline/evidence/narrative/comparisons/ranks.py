"""Which fund or item is first, last, or in which place: 居首位, 结余最多的是…, 由高到低依次为…."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.tokens import Token, tokens_in
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.others import names_others
from sipipeline.evidence.narrative.questions.subjects import Subject, is_bare, subjects_of
from sipipeline.evidence.narrative.questions.what import changed
from sipipeline.evidence.narrative.quoting.cells import Told
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement, may_follow
from sipipeline.language.lexicon import has, one_of, phrases, words
from sipipeline.language.numbers import numeral

_HERE = ("narrative", "statements", "rank")
_SIGNS = ("narrative", "signs")
_NTH = f"{one_of(*_SIGNS, 'ordinal')}(?P<number>.)"
_PLACE = re.compile(
    phrases(*_HERE, "place")
    + f"(?P<among>.*)(?:(?P<first>{one_of(*_HERE, 'first')})|{_NTH})"
    + f"{one_of(*_HERE, 'counters')}?$"
)
_OF_PLACES = re.compile(f"(?:{one_of(*_HERE, 'counting')}|\\d){one_of(*_HERE, 'places')}")
"""Words that count places: 五个城区, 各县."""
_RATE = re.compile(r"[,:(]?\d+(?:\.\d+)?%")
_EXTREME = re.compile(
    f"(?:(?P<most>{one_of(*_HERE, 'most')})|{one_of(*_HERE, 'least')})"
    f"(?:$|{one_of(*_HERE, 'being')}?(?P<named>.*))"
)
_AROUND = re.compile(
    f"(?:{one_of(*_HERE, 'around')}|{one_of(*_HERE, 'most')}|{one_of(*_HERE, 'least')})+"
)
"""Words that say nothing of what is ranked."""
DOUBLED = re.compile(phrases(*_HERE, "doubled") + f"(.)?{one_of(*_HERE, 'times')}")
_ITEMS_OF_FUND = re.compile(phrases(*_HERE, "items_of_fund"))
_LEAST = 2


@frozen
class Ranking:
    """Which place a clause says a fund has."""

    fund: str
    place: int
    """From the top or, where it is negative, from the bottom."""
    tables: Sequence[Mapping[str, Told]]
    """The figures of all funds, for each line that may be spoken of."""
    of_deficits: bool = False

    def statement(self, clause: Clause) -> Iterator[Statement]:
        holds = any(_may_stand_at(one, self.fund, self.place) for one in self.tables)
        yield from _told(clause, self.tables, holds)


def ranks(clause: Clause) -> Iterator[Statement]:
    """What a clause says of the place of a fund, of the order of several, of the largest item."""
    numbered = clause.segment.number is not None
    within = bool(clause.setting.what.whole) or clause.before.what.opens
    if within and any(token.kind == "item" for token in clause.segment.plain):
        yield from () if numbered else _of_items(clause)
        return
    if len(clause.funds) > 1 and not numbered and _is_of_own_funds(clause):
        yield from _ordered(clause)
    elif (said := ranking(clause)) is not None:
        yield from said.statement(clause)


def ranking(clause: Clause) -> Ranking | None:
    """The place that a clause says a fund has among those of the unit; None where it says none."""
    ordered = len(clause.funds) > 1 and clause.segment.number is None
    if ordered or clause.is_of_others or not _is_of_own_funds(clause):
        return None
    fund, place = _fund(clause), _place(clause)
    tables = _by_fund(clause) if fund is not None and place else ()
    if fund is None or not tables:
        return None
    return Ranking(fund, place, tables, clause.setting.what.deficit)


def _is_of_own_funds(clause: Clause) -> bool:
    """Whether what a clause ranks may be the funds of the unit, which has several, and not the
    lines of one: 门诊支出是居民医保各项待遇中增长最快的."""
    several = len(clause.own.funds) >= _LEAST
    among_others = _is_among_others(clause) or _ITEMS_OF_FUND.search(clause.text) is not None
    return several and not among_others and _says_quality(clause)


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
    sentence = _sentence(clause)
    tokens = tokens_in(sentence, clause.own.submission.standard) if not clause.funds else ()
    return names_others(tokens, clause.own)


def _told(
    clause: Clause, figures: Sequence[Mapping[str, Told]], holds: bool
) -> Iterator[Statement]:
    if figures:
        yield clause.statement([*figures[0].values()], holds)


def _by_fund(clause: Clause) -> Sequence[Mapping[str, Told]]:
    """The figures of every fund; for each line that may be spoken of, where it has all of them."""
    measure = _measure(clause)
    if measure == "actual" and _leads_to_rate(clause):
        return ()
    tables: list[dict[str, Told]] = []
    subjects = clause.subjects or changed(clause.segment) or _carried(clause)
    for subject in subjects if measure else ():
        told = {fund: clause.told(fund, subject, measure) for fund in clause.own.funds}
        known = {fund: figure for fund, figure in told.items() if figure is not None}
        if len(known) < len(told):
            return ()
        tables.append(known)
    return tables


def _carried(clause: Clause) -> Sequence[Subject]:
    """The line that the clause before said something of for all funds, where its sentence named no
    other: 支出均超过预算，执行率最高的为失业保险."""
    before = clause.before
    of_all = before.whom.account == clause.own.total and clause.segment.after == ","
    sentence = signs.STATEMENT.split(clause.line.text[: clause.start])[-1]
    sides = [side for side in words(*_HERE, "sides") if side in sentence]
    named = any(token.kind in ("item", "deficit") for token in clause.segment.tokens)
    return before.what.subjects if of_all and len(sides) == 1 and not named else ()


def _measure(clause: Clause) -> str:
    """What is ranked; "" where words of change do not say of what kind."""
    extreme = _EXTREME.search(clause.text)
    end = clause.start + extreme.start() if extreme is not None else clause.start + len(clause.text)
    said = [token for token in clause.segment.tokens if token.start < end]
    text = _lead(clause) + _sentence(clause) + "".join(token.text for token in said)
    if has(text, *_SIGNS, "growing"):
        return "growth_rate"
    if _is_of_no_line(text, said):
        return ""
    if any(token.kind in CHANGES for token in said):
        amounts = clause.segment.has("more_expenditure") or has(text, *_SIGNS, "amounts")
        return "change" if amounts else ""
    return "completion_rate" if has(text, "narrative", "tokens", "completion") else "actual"


def _leads_to_rate(clause: Clause) -> bool:
    """Whether a bare percentage stands right behind what is ranked, which then is of a rate:
    居民医保最高，103.6%."""
    return _RATE.match(clause.line.text, clause.start + len(clause.text)) is not None


def _is_of_no_line(text: str, said: Sequence[Token]) -> bool:
    """Whether what is ranked is how figures fell, or how far they lie from their budgets:
    降幅最大, 超预算最多."""
    return has(text, *_SIGNS, "falling") or any(token.kind == "budget" for token in said)


def _sentence(clause: Clause) -> str:
    """The words of the sentence before a clause that names no item of its own."""
    if any(token.kind in ("item", "deficit") for token in clause.segment.tokens):
        return ""
    return signs.STATEMENT.split(clause.line.text[: clause.start])[-1]


def _lead(clause: Clause) -> str:
    """The words before a colon."""
    lead = clause.before.lead if clause.segment.after == ":" else ()
    return "".join(token.text for token in lead)


# ---------------------------------------------------------------- one of them
def times_doubled(text: str) -> float | None:
    """How often words say that something was doubled, 2 of 翻了两番; None where they do not."""
    found = DOUBLED.search(text)
    if found is None:
        return None
    return numeral(found[1] or "") or 1.0


def _place(clause: Clause) -> int:
    """The place that it says, from the top, or the bottom where negative; 0 for none."""
    if (extreme := _EXTREME.search(clause.text)) is not None:
        return _way(extreme, clause) if _says_fund(clause, extreme) else 0
    if clause.segment.number is not None or (found := _PLACE.search(clause.text)) is None:
        return 0
    return 1 if found["first"] else int(numeral(found["number"]))


def _fund(clause: Clause) -> str | None:
    """The fund that has a place: the one that is named, or was before 居第二位."""
    if clause.funds:
        return clause.funds[0] if len(clause.funds) == 1 else None
    carried = clause.before.whom.account if clause.before.whom.source != "far" else None
    goes_on = clause.segment.after == "," and _PLACE.match(clause.text) is not None
    return carried if goes_on and carried in clause.own.funds else None


def _way(extreme: re.Match[str], clause: Clause) -> int:
    """1 for the most, -1 for the least; the largest deficit is the least surplus, and what fell the
    most, 减少最多, grew the least. 0 for what fell the least: the others may all have risen."""
    end, most = clause.start + extreme.start(), bool(extreme["most"])
    if any(token.kind == "down" and token.start < end for token in clause.segment.tokens):
        return -1 if most else 0
    return 1 if most != clause.setting.what.deficit else -1


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
def _of_items(clause: Clause) -> Iterator[Statement]:
    """The largest part of something: 待遇支出中，支出最大的一项是住院支出; 住院支出居首位."""
    extreme = _EXTREME.search(clause.text)
    first = extreme or _PLACE.search(clause.text)
    account = clause.setting.whom.account
    if first is None or account is None or not _is_known(clause):
        return
    if extreme is None and not first["first"]:
        return
    way = _way(extreme, clause) if extreme is not None else 1
    named = _item(clause, first.start(), bool(extreme and extreme["named"]))
    yield from _largest(clause, account, named, way) if named is not None else ()


def _largest(clause: Clause, account: str, item: Subject, way: int) -> Iterator[Statement]:
    """Whether an item is the most, or the least, of those beside it."""
    own = clause.told(account, item, "actual")
    others = [clause.told(account, one, "actual") for one in _siblings(clause, account, item)]
    known = [one for one in others if one is not None]
    if own is not None and known and _measure(clause) == "actual":
        holds = all(may_follow(own, one, way) for one in known)
        yield clause.statement([own, *known], holds)


def _is_known(clause: Clause) -> bool:
    """Whether no word leads away from the items themselves."""
    kinds = ("rest", "higher", "lower")
    unknown = [token.text for token in clause.segment.tokens if token.kind in kinds]
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
    """The items that are parts of the same one."""
    standard = clause.own.submission.standard
    item = standard.find_item(subject.item)
    parent = item.parent if item is not None else None
    return [
        Subject(subject.family, one.key)
        for one in standard.items_of(account)
        if parent and one.parent == parent and one.key != subject.item
    ]
