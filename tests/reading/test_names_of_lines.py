"""Labels of the form in other words, and labels of something else, side by side: labels.tsv."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sipipeline.core import keys
from sipipeline.reading.label_forms import readings
from sipipeline.reading.names import Naming, columns, lines
from sipipeline.standards.load import load

STANDARD = load("2023")
TABLE = Path(__file__).with_name("labels.tsv")


def rows() -> Iterator[tuple[str, list[str], list[str]]]:
    """Each place, the labels that name it, and those of something else."""
    for line in TABLE.read_text("utf-8").splitlines()[1:]:
        place, right, wrong = line.split("\t")
        yield place, right.split("|"), [label for label in wrong.split("|") if label]


def naming(place: str) -> Naming:
    table, _, column = place.partition(" ")
    return columns(STANDARD)[table][column] if column else lines(STANDARD)[place]


def named(place: str, label: str) -> list[str | None]:
    """What a label names: of a head-count also behind the name of its fund in the cell before."""
    cells = [[label]]
    if keys.family(place) == "headcounts" and " " not in place:
        cells.append([STANDARD.fund(keys.fund(place) or "").short.zh, label])
    return [naming(place).named(readings(one)) for one in cells]


@pytest.mark.parametrize(("place", "right", "wrong"), [*rows()], ids=lambda one: str(one)[:40])
def test_a_label_names_its_place_or_something_else(
    place: str, right: list[str], wrong: list[str]
) -> None:
    assert [label for label in right if set(named(place, label)) != {None}] == []
    assert [label for label in wrong if None in named(place, label)] == []


def test_every_line_and_column_of_the_table_is_in_the_list() -> None:
    """At least every measure and every line of the account with the most benefits."""
    listed = {place for place, _, _ in rows()}
    items = {item.key for item in STANDARD.items_of("unemployment")}
    assert {f"accounts.unemployment.{item}.*" for item in items} <= listed
    assert {f"accounts {measure.key}" for measure in STANDARD.measures} <= listed
