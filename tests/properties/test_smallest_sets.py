"""Smallest sets of cells against exhaustive search; exact at any size of the amounts."""

import itertools
import math
import random
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from problems import DERIVED, SHEET, SIGNED, TRUE, Form, difference, form_of, problem_of, sheet
from scipy.optimize import linprog

from sipipeline.arithmetic.figures import Interval
from sipipeline.core.relations import Relation, Term, ratio, total
from sipipeline.localisation.diagnosis import diagnose
from sipipeline.localisation.feasibility import Feasibility
from sipipeline.localisation.search import locate


# ---------------------------------------------------------------- independent exhaustive search
def consistent_without(form: Form, doubted: Collection[str]) -> bool:
    """Written anew on purpose: a plain LP over all figures, no deviations, no regions, no
    scaling."""
    keys = list(form.figures)
    at = {key: i for i, key in enumerate(keys)}
    rows, rest = [], []
    for relation in form.relations:
        sides = []
        if relation.base:
            if relation.subject in doubted or not form.figures[relation.subject].stated:
                continue
            rate = form.figures[relation.subject]
            over = [(relation.scale * t.coefficient, t.key) for t in relation.terms]
            sides.append(
                [(-w, k) for w, k in over]
                + [((rate.lo - 1e-9) * t.coefficient, t.key) for t in relation.base]
            )
            sides.append(over + [(-(rate.hi + 1e-9) * t.coefficient, t.key) for t in relation.base])
        else:
            line = [(1.0, relation.subject)] + [
                (-relation.scale * t.coefficient, t.key) for t in relation.terms
            ]
            sides += [line, [(-w, k) for w, k in line]] if relation.op == "=" else [line]
        for side in sides:
            row = np.zeros(len(keys))
            for weight, key in side:
                row[at[key]] += weight
            rows.append(row)
            rest.append(1e-6)
    bounds = [
        form.figures[k].may_be if k in doubted else (form.figures[k].lo, form.figures[k].hi)
        for k in keys
    ]
    answer = linprog(np.zeros(len(keys)), A_ub=np.array(rows), b_ub=rest, bounds=bounds)
    return bool(answer.status == 0)


Sets = tuple[float, set[frozenset[str]]]


def exhaustive(form: Form) -> Sets:
    """Every lightest set of stated figures whose change makes all consistent."""
    figures = form.figures
    candidates = [key for key, figure in figures.items() if figure.stated]
    subsets = [s for size in range(5) for s in itertools.combinations(candidates, size)]
    subsets.sort(key=lambda s: sum(figures[key].weight for key in s))
    best = math.inf
    found: set[frozenset[str]] = set()
    for subset in subsets:
        weight = sum(figures[key].weight for key in subset)
        if weight > best + 1e-9:
            return best, found
        if consistent_without(form, set(subset)):
            best = weight
            found.add(frozenset(subset))
    raise AssertionError("no set of four figures explains it")


def located(form: Form, limit: int = 400) -> Sets:
    problem = problem_of(form)
    found = locate(problem, limit)
    assert found.proved
    assert all(tangle.complete for tangle in found.tangles)
    choices = itertools.product(*(tangle.sets for tangle in found.tangles))
    sets = {frozenset(problem.keys[at] for part in choice for at in part) for choice in choices}
    return sum(form.figures[key].weight for key in next(iter(sets))), sets


FORM = [
    total("F1", "x3", ["x1", "x2"]),
    Relation("F2", "x2", (Term(1, "x4"),)),
    total("F3", "x8", ["x5", "x6", "x7"]),
    total("F4", "x9", ["x3", "x8"]),
    difference("F5", "x11", "x9", "x10"),
]


def five_balances(chance: random.Random, size: float = 1e4) -> dict[str, float]:
    x = {f"x{n}": float(chance.randint(1, int(size))) for n in (1, 2, 5, 6, 7)}
    x["x3"], x["x4"] = x["x1"] + x["x2"], x["x2"]
    x["x8"] = x["x5"] + x["x6"] + x["x7"]
    x["x9"] = x["x3"] + x["x8"]
    x["x10"] = float(chance.randint(0, int(x["x9"])))
    return x | {"x11": x["x9"] - x["x10"]}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", range(16))
