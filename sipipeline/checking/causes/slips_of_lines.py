"""Cells of one line or one column that are wrong alike, each by itself: a line typed in another
unit or a cell to the side, a column filled down, two funds in each other's place are one cause."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby, pairwise, starmap

from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.findings import Culprit, Finding, Interval, lies_within
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.core.values import frozen

_UNIT = 10_000
_FACTORS = (10.0, 100.0, 1_000.0, float(_UNIT))
_FEWEST = 3
"""Cells that went wrong alike: two may by chance."""
_MOVED = 2
"""Cells that hold what the one beside them should: so many do so by no chance."""
_ABOUT = 1e-6
_UNKNOWN: Interval = (None, None)
_IN_YUAN = Text(
    zh="{fund}“{item}”一行的 {count} 格像是按元填的：都除以 10,000",
    en="{fund}, “{item}”: {count} cells seem to be in 元; divide them by 10,000",
)
_TOO_LARGE = Text(
    zh="{fund}“{item}”一行的 {count} 格都大 {times} 倍：都除以 {times}",
    en="{fund}, “{item}”: {count} cells are {times} times too large; divide them",
)
_TOO_SMALL = Text(
    zh="{fund}“{item}”一行的 {count} 格都小 {times} 倍：都乘以 {times}",
    en="{fund}, “{item}”: {count} cells are {times} times too small; multiply them",
)
_TO_THE_RIGHT = Text(
    zh="{fund}“{item}”一行的数往右错了一格，共 {count} 格：整行往左移一格",
    en="{fund}, “{item}”: {count} cells stand a column to the right; move them left",
)
_TO_THE_LEFT = Text(
    zh="{fund}“{item}”一行的数往左错了一格，共 {count} 格：整行往右移一格",
    en="{fund}, “{item}”: {count} cells stand a column to the left; move them right",
)
_FILLED_DOWN = Text(
    zh="{fund}“{column}”从“{first}”到“{last}”像是从上一行往下拖出来的，{count} 格都要重填",
    en="{fund}, “{column}”: {count} cells seem to be filled down, from “{first}” to “{last}”",
)
_QUOTED = Text(zh="“{name}”", en="“{name}”")
_EXCHANGED = Text(
    zh="{one}和{other}的{items}（{column}）填反了，共 {count} 格：两边对换",
    en="{one} and {other}: {items} ({column}) stand in each other's place, {count} cells",
)


def with_slips_of_lines(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; groups of which each has one wrong cell, or two exchanged ones, and that have
    the same slip, are one group."""
    wrong = _wrong_cells(findings)
    single = {group: one for group, cells in wrong.items() for one in _only(cells, submission)}
    slips = (
        *_of_factor(single, submission),
        *_to_the_side(single, submission),
        *_filled_down(_subjects(findings, wrong) | single, submission),
        *_exchanged(wrong, submission),
    )
    result = list(findings)
    taken: set[int] = set()
    for slip in slips:
        if taken.isdisjoint(slip.groups):
            taken |= slip.groups
            _join(result, slip)
    return result


@frozen
class _CommonCause:
    """What several groups of findings have in common."""

    groups: frozenset[int]
    why: Text
    cells: tuple[Culprit, ...]


def _wrong_cells(findings: Sequence[Finding]) -> Mapping[int, Sequence[Culprit]]:
    """By group: the cells that are known to be wrong."""
    return {
        finding.group: [one for one in finding.culprits if one.located]
        for finding in findings
        if finding.group is not None
    }


def _only(cells: Sequence[Culprit], submission: Submission) -> Sequence[Culprit]:
    """The wrong cell of a group that has one, or one that is no rate worked out of it."""
    amounts = [one for one in cells if not _is_rate(one.cell.key, submission)]
    return cells if len(cells) == 1 else amounts if len(amounts) == 1 else ()


def _is_rate(key: str, submission: Submission) -> bool:
    field = submission.standard.field(key)
    return field is not None and field.kind == "rate"


def _subjects(
    findings: Sequence[Finding], wrong: Mapping[int, Sequence[Culprit]]
) -> dict[int, Culprit]:
    """By group without a cell that is known to be wrong: the cell that its first finding is about,
    if it may be the one."""
    subjects: dict[int, Culprit] = {}
    for finding in findings:
        if finding.group is not None and not wrong[finding.group]:
            own = [one for one in finding.culprits if one.cell == finding.cells[0]]
            if own:
                subjects.setdefault(finding.group, own[0])
    return subjects


