"""Figures that others make, right ones and wrong ones side by side: made_figures.tsv.

The unit is one of the benchmark's, 岚溪县 with five funds.
"""

import tomllib
from pathlib import Path

import pytest
from support import ask_only

from benchmarks.judgement import FOLDER, submission
from sipipeline.checking.batch import check
from sipipeline.core.findings import Severity

RULES = ("N601", "N602", "N603", "N604", "N605", "N606")
FIELD = "narrative.operation"


def _pairs() -> list[list[str]]:
    text = Path(__file__).with_name("made_figures.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.replace("\\n", "\n").split("\t") for line in lines]


@pytest.fixture(scope="module")
def accused() -> dict[str, bool]:
    """Whether each sentence of the table is accused."""
    unit = tomllib.loads((FOLDER / "units.toml").read_text(encoding="utf-8"))["lanxi"]
    said = [text for pair in _pairs() for text in pair if text != "-"]
    with pytest.MonkeyPatch.context() as patch:
        ask_only(patch, *RULES)
        results = check([submission({**unit, "narrative": {"operation": text}}) for text in said])
    worse = [
        [one for one in result.findings if one.severity is not Severity.INFO] for result in results
    ]
    return {
        text: any(one.cells[0].key == FIELD for one in found) for text, found in zip(said, worse)
    }


@pytest.mark.parametrize(("right", "wrong"), _pairs())
def test_a_true_sentence_is_not_accused_and_a_false_one_is(
    right: str, wrong: str, accused: dict[str, bool]
) -> None:
    assert right == "-" or not accused[right]
    assert wrong == "-" or accused[wrong]