def test_five_balance_form_gives_every_minimal_set_of_exhaustive_search(seed: int) -> None:
    chance = random.Random(seed)
    x = five_balances(chance)
    weights = {key: chance.choice((0.5, 0.75, 1.0)) for key in x} if seed % 2 else None
    for key in chance.sample(sorted(x), seed % 3 + 1):
        x[key] += chance.choice((-1, 1)) * chance.randint(50, 5000)
    for key in chance.sample(sorted(x), seed % 4 // 2):
        del x[key]
    form = form_of(FORM, x, weights=weights)
    assert located(form) == (
        exhaustive(form) if not consistent_without(form, set()) else (0, {frozenset()})
    )


@pytest.mark.parametrize("size", [1e3, 1e12, 9e14])
@pytest.mark.parametrize("half", [0.5, 0.005])
def test_amounts_of_any_size_give_the_same_answer(size: float, half: float) -> None:
    chance = random.Random(size)
    x = five_balances(chance, size)
    right = x["x8"]
    x["x8"] = round(right * 1.07)
    found = diagnose(problem_of(form_of(FORM, x, half=half, signed=("x11",))))
    (group,) = found.groups
    assert group.sets == (("x8",),)
    assert group.suspects[0].confidence == "certain"
    assert group.suspects[0].suggest == pytest.approx(right, rel=3e-9, abs=2)
    x["x8"] = right
    assert diagnose(problem_of(form_of(FORM, x, half=half))).consistent


# ---------------------------------------------------------------- trees of sums
def tree(chance: random.Random, variables: int) -> tuple[list[Relation], dict[str, float]]:
    """A tree of sums and values that agree: relations, values."""
    open_, count = ["v0"], 1
    relations: list[Relation] = []
    while count < variables:
        node = open_.pop(chance.randrange(len(open_)))
        children = [
            f"v{count + n}" for n in range(min(chance.randint(2, 5), max(2, variables - count)))
        ]
        count += len(children)
        relations.append(total("T", node, children))
        open_ += children
    values = {leaf: float(chance.randint(1, 10**6)) for leaf in open_}
    for relation in reversed(relations):
        values[relation.subject] = sum(values[term.key] for term in relation.terms)
    return relations, values


def least_changes(relations: Sequence[Relation], values: Mapping[str, float], half: float) -> int:
    """The least number of changes in a tree, independently: bottom up, each node doubted or not.

    What a node can be, for each number of changes below it, is a union of intervals; a doubted node
    may be anything that its children add up to."""
    parts = {relation.subject: [term.key for term in relation.terms] for relation in relations}

    def reach(node: str, most: int) -> list[list[Interval]]:
        """For each number of changes up to `most`, intervals of the node's true value."""
        free: list[list[Interval]] = [[(0.0, math.inf)] if n else [] for n in range(most + 1)]
        own = (values[node] - half, values[node] + half)
        if node not in parts:
            return [[own] if n == 0 else free[n] for n in range(most + 1)]
        sums: list[list[Interval]] = [[(0.0, 0.0)]] + [[] for _ in range(most)]
        for child in parts[node]:
            below = reach(child, most)
            sums = [
                merged(
                    [
                        (a + c, b + d)
                        for i in range(n + 1)
                        for a, b in sums[i]
                        for c, d in below[n - i]
                    ]
                )
                for n in range(most + 1)
            ]
        kept = [
            [
                (max(a, own[0]), min(b, own[1]))
                for a, b in part
                if max(a, own[0]) <= min(b, own[1]) + 1e-6
            ]
            for part in sums
        ]
        return [merged(kept[n] + (sums[n - 1] if n else [])) for n in range(most + 1)]

    return next(n for n, part in enumerate(reach("v0", 12)) if part)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    found: list[Interval] = []
    for a, b in sorted(intervals):
        if found and a <= found[-1][1] + 1e-6:
            found[-1] = found[-1][0], max(b, found[-1][1])
        else:
            found.append((a, b))
    return found


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("seed", "variables", "errors"),
    [(0, 12, 2), (1, 30, 3), (2, 60, 6), (3, 100, 8), (4, 100, 10), (5, 100, 10)],
)
def test_trees_of_sums_are_explained_by_as_few_changes_as_can_be(
    seed: int, variables: int, errors: int
) -> None:
    chance = random.Random(seed)
    relations, values = tree(chance, variables)
    for key in chance.sample(sorted(values), errors):
        values[key] += chance.choice((-1, 1)) * chance.randint(1000, 10**5)
    broken = form_of(relations, values)
    problem = problem_of(broken)
    found = locate(problem, 50)
    assert found.proved
    chosen = frozenset().union(*(tangle.sets[0] for tangle in found.tangles))
    assert len(chosen) == least_changes(relations, values, 0.5) <= errors
    assert Feasibility(problem).cut(chosen) is None


