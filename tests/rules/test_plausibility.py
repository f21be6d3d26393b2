"""Common sense about people, the year, the region code and the address: P405 to P409."""

from typing import Any

import pytest
from support import COVER, agrees, checked, findings, finds, indicator, table

PEOPLE = "headcounts.resident_pension"


def people(fund: str = "resident_pension", /, **rows: Any) -> Any:
    return {"headcounts": {fund: rows}}


def cover(**fields: Any) -> Any:
    return {"cover": {**COVER, **fields}}


# ---------------------------------------------------------------- B211: people are whole
@pytest.mark.parametrize(
    "row",
    [
        {"actual": 11845, "prior": 11617, "change": 228},
        {"actual": "1.18万人", "prior": "1.16万人", "change": "0.02万人"},
        {"actual": 5600, "prior": 5600, "change": 0},
    ],
)
def test_people_add_up_exactly(row: Any) -> None:
    agrees(people(participants=row), "B211")


@pytest.mark.parametrize("change", [227, 229, 237])
def test_people_that_are_one_off_are_told(change: int) -> None:
    row = {"actual": 11845, "prior": 11617, "change": change}
    at = f"{PEOPLE}.participants.change"
    finds("B211", people(participants=row), at=at, difference=change - 228)


@pytest.mark.parametrize("change", [755, 757])
def test_averages_may_be_one_off_by_rounding(change: int) -> None:
    row = {"actual": 23604, "prior": 22848, "change": change}
    agrees(people(average_retirees=row), "B211")


# ---------------------------------------------------------------- P405, P406: people
@pytest.mark.parametrize(
    "data",
    [
        people(participants={"actual": 5600}, contributors={"actual": 5600}),
        people(participants={"actual": 5600}, retirees={"actual": 1800}),
        people("work_injury", participants={"actual": 5600}, beneficiaries={"actual": 40}),
        people(participants={"actual": "5.6万人"}, contributors={"actual": 56300}),
        people(contributors={"actual": 5600}),
        people(participants={"actual": 0}, contributors={"actual": 0}),
    ],
)
def test_people_within_those_insured(data: Any) -> None:
    agrees(data, "P405")


@pytest.mark.parametrize(
    ("data", "at"),
    [
        (
            people(participants={"actual": 5600}, contributors={"actual": 56000}),
            "contributors.actual",
        ),
        (people(participants={"prior": 5600}, retirees={"prior": 5700}), "retirees.prior"),
        (people(participants={"actual": 40723}, retirees={"actual": 78188}), "retirees.actual"),
        (
            people(participants={"actual": "5.6万人"}, contributors={"actual": 56600}),
            "contributors.actual",
        ),
    ],
)
def test_more_people_than_are_insured(data: Any, at: str) -> None:
    finds("P405", data, at=f"{PEOPLE}.{at}", severity="warning")


def test_more_people_than_are_insured_with_a_note_is_only_pointed_out() -> None:
    data = people(
        participants={"actual": 5600}, contributors={"actual": 5700, "note": "含补缴历年人员"}
    )
    finds("P405", data, at=f"{PEOPLE}.contributors.actual", severity="info")


@pytest.mark.parametrize(
    ("average", "last", "this"),
    [(5854, 5790, 5939), (5939, 5790, 5939), (6300, 5790, 5939), (5212, 5790, 5939), (0, 0, 0)],
)
def test_an_average_between_the_year_ends(average: float, last: int, this: int) -> None:
    data = people(retirees={"actual": this, "prior": last}, average_retirees={"actual": average})
    agrees(data, "P406", looked=1)


@pytest.mark.parametrize(
    ("average", "last", "this", "difference"),
    [
        (8554, 5790, 5939, 2021),
        (585, 5790, 5939, -4626),
        (290265, 56000, 56580, 228027),
        (5854, 579, 593, 5202),
    ],
)
def test_an_average_far_from_both_year_ends(
    average: float, last: int, this: int, difference: float
) -> None:
    data = people(retirees={"actual": this, "prior": last}, average_retirees={"actual": average})
    at = f"{PEOPLE}.average_retirees.actual"
    finds("P406", data, at=at, difference=difference, severity="warning")


def test_an_average_with_one_year_end_only_is_not_judged() -> None:
    agrees(people(retirees={"actual": 5939}, average_retirees={"actual": 1}), "P406", looked=0)


