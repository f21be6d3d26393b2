"""The public interface: documented examples run, a wide frame gets pandera's failure cases."""

import re
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest

import sipipeline
from sipipeline.core.errors import UsageError

ROOT = Path(__file__).parents[2]
EXAMPLES = re.findall(
    r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL
)
ROW = "accounts.work_injury"


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_documented_examples_run(example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(example, "docs/api.md", "exec"), {})


def cases(table: pd.DataFrame, standard: str = "2020") -> list[tuple[object, object, object]]:
    """Index, rule and key of every failure case."""
    try:
        sipipeline.schema(standard).validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        found = errors.failure_cases
        return sorted(zip(found["index"], found["check"], found["column"]))
    return []


def account(income: object, spent: object, surplus: object) -> dict[str, object]:
    return {
        f"{ROW}.income.actual": income,
        f"{ROW}.expenditure.actual": spent,
        f"{ROW}.surplus.actual": surplus,
    }


def test_what_agrees_within_the_rounding_of_its_digits_passes() -> None:
    table = pd.DataFrame([account(100.2, 60.1, 40.2), account(100, 60, 42), account(9, None, 3)])
    assert cases(table) == [(1, "B202", f"{ROW}.surplus.actual")]


def test_a_frame_that_passes_is_given_back() -> None:
    table = pd.DataFrame([account(100, 60, 40)]).assign(county="A")
    assert sipipeline.schema("2020").validate(table) is not None
    assert list(sipipeline.schema("2020").validate(table)["county"]) == ["A"]


def test_a_row_fails_by_itself_whatever_the_index() -> None:
    table = pd.DataFrame(
        [account(100, 60, 40), account(100, 60, 30), account(100, 60, 40)], index=["x", "x", "y"]
    )
    assert cases(table) == [("x", "B202", f"{ROW}.surplus.actual")]


def test_single_figures_are_checked_by_their_rules() -> None:
    people = "headcounts.institution_pension.participants.actual"
    table = pd.DataFrame([account(100, -60, 160) | {people: 28.5}, account("约一百", 60, 40)])
    assert cases(table) == [
        (0, "B201", f"{ROW}.expenditure.actual"),
        (0, "F107", f"{ROW}.expenditure.actual"),
        (0, "F112", people),
        (1, "F101", f"{ROW}.income.actual"),
    ]


def test_text_is_read_as_in_a_cell() -> None:
    row = {f"{ROW}.income.actual": "１，１４０万元", f"{ROW}.income.budget": 1000}
    right, wrong = (
        pd.DataFrame([row | {f"{ROW}.income.completion_rate": rate}]) for rate in ("114%", "104%")
    )
    assert cases(right) == []
    assert cases(wrong) == [(0, "R301", f"{ROW}.income.completion_rate")]


def test_an_empty_frame_passes() -> None:
    assert cases(pd.DataFrame()) == []


def test_a_file_that_is_no_workbook_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("no workbook", encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.xlsx"):
        sipipeline.read([tmp_path / "a.xlsx"])


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        sipipeline.nothing  # noqa: B018


def test_one_path_needs_no_list() -> None:
    korla = ROOT / "samples" / "korla-2020.xlsx"
    assert sipipeline.read(korla).equals(sipipeline.read([str(korla)]))
    assert [result.path for result in sipipeline.validate(str(korla))] == [str(korla)]
