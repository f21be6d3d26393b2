"""Tables of what people write and how it is understood; a line more is a test more."""

import pytest
from readings import judged_shown, mention_shown, rows, stated_shown, unit_shown

from sipipeline.language.attainment import attain
from sipipeline.language.mentions import find_figures
from sipipeline.language.numbers import read_number
from sipipeline.language.targets import parse
from sipipeline.language.units import read_unit


@pytest.mark.parametrize("table", ["targets", "attainment", "mentions", "units", "numbers"])
def test_a_table_says_each_thing_once(table: str) -> None:
    keys = [row[:2] if table == "attainment" else row[:1] for row in rows(f"{table}.tsv")]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("text", "reading"), rows("targets.tsv"))
def test_what_a_text_states(text: str, reading: str) -> None:
    assert stated_shown(parse(text)) == reading


@pytest.mark.parametrize(("target", "actual", "verdict", "reason"), rows("attainment.tsv"))
def test_how_a_target_is_judged(target: str, actual: str, verdict: str, reason: str) -> None:
    judged = attain(target, actual)
    assert judged_shown(judged) == verdict
    assert judged.reason.zh == reason or not reason


@pytest.mark.parametrize(("text", "mentions"), rows("mentions.tsv"))
def test_the_figures_of_a_sentence(text: str, mentions: str) -> None:
    assert " | ".join(mention_shown(text, figure) for figure in find_figures(text)) == mentions


@pytest.mark.parametrize(("text", "reading"), rows("units.tsv"))
def test_units(text: str, reading: str) -> None:
    unit = read_unit(text)
    assert (unit_shown(unit) if unit else "-") == reading


@pytest.mark.parametrize("row", rows("numbers.tsv"), ids=lambda row: row[0])
def test_cells_that_are_a_number(row: tuple[str, ...]) -> None:
    number = read_number(row[0])
    shown = (
        ("-",) if number is None else (f"{number.value:.15g}", str(number.decimals), number.unit)
    )
    assert shown == row[1:]
