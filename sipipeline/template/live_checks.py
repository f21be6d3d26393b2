"""Relations as Excel formulas: "" where too little is filled in, ✓ where one holds, else by how
much it is off.

The functions are those of Excel 2010, WPS and LibreOffice. Relations look at hidden cells that hold
each figure as the validator reads it: a number that was typed as text as that number, a word for
none and a total that nobody typed over as blank. A message begins with ✗ where figures contradict
each other, with △ where something is still to come. What a formula would need several times stands
in a hidden cell of its own."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sipipeline.core import keys
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import NOTE, Field, Fund
from sipipeline.core.text import Text, join, same
from sipipeline.evidence.unfinished_years import EARLIER
from sipipeline.template.layout import Layout, Spot, letters
from sipipeline.template.sentences import spoken
from sipipeline.xlsx import references

OK, WRONG, OPEN, GAP = "✓", "✗", "△", "　"

UNEQUAL = Text(
    zh=f"{WRONG}{{measure}}：{{name}}比{{other}}{{more}} {{off}}{GAP}",
    en=f"{WRONG}{{measure}}: {{name}} is {{off}} {{more}} {{other}}{GAP}",
)
UNFINISHED = Text(
    zh=f"{OPEN}{{measure}}：明细未填全，比已填明细合计{{more}} {{off}}{GAP}",
    en=f"{OPEN}{{measure}}: parts still blank; {{off}} {{more}} those filled in{GAP}",
)
TOO_LARGE = Text(
    zh=f"{WRONG}{{measure}}：大于{{other}}，多 {{off}}{GAP}",
    en=f"{WRONG}{{measure}}: {{off}} more than {{other}}{GAP}",
)
TO_EXPLAIN = Text(
    zh=f"{OPEN}{{measure}}：比{{other}}{{more}} {{off}}，请说明原因{GAP}",
    en=f"{OPEN}{{measure}}: {{off}} {{more}} {{other}}; please explain{GAP}",
)
TOO_LARGE_TO_EXPLAIN = Text(
    zh=f"{OPEN}{{measure}}：大于{{other}}，多 {{off}}，请说明原因{GAP}",
    en=f"{OPEN}{{measure}}: {{off}} more than {{other}}; please explain{GAP}",
)
SHOULD_BE = Text(
    zh=f"{WRONG}{{measure}}应为 {{should}}（{{how}}）{GAP}",
    en=f"{WRONG}{{measure}} should be {{should}} ({{how}}){GAP}",
)
MORE = Text(zh="多", en="more than")
LESS = Text(zh="少", en="less than")
ITS_PARTS = Text(zh="明细合计", en="the sum of its parts")
THE_FUNDS = Text(zh="各险种合计", en="the sum over the funds")


@dataclass(slots=True)
class RowChecks:
    """The checks of one row: messages to be joined, and the hidden cells that they refer to."""

    row: int
    first: int
    """Column of the first hidden cell."""
    messages: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def hide(self, formula: str) -> str:
        """Give a formula a hidden cell; returns its reference."""
        self.hidden.append(formula)
        return f"{letters(self.first + len(self.hidden) - 1)}{self.row + 1}"


def checks(layout: Layout, relations: Iterable[Relation]) -> Mapping[tuple[str, int], RowChecks]:
    """The checks of every row, by sheet and row, from the relations whose subject stands in it."""
    by_row: dict[tuple[str, int], RowChecks] = {}
    for group in _grouped(relations):
        spot = layout.spots.get(group[0].subject)
        if spot is None:
            continue
        row = by_row.setdefault(
            (spot.sheet, spot.row), RowChecks(spot.row, layout.workings_of(spot.sheet))
        )
        formulas = [_RelationFormula(relation, layout) for relation in group]
        complete = [formula for formula in formulas if formula.complete]
        if not complete:
            continue
        if group[0].is_ratio:
            row.messages.append(_ratio_message(complete, row))
        else:
            row.messages.append(complete[0].linear_message(row))
    return by_row


def reported_flag(layout: Layout, fund: Fund) -> str:
    """The cell with 1 where a fund's account has a figure, else 0, from any sheet."""
    return from_any_sheet(layout.reported(layout.sheet_of(fund)))


