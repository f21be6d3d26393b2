"""What an overview needs of a submission comes out of its result, and through JSON as it was."""

from pathlib import Path

import pytest
from support import filled

from sipipeline.core.findings import FileResult, Severity, Verdict
from sipipeline.core.text import Text
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate
from sipipeline.reports.overview.entries import Entry, entry_from_json, entry_to_json
from sipipeline.reports.overview.result_entries import entry_of
from sipipeline.standards.load import load
from tools.accounts import consistent

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


def result_of(name: str, claims: bool = False) -> FileResult:
    (result,) = validate(collect((str(SAMPLES / name),)), Options(claims=claims))
    return result


@pytest.fixture(scope="module")
def korla() -> Entry:
    return entry_of(result_of("korla-2020.xlsx"), round=2, received="2021-03-05T20:10:00")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("name", "fen"),
    [
        ("broken/B202-surplus.xlsx", 5_000_000),
        ("broken/B207-funding-matches-expenditure.xlsx", 1_307_000_000),
        ("broken/N601-text-agrees-with-tables.xlsx", 54_000_000),
        ("broken/R304-months-payable.xlsx", None),
        ("broken/R301-completion-rate.xlsx", None),
        ("broken/B210-adjusted-within-eligible.xlsx", None),
        ("broken/P409-email-address.xlsx", None),
    ],
)
def test_money_is_told_of_figures_that_are_money(name: str, fen: int | None) -> None:
    first = entry_of(result_of(name)).issues[0]
    assert first.money == (None if fen is None else pytest.approx(fen, rel=0.01))


def test_of_a_figure_in_another_unit_the_money_is_what_it_should_be(tmp_path: Path) -> None:
    account = consistent(load("2020"), 3, ["work_injury"], "万元", 0)
    benefits = account["accounts"]["work_injury"]["benefits"]
    right = benefits["actual"]
    benefits["actual"] = right * 10_000
    path = tmp_path / "a.xlsx"
    path.write_bytes(filled(account))
    (result,) = validate(collect((str(path),)), Options())
    told = max(issue.money or 0 for issue in entry_of(result).issues)
    assert told == pytest.approx(right * 1_000_000, rel=0.001)


def test_who_submits_and_what_the_accounts_say(korla: Entry) -> None:
    assert (korla.unit, korla.year, korla.round) == ("库尔勒市社会保险管理局", 2020, 2)
    income = [line for line in korla.accounts if line[:2] == ("total", "income")]
    assert [line.actual for line in income] == [43_937_000_000]
    assert [line.name for line in korla.unmet] == ["保障城乡居民养老保险退休待遇享受人数"]


def test_json_gives_the_entry_back(korla: Entry) -> None:
    assert entry_from_json(entry_to_json(korla)) == korla


def test_json_of_an_older_program_is_read() -> None:
    assert entry_from_json('{"path": "a.xlsx", "verdict": "pass", "gone": 1}') == Entry(
        "a.xlsx", Verdict.PASS
    )


def test_an_unreadable_file_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    (result,) = validate(collect((str(tmp_path / "a.xlsx"),)), Options())
    entry = entry_of(result)
    assert (entry.verdict, entry.name) == (Verdict.UNREADABLE, "a.xlsx")
    assert entry.unreadable != Text(zh="", en="")
    assert entry.issues[0].severity is Severity.ERROR


def test_claims_are_carried_only_where_they_are_asked_for() -> None:
    assert result_of("consistent-2023.xlsx").particulars.claims == ()
    claims = result_of("consistent-2023.xlsx", claims=True).particulars.claims
    stated = {claim.key: claim for claim in claims}
    assert stated["accounts.total.income.actual"].unit == "万元"
    assert stated["accounts.total.income.completion_rate"].unit == "rate"
    assert stated["cover.unit"].unit == ""
