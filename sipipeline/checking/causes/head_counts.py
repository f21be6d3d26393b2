"""A sheet, a column or a fund whose people were filled in in 万人: one cause, told once."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.checking.causes.consequences import without_when
from sipipeline.checking.causes.said_beside import HEAD, quoted, rounded_off
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.wording import shown
from sipipeline.checking.wording.slip_sentences import SLIPS
from sipipeline.core import keys
from sipipeline.core.figures import SLACK, decimals, half_unit, is_whole, significant
from sipipeline.core.findings import Culprit, Finding, Kind, Shown
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text, same
from sipipeline.core.values import frozen
from sipipeline.rules import f112_whole_people, p405_people_within_participants

_FRACTION = f112_whole_people.RULE.code
_PART = p405_people_within_participants.RULE.code
_SLIP = SLIPS["unit of people"]
_WAN = 10_000
_MANY = 3
"""From so many cells on it is a habit, and no slip of one cell."""
_AT_MOST = 2
"""An average is at most so many times the most people that its fund has anywhere."""
_DIGITS = 9
"""Digits of people in 万人 behind which there is but the dust of computing."""
_WHY = Text(
    zh="{where}像是按万人填的，{count} 格都乘以 10000",
    en="{where}: people seem to be in 万人; multiply all {count} figures by 10000",
)
_ABOUT = Text(zh="{people} 左右（查台账填到个位）", en="about {people} (look up how many exactly)")
_SHEET = Text(zh="{sheet}整表", en="the whole sheet {sheet}")
_COLUMN = Text(zh="{sheet}“{column}”整栏", en="the whole column “{column}” of {sheet}")
_FUND = Text(zh="{sheet}中{fund}的人数", en="the people of {fund} on {sheet}")
_LINE = Text(zh="{sheet}中{fund}的“{line}”", en="“{line}” of {fund} on {sheet}")
_SOME = Text(zh="{sheet}有些人数", en="some figures of {sheet}")


def told_at_once(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; where several cells of a sheet hold people in 万人, or those of one line of
    which others of the fund are a part, all that are about these cells in one group, with these
    cells as its culprits."""
    result = list(findings)
    in_wan = _in_wan(findings, submission)
    for cells in _together(in_wan, lambda _, cell: cell.claim.sheet):
        if len(cells) >= _MANY:
            every = {**cells, **_averages(cells, submission)}
            _put_in_one_group(result, every, submission)
            in_wan = {key: cell for key, cell in in_wan.items() if key not in cells}
    for cells in _together(_wholes(in_wan, findings), lambda key, _: keys.row(key)):
        _put_in_one_group(result, cells, submission)
    return result


def _wholes(
    cells: Mapping[str, "_CellInWan"], findings: Sequence[Finding]
) -> dict[str, "_CellInWan"]:
    """Those of some cells with a fraction that nothing is known of but that they are less than a
    part of them, and not once they are people one by one."""
    fractions = {one.cells[0].key for one in findings if one.rule == _FRACTION}
    located = {key for finding in findings for key in finding.singled_out}
    parts = [(one.cells[1].key, one.stated) for one in findings if one.rule == _PART]
    wholes = {key for key, part in parts if _is_whole_of(part, cells.get(key))}
    return {key: cells[key] for key in cells if key in (fractions & wholes) - located}


def _is_whole_of(part: object, cell: "_CellInWan | None") -> bool:
    return cell is not None and isinstance(part, float) and part <= cell.people


@frozen
class _CellInWan:
    """A cell that holds people in 万人."""

    claim: Claim
    people: float

    @property
    def room(self) -> float:
        """What the cell has rounded off, in people; next to nothing where they are known from
        elsewhere."""
        value = significant(float(self.claim.value), _DIGITS)
        is_known = not math.isclose(self.people, value * _WAN, rel_tol=SLACK)
        room = max(self.claim.half_width, half_unit(decimals(value)))
        return self.claim.half_width if is_known else room * _WAN

    @property
    def put_right(self) -> Claim:
        return self.claim._replace(value=float(self.people), half_width=self.room)


