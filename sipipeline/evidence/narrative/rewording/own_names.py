"""Names of accounts and places as a text has them, known as those that are meant: the unit's own
place, funds that are counted, a line that a fund parts, a fund at the end of its line."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile, zip_longest

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.evidence.narrative.questions.names_of_accounts import funds_counted
from sipipeline.evidence.narrative.questions.subjects import BENEFITS
from sipipeline.language.lexicon import WordPattern, table, words

_COUNTED = WordPattern("{narrative.signs.counted_funds}")
_DEED = WordPattern("{narrative.signs.deeds_of_places}$")
"""What a place did, right behind its name: 申请 of 城关镇申请."""
_ACCOUNTS = frozenset({"fund", "total", "brief"})
_OF_LINE = frozenset({"item", "left", "than_end"})
"""Kinds of words that stand right behind the short name of a fund of which they are said:
失业结余, 失业持平."""
_BESIDE_LAST = frozenset({"fillers", ",", "join"})
"""Kinds of words between the fund that ends a sentence and the bracket that it stands in."""
_SHORTEST_PLACE = 2
"""Characters that the name of a place has more than: 沙源县."""
_MOST_LISTED = 16
"""Words before one that counts funds in which these are listed."""


def with_own_names(tokens: Sequence[Token], own: Own) -> list[Token]:
    """The tokens, the name of the unit's own place known as such: 云坪区 of 云坪区社会保险中心, and
    that of the unit as 我中心; 五项 before an item as all funds, and 两项 behind two of them as
    what adds these up."""
    tokens = _with_own_unit(tokens, own)
    tokens = [_summed(tokens, place, own) for place in range(len(tokens))]
    lasting = _lasting(tokens)
    tokens = [_counted_place(*pair, own) for pair in zip([None, *tokens], tokens)]
    known = zip_longest(tokens, tokens[1:], lasting)
    return [
        replace(token, kind="fund") if lasts else _known(token, behind, own)
        for token, behind, lasts in known
    ]


def with_split_names(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, a name that a fund parts as one name: 财政对工伤保险的补贴, 上级工伤保险补助."""
    first: str | None = None
    whole: list[Token] = []
    split = table()["narrative"]["split"]
    for token in tokens:
        first = token.text if token.text in split else first
        meaning = split[first].get(token.text) if first is not None else None
        named = replace(token, kind="item", meaning=tuple(meaning or ()))
        whole.append(token if meaning is None else named)
        first = None if token.kind in SENTENCE_ENDS | {",", ";", "number"} else first
    return whole


