"""A column of the indicator table that is blank, copied or exchanged throughout is one cause."""

from typing import Any

import pytest
from support import Row, findings, finds, indicator, table


def rows(**changes: Any) -> list[Row]:
    own = [
        indicator("参保人数", "≥58000人", "58420人"),
        indicator("待遇发放准确率", "≥99%", "99.9%", level2="质量指标"),
        indicator("政策知晓率", "≥90%", "93%", level1="效益指标", level2="社会效益指标"),
        indicator("参保满意度", "≥90%", "95%", level1="满意度指标", level2="服务对象满意度指标"),
    ]
    return [row | changes for row in own]


def copied(count: int) -> list[Row]:
    return [row | ({"actual": row["target"]} if n < count else {}) for n, row in enumerate(rows())]


def exchanged(count: int) -> list[Row]:
    return [row | ({"level1": "效益指标"} if n < count else {}) for n, row in enumerate(rows())]


@pytest.mark.parametrize(
    ("rule", "data", "cells", "says"),
    [
        ("I513", rows(target=None), 4, "“指标值”一栏全是空的，4 项指标都没有填"),
        ("I513", rows(actual="—"), 4, "“实际完成值”一栏全是空的"),
        ("I506", copied(4), 8, "“实际完成值”一列照抄了指标值（第 1、2、3、4 项）"),
        ("I510", rows(level2=None), 4, "“二级指标”一栏全是空的"),
        ("I510", exchanged(2), 4, "第 1、2 项的二级指标都属于“产出指标”，一级指标却都是“效益指标”"),
    ],
)
def test_a_column_is_one_cause(rule: str, data: list[Row], cells: int, says: str) -> None:
    (found,) = findings(table(*data), rule)
    assert says in found.message.zh
    assert len(found.cells) == cells


@pytest.mark.parametrize(
    ("rule", "data", "at"),
    [
        ("I513", [rows(target=None)[0], *rows()[1:]], ["indicators.1.target"]),
        ("I513", [*rows(actual="—")[:3], rows()[3]], [f"indicators.{n}.actual" for n in (1, 2, 3)]),
        ("I506", copied(3), [f"indicators.{n}.actual" for n in (1, 2, 3)]),
        ("I510", exchanged(1), ["indicators.1.level1"]),
    ],
)
def test_single_rows_are_told_one_by_one(rule: str, data: list[Row], at: list[str]) -> None:
    finds(rule, table(*data), at=at)
