"""What is compared in fewer words: 与上年比， as 与上年相比; 与上年958.63万元相比， as
较上年958.63万元; 未完成预算，差额141.64万元 as 比预算
少141.64万元, and so 完成预算的97.1%，节支141.64万元."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount
from sipipeline.evidence.narrative.rewording.neighbours import last_clause
from sipipeline.language.lexicon import words
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "comparisons")
_NEAR = 4
"""Words before 比 among which 与 stands."""
_LAST_YEARS_FIGURE = ["last_year", "number", "than"]
"""Kinds of words behind 与: 上年 958.63万元 相比."""
_FARTHEST = 16
"""Words before a shortfall among which the budget stands."""
_ALL = 100
_THAN_BUDGET_LESS = (Token("than", "", 0, 0), Token("budget", "", 0, 0), Token("down", "", 0, 0))


def with_comparisons(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, each such turn in the words of the longer one."""
    written: list[Token] = []
    tokens = _with_last_years(tokens)
    for place, token in enumerate(tokens):
        behind = tokens[place + 1 : place + 2]
        if _closes(token, written, behind):
            written.append(replace(token, text=words("narrative", "tokens", "than_end")[0]))
            continue
        if is_amount(token):
            written = _with_shortfall(written)
        written.append(token)
    return written


def _with_last_years(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of a line, 与…相比 known as 较 where but last year's figure stands between."""
    known: list[Token] = []
    closing: Token | None = None
    for place, token in enumerate(tokens):
        behind = [one for one in tokens[place + 1 : place + _NEAR + 1] if one.kind != "fillers"]
        figure = behind[: len(_LAST_YEARS_FIGURE)]
        with_figure = [one.kind for one in figure] == _LAST_YEARS_FIGURE
        if with_figure and token.text in words(*_HERE, "with"):
            closing = figure[-1]
            known.append(replace(token, kind="than", meaning=()))
        elif token is not closing:
            known.append(token)
    return known


def _closes(token: Token, before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether 比 ends its clause, and 与 begins what it closes: 与上年比，."""
    ends = token.text in words(*_HERE, "than") and [one.text for one in behind] == [","]
    return ends and any(one.text in words(*_HERE, "with") for one in before[-_NEAR:])


def _with_shortfall(before: Sequence[Token]) -> list[Token]:
    """The words before an amount, a bare 差额 or 缺 of them known as 比预算少 behind a clause that
    says that the budget was not reached, and 节支 behind one that says how much of it was used."""
    place = len(before)
    while place and before[place - 1].kind not in ENDS:
        place -= 1
    said = "".join(token.text for token in before[place:])
    clause = last_clause(before[: max(place - 1, 0)][-_FARTHEST:])
    lacks = said in words(*_HERE, "shortfall") and _is_below_budget(clause)
    saves = said in words(*_HERE, "saving") and bool(_of_budget(clause))
    if not lacks and not saves:
        return [*before]
    start, end = before[place].start, before[-1].end
    *than_budget, less = (replace(one, start=start, end=start) for one in _THAN_BUDGET_LESS)
    return [*before[:place], *than_budget, replace(less, text=said, end=end)]


def _is_below_budget(clause: Sequence[Token]) -> bool:
    """Whether a clause says that a budget was not reached: 未完成预算, 只有预算的97%."""
    kinds = [token.kind for token in clause]
    rates = [token.mention for token in clause if token.mention is not None]
    if "completion" in kinds and not rates:
        said = "".join(token.text for token in clause[: kinds.index("completion")])
        return said.endswith(words(*_HERE, "not_reached"))
    return any(one.value < _ALL for one in _of_budget(clause))


def _of_budget(clause: Sequence[Token]) -> Sequence[Mention]:
    """The one percent of a budget that a clause says; none where it says any other number."""
    kinds = {token.kind for token in clause}
    numbers = [token.mention for token in clause if token.mention is not None]
    of_budget = not kinds.isdisjoint(("budget", "completion"))
    return numbers if of_budget and [one.unit.symbol for one in numbers] == ["%"] else ()
