"""The pieces that the tables stand on: words found at a place, tokens, dates, units, ranges."""

import math

import pytest
from readings import token_shown, unit_shown, when_shown

from sipipeline.language.attainment import attain
from sipipeline.language.conversion import range_of, ranges_in_unit
from sipipeline.language.dates import date_at, day_at
from sipipeline.language.lexicon import Lexicon, fold
from sipipeline.language.mentions import mentions_in
from sipipeline.language.numbers import (
    compact,
    digits_at,
    is_blank_word,
    normalise,
    number_at,
    read_number,
)
from sipipeline.language.ranges import Range, below, degree, mirrored, rounded, within
from sipipeline.language.targets import parse
from sipipeline.language.tokens import scan
from sipipeline.language.units import per_prefix_at, unit_at, unknown_unit
from sipipeline.language.wordings import is_only_a_band


# ---------------------------------------------------------------- words
def test_the_longest_word_at_a_place_is_found_first() -> None:
    words = Lexicon([("不", 1), ("不低于", 2), ("不低", 3), ("低于", 4), ("不", 5)])
    assert words.at("也不低于", 1) == ("不低于", 2)
    assert words.at("不低头", 0) == ("不低", 3)
    assert words.at("也不低于", 0) is None
    assert words.at("不", 1) is None
    assert words.read("也不低于", 0, 9) == ("", 9)
    assert list(words) == ["不", "不低于", "不低", "低于"]
    assert (words.get("不低"), words.get("低")) == (3, None)


def test_folding_keeps_every_place() -> None:
    text = "≧９５．０％，（一）　～ －５【含】"
    assert fold(text) == "≥95.0%,(一) ~ -5(含)"
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "plain"), [("  １２\u3000 人 ", "12 人"), ("12\n34", "12 34"), ("", "")]
)
def test_normal_text(text: str, plain: str) -> None:
    assert normalise(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("12 人", "12人"),
        ("12 34", "12 34"),
        ("满 意", "满意"),
        ("12\n34", "12;34"),
        ("12\n\n34", "12;34"),
        ("12元\n34元", "12元34元"),
        ("12\n元", "12元"),
        ("元\n12", "元12"),
        ("\n12\n", "12"),
        ("1\n2\n3", "1;2;3"),
    ],
)
def test_text_without_spaces(text: str, plain: str) -> None:
    assert compact(text) == plain


def test_a_long_text_is_no_blank_word_and_no_number() -> None:
    assert is_blank_word(" " * 60)
    assert not is_blank_word(" " * 61)
    assert read_number("1" * 60) is not None
    assert read_number("1" * 61) is None
    assert read_number("二" * 24) is not None
    assert read_number("二" * 25) is None


# ---------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12", (12, 0, 2)),
        ("12.50", (12.5, 2, 5)),
        (".5", (0.5, 1, 2)),
        ("1,234", (1234, 0, 5)),
        ("1,2345", (1, 0, 1)),
        ("1 234", (1234, 0, 5)),
        ("1 2345", (1, 0, 1)),
        ("1234,567", (1234, 0, 4)),
        ("12.5e2", (1250, 0, 6)),
        ("12.555e2", (1255.5, 1, 8)),
        ("1e-2", (0.01, 2, 4)),
        ("1e1234", (1, 0, 1)),
        ("1e400", None),
        (".", None),
        ("元", None),
    ],
)
def test_digits(text: str, found: tuple[float, int, int] | None) -> None:
    printed = digits_at(text, 0)
    assert (printed and printed[:3]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("三十人", (30, 0, 2, "")),
        ("百分之九十五以上", (95, 0, 6, "%")),
        ("百分之百完成", (100, 0, 4, "%")),
        ("百分之95.5以上", (95.5, 1, 7, "%")),
        ("千分之十五以上", (15, 0, 5, "‰")),
        ("万分之十二", (12, 0, 5, "‱")),
        ("九成", (90, 0, 2, "%")),
        ("九成五", (95, 0, 3, "%")),
        ("九成五以上", (95, 0, 3, "%")),
        ("九成十", (90, 0, 2, "%")),
        ("九十五点以上", (95, 0, 3, "")),
        ("五点以上", (5, 0, 1, "")),
        ("五", None),
        ("五人", (5, 0, 1, "")),
        ("零", (0, 0, 1, "")),
        ("点五人", None),
    ],
)
def test_numbers_in_words(text: str, found: tuple[float, int, int, str] | None) -> None:
    assert number_at(text, 0) == found


