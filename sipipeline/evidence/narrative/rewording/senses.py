"""Words that are known by those around them: 较上年新增 is a rise, 加上 and 减去 behind an opening
balance are steps to the closing one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, says
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.rewording.balance_steps import (
    adds_opening,
    hides_figure,
    is_grand_total,
    is_step,
    opens,
)
from sipipeline.evidence.narrative.rewording.idle_words import is_idle
from sipipeline.evidence.narrative.rewording.lines_by_neighbours import (
    as_line,
    as_short_name,
    heads_number,
    is_largest_part,
    tells_change,
)
from sipipeline.evidence.narrative.rewording.neighbours import (
    CLAUSE_ENDS,
    NEAR,
    kinds_behind,
    leads_to_number,
    leads_to_yuan,
)
from sipipeline.language.lexicon import has, words

_COMPARED_WITH = (["than", "last_year"], ["than", "same_period"], ["than", "year_start"])
_ON_LAST_YEAR = {
    "over_income": "more_income",
    "under_income": "less_income",
    "over_expenditure": "more_expenditure",
}
"""What words that speak of the budget mean behind a comparison with last year: 较上年短收."""
_LEFT = "accounts.closing_balance"
_SURPLUS = "accounts.surplus"
_FLOWS = frozenset({"accounts.income", "accounts.expenditure", _SURPLUS, _LEFT})
_OF_GROWTH = frozenset({"up", "down", "cumulative", "other_basis"})
_SURPASSED = frozenset({"fillers", "budget", "year_start", "last_year", "same_period", "date"})
"""Kinds of words for what is surpassed: 年初预算, 上年."""
_AMOUNT_AND_EXCESS = 3
"""Words that the number which is surpassed, and that by how much, may be: 1033万元 的 11.4%."""
_OF_MOVE = frozenset({"fillers", "level", "rest", "fund", "brief", "item"})
"""Kinds of words that say where people moved to."""
_BEFORE_RAISE = frozenset({"fillers", "average"})
_TO_RAISE = 2
"""Words behind 的标准 of which one says that it was raised: 调 增."""


def with_senses(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, words known by those around them: 较上年新增 is a rise, 尚未 达到 before a number
    bounds it, as the number itself knows, 减去 leads on to what is left, and 为 behind so many yuan
    of a hundred to what they are for."""
    tokens = _with_parts(tokens)
    begun = [_begun(tokens, begins) for begins in (opens, _is_every, adds_opening)]
    known = [_known(tokens, place, *since) for place, since in enumerate(zip(*begun))]
    return _with_excess_behind(known)


