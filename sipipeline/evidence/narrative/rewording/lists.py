"""Figures in the order of names: 收入、支出分别为53万元、22万元 says 收入为53万元，支出为22万元."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, says
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.subjects import is_bare
from sipipeline.evidence.narrative.rewording.names_in_lists import (
    CLASSES,
    NAMES,
    Leader,
    figures_behind,
    is_rate,
    listed_leaders,
    parted_at_share,
)
from sipipeline.evidence.narrative.rewording.neighbours import last_clause, start_behind
from sipipeline.evidence.narrative.rewording.year_lists import quarters_of, years_of
from sipipeline.language.mentions import Mention

_OF_LINE = CHANGES | {"item", "benefit", "deficit"}
"""Kinds of words that say what the figures of a list are of, or that they are changes."""
_OWN_LINE = _OF_LINE - {"up", "down"}
"""Those of them that name a line themselves: 增支."""
_COMMA = Token(",", ",", 0, 0)
_UNPAIRED = Token("rest", "", 0, 0)
"""Words that make a figure unclear."""
_SIGNS = ENDS | frozenset("()")


def in_order(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, each figure behind 分别 with the name that is its own.

    Where there are not as many figures as names, the figures become unclear."""
    written: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].kind != "each":
            written.append(tokens[at])
            at += 1
            continue
        if _is_named_each(written, tokens, at):
            written.append(replace(tokens[at], kind=":", text=":"))
            at += 1
            continue
        start = start_behind(written, ENDS)
        before, clause = written[:start], written[start:]
        figures, at = figures_behind(tokens, at + 1)
        leaders, words = _leaders(before, clause, len(figures))
        leaders = _without_lines(leaders, figures)
        if 0 < len(leaders) == len(figures):
            written = [*before, *_figured(clause)]
        written += _paired(leaders, words, figures)
    return written


def _without_lines(
    leaders: Sequence[Leader], figures: Sequence[Sequence[Token]]
) -> Sequence[Leader]:
    """The leaders, but of whom and when alone where the list has the name of its line, or of a
    change, right behind 分别: A、B分别收入1万元、2万元，分别支出3万元、4万元. What changed is the
    line named before where that is more than a side: A、B征缴收入分别超收1万元、2万元."""
    behind = {token.kind for token in figures[0][:-1]} if figures else set()
    changed = bool(behind & _OWN_LINE & CHANGES) and any(map(_is_of_side, leaders))
    anew = bool(behind & (_OWN_LINE - CHANGES)) or changed
    if not anew or "share" in behind or not _are_funds_of_one_line(leaders):
        return leaders
    return [[token for token in one if token.kind not in _OF_LINE] for one in leaders]


def _is_of_side(leader: Leader) -> bool:
    """Whether words name no line but a whole side of an account."""
    return all(is_bare(token) for token in leader if token.kind in _OF_LINE - CHANGES)


def _are_funds_of_one_line(leaders: Sequence[Leader]) -> bool:
    """Whether leaders name funds, and all of them the same line."""
    of_funds = all(any(CLASSES.get(token.kind) == "fund" for token in one) for one in leaders)
    lines = {tuple(token.text for token in one if token.kind in _OF_LINE) for one in leaders}
    return of_funds and len(lines) == 1


def _is_named_each(before: Sequence[Token], tokens: Sequence[Token], each: int) -> bool:
    """Whether the rates behind 分别 have a fund each, and the clause says but which rate of all
    they are: 各险种收入占比分别为企业养老41.9%、居民养老9.4%."""
    clause = last_clause(before)
    behind = tokens[each + 1 : each + 3]
    paired = [token.kind for token in behind] in (["fund", "number"], ["brief", "number"])
    named = {token.kind for token in clause}
    of_all = "total" in named and not named & {"fund", "brief", "number"}
    return paired and of_all and is_rate(behind[-1])


def _leaders(
    before: Sequence[Token], clause: Sequence[Token], count: int
) -> tuple[Sequence[Leader], Sequence[Token]]:
    """What leads to each of so many figures, by the clause or those before it; and the words of the
    clause that lead to all of them."""
    own, of_whole = parted_at_share(clause)
    wholes = listed_leaders(of_whole)
    if wholes:
        stated = _stated_before(before, count, again=False)
        parts = listed_leaders(own) or [_beside(own, part) for part in stated]
        return _with_wholes(parts, wholes), ()
    in_time = quarters_of(clause, before, count) or years_of(clause, before, count)
    if leaders := listed_leaders(clause) or in_time:
        return leaders, ()
    listed = _listed_before(before) or _stated_before(before, count, _is_of_time(clause))
    if turned := _turned_to(before):
        return [[*_funds(leader), *turned] for leader in listed], _of_one(clause)
    return [_beside(clause, leader) for leader in listed], _of_one(clause)


def _figured(clause: Sequence[Token]) -> Sequence[Token]:
    """A clause that has figures of its own: 收入、支出5万元、3万元，分别增长 …"""
    return [*clause, _COMMA] if any(token.kind == "number" for token in clause) else ()


