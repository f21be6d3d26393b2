"""What a text says against an average or against last year: 高于全省平均水平, 比上年提高."""

import re
from collections.abc import Iterator
from functools import cache

from sipipeline.core.values import frozen
from sipipeline.language.lexicon import has, one_of, table, words
from sipipeline.language.pauses import pieces

LAST_YEAR = "last year"
AVERAGE = "average"
_LONGEST_NAME = 8
"""Characters before 增幅 that may name what grows."""
_HOLDS = {
    (">", ">"): True,
    (">", ">="): True,
    (">", "="): False,
    (">", "<="): False,
    (">", "<"): False,
    (">=", ">="): True,
    (">=", "<"): False,
    ("=", ">="): True,
    ("=", "<="): True,
    ("=", "="): True,
    ("=", ">"): False,
    ("=", "<"): False,
    ("<=", "<="): True,
    ("<=", ">"): False,
    ("<", "<"): True,
    ("<", "<="): True,
    ("<", "="): False,
    ("<", ">="): False,
    ("<", ">"): False,
}
"""Whether what is stated, first, meets what is asked for, second; other pairs may be either."""


_DENIED = {">": "<=", "<": ">="}
"""没有提高 is at most what it was."""


@frozen
class Relative:
    """How something lies to a basis outside the table."""

    op: str
    basis: str
    """`last year`; `average` or the region whose average it is; another measure by its name, as
    收入增幅."""
    end: int | None = None
    """Where words such as 高于全省平均 end, behind which a figure is the difference."""
    doubted: bool = False
    """Whether a denial stands somewhere before it in its clause: 未使待遇水平提高."""

    @property
    def sense(self) -> str:
        """What a difference in this direction is called; "" where the words state none."""
        if self.op not in ("<", ">"):
            return ""
        names = ("up", "down") if self.basis == LAST_YEAR else ("above", "below")
        return names[self.op == "<"]

    def _averages(self, other: "Relative") -> bool:
        """Whether both bases may be the same average: 平均水平 and 全省平均水平."""
        bases = {self.basis, other.basis} - {AVERAGE}
        return len(bases) == 1 and bases <= {*words("comparisons", "regions")}

    def meets(self, wanted: "Relative") -> bool | None:
        """Whether it answers what is wanted; None where it cannot be told."""
        bases = {self.basis, wanted.basis}
        if len(bases) > 1 and not self._averages(wanted):
            return None
        return _HOLDS.get((self.op, wanted.op))


def relatives_in(text: str) -> Iterator[Relative]:
    """Every comparison with an average or last year in a folded text, in order."""
    for found in _pattern().finditer(text):
        heading = next(name for name in ("before", "behind", "alone") if found[name])
        word = found[heading]
        op = _ops(heading)[word]
        is_denied = bool(found["denied"] or found["denied_alone"])
        if is_denied:
            op = _DENIED.get(op, op)
        basis = _basis(found["compared"] or found["basis"] or "")
        differs = heading != "alone" and word not in _ops("alone")
        doubted = heading == "alone" and not is_denied and _holds_denial(text[: found.start()])
        yield Relative(op, basis, found.end() if differs else None, doubted)


def basis_in(text: str) -> str | None:
    """What words such as 上年为 or 国家标准 name to compare with; None where they name nothing."""
    found = re.search(_bases(), text)
    return _basis(found.group()) if found is not None else None


def of_sense(sense: str) -> Relative | None:
    """What a change without its basis says: 提高2个百分点 compares with last year."""
    op = {"up": ">", "down": "<"}.get(sense)
    return Relative(op, LAST_YEAR) if op else None


def _holds_denial(before: str) -> bool:
    """Whether the clause that the words end holds a denial."""
    return has(pieces(before)[-1], "qualitative", "denials")


def _basis(text: str) -> str:
    """What 全省平均水平, 上年 or 收入增幅 names; last year where nothing is named."""
    if text.endswith(words("comparisons", "measures")):
        return text
    if not has(text, "comparisons", "averages"):
        return LAST_YEAR
    regions = filter(text.__contains__, words("comparisons", "regions"))
    return next(regions, AVERAGE)


@cache
def _pattern() -> re.Pattern[str]:
    """高于全省平均水平; 比全省平均水平高, 与上年持平; 稳步提高."""
    basis = _bases()
    adverbs = f"{one_of('comparisons', 'adverbs')}*"
    with_ = one_of("comparisons", "with")
    before, behind, alone = (_any_of(heading) for heading in ("before", "behind", "alone"))
    denial = f"{one_of('qualitative', 'denials')}{adverbs}"
    return re.compile(
        f"(?P<before>{before})(?P<compared>{basis})"
        f"|{with_}(?P<basis>{basis}){adverbs}(?P<denied>{denial})?(?P<behind>{behind})"
        f"|(?P<denied_alone>{denial})?(?P<alone>{alone})"
    )


@cache
def _bases() -> str:
    """A pattern for 全省平均水平, 上年, 收入增幅, 市场价."""
    region, average = one_of("comparisons", "regions"), one_of("comparisons", "averages")
    year, level = one_of("comparisons", "last_year"), one_of("comparisons", "levels")
    measure = f"[^0-9,;:。、()]{{0,{_LONGEST_NAME}}}?{one_of('comparisons', 'measures')}"
    return f"(?:(?:{region}*{average}|{year}){level}*|{measure})"


def _any_of(heading: str) -> str:
    longest_first = sorted(_ops(heading), key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))


@cache
def _ops(heading: str) -> dict[str, str]:
    """Words to the comparator that they stand for; what rises or falls says it anywhere."""
    ops = {word: op for op, named in table()["comparisons"][heading].items() for word in named}
    if heading == "before":
        return ops
    changes = dict.fromkeys(words("changes", "up"), ">") | dict.fromkeys(
        words("changes", "down"), "<"
    )
    for noun in words("changes", "rates"):
        changes.pop(noun, None)
    alone = changes if heading == "alone" else changes | _ops("alone")
    return alone | ops
