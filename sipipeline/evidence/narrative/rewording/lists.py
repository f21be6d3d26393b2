"""Figures in the order of names: 收入、支出分别为53万元、22万元 says 收入为53万元，支出为22万元."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, lines_counted, says
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.subjects import is_bare
from sipipeline.evidence.narrative.rewording.year_lists import years_of
from sipipeline.language.lexicon import words
from sipipeline.language.mentions import Mention

_CLASSES = {
    "item": "line",
    "fund": "fund",
    "brief": "fund",
    "date": "time",
    "last_year": "time",
    "same_period": "time",
    "same_span": "time",
    "this_year": "time",
}
_OF_LINE = CHANGES | {"item", "benefit", "deficit"}
"""Kinds of words that say what the figures of a list are of, or that they are changes."""
_OWN_LINE = _OF_LINE - {"up", "down"}
"""Those of them that name a line themselves: 增支."""
_LINKS = frozenset({"join", "fillers"})
_SEPARATORS = _LINKS | {","}
_COMMA = Token(",", ",", 0, 0)
_EACH = Token("each", "", 0, 0)
_UNPAIRED = Token("rest", "", 0, 0)
"""Words that make a figure unclear."""


_NAMES = frozenset({"item", "benefit", "fund", "brief"})
"""Kinds of words that name what a figure is of."""
_SIDES = ("income", "expenditure")
_SUBTOTALS = ("income_subtotal", "expenditure_subtotal")
_TO_EACH = 6
"""Words between 收支 and 分别 that may say which figures follow: 收支增幅分别为."""
_SIGNS = ENDS | frozenset("()")

Leader = Sequence[Token]
"""The words that lead to one figure of a list: the name that is its own, and those of all."""


def with_each(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, 分别 put where it goes on, 分别为1.8万、6.9万人，增长3%、4%, and where
    it is left out: 收入X、支出Y，增长3%和4%."""
    count = 0
    of_funds = False
    tokens = _with_sides(tokens)
    written: list[Token] = []
    for place, token in enumerate(tokens):
        if token.kind in SENTENCE_ENDS or token.kind == ";":
            count, of_funds = 0, False
        if token.kind == "each":
            count = len(_figures(tokens, place + 1)[0])
            of_funds = of_funds or _lists_funds(written)
            if _leads_to_wholes(tokens, place + 1):
                continue
        elif token.kind == "number" and (
            _is_of_each(written, tokens, place, count)
            or _is_of_wholes(written, tokens, place)
            or (of_funds and _is_line_of_each(written, tokens, place, count))
        ):
            written.append(_EACH)
        written.append(token)
    return written


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
        start = _start_of_clause(written)
        before, clause = written[:start], written[start:]
        figures, at = _figures(tokens, at + 1)
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
    of_funds = all(any(_CLASSES.get(token.kind) == "fund" for token in one) for one in leaders)
    lines = {tuple(token.text for token in one if token.kind in _OF_LINE) for one in leaders}
    return of_funds and len(lines) == 1


