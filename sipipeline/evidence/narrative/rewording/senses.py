"""Words that are known by those around them: 较上年新增 is a rise, 加上 and 减去 behind an opening
balance are steps to the closing one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import dropwhile, pairwise, takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, lines_counted, says
from sipipeline.evidence.narrative.questions.kind import CHANGES, is_spoken
from sipipeline.evidence.narrative.rewording.short_lines import line_of_fund
from sipipeline.language.lexicon import has, table, words

_NOTHING = Token("", "", 0, 0)
_COMPARED_WITH = (["than", "last_year"], ["than", "same_period"], ["than", "year_start"])
_ON_LAST_YEAR = {
    "over_income": "more_income",
    "under_income": "less_income",
    "over_expenditure": "more_expenditure",
}
"""What words that speak of the budget mean behind a comparison with last year: 较上年短收."""
_OPENING = "accounts.opening_balance"
_LEFT = "accounts.closing_balance"
_SURPLUS = "accounts.surplus"
_EXPENDITURE = "accounts.expenditure"
_SUBSIDY = "accounts.fiscal_subsidy"
_CAME = frozenset({"accounts.from_superior", "accounts.adjustment_in", _SUBSIDY})
"""What comes from others, and may make up what is lacking."""
_INVESTMENT = "accounts.entrusted_investment"
_LOSSES = ("narrative", "signs", "loss")
_FLOWS = frozenset({"accounts.income", "accounts.expenditure", _SURPLUS, _LEFT})
_OF_GROWTH = frozenset({"up", "down", "cumulative", "other_basis"})
_AT_START = frozenset({"last_year", "year_start", "date"})
_BEFORE_OPENING = _AT_START | {"fillers", "cumulative"}
_CLAUSE_ENDS = ENDS | {")"}
_BEFORE_DEFICITS = ENDS | {"fund", "brief", "total", "own", "place", "outcome", "count", "sums"}
"""Kinds of words that a deficit which comes about may stand behind."""
_NEAR = 8
"""Words behind one that are looked at for what it leads to."""
_JUST_BEFORE = 2
"""Words before 差 that name a deficit."""
_FARTHEST = 24
"""Words before 亏 in which its sentence must begin."""
_SURPASSED = frozenset({"fillers", "budget", "year_start", "last_year", "same_period", "date"})
"""Kinds of words for what is surpassed: 年初预算, 上年."""
_AMOUNT_AND_EXCESS = 3
"""Words that the number which is surpassed, and that by how much, may be: 1033万元 的 11.4%."""
_OF_MOVE = frozenset({"fillers", "level", "rest", "fund", "brief", "item"})
"""Kinds of words that say where people moved to."""
_OF_TIME = frozenset({"fillers", "this_year", "whole_year", "last_year", "date"})
"""Kinds of words that say when a deficit came about."""
_BEFORE_RAISE = frozenset({"fillers", "average"})
_TO_RAISE = 2
"""Words behind 的标准 of which one says that it was raised: 调 增."""
_BEFORE_BUDGET = frozenset({"fillers", "item", "fund", "brief"})
_SEEN = frozenset({"item", "deficit", "fund", "brief", "total"})
_VIEWED = _SEEN | {"fillers", "join", "rest"}
"""Kinds of words between 从 and 看."""
_OF_STEPS = frozenset(
    {"fillers", "this_year", "whole_year", "date", "item", "deficit", "fund", "brief"}
)
"""Kinds of words that name what is added to a balance, or taken from it."""


def with_senses(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, words known by those around them: 较上年新增 is a rise, 尚未 达到 before a number
    bounds it, as the number itself knows, 减去 leads on to what is left, and 为 behind so many yuan
    of a hundred to what they are for."""
    tokens = _with_parts(tokens)
    begun = [_begun(tokens, begins) for begins in (_opens, _is_every, _adds_opening)]
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
    near = tokens[place + 1 : place + 1 + _NEAR]
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
    if opened and _is_step(tokens, place):
        return replace(token, kind="fillers")
    if by_hundreds and _leads_on(tokens, place):
        return replace(token, kind="used")
    if _hides_figure(tokens, place) or (with_opening and _is_grand_total(token)):
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
    return made_up and (not behind or behind[0] in _CLAUSE_ENDS)


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
    if _is_in_a_row(tokens, place) or _tells_who_retired(tokens, place):
        return replace(token, kind="fillers", mention=None)
    if (line := _as_line(tokens, place)) is not None:
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
    leads = _leads_to_number(tokens, place) or _heads_number(tokens, place)
    return _at_once(tokens, place) if leads else token