def from_any_sheet(spot: Spot) -> str:
    """A cell as the formulas of all sheets write it."""
    return f"{quoted(spot.sheet)}!{spot.fixed}"


def quoted(sheet: str) -> str:
    """The name of a sheet as formulas write it."""
    return sheet if sheet.isalpha() else references.quoted(sheet)


def _grouped(relations: Iterable[Relation]) -> Iterable[list[Relation]]:
    """Relations that state one rate in several ways go together: only one applies at a time."""
    groups: dict[str, list[Relation]] = {}
    for relation in relations:
        rate = f"{relation.rule}:{relation.subject}"
        groups.setdefault(rate if relation.is_ratio else relation.id, []).append(relation)
    return groups.values()


def _ratio_message(ways: Sequence["_RelationFormula"], row: RowChecks) -> str:
    """The message of a rate. What the rate should be, by the first relation that applies, stands in
    a hidden cell."""
    expected = '""'
    for way in reversed(ways):
        expected = f"IF({way.applies()},{way.ratio()},{expected})"
    should = row.hide(expected)
    spread = ways[-1].ratio_spread(should)
    for way in reversed(ways[:-1]):
        spread = f"IF({way.applies()},{way.ratio_spread(should)},{spread})"
    return ways[0].ratio_message(should, spread)