def _with_sides(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, 收支 of which figures follow as the two that it is:
    收支分别为9525万元和9339万元, 收、支增幅分别为7.97%和9.57%."""
    written: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _end_of_sides(tokens, at)
        listed = end is not None and _leads_to_each(tokens, end)
        written += _sides(tokens[at]) if listed else [tokens[at]]
        at = end if end is not None and listed else at + 1
    return written


def _end_of_sides(tokens: Sequence[Token], at: int) -> int | None:
    """The place behind 收支, or 收、支, that begins at a place; None where something else does."""
    if says(tokens[at : at + 1], "both_sides"):
        return at + 1
    if says(tokens[at : at + 1], "both_subtotals"):
        return _end_of_scope(tokens, at + 1)
    near = tokens[at : at + 3]
    parted = [token.kind for token in near[1:2]] == ["join"] and len(near) > len(_SIDES)
    short = parted and all(
        says([token], side) for token, side in zip(near[::2], ("short_income", "short_expenditure"))
    )
    return at + len(near) if short else None


def _end_of_scope(tokens: Sequence[Token], at: int) -> int:
    """The place behind a bracket that says what subtotals leave out, （不含上下级往来）; the same
    place where no such bracket begins there."""
    if [token.kind for token in tokens[at : at + 1]] != ["("]:
        return at
    inside = [*takewhile(lambda token: token.kind != ")", tokens[at + 1 :])]
    told = "".join(token.text for token in inside)
    return at + 2 + len(inside) if told in words("narrative", "signs", "of_subtotals") else at


def _leads_to_each(tokens: Sequence[Token], start: int) -> bool:
    """Whether 分别 follows in the clause, and no number before it."""
    near = takewhile(lambda token: token.kind not in {*ENDS, "number"}, tokens[start:])
    return any(token.kind == "each" for token in [*near][:_TO_EACH])


def _sides(token: Token) -> Sequence[Token]:
    """收入、支出, where 收支 stands; the subtotals of both for 收支小计."""
    lines = _SUBTOTALS if says([token], "both_subtotals") else _SIDES
    names = [replace(token, kind="item", meaning=(f"{keys.ACCOUNTS}.{line}",)) for line in lines]
    return names[0], replace(token, kind="join"), names[1]


def _is_of_each(before: Sequence[Token], tokens: Sequence[Token], place: int, count: int) -> bool:
    """Whether a number begins a list of as many as the one before, or of rates, and nothing is
    named anew but the whole of which they are shares."""
    clause, of_whole = _parted_at_share(before[_start_of_clause(before) :])
    begins = not before or before[-1].kind in ENDS
    goes_on = any(token.kind == "number" for token in of_whole)
    if begins or goes_on or any(map(_is_named, clause)):
        return False
    run = _run(tokens, place)
    return len(run) > 1 and (len(run) == count or all(map(_is_rate, run)))


def _leads_to_wholes(tokens: Sequence[Token], start: int) -> bool:
    """Whether 占 and several wholes follow 分别, each for a share: 分别占全市收入、支出的."""
    clause = [*takewhile(lambda token: token.kind not in {*ENDS, "number"}, tokens[start:])]
    return [token.kind for token in clause[:1]] == ["share"] and len(_listed(clause)) > 1


def _is_of_wholes(before: Sequence[Token], tokens: Sequence[Token], place: int) -> bool:
    """Whether a number begins a list of as many shares as there are wholes behind 占."""
    _, of_whole = _parted_at_share(before[_start_of_clause(before) :])
    goes_on = any(token.kind == "number" for token in of_whole)
    return not goes_on and len(_run(tokens, place)) == len(_listed(of_whole)) > 1


def _lists_funds(before: Sequence[Token]) -> bool:
    """Whether the clause before 分别 lists funds: 工伤、失业."""
    clause = before[_start_of_clause(before) :]
    lists = [run for run in _runs(clause) if len(run) > 1]
    return len(lists) == 1 and _CLASSES[clause[lists[0][0]].kind] == "fund"


def _is_line_of_each(
    before: Sequence[Token], tokens: Sequence[Token], place: int, count: int
) -> bool:
    """Whether a number begins a list of as many as the one before it of funds, with but the name of
    another line: 工伤、失业分别收入1万元、2万元，支出3万元、4万元."""
    clause = before[_start_of_clause(before) :]
    named = [token.kind for token in clause if token.kind != "fillers"]
    return named == ["item"] and 1 < count == len(_run(tokens, place))


def _is_named(token: Token) -> bool:
    return token.kind in _NAMES or token.kind in ("each", "number")


def _is_rate(number: Token) -> bool:
    return number.mention is not None and number.mention.unit.dimension == "percent"


def _run(tokens: Sequence[Token], place: int) -> Sequence[Token]:
    """The numbers from a place on that nothing but 、 and 和 part."""
    behind = (tokens[at] for at in range(place, len(tokens)))
    listed = takewhile(lambda token: token.kind == "number" or token.kind in _LINKS, behind)
    return [token for token in listed if token.kind == "number"]


def _is_named_each(before: Sequence[Token], tokens: Sequence[Token], each: int) -> bool:
    """Whether the rates behind 分别 have a fund each, and the clause says but which rate of all
    they are: 各险种收入占比分别为企业养老41.9%、居民养老9.4%."""
    clause = before[_start_of_clause(before) :]
    behind = tokens[each + 1 : each + 3]
    paired = [token.kind for token in behind] in (["fund", "number"], ["brief", "number"])
    named = {token.kind for token in clause}
    of_all = "total" in named and not named & {"fund", "brief", "number"}
    return paired and of_all and _is_rate(behind[-1])


def _leaders(
    before: Sequence[Token], clause: Sequence[Token], count: int
) -> tuple[Sequence[Leader], Sequence[Token]]:
    """What leads to each of so many figures, by the clause or those before it; and the words of the
    clause that lead to all of them."""
    own, of_whole = _parted_at_share(clause)
    wholes = _listed(of_whole)
    if wholes:
        stated = _stated_before(before, count, again=False)
        parts = _listed(own) or [_beside(own, part) for part in stated]
        return _with_wholes(parts, wholes), ()
    if leaders := _listed(clause) or years_of(clause, before, count):
        return leaders, ()
    listed = _listed_before(before) or _stated_before(before, count, _is_of_time(clause))
    return [_beside(clause, leader) for leader in listed], _of_one(clause)


def _figured(clause: Sequence[Token]) -> Sequence[Token]:
    """A clause that has figures of its own: 收入、支出5万元、3万元，分别增长 …"""
    return [*clause, _COMMA] if any(token.kind == "number" for token in clause) else ()


def _beside(clause: Sequence[Token], leader: Leader) -> Leader:
    """The words of a leader, but for a name or time of which the clause has its own; what stands
    behind 占 is the whole of the shares that follow."""
    before, _ = _parted_at_share(clause)
    own = {_CLASSES[token.kind] for token in before if token.kind in _CLASSES}
    return [token for token in leader if _CLASSES.get(token.kind) not in own]


def _parted_at_share(clause: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """The words of a clause before 占, and 占 with those behind it, which name the whole."""
    own = [*takewhile(lambda token: token.kind != "share", clause)]
    return own, clause[len(own) :]


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


def _start_of_clause(tokens: Sequence[Token]) -> int:
    """The place behind the last sign."""
    return _start_behind(tokens, ENDS)


# ---------------------------------------------------------------- the names
def _listed(clause: Sequence[Token]) -> list[Leader]:
    """The leaders that the one list of a clause makes: 收入、支出; none where it has several."""
    lists = [run for run in _runs(clause) if len(run) > 1]
    if len(lists) != 1:
        return []
    run = lists[0]
    before = [token for token in clause[: run[0]] if token.kind != "number"]
    behind = [*takewhile(lambda token: token.kind != "number", clause[run[-1] + 1 :])]
    if _CLASSES[clause[run[0]].kind] == "fund":
        behind = [token for token in behind if token.kind != "total"]
    of_all = _of_all(behind, len(run))
    return [(*before, clause[place], *of_all) for place in run]


def _of_all(behind: Sequence[Token], count: int) -> Sequence[Token]:
    """The words behind a list of so many that lead to each figure: not 等, nor their number."""
    words = behind[says(behind[:1], "list_ends") :]
    return [token for token in words if lines_counted(token) != count]


def _listed_before(before: Sequence[Token]) -> list[Leader]:
    """The leaders of the list that the clause before is: 收入、支出，分别为 …"""
    clause = before[:-1]
    return _listed(clause[_start_of_clause(clause) :])


def _is_of_time(clause: Sequence[Token]) -> bool:
    """Whether a clause says of which year it is, and no more: …；2022年则分别为 …"""
    classes = [_CLASSES.get(token.kind) for token in clause if token.kind != "fillers"]
    return bool(classes) and set(classes) == {"time"}


def _stated_before(before: Sequence[Token], count: int, again: bool) -> list[Leader]:
    """The leaders of the last figures of the sentence: 收入X，支出Y，分别完成 …; of those before a
    semicolon where the same are stated again; none where it is unclear with which of them the list
    begins, which 其中 says."""
    signs = SENTENCE_ENDS if again else SENTENCE_ENDS | {";"}
    stated = [*filter(_named, _stated(before[_start_behind(before, signs) :]))]
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
    return [token.text for token in figure if token.kind in _NAMES]


def _alike(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether two figures measure the same."""
    mentions = one[-1].mention, other[-1].mention
    return len({mention.unit.dimension for mention in mentions if mention is not None}) == 1


def _start_behind(tokens: Sequence[Token], signs: Collection[str]) -> int:
    """The place behind the last of some signs."""
    places = (place + 1 for place, token in enumerate(tokens) if token.kind in signs)
    return max(places, default=0)


def _runs(clause: Sequence[Token]) -> list[list[int]]:
    """Places of names of one class with 、 or 和 between them."""
    runs: list[list[int]] = []
    for place, token in enumerate(clause):
        if token.kind not in _CLASSES:
            continue
        last = runs[-1][-1] if runs else None
        if last is not None and _is_linked(clause[last : place + 1]):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _is_linked(between: Sequence[Token]) -> bool:
    """Whether two names are of one class and only 、 or 和 part them."""
    kinds = {token.kind for token in between[1:-1]}
    same = _CLASSES[between[0].kind] == _CLASSES[between[-1].kind]
    return same and "join" in kinds and kinds <= _LINKS


def _figures(tokens: Sequence[Token], at: int) -> tuple[list[list[Token]], int]:
    """The figures behind 分别, each with the words before it, and where they end."""
    figures: list[list[Token]] = []
    words: list[Token] = []
    end = at
    for place in range(at, len(tokens)):
        token = tokens[place]
        if token.kind == "number":
            figures.append([*words, token])
            words, end = [], place + 1
        elif _ends_list(tokens, place, bool(figures)) and not _is_of_whole(words, token):
            break
        elif token.kind not in _SEPARATORS or not figures:
            words.append(token)
    return figures, end


def _is_of_whole(words: Sequence[Token], name: Token) -> bool:
    """Whether a fund is that of the whole of which shares follow: 分别占工伤保险待遇支出的."""
    fund = _CLASSES.get(name.kind) == "fund"
    return fund and [token.kind for token in words if token.kind != "fillers"] == ["share"]


def _ends_list(tokens: Sequence[Token], place: int, begun: bool) -> bool:
    """Whether the figures end before a token: at a name, and at a sign that no figure follows."""
    kind = tokens[place].kind
    if kind == ",":
        following = tokens[place + 1 : place + 2]
        return not begun or [token.kind for token in following] != ["number"]
    named = kind in _CLASSES and (begun or _CLASSES[kind] == "fund")
    return named or kind in ENDS or kind in "()" or kind == "each"