def _with_excess_behind(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, 超出 put behind what is surpassed where that is stated and then by how much:
    超出预算1033万元的11.4% as 比预算1033万元超出11.4%; 不足预算…的98% leaves the share open."""
    known: list[Token] = []
    moved: dict[int, Token] = {}
    for place, token in enumerate(tokens):
        end = _end_of_surpassed(tokens, place) if token.kind == "beyond" else None
        if end is not None:
            kind = _surpassing(token)
            moved[end] = replace(token, kind=kind or "rest")
            token = replace(token, kind="than" if kind else "fillers")
        known += [token, moved[place]] if place in moved else [token]
    return known


def _surpassing(token: Token) -> str:
    """The kind of change that a word for being beyond says, 超出 or 低于; "" for a bound: 不足."""
    if not says([token], "surpassing"):
        return ""
    return "down" if says([token], "under") else "up"


def _end_of_surpassed(tokens: Sequence[Token], place: int) -> int | None:
    """The place of the number that is surpassed, behind the word that says so; None where no second
    number says by how much."""
    near = tokens[place + 1 : place + 1 + NEAR]
    behind = [*takewhile(lambda token: token.kind in _SURPASSED, near)]
    named = any(token.kind != "fillers" for token in behind)
    at = place + 1 + len(behind)
    rest = tokens[at : at + _AMOUNT_AND_EXCESS]
    numbers = [token.kind for token in rest if token.kind != "fillers"][:2]
    both = named and numbers == ["number", "number"] and rest[0].kind == "number"
    return at if both else None


def _begun(tokens: Sequence[Token], begins: Callable[[Sequence[Token], int], bool]) -> list[bool]:
    """For each word whether it, or one before it in its sentence, begins something."""
    begun: list[bool] = []
    for place, token in enumerate(tokens):
        before = begun[-1:] == [True]
        begun.append(token.kind not in SENTENCE_ENDS and (before or begins(tokens, place)))
    return begun


def _known(
    tokens: Sequence[Token], place: int, opened: bool, by_hundreds: bool, with_opening: bool
) -> Token:
    """A word with the kind that the words around give it, and what its sentence began with."""
    token = tokens[place]
    if opened and is_step(tokens, place):
        return replace(token, kind="fillers")
    if by_hundreds and _leads_on(tokens, place):
        return replace(token, kind="used")
    if hides_figure(tokens, place) or (with_opening and is_grand_total(token)):
        return replace(token, kind="rest")
    return _in_sense(tokens, place)


def _with_parts(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, 由 known as what parts follow where its sentence goes on to say that these make
    it up: 由基础养老金6402.88万元等组成."""
    known: list[Token] = []
    made_up = False
    for place in reversed(range(len(tokens))):
        token = tokens[place]
        opens = made_up and token.kind == "origin"
        ends = opens or token.kind in SENTENCE_ENDS or _arrives(tokens, place)
        made_up = (made_up and not ends) or _is_made_up(tokens, place)
        known.append(replace(token, kind="among") if opens else token)
    return known[::-1]


def _is_made_up(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word ends a clause that began with 由: 组成, 等构成."""
    made_up = tokens[place].text.endswith(words("narrative", "signs", "made_up"))
    behind = [token.kind for token in tokens[place + 1 : place + 2]]
    return made_up and (not behind or behind[0] in CLAUSE_ENDS)


def _arrives(tokens: Sequence[Token], place: int) -> bool:
    """Whether words say what something came to: 降 至."""
    both = [token.kind for token in tokens[max(place - 1, 0) : place + 1]]
    return both in (["up", "level"], ["down", "level"])


def _is_every(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word counts by hundreds: 每百元."""
    return tokens[place].kind == "every"


def _in_sense(tokens: Sequence[Token], place: int) -> Token:
    """A word with the kind that the words around give it."""
    token = tokens[place]
    idle = _is_in_a_row(tokens, place) or _goes_on_changing(tokens, place)
    if idle or _tells_who_retired(tokens, place):
        return replace(token, kind="fillers", mention=None)
    if (line := as_line(tokens, place)) is not None:
        return line
    if _is_of_several_years(tokens, place):
        return replace(token, kind="other_year", mention=None)
    if _is_in_a_year(tokens, place):
        return replace(token, kind="fillers", mention=None)
    if _parts_clauses(tokens, place):
        return replace(token, kind=",")
    kind = _sense(tokens, place)
    if kind:
        return replace(token, kind=kind)
    if token.kind not in ("rest", "fillers"):
        return token
    leads = any(leads_on(tokens, place) for leads_on in _LEADING)
    return as_short_name(tokens, place) if leads else token


def _parts_clauses(tokens: Sequence[Token], place: int) -> bool:
    """Whether 、 parts two clauses, the first of which says how something changed and the second
    states a figure: 结余收窄、可支付月数仅1.3个月; not two of the reasons of something."""
    changed = place > 0 and tokens[place - 1].kind in ("up", "down")
    if not changed or tokens[place].kind != "join" or kinds_behind(tokens, place)[:1] != ["item"]:
        return False
    before = [token.kind for token in reversed(tokens[max(0, place - NEAR) : place])]
    clause = [*takewhile(lambda kind: kind not in CLAUSE_ENDS, before)]
    near = [token.kind for token in tokens[place + 1 : place + 1 + NEAR]]
    behind = [*takewhile(lambda kind: kind not in CLAUSE_ENDS, near)]
    named = "item" in clause and "number" not in clause and "number" in behind
    return named and not {"cause", *CHANGES}.intersection((*clause[1:], *behind))


def _sense(tokens: Sequence[Token], place: int) -> str:
    """The kind that the words around give a word; "" where that is its own."""
    if _is_of_last_year(tokens, place):
        return "same_period"
    if (change := _change_on_last_year(tokens, place)) is not None:
        return change
    if any(is_more(tokens, place) for is_more in _GROWTHS):
        return "up"
    if compared := _in_comparison(tokens, place):
        return compared
    if _is_of_month(tokens, place):
        return "average"
    if narrowed := _narrowed(tokens, place):
        return narrowed
    return "fillers" if is_idle(tokens, place) else ""


def _is_of_last_year(tokens: Sequence[Token], place: int) -> bool:
    """Whether 同期 is that of last year: 比同期, 与同期相比, but not 同期支出."""
    before = [one.kind for one in tokens[max(place - 1, 0) : place]]
    compared = before in (["than"], ["origin"]) or kinds_behind(tokens, place)[:1] == ["than"]
    return compared and tokens[place].kind == "same_span"


def _is_in_a_year(tokens: Sequence[Token], place: int) -> bool:
    """Whether 一年 only says that a change is that on the year before: 一年多支9408万元."""
    behind = tokens[place + 1 : place + 2]
    changes = CHANGES.issuperset(token.kind for token in behind) or says(behind, "new")
    return says(tokens[place : place + 1], "in_a_year") and changes


def _is_beyond_budget(tokens: Sequence[Token], place: int) -> bool:
    """Whether 高 or 低 stands right before the budget."""
    before = kinds_behind(tokens, place)[:1] == ["budget"]
    return before and tokens[place].kind in ("higher", "lower")


def _in_comparison(tokens: Sequence[Token], place: int) -> str:
    """The kind that a word has beside what a figure is compared with; "" elsewhere."""
    if _is_less_than_budget(tokens, place):
        return "down"
    if _is_by_amount(tokens, place):
        return "up" if tokens[place].kind == "higher" else "down"
    if _is_up_to_budget(tokens, place):
        return "than"
    return "beyond" if _is_beyond_budget(tokens, place) else ""


def _is_by_amount(tokens: Sequence[Token], place: int) -> bool:
    """Whether 高 or 低 behind a comparison says by which amount: 比上年高1200万元."""
    if tokens[place].kind not in ("higher", "lower") or not any(
        map(is_amount, tokens[place + 1 : place + 2])
    ):
        return False
    before = [one.kind for one in tokens[max(place - 2, 0) : place]]
    return before in _COMPARED_WITH or before == ["than", "budget"]


def _is_up_to_budget(tokens: Sequence[Token], place: int) -> bool:
    """Whether 距 begins what says how much the budget lacks: 距预算 差1200万元."""
    if not says(tokens[place : place + 1], "up_to"):
        return False
    near = range(place + 1, min(place + 1 + NEAR, len(tokens)))
    return any(_is_less_than_budget(tokens, at) for at in near)


def _is_less_than_budget(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word between the budget and an amount says that so much less came about: 比预算
    节支1200万元, 距预算 差1200万元."""
    before = [one for one in tokens[max(place - NEAR, 0) : place] if one.kind != "fillers"][-2:]
    compared = [one.kind for one in before] == ["than", "budget"]
    up_to = says(before[:1], "up_to") and [one.kind for one in before[1:]] == ["budget"]
    amount = any(map(is_amount, tokens[place + 1 : place + 2]))
    saved = compared and says(tokens[place : place + 1], "saving")
    return amount and (saved or (up_to and says(tokens[place : place + 1], "lacking_budget")))


def _change_on_last_year(tokens: Sequence[Token], place: int) -> str | None:
    """The kind of change on last year that a word for one on the budget says behind 较上年; None of
    other words."""
    change = _ON_LAST_YEAR.get(tokens[place].kind)
    return change if change is not None and _is_on_last_year(tokens, place) else None


def _is_on_last_year(tokens: Sequence[Token], place: int) -> bool:
    """Whether a comparison with last year stands right before a word: 较上年, 同比."""
    before = [one.kind for one in tokens[max(place - 2, 0) : place]]
    return before in _COMPARED_WITH or before[-1:] == ["year_on_year"]


def _is_growth(tokens: Sequence[Token], place: int) -> bool:
    """Whether 新 stands between a comparison, or 一年, and a number: 比上年新增1200人."""
    within = says(tokens[max(place - 1, 0) : place], "in_a_year")
    compared = within or _is_on_last_year(tokens, place)
    compared = compared and kinds_behind(tokens, place)[:1] == ["number"]
    return compared and tokens[place].text in words("narrative", "signs", "new")


def _is_more_spent(tokens: Sequence[Token], place: int) -> bool:
    """Whether 新增 says by how much more was spent on what stands right before it: 住院支出新增
    2557.22万元; 住院支出21483.67万元，新增2557.22万元."""
    if not says(tokens[place : place + 1], "new") or not any(
        map(is_amount, tokens[place + 1 :][:1])
    ):
        return False
    before = tokens[max(0, place - NEAR) : place]
    stated = [token.kind for token in before[-2:]] == ["number", ","]
    named = [token for token in (before[:-2] if stated else before)[-2:] if token.kind == "item"]
    return bool(named) and says(named[-1:], "spending") and named[-1] is before[-1 - 2 * stated]


def _is_raised_by(tokens: Sequence[Token], place: int) -> bool:
    """Whether 按 stands before by how much pensions were raised: 按人均116.45元的标准调增."""
    if tokens[place].text not in words("narrative", "compounds", "by"):
        return False
    near = tokens[place + 1 : place + 1 + NEAR]
    behind = [*dropwhile(lambda token: token.kind in _BEFORE_RAISE, near)]
    if [token.kind for token in behind[:1]] != ["number"]:
        return False
    norm = [*dropwhile(lambda token: token.kind == "fillers", behind[1:])]
    raised = any(token.kind == "up" for token in norm[1 : 1 + _TO_RAISE])
    return [token.kind for token in norm[:1]] == ["norm"] and raised


def _is_of_several_years(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number of years is the time in which something changed, or whose figures are added
    up: 两年累计增加, 两年合计支出, but not 一年增加."""
    mention = tokens[place].mention if tokens[place].kind == "number" else None
    years = mention is not None and mention.unit.dimension == "month" and mention.unit.factor > 1
    if mention is None or not years or mention.value <= 1:
        return False
    near = tokens[place + 1 : place + 1 + NEAR]
    led = [*takewhile(lambda token: token.kind == "fillers", near)]
    behind = [token.kind for token in near[len(led) :]]
    of_time = _OF_GROWTH | ({"item", "deficit"} if says(led, "summed") else set())
    return bool(behind) and behind[0] in of_time


def _is_of_month(tokens: Sequence[Token], place: int) -> bool:
    """Whether 月 says that what is named behind it is that of a month: 月缺口, but not 按月."""
    names = [token for token in tokens[place + 1 : place + 2] if token.kind in ("item", "deficit")]
    flows = any(_FLOWS.issuperset(token.meaning) for token in names)
    alone = place == 0 or tokens[place - 1].kind not in ("fillers", "rest", "number", "count")
    return flows and alone and tokens[place].text in words("narrative", "signs", "a_month")


def _is_by_definition(tokens: Sequence[Token], place: int) -> bool:
    """Whether 口径 ends the name of a definition that is not that of the tables: 按户籍口径."""
    if not says(tokens[place : place + 1], "by_definition"):
        return False
    near = tokens[max(0, place - NEAR) : place]
    named = [*takewhile(lambda token: token.kind not in CLAUSE_ENDS, reversed(near))]
    return any(token.kind in ("rest", "elsewhere") for token in named)


def _narrowed(tokens: Sequence[Token], place: int) -> str:
    """The kind of a word that makes what is named otherwise than it is named; "" of others."""
    if _is_by_definition(tokens, place) or _is_foreseen_late(tokens, place):
        return "plan"
    if _tells_who_changed(tokens, place) or _is_paid_otherwise(tokens, place):
        return "rest"
    if _narrows(tokens, place):
        return "part"
    return "budget" if _is_allotted(tokens, place) else ""


def _is_foreseen_late(tokens: Sequence[Token], place: int) -> bool:
    """Whether 预计 is what was foreseen in a month of the year, and no budget: 11月预计全年支出."""
    before = tokens[max(0, place - 1) : place]
    within = any(has(one.text, "narrative", "signs", "foreseen_in") for one in before)
    return within and tokens[place].kind == "budget" and says(tokens[place:][:1], "foreseen")


def _tells_who_changed(tokens: Sequence[Token], place: int) -> bool:
    """Whether 增 or 减 stands before 的有, behind which those are listed of whom it is said, each
    with by how much: 减的有失业100万元、工伤50万元."""
    behind = tokens[place + 1 : place + 3]
    listed = says(behind[:1], "possessive") and says(behind[1:], "listing_who")
    return listed and tokens[place].kind in ("up", "down")


def _is_paid_otherwise(tokens: Sequence[Token], place: int) -> bool:
    """Whether 发放 says which part changed, and not that all that was spent did:
    支出增加300万元，发放增加290万元."""
    paid = tokens[place].text in words("narrative", "compounds", "paying")
    return paid and tells_change(tokens, place)


def _narrows(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word before a fund says that not all who take part in it are counted."""
    return _is_insured_through(tokens, place) or _is_moving(tokens, place)


def _is_insured_through(tokens: Sequence[Token], place: int) -> bool:
    """Whether 单位 stands before a fund in which some take part through their employers:
    单位企业养老参保62345人."""
    through = tokens[place].text in words("narrative", "signs", "insured_through")
    return through and kinds_behind(tokens, place) == ["fund", "item"]


def _is_moving(tokens: Sequence[Token], place: int) -> bool:
    """Whether 转为 leads to what people do from now on, who are not all that do: 1286人转为企业职工
    参保, 350人由缴费变为领取待遇."""
    if not says(tokens[place : place + 1], "moving"):
        return False
    near = tokens[place + 1 : place + 1 + NEAR]
    behind = [*takewhile(lambda token: token.kind in _OF_MOVE, near)]
    return any(_counts_people(token) for token in behind)


def _counts_people(token: Token) -> bool:
    """Whether a word names a head-count, and nothing else."""
    return bool(token.meaning) and all(keys.family(name) == "headcounts" for name in token.meaning)


def _is_allotted(tokens: Sequence[Token], place: int) -> bool:
    """Whether 安排 stands between an item and an amount, which is rather planned than spent."""
    named = [token.kind for token in tokens[max(place - 1, 0) : place]]
    mention = tokens[place + 1].mention if kinds_behind(tokens, place)[:1] == ["number"] else None
    amount = mention is not None and mention.unit.dimension == "money"
    return amount and named == ["item"] and says([tokens[place]], "allotting")


def _leads_on(tokens: Sequence[Token], place: int) -> bool:
    """Whether 为 stands between so many yuan and what they are for: 42元为失业保险金."""
    kinds = [token.kind for token in tokens[max(place - 1, 0) : place + 2]]
    return tokens[place].text in words("narrative", "signs", "being") and kinds[::2] == [
        "number",
        "item",
    ]


def _is_raise(tokens: Sequence[Token], place: int) -> bool:
    """Whether 提标 says by how many yuan what a person gets was raised: 提标10元."""
    return says(tokens[place : place + 1], "raised_by") and leads_to_yuan(tokens, place)


def _is_in_a_row(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number of years only says how often something came about: 连续第三年下降."""
    before = tokens[max(place - 1, 0) : place]
    return tokens[place].kind in ("other_year", "number", "count") and says(before, "in_a_row")


def _goes_on_changing(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word says but of a change without a number that it came about again: 待遇连续上调，
    全年发放…."""
    behind = [token.kind for token in tokens[place + 1 : place + 3]]
    lasts = tokens[place].kind == "other_year" and says(
        tokens[place : place + 1], "again_and_again"
    )
    return lasts and behind[:1] in (["up"], ["down"]) and {*behind[1:]} <= CLAUSE_ENDS


def _tells_who_retired(tokens: Sequence[Token], place: int) -> bool:
    """Whether a date, or 前 behind it, only says who has retired: 2023年底前退休人员."""
    dated = tokens[place].kind == "date"
    at = place + 1 if dated else place
    before = says(tokens[at : at + 1], "before_then")
    leads = before and at > 0 and tokens[at - 1].kind == "date"
    behind = [token for token in tokens[at + 1 : at + 3] if token.kind != "fillers"]
    return leads and any("headcounts.retirees" in token.meaning for token in behind[:1])


def _is_raised_to(tokens: Sequence[Token], place: int) -> bool:
    """Whether 加 leads to what something came to: 加到2534.87元."""
    return says(tokens[place : place + 1], "adding") and kinds_behind(tokens, place) == [
        "level",
        "number",
    ]


_GROWTHS = (_is_raised_to, _is_growth, _is_raised_by, _is_raise, _is_more_spent)
"""Ways in which a word may say that something is more."""
_LEADING = (leads_to_number, heads_number, is_largest_part, tells_change)
"""Ways in which a short name may lead to what is told of a line."""
