"""Tables of what people write and how it is understood; a line more is a case more.

A table is one test: it says which lines are read differently, all of them at once, and costs no
time for each line.
"""

from collections.abc import Callable

import pytest
from readings import judged_shown, mention_shown, rows, stated_shown, unit_shown

from sipipeline.language.attainment import attain
from sipipeline.language.mentions import mentions_in
from sipipeline.language.numbers import read_number
from sipipeline.language.targets import parse
from sipipeline.language.units import read_unit


def misread(table: str, read: Callable[..., str], inputs: int = 1) -> dict[tuple[str, ...], str]:
    """The lines of a table that are read differently, with what is read."""
    found = {row: read(*row[:inputs]) for row in rows(table)}
    return {row: reading for row, reading in found.items() if "\t".join(row[inputs:]) != reading}


@pytest.mark.parametrize("table", ["targets", "attainment", "mentions", "units", "numbers"])
def test_a_table_says_each_thing_once(table: str) -> None:
    keys = [row[:2] if table == "attainment" else row[:1] for row in rows(f"{table}.tsv")]
    assert len(set(keys)) == len(keys) > 60


def test_what_texts_state() -> None:
    assert misread("targets.tsv", lambda text: stated_shown(parse(text))) == {}


def test_how_targets_are_judged() -> None:
    def judge(target: str, actual: str) -> str:
        judged = attain(target, actual)
        return f"{judged_shown(judged)}\t{judged.reason.zh}"

    assert misread("attainment.tsv", judge, inputs=2) == {}


def test_the_figures_of_sentences() -> None:
    def mentions(text: str) -> str:
        return " | ".join(mention_shown(text, figure) for figure in mentions_in(text))

    assert misread("mentions.tsv", mentions) == {}


def test_units() -> None:
    def read(text: str) -> str:
        unit = read_unit(text)
        return unit_shown(unit) if unit else "-"

    assert misread("units.tsv", read) == {}


def test_cells_that_are_a_number() -> None:
    def read(text: str) -> str:
        number = read_number(text)
        return f"{number.value:.15g}\t{number.decimals}\t{number.unit}" if number else "-"

    assert misread("numbers.tsv", read) == {}