# ---------------------------------------------------------------- units
@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("元整", "元整 (money)"),
        ("万元左右", "万元 (money × 10000)"),
        ("人次数", "人次 (visits)"),
        ("千米", "千米 (length × 1000)"),
        ("万亿元", "万亿元 (money × 1000000000000)"),
        ("百万", "百万 ( × 1000000)"),
        ("元/人·箱", "元/人 (money per people)"),
        ("元/月人", "元/月人 (money per month people)"),
    ],
)
def test_the_unit_at_the_start_of_a_text(text: str, unit: str) -> None:
    found = unit_at(text, 0)
    assert found is not None
    assert unit_shown(found) == unit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("每人每月530元", (("month", "people"), 4)),
        ("每年530元", (("年",), 2)),
        ("每周", (("周",), 2)),
        ("每季每季度", (("季", "季度"), 5)),
        ("每箱5", ((), 0)),
        ("人均", ((), 0)),
        ("每人每月每年每日5", (("month", "people", "年"), 6)),
    ],
)
def test_what_an_amount_is_counted_by(text: str, found: tuple[tuple[str, ...], int]) -> None:
    assert per_prefix_at(text, 0) == found


def test_a_unit_that_is_not_in_the_table_is_equal_only_to_itself() -> None:
    assert unknown_unit("箱").base == unknown_unit("箱").base != unknown_unit("桶").base


# ---------------------------------------------------------------- dates
@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("于2020年12月底前", 1, "12.21..12.31 of 2020 closing @1-10"),
        ("在每月10日前", 1, "0.10 each month @1-6"),
        ("第四季度末前", 0, "10.1..12.31 closing @0-5"),
        ("至年底前", 1, "12.1..12.31 closing @1-3"),
        ("2020年四季度", 0, "10.1..12.31 of 2020 @0-8"),
        ("2020年上半年", 0, "1.1..6.31 of 2020 @0-8"),
        ("2020年上半年底", 0, "1.1..6.31 of 2020 closing @0-9"),
        ("上半年末", 0, "1.1..6.31 closing @0-4"),
        ("上半年初", 0, "1.1..6.31 @0-3"),
        ("2020-12-20前", 0, "12.20 of 2020 @0-10"),
        ("2020-12", 0, "12.1..12.31 of 2020 @0-7"),
        ("2020-1-1", 0, "1.1 of 2020 @0-8"),
        ("2020.12", 0, "-"),
        ("2020.1.1", 0, "1.1 of 2020 @0-8"),
        ("2020-12/20", 0, "12.1..12.31 of 2020 @0-7"),
        ("12020-12-20", 1, "-"),
        ("12月", 0, "12.1..12.31 @0-3"),
        ("12月31日", 0, "12.31 @0-6"),
        ("12月32日", 0, "12.1..12.31 @0-3"),
        ("每季度末", 0, "2.1..2.31 each quarter closing @0-4"),
        ("每季度初", 0, "0.1..0.31 each quarter @0-4"),
        ("次月", 0, "-"),
        ("12个", 0, "-"),
        ("年", 0, "-"),
    ],
)
def test_the_date_at_a_place(text: str, at: int, found: str) -> None:
    when = date_at(text, at)
    assert (f"{when_shown(when)} @{when.start}-{when.end}" if when else "-") == found


def test_a_day_alone() -> None:
    found = day_at("前10日前", 1)
    assert found is not None
    assert (when_shown(found), found.start, found.end) == ("0.10 each month", 1, 4)
    assert day_at("32日", 0) is None
    assert day_at("0日", 0) is None
    assert day_at("10天", 0) is None


