"""What is wrong in one submission: the contradictions, the cells that explain them, and the slips
behind."""

import itertools
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sipipeline.arithmetic.matrix import compile_system
from sipipeline.core.relations import Relation
from sipipeline.localisation.cell_slips import Case, Slip, explain, rounded, suggestion
from sipipeline.localisation.column_slips import (
    Hypothesis,
    exchanged_columns,
    pairs,
    shifted_runs,
    whole_sheets,
)
from sipipeline.localisation.cuts import apart, components
from sipipeline.localisation.feasibility import Clash, Feasibility
from sipipeline.localisation.problem import Problem
from sipipeline.localisation.search import Cause, Localisation, locate, violated_clashes
from sipipeline.localisation.system import (
    Confidence,
    Conflict,
    Diagnosis,
    Figure,
    Group,
    Interval,
    Suspect,
    System,
)

LIMIT = 16
"""Sets named for each group."""
MANY = 4
"""From so many contradictions that share no figure on, one cause for all is looked for before
single cells."""
MOST = 30
"""Where more cells are wrong for sure, none is named: most figures are, and the search would take
minutes."""
CLEARLY = math.log(4)
"""How much more evidence singles a slip out."""
_SHOWN = 12
_KINDS = (whole_sheets, exchanged_columns, shifted_runs)
"""Slips of whole columns."""


def diagnose(problem: Problem, limit: int = LIMIT, thorough: bool = True) -> Diagnosis:
    """Locate the errors of a submission, up to `limit` sets for each group.

    Most of the time goes into proving that what lies far from the errors can hold jointly, where
    rounding alone is to be settled there; without `thorough` it is trusted where its relations hold
    one by one."""
    columns = list(_whole_columns(problem))
    rest = compile_system(_patched(problem, columns)) if columns else problem
    groups = [_column_group(problem, hypothesis) for hypothesis in columns]
    if apart(rest.partners_of(rest.violated())) > MOST:
        return Diagnosis(False, tuple(groups), proved=False)
    tests = Feasibility(rest, thorough)
    found = locate(rest, limit, tests)
    if found.causes:
        groups += _groups(_Report(rest, tests), found)
    return Diagnosis(not groups, tuple(groups), found.proved and thorough)


# ---------------------------------------------------------------- one cause for many contradictions
def _whole_columns(problem: Problem) -> Iterator[Hypothesis]:
    """Sheets and columns in the wrong unit, shifted runs: the largest first, as long as many
    contradictions are left."""
    broken = set(problem.violated())
    while len(components(problem.partners_of(broken))) >= MANY:
        found = (max(kind(problem, broken), key=_covered, default=None) for kind in _KINDS)
        best = next((one for one in found if one is not None and _wide(problem, one)), None)
        if best is None:
            return
        yield best
        broken -= best.explains


def _wide(problem: Problem, hypothesis: Hypothesis) -> bool:
    return len(components(problem.partners_of(hypothesis.explains))) >= MANY - 1


def _covered(hypothesis: Hypothesis) -> tuple[int, int]:
    return len(hypothesis.explains) - len(hypothesis.left), -len(hypothesis.cells)


def _patched(problem: Problem, columns: Sequence[Hypothesis]) -> System:
    """The system with whole columns put right, so that what is left can be located."""
    figures = dict(problem.system.figures)
    for hypothesis in columns:
        for at, (lo, hi) in hypothesis.fixed.items():
            figure = problem.figures[at]
            figures[figure.key] = replace(
                figure, lo=lo, hi=hi, value=(lo + hi) / 2, half=(hi - lo) / 2
            )
        for at in hypothesis.open:
            figures[problem.keys[at]] = _opened(problem.figures[at])
    return replace(problem.system, figures=figures)


def _opened(figure: Figure) -> Figure:
    lo, hi = figure.may_be
    return replace(figure, lo=lo, hi=hi, stated=False, value=None, half=0.0)


def _column_group(problem: Problem, hypothesis: Hypothesis) -> Group:
    clash = next(
        clash for clash in violated_clashes(problem) if clash.rows[0] in hypothesis.explains
    )
    report = _Report(problem, Feasibility(problem))
    return Group(
        report.relations(hypothesis.explains),
        report.conflict(clash),
        (tuple(problem.keys[at] for at in sorted(hypothesis.cells)),),
        False,
        False,
        tuple(report.undone(hypothesis, "likely", 1)),
    )