# ---------------------------------------------------------------- P410: money for each person
@pytest.mark.parametrize(
    ("money", "people", "unit", "plausible"),
    [
        (1163.64, 18640, "万元", True),
        (11636400, 18640, "元", True),
        (11636400, 18640, "万元", False),
        (0.116364, 18640, "亿元", True),
        (0.116364, 18640, "万元", False),
        (95000, 4200, "万元", True),
        (2.5, 12000, "万元", True),
        (0, 18640, "万元", True),
        (1163.64, 0, "万元", True),
    ],
)
@pytest.mark.parametrize("line", ["income", "expenditure"])
def test_money_for_each_person_is_possible(
    money: float, people: int, unit: str, plausible: bool, line: str
) -> None:
    data = {
        **cover(money_unit=unit),
        "accounts": {"work_injury": {line: {"actual": money}}},
        "headcounts": {"work_injury": {"participants": {"actual": people}}},
    }
    if plausible:
        agrees(data, "P410")
    else:
        at = f"accounts.work_injury.{line}.actual"
        says = "像是金额或人数的单位填错了"
        finds("P410", data, at=at, severity="warning", says=says)


def test_a_fund_is_asked_once() -> None:
    data = {
        "accounts": {"work_injury": {"income": {"actual": 9e7}, "expenditure": {"actual": 8e7}}},
        "headcounts": {"work_injury": {"participants": {"actual": 5600}}},
    }
    finds("P410", data, at="accounts.work_injury.income.actual")


# ---------------------------------------------------------------- P411: the unit of the cover
def two_funds(unit: str, pension: float, injury: float, people: float = 58420) -> dict[str, Any]:
    """A pension of 4,782.91 and work injury of 611.02 ten thousand yuan, each times a factor."""
    return {
        **cover(money_unit=unit),
        "accounts": {
            "resident_pension": {
                "income": {"actual": 8240.12 * pension},
                "benefits": {"actual": 4782.91 * pension},
            },
            "work_injury": {"income": {"actual": 611.02 * injury}},
        },
        "headcounts": {
            "resident_pension": {
                "participants": {"actual": people},
                "average_retirees": {"actual": 19680},
            },
            "work_injury": {"participants": {"actual": 12386}},
        },
        "benefit_levels": {"resident_pension": {"after": 191}},
    }


@pytest.mark.parametrize(
    ("unit", "factor", "meant"), [("万元", 1e4, "元"), ("元", 1, "万元"), ("亿元", 1, "万元")]
)
def test_all_amounts_in_another_unit_are_one_error_of_the_cover(
    unit: str, factor: float, meant: str
) -> None:
    data = two_funds(unit, factor, factor)
    says = f"各表像是按“{meant}”填的"
    finds("P411", data, at="cover.money_unit", severity="error", says=says)
    for rule in ("P401", "P410"):
        agrees(data, rule)


@pytest.mark.parametrize(
    "data",
    [
        two_funds("万元", 1, 1),
        two_funds("元", 1e4, 1e4),
        two_funds("万元", 1e4, 1),
        two_funds("万元", 1, 1e4),
        two_funds("万元", 1e4, 1e4, people=5.842),
        {
            **cover(),
            "accounts": {
                "work_injury": {"income": {"actual": 9e7}, "expenditure": {"actual": 8e7}}
            },
            "headcounts": {"work_injury": {"participants": {"actual": 5600}}},
        },
    ],
)
def test_one_sheet_or_one_count_says_nothing_of_the_cover(data: dict[str, Any]) -> None:
    agrees(data, "P411")


# ---------------------------------------------------------------- P407: the year
@pytest.mark.parametrize(
    "data",
    [
        cover(),
        cover(filled_on="2021-03-15"),
        cover(filled_on="2020年12月31日"),
        cover(filled_on="2022-12-31"),
        cover(filled_on="20210315"),
        cover(filled_on="44270"),
        cover(filled_on="二〇二一年三月十五日"),
        cover(filled_on="三月十五日"),
        cover(filled_on="—"),
        cover(year=2022, filled_on="2023-01-20"),
        {"standard": "2023", **cover(year=2023, filled_on="2024/3/15")},
        {"standard": "2023", **cover(year=2026)},
        {**cover(), "narrative": {"overview": "2020年全县基金收入 1200 万元，较2019年增长 3%。"}},
        {**cover(), "narrative": {"overview": "2019年末结余500万元。本年收入1200万元。"}},
        {**cover(), "narrative": {"overview": "2019年7月起待遇由190元提高到195元。"}},
        {**cover(), "narrative": {"overview": "2018年，机构改革，本中心成立。"}},
        {**cover(), "narrative": {"plans": "2021年力争收入达到1300万元。"}},
        {**cover(), "narrative": {"operation": "2019年收入1100万元，本年收入1200万元。"}},
        {**cover(), "narrative": {"operation": "2019年收入1100万元，2020年收入1200万元。"}},
        {**cover(), "narrative": {"operation": "2019年同期收入1100万元，今年1200万元。"}},
        {**cover(), "narrative": {"operation": "2019年同期收入1100万元，增长9%。"}},
        {**cover(), "narrative": {"operation": "2019年收入1100万元。2020年收入1200万元。"}},
        {
            **cover(),
            "narrative": {
                "overview": "2018年，机构改革。2018年3月，本中心成立，2018年底挂牌。",
                "operation": "收支平稳。",
            },
        },
        {
            **cover(),
            "narrative": {
                "operation": "2019年起推行省级统筹，2019年底完成，基金收入较2019年稳步增长。",
                "achievement": "本年各项目标全部完成。",
            },
        },
    ],
)
def test_the_year_fits(data: Any) -> None:
    agrees(data, "P407", looked=1)


