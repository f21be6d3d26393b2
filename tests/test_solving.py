"""Joint consistency and localisation: minimal sets against exhaustive search, exact at any size,
slips named."""

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sipipeline.arithmetic.blanks import implied
from sipipeline.arithmetic.evaluation import Figures
from sipipeline.arithmetic.matrix import Known, Layout, compile_system
from sipipeline.arithmetic.propagation import propagate
from sipipeline.arithmetic.screening import screen
from sipipeline.core.relations import Relation, Term, ratio, total
from sipipeline.localisation.diagnosis import diagnose
from sipipeline.localisation.feasibility import Feasibility
from sipipeline.localisation.lint import lint
from sipipeline.localisation.search import locate
from sipipeline.localisation.system import Figure, System

ANY = (-math.inf, math.inf)


def stated(key, value, half=0.5, weight=1.0, may_be=(0.0, math.inf)):
    return Figure(key, value - half, value + half, True, value, half, may_be, weight)


def blank(key, may_be=(0.0, math.inf)):
    return Figure(key, *may_be, stated=False, may_be=may_be)


def system(relations, values, half=0.5, weights=None, signed=(), **more):
    """Keys of `values` are stated; all others of the relations are blank."""
    figures = {}
    for key in dict.fromkeys(k for relation in relations for k in relation.keys):
        may_be = ANY if key in signed else (0.0, math.inf)
        own = half[key] if isinstance(half, dict) else half
        weight = (weights or {}).get(key, 1.0)
        figures[key] = (
            stated(key, values[key], own, weight, may_be) if key in values else blank(key, may_be)
        )
    return System(figures, relations, **more)


def difference(rule, subject, plus, minus):
    return Relation(rule, subject, (Term(1, plus), Term(-1, minus)))


# ---------------------------------------------------------------- independent exhaustive search
def consistent_without(given_system, doubted):
    """Written anew on purpose: a plain LP over all figures, no deviations, no regions, no
    scaling."""
    keys = list(given_system.figures)
    at = {key: i for i, key in enumerate(keys)}
    rows, rest = [], []
    for relation in given_system.relations:
        sides = []
        if relation.base:
            if relation.subject in doubted or not given_system.figures[relation.subject].stated:
                continue
            rate = given_system.figures[relation.subject]
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
        given_system.figures[k].may_be
        if k in doubted
        else (given_system.figures[k].lo, given_system.figures[k].hi)
        for k in keys
    ]
    return linprog(np.zeros(len(keys)), A_ub=np.array(rows), b_ub=rest, bounds=bounds).status == 0


def exhaustive(given_system):
    """Every lightest set of stated figures whose change makes all consistent."""
    figures = given_system.figures
    candidates = [key for key, figure in figures.items() if figure.stated]
    subsets = [s for size in range(5) for s in itertools.combinations(candidates, size)]
    subsets.sort(key=lambda s: sum(figures[key].weight for key in s))
    best, found = math.inf, set()
    for subset in subsets:
        weight = sum(figures[key].weight for key in subset)
        if weight > best + 1e-9:
            return best, found
        if consistent_without(given_system, set(subset)):
            best = weight
            found.add(frozenset(subset))
    raise AssertionError("no set of four figures explains it")


def located(given_system, limit=400):
    problem = compile_system(given_system)
    found = locate(problem, limit)
    assert found.proved
    assert all(cause.complete for cause in found.causes)
    choices = itertools.product(*(cause.sets for cause in found.causes))
    sets = {frozenset(problem.keys[at] for part in choice for at in part) for choice in choices}
    return sum(given_system.figures[key].weight for key in next(iter(sets))), sets


FORM = [
    total("F1", "x3", ["x1", "x2"]),
    Relation("F2", "x2", (Term(1, "x4"),)),
    total("F3", "x8", ["x5", "x6", "x7"]),
    total("F4", "x9", ["x3", "x8"]),
    difference("F5", "x11", "x9", "x10"),
]


def five_balances(chance, size=1e4):
    x = {f"x{n}": float(chance.randint(1, int(size))) for n in (1, 2, 5, 6, 7)}
    x["x3"], x["x4"] = x["x1"] + x["x2"], x["x2"]
    x["x8"] = x["x5"] + x["x6"] + x["x7"]
    x["x9"] = x["x3"] + x["x8"]
    x["x10"] = float(chance.randint(0, int(x["x9"])))
    return x | {"x11": x["x9"] - x["x10"]}