def _join(result: list[Finding], slip: _CommonCause) -> None:
    """Make the groups of a slip one, whose cells say why alike."""
    number = min(slip.groups)
    culprits = tuple(
        replace(one, why=slip.why, confidence="likely", slip_is_known=True, together=True)
        for one in slip.cells
    )
    for place, finding in enumerate(result):
        if finding.group in slip.groups:
            result[place] = replace(finding, group=number, culprits=culprits)


# ---------------------------------------------------------------- a line
def _of_factor(single: Mapping[int, Culprit], submission: Submission) -> Iterator[_CommonCause]:
    """The lines of accounts of which three cells and more are the same factor off."""
    lines: dict[tuple[str, float], list[int]] = defaultdict(list)
    for group, one in single.items():
        factor = _factor(one)
        if factor and keys.is_account(one.cell.key):
            lines[keys.row(one.cell.key), factor].append(group)
    for (_, factor), groups in lines.items():
        if len(groups) >= _FEWEST:
            sentence = _TOO_LARGE if factor > 1 else _TOO_SMALL
            if factor == _UNIT and submission.standard.yuan(submission.money_unit) == _UNIT:
                sentence = _IN_YUAN
            times = number(max(factor, 1 / factor))
            cells = tuple(single[group] for group in groups)
            names = _names(cells[0].cell.key, submission)
            why = sentence.fill(**names, count=len(cells), times=times)
            yield _CommonCause(frozenset(groups), why, cells)


def _factor(culprit: Culprit) -> float:
    """How many times too large or too small a cell is, by the powers of ten; 0 where it is by no
    such factor."""
    value, ends = culprit.cell.value, culprit.expected
    if not isinstance(value, (int, float)) or not value or None in (ends or _UNKNOWN):
        return 0.0
    for factor in _FACTORS:
        for one in (factor, 1 / factor):
            if lies_within(value / one, ends) or _is_about(value / one, culprit.suggest):
                return one
    return 0.0


def _is_about(value: float, other: object) -> bool:
    return isinstance(other, (int, float)) and math.isclose(value, other, rel_tol=_ABOUT)


def _to_the_side(single: Mapping[int, Culprit], submission: Submission) -> Iterator[_CommonCause]:
    """The lines of accounts of which each wrong cell holds what the one beside it should."""
    lines: dict[str, list[int]] = defaultdict(list)
    for group, one in single.items():
        if keys.is_account(one.cell.key):
            lines[keys.row(one.cell.key)].append(group)
    measures = [one.key for one in submission.standard.measures]
    for groups in lines.values():
        cells = [single[group] for group in groups]
        cells.sort(key=lambda one: measures.index(keys.measure(one.cell.key)))
        for one_by_one, sentence in ((cells, _TO_THE_RIGHT), (cells[::-1], _TO_THE_LEFT)):
            moved = sum(_holds(other, one.expected) for one, other in pairwise(one_by_one))
            every = (*_left_blank(one_by_one[0], submission), *one_by_one)
            if moved == len(cells) - 1 and len(every) >= _FEWEST:
                names = _names(cells[0].cell.key, submission)
                why = sentence.fill(**names, count=len(every))
                yield _CommonCause(frozenset(groups), why, every)
                break


def _holds(culprit: Culprit, expected: Interval | None) -> bool:
    """Whether a cell holds a figure that lies between two ends."""
    value = culprit.cell.value
    return isinstance(value, (int, float)) and lies_within(value, expected)


def _left_blank(first: Culprit, submission: Submission) -> tuple[Culprit, ...]:
    """The blank cell beside the first one of a line that moved: what the first one holds belongs
    there."""
    measures = [one.key for one in submission.standard.measures]
    place = measures.index(keys.measure(first.cell.key))
    for beside in (place - 1, place + 1):
        key = keys.beside(first.cell.key, measures[beside]) if 0 <= beside < len(measures) else ""
        if submission.standard.has(key) and key not in submission.claims:
            cell = submission.cell(key)
            label = submission.standard.label(key)
            return (replace(first, cell=cell, suggest=first.cell.value, label=label),)
    return ()


def _names(key: str, submission: Submission) -> dict[str, Text]:
    """The names of the fund and of the line of a figure."""
    return {"fund": _fund(key, submission), "item": submission.standard.line_name(key)}


