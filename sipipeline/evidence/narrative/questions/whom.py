"""Of whom: one fund, all together, several, or people elsewhere."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile, zip_longest
from typing import Literal

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, says, tokens_in
from sipipeline.language.lexicon import one_of, table, words
from sipipeline.language.numbers import number_at

_COUNTED = re.compile(one_of("narrative", "signs", "counted_funds"))
_BEFORE_PLACES = frozenset(
    {"fillers", "date", "this_year", "last_year", "whole_year", "until", "than", "join", "origin"}
)
"""Kinds of words that may stand before the place that a sentence is about."""
_ACCOUNTS = frozenset({"fund", "total", "brief"})
_OF_TITLE = frozenset({"elsewhere", "fillers", "join", "among", "count", "level"})
"""Kinds of words of a title that names but a place."""
_OF_LINE = frozenset({"item", "left", "than_end"})
"""Kinds of words that stand right behind the short name of a fund of which they are said:
失业结余, 失业持平."""
_BESIDE_LAST = frozenset({"fillers", ",", "join"})
"""Kinds of words between the fund that ends a sentence and the bracket that it stands in."""
_SHORTEST_PLACE = 2
"""Characters that the name of a place has more than: 沙源县."""
_RECKONED = 2
"""Segments from a number by which something is reckoned to what that is: 计算，…人均…."""
_MOST_LISTED = 16
"""Words before one that counts funds in which these are listed."""
MOST_PARTS = 32
"""Segments behind 其中 that are looked at for the parts that it names."""
Source = Literal["said", "near", "titled", "before", "far"]
"""The segment says it; its sentence does; its heading does; a sentence before it does; nothing
does, or what did is far off."""


@frozen
class Own:
    """The accounts that a submission has figures of."""

    submission: Submission
    funds: tuple[str, ...]
    total: str
    has_total: bool
    place: str
    """县, 市 …: what the unit's name says it is; "" where it says nothing."""

    @property
    def everything(self) -> "Whom":
        """What is meant where nothing is said: the total, or the one fund that there is."""
        return self.of(self.total, "far")

    def of(self, account: str, source: Source) -> "Whom":
        """An account; the only fund instead of a total that is not filled in."""
        if account == self.total and not self.has_total:
            return Whom(self.funds[0] if len(self.funds) == 1 else None, source)
        return Whom(account, source)

    def accounts(self) -> tuple[str, ...]:
        return (*self.funds, self.total)

    def funds_of(self, account: str | None) -> Sequence[str]:
        """The funds that an account is of; none where it is unclear of which."""
        if account == self.total:
            return self.funds
        return keys.added(f"{keys.ACCOUNTS}.{account}") if account else ()


@frozen
class Whom:
    account: str | None
    """The key of a fund or of the total; None where it is of several, of others, or unclear."""
    source: Source
    elsewhere: bool = False
    mentioned: bool = False
    """Others are but mentioned: 其余为委托省级投资运营资金; the next sentence is not of them."""
    there: str | None = None
    """The account that others were said to have: 全省工伤保险基金 …，我县 …"""
    around: "Whom | None" = None
    """Of whom the sentence was before 其中."""
    beside: bool = False
    """It is compared with others: 与岚川市相比（失业保险基金支出3.46亿元）."""
    turned: bool = False
    """The sentence named another fund before: 领取失业保险金268人；享受工伤待遇173人."""
    strayed: bool = False
    """The clause states a number of something that may be of no fund: …；稳岗企业3486户；…."""
    parted: bool = False
    """It is of a part of a fund, 统筹基金, and so is what follows until a fund is named."""
    viewed: bool = False
    """The sentence began by looking at others: 放到全国看，居民医保基金收入…."""
    against: "Whom | None" = None
    """Of whom the sentence was before the clause that compares it with another fund:
    机关养老支出增长7.7%，比企业养老（9.4%）低1.7个百分点，…."""
    beside_some: bool = False
    """The clause counts people who are but a part of those insured, 新增参保3000人: what it goes on
    to say may be of them."""

    @property
    def unsure(self) -> bool:
        """Whether the sentence may be of another account: neither it nor its heading says one."""
        return self.source in ("before", "far")

    def instead(self, own: Own) -> tuple[str, ...]:
        """The accounts that may be meant as well."""
        return own.accounts() if self.unsure else ()


