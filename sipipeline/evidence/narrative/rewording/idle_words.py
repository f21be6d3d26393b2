"""Words that say nothing of the number behind them: 将 before what was raised, 由 before who paid,
主要是 before what changed most, 出现 before a deficit."""

from collections.abc import Sequence
from itertools import dropwhile, takewhile

from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, lines_counted, says
from sipipeline.evidence.narrative.questions.kind import CHANGES, is_share_in_words
from sipipeline.evidence.narrative.rewording.neighbours import (
    CLAUSE_ENDS,
    FARTHEST,
    NEAR,
    kinds_behind,
    leads_to_yuan,
    start_behind,
)
from sipipeline.language.lexicon import has, words

_NOTHING = Token("", "", 0, 0)
_SURPLUS = "accounts.surplus"
_FLOWS = frozenset({"accounts.income", "accounts.expenditure"})
_OF_ANOTHER = SENTENCE_ENDS | {
    *(";", "item", "deficit", "outcome", "budget", "fund", "brief", "completion")
}
"""Kinds of words behind which a sentence speaks of another figure than that before them."""
_BALANCES = frozenset({_SURPLUS, "accounts.closing_balance"})
_EXPENDITURE = "accounts.expenditure"
_SUBSIDY = "accounts.fiscal_subsidy"
_CAME = frozenset({"accounts.from_superior", "accounts.adjustment_in", _SUBSIDY})
"""What comes from others, and may make up what is lacking."""
_BEFORE_DEFICITS = ENDS | {"fund", "brief", "total", "own", "place", "outcome", "count", "sums"}
"""Kinds of words that a deficit which comes about may stand behind."""
_WHOLE_STATED = 3
"""Words that state a whole before its parts: 支出 12126万元 ，."""
_OF_TIME = frozenset({"fillers", "this_year", "whole_year", "last_year", "other_year", "date"})
"""Kinds of words that say when a deficit came about, or since when there was none."""
_BEFORE_BUDGET = frozenset({"fillers", "item", "fund", "brief"})
_SEEN = frozenset({"item", "deficit", "fund", "brief", "total"})
_VIEWED = _SEEN | {"fillers", "join", "rest"}
"""Kinds of words between 从 and 看."""


def is_idle(tokens: Sequence[Token], place: int) -> bool:
    """Whether the words around a word make it say nothing of the number behind it."""
    return any(idle(tokens, place) for idle in _IDLE)


def _is_bound(tokens: Sequence[Token], place: int) -> bool:
    """Whether 未 only belongs to the word for a bound behind it: 尚未达到90%."""
    bounds = kinds_behind(tokens, place) in (["level", "number"], ["beyond", "number"])
    return bounds and tokens[place].text in words("narrative", "signs", "not_yet")


def _is_no_more(tokens: Sequence[Token], place: int) -> bool:
    """Whether 才 only says that the number behind it is small: 集体补助才12.6万元."""
    before = kinds_behind(tokens, place)[:1] == ["number"]
    return before and says(tokens[place : place + 1], "no_more")


