"""The columns of the changes on last year, one of amounts and one of rates, each in the place of
the other: no two columns of one unit, so that a figure tells by its size what it is."""

from collections.abc import Iterator, Mapping, Sequence

from sipipeline.arithmetic.figures import Interval, meet
from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.people import of_all_people
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_TELLING = 4
"""In so many lines the figures must be of the other column: fewer may be by chance."""
_ALIKE = 0.8
"""The part of the lines with a change in which they must be."""
_OF_RATES, _OF_AMOUNTS = (0.01, 1.0), (100.0, 1.0)
"""What a rate may be worth where an amount is asked for, as 8.8 or as 0.088, and an amount where a
rate is: a small one may be taken for a rate, a large one for hundredths."""
_GROWTH = "growth"
EXCHANGED, ONLY_AMOUNTS = "exchanged", "change for growth"
"""The codes of the slips: of both columns, and of the rates alone."""


def exchanged_changes(undoing: Undoing) -> Iterator[Hypothesis]:
    """The amounts of the changes in the column of their rates, and the rates in that of the
    amounts, as figures or as texts that cannot be read there; or the amounts in both, or in that of
    the rates alone."""
    if len(undoing.broken_rates) < _TELLING:
        return
    for sheet, lines in _lines_by_sheet(undoing).items():
        changed = [line for line in lines if _has_changed(undoing, line)]
        if _are_amounts(undoing, changed):
            yield from _on_sheet(undoing, sheet, changed)


@frozen
class _StatedLine:
    """The figures of a line, by their numbers."""

    change: int
    growth: int
    this: int
    last: int


def _on_sheet(undoing: Undoing, sheet: str, lines: Sequence[_StatedLine]) -> Iterator[Hypothesis]:
    """The hypothesis of the lines of a sheet whose amounts stand in the place of their rates: both
    columns were exchanged if the rates stand in that of the amounts."""
    rates = {line: _rate(undoing, line) for line in lines if _is_told(undoing.problem, line)}
    growths = [line for line, rate in rates.items() if _is_growth(undoing, line, rate)]
    if growths and len(growths) >= _ALIKE * len(rates):
        yield from _of_both(undoing, sheet, lines, rates)
    elif all(_is_right(undoing, line) for line in rates):
        yield from _of_amounts(undoing, sheet, lines)


def _are_amounts(undoing: Undoing, lines: Sequence[_StatedLine]) -> bool:
    """Whether what stands in the place of nearly all rates are the amounts of the changes."""
    right = (meet(_amount(undoing, line), _difference(undoing, line)) for line in lines)
    return sum(right) >= max(_TELLING, _ALIKE * len(lines))


def _of_both(
    undoing: Undoing,
    sheet: str,
    lines: Sequence[_StatedLine],
    rates: Mapping[_StatedLine, Interval],
) -> Iterator[Hypothesis]:
    """The hypothesis that both columns were exchanged."""
    fixed = {line.change: _amount(undoing, line) for line in lines}
    fixed |= {line.growth: rate for line, rate in rates.items()}
    lost = frozenset(line.growth for line in lines) - fixed.keys()
    slip = _slip(undoing.problem, EXCHANGED, sheet, lines[0], len(fixed))
    yield from undoing.tried(slip, fixed, lost, tolerant=True)


def _of_amounts(undoing: Undoing, sheet: str, lines: Sequence[_StatedLine]) -> Iterator[Hypothesis]:
    """The hypothesis that amounts stand in the place of rates, and in their own or not at all."""
    blank = [line for line in lines if not undoing.problem.stated[line.change]]
    fixed = {line.change: _amount(undoing, line) for line in blank}
    lost = frozenset(line.growth for line in lines)
    slip = _slip(undoing.problem, ONLY_AMOUNTS, sheet, lines[0], len(lost))
    yield from undoing.tried(slip, fixed, lost, tolerant=True)


