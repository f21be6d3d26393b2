"""How many indicators and funds a text says that there are: N607."""

from typing import Any

import pytest
from support import agrees, finds, indicator

ROWS = [
    indicator("参保人数", "≥5500人", "5600人"),
    indicator("待遇发放准确率", "≥99%", "99.8%", level2="质量指标"),
    indicator("待遇按时发放率", "100%", "100%", level2="时效指标"),
]
PENSIONS = ("enterprise_pension", "resident_pension", "institution_pension")
SEVEN = (*PENSIONS, "employee_medical", "resident_medical", "work_injury", "unemployment")


def of_rows(text: str, **more: Any) -> Any:
    return {"indicators": [*ROWS], "narrative": {"achievement": text}, **more}


@pytest.mark.parametrize(
    "text",
    [
        "三项绩效指标均已完成。",
        "本年共设置3个三级指标，全部完成。",
        "4项指标均已完成，其中预算执行率100%。",
        "设置产出指标3项。",
        "设置数量指标1项、质量指标1项、时效指标1项，全部完成。",
        "产出指标3项、效益指标2项均已完成。",
        "完成产出指标3项、满意度指标1项。",
        "未完成的2项中，产出指标2项、效益指标0项。",
        "5项产出指标均已完成。",
        "2项绩效指标均已完成，1项未完成。",
        "2项指标超额完成。",
        "2019年12项绩效指标均已完成。",
        "上年12项绩效指标均已完成。",
        "省下达的12项绩效指标均已完成。",
        "产出指标5项考核。",
        "绩效指标12项考核内容。",
        "全县12项考核指标居前列。",
        "一是第12项指标完成较好。",
        "各项绩效指标均已完成。",
        "除满意度外，其余2项指标均已完成。",
    ],
)
def test_as_many_indicators_as_there_may_be(text: str) -> None:
    agrees(of_rows(text), "N607")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12项绩效指标均已完成。", "12项绩效指标"),
        ("十二项绩效指标中，完成11项。", "十二项绩效指标"),
        ("围绕年度工作设定了12个绩效指标。", "12个绩效指标"),
        ("两项绩效指标均已完成。", "两项绩效指标"),
        ("共设置2项绩效指标。", "2项绩效指标"),
        ("设定绩效指标12项，完成11项。", "绩效指标12项"),
    ],
)
def test_more_or_fewer_indicators_than_there_are(text: str, words: str) -> None:
    finds("N607", of_rows(text), at="narrative.achievement", severity="warning", says=words)


def of_funds(text: str, *funds: str) -> Any:
    accounts = {fund: {"income": {"actual": 1200}} for fund in funds}
    return {"accounts": accounts, "narrative": {"overview": text}}


@pytest.mark.parametrize(
    ("text", "funds"),
    [
        ("经办七项社会保险基金。", SEVEN),
        ("三项基金收不抵支。", SEVEN),
        ("两个险种增收。", SEVEN),
        ("经办五项社会保险，参保面不断扩大。", SEVEN),
        ("全省五项社会保险基金运行平稳。", PENSIONS),
        ("三项基金运行平稳。", PENSIONS),
        ("其中两项基金增收。", PENSIONS),
        ("五项社会保险待遇按时发放。", ("work_injury",)),
        ("我中心经办两项社会保险。", ("resident_pension", "work_injury")),
        ("企业养老、失业收大于支，两项基金中前者结余较多。", SEVEN),
        ("医疗保险两项基金中，一项收入增长较快。", SEVEN),
        ("税务部门负责养老和工伤两项基金的征收。", SEVEN),
        ("税务部门负责五项社会保险的征缴工作。", SEVEN),
        ("负责全县七项社会保险的参保登记、待遇核定工作。", SEVEN),
    ],
)
def test_as_many_funds_as_there_may_be(text: str, funds: tuple[str, ...]) -> None:
    agrees(of_funds(text, *funds), "N607")


def test_a_fund_of_zeros_is_not_run() -> None:
    data = of_funds("我中心经办两项社会保险。", "resident_pension", "work_injury")
    data["accounts"]["unemployment"] = {"income": {"actual": 0}, "expenditure": {"actual": 0}}
    agrees(data, "N607")
    data["accounts"]["unemployment"] = {"income": {"actual": 0}, "expenditure": {"actual": 5}}
    finds("N607", data, at="narrative.overview", severity="warning")


def test_a_fund_whose_account_cannot_be_read_is_run() -> None:
    data = of_funds("我中心经办三项社会保险。", "resident_pension", "work_injury")
    data["accounts"]["unemployment"] = {"income": {"actual": "看不清"}}
    data["headcounts"] = {"unemployment": {"participants": {"actual": 1200}}}
    agrees(data, "N607")


@pytest.mark.parametrize(
    ("text", "funds", "severity"),
    [
        ("全县经办六项基金。", SEVEN, "warning"),
        ("七项社会保险基金运行平稳。", ("resident_pension", "work_injury"), "warning"),
        ("我中心管理三项社会保险基金。", SEVEN, "warning"),
        ("本套决算编报三项社会保险基金。", SEVEN, "warning"),
        (
            "我中心经办三项社会保险，即居民养老、工伤保险。",
            ("resident_pension", "work_injury"),
            "warning",
        ),
        ("目前共经办三项社会保险基金。", ("resident_pension", "work_injury"), "warning"),
        ("负责三项社会保险。", ("work_injury",), "warning"),
        ("负责全县三项社会保险的参保登记、待遇核定工作。", ("work_injury",), "warning"),
        ("全县共开展六项社会保险业务。", SEVEN, "warning"),
        ("全市经办五项社会保险基金。", SEVEN, "info"),
    ],
)
def test_more_or_fewer_funds_than_are_filled_in(
    text: str, funds: tuple[str, ...], severity: str
) -> None:
    finds("N607", of_funds(text, *funds), at="narrative.overview", severity=severity)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("设置产出指标12项。", "产出指标12项"),
        ("设定产出指标5项、效益指标2项，全部完成。", "产出指标5项"),
        ("数量指标2项、质量指标1项、时效指标1项均已完成。", "数量指标2项"),
        ("共设置数量指标1个、质量指标两个。", "质量指标两个"),
        ("三项绩效指标均已完成，其中产出指标2项、满意度指标1项。", "产出指标2项"),
    ],
)
def test_a_level_is_counted_otherwise_than_the_table_has_it(text: str, words: str) -> None:
    says = (f"写“{words}”，绩效自评表里这一类指标有",)
    finds("N607", of_rows(text), at="narrative.achievement", severity="warning", says=says)