def _as_line(tokens: Sequence[Token], place: int) -> Token | None:
    """A word as the line of the tables that the words around make it; None where they make it
    none."""
    token = tokens[place]
    if _is_loss_of_investment(tokens, place):
        return replace(token, kind="deficit", meaning=(_INVESTMENT,))
    if _is_gain_of_investment(tokens, place):
        return replace(token, kind="item", meaning=(_INVESTMENT,))
    if _is_left_behind_surplus(tokens, place):
        return replace(token, kind="item", meaning=(_LEFT,))
    if token.kind == "task" and any(map(is_amount, tokens[place + 1 : place + 2])):
        return replace(token, kind="item")
    return _line_of_part(tokens, place)


def _parts_clauses(tokens: Sequence[Token], place: int) -> bool:
    """Whether 、 parts two clauses, the first of which says how something changed and the second
    states a figure: 结余收窄、可支付月数仅1.3个月; not two of the reasons of something."""
    changed = place > 0 and tokens[place - 1].kind in ("up", "down")
    if not changed or tokens[place].kind != "join" or _behind(tokens, place)[:1] != ["item"]:
        return False
    before = [token.kind for token in reversed(tokens[max(0, place - _NEAR) : place])]
    clause = [*takewhile(lambda kind: kind not in _CLAUSE_ENDS, before)]
    near = [token.kind for token in tokens[place + 1 : place + 1 + _NEAR]]
    behind = [*takewhile(lambda kind: kind not in _CLAUSE_ENDS, near)]
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
    return "fillers" if any(is_idle(tokens, place) for is_idle in _IDLE) else ""


def _behind(tokens: Sequence[Token], place: int) -> Sequence[str]:
    """The kinds of the two words behind one."""
    return [one.kind for one in tokens[place + 1 : place + 3]]


def _is_of_last_year(tokens: Sequence[Token], place: int) -> bool:
    """Whether 同期 is that of last year: 比同期, 与同期相比, but not 同期支出."""
    before = [one.kind for one in tokens[max(place - 1, 0) : place]]
    compared = before in (["than"], ["origin"]) or _behind(tokens, place)[:1] == ["than"]
    return compared and tokens[place].kind == "same_span"


def _is_in_a_year(tokens: Sequence[Token], place: int) -> bool:
    """Whether 一年 only says that a change is that on the year before: 一年多支9408万元."""
    changes = _behind(tokens, place)[:1]
    return says(tokens[place : place + 1], "in_a_year") and CHANGES.issuperset(changes)


def _is_beyond_budget(tokens: Sequence[Token], place: int) -> bool:
    """Whether 高 or 低 stands right before the budget."""
    return tokens[place].kind in ("higher", "lower") and _behind(tokens, place)[:1] == ["budget"]


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
    near = range(place + 1, min(place + 1 + _NEAR, len(tokens)))
    return any(_is_less_than_budget(tokens, at) for at in near)


