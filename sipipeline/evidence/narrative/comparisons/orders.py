"""Which of two figures is more, in words or signs: 工伤＞失业, 住院支出超过门诊、生育支出之和."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making import percentage_points
from sipipeline.evidence.narrative.questions import what
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.quoting.cells import Told, told
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement, may_follow
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.evidence.narrative.quoting.quotes import compared, quote_of
from sipipeline.evidence.narrative.quoting.terms import NamedLine, terms
from sipipeline.language.lexicon import words
from sipipeline.language.mentions import Mention

_SIGNS = {">": 1, "<": -1}
_NO_LEAD = frozenset({"rest", "part", "aim", "plan", "budget"})


def orders(clause: Clause) -> Iterator[Statement]:
    """What a clause says of figures of which one is more than the other."""
    tokens = [token for token in clause.segment.tokens if token.kind != "fillers"]
    signs = [_SIGNS[token.kind] for token in tokens if token.kind in _SIGNS]
    order = _OrderReader(clause)
    if signs:
        yield from order.compared([*map(order.one, _parts(tokens))], signs)
    elif (compared := percentage_points.compared(tokens)) is not None:
        figures = order.years(compared) or order.pair(compared)
        yield from order.compared(figures, [-1 if compared.less else 1])


def orders_of_stated(clause: Clause) -> Iterator[Statement]:
    """What a clause says of a figure and of another that it names and states:
    转移收入1.83万元，低于转移支出0.96万元; nothing where its number may be how far they are
    apart."""
    tokens = [token for token in clause.segment.tokens if token.kind != "fillers"]
    found = percentage_points.compared(tokens)
    amount = _amount(clause)
    if found is None or amount is None or not found.behind:
        return
    order = _OrderReader(clause)
    figures = order.pair(found)
    if figures and all(figures) and order.states(amount, figures[-1]):
        yield from order.compared(figures, [-1 if found.less else 1])


def _amount(clause: Clause) -> Mention | None:
    """The amount that a clause states; None where it states none, or stands beside a bracket, of
    whose figure it may be said."""
    number = clause.segment.number
    if number is None or clause.segment.dimension != "money" or _is_beside_bracket(clause):
        return None
    return number.mention


def _is_beside_bracket(clause: Clause) -> bool:
    """Whether a clause stands in a bracket, or right behind one."""
    before = clause.line.text[: clause.segment.tokens[0].start].rstrip(",")
    return clause.segment.depth > 0 or before.endswith(")")


@frozen
class _OrderReader:
    clause: Clause

    def compared(
        self, figures: Sequence[Sequence[str]], signs: Sequence[int]
    ) -> Iterator[Statement]:
        """The figures by their keys, where all are known; each may be one of several."""
        submission = self.clause.own.submission
        rows = [[told(key, submission) for key in row] for row in figures]
        known = [[one for one in row if one is not None] for row in rows]
        if known and all(known):
            ways = [*product(*known)]
            holds = any(_are_ordered(way, signs) for way in ways)
            yield self.clause.statement(ways[0], holds)

    def states(self, mention: Mention, figures: Sequence[str]) -> bool:
        """Whether a number is what the tables have for one of some figures."""
        submission = self.clause.own.submission
        stated = [quote_of(self.clause.line, replace(mention, op=""), key) for key in figures]
        found = [compared(one, submission, submission.money_unit) for one in stated]
        return any(one is not None and one.agrees for one in found)

    def one(self, tokens: Sequence[Token]) -> Sequence[str]:
        """The keys that the one figure may have which some words name."""
        named = self._terms(tokens)
        return self._keys(named[0], self._measure(tokens)) if len(named) == 1 else ()

    def years(self, compared: percentage_points.Comparison) -> Sequence[Sequence[str]]:
        """The figure of this year and of last year, where it is compared with that."""
        named = self._terms(compared.before)
        if compared.word.kind != "beyond" or not compared.kinds <= percentage_points.LAST_YEAR:
            return ()
        of_this_year = len(named) == 1 and self._measure(compared.before) == "actual"
        return [self._keys(named[0], one) for one in ("actual", "prior")] if of_this_year else ()

    def pair(self, compared: percentage_points.Comparison) -> Sequence[Sequence[str]]:
        """What is compared, or the figure before where no words name it, and with what."""
        measure = self._measure_of(compared)
        if compared.unlike and measure == "growth_rate":
            return ()
        others = self._terms(compared.behind)
        if says(self.clause.segment.tokens, "summed"):
            rows = [self._keys(term, measure) for term in others]
            second = [keys.sum_of_figures(row) for row in product(*rows)]
        else:
            second = [key for term in others for key in self._keys(term, measure)]
            second = second if len(others) == 1 else []
        ones = self._terms(compared.before) if compared.before else self._before()
        first = self._keys(ones[0], measure) if len(ones) == 1 else ()
        return first, second

    def _measure_of(self, compared: percentage_points.Comparison) -> str:
        """The measure of what is compared; what is faster than another grows faster. Behind a
        percentage it is this rate, 支出增长12%，高于企业养老; "" where by that nothing rose."""
        measure = self._measure([*compared.before, *compared.behind])
        paced = compared.word.text in words("narrative", "signs", "paces")
        if measure != "actual" or paced:
            return "growth_rate" if paced and measure == "actual" else measure
        if compared.before or not self.clause.follows_rate:
            return measure
        change = self.clause.setting.follows_change
        return "growth_rate" if change is not None and not change.falls else ""

    def _before(self) -> Sequence[NamedLine]:
        """The figure that the words before spoke of."""
        before = self.clause.before
        goes_on = self.clause.segment.after in ("", ",") and before.whom.account is not None
        return [NamedLine(before.whom.account or "", before.what.subjects)] if goes_on else ()

    @property
    def _lead(self) -> Sequence[Token]:
        """The words before a chain: 年末结余排序：…; none where they are unclear."""
        lead = self.clause.before.lead if self.clause.segment.after == ":" else ()
        return () if any(token.kind in _NO_LEAD for token in lead) else lead

    def _measure(self, tokens: Sequence[Token]) -> str:
        """The measure that is compared; "" where some change is that words do not measure."""
        if rate := percentage_points.rate(tokens) or percentage_points.rate(self._lead):
            return rate
        changes = [token.text for token in tokens if token.kind in CHANGES]
        if not changes:
            return "actual"
        return "change" if set(changes) <= {*words("narrative", "signs", "amounts")} else ""

    def _terms(self, tokens: Sequence[Token]) -> Sequence[NamedLine]:
        of = what.named(self._lead) or self.clause.setting.what.subjects
        return terms(tokens, self.clause.setting.whom.account, of, self.clause.own)

    def _keys(self, term: NamedLine, measure: str) -> Sequence[str]:
        balances = [one for one in term.subjects if one.family == "balances"]
        if balances:
            return [key_of(one, term.account, one.item) for one in balances]
        return term.keys(measure, self.clause.own)


def _parts(tokens: Sequence[Token]) -> Sequence[Sequence[Token]]:
    """The words between signs."""
    places = [place for place, token in enumerate(tokens) if token.kind in _SIGNS]
    ends = [-1, *places, len(tokens)]
    return [tokens[start + 1 : end] for start, end in pairwise(ends)]


def _are_ordered(figures: Sequence[Told], signs: Sequence[int]) -> bool:
    pairs = zip(pairwise(figures), signs)
    return all(may_follow(one, other, sign) for (one, other), sign in pairs)