def _slip(problem: LinearProblem, code: str, sheet: str, line: _StatedLine, count: int) -> Slip:
    one, other = (keys.measure(problem.keys[figure]) for figure in (line.change, line.growth))
    return Slip(code, {"one": one, "other": other, "sheet": sheet, "count": count})


def _lines_by_sheet(undoing: Undoing) -> Mapping[str, Sequence[_StatedLine]]:
    """By sheet the lines of which a rate of change is stated; the head-counts of all funds stand on
    one sheet."""
    problem = undoing.problem
    sheets: dict[str, dict[str, dict[int, _StatedLine]]] = {}
    for line in _lines(problem):
        column = sheets.setdefault(problem.sheet[line.growth], {_GROWTH: {}})[_GROWTH]
        column[line.growth] = line
    touched = {problem.sheet[rate] for rate in undoing.broken_rates}
    known = {sheet: columns for sheet, columns in sheets.items() if sheet in touched}
    every = {**known, **of_all_people(sheets, touched)}
    return {sheet: [*columns[_GROWTH].values()] for sheet, columns in every.items()}


def _lines(problem: LinearProblem) -> Iterator[_StatedLine]:
    """The lines of which a rate of change is stated, and both amounts."""
    number, relations = problem.number, problem.matrix.relations
    rates = [one for one in relations if len(one.base) == len(one.terms) == 1]
    growths = {one.terms[0].key: one.subject for one in rates}
    for relation in relations:
        if relation.difference and relation.subject in growths:
            change, *amounts = relation.keys
            names = (change, growths[change], *amounts)
            figures = [number.get(key, -1) for key in names]
            if -1 not in figures and problem.stated[figures[1:]].all():
                yield _StatedLine(*figures)


def _amount(undoing: Undoing, line: _StatedLine) -> Interval:
    """The amount that stands in the place of a rate."""
    ends, change = undoing.stated(line.growth), _difference(undoing, line)
    possible = [_times(ends, unit) for unit in _OF_AMOUNTS]
    return next((one for one in possible if meet(one, change)), possible[0])


def _rate(undoing: Undoing, line: _StatedLine) -> Interval:
    """The rate that stands in the place of an amount, as a figure or as a text."""
    problem = undoing.problem
    if not problem.stated[line.change]:
        return problem.contents.in_percent[problem.keys[line.change]]
    possible = [_times(undoing.typed(line.change), unit) for unit in _OF_RATES]
    return next((one for one in possible if _is_growth(undoing, line, one)), possible[0])


def _is_told(problem: LinearProblem, line: _StatedLine) -> bool:
    """Whether a figure stands in the place of an amount, or a rate that cannot be read there."""
    in_percent = problem.contents.in_percent
    return bool(problem.stated[line.change]) or problem.keys[line.change] in in_percent


def _has_changed(undoing: Undoing, line: _StatedLine) -> bool:
    """Whether anything but 0 stands in a line as its change: of a 0 nothing tells which it is."""
    problem = undoing.problem
    is_text = not problem.stated[line.change] and _is_told(problem, line)
    return bool(problem.value[line.growth] or problem.value[line.change] or is_text)


def _is_right(undoing: Undoing, line: _StatedLine) -> bool:
    """Whether the amount that is stated is that of the change."""
    is_stated = bool(undoing.problem.stated[line.change])
    return is_stated and meet(undoing.stated(line.change), _difference(undoing, line))


def _difference(undoing: Undoing, line: _StatedLine) -> Interval:
    this, last = undoing.stated(line.this), undoing.stated(line.last)
    return this[0] - last[1], this[1] - last[0]


def _is_growth(undoing: Undoing, line: _StatedLine, rate: Interval) -> bool:
    """Whether a rate is what the change of a line is of last year."""
    last = undoing.stated(line.last)
    ends = [one * other for one in rate for other in last]
    return meet((min(ends), max(ends)), _difference(undoing, line))


def _times(ends: Interval, factor: float) -> Interval:
    return ends[0] * factor, ends[1] * factor
