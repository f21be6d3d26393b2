"""What was reached held to last year, an average, a price, a standard or the budget: 比上年提高 for
逐步提高, 86.3%，上年为81.9%, 113元（国家标准93元） for 不低于国家标准."""

import re
from collections.abc import Callable
from dataclasses import replace

from sipipeline.core.text import Text
from sipipeline.language.comparison import SAID, UNSAID, Attainment
from sipipeline.language.lexicon import WordPattern, has, one_of, words
from sipipeline.language.pauses import letters_of
from sipipeline.language.piecewise import Judge
from sipipeline.language.relations import Relative, basis_in, of_sense
from sipipeline.language.targets import Stated
from sipipeline.language.word_degrees import partly_met

_OPPOSITE = {">": "<", "<": ">"}
_BOTH = 2
_NO_BASIS = Text(
    zh="指标值“{wanted}”要与上年或平均水平比，实际完成值“{reached}”没有写比的结果",
    en="“{wanted}” compares with last year or an average, “{reached}” does not",
)


def by_relation(undecided: Attainment, name: str) -> Attainment | None:
    """不低于全省平均水平, 比上年提高: how what was reached lies to the same basis; a bare percent
    says nothing of it."""
    wanted, reached = undecided.target.relative, undecided.actual
    if wanted is None or (reached.band and reached.relative is None):
        return None
    if _is_doubtful(reached):
        return undecided.because(UNSAID)
    stated = _relation(reached, name) or _from_one_to_other(reached)
    if stated is None:
        return replace(undecided.because(_NO_BASIS), unclear=True)
    meets = stated.meets(wanted)
    if meets is None:
        return undecided.because(UNSAID)
    if meets and _is_slight(undecided.target.text, reached):
        return partly_met(undecided)
    return undecided.settled(meets, SAID, kept=None)


def beside_basis(wanted: Stated, reached: Stated, judge: Judge, name: str) -> Attainment | None:
    """What two figures come to, one of them what the target names to compare with: 86.3%，上年为
    81.9%; 支出84.6万元，预算85万元; None of anything else."""
    if wanted.kind != "qualitative":
        return None
    if reached.relative is not None:
        return _by_change(wanted, reached, judge)
    met = _meets_basis(wanted, reached, name)
    if met is None:
        return None
    return judge(wanted, reached).as_comparable().settled(met, SAID, kept=None)


def _by_change(wanted: Stated, reached: Stated, judge: Judge) -> Attainment | None:
    """What the one change of several figures comes to: 96.3%，比上年提高2.1个百分点."""
    changes = [part for part in reached.parts if part.sense]
    if wanted.relative is None or reached.problem is None or len(changes) != 1:
        return None
    change = replace(changes[0], relative=reached.relative)
    return replace(judge(wanted, change), actual=reached)


def _meets_basis(wanted: Stated, reached: Stated, name: str) -> bool | None:
    """Whether a figure lies to the basis beside it as the target asks; None where that is not
    said."""
    asked = name + wanted.text
    if wanted.relative is not None:
        basis = wanted.relative.basis
        op = _beside(reached, lambda label: basis_in(label) == basis, asked)
        return Relative(op, basis).meets(wanted.relative) if op else None
    if not has(wanted.text, "indicators", "within_budget"):
        return None
    op = _beside(reached, lambda label: label.endswith(words("parts", "planned_ends")), asked)
    return op != ">" if op else None


def _beside(reached: Stated, is_basis: Callable[[str], bool], asked: str) -> str:
    """How one of two figures lies to the other, that of a basis, as `>`, `<` or `=`; "" where it is
    not said which is which, or the other is of something else."""
    pair = _with_basis(reached, is_basis)
    if pair is None or not _are_of_the_same(*pair, asked):
        return ""
    mine, basis = ((part.lo or 0) * part.unit.factor for part in pair)
    if mine == basis:
        return "="
    return ">" if mine > basis else "<"


