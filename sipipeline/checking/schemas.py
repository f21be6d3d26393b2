"""The two contracts that pandera enforces over a batch: what is stated, and what contradicts.

The claims frame has a row for each stated figure or text, the gaps frame a row for each relation of
each submission that can be decided. The failure cases of their schemas are the violations: nothing
decides them a second time.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sipipeline import catalogue
from sipipeline.arithmetic.evaluation import Evaluation
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Noted, Submission
from sipipeline.rule import FigureRule

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

CLAIMS = ("submission", "key", "value", "half_width", "unit", "sheet", "cell", "text")
GAPS = ("submission", "rule", "relation", "gap")

_UNITS = {"count": "人", "yuan": "元", "months": "月", "points": "分", "year": "年"}
_STATED = (Noted.UNREADABLE, Noted.UNKNOWN_PLACE)
"""What reading notes of a cell in which something is stated that is no claim."""


# ---------------------------------------------------------------- what is stated
def stated(submission: Submission) -> Iterator[Claim]:
    """What the cells of a submission state: its claims, then what could not be read or placed.

    What could not be read or placed has neither value nor half-width (NaN); what has no place has
    no key.
    """
    yield from submission.claims.values()
    for note in submission.notes:
        if note.what in _STATED:
            place = note.sheet, note.ref, note.raw
            yield Claim(note.key, np.nan, np.nan, *place, detail=note.detail)


def claims_frame(
    submissions: Sequence[Submission], names: Sequence[object] | None = None
) -> "pd.DataFrame":
    """A row for each figure or text that the submissions state; columns as in `CLAIMS`.

    `submission` is the position in `submissions`, or its entry of `names`. `value` is a figure in
    `unit`, a rate as a fraction; NaN for a text. What could not be read has no `half_width`.
    `text` is what stands in the cell.
    """
    return _frame(_rows(submissions), submissions, names)


Crash = tuple[FigureRule, Exception]


def claims_schema(standard: Standard, crashes: list[Crash] | None = None) -> "pa.DataFrameSchema":
    """What a claims frame must be: its columns, and every rule about single figures by its code.

    A rule that fails to run holds for every figure; it is added to `crashes`, or raised where that
    is None.
    """
    import pandera.pandas as pa

    figures = pa.Column(float, nullable=True)
    texts = pa.Column(object, nullable=True)
    return pa.DataFrameSchema(
        {
            "submission": pa.Column(),
            "key": pa.Column(object),
            "value": figures,
            "half_width": pa.Column(float, pa.Check.ge(0), nullable=True),
            **dict.fromkeys(("unit", "sheet", "cell", "text"), texts),
        },
        checks=[_check(rule, standard, crashes) for rule in catalogue.figure_rules(standard)],
    )


def faulty_figures(
    submissions: Sequence[Submission], crashes: list[Crash] | None = None
) -> Iterator[tuple[FigureRule, int, Claim]]:
    """Rule, submission and claim of every figure that a rule about single figures faults.

    In the order of the rules, then of the claims. The submissions have one standard. A rule that
    fails to run is added to `crashes`, or raises where that is None.
    """
    rows = _rows(submissions)
    standard = submissions[0].standard if rows else None
    rules = {rule.code: rule for rule in catalogue.figure_rules(standard)} if standard else {}
    if standard is None or not rules:
        return
    schema = claims_schema(standard, crashes)
    for code, index in sorted(set(_failures(schema, _frame(rows, submissions)))):
        row, claim = rows[index]
        yield rules[code], row, claim


_Row = tuple[int, Claim]
"""Position of a submission, and what one of its cells states."""


def _rows(submissions: Sequence[Submission]) -> list[_Row]:
    return [(row, claim) for row, one in enumerate(submissions) for claim in stated(one)]


def _frame(
    rows: Sequence[_Row], submissions: Sequence[Submission], names: Sequence[object] | None = None
) -> "pd.DataFrame":
    import pandas as pd

    units = list(map(_units, submissions))
    numbers, claims = _transposed(rows, 2)
    keys, values, half_widths, sheets, refs, raws, *_ = _transposed(claims, len(Claim._fields))
    figures = [value if isinstance(value, float) else np.nan for value in values]
    objects: dict[str, Any] = {
        "key": keys,
        "unit": [units[number](key) for number, key in zip(numbers, keys)],
        "sheet": sheets,
        "cell": refs,
        "text": raws,
    }
    frame = pd.DataFrame(objects, dtype=object)
    frame["submission"] = _named(numbers, names)
    frame["value"] = np.array(figures, float)
    frame["half_width"] = np.array(half_widths, float)
    return frame[[*CLAIMS]]


def _named(numbers: Sequence[int], names: Sequence[object] | None) -> Any:
    """The numbers of submissions, or the names that stand for them."""
    return numbers if names is None else list(map(names.__getitem__, numbers))


def _transposed(rows: Sequence[tuple[Any, ...]], width: int) -> list[tuple[Any, ...]]:
    """The columns of rows of one width."""
    return list(zip(*rows)) or [()] * width


def _units(submission: Submission) -> Callable[[str], str]:
    """The unit of the figure of a key; "" for a text and a rate."""
    units = {**_UNITS, "money": submission.money_unit}

    def unit(key: str) -> str:
        field = submission.standard.field(key)
        return units.get(field.kind, "") if field is not None else ""

    return unit


def _check(rule: FigureRule, standard: Standard, crashes: list[Crash] | None) -> "pa.Check":
    """The rule as a check of the whole frame; a figure without a value is looked at like any."""
    import pandera.pandas as pa

    def holds(frame: "pd.DataFrame") -> Any:
        try:
            return rule.holds(frame, standard)
        except Exception as error:
            if crashes is None:
                raise
            crashes.append((rule, error))
            return frame["key"] == frame["key"]

    return pa.Check(holds, name=rule.code, error=rule.code, ignore_na=False)


# ---------------------------------------------------------------- what contradicts
def gaps_frame(evaluations: Sequence[Evaluation], submissions: int) -> "pd.DataFrame":
    """A row for each relation of each submission that could be decided; columns as in `GAPS`.

    `relation` is the position in `evaluations`. `gap` is by how much the intervals miss each other,
    0 where they meet.
    """
    import pandas as pd

    if not evaluations:
        return pd.DataFrame({name: [] for name in GAPS}).astype({"gap": float})
    gaps = np.array([evaluation.gap for evaluation in evaluations]).reshape(-1, submissions)
    relation, submission = np.nonzero(~np.isnan(gaps))
    codes = np.array([evaluation.relation.rule for evaluation in evaluations], dtype=object)
    return pd.DataFrame(
        {
            "submission": submission,
            "rule": codes[relation],
            "relation": relation,
            "gap": gaps[relation, submission],
        }
    )


def gaps_schema() -> "pa.DataFrameSchema":
    """What a gaps frame must be for nothing to contradict."""
    import pandera.pandas as pa

    return pa.DataFrameSchema({"gap": pa.Column(float, pa.Check.le(0, error="gap"))})


def violations(
    evaluations: Sequence[Evaluation], submissions: int
) -> Iterator[tuple[Evaluation, int]]:
    """Relation and submission of every contradiction, relation by relation."""
    gaps = gaps_frame(evaluations, submissions)
    failing = sorted(index for _, index in _failures(gaps_schema(), gaps))
    relation, submission = gaps["relation"].to_numpy(), gaps["submission"].to_numpy()
    for index in failing:
        yield evaluations[int(relation[index])], int(submission[index])


def _failures(schema: "pa.DataFrameSchema", frame: "pd.DataFrame") -> list[tuple[str, int]]:
    """Check and row of every failure case; raises where the frame is not as it must be."""
    import pandera.pandas as pa

    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        if cases["index"].isna().any():
            raise
        return [(str(check), int(index)) for check, index in zip(cases["check"], cases["index"])]
    return []