def own(submission: Submission) -> Own:
    total = submission.standard.total.key
    funds = [fund.key for fund in submission.standard.funds if submission.reports(fund.key)]
    return Own(submission, tuple(funds), total, submission.shows(total), _place(submission))


def with_own_names(tokens: Sequence[Token], own: Own) -> list[Token]:
    """The tokens, the name of the unit's own place known as such: 云坪区 of 云坪区社会保险中心;
    五项 before an item as all funds, and 两项 behind two of them as what adds these up."""
    tokens = [_summed(tokens, place, own) for place in range(len(tokens))]
    lasting = _lasting(tokens)
    tokens = [_counted_place(*pair, own) for pair in zip([None, *tokens], tokens)]
    known = zip_longest(tokens, tokens[1:], lasting)
    return [
        replace(token, kind="fund") if lasts else _known(token, behind, own)
        for token, behind, lasts in known
    ]


def branch_of(funds: Sequence[str]) -> str:
    """A name of the branch that has just these funds; "" where none has."""
    branches = table()["narrative"]["branches"].items()
    return next((name for name, of_branch in branches if {*of_branch} == {*funds}), "")


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


def read(segment: Segment, before: Whom, own: Own) -> Whom:
    """Of whom a segment speaks, given of whom the words before it did."""
    before = own.everything if _begins_subject(segment) else _at_sign(segment.after, before, own)
    around = before.around or (before if segment.has("among") else None)
    said = _of_part(segment) or _said(segment, before, own)
    whom = said or replace(before, source=_later(before.source))
    if whom.source == "far" and whom.account == own.total:
        whom = Whom(fund_with_item(segment.own_tokens, own) or whom.account, whom.source)
    if _stays_elsewhere(segment, before):
        whom = replace(whom, account=None, elsewhere=True, there=whom.account)
    return replace(
        whom,
        around=around,
        beside=_is_elsewhere(segment.compared, own),
        turned=before.turned or _turns(before, whom, own),
        strayed=_strays(segment, before),
        beside_some=_is_beside_some(segment, before),
        viewed=_views_others(segment, before, own),
        against=_against(segment, before, own) or whom.against,
    )


def with_parts(segment: Segment, whose: Whom, following: Sequence[Segment], own: Own) -> Whom:
    """Of whom a segment speaks, given those behind it: surely of all where 其中 names several
    funds; of the fund that an average is of, where it is what that is reckoned by."""
    if (averaged := _averaged(segment, following, own)) is not None:
        return averaged
    opens = bool(following) and following[0].has("among")
    if whose.account != own.total or whose.source != "far" or not opens:
        return whose
    parts = [*takewhile(lambda segment: segment.after not in SENTENCE_ENDS, following)]
    named = [
        token for part in parts for token in part.own_tokens if token.kind in ("fund", "brief")
    ]
    several = len({resolved(token, own) for token in named} - {None}) > 1
    return replace(whose, source="near") if several else whose


def goes_on(last: Whom, title: Whom | None, own: Own) -> bool:
    """Whether what stands under a title of one fund is still of it behind a line; not where that
    ended with another fund, if only its first sentence names it: 失业保险方面，…。全年收入…"""
    if title is None or title.account not in own.funds:
        return True
    spoken = last.account in own.funds and last.source in ("said", "near", "before")
    return not spoken or last.account == title.account


def guessed(before: Whom, own: Own) -> Whom:
    """Of whom a line is, of which nothing is known but of whom the line before it was."""
    if before.account is None or before.turned:
        return own.everything
    return Whom(before.account, "far")


def names_others(tokens: Iterable[Token], own: Own) -> bool:
    """Whether some words name a place, or units, other than that of the unit."""
    return any(token.kind in ("elsewhere", "place") and not _is_own(token, own) for token in tokens)


def sum_of_funds(funds: Collection[str | None]) -> str | None:
    """What several funds make together; None where it is unclear of one which it is."""
    known = [fund for fund in funds if fund is not None]
    return keys.sum_of(known) if known and len(known) == len(funds) else None