# ---------------------------------------------------------------- cell by cell
def _groups(report: "_Report", found: Localisation) -> list[Group]:
    causes = list(found.causes)
    groups: list[Group] = []
    if sum(min(map(len, cause.sets), default=1) for cause in causes) > 1:
        for hypothesis, members in _joined(report, causes):
            groups.append(_joined_group(report, hypothesis, members))
            causes = [cause for cause in causes if cause not in members]
    return groups + [_group(report, cause, _first(found.causes, cause)) for cause in causes]


def _first(causes: Iterable[Cause], cause: Cause) -> frozenset[int]:
    """The cells of the other causes, one set each: they are open when this one is judged."""
    return frozenset(
        at for other in causes if other is not cause for one in other.sets[:1] for at in one
    )


def _joined(report: "_Report", causes: list[Cause]) -> Iterator[tuple[Hypothesis, list[Cause]]]:
    """Hypotheses of several cells, each with the causes that it explains to the last row."""
    left = list(causes)
    while found := _widest(report, causes, left):
        yield found
        left = [cause for cause in left if cause not in found[1]]


def _widest(
    report: "_Report", causes: list[Cause], left: list[Cause]
) -> tuple[Hypothesis, list[Cause]] | None:
    """Of the hypotheses that mend the most relations the first that leaves nothing of what it
    touches, or the least."""
    problem = report.problem
    broken = {
        row
        for cause in left
        for clash in cause.clashes
        for row in clash.rows
        if len(clash.rows) == 1
    }
    doubted = frozenset(at for cause in causes for one in cause.sets[:1] for at in one)
    every = itertools.chain(
        pairs(problem, broken, doubted),
        *(kind(problem, broken, doubted) for kind in _KINDS),
    )
    best: tuple[Hypothesis, list[Cause]] | None = None
    for hypothesis in sorted(
        every, key=lambda h: (-len(h.explains), -len(h.cells & doubted), len(h.cells))
    ):
        if best and len(hypothesis.explains) < len(best[0].explains):
            break
        members = [] if hypothesis.left else _settled(report, hypothesis, causes, left)
        if members and (best is None or len(members) > len(best[1])):
            best = hypothesis, members
            if not any(_touched(cause, hypothesis) for cause in left if cause not in members):
                break
    return best


def _settled(
    report: "_Report", hypothesis: Hypothesis, causes: list[Cause], left: list[Cause]
) -> list[Cause]:
    """The causes of several cells that nothing is left of once a slip is undone; none where one
    cell explains as much."""
    members = _members(left, hypothesis)
    if sum(min(map(len, cause.sets)) for cause in members if cause.sets) < 2:
        return []
    if not report.mends(hypothesis, causes, members):
        return []
    for cause in left:
        if cause not in members and _touched(cause, hypothesis):
            wider = [*members, cause]
            members = wider if report.mends(hypothesis, causes, wider) else members
    return members


def _members(causes: list[Cause], hypothesis: Hypothesis) -> list[Cause]:
    """The causes that a hypothesis explains: those whose cells are its own; or all that it touches,
    to the last row."""
    own = [cause for cause in causes if any(one <= hypothesis.cells for one in cause.sets)]
    if sum(min(map(len, cause.sets)) for cause in own) > 1:
        return own
    touched = [cause for cause in causes if _touched(cause, hypothesis)]
    return (
        touched
        if all(_rows(cause) <= hypothesis.explains | hypothesis.trusted for cause in touched)
        else []
    )


def _touched(cause: Cause, hypothesis: Hypothesis) -> bool:
    return any(clash.figures & hypothesis.cells for clash in cause.clashes)


def _rows(cause: Cause) -> frozenset[int]:
    return frozenset(row for clash in cause.clashes if len(clash.rows) == 1 for row in clash.rows)


