"""Targets and actuals as people write them: the table of pairs, and texts that nobody would
write."""

import string
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipipeline.language.attainment import attain
from sipipeline.language.mentions import mentions_in
from sipipeline.language.numbers import is_blank_word, normalise, read_number
from sipipeline.language.targets import parse

PAIRS = Path(__file__).with_name("wording_pairs.tsv")


def pairs() -> list[tuple[str, ...]]:
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def test_the_table_of_pairs_is_long_and_says_each_once() -> None:
    rows = pairs()
    assert len(rows) >= 500
    assert {len(row) for row in rows} == {5, 7}
    assert len({row[:2] + row[5:] for row in rows}) == len(rows)


@pytest.mark.parametrize("row", pairs(), ids=lambda row: " | ".join(row[:2] + row[5:]))
def test_pair(row: tuple[str, ...]) -> None:
    target, actual, verdict, completion = row[:4]
    level, name = row[5:] or ("", "")
    judged = attain(target, actual, level, name)
    shown = "-" if judged.completion is None else f"{judged.completion * 100:.2f}"
    assert (judged.status, shown) == (verdict, completion), judged.reason.zh
    assert judged.reason.zh
    assert judged.reason.en
    if judged.status == "exceeded" and judged.completion is None:
        stated = judged.actual
        vague = stated.more or stated.about or stated.kind in ("bound", "range")
        assert vague, "only 百余户, 约97% and 超过97% say that it is more and not how much"
    else:
        beyond = judged.completion is not None and judged.completion > 1
        assert (judged.status == "exceeded") == beyond


def test_a_year_makes_dates_without_one_comparable() -> None:
    assert attain("12月底前", "2021年1月5日").status == "undecided"
    assert attain("12月底前", "2021年1月5日", year=2020).status == "unmet"
    assert attain("12月底前", "2020年12月5日", year=2020).status == "reached"


def test_lower_is_better_turns_a_plain_number() -> None:
    assert attain("5%", "6%").status == "exceeded"
    worse = attain("5%", "6%", name="违规率")
    assert (worse.status, worse.shortfall) == ("unmet", 1)
    assert worse.completion == pytest.approx(0.8)
    assert attain("5%", "4%", name="违规率").status == "reached"
    assert attain("≥5%", "6%", name="违规率").status == "exceeded"


def test_how_far_from_the_target() -> None:
    assert attain("≥9203人", "9175人").shortfall == 28
    assert attain("≥1亿元", "9800万元").shortfall == pytest.approx(0.02)
    assert "差 28 人" in attain("≥9203人", "9175人").reason.zh


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        (">90%", "＞90％"),
        ("≥95%且≤105%", "95%-105%"),
        ("≤1%", "不超过1%"),
        ("每季度结束后的5日内", "季度结束后5日内"),
        ("按标准审核后足额发放", "按标准审核后足额发放。"),
        ("每月10日前", "每月10日前"),
    ],
)
def test_repeats(target: str, actual: str) -> None:
    judged = attain(target, actual)
    assert judged.repeats
    assert not judged.decided


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("100%", "100%"),
        ("≥90%", ">90%"),
        ("12次", "12次"),
        ("12月底前", "12月底"),
        ("达标", "达标"),
        ("无违规", "无违规"),
    ],
)
def test_does_not_repeat(target: str, actual: str) -> None:
    assert not attain(target, actual).repeats


@pytest.mark.parametrize(
    ("target", "actual"),
    [("30日内", "18个工作日"), ("≥9203人", "99%"), ("≥5000人次", "5000人"), ("12月底前", "95%")],
)
def test_unlike_units(target: str, actual: str) -> None:
    judged = attain(target, actual)
    assert judged.unlike
    assert judged.status == "undecided"


@pytest.mark.parametrize(
    ("text", "kind", "ends", "direction"),
    [
        ("≥99%", "bound", (99, None), "higher"),
        ("不超过5%", "bound", (None, 5), "lower"),
        ("95%～105%", "range", (95, 105), "within"),
        ("=100%", "number", (100, 100), "exact"),
        ("75元", "number", (75, 75), None),
        ("30日内完成审核拨付", "deadline", (None, 30), "lower"),
        ("12月底前", "date", (None, None), "lower"),
        ("按标准审核后足额发放", "qualitative", (None, None), None),
        ("—", "blank", (None, None), None),
        ("男60岁，女55岁", "unreadable", (None, None), None),
    ],
)
def test_what_a_text_states(
    text: str, kind: str, ends: tuple[float | None, float | None], direction: str | None
) -> None:
    stated = parse(text)
    assert (stated.kind, (stated.lo, stated.hi), stated.direction) == (kind, ends, direction)
    assert (stated.problem is not None) == (kind == "unreadable")