# ---------------------------------------------------------------- rates, blanks, rounding
@settings(max_examples=30, deadline=None)
@given(
    true=st.fixed_dictionaries(
        {key: st.floats(value * 0.7, value * 1.4) for key, value in TRUE.items()}
    ),
    unit=st.sampled_from([0.01, 1.0, 10.0]),
    missing=st.sets(st.sampled_from([*sorted(TRUE), "spent", "surplus", "rate"]), max_size=3),
)
def test_a_consistent_sheet_rounded_cell_by_cell_raises_nothing(
    true: dict[str, float], unit: float, missing: set[str]
) -> None:
    values, half = sheet(true, unit)
    kept = {key: value for key, value in values.items() if key not in missing}
    rounded = form_of(SHEET, kept, half, DERIVED, SIGNED)
    assert diagnose(problem_of(rounded)).consistent


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", range(12))
def test_rates_and_blanks_give_every_minimal_set_of_exhaustive_search(seed: int) -> None:
    chance = random.Random(seed)
    values, half = sheet(TRUE)
    for key in chance.sample(
        ["pension", "spent", "closing", "rate", "months", "change", "budget", "prior", "benefits"],
        1 + seed % 2,
    ):
        values[key] = values[key] * chance.choice((0.8, 1.3, 2)) + 40 * half[key]
    for key in chance.sample(["pension", "surplus", "budget", "transfer"], seed % 3):
        del values[key]
    broken = form_of([r for r in SHEET if r.rule != "P"], values, half, DERIVED, SIGNED)
    assert located(broken) == (
        exhaustive(broken) if not consistent_without(broken, set()) else (0, {frozenset()})
    )


# ---------------------------------------------------------------- Korla 2020
KORLA = [
    total("B204", "total.budget", ["institution.budget", "resident.budget"]),
    total("B204", "total.actual", ["institution.actual", "resident.actual"]),
    ratio("R301", "institution.rate", "institution.actual", "institution.budget"),
    ratio("R301", "resident.rate", "resident.actual", "resident.budget"),
    ratio("R304", "months", "closing", "resident.actual", scale=12),
    ratio("R305", "share", "deposits", "closing"),
]
KORLA_VALUES = {
    "total.budget": 40673,
    "total.actual": 40673,
    "institution.actual": 38429,
    "resident.actual": 2244,
    "institution.rate": 0.97,
    "resident.rate": 0.95,
    "closing": 14388,
    "months": 64,
    "deposits": 7500,
    "share": 0.52,
}
KORLA_HALF = {
    key: 0.005 if key in ("institution.rate", "resident.rate", "share") else 0.5
    for r in KORLA
    for key in r.keys
}


def test_korla_budget_contradicts_only_jointly_and_the_chain_is_told() -> None:
    weights = dict.fromkeys(("institution.rate", "resident.rate", "months", "share"), 0.5)
    found = diagnose(problem_of(form_of(KORLA, KORLA_VALUES, KORLA_HALF, weights)))
    months, budget = sorted(found.groups, key=lambda group: len(group.contradiction.figures))
    assert months.sets == (("months",),)
    assert (months.suspects[0].key, months.suspects[0].confidence) == ("months", "certain")
    assert months.suspects[0].implied == pytest.approx((76.92, 76.96), abs=0.01)
    assert budget.violated == ()
    assert set(budget.contradiction.figures) == {
        "total.budget",
        "institution.rate",
        "resident.rate",
        "institution.actual",
        "resident.actual",
    }
    assert budget.contradiction.key == "total.budget"
    assert budget.contradiction.implied == pytest.approx((41763, 42198), abs=0.6)
    assert not budget.unique
    assert {suspect.confidence for suspect in budget.suspects} == {"possible"}
