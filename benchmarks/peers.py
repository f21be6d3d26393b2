"""Other validators on the part that they can do: sums over one wide frame that is already read.

    python -m benchmarks.peers [SUBMISSIONS]

The submissions are right, each figure rounded on its own; so what a validator accuses is a false
alarm. Where it knows nothing of rounding, the same sums have a fixed tolerance and
blanks are 0."""

import importlib.util
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.throughput import FUNDS, STANDARD, TOLERANCE, total
from sipipeline import catalogue
from sipipeline.core.relations import Relation
from sipipeline.standards.data import flatten
from sipipeline.standards.load import load
from tools.accounts import consistent

SUBMISSIONS, SUMS = 500, 20
CAN: Mapping[str, Sequence[str]] = {
    "sipipeline": ("yes", "yes", "yes", "yes", "yes"),
    "pandera": ("no", "by hand", "no", "no", "no"),
    "frictionless": ("yes", "by hand", "no", "no", "no"),
    "pointblank": ("no", "by hand", "no", "no", "report only"),
}
QUESTIONS = (
    "reads a workbook as people fill it",
    "sums and rates",
    "rounding of each printed figure",
    "says which cell is wrong",
    "hands back a marked copy",
)
Frame = Any


def relations() -> list[Relation]:
    """Some sums of the accounts that `frame` has all figures of."""
    known = set(frame(1).columns)
    every = catalogue.relations(load(STANDARD))
    sums = (one for one in every if one.op == "=" and not one.base and known >= set(one.keys))
    return [one for one, _ in zip(sums, range(SUMS))]


def frame(submissions: int) -> Frame:
    """A row a submission, a column a key."""
    import pandas as pd

    standard = load(STANDARD)
    rows = [flatten(consistent(standard, seed, list(FUNDS)), standard) for seed in range(24)]
    figures = [
        {key: float(one) for key, one in row.items() if isinstance(one, (int, float))}
        for row in rows
    ]
    return pd.DataFrame([figures[number % 24] for number in range(submissions)])


def with_us(wide: Frame, sums: Sequence[Relation]) -> int:
    """All relations of the standard, many times as many as `sums`."""
    import sipipeline

    return accused(sipipeline.schema(STANDARD), wide)


def accused(schema: Any, wide: Frame) -> int:
    """Rows in which a schema of pandera finds something wrong."""
    import pandera.pandas as pa

    try:
        schema.validate(wide, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return int(errors.failure_cases["index"].nunique())
    return 0


def with_pandera(wide: Frame, sums: Sequence[Relation]) -> int:
    import pandera.pandas as pa

    def met(one: Relation) -> Callable[[Frame], Any]:
        return lambda part: abs(part[one.subject] - total(one.terms, part)) <= TOLERANCE

    checks = [pa.Check(met(one), name=one.id) for one in sums]
    return accused(pa.DataFrameSchema(checks=checks), wide)


def with_pointblank(wide: Frame, sums: Sequence[Relation]) -> int:
    import pointblank

    asked = pointblank.Validate(data=wide)
    for one in sums:

        def gap(part: Frame, one: Relation = one) -> Frame:
            return part.assign(gap=abs(part[one.subject] - total(one.terms, part)))

        asked = asked.col_vals_le(columns="gap", value=TOLERANCE, na_pass=True, pre=gap)
    failed = asked.interrogate().n_failed()
    return int(max(failed.values()))


def with_frictionless(wide: Frame, sums: Sequence[Relation]) -> int:
    from frictionless import Checklist, Resource, checks

    letters = {key: f"f{number}" for number, key in enumerate(wide.columns)}
    plain = wide.rename(columns=letters)
    asked = []
    for one in sums:
        right = " + ".join(f"{term.coefficient} * {letters[term.key]}" for term in one.terms)
        subject = letters[one.subject]
        limits = f"{subject} - ({right}) <= {TOLERANCE} and ({right}) - {subject} <= {TOLERANCE}"
        asked.append(checks.row_constraint(formula=limits))
    report = Resource(data=plain.to_dict("records")).validate(Checklist(checks=asked))
    return len({row for (row,) in report.flatten(["rowNumber"])})


PEERS: Mapping[str, Callable[[Frame, Sequence[Relation]], int]] = {
    "sipipeline": with_us,
    "pandera": with_pandera,
    "frictionless": with_frictionless,
    "pointblank": with_pointblank,
}


def page(submissions: int = SUBMISSIONS) -> Iterator[str]:
    """What each can, and how long it takes; one that is not installed is said so."""
    yield f"{submissions} submissions as one frame, {len(relations())} sums; sipipeline all its"
    yield "relations, with rounding. Milliseconds for all submissions.\n"
    yield "| | ms | right ones accused | " + " | ".join(QUESTIONS) + " |"
    yield "|---|---:|---:|" + "---|" * len(QUESTIONS)
    wide, sums = frame(submissions), relations()
    for name, check in PEERS.items():
        told = "not installed |"
        if importlib.util.find_spec(name) is not None:
            given = wide if name == "sipipeline" else wide.fillna(0.0)
            check(given.head(5), sums)
            start = time.perf_counter()
            number = check(given, sums)
            told = f"{1000 * (time.perf_counter() - start):.0f} | {number}"
        yield f"| {name} | {told} | " + " | ".join(CAN[name]) + " |"
    yield ""


if __name__ == "__main__":
    print("\n".join(page(int(sys.argv[1]) if len(sys.argv) > 1 else SUBMISSIONS)))