def _joined_group(report: "_Report", hypothesis: Hypothesis, members: list[Cause]) -> Group:
    problem = report.problem
    clashes = [clash for cause in members for clash in cause.clashes]
    product = itertools.islice(itertools.product(*(cause.sets for cause in members)), LIMIT)
    sets = tuple(frozenset[int]().union(*choice) for choice in product)
    complete = all(cause.complete for cause in members) and len(sets) < LIMIT
    unique = complete and len(sets) == 1
    sure: Confidence = "certain" if unique and sets[0] == hypothesis.cells else "likely"
    return Group(
        report.relations(row for cause in members for row in _rows(cause)),
        report.conflict(min(clashes, key=lambda clash: len(clash.rows))),
        tuple(tuple(sorted(problem.keys[at] for at in one)) for one in sets),
        complete,
        unique,
        tuple(report.undone(hypothesis, sure, 1)),
    )


def _group(report: "_Report", cause: Cause, others: frozenset[int]) -> Group:
    unique = cause.complete and len(cause.sets) == 1
    return Group(
        report.relations(_rows(cause)),
        report.conflict(
            min(cause.clashes, key=lambda clash: len(clash.rows)),
            cause.sets[0] if unique else frozenset(),
        ),
        tuple(tuple(sorted(report.problem.keys[at] for at in one)) for one in cause.sets),
        cause.complete,
        unique,
        tuple(_suspects(report, cause, others, unique)),
    )


def _suspects(
    report: "_Report", cause: Cause, others: frozenset[int], unique: bool
) -> Iterator[Suspect]:
    """The cells of the likeliest set first; a slip that clearly explains one set singles it out."""
    told = sorted((report.told(one, others) for one in cause.sets), key=lambda told: -told.score)
    if not told:
        return
    singled = told[0].slipped and (len(told) == 1 or told[0].score - told[1].score > CLEARLY)
    seen: set[int] = set()
    for place, one in enumerate(told):
        confidence: Confidence = "possible"
        if place == 0:
            confidence = "certain" if unique else "likely" if singled else "possible"
        for at, (case, slip) in one.cells.items():
            if at not in seen and len(seen) < _SHOWN:
                seen.add(at)
                why = slip.why
                yield Suspect(
                    report.problem.keys[at],
                    case.implied,
                    suggestion(case, slip),
                    slip.code,
                    why,
                    confidence,
                )


@dataclass(frozen=True, slots=True)
class _Told:
    """A set of cells with the slip of each."""

    cells: dict[int, tuple[Case, Slip]]

    @property
    def score(self) -> float:
        return sum(slip.score for _, slip in self.cells.values())

    @property
    def slipped(self) -> bool:
        return all(slip.code for _, slip in self.cells.values())


