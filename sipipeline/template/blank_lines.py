"""What the sheet of a fund says of a side of the year that is blank: as rule F127 has it."""

from collections.abc import Iterable, Iterator

from sipipeline.core.standard import SIDES, SURPLUS, Fund
from sipipeline.core.text import Text
from sipipeline.evidence.unfinished_years import EARLIER, lines_of
from sipipeline.template.layout import Layout
from sipipeline.template.live_checks import GAP, OPEN, from_any_sheet, reported_flag
from sipipeline.template.sentences import quoted_text
from sipipeline.template.sheet_writer import SheetWriter

_NO_LINE = Text(zh=f"{OPEN}缺本年的{{line}}{GAP}", en=f"{OPEN}this year's {{line}} is missing{GAP}")


def blank_lines(writer: SheetWriter, fund: Fund) -> Iterator[tuple[int, str]]:
    """The rows of both sides of an account and of its balances, each with a formula that says that
    it is missing."""
    cells = _Cells(writer.layout, fund)
    sides = {side: lines_of(side, fund.key, writer.standard) for side in SIDES}
    has_side = {side: f"(COUNT({cells.of(lines, 'actual')})>0)" for side, lines in sides.items()}
    closing, opening = next(iter(writer.standard.carried.items()))
    has_balances = f"(COUNT({cells.of((closing, opening), 'actual')})=2)"
    has_surplus = f"((COUNT({cells.of((SURPLUS,), 'actual')})+{has_balances})>0)"
    one, other = SIDES
    flows = f"(COUNT({cells.of((SURPLUS,), 'actual')})+{has_side[one]}*{has_side[other]}>0)"
    has_opening = f"(COUNT({cells.of((opening,), 'actual')})>0)"
    shown = {
        one: f"{has_surplus}*{has_side[other]}",
        other: f"{has_surplus}*{has_side[one]}",
        closing: f"{flows}*{has_opening}",
    }
    names = {item.key: item.called(fund.key) for item in writer.standard.items}
    due = dict.fromkeys(SIDES, "0") | {closing: _of_balances(writer.layout, fund, closing)}
    for item, lines in {**sides, closing: (closing,)}.items():
        was_there = "+".join(f'COUNTIF({one},">0")' for one in cells.each(lines, EARLIER))
        is_due = f"({was_there}+{due[item]}>0)"
        is_blank = f"(COUNT({cells.of(lines, 'actual')})=0)*{is_due}"
        is_shown = f"({shown[item]}+{_in_total(writer.layout, item)})>0"
        asked = f"{cells.is_asked}*{is_blank}*(1-({is_shown}))"
        beside = {opening: f"{asked}*(1-{has_opening})"} if item == closing else {}
        for line, is_missing in {item: asked, **beside}.items():
            message = quoted_text(writer.says(_NO_LINE.fill(line=names[line])))
            row = writer.layout.spots[f"accounts.{fund.key}.{line}.actual"].row
            yield row, f'IF({is_missing}>0,{message},"")'


class _Cells:
    """The cells of an account as the validator reads them."""

    def __init__(self, layout: Layout, fund: Fund) -> None:
        self.layout = layout
        self.fund = fund
        sheet = layout.sheet_of(fund)
        is_run = f"({layout.idle(sheet).fixed}=0)"
        self.is_asked = f"({layout.of_the_year(sheet).fixed}>0)*{is_run}"
        """Whether the fund is run and has a figure of the year."""

    def of(self, items: Iterable[str], measure: str) -> str:
        """The cells of a measure of lines, one after the other."""
        return ",".join(self._refs(items, measure))

    def each(self, items: Iterable[str], measures: Iterable[str]) -> Iterator[str]:
        """Areas of several measures of lines that stand below each other."""
        lines = tuple(items)
        for measure in measures:
            refs = self._refs(lines, measure)
            if refs:
                yield f"{refs[0]}:{refs[-1]}"

    def _refs(self, items: Iterable[str], measure: str) -> list[str]:
        keys = (f"accounts.{self.fund.key}.{item}.{measure}" for item in items)
        spots = [self.layout.spots[key] for key in keys if key in self.layout.spots]
        return [self.layout.read_of(spot).ref for spot in sorted(spots)]


def _of_balances(layout: Layout, fund: Fund, closing: str) -> str:
    """How many figures are worked out of the closing balance of a fund, or are that of other
    accounts, if any figure of the fund is not 0."""
    worked_out = (f"balances.{fund.key}.{column.key}" for column in layout.standard.balances)
    own = [layout.read_of(layout.spots[key]).ref for key in worked_out if key in layout.spots]
    total = f"accounts.{layout.standard.total.key}.{closing}.actual"
    counts = [f"COUNT({','.join(own)})"] if own else []
    if total in layout.spots:
        of_total = from_any_sheet(layout.read_of(layout.spots[total]))
        is_used = f"({layout.not_zero(layout.sheet_of(fund)).fixed}>0)"
        counts.append(f"{is_used}*(COUNT({layout.over_funds(total)})+COUNT({of_total}))")
    return "+".join(counts) or "0"


def _in_total(layout: Layout, item: str) -> str:
    """Whether the total was typed and all funds but one have the figure."""
    key = f"accounts.{layout.standard.total.key}.{item}.actual"
    if key not in layout.spots:
        return "0"
    typed = from_any_sheet(layout.read_of(layout.spots[key]))
    flags = ",".join(f"IFERROR({reported_flag(layout, fund)},0)" for fund in layout.funds)
    return f"COUNT({typed})*(COUNT({layout.over_funds(key)})+1>=SUM({flags}))"