def with_fund_first(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of a line, its last sentence led by the only fund in it where that ends it:
    支出5万元（工伤保险）; 支出5.26（工伤保险，万元）."""
    ends = [place for place, token in enumerate(tokens[:-1]) if token.kind in SENTENCE_ENDS]
    begin = ends[-1] + 1 if ends else 0
    return [*tokens[:begin], *_with_fund_first(tokens[begin:])]


def _with_own_unit(tokens: Sequence[Token], own: Own) -> Sequence[Token]:
    """The tokens, the words of the unit's name as the one word by which it speaks of itself."""
    unit = own.submission.text("cover.unit")
    known: list[Token] = []
    place = 0
    while place < len(tokens):
        end = _end_of_name(tokens, place, unit) if unit else place
        if end > place:
            office = words("narrative", "signs", "offices")[0]
            known.append(replace(tokens[place], kind="own", text=office, end=tokens[end - 1].end))
        else:
            known.append(tokens[place])
        place = max(end, place + 1)
    return known


def _end_of_name(tokens: Sequence[Token], place: int, name: str) -> int:
    """The place behind the words that make a name from a place on; the place itself where they do
    not."""
    text = ""
    for end in range(place, len(tokens)):
        text += tokens[end].text
        if text == name:
            return end + 1
        if not name.startswith(text):
            break
    return place


def _summed(tokens: Sequence[Token], place: int, own: Own) -> Token:
    """A word that counts funds with one amount behind: those named before it added up,
    企业养老和居民医保两项收入44776.61万元; all behind the title of a line: 利息收入：五项合计."""
    token = tokens[place]
    if token.kind == "count" and _counts_listed(tokens, place):
        return replace(token, kind="sums")
    title = [one.kind for one in tokens[max(0, place - 2) : place]]
    titled = title == ["item", ":"] and (
        place == len(title) or tokens[place - 3].kind in SENTENCE_ENDS
    )
    counts_all = token.kind == "sums" and funds_counted(token) in own.counted
    return replace(token, kind="total") if titled and counts_all else token


def _counts_listed(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word counts the funds that are listed right before it, of whose line one amount
    stands behind."""
    behind = tokens[place + 1 : place + 4]
    kinds = [token.kind for token in behind]
    one = kinds[:2] == ["item", "number"] and kinds[2:] != ["join"] and is_amount(behind[1])
    if not one:
        return False
    near = reversed(tokens[max(0, place - _MOST_LISTED) : place])
    listed = [*takewhile(lambda token: token.kind in ("fund", "brief", "join"), near)]
    names = [token.kind for token in listed[::2]]
    joins = [token.kind for token in listed[1::2]]
    plain = "join" not in names and {*joins} == {"join"} and "fund" in names
    return plain and len(names) > len(joins) and funds_counted(tokens[place]) == len(names)


def _lasting(tokens: Sequence[Token]) -> Sequence[bool]:
    """Of each word whether it is the short name of a fund of which it is said how long something
    lasts: 工伤 in 工伤已连续两年出现缺口, 失业一直有结余."""
    certain = words("narrative", "signs", "certain_briefs")
    lasting = words("narrative", "signs", "lasting")
    found: list[bool] = []
    goes_on = False
    for token in reversed(tokens):
        found.append(goes_on and token.kind == "brief" and token.text in certain)
        lasts = token.kind in ("running", "other_year", "rest") and token.text.startswith(lasting)
        goes_on = lasts or (goes_on and token.kind in ("fillers", "this_year", "whole_year"))
    return found[::-1]


def _known(token: Token, behind: Token | None, own: Own) -> Token:
    """A token, given the one right behind it."""
    following = behind.kind if behind is not None else ""
    if token.kind == "rank" and following in ("fund", "brief"):
        return replace(token, kind="fillers")
    if _is_own_level(token, following, own):
        return replace(token, kind="own")
    return _known_before_item(token, behind if following in _OF_LINE else None, own)


def _counted_place(before: Token | None, token: Token, own: Own) -> Token:
    """A token, known as that of others where it is counted as a place like the own one: 7个县."""
    counted = before is not None and before.kind == "count" and before.end == token.start
    alike = bool(own.place) and token.kind == "rest" and own.place in token.text[:_SHORTEST_PLACE]
    return replace(token, kind="elsewhere") if counted and alike else token


def _levels_of(own: Own) -> Sequence[str]:
    """What the unit's own level is called: 州级 of 甲州社会保险中心; 区本级 where no level below it
    has funds of its own."""
    levels = words("narrative", "signs", "of_level")
    if _is_lowest(own):
        levels += words("narrative", "signs", "of_lowest_level")
    return [own.place + level for level in levels]


def _is_lowest(own: Own) -> bool:
    """Whether the unit's place is a county or a district, whose parts have no funds of their own;
    not 自治区."""
    unit = own.submission.text("cover.unit")
    named = unit[: unit.rfind(own.place) + 1]
    lowest = own.place in words("narrative", "signs", "districts")
    return lowest and not named.endswith(words("narrative", "signs", "no_counties"))


def _is_own_level(token: Token, following: str, own: Own) -> bool:
    """Whether a word before a fund, or all, is but the own place, or its level: 县城乡居民养老保险,
    县级社会保险基金."""
    if not own.place:
        return False
    alone = following in ("fund", "total") and token.kind == "rest" and token.text == own.place
    return alone or (following == "total" and token.text in _levels_of(own))


def _known_before_item(token: Token, item: Token | None, own: Own) -> Token:
    if token.kind == "brief" and item is not None:
        certain = token.text in words("narrative", "signs", "certain_briefs")
        telling = item.text not in words("narrative", "signs", "bare")
        funds = token.meaning if certain and telling else _with_benefit(token.meaning, item, own)
        return replace(token, kind="fund", meaning=funds) if len(funds) == 1 else token
    if token.kind != "rest":
        return token
    if _is_own_place(token.text, own):
        return replace(token, kind="own")
    if _is_other_place(token.text, own):
        return replace(token, kind="elsewhere")
    counts = item is not None and _COUNTED.fullmatch(token.text)
    return replace(token, kind="total") if counts else token


def _with_benefit(funds: Sequence[str], item: Token, own: Own) -> tuple[str, ...]:
    """Those of some funds that pay a benefit which an item names: 职工医保 of 职工 before 门诊."""
    lines = [keys.measure(name) for name in item.meaning if keys.is_account(name)]
    paid = [line for line in lines if BENEFITS.item in own.standard.wholes_of(line)]
    if len(item.meaning) != 1 or not paid:
        return ()
    has = own.standard.has
    return tuple(one for one in funds if has(f"{keys.ACCOUNTS}.{one}.{paid[0]}.actual"))


def _is_own_place(name: str, own: Own) -> bool:
    placed = bool(own.place) and name.endswith(own.place) and name != own.place
    return placed and name in own.submission.text("cover.unit")


def _is_other_place(name: str, own: Own) -> bool:
    """Whether it is the name of a place, and not in that of the unit: 沙源县, 城关镇,
    城关镇申请; or that of an enterprise there."""
    name = _DEED.sub("", name)
    if not own.place or len(name) <= _SHORTEST_PLACE:
        return False
    signs = tuple("".join(table()["narrative"]["places"]))
    named = name.endswith(signs) and not name.endswith(words("narrative", "signs", "no_places"))
    no_part = words("narrative", "signs", "no_parts_of_places")
    within = name.endswith(words("narrative", "signs", "parts_of_places"))
    return named or (within and not name.endswith(no_part))


def _with_fund_first(tokens: Sequence[Token]) -> Sequence[Token]:
    funds = [place for place, token in enumerate(tokens) if token.kind in _ACCOUNTS]
    if len(funds) != 1:
        return tokens
    start, end = funds[0] - 1, funds[0] + 1
    while end < len(tokens) and tokens[end].kind in _BESIDE_LAST:
        end += 1
    behind = [token.kind for token in tokens[end:]]
    closed = start > 0 and tokens[start].kind == "(" and behind in ([")"], [")", "。"])
    if not closed:
        return tokens
    leader = [replace(token, kind="fund") if token.kind == "brief" else token for token in tokens]
    return (*leader[start + 1 : end], *tokens[:start])