@pytest.mark.parametrize(
    ("data", "at", "says"),
    [
        (cover(filled_on="2020-08-03"), "cover.filled_on", "早于填报年度 2020 年的年末"),
        (cover(filled_on="2023-01-05"), "cover.filled_on", "晚了两年多"),
        (cover(filled_on="待定"), "cover.filled_on", "填报日期填的是“待定”，不是日期"),
        (cover(filled_on="2025-13-40"), "cover.filled_on", "不是日期"),
        (
            cover(year=2032, filled_on="2024-03-15"),
            ["cover.year", "cover.filled_on"],
            "2023 年起用",
        ),
        ({"standard": "2023", **cover(year=2022)}, "cover.year", "2023 年起才用"),
        ({"standard": "2020", **cover(year=2024)}, "cover.year", "2023 年起用"),
        (
            {**cover(), "narrative": {"overview": "2019年全县基金收入1100万元。"}},
            "cover.year",
            "文字说明“项目概况”写的是 2019 年的情况",
        ),
        (
            {**cover(), "narrative": {"operation": "一、收入\n2021年度收入1300万元。"}},
            "cover.year",
            "写的是 2021 年",
        ),
        (
            {
                **cover(),
                "narrative": {"operation": "2019年收入平稳，2019年支出正常，2019年末有结余。"},
            },
            "cover.year",
            "文字说明“基金运行情况”写的是 2019 年的情况",
        ),
    ],
)
def test_another_year(data: Any, at: Any, says: str) -> None:
    finds("P407", data, at=at, says=says, severity="warning")


def test_texts_that_all_begin_with_another_year() -> None:
    texts = {"overview": "2019年，我局负责征缴。", "achievement": "2019年各项绩效目标全部完成。"}
    finds("P407", {**cover(), "narrative": texts}, at=["cover.year"] * 2, severity="warning")


def of_texts(field: str, text: str) -> Any:
    accounts = {
        "work_injury": {"income": {"actual": 4058.33, "prior": 3817.62}},
        "total": {"income": {"actual": 34932.51, "prior": 32400.03}},
    }
    return {**cover(), "accounts": accounts, "narrative": {field: text}}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("operation", "2021年预算收入36000万元。"),
        ("operation", "2021年收入预算36000万元。"),
        ("operation", "2021年预计收入36000万元，支出25100万元。"),
        ("operation", "2021年将扩面2000人。"),
        ("operation", "2021年，将继续做好征缴，收入力争达到36000万元。"),
        ("operation", "2019年度审计发现问题3个，均已整改。"),
        ("operation", "2019年，全县工伤保险基金收入3817.62万元。"),
        ("operation", "2019年满意度92.1%，2020年94.3%。"),
        ("operation", "《2019年社会保险基金预算编制办法》执行到位。"),
        ("overview", "根据《2019年度绩效自评办法》开展工作。"),
        ("overview", "2018年，机构改革，本中心成立，负责养老保险各项经办工作。"),
        ("overview", "2019年经办服务下沉乡镇。"),
        ("overview", "2019年以来，认真落实各项政策。"),
        ("overview", "2018年、2019年连续两年各项指标居全州前列。"),
        ("achievement", "2019年各项指标均已完成。2020年各项指标也均完成。"),
        ("achievement", "2019年度绩效评价结果为良，本年为优。"),
        ("targets", "2020年度目标：按时足额支付。"),
        ("plans", "2021年力争收入36000万元。"),
        ("experience", "2019年被评为先进。"),
        ("experience", "2019年度绩效自评发现的问题均已整改。"),
    ],
)
def test_another_year_of_which_something_is_said(field: str, text: str) -> None:
    agrees(of_texts(field, text), "P407", looked=1)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("overview", "根据要求，对本单位2019年度社会保险基金绩效开展自评。"),
        ("overview", "2019年度本单位经办三项社会保险。"),
        ("overview", "2018年度社会保险基金绩效自评报告"),
        ("overview", "2019年，我单位认真落实各项社会保险政策。"),
        ("overview", "本报告数据截至2019年12月31日。"),
        ("targets", "2019年度目标：按时足额支付各项待遇；参保人员满意度达到90%以上。"),
        ("operation", "2019年度，本单位社会保险基金收入合计34932.51万元。"),
        ("operation", "（一）工伤保险基金：2018年收入2900万元，支出2500万元。"),
        ("achievement", "2019年度各项绩效指标均已完成。"),
        ("achievement", "满意度94.3%。2019年度各项目标任务全面完成。"),
        ("unmet_reasons", "2019年度各项绩效指标均已完成。"),
        ("experience", "2019年，我局认真执行财务制度，坚持按月对账。"),
        ("plans", "2019年将继续扩大参保覆盖面。"),
    ],
)
def test_another_year_as_the_one_reported(field: str, text: str) -> None:
    finds("P407", of_texts(field, text), at="cover.year", beside=[f"narrative.{field}"])


