"""Small problems for tests of arithmetic and localisation: relations and values, written out."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sipipeline.arithmetic.figures import Figures
from sipipeline.core.relations import Relation, Term, ratio, total
from sipipeline.localisation.arrangement import Arrangement
from sipipeline.localisation.problem import LinearProblem, problem_alone


@dataclass(frozen=True)
class Figure:
    """One figure as a test states it."""

    value: float
    half_width: float
    stated: bool
    may_be: tuple[float, float]
    weight: float

    @property
    def lo(self) -> float:
        return self.value - self.half_width if self.stated else self.may_be[0]

    @property
    def hi(self) -> float:
        return self.value + self.half_width if self.stated else self.may_be[1]


@dataclass(frozen=True)
class Form:
    figures: Mapping[str, Figure]
    relations: Sequence[Relation]
    arrangement: Arrangement = field(default_factory=Arrangement)


def form_of(
    relations: Sequence[Relation],
    values: Mapping[str, float],
    half: float | Mapping[str, float] = 0.5,
    weights: Mapping[str, float] | None = None,
    signed: Collection[str] = (),
    arrangement: Arrangement | None = None,
) -> Form:
    """Keys of `values` are stated; all others of the relations are blank."""
    keys = dict.fromkeys(key for relation in relations for key in relation.keys)
    figures = {
        key: Figure(
            float(values.get(key, 0.0)),
            half[key] if isinstance(half, Mapping) else half,
            key in values,
            (-math.inf if key in signed else 0.0, math.inf),
            (weights or {}).get(key, 1.0),
        )
        for key in keys
    }
    return Form(figures, relations, arrangement or Arrangement())


def figures_of(form: Form) -> Figures:
    """The figures of a form, as a batch of one."""
    figures = form.figures.values()
    stated = np.array([[figure.stated for figure in figures]])
    value = np.array([[figure.value for figure in figures]])
    half = np.where(stated, [[figure.half_width for figure in figures]], 0.0)
    no = np.zeros(stated.shape, bool)
    floor = np.array([figure.may_be[0] for figure in figures])
    columns = {key: column for column, key in enumerate(form.figures)}
    return Figures(columns, value, half, half, stated, no, no, floor)


def problem_of(form: Form) -> LinearProblem:
    weights = np.array([figure.weight for figure in form.figures.values()])
    return problem_alone(form.relations, figures_of(form), weights, form.arrangement)


def difference(rule: str, subject: str, plus: str, minus: str) -> Relation:
    return Relation(rule, subject, (Term(1, plus), Term(-1, minus)))


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


def sheet(
    true: Mapping[str, float], unit: float = 1.0
) -> tuple[dict[str, float], dict[str, float]]:
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