@pytest.mark.parametrize("seed", range(16))
def test_five_balance_form_gives_every_minimal_set_of_exhaustive_search(seed):
    chance = random.Random(seed)
    x = five_balances(chance)
    weights = {key: chance.choice((0.5, 0.75, 1.0)) for key in x} if seed % 2 else None
    for key in chance.sample(sorted(x), seed % 3 + 1):
        x[key] += chance.choice((-1, 1)) * chance.randint(50, 5000)
    for key in chance.sample(sorted(x), seed % 4 // 2):
        del x[key]
    form = system(FORM, x, weights=weights)
    assert located(form) == (
        exhaustive(form) if not consistent_without(form, set()) else (0, {frozenset()})
    )


@pytest.mark.parametrize("size", [1e3, 1e12, 9e14])
@pytest.mark.parametrize("half", [0.5, 0.005])
def test_amounts_of_any_size_give_the_same_answer(size, half):
    chance = random.Random(size)
    x = five_balances(chance, size)
    right = x["x8"]
    x["x8"] = round(right * 1.07)
    found = diagnose(compile_system(system(FORM, x, half=half, signed=("x11",))))
    (group,) = found.groups
    assert group.sets == (("x8",),)
    assert group.suspects[0].confidence == "certain"
    assert group.suspects[0].suggest == pytest.approx(right, rel=3e-9, abs=2)
    x["x8"] = right
    assert diagnose(compile_system(system(FORM, x, half=half))).consistent


# ---------------------------------------------------------------- trees of sums
def tree(chance, variables):
    """A tree of sums and values that agree: relations, values."""
    relations, open_, count = [], ["v0"], 1
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


def least_changes(relations, values, half):
    """The least number of changes in a tree, independently: bottom up, each node doubted or not.

    What a node can be, for each number of changes below it, is a union of intervals; a doubted node
    may be anything that its children add up to."""
    parts = {relation.subject: [term.key for term in relation.terms] for relation in relations}

    def reach(node, most):
        """For each number of changes up to `most`, intervals of the node's true value."""
        free = [[(0.0, math.inf)] if n else [] for n in range(most + 1)]
        own = (values[node] - half, values[node] + half)
        if node not in parts:
            return [[own] if n == 0 else free[n] for n in range(most + 1)]
        sums = [[(0.0, 0.0)]] + [[] for _ in range(most)]
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


def merged(intervals):
    found = []
    for a, b in sorted(intervals):
        if found and a <= found[-1][1] + 1e-6:
            found[-1] = found[-1][0], max(b, found[-1][1])
        else:
            found.append((a, b))
    return found


@pytest.mark.parametrize(
    ("seed", "variables", "errors"),
    [(0, 12, 2), (1, 30, 3), (2, 60, 6), (3, 100, 8), (4, 100, 10), (5, 100, 10)],
)
def test_trees_of_sums_are_explained_by_as_few_changes_as_can_be(seed, variables, errors):
    chance = random.Random(seed)
    relations, values = tree(chance, variables)
    for key in chance.sample(sorted(values), errors):
        values[key] += chance.choice((-1, 1)) * chance.randint(1000, 10**5)
    broken = system(relations, values)
    problem = compile_system(broken)
    found = locate(problem, 50)
    assert found.proved
    chosen = frozenset().union(*(cause.sets[0] for cause in found.causes))
    assert len(chosen) == least_changes(relations, values, 0.5) <= errors
    assert Feasibility(problem).clash(chosen) is None


# ---------------------------------------------------------------- rates, blanks, rounding
SHEET = [
    total("B", "benefits", ["pension", "burial", "other"]),
    total("B", "spent", ["benefits", "transfer"]),
    difference("S", "surplus", "income", "spent"),
    Relation("C", "closing", (Term(1, "opening"), Term(1, "surplus"))),
    Relation("P", "deposits", (Term(1, "closing"),), op="<="),
    ratio("M", "months", "closing", "spent", scale=12),
    ratio("R", "rate", "spent", "budget"),
    difference("D", "change", "spent", "prior"),
    ratio("G", "growth", "change", "prior"),
]
TRUE = {
    "pension": 1_620,
    "burial": 131,
    "other": 7,
    "transfer": 486,
    "income": 5_306,
    "opening": 11_326,
    "budget": 2_362,
    "prior": 2_092,
}
DERIVED = {"months": 0.5, "rate": 0.5, "growth": 0.5, "change": 0.75}
SIGNED = ("surplus", "closing", "opening", "change", "growth")


def sheet(true, unit=1.0):
    """The whole sheet from its leaves, every figure rounded by itself to `unit`; with
    half-widths."""
    x = dict(true)
    x["benefits"] = x["pension"] + x["burial"] + x["other"]
    x["spent"] = x["benefits"] + x["transfer"]
    x["surplus"] = x["income"] - x["spent"]
    x["closing"] = x["opening"] + x["surplus"]
    x["deposits"] = x["closing"] * 0.52
    x["change"] = x["spent"] - x["prior"]
    rounded = {key: round(value / unit) * unit for key, value in x.items()}
    rounded |= {
        "months": round(12 * x["closing"] / x["spent"], 1),
        "rate": round(x["spent"] / x["budget"], 2),
        "growth": round(x["change"] / x["prior"], 3),
    }
    return rounded, dict.fromkeys(rounded, unit / 2) | {
        "months": 0.05,
        "rate": 0.005,
        "growth": 0.0005,
    }


@settings(max_examples=30, deadline=None)
@given(
    true=st.fixed_dictionaries(
        {key: st.floats(value * 0.7, value * 1.4) for key, value in TRUE.items()}
    ),
    unit=st.sampled_from([0.01, 1.0, 10.0]),
    missing=st.sets(st.sampled_from([*sorted(TRUE), "spent", "surplus", "rate"]), max_size=3),
)
def test_a_consistent_sheet_rounded_cell_by_cell_raises_nothing(true, unit, missing):
    values, half = sheet(true, unit)
    kept = {key: value for key, value in values.items() if key not in missing}
    rounded = system(SHEET, kept, half, DERIVED, SIGNED)
    assert diagnose(compile_system(rounded)).consistent


@pytest.mark.parametrize("seed", range(12))
def test_rates_and_blanks_give_every_minimal_set_of_exhaustive_search(seed):
    chance = random.Random(seed)
    values, half = sheet(TRUE)
    for key in chance.sample(
        ["pension", "spent", "closing", "rate", "months", "change", "budget", "prior", "benefits"],
        1 + seed % 2,
    ):
        values[key] = values[key] * chance.choice((0.8, 1.3, 2)) + 40 * half[key]
    for key in chance.sample(["pension", "surplus", "budget", "transfer"], seed % 3):
        del values[key]
    broken = system([r for r in SHEET if r.rule != "P"], values, half, DERIVED, SIGNED)
    assert located(broken) == (
        exhaustive(broken) if not consistent_without(broken, set()) else (0, {frozenset()})
    )


def test_propagation_narrows_a_batch_and_keeps_what_is_true():
    values, half = sheet(TRUE)
    keys = list(dict.fromkeys(key for relation in SHEET for key in relation.keys))
    columns = {key: at for at, key in enumerate(keys)}
    value = np.array([[values[key] for key in keys]] * 3)
    known = np.ones(value.shape, bool)
    known[1:, columns["pension"]] = False
    value[2, columns["benefits"]] += 300
    floor = np.array([-np.inf if key in SIGNED else 0.0 for key in keys])
    wide = np.array([half[key] for key in keys])
    lo, hi = np.where(known, value - wide, floor), np.where(known, value + wide, np.inf)
    nothing = np.zeros(known.shape, bool)
    found = propagate(
        SHEET, columns, lo, hi, Layout(SHEET, columns).askable(Known(value, lo, hi, known, nothing))
    )
    assert found.conflict.tolist() == [False, False, True]
    pension = columns["pension"]
    assert (
        found.lo[1, pension] <= TRUE["pension"] <= found.hi[1, pension] < found.lo[1, pension] + 5
    )


def test_a_blank_is_given_where_the_rest_leaves_it_one_value():
    values, half = sheet(TRUE)
    del values["pension"], values["budget"]
    keys = list(dict.fromkeys(key for relation in SHEET for key in relation.keys))
    stated = np.array([[key in values for key in keys]])
    figures = Figures(
        {key: at for at, key in enumerate(keys)},
        np.array([[values.get(key, 0.0) for key in keys]]),
        np.where(stated, [[half[key] for key in keys]], 0.0),
        stated,
        np.zeros(stated.shape, bool),
        np.zeros(stated.shape, bool),
        np.array([-np.inf if key in SIGNED else 0.0 for key in keys]),
    )
    found = list(implied(screen(SHEET, figures, dict.fromkeys(SHEET)), figures, 0))
    assert [key for key, _, _ in found] == ["pension"]
    _, (low, high), half_width = found[0]
    assert low <= TRUE["pension"] <= high
    assert half_width == half["benefits"]


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


def test_korla_budget_contradicts_only_jointly_and_the_chain_is_told():
    weights = dict.fromkeys(("institution.rate", "resident.rate", "months", "share"), 0.5)
    found = diagnose(compile_system(system(KORLA, KORLA_VALUES, KORLA_HALF, weights)))
    months, budget = sorted(found.groups, key=lambda group: len(group.conflict.relations))
    assert months.sets == (("months",),)
    assert (months.suspects[0].key, months.suspects[0].confidence) == ("months", "certain")
    assert months.suspects[0].implied == pytest.approx((76.92, 76.96), abs=0.01)
    assert budget.violated == ()
    assert {relation.id for relation in budget.conflict.relations} == {
        "B204:total.budget",
        "R301:institution.rate",
        "R301:resident.rate",
    }
    assert set(budget.conflict.figures) == {
        "total.budget",
        "institution.rate",
        "resident.rate",
        "institution.actual",
        "resident.actual",
    }
    assert budget.conflict.key == "total.budget"
    assert budget.conflict.implied == pytest.approx((41763, 42198), abs=0.6)
    assert not budget.unique
    assert {suspect.confidence for suspect in budget.suspects} == {"possible"}


# ---------------------------------------------------------------- slips
FUNDS = ("a", "b", "c")
ITEMS = (
    "fees",
    "subsidy",
    "interest",
    "other",
    "income",
    "pensions",
    "burials",
    "spending",
    "expenditure",
    "surplus",
)


def accounts():
    """Three funds and their total, budget and actual, in 万元 with two decimals: relations and
    values."""
    chance, relations, values = random.Random(11), [], {}
    for measure in ("budget", "actual"):
        for fund in (*FUNDS, "total"):
            key = {item: f"accounts.{fund}.{item}.{measure}" for item in ITEMS}
            relations += [
                total(
                    "B201",
                    key["income"],
                    [key["fees"], key["subsidy"], key["interest"], key["other"]],
                ),
                total(
                    "B201", key["expenditure"], [key["pensions"], key["burials"], key["spending"]]
                ),
                difference("B202", key["surplus"], key["income"], key["expenditure"]),
            ]
            if fund != "total":
                x = {item: round(chance.uniform(200, 90000), 2) for item in ITEMS}
                x["income"] = x["fees"] + x["subsidy"] + x["interest"] + x["other"]
                x["expenditure"] = x["pensions"] + x["burials"] + x["spending"]
                x["surplus"] = x["income"] - x["expenditure"]
                values |= {key[item]: round(x[item], 2) for item in ITEMS}
        for item in ITEMS:
            keys = [f"accounts.{fund}.{item}.{measure}" for fund in FUNDS]
            values[f"accounts.total.{item}.{measure}"] = round(sum(values[key] for key in keys), 2)
            relations.append(total("B204", f"accounts.total.{item}.{measure}", keys))
    for fund in (*FUNDS, "total"):
        for item in ITEMS[:-1]:
            row = f"accounts.{fund}.{item}"
            relations.append(ratio("R301", f"{row}.rate", f"{row}.actual", f"{row}.budget"))
            values[f"{row}.rate"] = round(values[f"{row}.actual"] / values[f"{row}.budget"], 3)
    return relations, values


RELATIONS, VALUES = accounts()
FEES = "accounts.a.fees.actual"


def told(changes):
    """Suspects of the accounts with some cells changed: key to slip, suggestion, confidence.

    The same whether all is proved or only the neighbourhood.
    """
    values = VALUES | changes
    half = {key: 0.0005 if key.endswith(".rate") else 0.005 for key in values}
    weights = {key: 0.5 for key in values if key.endswith(".rate")}
    signed = [key for key in values if ".surplus." in key]
    lines = [
        [f"accounts.{fund}.{item}.{m}" for item in ITEMS]
        for fund in (*FUNDS, "total")
        for m in ("budget", "actual")
    ]
    counterparts = {
        "budget": {key: key.replace("actual", "budget") for key in values if key.endswith("actual")}
    }
    given_system = system(
        RELATIONS, values, half, weights, signed, lines=lines, counterparts=counterparts
    )
    found = diagnose(compile_system(given_system))
    assert diagnose(compile_system(given_system), thorough=False).groups == found.groups
    return {
        s.key: (s.slip, s.suggest, s.confidence) for group in found.groups for s in group.suspects
    }


def typed(change):
    """The digits of FEES in 0.01 万元 as they were mistyped."""
    return int(change(str(round(VALUES[FEES] * 100)))) / 100


@pytest.mark.parametrize(
    ("slip", "value"),
    [
        ("transposed", typed(lambda d: d[:1] + d[2] + d[1] + d[3:])),
        ("digit", typed(lambda d: str((int(d[0]) + 3) % 9 + 1) + d[1:])),
        ("missing", typed(lambda d: d[:2] + d[3:])),
        ("doubled", typed(lambda d: d[:2] + d[1] + d[2:])),
        ("sign", -VALUES[FEES]),
        ("unit", VALUES[FEES] * 10000),
        ("places", VALUES[FEES] * 100),
        ("budget", VALUES["accounts.a.fees.budget"]),
    ],
)
def test_a_slip_in_one_cell_is_located_named_and_undone(slip, value):
    (found,) = told({FEES: value}).items()
    assert found[0] == FEES
    assert (found[1][0], found[1][2]) == (slip, "certain")
    assert found[1][1] == pytest.approx(VALUES[FEES], abs=0.011)


def test_a_total_that_leaves_one_item_out_and_a_rate_in_percent():
    key = "accounts.b.income.actual"
    short = round(VALUES[key] - VALUES["accounts.b.interest.actual"], 2)
    assert told({key: short})[key][::2] == ("left_out", "certain")
    rate = "accounts.b.income.rate"
    assert told({rate: VALUES[rate] * 100}) == {
        rate: ("percent", pytest.approx(VALUES[rate]), "certain")
    }


def test_one_cause_for_two_cells_beats_two_unrelated_ones():
    one, other = "accounts.a.fees.actual", "accounts.b.pensions.actual"
    found = told({one: VALUES[other], other: VALUES[one]})
    assert found == {
        one: ("swapped", VALUES[one], "certain"),
        other: ("swapped", VALUES[other], "certain"),
    }
    income, spent = "accounts.a.income.actual", "accounts.a.expenditure.actual"
    found = told({income: VALUES[spent], spent: VALUES[income]})
    assert {key: (slip, value) for key, (slip, value, _) in found.items()} == {
        income: ("reversed", VALUES[income]),
        spent: ("reversed", VALUES[spent]),
    }


def test_a_shifted_run_and_a_sheet_in_the_wrong_unit_are_one_cause():
    run = [f"accounts.c.{item}.actual" for item in ("fees", "subsidy", "interest", "other")]
    found = told({key: VALUES[above] for above, key in itertools.pairwise(run)})
    assert set(found) == set(run[1:])
    assert {slip for slip, _, _ in found.values()} == {"shifted"}
    assert all(
        suggest == pytest.approx(VALUES[key], abs=0.021) for key, (_, suggest, _) in found.items()
    )
    money = [key for key in VALUES if key.startswith("accounts.b.") and not key.endswith(".rate")]
    found = told({key: VALUES[key] * 10000 for key in money})
    assert set(found) == set(money)
    assert {slip for slip, _, _ in found.values()} == {"scaled"}


def test_two_cells_that_explain_as_much_are_both_named_and_the_slip_singles_one_out():
    relations = [total("B", "t", ["a", "b"])]
    (group,) = diagnose(
        compile_system(system(relations, {"t": 38249 + 2244, "a": 38429, "b": 2244}))
    ).groups
    assert {frozenset(one) for one in group.sets} == {
        frozenset("t"),
        frozenset("a"),
        frozenset("b"),
    }
    assert not group.unique
    assert {suspect.key: suspect.slip for suspect in group.suspects} == {
        "a": "transposed",
        "t": "",
        "b": "",
    }
    assert [suspect.confidence for suspect in group.suspects] == ["likely", "possible", "possible"]
    (group,) = diagnose(
        compile_system(system(relations, {"t": 40673, "a": 38429, "b": -2244}))
    ).groups
    assert [(suspect.key, suspect.slip, suspect.confidence) for suspect in group.suspects][:1] == [
        ("b", "sign", "likely")
    ]


# ---------------------------------------------------------------- rule sets
def test_lint_names_what_contradicts_follows_or_never_fails():
    relations = [
        total("A", "a", ["b", "c"]),
        total("B", "b", ["a", "d"]),
        total("C", "x", ["y", "z"]),
        total("D", "x", ["z", "y"]),
        Relation("E", "y", (Term(1, "x"),), op="<="),
        Relation("F", "q", (Term(1, "q"),)),
    ]
    found = {(smell.kind, smell.relations) for smell in lint(relations, {})}
    assert {
        ("contradiction", ("A:a", "B:b")),
        ("twice", ("C:x", "D:x")),
        ("implied", ("D:x",)),
    } <= found
    assert {("implied", ("E:y",)), ("idle", ("F:q",))} <= found