def _beside(clause: Sequence[Token], leader: Leader) -> Leader:
    """The words of a leader, but for a name or time of which the clause has its own; what stands
    behind 占 is the whole of the shares that follow."""
    before, _ = parted_at_share(clause)
    own = {CLASSES[token.kind] for token in before if token.kind in CLASSES}
    return [token for token in leader if CLASSES.get(token.kind) not in own]


def _with_wholes(parts: Sequence[Leader], wholes: Sequence[Leader]) -> Sequence[Leader]:
    """Each part with the whole of which it is a share: 收入、支出占全市收入、支出的44%和48%; none
    where they are not as many."""
    if len(parts) != len(wholes):
        return ()
    return [[*part, *whole] for part, whole in zip(parts, wholes)]


def _of_one(clause: Sequence[Token]) -> Sequence[Token]:
    """The words of a clause that lead to each figure: not how many are listed, 三项占比依次为."""
    counted = [place for place, token in enumerate(clause) if token.kind == "sums"]
    shared = any(token.kind == "share" for token in clause)
    return [one for place, one in enumerate(clause) if not shared or place not in counted]


def _paired(
    leaders: Sequence[Leader], words: Sequence[Token], figures: Sequence[Sequence[Token]]
) -> list[Token]:
    """Each figure in a clause of its own, with its name."""
    if len(leaders) != len(figures):
        return [token for figure in figures for token in (_COMMA, _UNPAIRED, *figure)]
    if not figures:
        return []
    common = figures[0][:-1]
    unit = figures[-1][-1].mention
    paired: list[Token] = []
    for leader, (*own, number) in zip(leaders, figures):
        paired += [_COMMA, *leader, *words, *(own or common), _with_unit(number, unit)]
    return paired[1:]


def _with_unit(number: Token, last: Mention | None) -> Token:
    """A number of a list has the unit of the last where it has none: 5306、2244万元."""
    mention = number.mention
    if mention is None or last is None or mention.unit.symbol:
        return number
    return replace(number, mention=replace(mention, unit=last.unit))


def _listed_before(before: Sequence[Token]) -> list[Leader]:
    """The leaders of the list that the clause before is: 收入、支出，分别为 …"""
    clause = before[:-1]
    return listed_leaders(last_clause(clause))


def _turned_to(before: Sequence[Token]) -> Sequence[Token]:
    """The clause right before the one of 分别 that says what the figures before it turned to:
    预计企业养老、居民医保分别结余5万元、3万元，结果双双转为赤字，分别为 …; none elsewhere."""
    clause = last_clause(before[:-1])
    names = [token.kind for token in clause if token.kind in NAMES | {"deficit", "number"}]
    turns = says(clause, "turning") and names in (["deficit"], ["item"])
    return clause if turns and clause[-1].kind == names[0] else ()


def _funds(leader: Leader) -> Leader:
    return [token for token in leader if CLASSES.get(token.kind) == "fund"]


def _is_of_time(clause: Sequence[Token]) -> bool:
    """Whether a clause says of which year it is, and no more: …；2022年则分别为 …"""
    classes = [CLASSES.get(token.kind) for token in clause if token.kind != "fillers"]
    return bool(classes) and set(classes) == {"time"}


def _stated_before(before: Sequence[Token], count: int, again: bool) -> list[Leader]:
    """The leaders of the last figures of the sentence: 收入X，支出Y，分别完成 …; of those before a
    semicolon where the same are stated again; none where it is unclear with which of them the list
    begins, which 其中 says."""
    signs = SENTENCE_ENDS if again else SENTENCE_ENDS | {";"}
    stated = [*filter(_named, _stated(before[start_behind(before, signs) :]))]
    last = stated[-count:] if count else []
    further = stated[: -len(last)] if last else []
    if further and _are_parts(last):
        return [_of_part(figure) for figure in last]
    return [] if further and _may_begin(further[-1], last) else [figure[:-1] for figure in last]


def _are_parts(listed: Sequence[Sequence[Token]]) -> bool:
    """Whether 其中 begins a list of amounts, none of what a person pays, or of a whole side."""
    parts = any(token.kind == "among" for token in listed[0])
    whole = any(is_bare(token) for figure in listed for token in figure)
    return parts and not whole and all(is_amount(figure[-1]) for figure in listed)


def _may_begin(figure: Sequence[Token], listed: Sequence[Sequence[Token]]) -> bool:
    """Whether a figure before a list may be of it too: it is of another name, and alike."""
    names = [_named(one) for one in listed]
    return _named(figure) not in names and _alike(figure, listed[0])


def _of_part(figure: Sequence[Token]) -> Leader:
    """The words that lead to the figure of a part: not 其中."""
    return [token for token in figure[:-1] if token.kind != "among"]


def _stated(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The figures among some words, each with the words that lead to it."""
    figure: list[Token] = []
    for token in tokens:
        if token.kind in _SIGNS or (token.kind == "join" and not figure):
            continue
        figure.append(token)
        if token.kind == "number":
            yield figure
            figure = []


def _named(figure: Sequence[Token]) -> list[str]:
    return [token.text for token in figure if token.kind in NAMES]


def _alike(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether two figures measure the same."""
    mentions = one[-1].mention, other[-1].mention
    return len({mention.unit.dimension for mention in mentions if mention is not None}) == 1
