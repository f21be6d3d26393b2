"""The charts of the workbook, each beside the figures that it is drawn of."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sipipeline.core.findings import Verdict
from sipipeline.core.particulars import TEN_THOUSAND_YUAN
from sipipeline.core.text import Lang, Text
from sipipeline.reports.overview import charts
from sipipeline.reports.overview.overview import Overview
from sipipeline.reports.phrases import VERDICTS

VERDICT_COLOURS = {
    Verdict.PASS: "#6FAF7B",
    Verdict.EXPLAIN: "#E3B341",
    Verdict.FIX: "#D9746C",
    Verdict.UNREADABLE: "#9A8FBF",
}
_BUDGET, _ACTUAL = "#C3CDD9", "#3E7CB1"
_ROWS, _WIDTH, _HEIGHT = 18, 720, 340
"""Rows that a chart takes, and its size in pixels."""
_SERIES_IN_COLUMN = 6

_VERDICTS = Text(zh="结论", en="Verdicts")
_UNITS = Text(zh="单位数", en="Units")
_FUNDS = Text(zh="{item}：实际数与预算数（万元）", en="{item}: actual and budget, 10,000 yuan")
_OF_YEAR = Text(zh="{year} 年{title}", en="{title}, {year}")
_RATES = Text(zh="预算完成率的分布", en="Completion rates of the units")
_DAYS = Text(zh="逐日进度", en="Progress over the days")
_BUDGET_NAME, _ACTUAL_NAME = Text(zh="预算数", en="Budget"), Text(zh="本年实际数", en="Actual")


class Block(NamedTuple):
    """The figures of a chart: a head for each series, a row for each place on its axis."""

    title: str
    series: Sequence[str]
    colours: Sequence[str]
    rows: Sequence[tuple[str, Sequence[float]]]
    stacked: bool = False
    each_its_colour: bool = False
    """Whether the colours are those of the rows."""


def write_charts(book: Any, sheet: Any, first: Any, overview: Overview, lang: Lang) -> None:
    """Every chart that there are figures for, one under the other; the verdicts on the first sheet,
    too."""
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 5, 11)
    bold = book.add_format({"font_name": "Microsoft YaHei", "font_size": 11, "bold": True})
    plain = book.add_format({"font_name": "Microsoft YaHei", "font_size": 9})
    figure = book.add_format(
        {"font_name": "Microsoft YaHei", "font_size": 9, "num_format": "#,##0.##;-#,##0.##;–"}
    )
    top = 0
    for block in _blocks(overview, lang):
        sheet.write_string(top, 0, block.title, bold)
        for place, head in enumerate(block.series, 1):
            sheet.write_string(top + 1, place, head, plain)
        for row, (label, values) in enumerate(block.rows, top + 2):
            sheet.write_string(row, 0, label, plain)
            for place, value in enumerate(values, 1):
                sheet.write_number(row, place, value, figure)
        _draw(book, sheet, block, top)
        top += max(_ROWS, len(block.rows) + 3)
    _draw_verdicts(book, sheet, first)


def _blocks(overview: Overview, lang: Lang) -> list[Block]:
    verdicts = [
        (VERDICTS[verdict].in_(lang), (float(count),))
        for verdict, count in charts.verdicts(overview)
    ]
    colours = [VERDICT_COLOURS[verdict] for verdict in charts.SHOWN]
    blocks = [
        Block(_VERDICTS.in_(lang), [_UNITS.in_(lang)], colours, verdicts, each_its_colour=True)
    ]
    blocks += _funds(overview, lang)
    if any(overview.rates.values()):
        blocks.append(_rates(overview, lang))
    if days := charts.days(overview):
        names = [VERDICTS[verdict].in_(lang) for verdict in charts.SHOWN]
        rows = [(day, [float(count) for count in counts]) for day, counts in days]
        blocks.append(Block(_DAYS.in_(lang), names, colours, rows, stacked=True))
    return blocks


def _funds(overview: Overview, lang: Lang) -> list[Block]:
    """Income, and expenditure, of each fund beside their budgets."""
    bars, blocks = charts.fund_bars(overview), []
    for item, word in charts.ITEMS:
        rows = [
            (
                bar.name.in_(lang),
                (_wan(bar.amounts[item].budget.fen), _wan(bar.amounts[item].actual.fen)),
            )
            for bar in bars
            if item in bar.amounts
        ]
        title = _FUNDS.fill(item=word)
        if (year := charts.year_of_funds(overview)) is not None:
            title = _OF_YEAR.fill(year=year, title=title)
        if rows:
            names = [_BUDGET_NAME.in_(lang), _ACTUAL_NAME.in_(lang)]
            blocks.append(Block(title.in_(lang), names, [_BUDGET, _ACTUAL], rows))
    return blocks


def _rates(overview: Overview, lang: Lang) -> Block:
    """How many units lie in each band of completion rates."""
    names = [word.in_(lang) for _, word in charts.ITEMS]
    columns = [charts.bands(overview.rates[item]) for item, _ in charts.ITEMS]
    rows = [
        (of_band[0][0].in_(lang), [float(count) for _, count in of_band])
        for of_band in zip(*columns)
    ]
    return Block(_RATES.in_(lang), names, [_ACTUAL, VERDICT_COLOURS[Verdict.EXPLAIN]], rows)


def _draw(book: Any, sheet: Any, block: Block, top: int) -> None:
    """The chart of a block, beside its figures."""
    subtype = {"subtype": "stacked"} if block.stacked else {}
    chart = book.add_chart({"type": "column", **subtype})
    first, last = top + 2, top + 1 + len(block.rows)
    for place, colour in zip(range(1, len(block.series) + 1), block.colours):
        series: dict[str, Any] = {
            "name": [sheet.name, top + 1, place],
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, place, last, place],
            "fill": {"color": colour},
            "gap": 60,
        }
        if block.each_its_colour:
            series["points"] = [{"fill": {"color": one}} for one in block.colours]
        if len(block.rows) <= _SERIES_IN_COLUMN and not block.stacked:
            series["data_labels"] = {"value": True, "num_format": "#,##0"}
        chart.add_series(series)
    font = {"name": "Microsoft YaHei", "size": 9}
    chart.set_title({"name": block.title, "name_font": {**font, "size": 11}, "overlay": False})
    chart.set_legend({"none": True} if len(block.series) == 1 else {"position": "bottom"})
    chart.set_x_axis({"num_font": font})
    chart.set_y_axis(
        {
            "num_font": font,
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#E3E7EC"}},
        }
    )
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    sheet.insert_chart(top, 7, chart)


def _draw_verdicts(book: Any, sheet: Any, first: Any) -> None:
    """One bar of four colours beside the sentences of the first sheet, of the first figures of the
    sheet of charts."""
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for row, verdict in enumerate(charts.SHOWN, 2):
        chart.add_series(
            {
                "name": [sheet.name, row, 0],
                "values": [sheet.name, row, 1, row, 1],
                "fill": {"color": VERDICT_COLOURS[verdict]},
                "data_labels": {"value": True, "num_format": "0;;"},
                "gap": 30,
            }
        )
    chart.set_legend({"position": "bottom", "font": {"name": "Microsoft YaHei", "size": 9}})
    hidden = {"visible": False, "major_gridlines": {"visible": False}}
    chart.set_x_axis(hidden)
    chart.set_y_axis(hidden)
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": 440, "height": 150})
    first.insert_chart(0, 7, chart, {"y_offset": 4})


def _wan(fen: int) -> float:
    return fen / TEN_THOUSAND_YUAN