def test_bad_targets_are_marked() -> None:
    assert parse("≥95%或≤105%").always
    assert parse("≥0次").always
    assert parse("≥105%且≤95%").never
    assert parse("≤0").zero_bound
    assert not parse("≤0.5").zero_bound
    assert not parse("0").zero_bound
    assert parse("每年度度结束后的20日内").anchor == parse("每年度结束后20日内").anchor != ""


# ---------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    ("text", "value", "decimals", "unit"),
    [
        ("４３，９３７", 43937, 0, ""),
        ("98％", 98, 0, "%"),
        ("110.0%", 110, 1, "%"),
        ("43937万元", 43937, 0, "万元"),
        ("3359.62万", 3359.62, 2, "万"),
        ("三十日", 30, 0, "日"),
        ("百分之九十五", 95, 0, "%"),
        ("九成五", 95, 0, "%"),
        ("（12）", -12, 0, ""),
        ("（12.50万元）", -12.5, 2, "万元"),
        ("▲12", -12, 0, ""),
        ("△ 1,234.5", -1234.5, 1, ""),
        ("－0.5％", -0.5, 1, "%"),
        ("98%(百分比)", 98, 0, "%"),
        ("100百分比", 100, 0, "%"),
        ("'12", 12, 0, ""),
        ("￥43,937.00", 43937, 2, ""),
        ("43\u00a0937\u3000人", 43937, 0, "人"),
        ("530元/人*月", 530, 0, "元/人*月"),
        ("三百五十二人", 352, 0, "人"),
        ("1.2E+05", 120000, 0, ""),
        ("2020年", 2020, 0, "年"),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float, decimals: int, unit: str) -> None:
    number = read_number(text)
    assert number is not None
    assert (number.value, number.decimals, number.unit) == (value, decimals, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一",
        "12。5",
        "4,39",
        "1 2",
        "12\n345",
        "1、",
        "①",
        "十分满意",
        "一般",
        "万元",
        "9175人以上",
        "3-5",
        "12.",
        "--1",
        "1.2.3",
    ],
)
def test_no_numbers(text: str) -> None:
    assert read_number(text) is None


@given(
    st.decimals(-(10**12), 10**12, places=3, allow_nan=False),
    st.integers(0, 3),
    st.sampled_from(["", "万元", "人", "%", "个月", "元/人·月"]),
    st.booleans(),
    st.sampled_from(["-", "▲", "（", "－", "负"]),
    st.booleans(),
)
def test_read_number_is_the_inverse_of_writing(
    exact: object, places: int, unit: str, grouped: bool, minus: str, full: bool
) -> None:
    size = f"{abs(float(str(exact))):{',' if grouped else ''}.{places}f}"
    negative = str(exact).startswith("-")
    written = f"{minus}{size}{unit}{'）' if minus == '（' else ''}" if negative else size + unit
    if full:
        digits = string.digits + ".,%"
        written = written.translate({ord(c): ord(c) + 0xFEE0 for c in digits})
    number = read_number(written)
    assert number is not None
    assert number.value == float(size.replace(",", "")) * (-1 if negative else 1)
    assert (number.decimals, number.unit) == (places, unit)


@pytest.mark.parametrize(
    "text",
    ["", " ", "—", "－", "-", "/", "无", "空", "N/A", "\u3000", "——", "０".replace("０", "不适用")],
)
def test_blank_words(text: str) -> None:
    assert is_blank_word(text)


def test_zero_is_no_blank() -> None:
    assert not any(is_blank_word(text) for text in ("0", "零", "0%", "无违规"))


