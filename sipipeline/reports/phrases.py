"""Figures and judgements as a clerk reads them: 38,249 · 97.5% · 应在 41,763～42,198 之间 · 少
28."""

import math
import re
from collections.abc import Sequence
from typing import TypeGuard

from sipipeline.core import keys
from sipipeline.core.display import MINUS, number, percent
from sipipeline.core.figures import RATE_PLACE, decimals
from sipipeline.core.findings import Cell, Culprit, Finding, Interval, Severity, Verdict
from sipipeline.core.text import Text, join, same

SEVERITIES = {
    Severity.ERROR: Text(zh="错误", en="Error"),
    Severity.WARNING: Text(zh="需说明", en="Explain"),
    Severity.INFO: Text(zh="提示", en="Note"),
}
VERDICTS = {
    Verdict.PASS: Text(zh="通过", en="Passed"),
    Verdict.EXPLAIN: Text(zh="需说明", en="Please explain"),
    Verdict.FIX: Text(zh="需修改", en="Please correct"),
    Verdict.UNREADABLE: Text(zh="无法读取", en="Unreadable"),
}
_RATES = ("completion_rate", "growth_rate", "share")
_RESTATING = ("narrative", "report", "indicators")
"""Families whose texts restate figures of the tables."""
_PERCENT_SIGN = re.compile("[%％]")
_PERCENT_KEY = "completion_rate"
"""A key by which a fraction is told as a percent."""
_PERCENT_NUMBERS_FROM = 10
"""A rate cell that holds more than this holds a percent number: 98, not 0.98."""
_SUSPICIONS = {
    "certain": Text(zh="此处很可能填错", en="This cell is very probably wrong"),
    "likely": Text(zh="此处可能有误", en="This cell may be wrong"),
    "possible": Text(
        zh="此处是可能出错的单元格之一", en="This is one of the cells that may be wrong"
    ),
}
_NOTHING = Text(zh="", en="")
_BLANK = Text(zh="空白", en="blank")
_JUST_LIKE_IT = Text(zh="也是这样", en=" just like it")
_HIGH, _LOW = Text(zh="多", en="high"), Text(zh="少", en="low")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 32_000
_WIDE = 20
_MOST_CULPRITS = 6
_MOST_NUMBERS = 8


