"""Reasons in English, the year of the report, and what is better lower."""

import re

import pytest
from readings import judged_shown

from sipipeline.language import lexicon
from sipipeline.language.attainment import attain

COUNTED = (
    "people visits household times sessions batches issues day workday month points fold age area "
    "length weight"
).split()
"""The kinds of units that are called otherwise in English."""

TAKEN = " (read in the unit of the target, as its own is not written out)"


@pytest.mark.parametrize(
    ("target", "actual", "reason"),
    [
        ("", "12次", "no target is filled in"),
        ("12次", "", "what was reached is not filled in"),
        (
            "2人未",
            "2人",
            "the target “2人未”: “未” stands with the figure, so what it counts is unclear",
        ),
        (
            "12次",
            "12次，13次",
            "what was reached, “12次,13次”: "
            "it has several figures, and which one counts is unclear",
        ),
        ("≥12次，≥12人", "12次", "the target “≥12次,≥12人”: its figures are in different units"),
        (
            "≤90%或≥95%",
            "12%",
            "the target “≤90%或≥95%”: its two conditions are joined by “or” and make no range",
        ),
        (
            "12次，12月底前",
            "12次",
            "the target “12次,12月底前”: "
            "it has both a deadline and a figure; make it two indicators",
        ),
        (
            "12月底前，1月底前",
            "12次",
            "the target “12月底前,1月底前”: "
            "it has several dates, and which one is the deadline is unclear",
        ),
        (
            "不低于95%以下",
            "12%",
            "the target “不低于95%以下”: “不低于” and “以下” point opposite ways at one figure",
        ),
        (">90%", ">90%", "what was reached repeats the target and is no figure of its own"),
        ("≥95%或≤105%", "120%", "the target “≥95%或≤105%” is met by anything"),
        ("≥105%且≤95%", "100%", "the target “≥105%且≤95%” contradicts itself and cannot be met"),
        ("无违规", "2起", "what was reached is “2起”"),
        ("足额发放", "其他", "“其他” does not say whether the target was reached"),
        ("12次", "其他", "the target “12次” is a figure, “其他” has none"),
        ("优秀", "良好", "graded “良好”, wanted “优秀”"),
        ("12次", "12月20日", "the target is no date, “12月20日” is one: they cannot be compared"),
        (
            "12月底前",
            "其他",
            "the target “12月底前” is a date, “其他” is none: they cannot be compared",
        ),
        ("12月底前", "2020年12月5日", "only one of the two dates has a year"),
        ("每月10日前", "12月5日", "“每月10日前” and “12月5日” are different kinds of dates"),
        ("12月20日前", "12月", "“12月” may lie before or after “12月20日前”"),
        ("≥9203人", "9175人", "“9175人” reached, “≥9203人” wanted, 28 people short"),
        ("≤5%", "6%", "“6%” reached, “≤5%” wanted, 1 percentage point over"),
        ("≥98", "99%", f"“99%” reached, “≥98” wanted{TAKEN}, 1 more"),
        (
            "30日内",
            "18个工作日",
            "“30日内” and “18个工作日” are in different units and cannot be compared",
        ),
        (
            "≥95%",
            "约95%",
            "“约95%” is a range that may or may not meet “≥95%”; state the exact figure",
        ),
        (
            "≥2%",
            "1.2",
            "“1.2” has no %: read as a fraction or as percent it is decided differently",
        ),
        ("5%", "增长6%", "one of “5%” and “增长6%” is a change, the other is not"),
        (
            "受理后30日内",
            "申请后30日内",
            "“受理后30日内” and “申请后30日内” are not counted from the same day",
        ),
        ("30日内", "逾期3天", "what was reached says “逾期3天”"),
    ],
)
def test_reasons_in_english(target: str, actual: str, reason: str) -> None:
    assert attain(target, actual).reason.en == reason