# ---------------------------------------------------------------- anything at all
WORDS = st.sampled_from(
    "≥ ≤ > < = 不低于 不超过 以上 以内 且 或 - ~ 至 ± 约 左右 0 5 95 105.0 1,234 ９８ 一 "
    "三十 百分之 成 % ％ 人 万 元 万元 / * · 日 工作日 "
    "个月 月 年 季度 12月 底 前 每 每月 第 10日 2020年 增长 下降 到 超额 差 逾期 提前 无 "
    "未 已完成 男 ， 。 （ ） 〔2020〕 号 结束后 的 内 余 \n".split(" ")
)
TEXTS = st.text(max_size=40) | st.lists(WORDS, max_size=12).map("".join)


@given(TEXTS, TEXTS, TEXTS, TEXTS, st.none() | st.integers(1990, 2100))
def test_nothing_raises(target: str, actual: str, level: str, name: str, year: int | None) -> None:
    for text in (target, actual):
        parse(text)
        read_number(text)
        is_blank_word(text)
        normalise(text)
        for figure in mentions_in(text):
            assert 0 <= figure.start < figure.end <= len(text)
    judged = attain(target, actual, level, name, year)
    assert judged.reason.zh
    assert judged.status in {"reached", "exceeded", "unmet", "undecided"}
    assert judged.decided or judged.completion is None


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "text",
    [
        "9" * 16384,
        "亿" * 16384,
        "百分之" * 5000,
        "每人" * 5000,
        "1," * 8000,
        "(" * 16384,
        "一" * 16384,
    ],
)
def test_a_cell_full_of_nonsense_is_no_target_and_takes_seconds_at_most(text: str) -> None:
    """A second of processor time each at most; work that grows with the square of the length would
    take a minute."""
    start = time.process_time()
    mentions_in(text)
    assert read_number(text) is None
    judged = attain(text, text)
    assert time.process_time() - start < 10
    assert judged.status == "undecided"
    assert "太长" in judged.reason.zh


# ---------------------------------------------------------------- mentions
NARRATIVE = """一、基金运行情况
1、２０２０年基金收入43937万元，比上年增加798万元，增长17.7%，完成预算的１１０.0％；
（二）按照新人社发〔2020〕22号文件，5854人调整待遇，人均210.26元/月，滚存结余 14，388 万元，可支付64个月。
2．目标为30个工作日内拨付，9175人以上享受待遇，满意度达到90%以上，每月10日前报送，绩效目标完成率100%。
发放率提高到99.5%，差错减少至约12件，结余下降6.69%，联系电话09962023456，截至2020年12月31日无欠费。"""  # noqa: E501


def test_figures_in_a_running_text() -> None:
    found = [
        (NARRATIVE[f.start : f.end], f.kind, f.value, f.decimals, f.op, f.sense)
        for f in mentions_in(NARRATIVE)
        if f.kind != "date"
    ]
    assert found == [
        ("43937万元", "amount", 43937, 0, "", ""),
        ("798万元", "amount", 798, 0, "", "up"),
        ("17.7%", "rate", 17.7, 1, "", "up"),
        ("１１０.0％", "rate", 110, 1, "", ""),
        ("5854人", "count", 5854, 0, "", ""),
        ("210.26元/月", "amount", 210.26, 2, "", ""),
        ("14，388 万元", "amount", 14388, 0, "", ""),
        ("64个月", "months", 64, 0, "", ""),
        ("30个工作日", "deadline", 30, 0, "<=", ""),
        ("9175人", "count", 9175, 0, ">=", ""),
        ("90%", "rate", 90, 0, ">=", ""),
        ("100%", "rate", 100, 0, "", ""),
        ("99.5%", "rate", 99.5, 1, "", ""),
        ("12件", "number", 12, 0, "", ""),
        ("6.69%", "rate", 6.69, 2, "", "down"),
    ]


def test_dates_are_not_figures() -> None:
    dates = [NARRATIVE[f.start : f.end] for f in mentions_in(NARRATIVE) if f.kind == "date"]
    assert dates == ["２０２０年", "每月10日", "2020年12月31日"]
    assert [f.kind for f in mentions_in("2018-2020年、1-12月")] == ["date"] * 4


def test_figures_know_their_unit_and_half() -> None:
    amount, rate = mentions_in("收入4.3937亿元，完成110.0%")
    assert (amount.value, amount.unit.factor, amount.unit.dimension) == (4.3937, 1e8, "money")
    assert (rate.half_width, rate.value, rate.unit.factor) == (0.05, 110, 1)