def _is_turned_from(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word only says from which balance one turned to another: 由上年的当期结余 转为."""
    behind = start_behind(tokens[: place + 1], CLAUSE_ENDS)
    begun = [at for at in range(behind, place + 1) if tokens[at].kind == "origin"]
    near = tokens[begun[-1] + 1 : begun[-1] + 1 + NEAR] if begun else ()
    before = [*takewhile(lambda token: not says([token], "turned_to"), near)]
    if len(before) == len(near) or not all(map(_may_be_turned, before)):
        return False
    balance = [one for one in before if one.kind in ("item", "deficit")]
    whole = len(balance) == 1 and _BALANCES.issuperset(balance[0].meaning)
    return whole and place <= begun[-1] + 1 + len(before)


def _may_be_turned(token: Token) -> bool:
    """Whether a word may stand between 由 and 转为: 上年, 的, 当期结余."""
    return token.kind in ("fillers", "last_year", "item", "deficit")


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
    short = tokens[place].kind == "brief"
    return short and counted and tokens[place].text in words("narrative", "signs", "who")


def _is_approved(tokens: Sequence[Token], place: int) -> bool:
    """Whether 年初 only says when a budget was approved, or a target set: 年初支出预算."""
    near = tokens[place + 1 : place + 1 + NEAR]
    set_then = words("achievement", "one", "between")
    behind = [
        *takewhile(lambda token: token.kind in _BEFORE_BUDGET or token.text in set_then, near)
    ]
    ended = [token.kind for token in near[len(behind) :][:1]]
    return tokens[place].kind == "year_start" and ended in (["budget"], ["aim"])


def _is_recipient(tokens: Sequence[Token], place: int) -> bool:
    """Whether 向 stands before so many who are paid: 向617户企业发放稳岗返还."""
    given = tokens[place].text in words("narrative", "signs", "given_to")
    return given and kinds_behind(tokens, place)[:1] == ["count"]


def _is_since(tokens: Sequence[Token], place: int) -> bool:
    """Whether 自 only begins the day from which something holds: 自2021年1月1日起."""
    return tokens[place].kind == "origin" and kinds_behind(tokens, place) == ["date", "onset"]


def _is_use_of_fund(tokens: Sequence[Token], place: int) -> bool:
    """Whether 用于 stands between a fund and one of its items: it pays all of that."""
    around = [token.kind for token in tokens[max(place - 1, 0) : place + 2]]
    return tokens[place].kind == "used" and around == ["fund", "used", "item"]


def _leads_to_most(tokens: Sequence[Token], place: int) -> bool:
    """Whether 主要是 leads to what changed most: 收入增加的主要是机关养老919.51万元."""
    before = [one.kind for one in tokens[max(place - 2, 0) : place]]
    of_change = len(before) > 1 and before[0] in CHANGES and before[1] == "fillers"
    named = kinds_behind(tokens, place)[:1] in (["fund"], ["brief"], ["item"])
    return of_change and named and tokens[place].text in words("narrative", "signs", "mostly")


def _comes_about(tokens: Sequence[Token], place: int) -> bool:
    """Whether 出现 only leads to the word for a deficit or a surplus, or to a number with that
    behind it: 当年出现缺口, 出现近年来首次当期结余, 当年出现158.15万元的赤字, but not
    补助资金出现缺口."""
    if not says(tokens[place : place + 1], "coming_about"):
        return False
    near = reversed(tokens[max(0, place - NEAR) : place])
    before = [*dropwhile(lambda token: token.kind in _OF_TIME, near)][:1]
    whose = not before or before[0].kind in _BEFORE_DEFICITS
    following = tokens[place + 1 : place + 1 + NEAR]
    behind = [token for token in following if token.kind not in _OF_TIME][:2]
    named = behind[1:] if [one.kind for one in behind[:1]] == ["number"] else behind[:1]
    left = any(one.kind == "deficit" or {*one.meaning} == {_SURPLUS} for one in named)
    return whose and left


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
    named, behind = ([*kinds_behind(tokens, place), "", ""])[:2]
    came = _CAME.issuperset(tokens[place + 1].meaning) if named == "item" else False
    more = named in ("fund", "brief") and behind in CHANGES
    return more or (came and behind == "number")


def _opens_view(tokens: Sequence[Token], place: int) -> bool:
    """Whether 从 only says of what is spoken of next: 从支出看合计53328.71万元."""
    if tokens[place].kind != "origin":
        return False
    near = tokens[place + 1 : place + 1 + NEAR]
    behind = [*takewhile(lambda token: token.kind in _VIEWED, near)]
    viewed = [at for at, token in enumerate(behind) if says([token], "viewing")]
    return bool(viewed) and any(token.kind in _SEEN for token in behind[: viewed[0]])


def _is_short_of(tokens: Sequence[Token], place: int) -> bool:
    """Whether 没到 leads to the budget that was not reached, and not to by how much:
    没到预算的7822万元."""
    short = says(tokens[place : place + 1], "unreached")
    near = tokens[place + 1 : place + 1 + NEAR]
    behind = [token.kind for token in near if token.kind != "fillers"]
    return short and behind[:2] == ["budget", "number"]


def _is_payer(tokens: Sequence[Token], place: int) -> bool:
    """Whether 由 stands before who paid so much, and not what something was before:
    由财政补助13560.9万元弥补."""
    if tokens[place].kind != "origin":
        return False
    near = tokens[place + 1 : place + 1 + NEAR]
    paid = [*takewhile(lambda token: token.kind not in ("number", *CLAUSE_ENDS), near)]
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
    near = [token.kind for token in tokens[place + 1 : place + 1 + FARTHEST]]
    return "budget" not in takewhile(lambda kind: kind not in CLAUSE_ENDS, near)


def _is_drawn_more(tokens: Sequence[Token], place: int) -> bool:
    """Whether 领 stands between 多 and how many yuan more each person gets: 每人每月多领10元."""
    before = [token.kind for token in tokens[max(place - 1, 0) : place]]
    drawn = says(tokens[place : place + 1], "drawn_more")
    return drawn and before == ["up"] and leads_to_yuan(tokens, place)


def _marks_what_is_raised(tokens: Sequence[Token], place: int) -> bool:
    """Whether 将 stands before what was raised from one amount to another, and is no plan:
    将基础养老金由143元提高到163元, but not 将由143元."""
    if not says(tokens[place : place + 1], "raised_object"):
        return False
    near = tokens[place + 1 : place + 1 + NEAR]
    clause = [*takewhile(lambda token: token.kind not in (*CLAUSE_ENDS, "number"), near)]
    kinds = [token.kind for token in clause]
    return "origin" in kinds[1:] and bool(
        {"item", "norm"}.intersection(kinds[: kinds.index("origin")])
    )


def _spends_on_parts(tokens: Sequence[Token], place: int) -> bool:
    """Whether 用于 leads from all that was spent to its parts: 支出12126万元，
    用于工亡待遇1964万元."""
    before = [*tokens[max(0, place - _WHOLE_STATED) : place]]
    whole = [one.kind for one in before] == ["item", "number", ","]
    spent = whole and before[0].meaning == (_EXPENDITURE,)
    behind = kinds_behind(tokens, place) == ["item", "number"]
    return spent and behind and tokens[place].kind == "used"


def _is_aid_to_fund(tokens: Sequence[Token], place: int) -> bool:
    """Whether 补助, or 对 before it, stands beside a fund in words about what the state paid:
    财政补贴…，其中补贴企业养老81350万元, 对居民医保补助23147.28万元."""
    aid = says(tokens[place : place + 1], "aid_to_fund")
    beside = tokens[max(0, place - 1) : place + 2 : 2]
    to_fund = any(token.kind in ("fund", "brief") for token in beside)
    near = reversed(tokens[max(0, place - FARTHEST) : place] if aid and to_fund else ())
    named = next((token for token in near if token.kind == "item"), _NOTHING)
    return _SUBSIDY in named.meaning


def _is_choice(tokens: Sequence[Token], place: int) -> bool:
    """Whether 五项 only says among how many one stands alone: 五项中只有居民养老…是增长的."""
    within, only = [*tokens[place + 1 : place + 3], _NOTHING, _NOTHING][:2]
    counted = lines_counted(tokens[place]) > 1 or says(tokens[place : place + 1], "counted_funds")
    return counted and says([within], "within") and says([only], "only_of")


def _is_little_more(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word says that a part in words is a little more, or less: 一半 略多."""
    before = [token for token in tokens[max(0, place - NEAR) : place] if token.kind != "fillers"]
    behind = [token.kind for token in tokens[place + 1 : place + 2]]
    ends = not behind or behind[0] in CLAUSE_ENDS | {"("}
    return (
        tokens[place].kind in ("up", "down") and ends and any(map(is_share_in_words, before[-1:]))
    )


def _is_among_years(tokens: Sequence[Token], place: int) -> bool:
    """Whether 近年 only says among which years something is the most: 为近年最大."""
    behind = tokens[place + 1 : place + 2]
    utmost = any(has(token.text, "narrative", "signs", "utmost") for token in behind)
    return says(tokens[place : place + 1], "among_years") and utmost


def _names_account(tokens: Sequence[Token], place: int) -> bool:
    """Whether 预算 belongs to the name of a flow that came about, as its sentence says of how much
    of the budget that was: 社会保险基金预算收入5200万元，完成年初预算的101.8%."""
    if tokens[place].kind != "budget":
        return False
    flow, *rest = [*tokens[place + 1 : place + 1 + FARTHEST], _NOTHING]
    said = [*takewhile(lambda token: token.kind not in _OF_ANOTHER, rest)]
    stated = [token.kind for token in said if token.kind not in ("fillers", "level")][:1]
    ended = [token.kind for token in rest[len(said) :][:1]]
    is_flow = bool(flow.meaning) and _FLOWS.issuperset(flow.meaning)
    return is_flow and stated == ["number"] and ended == ["completion"]


_IDLE = (
    _names_account,
    _is_turned_from,
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
