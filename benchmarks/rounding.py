"""Consistent accounts rounded every way: how many false alarms; and figures moved: how many missed.

python -m benchmarks.rounding [TRIES]      10 000 by default; both counts must be 0
"""

import random
import sys
import time

from sipipeline.checking.batch import check
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.reading.claims import submission_of
from sipipeline.standards.data import flatten
from sipipeline.standards.load import load
from tools.accounts import consistent, slipped, work_out

FORMS = [
    ("万元", 4),
    ("万元", 2),
    ("万元", 1),
    ("万元", 0),
    ("元", 0),
    ("元", -2),
    ("元", -3),
    ("元", -4),
]
FUNDS = [
    ["resident_pension", "institution_pension"],
    ["work_injury"],
    ["employee_medical", "unemployment"],
    None,
]
DIGITS = [None, 4, 2]
"""Of three accounts in five changes and rates are worked out from the printed figures, to so many
decimals."""
CHUNK = 250


def submission(seed: int, moved: bool) -> tuple[Submission, str]:
    """A consistent submission, or one with a figure moved by more than rounding allows, and that
    figure's key."""
    standard = load("2020")
    unit, places = FORMS[seed % len(FORMS)]
    data = consistent(
        standard,
        seed,
        FUNDS[seed // 8 % len(FUNDS)],
        unit,
        places,
        1.0 if moved or seed % 3 else 0.6,
    )
    if not moved and seed % 5 < 3:
        data = work_out(data, DIGITS[seed % 5])
    values = flatten(data, standard)
    key = ""
    if moved:
        money = [
            k
            for k, v in values.items()
            if k.startswith("accounts.") and isinstance(v, (int, float))
        ]
        key = random.Random(seed).choice(money)
        values[key] = slipped(float(str(values[key])), places)
    return submission_of(values, standard), key


def main(tries: int) -> int:
    false = missed = 0
    start = time.perf_counter()
    for first in range(0, tries, CHUNK):
        seeds = range(first, min(first + CHUNK, tries))
        for result in check([submission(seed, False)[0] for seed in seeds]):
            false += any(
                f.severity is not Severity.INFO and f.kind is not Kind.MISSING
                for f in result.findings
            )
        moved = [submission(seed, True) for seed in seeds]
        for result, (_, key) in zip(check([entry[0] for entry in moved]), moved):
            errors = [f for f in result.findings if f.severity is Severity.ERROR]
            missed += not any(key in {cell.key for cell in f.cells} for f in errors)
    print(f"{tries} consistent accounts: {false} with a false alarm")
    print(f"{tries} accounts with one figure moved: {missed} not reported")
    print(f"{time.perf_counter() - start:.0f} s")
    return int(false + missed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