def clean(text: str) -> str:
    """A text that XML can hold and a cell can show."""
    if not text.isprintable():
        text = _ILLEGAL.sub("", text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def is_rate(key: str) -> bool:
    """Whether a key names a rate, stated as a fraction."""
    return keys.measure(key).endswith(_RATES)


def figure(value: object, key: str = "") -> str:
    """A figure of the checks: thousands separated, rates as percent, no noise of binary
    fractions."""
    if not _is_number(value):
        return _words(value)
    return percent(value) if is_rate(key) else number(value)


def typed(value: object, key: str = "") -> str:
    """A figure as somebody types it into the cell: no separators."""
    if not _is_number(value):
        return _words(value)
    if is_rate(key) and abs(value) < _PERCENT_NUMBERS_FROM:
        return percent(value, 4)
    return number(value).replace(",", "").replace(MINUS, "-")


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _words(value: object) -> str:
    return "" if value is None else str(value).strip()


def stated(finding: Finding) -> Text:
    """What was filled in: the figure, or the cell's own text."""
    key = _key(finding)
    value = finding.cells[0].value if finding.cells else None
    if finding.stated is not None and not (_is_indicator(key) and isinstance(value, str)):
        return same(figure(finding.stated, key))
    if value is None and finding.expected is not None:
        return _BLANK
    return same(typed(value, key))


def expected(finding: Finding) -> Text:
    """What it should be, short: 38,429 · 41,763～42,198 · ≥ 9,203."""
    if finding.expected is None:
        return _NOTHING
    if not _is_percent_text(finding):
        return span(finding.expected, finding.stated, _key(finding))
    low, high = (None if end is None else end / 100 for end in finding.expected)
    shown = finding.stated / 100 if _is_number(finding.stated) else None
    return span((low, high), shown, _PERCENT_KEY)


def _is_indicator(key: str) -> bool:
    return keys.family(key) == "indicators"


def _is_percent_text(finding: Finding) -> bool:
    """Whether the figures of a finding are the percent numbers of an indicator: 98 of 98%."""
    text = finding.cells[0].value if finding.cells else None
    return (
        _is_indicator(_key(finding))
        and isinstance(text, str)
        and _PERCENT_SIGN.search(text) is not None
    )


def span(interval: Interval, shown: object, key: str) -> Text:
    """An interval, its ends no finer than a figure that is shown beside it."""
    low, high = (figure(end, key) for end in _on_grid(interval, shown, is_rate(key)))
    if low == high:
        return same(low)
    if not high:
        return same(f"≥ {low}")
    if not low:
        return same(f"≤ {high}")
    return Text(zh=f"{low}～{high}", en=f"{low} to {high}")


def expectation(finding: Finding) -> Text:
    """What it should be, as a clause: 应为 38,429 · 应在 41,763～42,198 之间 · 应 ≥ 9,203."""
    return _should(expected(finding))


def _should(short: Text) -> Text:
    if not short.zh:
        return _NOTHING
    if short.zh[0] in "≥≤":
        return Text(zh=f"应 {short.zh}", en=f"should be {short.en}")
    if "～" in short.zh:
        ends = short.en.replace(" to ", " and ")
        return Text(zh=f"应在 {short.zh} 之间", en=f"should be between {ends}")
    return Text(zh=f"应为 {short.zh}", en=f"should be {short.en}")


def difference(finding: Finding) -> Text:
    """By how much it misses: 少 28 · 多 1.2 个百分点."""
    value = finding.difference
    if value is None or not math.isfinite(value) or value == 0:
        return _NOTHING
    side = _HIGH if value > 0 else _LOW
    percent_text = _is_percent_text(finding)
    if percent_text or is_rate(_key(finding)):
        points = number(abs(value) * (1 if percent_text else 100), 2)
        return Text(zh=f"{side.zh} {points} 个百分点", en=f"{points} points too {side.en}")
    size = number(abs(value), 2 if abs(value) >= 1 else 6)
    return Text(zh=f"{side.zh} {size}", en=f"{size} too {side.en}")


def numbered(numbers: Sequence[int]) -> Text:
    """Numbers of findings, in order: 3 · 3～7 · 3、5、9."""
    if len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return Text(zh=f"{numbers[0]}～{numbers[-1]}", en=f"{numbers[0]}–{numbers[-1]}")
    listed = [str(number) for number in numbers[:_MOST_NUMBERS]]
    more = "…" if len(numbers) > _MOST_NUMBERS else ""
    return Text(zh="、".join(listed) + more, en=", ".join(listed) + more)


def suspicion(culprit: Culprit) -> Text:
    """What the comment on a culprit begins with: how sure it is, and what should stand there."""
    opening = _SUSPICIONS.get(culprit.confidence, _SUSPICIONS["likely"])
    return opening + correction(culprit)


def foremost(culprits: Sequence[Culprit]) -> Sequence[Culprit]:
    """The culprits worth a line each: of many that one slip explains, the first stands for all."""
    if len(culprits) <= _MOST_CULPRITS:
        return culprits
    slips = {culprit.why for culprit in culprits}
    return culprits[:1] if len(slips) == 1 else culprits[:_MOST_CULPRITS]


def remaining(culprits: Sequence[Culprit]) -> Text:
    """How many culprits there are beside the foremost; nothing where these are all."""
    shown = len(foremost(culprits))
    count = len(culprits) - shown
    if not count:
        return _NOTHING
    alike = _JUST_LIKE_IT if shown == 1 else _NOTHING
    return Text(
        zh=f"还有 {count} 格{alike.zh}，已在各表中标出。",
        en=f"And {count} more cells{alike.en}, marked on their sheets.",
    )


def settles(culprits: Sequence[Culprit], which: Text) -> Text:
    """What correcting the culprits does for the findings `which`; nothing where it is not known
    which of them is wrong."""
    if any(culprit.confidence == "possible" for culprit in culprits):
        return _NOTHING
    count = len(culprits)
    cells = Text(zh="这一处", en="it")
    if count > 1:
        cells = Text(zh=f"这 {count} 处", en=f"these {count} cells")
    return Text(
        zh=f"改对{cells.zh}，下面{which.zh}一并消除。",
        en=f"Correcting {cells.en} settles {which.en} below.",
    )


def correction(culprit: Culprit) -> Text:
    """What stands there and what should: ：填 38249，按其余数据应为 38429（数字颠倒）。 An interval
    where no one figure can be named."""
    key, why = culprit.cell.key, culprit.why
    value = typed(culprit.cell.value, key)
    was = same(value) if value else _BLANK
    verb = "写" if keys.family(key) == "narrative" else "填"
    sentence = Text(zh=f"：{verb} {was.zh}", en=f": {was.en} stands there") + _better(culprit)
    if why.zh:
        sentence += Text(zh=f"（{why.zh}）", en=f" ({why.en})")
    return sentence + Text(zh="。", en=".")


def _better(culprit: Culprit) -> Text:
    """What the other figures make of a culprit, as a clause."""
    key = culprit.cell.key
    if culprit.suggest is not None:
        better = typed(culprit.suggest, key)
        return Text(zh=f"，按其余数据应为 {better}", en=f", the other figures ask for {better}")
    if culprit.expected is None:
        return _NOTHING
    should = _should(span(culprit.expected, culprit.cell.value, key))
    return Text(zh=f"，按其余数据{should.zh}", en=f", by the other figures it {should.en}")


def culprit_line(finding: Finding) -> Text:
    """The cells that may hold the error on one line: 居民养老!D19 2422 → 2244；工伤!C7 3304767100 →
    330476.71."""
    entries = [_change(culprit) for culprit in foremost(finding.culprits)]
    more = remaining(finding.culprits)
    return join([*entries, more] if more.zh else entries, "；", "; ")


def _change(culprit: Culprit) -> Text:
    key, now = culprit.cell.key, typed(culprit.cell.value, culprit.cell.key)
    better = same(typed(culprit.suggest, key))
    if culprit.suggest is None and culprit.expected is not None:
        better = span(culprit.expected, culprit.cell.value, key)
    change = same(f"{where(culprit.cell)} {now}")
    return change + same(" → ") + better if better.zh else change


def where(cell: Cell, from_sheet: str = "") -> str:
    """A cell as it is spoken of: D12, or 居民养老!D12 from another sheet."""
    if not cell.ref:
        return cell.sheet or cell.key
    return cell.ref if cell.sheet == from_sheet else f"{cell.sheet}!{cell.ref}"


def _key(finding: Finding) -> str:
    """The key of the figure that the finding is about: the table's where a text or an indicator
    restates it."""
    stated = [cell.key for cell in finding.cells]
    tables = [key for key in stated if keys.family(key) not in _RESTATING]
    return next(iter(tables or stated), "")


def _on_grid(interval: Interval, shown: object, rate: bool) -> Interval:
    """The interval between its outermost figures with no more decimals than the figure shown beside
    it; the ends of a wide interval are rounded."""
    low, high = interval
    if low is None or high is None:
        return interval
    place = decimals(shown) if isinstance(shown, int | float) else 0
    place = max(place, RATE_PLACE) if rate else place
    for places in (place, place + 1, place + 2):
        unit = 10**places
        if (high - low) * unit > _WIDE:
            return round(low * unit) / unit, round(high * unit) / unit
        inner = math.ceil(low * unit - 1e-6) / unit, math.floor(high * unit + 1e-6) / unit
        if inner[0] <= inner[1]:
            return inner
    return interval
