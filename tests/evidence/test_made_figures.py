"""Figures that others make, and words that go against their figures, right ones and wrong ones side
by side: made_figures.tsv, wrong_words.tsv."""

import tomllib
from pathlib import Path

import pytest
from support import ask_only, cases

from benchmarks.judgement import FOLDER, saying, submission
from sipipeline.checking.batch import check
from sipipeline.core.findings import Severity

RULES = ("N601", "N602", "N603", "N604", "N605", "N606")
FIELD = "narrative.operation"

TABLES = ("made_figures.tsv", "wrong_words.tsv")

Said = tuple[str, str]
"""The unit of which a text is, and the text."""


def _pairs() -> list[list[str]]:
    texts = [Path(__file__).with_name(name).read_text(encoding="utf-8") for name in TABLES]
    written = [line for text in texts for line in text.splitlines()]
    lines = [line for line in written if line and not line.startswith("#")]
    return [line.replace("\\n", "\n").split("\t") for line in lines]


@pytest.fixture(scope="module")
def accused(request: pytest.FixtureRequest) -> dict[Said, bool]:
    """Whether each sentence that is asked about is accused."""
    units = tomllib.loads((FOLDER / "units.toml").read_text(encoding="utf-8"))
    asked = cases(request)
    said = [(one["unit"], one[of]) for one in asked for of in ("right", "wrong") if one[of] != "-"]
    silent = {unit: submission(data) for unit, data in units.items()}
    batch = [saying(silent[unit], "operation", text) for unit, text in said]
    with pytest.MonkeyPatch.context() as patch:
        ask_only(patch, *RULES)
        results = check(batch)
    worse = [
        [one for one in result.findings if one.severity is not Severity.INFO] for result in results
    ]
    return {
        one: any(each.cells[0].key == FIELD for each in found) for one, found in zip(said, worse)
    }


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("unit", "right", "wrong"), _pairs())
def test_a_true_sentence_is_not_accused_and_a_false_one_is(
    unit: str, right: str, wrong: str, accused: dict[Said, bool]
) -> None:
    assert right == "-" or not accused[unit, right]
    assert wrong == "-" or accused[unit, wrong]