def resolved(token: Token, own: Own) -> str | None:
    """The fund that a name means: of several it may mean the one that the unit runs."""
    run = [fund for fund in token.meaning if fund in own.funds]
    if len(token.meaning) == 1:
        return token.meaning[0]
    return run[0] if len(run) == 1 else None


def fund_with_item(tokens: Sequence[Token], own: Own) -> str | None:
    """The only fund of the unit that has an item which the total does not: 病残津贴."""
    named = [key for token in tokens if token.kind == "item" for key in token.meaning]
    if len(named) != 1 or not keys.is_account(named[0]):
        return None
    line = f"{keys.ACCOUNTS}.{{}}.{keys.measure(named[0])}.actual".format
    has = own.submission.standard.has
    run = [fund for fund in own.funds if has(line(fund))]
    return run[0] if len(run) == 1 and not has(line(own.total)) else None


def of_base(segment: Segment, whose: Whom, own: Own) -> str | None:
    """The account of what a share is one of, other than its own; its own where none is said."""
    if _is_elsewhere(segment.base, own):
        return None
    if named := [token for token in segment.base if token.kind in ("fund", "total", "brief")]:
        account = _named(named, own).account
        unclear = any(resolved(token, own) is None for token in named if token.kind != "total")
        return None if unclear and account == whose.account else account
    placed = any(token.kind in ("own", "place") for token in segment.base)
    return own.total if placed else whose.account


def of_lead(tokens: Sequence[Token], own: Own) -> str | None:
    """The account of which words name a line that funds have a share in: all of them, or those of
    a branch; None where that is unclear."""
    named = [token for token in tokens if token.kind in ("fund", "total", "brief")]
    if named:
        return _named(named, own).account
    branches = (_branch_in(token) for token in tokens if token.kind == "item")
    return own.total if all(not one or {*own.funds} <= {*one} for one in branches) else None


def of_title(title: str, own: Own) -> Whom:
    """Of whom a section is, by its title."""
    tokens = tokens_in(title, own.submission.standard)
    named = [token for token in tokens if token.kind in ("fund", "total")]
    if says(tokens, "parts_of_funds"):
        return Whom(None, "titled", parted=True)
    if not named:
        return own.everything
    return replace(_named(named, own), source="titled")


def _place(submission: Submission) -> str:
    """The last word for a place in the unit's name: 县 of 甲市乙县社会保险中心."""
    levels = "".join(table()["narrative"]["places"])
    return next((sign for sign in reversed(submission.text("cover.unit")) if sign in levels), "")


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
    counts_all = token.kind == "sums" and _count(token) == len(own.funds)
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
    return plain and len(names) > len(joins) and _count(tokens[place]) == len(names)


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
    if following == "total" and own.place and token.text in _levels_of(own):
        return replace(token, kind="own")
    return _known_before_item(token, behind if following in _OF_LINE else None, own)


def _counted_place(before: Token | None, token: Token, own: Own) -> Token:
    """A token, known as that of others where it is counted as a place like the own one: 7个县."""
    counted = before is not None and before.kind == "count" and before.end == token.start
    alike = bool(own.place) and token.kind == "rest" and own.place in token.text[:_SHORTEST_PLACE]
    return replace(token, kind="elsewhere") if counted and alike else token


def _levels_of(own: Own) -> Sequence[str]:
    """What the unit's own level is called: 州级 of 甲州社会保险中心."""
    return [own.place + level for level in words("narrative", "signs", "of_level")]


def _known_before_item(token: Token, item: Token | None, own: Own) -> Token:
    if token.kind == "brief" and item is not None:
        certain = token.text in words("narrative", "signs", "certain_briefs")
        telling = item.text not in words("narrative", "signs", "bare")
        return replace(token, kind="fund") if certain and telling else token
    if token.kind != "rest":
        return token
    if _is_own_place(token.text, own):
        return replace(token, kind="own")
    if _is_other_place(token.text, own):
        return replace(token, kind="elsewhere")
    counts = item is not None and _COUNTED.fullmatch(token.text)
    return replace(token, kind="total") if counts else token


def _is_own_place(name: str, own: Own) -> bool:
    placed = bool(own.place) and name.endswith(own.place) and name != own.place
    return placed and name in own.submission.text("cover.unit")