def test_where_a_text_has_the_year_of_the_cover_the_other_text_is_asked_about() -> None:
    texts = {"overview": "2020年，我局经办两项保险。", "achievement": "2019年各项指标全部完成。"}
    finds("P407", {**cover(), "narrative": texts}, at="narrative.achievement")


@pytest.mark.parametrize(
    ("target", "actual", "says"),
    [
        ("次年2月底前", "2021年2月30日", "没有这一天"),
        ("6月31日前", "6月20日", "没有这一天"),
        ("2021-02-29前", "2021-02-20", "没有这一天"),
        ("次年2月底前", "2021年2月20日", ""),
        ("12月31日前", "12月20日", ""),
        ("2月29日前", "2020年2月29日", ""),
        ("次年2月底前", "2020年2月20日", "次年是 2021 年"),
        ("次年1月10日前", "2020年12月28日", ""),
        ("2月底前", "2020年2月20日", ""),
        ("2021年1月20日前", "2020年1月16日", "次年是 2021 年"),
        ("2021年12月底前", "2020年11月16日", ""),
        ("2020年1月20日前", "2021年1月16日", "指标值里的年份像是上年的"),
        ("2019年12月31日前", "2020年12月20日", "指标值里的年份像是上年的"),
        ("2020-03-31前", "2021-03-28", "指标值里的年份像是上年的"),
        ("2021年1月20日前", "2021年1月16日", ""),
        ("2020年1月20日前", "2020年1月16日", ""),
        ("2020年1月20日前", "2020年3月2日", ""),
        ("2020年12月31日前", "2021年1月5日", ""),
        ("2020年1月20日前", "2021年3月16日", ""),
    ],
)
def test_dates_of_indicators(target: str, actual: str, says: str) -> None:
    data = {**cover(), **table(indicator("基金决算报表报送时间", target, actual))}
    if not says:
        agrees(data, "P407")
        return
    (found,) = findings(data, "P407")
    assert says in found.message.zh
    assert found.severity == "warning"


def test_last_years_year_in_a_target_is_one_cause_with_the_target_missed() -> None:
    late = indicator("决算报表报送时间", "2020年1月20日前", "2021年1月16日")
    texts = {"narrative": {"achievement": "各项指标全部完成。"}}
    told = checked({**cover(), **table(late), **texts}).findings
    missed = [one for one in told if one.rule in ("I501", "I502", "N603", "P407")]
    assert {(one.group, one.culprits[0].suggest) for one in missed} == {(1, "2021年1月20日前")}
    assert {one.rule for one in missed} == {"I501", "I502", "N603", "P407"}
    explained = {**late, "reason": "因系统升级，上年决算推迟到本年报送。"}
    agrees({**cover(), **table(explained)}, "P407")


@pytest.mark.parametrize("year", [23, 20230, 2020.5, 1])
def test_what_is_no_year_is_told_once(year: float) -> None:
    data = cover(year=year, filled_on="2021-03-15")
    agrees(data, "P407", looked=0)
    finds("F109", data, at="cover.year")


def test_texts_and_day_against_the_year_are_one_question_about_the_year() -> None:
    texts = {"operation": "2024年基金收入1200万元。"}
    day = cover(year=2042, filled_on="2025-03-15")
    data = {"standard": "2023", **day, "narrative": texts}
    found = finds(
        "P407", data, at=["cover.year"], beside=["narrative.operation", "cover.filled_on"]
    )
    assert "2024 年的情况。填报日期 2025-03-15 早于" in found.message.zh