def _with_basis(reached: Stated, is_basis: Callable[[str], bool]) -> tuple[Stated, Stated] | None:
    """The one figure of a text and the basis beside it; None where there are others, or it is not
    said which of the two is the basis."""
    figures = [part for part in reached.parts if part.kind != "date"]
    if len(figures) != _BOTH:
        return None
    figure, basis = sorted(figures, key=lambda part: is_basis(part.label))
    is_told = is_basis(basis.label) and not is_basis(figure.label)
    return (figure, basis) if is_told else None


def _are_of_the_same(figure: Stated, basis: Stated, asked: str) -> bool:
    """Whether two figures are plain, in one unit, and of the same or of what is asked for."""
    plain = all(part.point and part.sense == "" for part in (figure, basis))
    alike = figure.unit.base == basis.unit.base
    return plain and alike and _of_what(figure.label) in f"{_of_what(basis.label)};{asked}"


def _of_what(label: str) -> str:
    """What the words before a figure say that it is of, without when, and without 实际支出."""
    return _IDLE.sub("", letters_of(label))


def _is_slight(wanted: str, reached: Stated) -> bool:
    """有所提高, 略有提高 where 明显提高 is wanted."""
    worded = reached.kind == "qualitative" and has(reached.text, "comparisons", "slight")
    return worded and has(wanted, "comparisons", "strong")


def _is_doubtful(reached: Stated) -> bool:
    """Whether words leave open how what was reached lies to its basis: 提高不明显."""
    doubted = reached.relative is not None and reached.relative.doubted
    return doubted or has(reached.text, "comparisons", "faint")


def _relation(reached: Stated, name: str) -> Relative | None:
    """What was reached against its basis; a difference of 0 is none, a negative one the
    opposite."""
    sense = reached.sense or _moved(reached, name)
    stated = reached.relative or of_sense(sense)
    differs = reached.point and sense != ""
    if stated is None or reached.lo is None or not differs:
        return stated
    if reached.lo == 0:
        return replace(stated, op="=")
    if reached.lo > 0:
        return stated
    return replace(stated, op=_OPPOSITE.get(stated.op, stated.op))


def _moved(reached: Stated, name: str) -> str:
    """`up` for 人均月增128元, `down` for 为企业减负3426万元 of 企业负担; "" where the words before
    a figure say neither, or not whose burden became less."""
    found = None if reached.parts or not reached.point else _MOVEMENT.search(reached.label)
    if found is None:
        return ""
    if found["relief"] and not (found["whom"] and found["whom"] in name):
        return ""
    return "up" if found["up"] else "down"


def _from_one_to_other(reached: Stated) -> Relative | None:
    """由9件降至7件, the way that words and figures go; None where they go different ways."""
    if len(reached.parts) != _BOTH:
        return None
    before, after = reached.parts
    origin = re.sub(
        f"{one_of('comparisons', 'last_year')}{one_of('comparisons', 'levels')}*", "", before.label
    )
    if origin not in words("parts", "origin") or before.unit != after.unit:
        return None
    sense = next((one for one in ("up", "down") if _leads(after.label, one)), "")
    return of_sense(sense) if sense and sense == _way(before, after) else None


def _way(before: Stated, after: Stated) -> str:
    """Which way it went from one figure to another; "" where they are no plain figures, or the
    same."""
    if before.lo is None or after.lo is None or not (before.point and after.point):
        return ""
    if before.lo == after.lo:
        return ""
    return "up" if after.lo > before.lo else "down"


def _leads(label: str, sense: str) -> bool:
    """Whether the words between two figures say that the first rose to the second, or fell."""
    led = label.startswith((*words("narrative", "tokens", sense), *words("changes", sense)))
    return led and label.endswith(words("changes", "level"))


_MOVEMENT = WordPattern(
    "(?<!{comparisons.unmoved})(?:(?P<up>{comparisons.rose})|{comparisons.fell})$"
    r"|{comparisons.relieving}(?P<whom>\w{2,6}?)(?P<relief>{comparisons.relief})$"
)
_IDLE = WordPattern(
    "{comparisons.now}|{comparisons.last_year}|{comparisons.averages}|{comparisons.regions}"
    "|{comparisons.measures}|{parts.planned_ends}|{parts.idle}"
)
"""What a label may hold beside what its figure is of: 今年, 实际支出, the basis itself."""