def _is_other_place(name: str, own: Own) -> bool:
    """Whether it is the name of a place, and not in that of the unit: 沙源县, 城关镇; or that of an
    enterprise there."""
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


def _is_beside_some(segment: Segment, before: Whom) -> bool:
    """Whether a segment goes on behind a count of some of those insured, or is one."""
    if segment.of_people and (segment.has("part") or says(segment.tokens, "new")):
        return True
    ends = segment.after in SENTENCE_ENDS or segment.after == ";"
    return before.beside_some and not ends and not segment.has("fund", "total", "own", "place")


def _strays(segment: Segment, before: Whom) -> bool:
    """Whether a clause leads away from the fund that was named before it."""
    if segment.has("fund", "total", "item"):
        return False
    counts = segment.number is not None or segment.has("count")
    return before.strayed or (counts and segment.has("rest"))


def _begins_subject(segment: Segment) -> bool:
    """Whether a sentence begins with a title of what is spoken of from there on, which is no fund
    and no line: 基金安全方面。, 待遇发放情况：…."""
    untitled = segment.number is not None or not says(segment.tokens[-1:], "titles")
    if untitled or segment.after not in SENTENCE_ENDS:
        return False
    return not segment.has("fund", "total", "brief", "item", "deficit")


def _against(segment: Segment, before: Whom, own: Own) -> Whom | None:
    """Of whom a sentence was, where its clause begins by comparing that with another fund."""
    tokens = [token for token in segment.tokens if token.kind != "fillers"]
    compares = [token.kind for token in tokens[:2]] in (["than", "fund"], ["beyond", "fund"])
    named = [token for token in tokens if token.kind in ("fund", "total", "brief")]
    is_of_one = before.source in ("said", "near") and before.account in own.funds
    return before if compares and is_of_one and len(named) == 1 else None


def _turns(before: Whom, whom: Whom, own: Own) -> bool:
    """Whether a sentence that spoke of one fund speaks of another now."""
    one, other = before.account, whom.account
    spoken = before.source in ("said", "near") and one in own.funds
    return spoken and other in own.funds and one != other


def _stays_elsewhere(segment: Segment, before: Whom) -> bool:
    """Whether a bracket, or 其, is still of the others that were spoken of."""
    if segment.has("own", "place", "elsewhere"):
        return False
    bracketed = segment.after == "(" and (before.elsewhere or before.beside)
    return bracketed or (before.elsewhere and says(segment.tokens[:1], "its"))


def _averaged(segment: Segment, following: Sequence[Segment], own: Own) -> Whom | None:
    """The fund that is named behind a number by which it is reckoned, which names none:
    按年末参保人数362748人计算，居民医保人均基金支出约1004元; None elsewhere."""
    if len(following) < _RECKONED or segment.has("fund", "total", "brief"):
        return None
    by, behind = following[:_RECKONED]
    last = by.tokens[-1].text if by.tokens else ""
    reckoned = by.after == "" and last in words("narrative", "workings", "reckoned")
    if not reckoned or behind.after != "," or not behind.has("average"):
        return None
    named = [token for token in behind.own_tokens if token.kind == "fund"]
    return replace(_named(named, own), source="near") if len(named) == 1 else None


def _at_sign(sign: str, before: Whom, own: Own) -> Whom:
    """What is left of it behind the end of a sentence, of a list of parts, or of a clause that
    compares it with another fund."""
    before = _uncompared(sign, before)
    if sign not in SENTENCE_ENDS and sign != ";":
        return before
    if before.around is not None:
        before = replace(before.around, source="far", around=None)
    if sign == ";":
        strayed = before.strayed and before.source in ("said", "near")
        return replace(before, source="before", strayed=False) if strayed else before
    if before.parted:
        return before
    if before.turned or _is_of_nobody(before):
        return own.everything
    spoken = before.source in ("said", "near")
    return replace(before, source="before") if spoken else before


def _uncompared(sign: str, before: Whom) -> Whom:
    """Of whom a sentence is again behind the clause that compared it with another fund."""
    ends = before.against is not None and sign in (",", ";", *SENTENCE_ENDS)
    return replace(before.against or before, source="near") if ends else before


def _is_of_nobody(before: Whom) -> bool:
    """Whether what was spoken of is neither an account nor others who are still spoken of."""
    return before.account is None and (before.mentioned or not before.elsewhere)


