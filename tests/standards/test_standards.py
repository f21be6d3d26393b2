"""The standards load, extend each other, and name the line of what does not hold."""

from pathlib import Path
from typing import Any

import pytest

from sipipeline.core.errors import DataError, StandardError, UsageError
from sipipeline.standards.data import flatten, nest
from sipipeline.standards.load import for_year, known, load, load_file
from sipipeline.standards.tables import FOLDER


def test_the_second_standard_states_only_what_changes() -> None:
    old, new = load("2020"), load("2023")
    assert [level.name.zh for level in new.levels] == ["决策", "过程", "产出", "效益", "满意度"]
    assert new.item("adjustment_in").name.zh == "全国统筹调剂资金收入"
    for key in ("adjustment_in", "adjustment_out"):
        assert new.item(key).parent == old.item(key).parent
        assert new.item(key).funds == old.item(key).funds


def test_the_total_counts_every_item_of_every_fund_once() -> None:
    standard = load("2020")
    total = {item.key for item in standard.items_of("total")}
    for item in standard.items:
        assert (item.total_in or item.key) in total or item.parent in standard.slotted


def test_the_standard_in_force() -> None:
    assert known() == ["2020", "2023"]
    assert [for_year(year) for year in (2019, 2020, 2022, 2023, 2030)] == [
        "2020",
        "2020",
        "2020",
        "2023",
        "2023",
    ]
    with pytest.raises(UsageError, match="2020, 2023"):
        load("1999")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (
            'parent = "income_subtotal"\nzh = "利息收入"',
            'parent = "incom"\nzh = "利息收入"',
            'key = "interest"',
            "incom",
        ),
        ('key = "interest"', 'key = "fiscal_subsidy"', 'key = "fiscal_subsidy"', "twice"),
        (
            'key = "interest"',
            'key = "interest"\nbefore = "nonsense"',
            'key = "interest"',
            "before points to nonsense",
        ),
        ('kind = "months"', 'kind = "month"', 'key = "months_payable"', "month"),
        (
            'funds = ["work_injury"]\ntotal_in',
            'funds = ["injury"]\ntotal_in',
            'key = "capacity_appraisal"',
            "injury",
        ),
        ("slots = 8", "slots = 4", 'key = "employee_medical"', "5 parts of benefits"),
        ("[[items]]", "[[items", None, "line"),
    ],
)
def test_a_fault_names_file_and_line(
    tmp_path: Path, old: Any, new: Any, line: Any, says: Any
) -> None:
    text = (FOLDER / "2020.toml").read_text(encoding="utf-8").replace(old, new, 1)
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StandardError) as error:
        load_file(tmp_path / "mine.toml")
    assert "mine.toml" in str(error.value)
    assert says in str(error.value)
    if line is not None:
        assert f"line {text[: text.index(line)].count(chr(10)) + 1} " in str(error.value)