def _is_less_than_budget(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word between the budget and an amount says that so much less came about: 比预算
    节支1200万元, 距预算 差1200万元."""
    before = [one for one in tokens[max(place - _NEAR, 0) : place] if one.kind != "fillers"][-2:]
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
    """Whether 新 stands between a comparison and a number: 比上年新增1200人."""
    compared = _is_on_last_year(tokens, place) and _behind(tokens, place)[:1] == ["number"]
    return compared and tokens[place].text in words("narrative", "signs", "new")


def _is_loss_of_investment(tokens: Sequence[Token], place: int) -> bool:
    """Whether 亏损 before a number is that of the investment whose yield its sentence named last:
    委托投资收益预算900万元，决算亏损264万元."""
    loss = tokens[place].text in words(*_LOSSES)
    return loss and _is_of_investment(tokens, place)


def _is_gain_of_investment(tokens: Sequence[Token], place: int) -> bool:
    """Whether 盈利 before a number is what came of the investment that its sentence named last:
    委托投资由上年亏损486.92万元转为盈利3217.46万元."""
    return says(tokens[place : place + 1], "gains") and _is_of_investment(tokens, place)


def _is_of_investment(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word stands before a number in a sentence that named the investment, or what it
    yields, last."""
    leads = _behind(tokens, place)[:1] == ["number"]
    near = tokens[max(0, place - _NEAR) : place] if leads else ()
    sentence = [*takewhile(lambda token: token.kind not in SENTENCE_ENDS, reversed(near))]
    named = [token for token in sentence if token.kind in ("item", "deficit", "fund", "brief")]
    items = [token for token in named if token.kind == "item"]
    if not items or named[:1] != items[:1]:
        return False
    return set(items[0].meaning) == {_INVESTMENT} or says(items[:1], "investing")


def _is_more_spent(tokens: Sequence[Token], place: int) -> bool:
    """Whether 新增 says by how much more was spent on what stands right before it: 住院支出新增
    2557.22万元; 住院支出21483.67万元，新增2557.22万元."""
    if not says(tokens[place : place + 1], "new") or not any(
        map(is_amount, tokens[place + 1 :][:1])
    ):
        return False
    before = tokens[max(0, place - _NEAR) : place]
    stated = [token.kind for token in before[-2:]] == ["number", ","]
    named = [token for token in (before[:-2] if stated else before)[-2:] if token.kind == "item"]
    return bool(named) and says(named[-1:], "spending") and named[-1] is before[-1 - 2 * stated]


def _is_raised_by(tokens: Sequence[Token], place: int) -> bool:
    """Whether 按 stands before by how much pensions were raised: 按人均116.45元的标准调增."""
    if tokens[place].text not in words("narrative", "compounds", "by"):
        return False
    near = tokens[place + 1 : place + 1 + _NEAR]
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
    near = tokens[place + 1 : place + 1 + _NEAR]
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
    near = tokens[max(0, place - _NEAR) : place]
    named = [*takewhile(lambda token: token.kind not in _CLAUSE_ENDS, reversed(near))]
    return any(token.kind in ("rest", "elsewhere") for token in named)


def _narrowed(tokens: Sequence[Token], place: int) -> str:
    """The kind of a word that makes what is named otherwise than it is named; "" of others."""
    if _is_by_definition(tokens, place) or _is_foreseen_late(tokens, place):
        return "plan"
    if _tells_who_changed(tokens, place):
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


def _narrows(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word before a fund says that not all who take part in it are counted."""
    return _is_insured_through(tokens, place) or _is_moving(tokens, place)


def _is_insured_through(tokens: Sequence[Token], place: int) -> bool:
    """Whether 单位 stands before a fund in which some take part through their employers:
    单位企业养老参保62345人."""
    through = tokens[place].text in words("narrative", "signs", "insured_through")
    return through and _behind(tokens, place) == ["fund", "item"]


def _is_moving(tokens: Sequence[Token], place: int) -> bool:
    """Whether 转为 leads to what people do from now on, who are not all that do: 1286人转为企业职工
    参保, 350人由缴费变为领取待遇."""
    if not says(tokens[place : place + 1], "moving"):
        return False
    near = tokens[place + 1 : place + 1 + _NEAR]
    behind = [*takewhile(lambda token: token.kind in _OF_MOVE, near)]
    return any(_counts_people(token) for token in behind)


def _counts_people(token: Token) -> bool:
    """Whether a word names a head-count, and nothing else."""
    return bool(token.meaning) and all(keys.family(name) == "headcounts" for name in token.meaning)


def _is_allotted(tokens: Sequence[Token], place: int) -> bool:
    """Whether 安排 stands between an item and an amount, which is rather planned than spent."""
    named = [token.kind for token in tokens[max(place - 1, 0) : place]]
    mention = tokens[place + 1].mention if _behind(tokens, place)[:1] == ["number"] else None
    amount = mention is not None and mention.unit.dimension == "money"
    return amount and named == ["item"] and says([tokens[place]], "allotting")


def _is_bound(tokens: Sequence[Token], place: int) -> bool:
    """Whether 未 only belongs to the word for a bound behind it: 尚未达到90%."""
    bounds = _behind(tokens, place) in (["level", "number"], ["beyond", "number"])
    return bounds and tokens[place].text in words("narrative", "signs", "not_yet")


def _is_no_more(tokens: Sequence[Token], place: int) -> bool:
    """Whether 才 only says that the number behind it is small: 集体补助才12.6万元."""
    return says(tokens[place : place + 1], "no_more") and _behind(tokens, place)[:1] == ["number"]


def _leads_on(tokens: Sequence[Token], place: int) -> bool:
    """Whether 为 stands between so many yuan and what they are for: 42元为失业保险金."""
    kinds = [token.kind for token in tokens[max(place - 1, 0) : place + 2]]
    return tokens[place].text in words("narrative", "signs", "being") and kinds[::2] == [
        "number",
        "item",
    ]


def _is_netting(tokens: Sequence[Token], place: int) -> bool:
    """Whether 收支相抵 only leads to the name of what is left, 收支相抵净转入584.66万元, and takes
    no rises together with falls: 增减相抵支出净增加2303万元."""
    names = [token for token in tokens[place + 1 : place + 2] if token.kind == "item"]
    other = any(_SURPLUS not in token.meaning for token in names)
    other = other and not any(token.kind in CHANGES for token in tokens[max(0, place - 1) : place])
    return other and tokens[place].text in words("narrative", "signs", "netting")


def _is_of_people(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word for a fund behind a number of people is who they are: 1642名职工."""
    before = tokens[place - 1] if place else None
    mention = before.mention if before is not None else None
    counted = mention is not None and mention.unit.dimension == "people"
    return counted and tokens[place].text in words("narrative", "signs", "who")


def _is_approved(tokens: Sequence[Token], place: int) -> bool:
    """Whether 年初 only says when a budget was approved, or a target set: 年初支出预算."""
    near = tokens[place + 1 : place + 1 + _NEAR]
    set_then = words("achievement", "one", "between")
    behind = [
        *takewhile(lambda token: token.kind in _BEFORE_BUDGET or token.text in set_then, near)
    ]
    ended = [token.kind for token in near[len(behind) :][:1]]
    return tokens[place].kind == "year_start" and ended in (["budget"], ["aim"])


def _is_recipient(tokens: Sequence[Token], place: int) -> bool:
    """Whether 向 stands before so many who are paid: 向617户企业发放稳岗返还."""
    given = tokens[place].text in words("narrative", "signs", "given_to")
    return given and _behind(tokens, place)[:1] == ["count"]


def _is_since(tokens: Sequence[Token], place: int) -> bool:
    """Whether 自 only begins the day from which something holds: 自2021年1月1日起."""
    return tokens[place].kind == "origin" and _behind(tokens, place) == ["date", "onset"]


def _is_use_of_fund(tokens: Sequence[Token], place: int) -> bool:
    """Whether 用于 stands between a fund and one of its items: it pays all of that."""
    around = [token.kind for token in tokens[max(place - 1, 0) : place + 2]]
    return tokens[place].kind == "used" and around == ["fund", "used", "item"]


def _leads_to_most(tokens: Sequence[Token], place: int) -> bool:
    """Whether 主要是 leads to what changed most: 收入增加的主要是机关养老919.51万元."""
    before = [one.kind for one in tokens[max(place - 2, 0) : place]]
    of_change = len(before) > 1 and before[0] in CHANGES and before[1] == "fillers"
    named = _behind(tokens, place)[:1] in (["fund"], ["brief"], ["item"])
    return of_change and named and tokens[place].text in words("narrative", "signs", "mostly")


def _comes_about(tokens: Sequence[Token], place: int) -> bool:
    """Whether 出现 only leads to the word for a deficit, or to a number with that behind it:
    当年出现缺口, 当年出现158.15万元的赤字, but not 补助资金出现缺口."""
    if not says(tokens[place : place + 1], "coming_about"):
        return False
    near = reversed(tokens[max(0, place - _NEAR) : place])
    before = [*dropwhile(lambda token: token.kind in _OF_TIME, near)][:1]
    whose = not before or before[0].kind in _BEFORE_DEFICITS
    behind = [one.kind for one in tokens[place + 1 : place + 1 + _NEAR] if one.kind != "fillers"]
    return whose and (behind[:1] == ["deficit"] or behind[:2] == ["number", "deficit"])


def _is_contrary(tokens: Sequence[Token], place: int) -> bool:
    """Whether 反 stands right before how something changed, or what it is: 反较上年减少, but not
    反映; 却是企业养老的3.7倍."""
    behind = tokens[place + 1 : place + 2]
    leads = any(token.kind in ("than", "up", "down", "year_on_year") for token in behind)
    leads = leads or says(behind, "being")
    return leads and says(tokens[place : place + 1], "contrary")


def _is_making_up(tokens: Sequence[Token], place: int) -> bool:
    """Whether 靠 leads to a fund that had more, or less, of what is spoken of, or to all that came
    from elsewhere: 靠居民养老多收, 靠上级补助1860万元弥补, but not 靠历年结余弥补."""
    if not says(tokens[place : place + 1], "making_up"):
        return False
    named, behind = ([*_behind(tokens, place), "", ""])[:2]
    came = _CAME.issuperset(tokens[place + 1].meaning) if named == "item" else False
    more = named in ("fund", "brief") and behind in CHANGES
    return more or (came and behind == "number")


def _opens_view(tokens: Sequence[Token], place: int) -> bool:
    """Whether 从 only says of what is spoken of next: 从支出看合计53328.71万元."""
    if tokens[place].kind != "origin":
        return False
    near = tokens[place + 1 : place + 1 + _NEAR]
    behind = [*takewhile(lambda token: token.kind in _VIEWED, near)]
    viewed = [at for at, token in enumerate(behind) if says([token], "viewing")]
    return bool(viewed) and any(token.kind in _SEEN for token in behind[: viewed[0]])


def _is_short_of(tokens: Sequence[Token], place: int) -> bool:
    """Whether 没到 leads to the budget that was not reached, and not to by how much:
    没到预算的7822万元."""
    short = says(tokens[place : place + 1], "unreached")
    near = tokens[place + 1 : place + 1 + _NEAR]
    behind = [token.kind for token in near if token.kind != "fillers"]
    return short and behind[:2] == ["budget", "number"]


def _is_payer(tokens: Sequence[Token], place: int) -> bool:
    """Whether 由 stands before who paid so much, and not what something was before:
    由财政补助13560.9万元弥补."""
    if tokens[place].kind != "origin":
        return False
    near = tokens[place + 1 : place + 1 + _NEAR]
    paid = [*takewhile(lambda token: token.kind not in ("number", *_CLAUSE_ENDS), near)]
    number, behind = ([*near[len(paid) :], _NOTHING, _NOTHING])[:2]
    paying = behind.text.startswith(words("narrative", "signs", "paying_for"))
    return number.kind == "number" and paying and any(token.kind == "item" for token in paid)


def _is_behind_year_start(tokens: Sequence[Token], place: int) -> bool:
    """Whether a comma parts 年初, with which a clause begins, from what the year began with, and
    not from a budget that was made then: 年初，两项基金结余35003.92万元."""
    before = [token.kind for token in tokens[max(0, place - 2) : place]]
    alone = before[-1:] == ["year_start"] and ENDS.issuperset(before[:-1])
    if not alone or tokens[place].kind != ",":
        return False
    near = [token.kind for token in tokens[place + 1 : place + 1 + _FARTHEST]]
    return "budget" not in takewhile(lambda kind: kind not in _CLAUSE_ENDS, near)


def _is_raise(tokens: Sequence[Token], place: int) -> bool:
    """Whether 提标 says by how many yuan what a person gets was raised: 提标10元."""
    return says(tokens[place : place + 1], "raised_by") and _leads_to_yuan(tokens, place)


def _is_drawn_more(tokens: Sequence[Token], place: int) -> bool:
    """Whether 领 stands between 多 and how many yuan more each person gets: 每人每月多领10元."""
    before = [token.kind for token in tokens[max(place - 1, 0) : place]]
    drawn = says(tokens[place : place + 1], "drawn_more")
    return drawn and before == ["up"] and _leads_to_yuan(tokens, place)


def _is_in_a_row(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number of years only says how often something came about: 连续第三年下降."""
    before = tokens[max(place - 1, 0) : place]
    return tokens[place].kind in ("other_year", "number", "count") and says(before, "in_a_row")


def _tells_who_retired(tokens: Sequence[Token], place: int) -> bool:
    """Whether a date, or 前 behind it, only says who has retired: 2023年底前退休人员."""
    dated = tokens[place].kind == "date"
    at = place + 1 if dated else place
    before = says(tokens[at : at + 1], "before_then")
    leads = before and at > 0 and tokens[at - 1].kind == "date"
    behind = [token for token in tokens[at + 1 : at + 3] if token.kind != "fillers"]
    return leads and any("headcounts.retirees" in token.meaning for token in behind[:1])


def _marks_what_is_raised(tokens: Sequence[Token], place: int) -> bool:
    """Whether 将 stands before what was raised from one amount to another, and is no plan:
    将基础养老金由143元提高到163元, but not 将由143元."""
    if not says(tokens[place : place + 1], "raised_object"):
        return False
    near = tokens[place + 1 : place + 1 + _NEAR]
    clause = [*takewhile(lambda token: token.kind not in (*_CLAUSE_ENDS, "number"), near)]
    kinds = [token.kind for token in clause]
    return "origin" in kinds[1:] and bool(
        {"item", "norm"}.intersection(kinds[: kinds.index("origin")])
    )


def _leads_to_yuan(tokens: Sequence[Token], place: int) -> bool:
    """Whether an amount in yuan stands right behind a word."""
    mention = tokens[place + 1].mention if _behind(tokens, place)[:1] == ["number"] else None
    return mention is not None and mention.unit.dimension == "money" and mention.unit.factor == 1


def _is_raised_to(tokens: Sequence[Token], place: int) -> bool:
    """Whether 加 leads to what something came to: 加到2534.87元."""
    return says(tokens[place : place + 1], "adding") and _behind(tokens, place) == [
        "level",
        "number",
    ]


_GROWTHS = (_is_raised_to, _is_growth, _is_raised_by, _is_raise, _is_more_spent)
"""Ways in which a word may say that something is more."""


def _spends_on_parts(tokens: Sequence[Token], place: int) -> bool:
    """Whether 用于 leads from all that was spent to its parts: 支出12126万元，
    用于工亡待遇1964万元."""
    before = [*tokens[max(0, place - _AMOUNT_AND_EXCESS) : place]]
    whole = [one.kind for one in before] == ["item", "number", ","]
    spent = whole and before[0].meaning == (_EXPENDITURE,)
    behind = _behind(tokens, place) == ["item", "number"]
    return spent and behind and tokens[place].kind == "used"


def _is_aid_to_fund(tokens: Sequence[Token], place: int) -> bool:
    """Whether 补助, or 对 before it, stands beside a fund in words about what the state paid:
    财政补贴…，其中补贴企业养老81350万元, 对居民医保补助23147.28万元."""
    aid = says(tokens[place : place + 1], "aid_to_fund")
    beside = tokens[max(0, place - 1) : place + 2 : 2]
    to_fund = any(token.kind in ("fund", "brief") for token in beside)
    near = reversed(tokens[max(0, place - _FARTHEST) : place] if aid and to_fund else ())
    named = next((token for token in near if token.kind == "item"), _NOTHING)
    return _SUBSIDY in named.meaning


def _is_choice(tokens: Sequence[Token], place: int) -> bool:
    """Whether 五项 only says among how many one stands alone: 五项中只有居民养老…是增长的."""
    within, only = [*tokens[place + 1 : place + 3], _NOTHING, _NOTHING][:2]
    counted = lines_counted(tokens[place]) > 1 or says(tokens[place : place + 1], "counted_funds")
    return counted and says([within], "within") and says([only], "only_of")


def _is_little_more(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word says that a part in words is a little more, or less: 一半 略多."""
    before = [token for token in tokens[max(0, place - _NEAR) : place] if token.kind != "fillers"]
    behind = [token.kind for token in tokens[place + 1 : place + 2]]
    ends = not behind or behind[0] in _CLAUSE_ENDS | {"("}
    return tokens[place].kind in ("up", "down") and ends and any(map(is_spoken, before[-1:]))


def _is_among_years(tokens: Sequence[Token], place: int) -> bool:
    """Whether 近年 only says among which years something is the most: 为近年最大."""
    behind = tokens[place + 1 : place + 2]
    utmost = any(has(token.text, "narrative", "signs", "utmost") for token in behind)
    return says(tokens[place : place + 1], "among_years") and utmost


_IDLE = (
    _is_little_more,
    _marks_what_is_raised,
    _spends_on_parts,
    _is_aid_to_fund,
    _is_among_years,
    _is_choice,
    _is_short_of,
    _is_payer,
    _is_behind_year_start,
    _opens_view,
    _is_contrary,
    _is_making_up,
    _comes_about,
    _is_since,
    _is_netting,
    _is_of_people,
    _is_bound,
    _is_no_more,
    _is_approved,
    _is_recipient,
    _is_drawn_more,
    _is_use_of_fund,
    _leads_to_most,
)
"""What makes a word say nothing of the number."""


def _leads_to_number(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number stands right behind a word, or behind 约 or 才: 余约216万."""
    near = tokens[place + 1 : place + 3]
    about = near[:1] and (near[0].text in words("about", "before") or says(near[:1], "no_more"))
    return [token.kind for token in near[bool(about) :][:1]] == ["number"]


def _heads_number(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word is all that stands before a colon and a number, and nothing unknown before it
    in its sentence: 失业保险——收：693.76万元，支：632.07万元."""
    before = tokens[max(0, place - _FARTHEST) : place]
    alone = all(token.kind in _CLAUSE_ENDS for token in before[-1:])
    if not alone or [token.kind for token in tokens[place + 1 : place + 3]] != [":", "number"]:
        return False
    sentence = takewhile(lambda token: token.kind not in SENTENCE_ENDS, reversed(before))
    short = table()["narrative"]["shortest"]
    return all(token.kind != "rest" or token.text in short for token in sentence)


def _is_left_behind_surplus(tokens: Sequence[Token], place: int) -> bool:
    """Whether 累计 alone leads to what is left over the years: it begins its clause, right behind
    what was left of the year: 余1.19亿，累计10.93亿."""
    if tokens[place].kind != "cumulative" or not _leads_to_number(tokens, place):
        return False
    near = [*reversed(tokens[max(0, place - _NEAR) : place])]
    near = near[1:] if says(near[:1], "closing") else near
    stated = [token for token in near if token.kind not in ("fillers", ",")]
    behind = [token.kind for token in stated[:1]] == ["number"] and near[0].kind in ("number", ",")
    return behind and len(stated) > 1 and _names_surplus(stated[1])


def _names_surplus(token: Token) -> bool:
    """Whether a word right before a number says what was left of the year, or lacking: 余, 亏."""
    short = table()["narrative"]["shortest"].get(token.text, ())
    lost = token.text in words(*_LOSSES)
    return lost or _SURPLUS in token.meaning or _SURPLUS in short


def _is_of_no_investment(tokens: Sequence[Token], place: int) -> bool:
    """Whether 亏 or 盈 before a number is what a fund lacks, or had left: no investment is named in
    its sentence, or the beginning of that is too far to tell."""
    near = [*reversed(tokens[max(0, place - _FARTHEST) : place])]
    sentence = [*takewhile(lambda token: token.kind not in SENTENCE_ENDS, near)]
    begun = len(sentence) < len(near) or place <= _FARTHEST
    invested = any(
        _INVESTMENT in token.meaning or has(token.text, "narrative", "statements", "loss", "apart")
        for token in sentence
    )
    return begun and not invested


def _is_lacking(tokens: Sequence[Token], place: int) -> bool:
    """Whether 差 before an amount says how large the deficit is which its sentence has just named:
    又是赤字，差269.03万元."""
    lacks = says(tokens[place : place + 1], "lacking")
    near = [*reversed(tokens[max(0, place - _JUST_BEFORE) : place])] if lacks else []
    return [token.kind for token in near] == [",", "deficit"]


def _line_of_part(tokens: Sequence[Token], place: int) -> Token | None:
    """个人账户 as the line that it is beside others of its fund: 住院3724万元，个人账户3016万元;
    None where it is none."""
    leads = _leads_to_number(tokens, place) or _leads_to_change(tokens, place)
    meaning = line_of_fund(tokens, place) if leads and tokens[place].kind == "part" else None
    return replace(tokens[place], kind="item", meaning=tuple(meaning)) if meaning else None


def _leads_to_change(tokens: Sequence[Token], place: int) -> bool:
    """Whether right behind a word stands by how much it changed: 减支2179.09万元."""
    changes, number = [*_behind(tokens, place), "", ""][:2]
    return changes in CHANGES and number == "number"


def _is_beside_unknown(tokens: Sequence[Token], place: int) -> bool:
    """Whether a figure before it in its sentence has a name that only ends with a short one, which
    is not known: 支 behind 转移收71.85万元 goes on with what that names."""
    short = tuple(table()["narrative"]["shortest"])
    near = [*reversed(tokens[max(0, place - _FARTHEST) : place])]
    sentence = [*takewhile(lambda token: token.kind not in SENTENCE_ENDS, near)]
    named = (one for behind, one in pairwise(sentence) if behind.kind == "number")
    return any(
        one.kind == "rest" and one.text.endswith(short) and one.text not in short for one in named
    )


def _at_once(tokens: Sequence[Token], place: int) -> Token:
    """A short name right before a number as what it stands for: 收5306万元，支2244万元."""
    token = tokens[place]
    lost = says([token], "loss") and _is_of_no_investment(tokens, place)
    if lost or _is_lacking(tokens, place):
        return replace(token, kind="deficit", meaning=(_SURPLUS,))
    if says([token], "gains") and _is_of_no_investment(tokens, place):
        return replace(token, kind="item", meaning=(_SURPLUS,))
    if _is_beside_unknown(tokens, place):
        return token
    of_fund = None if _leads_to_yuan(tokens, place) else line_of_fund(tokens, place)
    meaning = table()["narrative"]["shortest"].get(token.text) or of_fund
    return token if meaning is None else replace(token, kind="item", meaning=tuple(meaning))


# ---------------------------------------------------------------- from one balance to the next
def _opens(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word names what a year began with: 上年末滚存结余, 年初结余."""
    token = tokens[place]
    if token.kind != "item":
        return False
    before = tokens[place - 1].kind if place else ""
    return _OPENING in token.meaning or (_LEFT in token.meaning and before in _AT_START)


def _adds_opening(tokens: Sequence[Token], place: int) -> bool:
    """Whether what was left the year before is added to something: 加上上年结余, 加历年结余."""
    return bool(_added_opening(tokens, place))


def _added_opening(tokens: Sequence[Token], place: int) -> Sequence[Token]:
    """The words for what was left the year before, behind one that adds it to something; none
    elsewhere."""
    if tokens[place].text not in words("narrative", "signs", "steps"):
        return ()
    near = tokens[place + 1 : place + 1 + _NEAR]
    behind = [*takewhile(lambda token: token.kind in _BEFORE_OPENING, near)]
    end = place + 2 + len(behind)
    named = tokens[end - 1 : end]
    of_opening = any({_OPENING, _LEFT}.intersection(token.meaning) for token in named)
    return tokens[place + 1 : end] if of_opening and not says(named, "left_this_year") else ()


def _hides_figure(tokens: Sequence[Token], place: int) -> bool:
    """Whether 加 makes a number one that no cell has, or leaves open which balance is added:
    收入加上年结余, 加历年结余."""
    added = _added_opening(tokens, place)
    before = [token.kind for token in tokens[max(place - 1, 0) : place]]
    dated = any(token.kind in _AT_START or _OPENING in token.meaning for token in added)
    return bool(added) and (before == ["item"] or not dated)


def _is_grand_total(token: Token) -> bool:
    """Whether a word may have what was left before in it."""
    return says([token], "with_opening")


def _is_step(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word behind a comma adds an amount to a balance, or takes one from it, and says no
    more: not 扣除财政补贴后."""
    steps = words("narrative", "signs", "steps")
    if (
        tokens[place].text not in steps
        or not place
        or tokens[place - 1].kind not in (*ENDS, "join")
    ):
        return False
    behind = [*takewhile(lambda token: token.kind in _OF_STEPS, tokens[place + 1 :])]
    ended = tokens[place + 1 + len(behind) : place + 2 + len(behind)]
    plain = all(
        token.text not in words("narrative", "signs", "having_left_out") for token in behind
    )
    return plain and [token.kind for token in ended] == ["number"]
