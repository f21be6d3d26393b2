"""What the sheet of people says of a number that is blank beside its change, or beside money: as
rules F126 and F128 have it."""

from sipipeline.core import keys
from sipipeline.core.standard import NOTE, Fund, Item
from sipipeline.core.text import Text
from sipipeline.evidence.left_out_lines import BY_MONEY
from sipipeline.template.layout import Layout
from sipipeline.template.live_checks import GAP, OPEN, from_any_sheet, reported_flag
from sipipeline.template.sentences import quoted_text
from sipipeline.template.sheet_writer import SheetWriter

_BLANK = Text(zh=f"{OPEN}缺{{column}}{GAP}", en=f"{OPEN}{{column}}: missing{GAP}")
_NOBODY = "0.5"
"""Less people than this are none."""


def blank_people(writer: SheetWriter, fund: Fund, item: Item, counted: str) -> list[str]:
    """Formulas that say that a head-count of this year or of last year is missing, given whether
    people of the year are `counted` in the fund."""
    row = _Row(writer.layout, f"headcounts.{fund.key}.{item.key}", fund)
    change, rate = row.read("change"), row.read("growth_rate")
    has_changed = "+".join(f'COUNTIF({cell},"{sign}0")' for cell in (change, rate) for sign in "<>")
    year, last = row.read("actual"), row.read("prior")
    reported = f"({reported_flag(writer.layout, fund)}=1)*({counted}>0)"
    is_used = "+".join((has_changed, f'COUNTIF({last},">0")', *row.money(item), *_is_first(row)))
    any_last_year = f"(COUNT({row.column('prior')})>0)"
    ways = {
        "actual": (
            f"({counted}>0)*{_is_left(change, last, f'SUM({last},{change})')}",
            f"{reported}*(COUNT({change},{last})<2)*({is_used}>0)",
        ),
        "prior": (
            f"{any_last_year}*{_is_left(change, year, f'SUM({year})-SUM({change})')}",
            f"{any_last_year}*{reported}*(COUNT({change},{year})<2)*({has_changed}>0)",
        ),
    }
    columns = {column.key: column.name for column in writer.standard.headcount_measures}
    return [
        row.message(writer, measure, columns[measure], "+".join(of_measure))
        for measure, of_measure in ways.items()
    ]


def blank_levels(writer: SheetWriter, fund: Fund) -> list[str]:
    """Formulas that say that the monthly benefit before or after an adjustment is missing, where
    the other one and the increase are there."""
    row = _Row(writer.layout, f"benefit_levels.{fund.key}", fund)
    before, after, increase = (row.read(level) for level in ("before", "after", "increase"))
    shown = {
        "before": f"(COUNT({after},{increase})=2)*(SUM({after})>SUM({increase}))",
        "after": f"(COUNT({before},{increase})=2)*(SUM({before},{increase})>0)",
    }
    columns = {column.key: column.name for column in writer.standard.benefit_levels}
    return [row.message(writer, level, columns[level], shown[level]) for level in shown]


def _is_left(change: str, other: str, amount: str) -> str:
    """Whether a change and the number of the other year are there, and leave anybody."""
    return f"(COUNT({change},{other})=2)*({amount}>={_NOBODY})"


def _is_first(row: "_Row") -> list[str]:
    """That a number is asked for in any case: that of all who take part."""
    return ["1"] if row.is_first else []


class _Row:
    """The cells of a line as the validator reads them."""

    def __init__(self, layout: Layout, key: str, fund: Fund) -> None:
        self.layout = layout
        self.key = key
        self.fund = fund

    @property
    def is_first(self) -> bool:
        """Whether the line is the first one that counts people of its fund."""
        lines = [item for of, item in self.layout.headcounts if of is self.fund]
        return keys.measure(self.key) == lines[0].key

    def read(self, measure: str) -> str:
        return self.layout.read_of(self.layout.spots[f"{self.key}.{measure}"]).ref

    def column(self, measure: str) -> str:
        """The numbers of all funds in a column."""
        spots = [
            self.layout.read_of(self.layout.spots[f"headcounts.{fund.key}.{item.key}.{measure}"])
            for fund, item in self.layout.headcounts
        ]
        return f"{spots[0].fixed}:{spots[-1].fixed}"

    def money(self, item: Item) -> list[str]:
        """Whether any of the money came from these people, or went to them."""
        spot = self.layout.spots.get(f"accounts.{self.fund.key}.{BY_MONEY.get(item.key)}.actual")
        if spot is None:
            return []
        return [f'COUNTIF({from_any_sheet(self.layout.read_of(spot))},">0")']

    def message(self, writer: SheetWriter, measure: str, name: Text, is_shown: str) -> str:
        """The formula that says that a cell is missing where it is blank though something shows it,
        and no note says why."""
        note = self.layout.spots[f"{self.key}.{NOTE.key}"].ref
        is_run = f"({from_any_sheet(self.layout.idle(self.layout.sheet_of(self.fund)))}=0)"
        is_blank = f'(COUNT({self.read(measure)})=0)*({note}="")*{is_run}'
        said = quoted_text(writer.says(_BLANK.fill(column=name)))
        return f'IF({is_blank}*(({is_shown})>0)>0,{said},"")'