@pytest.mark.parametrize(
    ("target", "actual", "year", "verdict"),
    [
        ("12月底前", "2021年1月5日", 2020, "unmet"),
        ("12月底前", "2020年12月5日", 2020, "reached; 1"),
        ("12月底前", "2019年12月31日", 2020, "reached; 1"),
        ("2020年12月底前", "12月5日", 2020, "reached; 1"),
        ("2019年12月底前", "1月5日", 2020, "unmet"),
        ("2020年12月底前", "2021年1月5日", 2021, "unmet"),
        ("12月底前", "12月5日", 2020, "reached; 1"),
        ("12月20日前", "12月25日", 2020, "unmet"),
    ],
)
def test_the_year_of_the_report_is_that_of_dates_without_one(
    target: str, actual: str, year: int, verdict: str
) -> None:
    assert judged_shown(attain(target, actual, year=year)) == verdict


@pytest.mark.parametrize(
    ("target", "actual", "verdict"),
    [
        ("5%", "4%", "reached; 1"),
        ("5%", "5%", "reached; 1"),
        ("5%", "6%", "unmet; 0.8; short 1"),
        ("5%", "11%", "unmet; 0; short 6"),
        ("5次", "3次", "reached; 1"),
        ("=5次", "6次", "unmet; 0.8; short 1"),
        ("≥5%", "6%", "exceeded; 1.2"),
        ("3%-5%", "2%", "unmet; 0.666667; short 1"),
        ("约100次", "106次", "unmet; 0.94; short 6"),
    ],
)
def test_what_is_better_lower(target: str, actual: str, verdict: str) -> None:
    assert judged_shown(attain(target, actual, name="违规次数")) == verdict


def test_a_judgement_keeps_what_was_read() -> None:
    judged = attain(" ≥ ９２０３ 人", "9175人")
    assert (judged.target.text, judged.actual.text) == ("≥9203人", "9175人")
    assert judged.decided
    assert not attain("", "").decided


def test_a_target_of_more_than_five_hundred_characters_is_none() -> None:
    assert attain("很" * 500, "12次").target.kind == "qualitative"
    assert attain("很" * 501, "12次").reason.en == f"the target “{'很' * 501}”: it is too long"
    assert (
        attain("很" * 501, "12次").reason.zh
        == f"指标值“{'很' * 501}”看不明白：太长，不是一个指标值"
    )


def quoted_apart(sentence: str) -> str:
    """A sentence without what it quotes."""
    return re.sub("“[^”]*”", "", sentence)


@pytest.mark.parametrize(
    ("unit", "one", "more"),
    [
        ("人", "1 person short", "2 people short"),
        ("人次", "1 visit short", "2 visits short"),
        ("件", "1 case short", "2 cases short"),
        ("户", "1 household short", "2 households short"),
        ("家", "1 unit short", "2 units short"),
        ("场", "1 session short", "2 sessions short"),
        ("小时", "1 hour short", "2 hours short"),
        ("分钟", "1 minute short", "2 minutes short"),
        ("倍", "1 time short", "2 times short"),
        ("周", "1 week short", "2 weeks short"),
        ("次", "1 time short", "2 times short"),
        ("项", "1 item short", "2 items short"),
        ("份", "1 copy short", "2 copies short"),
        ("个", "1 short", "2 short"),
        ("元/人", "1 yuan/person short", "2 yuan/person short"),
        ("%", "1 percentage point short", "2 percentage points short"),
    ],
)
def test_a_difference_is_counted_in_english(unit: str, one: str, more: str) -> None:
    for reached, said in (("8", one), ("7", more)):
        reason = attain(f"≥9{unit}", f"{reached}{unit}", "数量指标", "").reason
        assert reason is not None
        assert quoted_apart(reason.en).endswith(f", {said}")


def test_every_unit_that_people_count_in_has_an_english_name() -> None:
    """Those of money and percent are called as the form calls them."""
    vocabulary = lexicon.table()
    counted = {name for kind in COUNTED for name in vocabulary["units"][kind]}
    assert {*counted, *vocabulary["counters"]["words"]} <= set(vocabulary["units_in_english"])
