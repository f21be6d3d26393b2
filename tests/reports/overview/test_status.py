"""How the batch stands, at a prompt."""

import json
from dataclasses import replace
from datetime import date

from mornings import TODAY, UNREADABLE, issue, overview, unit

from sipipeline.core.findings import Severity, Verdict
from sipipeline.core.particulars import RosterLine
from sipipeline.core.text import Text
from sipipeline.reports.overview.overview import Held, Overview
from sipipeline.reports.overview.status import status_json, status_lines


def of_ledger() -> Overview:
    late = unit("甲县", received="2021-03-05T08:00:00")
    wrong = unit("乙县", 2, received="2021-02-27T08:00:00", round=2, phone="0996-2012345")
    explaining = replace(
        unit("丁县"), verdict=Verdict.EXPLAIN, issues=(issue("H701", Severity.WARNING),)
    )
    why = Text(zh="这个邮箱没有登记。", en="No unit has this address.")
    return overview(
        late,
        wrong,
        explaining,
        UNREADABLE,
        roster=[
            RosterLine("甲县", deadline=date(2021, 3, 1)),
            RosterLine("乙县", deadline=date(2021, 3, 1)),
            RosterLine("丙县", "652803", deadline=date(2021, 3, 1), phone="0996-1"),
        ],
        held=[Held(Text(zh="发件人不在名册", en="Unknown sender"), "x@example.cn", why=why)],
    )


def test_the_lines_at_a_prompt() -> None:
    with of_ledger() as made:
        lines = list(status_lines(made, "zh"))
    assert (
        lines
        == """\
批次汇总 2021年3月10日
共 4 份：通过 1，需说明 1，需修改 1，无法读取 1。
应报 3 家，已报 2 家，未报 1 家，其中逾期 1 家，迟报 1 家，名册外 1 家。

先联系这些单位：
  坏.xlsx  无法读取
    文件有密码。请去掉密码后重新报送。
  乙县  需修改  要改 2  0996-2012345
    收入少 20
  丁县  需说明  待说明 1
    收入少 20

未报 1 家：
  丙县  652803  逾期 9 天  0996-1

迟报 1 家：
  甲县  逾期 4 天

需人工处理 2 件：
  发件人不在名册  x@example.cn
    这个邮箱没有登记。
  名册上没有这个单位  丁县  丁县.xlsx
    单位名称或行政区划代码写得不同的，请单位改正；确是新单位的，补进名册。

各单位：
  无法读取  坏.xlsx
  需修改    乙县                                  第 2 轮  2021-02-27 08:00  要改 2
  需说明    丁县                                  待说明 1
  通过      甲县                                  第 1 轮  2021-03-05 08:00""".split("\n")
    )


def test_nothing_is_said_of_what_is_not_known() -> None:
    with overview(unit("甲县")) as made:
        assert list(status_lines(made, "en"))[1:] == [
            "1 workbooks: 1 passed, 0 to explain, 0 to correct, 0 unreadable.",
            "",
            "Units:",
            "  Passed          甲县",
        ]
        assert "roster" not in json.loads(status_json(made, "en"))


def test_the_document_for_other_programs() -> None:
    with of_ledger() as made:
        document = json.loads(status_json(made, "zh"))
    assert document["date"] == TODAY.isoformat()
    assert document["verdicts"] == {"pass": 1, "explain": 1, "fix": 1, "unreadable": 1}
    assert document["roster"]["not_on_roster"] == ["丁县"]
    assert [one["unit"] for one in document["roster"]["missing"]] == ["丙县"]
    assert [(one["unit"], one["days_late"]) for one in document["roster"]["late"]] == [("甲县", 4)]
    wrong = next(one for one in document["units"] if one["unit"] == "乙县")
    assert (wrong["verdict"], wrong["round"], wrong["errors"]) == ("fix", 2, 2)
    assert [one["who"] for one in document["held"]] == ["x@example.cn", "丁县"]


def test_the_year_stands_beside_a_unit_that_has_several() -> None:
    with overview(unit("甲县"), unit("甲县", year=2021), unit("乙县")) as made:
        lines = list(status_lines(made, "zh"))[-3:]
    assert [line.split()[1:] for line in lines] == [["甲县", "2020"], ["甲县", "2021"], ["乙县"]]