class _RelationFormula:
    """One relation as a formula; terms of funds that the workbook does not have are left out."""

    def __init__(self, relation: Relation, layout: Layout) -> None:
        self.relation = relation
        self.layout = layout
        self.home = layout.spots[relation.subject].sheet
        self.subject = self._cell(relation.subject)
        self.terms = self._in_workbook(relation.terms)
        self.base = self._in_workbook(relation.base)

    @property
    def complete(self) -> bool:
        """Whether the workbook has the cells that the relation needs."""
        if not all(key in self.layout.spots for key in self.relation.given):
            return False
        return bool(self.terms) and (bool(self.base) or not self.relation.is_ratio)

    # ------------------------------------------------------------------ sums, balances, parts
    def linear_message(self, row: RowChecks) -> str:
        """The message of a sum, a balance or a part within a whole."""
        off = f"{self.subject}{self._minus(self.terms)}"
        if self.relation.parts:
            complete = f"ISNUMBER({self.subject})*({self._count(self.terms)}{self._in_use()})"
            return self._parts_message(row.hide(f'IF({complete},{off},"")'))
        is_part, to_explain = self.relation.op == "<=", self.relation.to_explain
        near = f"ABS({off})<={self._reach()}"
        if is_part:
            near = f"OR({self.subject}=0,{off}<={self._reach()})"
        message = self._said(_LINEAR[is_part, to_explain], off)
        wrong = self._unless_explained(message) if to_explain else message
        stated = [self.subject, *(self._cell(term.key) for term in self.terms)]
        return self._where_it_applies(
            f'IF(COUNT({",".join(stated)})<{len(stated)},"",IF({near},"{OK}",{wrong}))'
        )

    def _parts_message(self, off: str) -> str:
        """The message of a sum: known parts that fall short while one is blank are no
        contradiction."""
        room = (f"{off}>0", *self._bottomless())
        may_grow = room[0] if len(room) == 1 else f"OR({','.join(room)})"
        open_ = f"({self._count(self.terms)}<{self._expected_parts()})*{may_grow}"
        message = f"IF({open_},{self._said(UNFINISHED, off)},{self._said(UNEQUAL, off)})"
        judged = f'IF(ABS({off})<={self._reach()},"{OK}",{message})'
        return self._where_it_applies(f'IF({off}="","",{judged})')

    def _in_use(self) -> str:
        """Of this year's sum of an account also how many of its parts have a budget or a figure of
        last year: then a sum without any part is not filled in, as rule F128 has it."""
        if self._across or keys.measure(self.relation.subject) != "actual":
            return ""
        earlier = [
            Term(1, key)
            for term in self.terms
            for measure in EARLIER
            if (key := keys.beside(term.key, measure)) in self.layout.spots
        ]
        return f"+{self._count(earlier)}" if earlier else ""

    def _bottomless(self) -> list[str]:
        """For each part that may be negative, whether it is blank: then the known parts may exceed
        the whole."""
        signed = [term.key for term in self.terms if self._field_of(term.key).signed]
        return [f"IFERROR(COUNT({self._cell(key)}),1)=0" for key in signed]

    def _expected_parts(self) -> str:
        """How many parts there should be: all, or those of the funds that are reported."""
        if not self._across:
            return str(len(self.terms))
        return f"SUM({','.join(self._flags(self.layout.reported))})"

    def _reach(self) -> str:
        """How far both sides may be apart from rounding alone."""
        if self._across and self.relation.parts:
            halves = (self._half(self.relation.subject), *self._flags(self.layout.rounding))
            reach = f"SUM({','.join(halves)})"
            is_difference = not self._field_of(self.relation.subject).column.entered
            return f"2*{reach}" if is_difference else reach
        figures = (Term(1, self.relation.subject), *self.terms)
        return self._spread(figures, counted=self.relation.parts)

    def _flags(self, spot_on: Callable[[str], Spot]) -> list[str]:
        """A hidden cell of each part's sheet."""
        sheets = [self.layout.spots[term.key].sheet for term in self.terms]
        return [f"IFERROR({self._ref(spot_on(sheet), fixed=True)},0)" for sheet in sheets]

    # ------------------------------------------------------------------ rates
    def applies(self) -> str:
        """The condition that the relation applies: all that it needs is stated, and none of the
        figures in whose presence it does not hold."""
        terms = [term.key for term in (*self.terms, *self.base)]
        needed = dict.fromkeys((*terms, *self.relation.given))
        condition = f"(COUNT({','.join(map(self._cell, needed))})={len(needed)})"
        if unless := self._unless():
            condition += f"*(COUNT({unless})=0)"
        return condition

    def ratio(self) -> str:
        """The ratio; "" where its base may be zero or less."""
        over, base = self._plain(self.terms), self._plain(self.base)
        dividend = over if len(self.terms) == 1 else f"({over})"
        divisor = base if len(self.base) == 1 else f"({base})"
        return f'IF({base}>{self._spread(self.base)},{self._scale}{dividend}/{divisor},"")'

    def ratio_spread(self, should: str) -> str:
        """How far rounding may move the ratio from what it should be."""
        over, base = _bracketed(self._spread(self.terms)), _bracketed(self._spread(self.base))
        moved = f"({self._scale}{over}+ABS({should})*{base})"
        return f"{moved}/({self._plain(self.base)}-{base})"

    def ratio_message(self, should: str, spread: str) -> str:
        cell, rate = self.subject, self._kind(self.relation.subject) == "rate"
        off = f"ABS({cell}-{should})"
        if rate:  # a bare number above 1.5 may be percent points
            off = f"MIN({off},IF(ABS({cell})<1.5,9,ABS({cell}/100-{should})))"
        shown = f'TEXT({should},"0.0#%")' if rate else f"ROUND({should},1)"
        sentence = SHOULD_BE.fill(
            measure=self._measure_name(), how=self._how(), should="{should}"
        ).in_(self.layout.lang)
        wrong = spoken(sentence, {"should": shown})
        near = f"{off}<={self._half(self.relation.subject)}+{spread}"
        return f'IF(COUNT({cell},{should})<2,"",IF({near},"{OK}",{wrong}))'

    # ------------------------------------------------------------------ pieces
    def _where_it_applies(self, formula: str) -> str:
        """A formula that says nothing where the relation does not apply."""
        if unless := self._unless():
            formula = f'IF(COUNT({unless})>0,"",{formula})'
        if owing := self._in_form(self.relation.unless_negative):
            formula = f'IF(IFERROR(MIN({owing}),0)<0,"",{formula})'
        return formula

    def _unless(self) -> str:
        """The cells in whose presence the relation does not hold; "" for none."""
        return self._in_form(self.relation.unless)

    def _in_form(self, keys: Sequence[str]) -> str:
        """The cells of some figures, those that the form has; "" for none."""
        return ",".join(self._cell(key) for key in keys if key in self.layout.spots)

    @property
    def _scale(self) -> str:
        return "" if self.relation.scale == 1 else f"{self.relation.scale:g}*"

    def _minus(self, terms: Sequence[Term]) -> str:
        """The sum of terms, taken off; parts may be blank or text, so they are summed."""
        if self.relation.scale != 1:
            return f"-{self._scale}({self._plain(terms)})"
        if self.relation.parts:
            return f"-SUM({self._area(terms)})"
        return self._plain([Term(-term.coefficient, term.key) for term in terms], lead=True)

    def _plain(self, terms: Sequence[Term], lead: bool = False) -> str:
        text = "".join(f"{_sign(term.coefficient)}{self._cell(term.key)}" for term in terms)
        return text if lead else text.removeprefix("+")

    def _spread(self, terms: Sequence[Term], counted: bool = False) -> str:
        """The half-widths of figures together; `counted` only of those that are stated."""
        weights: Counter[str] = Counter()
        cells: dict[str, list[str]] = {}
        for term in terms:
            half = self._half(term.key)
            weights[half] += abs(term.coefficient)  # type: ignore[assignment]
            cells.setdefault(half, []).append(self._cell(term.key))
        if counted:
            return "+".join(f"{half}*COUNT({','.join(refs)})" for half, refs in cells.items())
        return "+".join(
            half if weight == 1 else f"{weight:g}*{half}" for half, weight in weights.items()
        )

    def _count(self, terms: Sequence[Term]) -> str:
        return f"COUNT({self._area(terms)})"

    def _area(self, terms: Sequence[Term]) -> str:
        """The cells of figures; of the funds as one span, which outlives a sheet that is
        deleted."""
        if self.relation.parts and self._across:
            return self.layout.over_funds(self.relation.subject)
        return ",".join(self._cell(term.key) for term in terms)

    def _half(self, key: str) -> str:
        """Half a unit of the account's place, or of a figure's own last digit; rates are at least
        in whole percents."""
        cell = self._cell(key)
        if keys.is_account(key) and self._kind(key) == "money":
            return self._ref(self.layout.half(self.layout.spots[key].sheet), fixed=True)
        if self._kind(key) == "rate":
            return (
                f"IF(ROUND({cell},2)={cell},0.0050001,IF(ROUND({cell},3)={cell},0.00050001,"
                f"0.000050001))"
            )
        if self.layout.standard.counts_people(key):
            return "0.05"
        if self._kind(key) == "count":
            return "0.5"
        own = f"IF(ROUND({cell},1)={cell},0.050001,IF(ROUND({cell},2)={cell},0.0050001,0.00050001))"
        return f"IF(ISNUMBER({cell}),IF(ROUND({cell},0)={cell},0.5,{own}),0)"

    def _unless_explained(self, message: str) -> str:
        """A message that is at rest once something is written beside the subject."""
        note = self.layout.spots.get(keys.beside(self.relation.subject, NOTE.key))
        return message if note is None else f'IF({note.ref}="",{message},"")'

    # ------------------------------------------------------------------ words
    def _said(self, sentence: Text, off: str) -> str:
        """A sentence about the subject and what it should agree with, with how far it is off."""
        lang = self.layout.lang
        words = sentence.fill(
            measure=self._measure_name(),
            name=self._field_of(self.relation.subject).row or self._measure_name(),
            other=self._other(),
            more="{more}",
            off="{off}",
        ).in_(lang)
        more = f'IF({off}>0,"{MORE.in_(lang)}","{LESS.in_(lang)}")'
        return spoken(words, {"more": more, "off": f"ROUND(ABS({off}),4)"})

    def _measure_name(self) -> Text:
        """The measure of the subject in short: 本年实际数 -> 本年."""
        return self._short_measure(self.relation.subject)

    def _short_measure(self, key: str) -> Text:
        field = self._field_of(key)
        name = field.column.name
        if field.kind == "rate" or keys.family(field.key) not in ("accounts", "headcounts"):
            return name
        short = name.zh.removesuffix("数").removesuffix("实际").removesuffix("人")
        return Text(zh=short, en=name.en)

    def _other(self) -> Text:
        """What the subject should agree with: the sum of its parts, or figures by their names."""
        if self.relation.parts:
            return THE_FUNDS if self._across else ITS_PARTS
        if len(self.terms) == 1:
            return self._name(self.terms[0].key)
        return self._names(self.terms)

    def _names(self, terms: Sequence[Term]) -> Text:
        """Figures added and taken off: 收入合计－支出合计."""
        signed = [_SIGNS[term.coefficient > 0] + self._name(term.key) for term in terms]
        summed = join(signed, "", "")
        return Text(zh=summed.zh.removeprefix("＋"), en=summed.en.removeprefix(" + "))

    def _how(self) -> Text:
        """How a rate is worked out: 本年÷预算."""
        over, base = self._names(self.terms), self._names(self.base)
        over = over if len(self.terms) == 1 else same("(") + over + same(")")
        base = base if len(self.base) == 1 else same("(") + base + same(")")
        scale = "" if self.relation.scale == 1 else f"×{self.relation.scale:g}"
        return over + Text(zh=f"{scale}÷", en=f"{scale} ÷ ") + base

    def _name(self, key: str) -> Text:
        field, subject = self._field_of(key), self._field_of(self.relation.subject)
        if field.fund != subject.fund or keys.family(key) != keys.family(self.relation.subject):
            return field.name
        if keys.row(key) == keys.row(self.relation.subject):
            return self._short_measure(key)
        return self.layout.standard.brief(key, self.relation.subject)

    # ------------------------------------------------------------------ cells
    @property
    def _across(self) -> bool:
        """Whether the parts stand in accounts of their own."""
        return any(self.layout.spots[term.key].sheet != self.home for term in self.terms)

    def _in_workbook(self, terms: Sequence[Term]) -> tuple[Term, ...]:
        return tuple(term for term in terms if term.key in self.layout.spots)

    def _cell(self, key: str) -> str:
        """Where a figure stands as the validator reads it; of the total what is shown, unless the
        relation is about it: only what was typed over is checked."""
        spot = self.layout.spots[key]
        is_shown = keys.fund(key) == self.layout.standard.total.key and key != self.relation.subject
        return self._ref(spot if is_shown else self.layout.read_of(spot))

    def _ref(self, spot: Spot, fixed: bool = False) -> str:
        ref = spot.fixed if fixed else spot.ref
        return ref if spot.sheet == self.home else f"{quoted(spot.sheet)}!{ref}"

    def _field_of(self, key: str) -> Field:
        field = self.layout.standard.field(key)
        assert field is not None
        return field

    def _kind(self, key: str) -> str:
        return self._field_of(key).kind


_LINEAR = {
    (False, False): UNEQUAL,
    (False, True): TO_EXPLAIN,
    (True, False): TOO_LARGE,
    (True, True): TOO_LARGE_TO_EXPLAIN,
}
"""The sentence of a broken relation: whether it is about a part, whether it asks for a reason."""
_SIGNS = {True: Text(zh="＋", en=" + "), False: Text(zh="－", en=" − ")}


def _sign(coefficient: float) -> str:
    return "+" if coefficient == 1 else "-" if coefficient == -1 else f"{coefficient:+g}*"


def _bracketed(sum_: str) -> str:
    return f"({sum_})" if "+" in sum_ else sum_