# ---------------------------------------------------------------- a column
def _filled_down(single: Mapping[int, Culprit], submission: Submission) -> Iterator[_CommonCause]:
    """The cells of a column that hold what stands above them, or go on counting from it."""
    group_of = {one.cell.key: group for group, one in single.items()}
    touched = {keys.column(key) for key in group_of if keys.is_account(key)}
    for column in submission.standard.runs() if touched else ():
        if keys.column(column[0]) not in touched:
            continue
        for run, why in _filled_runs(column, group_of, submission):
            groups = [group_of[key] for key in run]
            told = why.fill(
                fund=_fund(run[0], submission),
                column=_column(run[0], submission),
                first=submission.standard.line_name(run[0]),
                last=submission.standard.line_name(run[-1]),
                count=len(run),
            )
            yield _CommonCause(frozenset(groups), told, tuple(single[group] for group in groups))


def _filled_runs(
    column: Sequence[str], wrong: Collection[str], submission: Submission
) -> Iterator[tuple[Sequence[str], Text]]:
    """The wrong cells of a column that were filled alike, and how."""
    for above, run in _runs(column, wrong):
        if len(run) >= _MOVED and _is_dragged(above, run, submission):
            yield run, _FILLED_DOWN


def _runs(column: Sequence[str], wrong: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """The wrong cells of a column that stand right below each other, with the cell above them; ""
    where the first one of the column is wrong."""
    above = ""
    for is_wrong, run in groupby(column, wrong.__contains__):
        below = list(run)
        if is_wrong:
            yield above, below
        above = below[-1]


def _is_dragged(above: str, run: Sequence[str], submission: Submission) -> bool:
    """Whether each cell of a run holds what stands above it, or one more, or four and more the
    same."""
    values = [submission.number(key) for key in run]
    steps = set(starmap(_step, pairwise([submission.number(above), *values])))
    is_series = steps == {1.0} or (steps == {0.0} and len(run) >= _FEWEST)
    return is_series or (len(set(values)) == 1 and len(run) > _FEWEST)


def _step(one: float | None, later: float | None) -> float | None:
    """How much more a figure is than the one above it."""
    return None if one is None or later is None else round(later - one, 6)


# ---------------------------------------------------------------- two funds
def _exchanged(
    wrong: Mapping[int, Sequence[Culprit]], submission: Submission
) -> Iterator[_CommonCause]:
    """Two funds of which two figures and more of a column stand in each other's place."""
    pairs: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for group, cells in wrong.items():
        if _are_of_two_funds(cells):
            one, other = sorted(cell.cell.key for cell in cells)
            pairs[keys.table(one), keys.table(other), keys.measure(one)].append(group)
    for groups in pairs.values():
        if len(groups) >= _MOVED:
            yield _exchange([wrong[group] for group in groups], groups, submission)


def _are_of_two_funds(cells: Sequence[Culprit]) -> bool:
    """Whether two cells of one line and column of two funds are exchanged."""
    if len(cells) != 2 or cells[0].cell.value != cells[1].suggest or not cells[0].together:
        return False
    one, other = (cell.cell.key for cell in cells)
    named = ((keys.family(key), keys.item(key), keys.measure(key)) for key in (one, other))
    return keys.table(one) != keys.table(other) and len(set(named)) == 1


def _exchange(
    pairs: Sequence[Sequence[Culprit]], groups: Sequence[int], submission: Submission
) -> _CommonCause:
    cells = tuple(chain.from_iterable(pairs))
    first, second = sorted(cell.cell.key for cell in pairs[0])
    lines = [
        _QUOTED.fill(name=submission.standard.line_name(pair[0].cell.key))
        for pair in pairs[:_FEWEST]
    ]
    why = _EXCHANGED.fill(
        one=_fund(first, submission),
        other=_fund(second, submission),
        items=join(lines, "、", ", "),
        column=_column(first, submission),
        count=len(cells),
    )
    return _CommonCause(frozenset(groups), why, cells)


def _column(key: str, submission: Submission) -> Text:
    field = submission.standard.field(key)
    return NOTHING if field is None else field.column.name


def _fund(key: str, submission: Submission) -> Text:
    fund = keys.fund(key)
    return NOTHING if fund is None else submission.standard.fund(fund).short