# ---------------------------------------------------------------- tokens
@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("≥99%", ["before >= “≥” @0-1", "99 % (percent) @1-4"]),
        ("9175人以上", ["9175 人 (people) @0-5", "after >= “以上” @5-7"]),
        ("9000多人", ["9000 人 (people) and more @0-6"]),
        ("9000多", ["9000 - () @0-4", "more “多” @4-5"]),
        ("12 万元", ["12 万元 (money × 10000) @0-5"]),
        ("98%(百分比)", ["98 % (percent) @0-8"]),
        ("98(百分比)", ["98 百分比 (percent) @0-7"]),
        (
            "98%(元)",
            ["98 % (percent) @0-3", "filler “(” @3-4", "rest “元” @4-5", "filler “)” @5-6"],
        ),
        ("5箱", ["5 箱 (?箱) @0-2"]),
        ("5箱子装好了", ["5 箱子装好 (?箱子装好) @0-5", "filler “了” @5-6"]),
        ("5 箱", ["5 - () @0-1", "rest “箱” @2-3"]),
        ("-5%", ["-5 % (percent) @0-3"]),
        ("3-5%", ["3 - () @0-1", "range “-” @1-2", "5 % (percent) @2-4"]),
        (
            "3日内-5%",
            ["3 日 (day) @0-2", "after <= “内” @2-3", "range “-” @3-4", "5 % (percent) @4-6"],
        ),
        ("第5条", ["ordinal “第” @0-1", "5 条 (条) @1-3"]),
        ("A5", ["rest “A5” @0-2"]),
        ("A 5", ["rest “A” @0-1", "5 - () @2-3"]),
        ("(2020)22号", ["document “(2020)22号” @0-9"]),
        ("22号文件", ["document “22号文” @0-4", "rest “件” @4-5"]),
        ("10日前", ["[0.10 each month @0-3]", "until “前” @3-4"]),
        ("10日内", ["10 日 (day) @0-3", "after <= “内” @3-4"]),
        ("12月内", ["12 月 (month) @0-3", "after <= “内” @3-4"]),
        ("2020年12月内", ["[12.1..12.31 of 2020 @0-8]", "after <= “内” @8-9"]),
        ("≥12月", ["before >= “≥” @0-1", "12 月 (month) @1-4"]),
        ("三十日内", ["30 日 (day) @0-3", "after <= “内” @3-4"]),
        ("一次性", ["rest “一次性” @0-3"]),
        ("一次以上", ["1 次 (times) @0-2", "after >= “以上” @2-4"]),
        ("一次，", ["1 次 (times) @0-2", "rest “，” @2-3"]),
        ("每人每月5元", ["5 元/人·月 (money per month people) @0-6"]),
        ("每人5元/月", ["5 元/月 (money per month) @0-6"]),
        ("每月5个工作日", ["5 个工作日 (workday) @0-7"]),
        ("  ", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [token_shown(token) for token in scan(text)] == tokens


# ---------------------------------------------------------------- ranges
def test_ends_that_are_open_are_not_within() -> None:
    assert within(Range(90, math.inf), Range(90, 95))
    assert not within(Range(90, math.inf, low_open=True), Range(90, 95))
    assert within(Range(90, math.inf, low_open=True), Range(90, 95, low_open=True))
    assert not within(Range(-math.inf, 90), Range(80, 95))
    assert within(Range(-math.inf, math.inf), Range(-5, 5))


def test_wholly_below() -> None:
    assert below(Range(90, math.inf), Range(80, 89))
    assert not below(Range(90, math.inf), Range(80, 90))
    assert below(Range(90, math.inf, low_open=True), Range(80, 90))
    assert below(Range(90, math.inf), Range(80, 90, high_open=True))
    assert not below(Range(-math.inf, 90), Range(0, 1))
    assert mirrored(Range(1, 2, low_open=True)) == Range(-2, -1, False, True)


@pytest.mark.parametrize(
    ("low", "high", "value", "share"),
    [
        (200, math.inf, 100, 0.5),
        (200, math.inf, 300, 1.5),
        (200, math.inf, -1, 0),
        (0, math.inf, 0, 1),
        (0, math.inf, -1, None),
        (-5, math.inf, -4, None),
        (-math.inf, 200, 200, 1),
        (-math.inf, 200, 250, 0.75),
        (-math.inf, 200, 500, 0),
        (-math.inf, 0, 1, 0),
        (-math.inf, -5, -4, 0),
        (95, 105, 100, 1),
        (95, 105, 19, 0.2),
        (95, 105, 126, 0.8),
    ],
)
def test_degrees(low: float, high: float, value: float, share: float | None) -> None:
    found = degree(Range(low, high), value)
    assert found == (None if share is None else pytest.approx(share))


def test_figures_without_the_noise_of_binary_fractions() -> None:
    assert Range(0.97, 0.98).scaled(100) == Range(97, 98)
    assert Range(1, 2, True, True, "unit").scaled(2) == Range(2, 4, True, True, "unit")
    assert Range(1, 2).scaled(2, "unit").assumed == "unit"
    assert rounded(-0.1 - 0.2) == 0.3


def test_about_is_a_twentieth_either_way() -> None:
    assert range_of(parse("约100次")) == Range(95, 105)
    assert range_of(parse("约-100次")) == Range(-105, -95)
    assert range_of(parse(">5%")) == Range(5, math.inf, low_open=True)


@pytest.mark.parametrize(
    ("target", "actual", "spans"),
    [
        ("100万元", "98万元", [(98, 98, "")]),
        ("100万元", "980000元", [(98, 98, "")]),
        ("100万元", "99999", [(99999, 99999, "unit")]),
        ("100万元", "100000", []),
        ("100元", "0.1", [(0.1, 0.1, "unit")]),
        ("100元", "0.09", []),
        ("100", "98万元", [(98, 98, "unit")]),
        ("100万", "98万元", [(98, 98, "unit")]),
        ("100万元", "98万", [(98, 98, "unit")]),
        ("5000万", "5200人", [(0.52, 0.52, "unit")]),
        ("5000人", "5200万", [(52000000, 52000000, "unit")]),
        ("98%", "0.99", [(99, 99, "unit")]),
        ("98%", "1.5", [(150, 150, "unit")]),
        ("98%", "1.51", [(151, 151, "unit"), (1.51, 1.51, "unit")]),
        ("98%", "3.1", [(3.1, 3.1, "unit")]),
        ("3%", "1.5", [(150, 150, "unit"), (1.5, 1.5, "unit")]),
        ("3.1%", "1.5", [(150, 150, "unit")]),
        ("98%", "200", [(200, 200, "unit")]),
        ("98%", "201", []),
        ("150%", "300", [(300, 300, "unit")]),
        ("150%", "301", []),
        ("98%", "0", [(0, 0, "unit")]),
        ("0.98", "99%", [(0.99, 0.99, "unit")]),
        ("98", "99%", [(99, 99, "unit")]),
        ("9成", "95", [(9.5, 9.5, "unit")]),
        ("0.98", "9成", [(0.9, 0.9, "unit")]),
        ("530元/人·月", "540元", [(540, 540, "unit")]),
        ("530元/人·月", "2649元", [(2649, 2649, "unit")]),
        ("530元/人·月", "2650元", []),
        ("530元/人·月", "106元", [(106, 106, "unit")]),
        ("530元/人·月", "105元", []),
        ("530元/人·月", "0元", [(0, 0, "unit")]),
        ("530元", "540元/月", [(540, 540, "unit")]),
        ("530元/月", "530元/人", []),
        ("30日内", "1个月", [(28, 31, "")]),
        ("3个月内", "85天", [(85 / 31, 85 / 28, "")]),
        ("2年", "700天", [(700 / 372, 700 / 336, "")]),
        ("10周", "2个月", [(8, 62 / 7, "")]),
        ("3个月/人", "85天", []),
        ("30日内", "18个工作日", []),
        ("30日内", "5次", []),
        ("5", "6", [(6, 6, "")]),
        ("5次", "6", [(6, 6, "unit")]),
    ],
)
def test_what_was_reached_in_the_unit_of_the_target(
    target: str, actual: str, spans: list[tuple[float, float, str]]
) -> None:
    found = ranges_in_unit(parse(target), parse(actual))
    assert [span.assumed for span in found] == [assumed for _, _, assumed in spans]
    ends = [end for span in found for end in (span.low, span.high)]
    assert ends == pytest.approx([end for span in spans for end in span[:2]])


# ---------------------------------------------------------------- the rest
def test_words_that_are_only_a_band() -> None:
    assert all(is_only_a_band(text) for text in ("已完成", "达标", "好", "未完成", "部分完成"))
    assert not any(is_only_a_band(text) for text in ("按标准审核后足额发放", "目标", "了", ""))


def test_a_text_that_states_several_things_at_once_is_none() -> None:
    assert parse("≥95%且≤105%").figure
    assert not parse("已完成").figure
    assert parse("95%").point
    assert not parse("约95%").point
    assert not parse("≥95%").point


def test_lines_of_a_text_are_sentences_of_their_own() -> None:
    text = "收入100\n200万元\t300"
    assert [text[figure.start : figure.end] for figure in mentions_in(text)] == [
        "100",
        "200万元",
        "300",
    ]


def test_a_plain_word_is_a_word_of_its_own() -> None:
    assert attain("无违规", "未发生").status == "reached"


def test_digits_too_many_for_a_number_are_passed_over_at_once() -> None:
    (rest,) = scan("1" * 40_000)
    assert (rest.kind, rest.start, rest.end) == ("rest", 0, 40_000)