def _in_wan(findings: Iterable[Finding], submission: Submission) -> dict[str, _CellInWan]:
    """The cells that hold people in 万人, by key: those with a fraction that is whole in people,
    and those that the other figures say it of."""
    people: dict[str, float] = {}
    of_columns = set[str]()
    for finding in findings:
        if finding.rule == _FRACTION and finding.expected is not None:
            people[finding.cells[0].key] = _middle(finding)
        for culprit in filter(_is_in_wan, finding.culprits):
            assert isinstance(culprit.expected, tuple)
            people.setdefault(culprit.cell.key, _suggested(culprit, submission))
        known = _known_people(finding, submission)
        people |= known | _people_in_words(finding, submission)
        if not known:
            of_columns.update(one.cell.key for one in finding.culprits if _is_misplaced(one))
    stated = (key for key in submission.claims if key in people.keys() - of_columns)
    return {key: _CellInWan(submission.claims[key], people[key]) for key in stated}


def _known_people(finding: Finding, submission: Submission) -> dict[str, float]:
    """The people, to the last one, of the located cells that hold these in 万人 and rounded."""
    located = (one for one in finding.culprits if one.located)
    meant = {one.cell.key: one.suggest for one in located}
    return {
        key: float(people)
        for key, people in meant.items()
        if isinstance(people, int | float) and _is_rounded(key, people, submission)
    }


def _people_in_words(finding: Finding, submission: Submission) -> dict[str, float]:
    """The people, to the last one, that a text or an indicator has of a cell that holds these in
    万人 and rounded."""
    key, people = quoted(finding), finding.stated
    if not isinstance(people, float) or rounded_off(finding) > HEAD:
        return {}
    return {key: people} if _is_rounded(key, people, submission) else {}


def _is_rounded(key: str, people: float, submission: Submission) -> bool:
    """Whether a cell holds some people in 万人, rounded, and not one by one."""
    value = submission.number(key) if _counts_people(key, submission.standard) else None
    if not value or not is_whole(people) or is_whole(value):
        return False
    digits = decimals(significant(value, _DIGITS))
    return abs(people / _WAN - value) <= half_unit(digits) * (1 + SLACK)


def _is_in_wan(culprit: Culprit) -> bool:
    is_sure = culprit.located and culprit.expected is not None
    return is_sure and culprit.why == _SLIP


def _is_misplaced(culprit: Culprit) -> bool:
    """Whether a slip of many cells put in a cell what is no number of its own."""
    return culprit.together and culprit.located and culprit.why != _SLIP


def _middle(finding: Finding) -> float:
    low, high = finding.expected or (0.0, 0.0)
    return round(((low or 0.0) + (high or 0.0)) / 2)


def _suggested(culprit: Culprit, submission: Submission) -> float:
    value = submission.number(culprit.cell.key) or 0.0
    return significant(value * _WAN)


def _together(
    cells: Mapping[str, _CellInWan], place_of: Callable[[str, _CellInWan], str]
) -> list[dict[str, _CellInWan]]:
    """The cells of each place: of a sheet, of a line."""
    places: dict[str, dict[str, _CellInWan]] = {}
    for key, cell in cells.items():
        places.setdefault(place_of(key, cell), {})[key] = cell
    return list(places.values())


def _averages(cells: Mapping[str, _CellInWan], submission: Submission) -> dict[str, _CellInWan]:
    """The averages beside these cells that must be in 万人 too: they may have decimals, so no rule
    says so, but as people they would not fit their fund."""
    most: dict[str, float] = {}
    for key, cell in cells.items():
        table = keys.table(key)
        most[table] = max(most.get(table, 0.0), abs(cell.people))
    found: dict[str, _CellInWan] = {}
    for key in _averages_beside(cells, submission):
        value = submission.number(key) or 0.0
        people = significant(value * _WAN)
        if not is_whole(value) and abs(people) <= _AT_MOST * most[keys.table(key)]:
            found[key] = _CellInWan(submission.claims[key], people)
    return found


def _averages_beside(cells: Mapping[str, _CellInWan], submission: Submission) -> Iterator[str]:
    """The other averages of the same fund in the same column."""
    beside = {*map(keys.column, cells)}
    for key in submission.claims:
        field = submission.standard.field(key)
        is_average = field is not None and field.kind == "count" and field.average
        if is_average and key not in cells and keys.column(key) in beside:
            yield key


# ---------------------------------------------------------------- in words
def _culprits(cells: Mapping[str, _CellInWan], submission: Submission) -> tuple[Culprit, ...]:
    """The cells as culprits of one slip, in the order of the sheet; with the people that are meant
    where these were filled in to the last one."""
    is_one = len(cells) == 1
    why = _SLIP if is_one else _WHY.fill(where=_where(cells, submission), count=len(cells))
    to_the_last = 2 * sum(cell.room <= HEAD for cell in cells.values()) > len(cells)
    ordered = [key for key in submission.claims if key in cells]
    culprits = (_culprit(cells[key], why, submission, not is_one) for key in ordered)
    return tuple(
        one if to_the_last or cells[one.cell.key].room <= HEAD else _rounded(one)
        for one in culprits
    )