class _Report:
    """Numbers of rows and figures put into keys, relations and what the rest implies."""

    def __init__(self, problem: Problem, tests: Feasibility) -> None:
        self.problem, self.tests = problem, tests
        self.totals: dict[str, list[Relation]] = {}
        for relation in self.relations(range(len(problem.low))):
            if relation.parts:
                self.totals.setdefault(relation.subject, []).append(relation)
        self.rates = {int(at) for at in problem.owner if at >= 0}

    def relations(self, rows: Iterable[int]) -> tuple[Relation, ...]:
        numbers = dict.fromkeys(self.problem.relation[row] for row in sorted(rows))
        return tuple(self.problem.relations[number] for number in numbers)

    def mends(self, hypothesis: Hypothesis, causes: list[Cause], members: list[Cause]) -> bool:
        """Whether nothing contradicts once the slip is undone and the other causes are set
        aside."""
        others = {
            at for cause in causes if cause not in members for one in cause.sets[:1] for at in one
        }
        return (
            self.tests.clash((others | hypothesis.open) - hypothesis.fixed.keys(), hypothesis.fixed)
            is None
        )

    def told(self, cells: frozenset[int], others: frozenset[int]) -> _Told:
        cases = {at: self._case(at, cells | others) for at in sorted(cells)}
        return _Told({at: (case, explain(case)) for at, case in cases.items()})

    def _case(self, at: int, free: Collection[int]) -> Case:
        problem = self.problem
        figure = problem.figures[at]
        stated = problem.system.figures
        parts = tuple(
            term.coefficient * (stated[term.key].value or 0.0)
            for relation in self.totals.get(figure.key, ())
            for term in relation.terms
            if term.key in stated and stated[term.key].stated
        )
        others = {
            name: stated[keys[figure.key]].value or 0.0
            for name, keys in problem.system.counterparts.items()
            if figure.key in keys and keys[figure.key] in stated
        }
        implied = self.implied(at, free)
        return Case(figure.value or 0.0, figure.half, implied, at in self.rates, parts, others)

    def implied(self, at: int, free: Collection[int]) -> Interval:
        """What the rest makes of a doubted figure."""
        lo, hi = self.problem.figures[at].may_be
        if any(int(self.problem.owner[row]) != at for row in self.problem.touching[at]):
            lo, hi = self.tests.reach(at, free)
        for number in {
            self.problem.relation[row]
            for row in self.problem.touching[at]
            if self.problem.owner[row] == at
        }:
            least, most = self._quotient(self.problem.relations[number], free)
            lo, hi = max(lo, least), min(hi, most)
        return lo, hi

    def _quotient(self, relation: Relation, free: Collection[int]) -> Interval:
        """The range of a rate: at the corners of what its figures can be."""
        problem = self.problem
        keys = [key for key in relation.keys[1:] if key in problem.number]
        ranges = []
        for key in keys:
            at = problem.number[key]
            stated = problem.stated[at] and at not in free
            ranges.append(
                (problem.lo[at], problem.hi[at]) if stated else self.tests.reach(at, free)
            )
        found = []
        for corner in itertools.product(*ranges):
            value = dict(zip(keys, corner))
            over, base = (
                sum(term.coefficient * value.get(term.key, 0.0) for term in terms)
                for terms in (relation.terms, relation.base)
            )
            if not (math.isfinite(over) and math.isfinite(base) and base > 0):
                return -math.inf, math.inf
            found.append(float(relation.scale * over / base))
        return (min(found), max(found)) if found else (-math.inf, math.inf)

    def conflict(self, clash: Clash, culprits: frozenset[int] = frozenset()) -> Conflict:
        """The chain: the relations and figures that contradict, told about the culprit, or about
        the figure that the others say most of: a total rather than a rate."""
        problem = self.problem
        relations = self.relations(clash.rows)
        totals = {
            relation.subject
            for relation in relations
            if not relation.is_ratio and relation.op == "="
        }

        def oddness(at: int) -> tuple[bool, bool, bool, float, int]:
            return (
                at in culprits,
                at not in self.rates,
                problem.keys[at] in totals,
                problem.weight[at],
                -at,
            )

        figures = sorted(clash.figures)
        key = max(figures, key=oddness)
        doubted = {
            at for row in clash.rows for at in problem.partners(row)
        } - clash.figures  # when it was found
        free = {key, *doubted}
        numbers = {problem.relation[row] for row in clash.rows}
        rows = [row for row, number in enumerate(problem.relation) if number in numbers]
        implied = (
            self.implied(key, free) if key in self.rates else self.tests.within(key, rows, free)
        )
        return Conflict(
            relations, tuple(problem.keys[at] for at in figures), problem.keys[key], implied
        )

    def undone(
        self, hypothesis: Hypothesis, confidence: Confidence, cause: int
    ) -> Iterator[Suspect]:
        """The cells of a slip, with what they should hold."""
        problem = self.problem
        for at, (lo, hi) in hypothesis.fixed.items():
            half = min(problem.figures[at].half, (hi - lo) / 2) or (hi - lo) / 2
            suggest = rounded((lo + hi) / 2, half)
            if suggest == problem.value[at]:
                continue
            yield Suspect(
                problem.keys[at],
                (lo, hi),
                suggest,
                hypothesis.code,
                hypothesis.why,
                confidence,
                cause,
            )
        for at in sorted(hypothesis.open):
            implied = self.tests.reach(at, hypothesis.open, hypothesis.fixed)
            case = Case(problem.figures[at].value or 0.0, problem.figures[at].half, implied)
            suggest_lost = suggestion(case, Slip("", None, 0.0, hypothesis.why))
            yield Suspect(
                problem.keys[at],
                implied,
                suggest_lost,
                hypothesis.code,
                hypothesis.why,
                confidence,
                cause,
            )