def _later(source: Source) -> Source:
    return "near" if source == "said" else source


def _said(segment: Segment, before: Whom, own: Own) -> Whom | None:
    names = _names(segment)
    if _is_one_among_all(segment, names, before, own):
        return None
    together = segment.has("sums") or _adds_up(segment)
    named = _named(names, own, together) if names else Whom(None, "said")
    if _is_elsewhere(segment.own_tokens, own):
        there = named.account or (None if names else before.there)
        mentioned = not _speaks_of_others(segment)
        return replace(named, account=None, elsewhere=True, there=there, mentioned=mentioned)
    account = named.account or _fund_of_line(segment, names, before, own)
    if _goes_on_elsewhere(segment, before):
        return Whom(None, "said", elsewhere=True, there=account or before.there)
    return Whom(account, named.source) if names or account else _unnamed(segment, before, own)


def _may_be_of(account: str, names: Sequence[Token]) -> bool:
    """Whether names may mean an account, as far as they tell: not 工伤 of
    医疗待遇支出(职工、居民)."""
    meant = [{*token.meaning} for token in names if token.kind == "brief"]
    return len(meant) < len(names) or not meant or any(account in funds for funds in meant)


def _is_one_among_all(segment: Segment, names: Sequence[Token], before: Whom, own: Own) -> bool:
    """Whether all funds are named only as those among which the one that is spoken of stands alone:
    居民养老…，是五项基金中唯一收入下降的险种."""
    of_one = before.source in ("said", "near") and before.account in own.funds
    among = segment.number is None and says(segment.plain, "the_only")
    return of_one and among and {token.kind for token in names} == {"total"}


def _unnamed(segment: Segment, before: Whom, own: Own) -> Whom | None:
    """Of whom a segment is that names no account."""
    if segment.has("own", "place") and before.there is not None:
        return own.of(before.there, "near")
    return _of_all(segment, before, own)


def _is_bare_view(segment: Segment) -> bool:
    """Whether no line is named where others are but looked at: not 从全省收入看."""
    return segment.number is not None or not segment.has("item")


def _begins_with_others(segment: Segment) -> bool:
    """Whether a sentence begins with a figure of others: 全省职工医保收入612亿元，…；居民医保…."""
    begun = [token.kind for token in segment.tokens[:1]] == ["elsewhere"]
    return begun and segment.number is not None and segment.after in SENTENCE_ENDS


def _is_but_a_place(segment: Segment) -> bool:
    """Whether a segment without a number names but a place, as a title of what follows: 沙源县：…,
    以沙源县为例，…."""
    kinds = {token.kind for token in segment.tokens}
    return segment.number is None and "elsewhere" in kinds and kinds <= _OF_TITLE


def _views_others(segment: Segment, before: Whom, own: Own) -> bool:
    """Whether a sentence looks at others from here on, until it comes back: 从全省来看，…."""
    if _goes_on_elsewhere(segment, before):
        return True
    last = segment.tokens[-1:]
    views = segment.number is None and (says(last, "viewing") or says(last, "within"))
    views = views or _is_but_a_place(segment) or _begins_with_others(segment)
    return views and _is_elsewhere(segment.own_tokens, own) and _is_bare_view(segment)


def _goes_on_elsewhere(segment: Segment, before: Whom) -> bool:
    """Whether a segment goes on with others that its sentence looks at."""
    ends = segment.after in SENTENCE_ENDS
    return before.viewed and not ends and not segment.has("own", "place")


def _of_all(segment: Segment, before: Whom, own: Own) -> Whom | None:
    """All accounts, where words are of all; those that were named before, where as many are
    added up; None of other words."""
    if not _is_of_all(segment):
        return None
    return _as_named(segment, before, own) or own.everything


def _names_part(tokens: Sequence[Token]) -> bool:
    """Whether a part of a fund is named, and not something about it: 个人账户改革后."""
    unknown = {token.start for token in tokens if token.kind == "rest"}
    named = [token for token in tokens if token.end not in unknown and token.kind != "item"]
    return says(named, "parts_of_funds")