def _rounded(culprit: Culprit) -> Culprit:
    """A culprit of which nobody knows what it should hold to the last one."""
    about = _ABOUT.fill(people=culprit.shown.should)
    return replace(culprit, suggest=None, shown=Shown(culprit.shown.was, about))


def _culprit(cell: _CellInWan, why: Text, submission: Submission, is_together: bool) -> Culprit:
    claim, people = cell.claim, cell.people
    form = replace(shown.form_of(claim.key, submission), digits=0)
    room = cell.room
    brief = shown.compared(float(claim.value), (people, people), form).brief
    better = int(people) if is_whole(people) else people
    return Culprit(
        submission.cell(claim.key),
        str(better) if isinstance(claim.raw, str) else better,
        why,
        "likely",
        (people - room, people + room),
        submission.standard.label(claim.key),
        Shown(shown.stated(claim.key, submission), brief.should, brief.off),
        together=is_together,
    )


def _where(cells: Mapping[str, _CellInWan], submission: Submission) -> Text:
    """What these cells are: all people of a sheet, those of a column, or of a fund."""
    standard = submission.standard
    sheet = same(next(iter(cells.values())).claim.sheet)
    counts = set(_counts(submission))
    measures, funds = {keys.measure(key) for key in cells}, {keys.fund(key) for key in cells}
    if counts <= cells.keys():
        return _SHEET.fill(sheet=sheet)
    in_these = {key for key in counts if keys.measure(key) in measures}
    if len(measures) == 1 and in_these <= cells.keys():
        (measure,) = measures
        return _COLUMN.fill(sheet=sheet, column=_column(next(iter(cells)), measure, standard))
    if len({*map(keys.row, cells)}) == 1:
        first = next(iter(cells))
        name = standard.fund(keys.fund(first) or "").short
        return _LINE.fill(sheet=sheet, fund=name, line=standard.line_name(first))
    if len(funds) == 1 and (fund := next(iter(funds))):
        return _FUND.fill(sheet=sheet, fund=standard.fund(fund).short)
    return _SOME.fill(sheet=sheet)


def _counts(submission: Submission) -> Iterator[str]:
    """The keys of the stated numbers of people that are not 0, rates and levels left out."""
    for key in submission.claims:
        is_count = keys.family(key) == "headcounts" and _counts_people(key, submission.standard)
        if is_count and submission.number(key):
            yield key


def _counts_people(key: str, standard: Standard) -> bool:
    field = standard.field(key)
    return field is not None and field.kind == "count"


def _column(key: str, measure: str, standard: Standard) -> Text:
    field = standard.field(key)
    return same(measure) if field is None else field.column.name


# ---------------------------------------------------------------- the group
def _put_in_one_group(
    findings: list[Finding], cells: Mapping[str, _CellInWan], submission: Submission
) -> None:
    """Give the findings about these cells, those that the cells explain, and those that are gone
    once they hold people one by one, a group."""
    culprits, group = _culprits(cells, submission), next(fresh_numbers(findings))
    for place, finding in enumerate(findings):
        if _is_of(finding, cells, submission):
            findings[place] = joined(finding, group, culprits)
    people = {key: cell.put_right for key, cell in cells.items()}
    put_right = replace(submission, claims={**submission.claims, **people})
    for place in without_when(findings, put_right):
        findings[place] = joined(findings[place], group, culprits)


def _is_of(finding: Finding, wrong: Mapping[str, _CellInWan], submission: Submission) -> bool:
    """Whether a finding is about one of the cells alone, or explained by some of them, or finds
    amounts unlikely beside them."""
    located = [culprit.cell.key for culprit in finding.culprits if culprit.located]
    if located:
        known = _known_people(finding, submission)
        return wrong.keys() >= {*located} or (bool(known) and wrong.keys() >= known.keys())
    if finding.kind is Kind.PLAUSIBILITY and finding.group is None:
        return not wrong.keys().isdisjoint(cell.key for cell in finding.cells)
    return finding.rule == _FRACTION and finding.cells[0].key in wrong
