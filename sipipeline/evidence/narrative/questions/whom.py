"""Of whom: one fund, all together, several, or people elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says, tokens_in
from sipipeline.evidence.narrative.questions.accounts import Own, Source, Whom
from sipipeline.evidence.narrative.questions.names_of_accounts import (
    fund_of_item,
    fund_with_item,
    funds_counted,
    funds_of_item,
    named_account,
    resolved,
    sum_of_funds,
)
from sipipeline.evidence.narrative.questions.others import (
    goes_on_elsewhere,
    is_of_others,
    speaks_of_others,
    stays_elsewhere,
    views_others,
)
from sipipeline.language.lexicon import words

_RECKONED = 2
"""Segments from a number by which something is reckoned to what that is: 计算，…人均…."""
MOST_PARTS = 32
"""Segments behind 其中 that are looked at for the parts that it names."""


def read(segment: Segment, before: Whom, own: Own) -> Whom:
    """Of whom a segment speaks, given of whom the words before it did."""
    before = own.everything if _begins_subject(segment) else _at_sign(segment.after, before, own)
    around = before.around or (before if segment.has("among") else None)
    said = _of_part(segment) or _said(segment, before, own)
    whom = said or replace(before, source=_later(before.source))
    if whom.source == "far" and whom.account == own.total:
        whom = Whom(fund_with_item(segment.own_tokens, own) or whom.account, whom.source)
    if stays_elsewhere(segment, before):
        whom = replace(whom, account=None, elsewhere=True, there=whom.account)
    return replace(
        whom,
        around=around,
        beside=is_of_others(segment.compared, own),
        turned=before.turned or _turns(before, whom, own),
        strayed=_strays(segment, before),
        beside_some=_is_beside_some(segment, before),
        viewed=views_others(segment, before, own),
        against=_against(segment, before, own) or whom.against,
    )


def with_parts(segment: Segment, whose: Whom, following: Sequence[Segment], own: Own) -> Whom:
    """Of whom a segment speaks, given those behind it: surely of all where 其中 names several
    funds; of the fund that an average, or a sum, is of, where it is what that is made of."""
    made = _averaged(segment, following, own) or _summed(segment, following, own)
    if made is not None:
        return made
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
    """Of whom a line is, of which nothing is known but of whom the line before it was; that of all
    which named one of its parts is of all."""
    before = before.around or before
    if before.account is None or before.turned:
        return own.everything
    return Whom(before.account, "far")


def of_base(segment: Segment, whose: Whom, own: Own) -> str | None:
    """The account of what a share is one of, other than its own; its own where none is said."""
    if is_of_others(segment.base, own):
        return None
    if named := [token for token in segment.base if token.kind in ("fund", "total", "brief")]:
        account = named_account(named, own).account
        unclear = any(resolved(token, own) is None for token in named if token.kind != "total")
        return None if unclear and account == whose.account else account
    placed = any(token.kind in ("own", "place") for token in segment.base)
    return own.total if placed else whose.account


def of_title(title: str, own: Own) -> Whom:
    """Of whom a section is, by its title."""
    tokens = tokens_in(title, own.standard)
    named = [token for token in tokens if token.kind in ("fund", "total")]
    if says(tokens, "parts_of_funds"):
        return Whom(None, "titled", parted=True)
    if not named:
        return own.everything
    return replace(named_account(named, own), source="titled")


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


def _averaged(segment: Segment, following: Sequence[Segment], own: Own) -> Whom | None:
    """The fund that is named behind a number by which it is reckoned, which names none:
    按年末参保人数362748人计算，居民医保人均基金支出约1004元; None elsewhere."""
    if len(following) < _RECKONED or segment.has("fund", "total", "brief"):
        return None
    by, behind = following[:_RECKONED]
    last = by.tokens[-1].text if by.tokens else ""
    reckoned = by.after == "" and last in words("narrative", "workings", "reckoned_by")
    if not reckoned or behind.after != "," or not behind.has("average"):
        return None
    named = _names(behind)
    return replace(named_account(named, own), source="near") if len(named) == 1 else None


def _summed(segment: Segment, following: Sequence[Segment], own: Own) -> Whom | None:
    """The account that is named behind an amount with which a sentence begins to add up, which
    names none: 加上上级补助4215万元，企业养老基金总收入47991万元; None elsewhere."""
    if segment.after not in SENTENCE_ENDS or segment.number is None or not following:
        return None
    text = "".join(token.text for token in segment.tokens)
    if following[0].after != "," or not text.startswith(words("narrative", "workings", "adding")):
        return None
    named = _names(following[0])
    is_one = len(named) == 1 and not _names(segment)
    return replace(named_account(named, own), source="near") if is_one else None


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
    named = named_account(names, own, together) if names else Whom(None, "said")
    if is_of_others(segment.own_tokens, own):
        there = named.account or (None if names else before.there)
        mentioned = not speaks_of_others(segment)
        return replace(named, account=None, elsewhere=True, there=there, mentioned=mentioned)
    account = named.account or _fund_of_line(segment, names, before, own)
    if goes_on_elsewhere(segment, before):
        return Whom(None, "said", elsewhere=True, there=account or before.there)
    if names or account:
        return Whom(account, named.source, others=named.others)
    return _unnamed(segment, before, own)


def _may_be_of(account: str, names: Sequence[Token]) -> bool:
    """Whether names may mean an account, as far as they tell: not 工伤 of
    医疗待遇支出(职工、居民)."""
    meant = [{*token.meaning} for token in names if token.kind == "brief"]
    return len(meant) < len(names) or not meant or any(account in funds for funds in meant)


def _is_one_among_all(segment: Segment, names: Sequence[Token], before: Whom, own: Own) -> bool:
    """Whether all funds are named only as those among which the one that is spoken of stands alone,
    or has a place: 居民养老…，是五项基金中唯一收入下降的险种; 工伤参保…，增速居各险种之首."""
    of_one = before.source in ("said", "near") and before.account in own.funds
    alone = says(segment.plain, "the_only") or _places_among_all(segment)
    among = segment.number is None and alone
    return of_one and among and {token.kind for token in names} == {"total"}


def _places_among_all(segment: Segment) -> bool:
    """Whether a word for having a place stands right before the name of all funds: 居 各险种 之首,
    是 五项基金 中最快的."""
    placed = words("narrative", "statements", "rank", "placed")
    both = pairwise(segment.plain)
    return any(one.text in placed and other.kind == "total" for one, other in both)


def _unnamed(segment: Segment, before: Whom, own: Own) -> Whom | None:
    """Of whom a segment is that names no account."""
    placed = segment.has("own", "place")
    if placed and before.there is not None:
        return own.of(before.there, "near")
    if placed and segment.after == "," and _is_of_fund_not_run(before, own):
        return replace(before, source="near")
    return _of_all(segment, before, own)


def _is_of_fund_not_run(whose: Whom, own: Own) -> bool:
    """Whether a sentence is of a fund that others run: 企业养老由市级核算，我区协助征收3.85亿元."""
    named = whose.source in ("said", "near") and whose.account is not None
    return (
        named and whose.account not in own.accounts() and not keys.is_together(whose.account or "")
    )


def _of_all(segment: Segment, before: Whom, own: Own) -> Whom | None:
    """All accounts, where words are of all; those that were named before, where as many are
    added up; unclear ones where lines are added up and no fund was named. None of other words."""
    if not _is_of_all(segment):
        return None
    if _adds_up_lines(segment):
        return Whom(None, "near") if before.unsure else None
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


def _is_of_all(segment: Segment) -> bool:
    """Whether words without the name of an account are of all: 我县, 参保总人次."""
    return segment.has("own", "place", "sums") or says(segment.plain, "of_all_funds")


def _adds_up_lines(segment: Segment) -> bool:
    """Whether what is added up are lines of an account that are listed right before, and no funds:
    企业养老收入中，保险费、财政补贴、上级补助三项合计."""
    begun = [*takewhile(lambda token: token.kind != "sums", segment.plain)]
    lines = [token for token in begun if token.kind == "item"]
    listed = len(lines) > 1 and any(token.kind == "join" for token in begun)
    return listed and len(begun) < len(segment.plain) and not segment.has("own", "place")


def _several(account: str) -> Sequence[str]:
    """The funds that an account adds up."""
    return keys.added(f"{keys.ACCOUNTS}.{account}")


def _as_named(segment: Segment, before: Whom, own: Own) -> Whom | None:
    """Several funds that were named before, where the line of as many is added up:
    企业养老和居民医保两项收入44776.61万元；支出两项合计44448.52万元; unclear ones where no such
    funds were named, None where no funds are counted, or all."""
    counted = next((funds_counted(token) for token in segment.tokens if token.kind == "sums"), 0)
    if not 0 < counted < len(own.funds) or not segment.has("item"):
        return None
    named = before.source in ("said", "near") and before.account is not None
    if named and len(_several(before.account or "")) == counted:
        return replace(before, source="near")
    return Whom(None, "near")


def _fund_of_line(segment: Segment, names: Sequence[Token], before: Whom, own: Own) -> str | None:
    """The fund that the item of a segment says; none where it is a part of what another had, or
    names beside it are of others."""
    of_all = before.account == own.total and before.source in ("said", "near")
    fund = _branch(segment, before, own) or fund_of_item(segment.own_tokens, own, of_all=of_all)
    whole = before.around or before
    if fund is not None and not _may_be_of(fund, names):
        return None
    return None if _is_part_of_fund(segment, before, own) and fund != whole.account else fund


def _branch(segment: Segment, before: Whom, own: Own) -> str | None:
    """The funds of the branch that the item of a segment names, where it was spoken of none of
    them; None where several may be meant, as nothing was."""
    branch = funds_of_item(segment.own_tokens, own)
    of_all = {*branch} == {*own.funds} or (len(branch) > 1 and before.source == "far")
    return None if of_all or before.account in branch else sum_of_funds(branch)


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
