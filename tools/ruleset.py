"""Lint of the rule set: relations that contradict each other, can never be violated, or are stated
twice are faults.

Relations that follow from others are counted only: they are deliberate cross-checks, and show which
cell is wrong."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from sipipeline import catalogue
from sipipeline.standards.load import known, load
from tools.lint import lint
from tools.pipes import run

WORDS = {
    "contradiction": "cannot hold together for positive figures",
    "idle": "can never be violated",
    "twice": "stated twice",
}


def main(arguments: Sequence[str] | None = None) -> int:
    argparse.ArgumentParser(prog="tools.ruleset", description=__doc__).parse_args(arguments)
    faults = 0
    for name in known():
        standard = load(name)
        signed = {key for key, field in standard.fields.items() if field.signed}
        smells = lint(catalogue.relations(standard), signed)
        for smell in smells:
            if smell.kind != "implied":
                faults += 1
                print(f"{name}: {WORDS[smell.kind]}: {', '.join(smell.relations)}")
        implied = Counter(
            identifier.partition(":")[0]
            for s in smells
            if s.kind == "implied"
            for identifier in s.relations[:1]
        )
        counted = ", ".join(f"{code} {count}" for code, count in sorted(implied.items()))
        print(
            f"{name}: {len(catalogue.relations(standard))} relations; implied by others, "
            f"deliberately: {counted or 'none'}"
        )
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(run(main))
