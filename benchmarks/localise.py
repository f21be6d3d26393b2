"""Which cell is wrong: slips injected into consistent workbooks, and how often the located cells are the right ones.

    python -m benchmarks.localise [WORKBOOKS]     2 000 by default

Reported: how often a single cell explains everything (tried cell by cell, without the search), and how often the tool
names the injected one then; how often the first culprit is the injected cell; how often the slip is named rightly;
milliseconds a workbook; and culprits on clean rounded workbooks, which must be none.
"""

import random
import statistics
import sys
import time
from collections import Counter

from sipipeline import catalogue
from sipipeline.domain.claims import Submission
from sipipeline.localising import system_of
from sipipeline.reading.claims import submission_of
from sipipeline.solving.diagnosis import diagnose
from sipipeline.solving.feasibility import Feasibility
from sipipeline.solving.rows import compile_system
from sipipeline.standards.data import flatten
from sipipeline.standards.load import load
from tools.accounts import consistent

FORMS = [("元", 0), ("万元", 2), ("万元", 0)]
FUNDS = [["resident_pension", "institution_pension"], ["work_injury", "unemployment"], None]


def transposed(text: str, chance: random.Random) -> str:
    places = [at for at in range(len(text) - 1) if text[at : at + 2].isdigit() and text[at] != text[at + 1]]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def digit(text: str, chance: random.Random) -> str:
    at = chance.choice([place for place, sign in enumerate(text) if sign.isdigit()])
    return text[:at] + chance.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def missing(text: str, chance: random.Random) -> str:
    at = chance.choice([place for place, sign in enumerate(text) if sign.isdigit()])
    return text[:at] + text[at + 1 :]


def unit(text: str, chance: random.Random) -> str:
    return f"{float(text) * 10_000:.15g}"


def places(text: str, chance: random.Random) -> str:
    return f"{float(text) * chance.choice((10, 100, 1000)):.15g}"


SLIPS = {"transposed": transposed, "digit": digit, "missing": missing, "unit": unit, "places": places}


def workbook(seed: int, slips: int) -> tuple[Submission, dict[str, str]]:
    """A submission with slips injected into cells of the accounts, and what was injected where."""
    standard, chance = load("2020"), random.Random(seed)
    form, decimals = FORMS[seed % len(FORMS)]
    values = flatten(consistent(standard, seed, FUNDS[seed % 7 % 3], form, decimals), standard)
    money = [k for k, v in values.items() if k.startswith("accounts.") and isinstance(v, (int, float)) and abs(v) > 999]
    injected: dict[str, str] = {}
    for key in chance.sample(money, slips):
        for name in chance.sample(sorted(SLIPS), len(SLIPS)):
            text = SLIPS[name](f"{values[key]:.15g}", chance)
            if text not in ("", "-") and abs(float(text) - float(str(values[key]))) > 50 * 10.0**-decimals:
                values[key], injected[key] = float(text), name
                break
    return submission_of(values, standard), injected


def explaining_cells(submission: Submission, relations: list) -> set[str]:  # type: ignore[type-arg]
    """Every single stated cell whose change makes all consistent, tried one by one: independent of the search."""
    problem = compile_system(system_of(submission, load("2020"), relations))
    tests = Feasibility(problem)
    near = {at for row in problem.violated() for at in problem.terms(row)[0]}
    near |= {int(problem.owner[row]) for row in problem.violated() if problem.owner[row] >= 0}
    return {problem.keys[at] for at in near if problem.stated[at] and tests.clash({at}) is None}


def main(count: int) -> int:
    standard, relations = load("2020"), list(catalogue.relations("2020"))
    tally: Counter[str] = Counter()
    spent: dict[int, list[float]] = {1: [], 2: [], 3: []}
    for seed in range(count):
        slips = (1, 1, 2, 3)[seed % 4]
        submission, injected = workbook(seed, slips)
        start = time.perf_counter()
        found = diagnose(system_of(submission, standard, relations))
        spent[slips].append(1000 * (time.perf_counter() - start))
        named = {suspect.key: suspect.slip for group in found.groups for suspect in group.suspects}
        first = {group.suspects[0].key for group in found.groups if group.suspects}
        certain = {s.key for group in found.groups for s in group.suspects if s.confidence == "certain"}
        tally["workbooks"] += 1
        tally["first culprits right"] += first == set(injected)
        tally["named at all"] += set(injected) <= set(named)
        tally["certain"] += bool(certain)
        tally["certain and wrong"] += bool(certain - set(injected))
        tally["slips"] += len(injected)
        tally["slip named rightly"] += sum(named.get(key) == name for key, name in injected.items())
        if slips == 1:
            single = explaining_cells(submission, relations)
            if len(single) == 1:
                tally["one cell alone explains"] += 1
                tally["one cell alone explains, and is named first"] += first == single
    false = 0
    for seed in range(count // 4):
        clean = submission_of(
            flatten(consistent(standard, seed, FUNDS[seed % 3], *FORMS[seed % 3]), standard), standard
        )
        false += not diagnose(system_of(clean, standard, relations)).consistent
    for name, number in tally.items():
        print(f"{name:45} {number}")
    for slips, times in spent.items():
        ordered = sorted(times)
        p99 = ordered[int(0.99 * (len(ordered) - 1))]
        print(f"{slips} slip(s): median {statistics.median(times):.0f} ms, p99 {p99:.0f} ms")
    print(f"clean rounded workbooks accused: {false} of {count // 4}")
    alone = tally["one cell alone explains"] - tally["one cell alone explains, and is named first"]
    return int(false + alone > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000))