def _of_part(segment: Segment) -> Whom | None:
    """That a segment is of a part of a fund, 统筹基金, or counts some of those insured, 困难群众:
    neither it nor what follows is of the whole fund; None where it says nothing of the kind."""
    if _names_part(segment.own_tokens):
        return Whom(None, "said", parted=True)
    some = says(segment.own_tokens, "some_people")
    titled = segment.number is None and says(segment.tokens[-1:], "some_people")
    return Whom(None, "said") if some and (segment.of_people or titled) else None


def _are_of_all(names: Sequence[Token], own: Own) -> bool:
    """Whether the only name is that of a branch of which the unit runs every fund, and no other:
    基本医疗保险基金, which may yet mean one of them."""
    branch = says(names, "of_branch") and len(names) == 1
    return branch and own.has_total and {*names[0].meaning} == {*own.funds}


def _is_of_all(segment: Segment) -> bool:
    """Whether words without the name of an account are of all: 我县, 参保总人次."""
    return segment.has("own", "place", "sums") or says(segment.plain, "of_all_funds")


def _several(account: str) -> Sequence[str]:
    """The funds that an account adds up."""
    return keys.added(f"{keys.ACCOUNTS}.{account}")


def _as_named(segment: Segment, before: Whom, own: Own) -> Whom | None:
    """Several funds that were named before, where the line of as many is added up:
    企业养老和居民医保两项收入44776.61万元；支出两项合计44448.52万元; unclear ones where funds were
    named in another way, None where none were."""
    counted = next((_count(token) for token in segment.tokens if token.kind == "sums"), 0)
    if not 0 < counted < len(own.funds) or not segment.has("item"):
        return None
    named = before.source in ("said", "near")
    if named and before.account is not None and len(_several(before.account)) == counted:
        return replace(before, source="near")
    return Whom(None, "near") if named else None


def _fund_of_line(segment: Segment, names: Sequence[Token], before: Whom, own: Own) -> str | None:
    """The fund that the item of a segment says; none where it is a part of what another had, or
    names beside it are of others."""
    fund = _fund_of_item(segment.own_tokens, own)
    whole = before.around or before
    if fund is not None and not _may_be_of(fund, names):
        return None
    return None if _is_part_of_fund(segment, before, own) and fund != whole.account else fund


def _is_part_of_fund(segment: Segment, before: Whom, own: Own) -> bool:
    """Whether it is a part of what one fund was said to have, whatever other fund has its item:
    工亡待遇…，其中丧葬补助金."""
    whole = before.around or before
    parted = before.around is not None or segment.has("among")
    return parted and whole.source in ("said", "near") and whole.account not in (None, own.total)


def _adds_up(segment: Segment) -> bool:
    """Whether several are added up: 合计, 共, 收入合计."""
    summed = words("narrative", "signs", "summed")
    item = any(token.kind == "item" and token.text.endswith(summed) for token in segment.plain)
    return item or says(segment.plain, "summed")


def _names(segment: Segment) -> list[Token]:
    """The names of accounts in a segment, short ones where they can be no others."""
    brief = segment.lists_funds or segment.has("total")
    kinds = ("fund", "total", "brief") if brief else ("fund", "total")
    names = [token for token in segment.own_tokens if token.kind in kinds]
    return names if brief else [*names, *_listed_with_fund(segment.own_tokens)]


def _listed_with_fund(tokens: Sequence[Token]) -> Iterator[Token]:
    """The short names that go on a list which a fund begins: 职工医保、失业."""
    begun: Token | None = None
    for first, join, last in zip(tokens, tokens[1:], tokens[2:]):
        begins = first.kind == "fund" or first is begun
        if begins and join.kind == "join" and last.kind == "brief":
            begun = last
            yield last


def _is_elsewhere(tokens: Sequence[Token], own: Own) -> bool:
    """Whether others are meant; 我县 behind 全省 leads back."""
    placed = [token for token in tokens if token.kind in ("elsewhere", "own", "place")]
    return bool(placed) and not _is_own(placed[-1], own)


def _speaks_of_others(segment: Segment) -> bool:
    """Whether a segment is about others, or states a figure of theirs, and does not only mention
    them behind something else: 其余为委托省级投资运营资金."""
    about = [*dropwhile(lambda token: token.kind in _BEFORE_PLACES, segment.plain)][:1]
    return segment.number is not None or [one.kind for one in about] in (["elsewhere"], ["place"])