# ---------------------------------------------------------------- P408, P409: code and address
@pytest.mark.parametrize("code", ["652801", "６５２８０１", 652801, " 110101 ", "660000"])
def test_a_region_code(code: object) -> None:
    agrees(cover(region_code=code), "P408", looked=1)


@pytest.mark.parametrize("code", ["6528", "6528011", "99 2801", "992801", "县级", "65280l"])
def test_no_region_code(code: object) -> None:
    finds("P408", cover(region_code=code), at="cover.region_code", severity="warning")


@pytest.mark.parametrize("code", ["65 28 01", "652801000000", "652801000"])
def test_what_is_left_of_a_longer_region_code_is_told(code: object) -> None:
    (found,) = findings(cover(region_code=code), "P408")
    assert "只填前 6 位：652801。" in found.todo.zh


@pytest.mark.parametrize(
    "address",
    [
        "shebao@example.cn",
        "She.Bao_1@mail.county.gov.cn",
        "ｓｂ＠example.cn",
        "a@example.cn; b@example.cn",
        "a@example.cn、b@example.cn",
        "办公室@示例.中国",
    ],
)
def test_an_address(address: str) -> None:
    agrees(cover(email=address), "P409", looked=1)


@pytest.mark.parametrize(
    "address",
    ["abc", "abc@", "abc@example", "@example.cn", "a b@", "0996-1234567", "a@b..cn", "a@.cn"],
)
def test_no_address(address: str) -> None:
    finds("P409", cover(email=address), at="cover.email", severity="warning")


@pytest.mark.parametrize(
    ("contact", "phone", "exchanged"),
    [
        ("0996-2012345", "王芳", True),
        ("13909960001", "阿依古丽·买买提", True),
        ("王芳", "0996-2012345", False),
        ("王芳 0996-2012345", "", False),
        ("王芳13909960001", "王芳", False),
        ("王芳", "无", False),
    ],
)
def test_a_name_and_a_number_in_each_others_place(
    contact: str, phone: str, exchanged: bool
) -> None:
    said = cover(contact=contact, phone=phone)
    if exchanged:
        finds("P409", said, at="cover.contact", beside=["cover.phone"], severity="warning")
    else:
        agrees(said, "P409", looked=0)


@pytest.mark.parametrize(
    ("contact", "phone", "email", "exchanged"),
    [
        ("王芳", "shebao@example.cn", "0996-2012345", ("phone", "email")),
        ("shebao@example.cn", "0996-2012345", "王芳", ("contact", "email")),
        ("0996-2012345", "shebao@example.cn", "王芳", ("contact", "phone", "email")),
        ("0996-2012345", "王芳", "shebao@example.cn", ("contact", "phone")),
    ],
)
def test_what_stands_in_each_others_place_is_one_question(
    contact: str, phone: str, email: str, exchanged: tuple[str, ...]
) -> None:
    first, *beside = (f"cover.{field}" for field in exchanged)
    said = cover(contact=contact, phone=phone, email=email)
    finds("P409", said, at=first, beside=beside, severity="warning", says="像是填反了")


@pytest.mark.parametrize("address", ["", "无", "—"])
def test_an_address_may_be_left_out(address: str) -> None:
    agrees(cover(email=address), "P409", looked=0)


@pytest.mark.parametrize(
    "phone",
    [
        "0996-2012345",
        "0996－2012345",
        "(010)66012345",
        "139 0996 0001",
        "+86 13909960001",
        "0996-2012345转801",
        "0996-2012345-801",
        "2012345",
        "12333",
        "400-812-3333",
        "0996-2012345、13909960001",
        "办公室 0996-2012345",
        "0311-66012345",
        "无",
        "",
    ],
)
def test_a_telephone(phone: str) -> None:
    agrees(cover(contact="王芳", phone=phone), "P409", looked=0)


@pytest.mark.parametrize(
    ("phone", "says"),
    [
        ("1390996000", "有 10 位"),
        ("139099600011", "有 12 位"),
        ("0996-201234", "有 10 位"),
        ("010-6601234", "有 10 位"),
        ("办公室电话", "不像电话号码。"),
        ("0996-2012345、1390996", "“1390996”"),
        ("2020", "有 4 位"),
    ],
)
def test_no_telephone(phone: str, says: str) -> None:
    finds("P409", cover(contact="王芳", phone=phone), at="cover.phone", says=says)


@pytest.mark.parametrize("phone", ["0996-2012345", ""])
def test_a_contact_that_is_a_number(phone: str) -> None:
    finds("P409", cover(contact="13909960001", phone=phone), at="cover.contact", says="不是姓名")
