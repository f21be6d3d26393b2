"""Charts as inline SVG. Lengths are percents of the width, so that words keep their size on a
telephone."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sipipeline.core.display import number, percent
from sipipeline.core.text import Lang, Text
from sipipeline.reports.overview import charts
from sipipeline.reports.overview.charts import FundBar
from sipipeline.reports.overview.html import attributes, safe, wan
from sipipeline.reports.overview.overview import Overview
from sipipeline.reports.phrases import VERDICTS

_BUDGET_MARK = Text(zh="竖线是预算数", en="the line is the budget")
_UNITS = Text(zh="{count} 家", en="{count}")
_BAR, _DAYS_HIGH, _LABELS_HIGH = 14, 130, 18
_NEAR_THE_END = 0.94
_EVERY = 5
"""Of the days every so manieth is named."""


class Bar(NamedTuple):
    """A bar with its name and its value in words."""

    name: str
    value: str
    length: float
    """Of the longest, 0 to 1."""
    tick: float | None = None
    """Where a mark stands."""
    remark: str = ""


def bars(rows: Sequence[Bar], colour: str) -> Iterator[str]:
    """Bars one under the other."""
    yield '<div class="bars">\n'
    for bar in rows:
        yield f"<span>{safe(bar.name)}</span>"
        yield _bar(bar, colour)
        remark = f"<small>{safe(bar.remark)}</small>" if bar.remark else ""
        yield f'<span class="value">{safe(bar.value)}{remark}</span>\n'
    yield "</div>\n"


def verdict_bar(overview: Overview, lang: Lang) -> Iterator[str]:
    """The submissions by verdict: one bar of four colours, with what the colours are."""
    counts = charts.verdicts(overview)
    whole = sum(count for _, count in counts) or 1
    pieces, start = [], 0.0
    for verdict, count in counts:
        pieces.append(_rectangle(f"c-{verdict}", start, count / whole, 0, 26))
        start += count / whole
    told = [f"{VERDICTS[verdict].in_(lang)} {count}" for verdict, count in counts]
    yield _drawing(pieces, 26, ", ".join(told))
    yield from legend([(f"c-{verdict}", word) for (verdict, _), word in zip(counts, told)])


def legend(entries: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What the colours of a chart stand for."""
    yield '<ul class="legend">'
    for colour, word in entries:
        spot = _rectangle(colour, 0, 1, 0, 11)
        yield f'<li><svg width="11" height="11" aria-hidden="true">{spot}</svg>{safe(word)}</li>'
    yield "</ul>\n"


def fund_bars(overview: Overview, lang: Lang) -> Iterator[str]:
    """Income and expenditure of each fund, the budget as a mark; nothing before something is
    accepted."""
    funds = charts.fund_bars(overview)
    figures = [line for fund in funds for line in fund.amounts.values()]
    longest = max((max(line.actual.fen, line.budget.fen) for line in figures), default=0)
    if longest <= 0:
        return
    for item, word in charts.ITEMS:
        rows = [_fund_bar(fund, item, longest, lang) for fund in funds if item in fund.amounts]
        if rows:
            yield f"<h3>{safe(word.in_(lang))} <small class='soft'>"
            yield f"{safe(_BUDGET_MARK.in_(lang))}</small></h3>\n"
            yield from bars(rows, "c-actual")


def rate_bars(overview: Overview, lang: Lang) -> Iterator[str]:
    """How many units lie in each band of completion rates, of income and of expenditure."""
    for (item, word), colour in zip(charts.ITEMS, ("c-actual", "c-second")):
        bands = charts.bands(overview.rates[item])
        most = max(count for _, count in bands)
        if not most:
            continue
        yield f"<h3>{safe(word.in_(lang))}</h3>\n"
        rows = [
            Bar(name.in_(lang), _UNITS.fill(count=number(count)).in_(lang), count / most)
            for name, count in bands
        ]
        yield from bars(rows, colour)


def day_columns(overview: Overview, lang: Lang) -> Iterator[str]:
    """The submissions day by day, by verdict, one on the other."""
    shown = charts.days(overview)
    highest = max((sum(counts) for _, counts in shown), default=0)
    if not highest:
        return
    step, pieces = 1 / len(shown), []
    for place, (day, counts) in enumerate(shown):
        bottom = float(_DAYS_HIGH)
        for verdict, count in zip(charts.SHOWN, counts):
            high = count / highest * (_DAYS_HIGH - _LABELS_HIGH)
            bottom -= high
            pieces.append(
                _rectangle(f"c-{verdict}", (place + 0.15) * step, 0.7 * step, bottom, high)
            )
        is_named = (len(shown) - 1 - place) % _EVERY == 0
        if is_named:
            across = (place + 0.5) * step
            pieces.append(_word(day, across, _DAYS_HIGH + 13))
            pieces.append(_word(number(sum(counts)), across, bottom - 4))
    yield _drawing(pieces, _DAYS_HIGH + _LABELS_HIGH, " ".join(day for day, _ in shown))
    words = [VERDICTS[verdict].in_(lang) for verdict in charts.SHOWN]
    yield from legend([(f"c-{one}", word) for one, word in zip(charts.SHOWN, words)])


def _bar(bar: Bar, colour: str) -> str:
    label = f"{bar.name} {bar.value} {bar.remark}".strip()
    pieces = [
        _rectangle("c-track", 0, 1, 0, _BAR),
        _rectangle(colour, 0, max(0.0, bar.length), 0, _BAR),
    ]
    if bar.tick is not None:
        at = _share(bar.tick)
        pieces.append(f"<line{attributes({'class': 'c-tick', 'x1': at, 'x2': at, 'y2': _BAR})}/>")
    return _drawing(pieces, _BAR, label)


def _fund_bar(fund: FundBar, item: str, longest: int, lang: Lang) -> Bar:
    line = fund.amounts[item]
    return Bar(
        fund.name.in_(lang),
        wan(line.actual.fen),
        line.actual.fen / longest,
        line.budget.fen / longest if line.budget.fen > 0 else None,
        percent(line.completion, 1) if line.completion is not None else "",
    )


# ---------------------------------------------------------------- elements
def _drawing(pieces: Sequence[str], high: float, label: str) -> str:
    described = attributes({"role": "img", "aria-label": label})
    return f'<svg width="100%" height="{high}"{described}>{"".join(pieces)}</svg>\n'


def _rectangle(colour: str, start: float, width: float, top: float, high: float) -> str:
    place = {"class": colour, "x": _share(start), "width": _share(width)}
    return f"<rect{attributes({**place, 'y': round(top, 2), 'height': round(high, 2)})}/>"


def _word(text: str, across: float, down: float) -> str:
    anchor = "end" if across > _NEAR_THE_END else "middle"
    place = {"x": _share(across), "y": round(down, 2), "text-anchor": anchor}
    return f"<text{attributes(place)}>{safe(text)}</text>"


def _share(part: float) -> str:
    return f"{max(0.0, min(1.0, part)):.3%}"