def _is_own(token: Token, own: Own) -> bool:
    """Whether a place is the unit's: 全县 of a county, 本级 of a unit that is called so."""
    if token.kind == "place":
        return own.place in ("", *token.meaning)
    named = token.text != own.place and token.text in own.submission.text("cover.unit")
    return token.kind == "own" or named


def _named(named: Sequence[Token], own: Own, summed: bool = False) -> Whom:
    """One fund alone, or all, or several where these are added up; some of them are neither."""
    if _are_of_all(named, own):
        return Whom(own.total, "before")
    funds = _funds(named, own)
    if named[-1].kind != "total":
        several = sum_of_funds(funds) if summed else None
        return Whom(several if len(funds) > 1 else funds.pop(), "said")
    if (funds == set(own.funds) or not funds) and _counts_all(named[-1], own):
        return own.of(own.total, "said")
    funds = funds or {fund for fund in _branch(named[-1]) if fund in own.funds}
    return Whom(sum_of_funds(funds) if len(funds) == _count(named[-1]) else None, "said")


def _funds(named: Sequence[Token], own: Own) -> set[str | None]:
    """The funds that names mean each by itself; None among them where it is unclear of one."""
    branch = _branch(named[-1])
    return {_of_branch(token, branch, own) for token in named if token.kind != "total"}


def _of_branch(token: Token, branch: Collection[str], own: Own) -> str | None:
    """The fund that a name means, beside those of a branch that are counted: 居民 in
    企业、居民两项养老保险."""
    known = [fund for fund in token.meaning if fund in branch]
    return known[0] if len(known) == 1 else resolved(token, own)


def _branch(token: Token) -> Sequence[str]:
    """The funds that a branch may have which is counted: 两项养老保险; none where a single fund is
    named."""
    if token.kind != "total":
        return ()
    branches = table()["narrative"]["branches"]
    named = [funds for name, funds in branches.items() if token.text.endswith(name)]
    return max(named, key=len, default=())


def _count(token: Token) -> float:
    found = number_at(token.text, 0)
    return found.value if found is not None else 0


def _counts_all(token: Token, own: Own) -> bool:
    """Whether the number in 三项社会保险基金 is that of the unit's funds; none is."""
    count = number_at(token.text, 0)
    return count is None or count[0] == len(own.funds)


def _fund_of_item(tokens: Sequence[Token], own: Own) -> str | None:
    """The fund that an item's name says, 失业 in 领取失业保险金, or the only one that has it."""
    said = [token.text for token in tokens if token.kind == "item"]
    certain = words("narrative", "signs", "certain_briefs")
    funds = {brief for brief in certain for text in said if brief in text}
    if len(funds) == 1:
        return str(table()["narrative"]["briefs"][funds.pop()][0])
    return _only_fund_of_item(tokens, own)


def _only_fund_of_item(tokens: Sequence[Token], own: Own) -> str | None:
    """The fund of an item that no other fund has, or calls so: 稳岗返还, 基础养老金."""
    bare = words("narrative", "signs", "bare")
    items = [token for token in tokens if token.kind in ("item", "task")]
    telling = [token for token in items if token.text not in bare] or items
    named = [(token.text, key) for token in telling for key in token.meaning]
    if len(named) != 1 or not keys.is_account(named[0][1]):
        return None
    funds = _funds_of_item(*named[0], own)
    return funds[0] if len(funds) == 1 else None


def _funds_of_item(text: str, key: str, own: Own) -> Sequence[str]:
    """The funds that call an item so; all that have it where none has a name of its own for it."""
    item = own.submission.standard.find_item(keys.measure(key))
    if item is None:
        return ()
    bare = words("narrative", "signs", "bare")
    called = {text, *map(text.removesuffix, bare)}
    return [fund for fund, name in item.names.items() if name.zh in called] or item.funds


def _branch_in(item: Token) -> Sequence[str]:
    """The funds of the branch that the name of a line begins with: 养老保险待遇支出; none where it
    begins with none."""
    branches = table()["narrative"]["branches"].items()
    return next((funds for name, funds in branches if funds and item.text.startswith(name)), ())
