"""A relation as an Excel formula: "" where too little is filled in, ✓ where it holds, else by how much it is off.

The functions are those of Excel 2010, WPS and LibreOffice. Texts typed into figures count as blank: SUM, COUNT and N
pass over them. A message begins with ! where figures contradict each other, with ~ where something is still to come.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sipipeline.domain.relations import Relation, Term
from sipipeline.standards.model import Field
from sipipeline.writing.form.layout import Layout, Spot

OK, WRONG, OPEN, END = "✓", "!", "~", "；"
HOLDS = f'"{OK}"'


def checks(layout: Layout, relations: Iterable[Relation]) -> Mapping[Spot, tuple[str, ...]]:
    """Formulas by the row that they stand in; the column of the spot is 0."""
    found: dict[Spot, list[str]] = {}
    for relation in relations:
        spot = layout.spots.get(relation.subject)
        if spot is not None and (formula := formula_of(relation, layout)) is not None:
            found.setdefault(spot._replace(column=0), []).append(formula)
    return {spot: tuple(formulas) for spot, formulas in found.items()}


def formula_of(relation: Relation, layout: Layout) -> str | None:
    """The formula of one relation without its equals sign; None where this workbook lacks what it needs."""
    return _Writer(relation, layout).formula()


class _Writer:
    """Writes one relation; terms of funds that the workbook does not have are nothing."""

    def __init__(self, relation: Relation, layout: Layout) -> None:
        self.relation = relation
        self.layout = layout
        self.home = layout.spots[relation.subject].sheet
        self.terms = self._there(relation.terms)
        self.base = self._there(relation.base)

    def formula(self) -> str | None:
        relation, spots = self.relation, self.layout.spots
        if not self.terms or (relation.base and not self.base):
            return None
        if any(key not in spots for key in relation.given):
            return None
        formula = self._ratio() if relation.is_ratio else self._within() if relation.op == "<=" else self._equal()
        if unless := [self._cell(key) for key in relation.unless if key in spots]:
            return f'IF(COUNT({",".join(unless)})>0,"",{formula})'
        return formula

    def _equal(self) -> str:
        subject, off = self._cell(self.relation.subject), self._off()
        wrong = self._message(WRONG, self._difference(), off)
        if self.relation.history:
            wrong = self._to_explain(off)
        near = f"ABS({off})<={self._reach()}"
        if not self.relation.parts:
            return self._if_stated(f"IF({near},{HOLDS},{wrong})")
        stated = self._count(self.terms)
        short = self._message(OPEN, "明细未填全，差 ", off)
        room = f"OR({','.join((f'{off}>0', *self._bottomless()))})"
        judged = f"IF({near},{HOLDS},IF(AND({stated}<{self._expected()},{room}),{short},{wrong}))"
        return f'IF(OR(NOT(ISNUMBER({subject})),{stated}=0),"",{judged})'

    def _within(self) -> str:
        other = self._name(self.terms[0].key)
        wrong = f'"{WRONG}{self._measure()}大于{other}，多 "&ROUND({self._off()},4)&"{END}"'
        subject = self._cell(self.relation.subject)
        return self._if_stated(f"IF(OR({subject}=0,{self._off()}<={self._reach()}),{HOLDS},{wrong})")

    def _ratio(self) -> str:
        subject = self._cell(self.relation.subject)
        over, base = self._sum(self.terms), self._sum(self.base)
        spread, give = self._spread(self.terms), self._spread(self.base)
        ratio = f"({over})/({base})" if self.relation.scale == 1 else f"{self.relation.scale:g}*({over})/({base})"
        reach = f"{self._own_half(self.relation.subject)}+({self.relation.scale:g}*({spread})+ABS({ratio})*({give}))/({base}-({give}))+1E-9"
        off = f"ABS({subject}-{ratio})"
        if self._field.kind == "rate":
            off = f"MIN({off},IF(ABS({subject})<1.5,9,ABS({subject}/100-{ratio})))"
            shown = f'TEXT({ratio},"0.0#%")'
        else:
            shown = f"ROUND({ratio},1)"
        wrong = f'"{WRONG}{self._measure()}应为 "&{shown}&"{END}"'
        return self._if_stated(f'IF({base}-({give})<=1E-9,"",IF({off}<={reach},{HOLDS},{wrong}))')

    # ------------------------------------------------------------------ pieces
    def _if_stated(self, formula: str) -> str:
        """A formula that is asked only where every figure is stated."""
        keys = dict.fromkeys((self.relation.subject, *(term.key for term in (*self.terms, *self.base))))
        cells = [self._cell(key) for key in keys]
        return f'IF(COUNT({",".join(cells)})<{len(cells)},"",{formula})'

    def _off(self) -> str:
        printed = self._sum(self.terms)
        scaled = printed if self.relation.scale == 1 else f"{self.relation.scale:g}*({printed})"
        return f"({self._cell(self.relation.subject)}-({scaled}))"

    def _reach(self) -> str:
        """How far both sides may be apart from rounding alone."""
        terms = self._spread((Term(1, self.relation.subject), *self.terms))
        return f"{terms}+1E-9*(1+ABS({self._cell(self.relation.subject)}))"

    def _sum(self, terms: Sequence[Term]) -> str:
        plus = [self._cell(term.key) for term in terms if term.coefficient == 1]
        minus = [self._cell(term.key) for term in terms if term.coefficient == -1]
        others = [f"{t.coefficient:+g}*N({self._cell(t.key)})" for t in terms if abs(t.coefficient) != 1]
        text = f"SUM({','.join(plus)})" if plus else ""
        return (text + (f"-SUM({','.join(minus)})" if minus else "") + "".join(others)) or "0"

    def _spread(self, terms: Sequence[Term]) -> str:
        """The half-widths of the stated figures together."""
        together: dict[str, list[str]] = {}
        pieces = []
        for term in terms:
            half = self._account_half(term.key)
            if half is None:
                own = self._own_half(term.key)
                pieces.append(f"{abs(term.coefficient):g}*{own}*COUNT({self._cell(term.key)})")
            else:
                name = half if abs(term.coefficient) == 1 else f"{abs(term.coefficient):g}*{half}"
                together.setdefault(name, []).append(self._cell(term.key))
        pieces += [f"{half}*COUNT({','.join(cells)})" for half, cells in together.items()]
        return "+".join(pieces)

    def _account_half(self, key: str) -> str | None:
        if not key.startswith("accounts.") or self._kind(key) != "money":
            return None
        return self._ref(self.layout.half(self.layout.spots[key].sheet), fixed=True)

    def _own_half(self, key: str) -> str:
        """Half a unit of a figure's own last digit; a rate is stated at least in whole percents."""
        cell = f"N({self._cell(key)})"
        if self._kind(key) == "rate":
            return f"0.005/10^SUMPRODUCT(--(ABS(ROUND({cell},{{2,3,4,5}})-{cell})>1E-8))"
        return f"0.5/10^SUMPRODUCT(--(ABS(ROUND({cell},{{0,1,2,3}})-{cell})>1E-6))"

    def _count(self, terms: Sequence[Term]) -> str:
        return f"COUNT({','.join(self._cell(term.key) for term in terms)})"

    def _expected(self) -> str:
        """How many terms there should be: all, or those of the funds that are reported."""
        if not self._across:
            return str(len(self.terms))
        sheets = Counter(self.layout.spots[term.key].sheet for term in self.terms)
        return "+".join(
            f"{count}*{self._ref(self.layout.reported(sheet), fixed=True)}" for sheet, count in sheets.items()
        )

    @property
    def _across(self) -> bool:
        """Whether the parts stand in accounts of their own."""
        return any(self.layout.spots[term.key].sheet != self.home for term in self.terms)

    def _bottomless(self) -> list[str]:
        """Whether a part that may be negative is blank, for then the known parts may exceed the whole."""
        return [f"COUNT({self._cell(term.key)})=0" for term in self.terms if self._field_of(term.key).signed]

    # ------------------------------------------------------------------ words
    def _difference(self) -> str:
        if not self.relation.parts:
            return (
                f"{self._measure()}差 "
                if len(self.terms) > 1
                else f"{self._measure()}与{self._name(self.terms[0].key)}差 "
            )
        return f"{self._measure()}与{'各险种' if self._across else '明细'}合计差 "

    def _message(self, sign: str, text: str, off: str) -> str:
        return f'"{sign}{text if sign == WRONG else self._measure() + text}"&IF({off}>0,"+","")&ROUND({off},4)&"{END}"'

    def _to_explain(self, off: str) -> str:
        """Against an earlier year: to be explained, and at rest once something is written beside it."""
        text = f"{self._measure()}与{self._name(self.relation.terms[0].key)}差 "
        message = f'"{OPEN}{text}"&IF({off}>0,"+","")&ROUND({off},4)&"，请在说明栏写明原因{END}"'
        note = self.layout.spots.get(f"{self.relation.subject.rpartition('.')[0]}.note")
        return message if note is None else f'IF({self._ref(note)}="",{message},"")'

    def _measure(self) -> str:
        """The measure of the subject in short: 本年实际数 -> 本年."""
        field = self._field
        if self._kind(field.key) == "rate" or not field.key.startswith(("accounts.", "headcounts.")):
            return field.column.name.zh
        return field.column.name.zh.removesuffix("数").removesuffix("实际").removesuffix("人")

    def _name(self, key: str) -> str:
        other = self._field_of(key)
        if other.fund != self._field.fund:
            return other.name.zh
        return self.layout.standard.brief(key, self.relation.subject).zh

    # ------------------------------------------------------------------ cells
    def _there(self, terms: Sequence[Term]) -> tuple[Term, ...]:
        return tuple(term for term in terms if term.key in self.layout.spots)

    def _cell(self, key: str) -> str:
        return self._ref(self.layout.spots[key])

    def _ref(self, spot: Spot, fixed: bool = False) -> str:
        ref = spot.fixed if fixed else spot.ref
        return ref if spot.sheet == self.home else f"'{spot.sheet}'!{ref}"

    @property
    def _field(self) -> Field:
        return self._field_of(self.relation.subject)

    def _field_of(self, key: str) -> Field:
        field = self.layout.standard.field(key)
        assert field is not None
        return field

    def _kind(self, key: str) -> str:
        return self._field_of(key).kind
