"""A fund with people and no account, beside a total that the form adds up: what is said of all
funds is short of that account, which is the one error; no text is called wrong for it."""

from typing import Any

import pytest
from plain_accounts import plain_accounts
from support import edited, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.checking.checked import Checked
from sipipeline.core.findings import Finding, Severity
from sipipeline.reports.issues import issues

FUNDS = ("work_injury", "resident_pension", "unemployment")


def people(participants: int) -> dict[str, Any]:
    counts = {"actual": participants, "prior": participants - 40, "change": 40}
    return {"participants": counts}


def workbook(**more: Any) -> dict[str, Any]:
    """Three funds with people; the total is left to its formulas, and a text says what it is."""
    data = plain_accounts(FUNDS)
    total = data["accounts"].pop("total")
    income, expenditure = total["income"]["actual"], total["expenditure"]["actual"]
    data["headcounts"] = {fund: people(3000 + 10 * number) for number, fund in enumerate(FUNDS)}
    data["narrative"] = {
        "operation": f"全年基金收入合计{income}万元，支出合计{expenditure}万元。"
        f"年末滚存结余{total['closing_balance']['actual']}万元。"
    }
    return data | more


def result_of(data: dict[str, Any]) -> Checked:
    return check([read_back(filled(data))])[0]


def errors(result: Checked) -> list[Finding]:
    return [one for one in result.findings if one.severity is Severity.ERROR]


def test_the_accounts_agree_with_the_text() -> None:
    assert not [one for one in errors(result_of(workbook())) if one.rule != "F113"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("fund", FUNDS)
@pytest.mark.parametrize("without", [(), ("funding",), ("narrative",)])
def test_the_missing_account_is_the_one_cause(fund: str, without: tuple[str, ...]) -> None:
    data = workbook()
    del data["accounts"][fund]
    for part in without:
        del data[part]
    result = result_of(data)
    about = [one for one in errors(result) if one.rule in ("B207", "N601")]
    (head,) = [one for one in errors(result) if "表里填了该险种的人数" in one.message.zh]
    assert head.cells[0].key == f"accounts.{fund}.income.actual"
    assert {one.group for one in about} == {head.group}
    assert not any(one.culprits for one in (head, *about))
    first = issues(result.findings)[0]
    assert first.first.message == head.message
    assert f"{len(about)} 处" in head.message.zh
    assert not any(one.cell.key.startswith("funding") for one in result.implied)


def test_a_text_with_less_than_the_other_funds_have_is_wrong_all_the_same() -> None:
    data = workbook()
    del data["accounts"]["unemployment"]
    data["narrative"] = {"operation": "全年基金收入合计128万元。"}
    result = result_of(data)
    (text,) = [one for one in errors(result) if one.rule == "N601"]
    assert text.group is None or all(
        one.rule == "N601" for one in result.findings if one.group == text.group
    )


def test_who_says_why_there_is_no_account_is_not_asked_for_it() -> None:
    data = workbook()
    del data["accounts"]["unemployment"]
    data["accounts"]["unemployment"] = {"income": {"note": "今年移交州里统一核算，本级不再记账"}}
    findings = result_of(data).findings
    assert not any("合计因此缺这个险种" in one.message.zh for one in findings)


def test_a_total_that_is_typed_has_the_account_itself() -> None:
    data = workbook()
    data["accounts"]["total"] = plain_accounts(FUNDS)["accounts"]["total"]
    del data["accounts"]["unemployment"]
    messages = [one.message.zh for one in issues(result_of(data).findings)]
    assert any("失业的账在合计里" in message for message in messages)
    assert not any("合计因此缺这个险种" in message for message in messages)


def test_a_sheet_that_is_gone_is_to_be_copied_first() -> None:
    data = workbook()
    del data["accounts"]["unemployment"]
    content = edited(filled(data), lambda book: book.remove(book["失业"]))
    result = check([read_back(content)])[0]
    (head,) = [one for one in errors(result) if "合计因此缺这个险种" in one.message.zh]
    assert "从下发的模板复制工作表“失业”" in head.todo.zh
