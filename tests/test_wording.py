"""Targets and actuals as people write them: the table of pairs, and texts that nobody would write."""

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipipeline.domain.attainment import attain
from sipipeline.domain.mentions import find_figures
from sipipeline.domain.numbers import is_blank_word, normalise, read_number
from sipipeline.domain.wording import parse

PAIRS = Path(__file__).with_name("wording_pairs.tsv")


def pairs() -> list[tuple[str, ...]]:
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def test_the_table_of_pairs_is_long_and_says_each_once() -> None:
    rows = pairs()
    assert len(rows) >= 150
    assert {len(row) for row in rows} == {5}
    assert len({row[:2] for row in rows}) == len(rows)


@pytest.mark.parametrize("row", pairs(), ids=lambda row: f"{row[0]} | {row[1]}")
def test_pair(row: tuple[str, ...]) -> None:
    target, actual, verdict, completion, _ = row
    judged = attain(target, actual)
    shown = "-" if judged.completion is None else f"{judged.completion * 100:.2f}"
    assert (judged.status, shown) == (verdict, completion), judged.reason.zh
    assert judged.reason.zh
    assert judged.reason.en
    assert (judged.status == "exceeded") == (judged.completion is not None and judged.completion > 1)