@pytest.mark.parametrize(
    ("written", "line", "says"),
    [
        pytest.param("benefit_slots = 8", 2, "unknown name benefit_slots", id="an old name"),
        pytest.param("[limit]\ncause = 2", 2, "did you mean limits?", id="a name misspelt"),
        pytest.param("[limits]\ncauses = 2", 3, "did you mean cause?", id="a limit misspelt"),
        pytest.param("[weights]\nledgers = 1.0", 3, "ledger", id="a weight misspelt"),
        pytest.param(
            '[[items]]\nkey = "interest"\nfunds_all = true', 4, "funds_all", id="a name of an item"
        ),
        pytest.param(
            '[[funds]]\nkey = "work_injury"\nprompt = "填"', 4, "prompt", id="a name of a column"
        ),
        pytest.param(
            '[[cover]]\nkey = "unit"\nchoices = "unit"', 3, "choices unit", id="unknown choices"
        ),
        pytest.param("[causes]\nlines = 3", 3, "unknown name lines", id="a name of a list"),
        pytest.param("[[goal]]\nkey = 3", 2, "should be [goal]", id="a table as a list"),
        pytest.param("[items]\nkey = 3", 2, "should be [[items]]", id="a list as a table"),
        pytest.param('[[funds]]\nzh = "长护"', 2, "key is missing", id="no key"),
    ],
)
def test_what_a_standard_of_ones_own_writes_and_nobody_reads_is_refused(
    tmp_path: Path, written: str, line: int, says: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'extends = "2020"\n{written}\n', encoding="utf-8")
    with pytest.raises(StandardError) as error:
        load_file(path)
    assert says in str(error.value)
    assert f"mine.toml, line {line} " in str(error.value)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "version = 2",
        "[limits]\ncause = 2",
        '[[items]]\nkey = "interest"\nsynonyms = ["存款利息"]',
        '[[items]]\nkey = "flood"\nzh = "洪灾救助"\nen = "Flood"\nbefore = "interest"',
        '[[measures]]\nkey = "prior"\nprompt = "填上年数"',
        "[causes]\nrows = 20",
    ],
)
def test_what_is_read_is_taken(tmp_path: Path, written: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f'extends = "2020"\n{written}\n', encoding="utf-8")
    assert load_file(path).field("cover.unit") is not None


@pytest.mark.parametrize(
    ("written", "above", "below"),
    [
        pytest.param("", "time_deposits", None, id="of nothing: last"),
        pytest.param('parent = "income_subtotal"', "other_income", "from_superior", id="a part"),
        pytest.param('parent = "expenditure"', "adjustment_out", "surplus", id="below its parts"),
        pytest.param('parent = "time_deposits"', "time_deposits", None, id="the first part"),
        pytest.param('within = "income"', "adjustment_in", "expenditure", id="some of it"),
        pytest.param(
            'parent = "expenditure_subtotal"\ntotal_in = "other_expenditure"',
            "injury_prevention",
            "transfer_out",
            id="beside those that the total counts with it",
        ),
        pytest.param(
            'parent = "income_subtotal"\nbefore = "interest"',
            "collective_subsidy",
            "interest",
            id="where it says",
        ),
        pytest.param(
            'before = "z"\n[[items]]\nkey = "z"\nzh = "后"\nen = "Z"\nbefore = "income"',
            "opening_balance",
            "z",
            id="before one that the file says below",
        ),
    ],
)
@pytest.mark.parametrize("extends", [True, False])
def test_a_new_item_stands_where_it_says_or_beside_its_like(
    tmp_path: Path, written: str, above: str, below: str | None, extends: bool
) -> None:
    path = tmp_path / "mine.toml"
    base = 'extends = "2020"' if extends else (FOLDER / "2020.toml").read_text("utf-8")
    new = f'[[items]]\nkey = "flood"\nzh = "洪灾救助"\nen = "Flood"\n{written}\n'
    path.write_text(f"{base}\n{new}", encoding="utf-8")
    order = [item.key for item in load_file(path).items]
    at = order.index("flood")
    assert (order[at - 1], (*order, None)[at + 1]) == (above, below)


def test_unknown_keys_are_named() -> None:
    with pytest.raises(DataError) as error:
        flatten(
            {"accounts": {"work_injury": {"incom": {"actual": 1}}}, "cover": {"year": [1]}},
            load("2020"),
        )
    assert "accounts.work_injury.incom.actual" in str(error.value)
    assert "accounts.work_injury.income.actual" in str(error.value)
    assert "cover.year" in str(error.value)


def test_data_and_keys_are_two_forms_of_the_same() -> None:
    data = {
        "standard": "2020",
        "cover": {"unit": "甲县"},
        "accounts": {"total": {"income": {"actual": 1}}},
        "causes": [{"fund": "work_injury"}, {"amount": 2.5}],
        "goal": "足额发放",
        "indicators": [{"target": "≥99%"}],
        "narrative": {"overview": "甲\n乙"},
    }
    assert nest(flatten(data, load("2020")), load("2020")) == data
