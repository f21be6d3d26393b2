"""分别 where a list goes on without it, and 收支 where two figures follow:
收支分别为53万元、22万元，增长3%和4%."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.core import keys
from sipipeline.core.standard import SIDES
from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.rewording.names_in_lists import (
    CLASSES,
    LINKS,
    NAMES,
    figures_behind,
    is_rate,
    listed_leaders,
    parted_at_share,
    runs_of_names,
)
from sipipeline.evidence.narrative.rewording.neighbours import last_clause
from sipipeline.language.lexicon import words

_EACH = Token("each", "", 0, 0)
_SUBTOTALS = ("income_subtotal", "expenditure_subtotal")
_TO_EACH = 6
"""Words between 收支 and 分别 that may say which figures follow: 收支增幅分别为."""


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
            count = len(figures_behind(tokens, place + 1)[0])
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
    parted = [token.kind for token in near[1:2]] == ["join"] and len(near) > len(SIDES)
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
    lines = _SUBTOTALS if says([token], "both_subtotals") else SIDES
    names = [replace(token, kind="item", meaning=(f"{keys.ACCOUNTS}.{line}",)) for line in lines]
    return names[0], replace(token, kind="join"), names[1]


def _is_of_each(before: Sequence[Token], tokens: Sequence[Token], place: int, count: int) -> bool:
    """Whether a number begins a list of as many as the one before, or of rates, and nothing is
    named anew but the whole of which they are shares."""
    clause, of_whole = parted_at_share(last_clause(before))
    begins = not before or before[-1].kind in ENDS
    goes_on = any(token.kind == "number" for token in of_whole)
    if begins or goes_on or any(map(_is_named, clause)):
        return False
    run = _run(tokens, place)
    return len(run) > 1 and (len(run) == count or all(map(is_rate, run)))


def _leads_to_wholes(tokens: Sequence[Token], start: int) -> bool:
    """Whether 占 and several wholes follow 分别, each for a share: 分别占全市收入、支出的."""
    clause = [*takewhile(lambda token: token.kind not in {*ENDS, "number"}, tokens[start:])]
    return [token.kind for token in clause[:1]] == ["share"] and len(listed_leaders(clause)) > 1


def _is_of_wholes(before: Sequence[Token], tokens: Sequence[Token], place: int) -> bool:
    """Whether a number begins a list of as many shares as there are wholes behind 占."""
    _, of_whole = parted_at_share(last_clause(before))
    goes_on = any(token.kind == "number" for token in of_whole)
    return not goes_on and len(_run(tokens, place)) == len(listed_leaders(of_whole)) > 1


def _lists_funds(before: Sequence[Token]) -> bool:
    """Whether the clause before 分别 lists funds: 工伤、失业."""
    clause = last_clause(before)
    lists = [run for run in runs_of_names(clause) if len(run) > 1]
    return len(lists) == 1 and CLASSES[clause[lists[0][0]].kind] == "fund"


def _is_line_of_each(
    before: Sequence[Token], tokens: Sequence[Token], place: int, count: int
) -> bool:
    """Whether a number begins a list of as many as the one before it of funds, with but the name of
    another line: 工伤、失业分别收入1万元、2万元，支出3万元、4万元."""
    clause = last_clause(before)
    named = [token.kind for token in clause if token.kind != "fillers"]
    return named == ["item"] and 1 < count == len(_run(tokens, place))


def _is_named(token: Token) -> bool:
    return token.kind in NAMES or token.kind in ("each", "number")


def _run(tokens: Sequence[Token], place: int) -> Sequence[Token]:
    """The numbers from a place on that nothing but 、 and 和 part."""
    behind = (tokens[at] for at in range(place, len(tokens)))
    listed = takewhile(lambda token: token.kind == "number" or token.kind in LINKS, behind)
    return [token for token in listed if token.kind == "number"]
