"""The names that lists are made of, and the figures behind 分别: 收入、支出分别为53万元、22万元."""

from collections.abc import Sequence
from itertools import takewhile

from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, lines_counted, says

CLASSES = {
    "item": "line",
    "fund": "fund",
    "brief": "fund",
    "date": "time",
    "last_year": "time",
    "same_period": "time",
    "same_span": "time",
    "this_year": "time",
}
"""By kind of word: what it names."""
LINKS = frozenset({"join", "fillers"})
"""Kinds of words between the names of a list."""
_SEPARATORS = LINKS | {","}
NAMES = frozenset({"item", "benefit", "fund", "brief"})
"""Kinds of words that name what a figure is of."""
Leader = Sequence[Token]
"""The words that lead to one figure of a list: the name that is its own, and those of all."""


def listed_leaders(clause: Sequence[Token]) -> list[Leader]:
    """The leaders that the one list of a clause makes: 收入、支出; none where it has several."""
    lists = [run for run in runs_of_names(clause) if len(run) > 1]
    if len(lists) != 1:
        return []
    run = lists[0]
    before = [token for token in clause[: run[0]] if token.kind != "number"]
    behind = [*takewhile(lambda token: token.kind != "number", clause[run[-1] + 1 :])]
    if CLASSES[clause[run[0]].kind] == "fund":
        behind = [token for token in behind if token.kind != "total"]
    of_all = _of_all(behind, len(run))
    return [(*before, clause[place], *of_all) for place in run]


def parted_at_share(clause: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """The words of a clause before 占, and 占 with those behind it, which name the whole."""
    own = [*takewhile(lambda token: token.kind != "share", clause)]
    return own, clause[len(own) :]


def figures_behind(tokens: Sequence[Token], at: int) -> tuple[list[list[Token]], int]:
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


def runs_of_names(clause: Sequence[Token]) -> list[list[int]]:
    """Places of names of one class with 、 or 和 between them."""
    runs: list[list[int]] = []
    for place, token in enumerate(clause):
        if token.kind not in CLASSES:
            continue
        last = runs[-1][-1] if runs else None
        if last is not None and _is_linked(clause[last : place + 1]):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def is_rate(number: Token) -> bool:
    return number.mention is not None and number.mention.unit.dimension == "percent"


def _of_all(behind: Sequence[Token], count: int) -> Sequence[Token]:
    """The words behind a list of so many that lead to each figure: not 等, nor their number."""
    words = behind[says(behind[:1], "list_ends") :]
    return [token for token in words if lines_counted(token) != count]


def _is_linked(between: Sequence[Token]) -> bool:
    """Whether two names are of one class and only 、 or 和 part them."""
    kinds = {token.kind for token in between[1:-1]}
    same = CLASSES[between[0].kind] == CLASSES[between[-1].kind]
    return same and "join" in kinds and kinds <= LINKS


def _is_of_whole(words: Sequence[Token], name: Token) -> bool:
    """Whether a fund is that of the whole of which shares follow: 分别占工伤保险待遇支出的."""
    fund = CLASSES.get(name.kind) == "fund"
    return fund and [token.kind for token in words if token.kind != "fillers"] == ["share"]


def _ends_list(tokens: Sequence[Token], place: int, begun: bool) -> bool:
    """Whether the figures end before a token: at a name, and at a sign that no figure follows."""
    kind = tokens[place].kind
    if kind == ",":
        following = tokens[place + 1 : place + 2]
        return not begun or [token.kind for token in following] != ["number"]
    named = kind in CLASSES and (begun or CLASSES[kind] == "fund")
    return named or kind in ENDS or kind in "()" or kind == "each"
