"""What sentences say of funds in set words, whose funds and lines they name in full: what those
listed had left together, 工伤、失业两项当期收不抵支，赤字合计131万元; how many of all had a
deficit, 五项基金中有两项出现赤字; whether each reached its budget, 五项基金均未完成收入预算; what
the others have together, 除企业养老外其他四项基金支出合计…; which lasts longest; what brings
most."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.comparisons.counts import may_be
from sipipeline.evidence.narrative.lines.relations import Bounds, together
from sipipeline.evidence.narrative.lines.sentence_figures import bounds_of, figures_in
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.lines.tokens import tokens_in
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.evidence.narrative.questions.names_of_accounts import resolved
from sipipeline.evidence.narrative.questions.subjects import (
    INCOME,
    MONTHS,
    SURPLUS,
    Subject,
    subjects_of,
)
from sipipeline.evidence.narrative.quoting.cells import Told, told
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.language.lexicon import has, one_of, phrases
from sipipeline.language.numbers import numeral

_HERE = ("narrative", "funds_in_words")
_MET = 0.005
"""The share of a budget that may lack where it is said to be completed: 99.6% is some 100%."""
_NAMES = frozenset({"fund", "brief"})
_BETWEEN = frozenset({"join", "fillers", "this_year", "whole_year", "date"})
_SENTENCE = re.compile("[^。!?;]+")
_LEAST = 2
_INCOMES = "income_subtotal"


def statements(line: Paragraph, own: Own) -> Iterator[Statement]:
    """What the sentences of a line say so of the year."""
    if line.role != "report" or not own.funds:
        return
    for found in _SENTENCE.finditer(line.text):
        sentence = _Sentence(line, found.group(), own)
        if not has(sentence.text, *_HERE, "apart"):
            for read in (_balances, _counted, _budgets, _others, _lasting, _sources):
                yield from read(sentence)


@frozen
class _Sentence:
    line: Paragraph
    text: str
    own: Own

    @property
    def submission(self) -> Submission:
        return self.own.submission

    def funds_in(self, words: str) -> Sequence[str]:
        """The funds that words list and name, and nothing else; none where one is unknown."""
        tokens = tokens_in(words, self.submission.standard)
        named = [token for token in tokens if token.kind in _NAMES]
        funds = [resolved(token, self.own) for token in named]
        plain = {token.kind for token in tokens} <= _NAMES | _BETWEEN
        known = [fund for fund in funds if fund in self.own.funds]
        return [*dict.fromkeys(known)] if plain and len(known) == len(funds) else ()

    def fund_named_in(self, words: str) -> str | None:
        """The only fund that words name; None where they name several, or one that is not run."""
        tokens = tokens_in(words, self.submission.standard)
        named = {resolved(token, self.own) for token in tokens if token.kind in _NAMES}
        fund = named.pop() if len(named) == 1 else None
        return fund if fund in self.own.funds else None

    def figures(self, funds: Sequence[str], line: Subject, measure: str) -> Sequence[Told]:
        """A figure of each of some funds; none where that of one is unknown."""
        found = [told(key_of(line, fund, measure), self.submission) for fund in funds]
        known = [one for one in found if one is not None]
        return known if len(known) == len(found) else ()

    def amount(self, words: str) -> Bounds | None:
        """The amount that words are, in the unit of the tables."""
        figures = [one for one in figures_in(words) if one.unit.dimension == "money"]
        if len(figures) != 1 or figures[0].about or figures[0].op:
            return None
        yuan = self.submission.standard.yuan(self.submission.money_unit)
        return bounds_of(figures[0]).by(1 / yuan)

    def said(self, words: str, figures: Sequence[Told], holds: bool) -> Statement:
        return Statement(self.line.key, words, tuple(figures), holds)


def _balances(sentence: _Sentence) -> Iterator[Statement]:
    """工伤、失业两项当期收不抵支，赤字合计131.38万元; 出现缺口的工伤、失业两项，缺口共计131.38万元:
    what those listed had left, and how many they are."""
    for found in _found(("balances", "balances_behind"), sentence):
        funds = sentence.funds_in(found["funds"])
        amount = sentence.amount(found["amount"])
        figures = sentence.figures(funds, SURPLUS, "actual")
        if len(figures) < _LEAST or amount is None:
            continue
        sign = -1 if found["losses"] else 1
        made = together(one.bounds for one in figures).by(sign)
        counted = numeral(found["count"]) if found["count"] else len(funds)
        yield sentence.said(found.group(), figures, made.meets(amount) and counted == len(funds))


def _counted(sentence: _Sentence) -> Iterator[Statement]:
    """五项基金中有两项出现赤字, 五项基金中出现赤字的险种有两个, where it counts all funds of the
    unit."""
    for found in _found(("counted", "counted_behind"), sentence):
        figures = sentence.figures(sentence.own.funds, SURPLUS, "actual")
        if figures and numeral(found["all"]) == len(figures):
            sign = -1 if found["losses"] else 1
            holds = may_be(figures, numeral(found["some"]), sign)
            yield sentence.said(found.group(), figures, holds)


def _found(names: Sequence[str], sentence: _Sentence) -> Iterator[re.Match[str]]:
    """Where some patterns are found in a sentence."""
    for name in names:
        yield from _patterns()[name].finditer(sentence.text)


def _budgets(sentence: _Sentence) -> Iterator[Statement]:
    """五项基金均未完成收入预算: whether each fund took in what was budgeted, where none is left
    out: 除工伤外，各险种均完成收入预算."""
    if has(sentence.text, "narrative", "statements", "except"):
        return
    for found in _patterns()["budgets"].finditer(sentence.text):
        funds = sentence.own.funds
        counted = numeral(found["all"]) if found["all"] else len(funds)
        figures = sentence.figures(funds, INCOME, "over_budget")
        budgets = sentence.figures(funds, INCOME, "budget")
        if counted != len(figures) or len(budgets) != len(figures) or len(figures) < _LEAST:
            continue
        met = [
            one.high >= -_MET * abs(budget.value)
            for one, budget in zip(figures, budgets, strict=True)
        ]
        missed = [one.low < 0 for one in figures]
        yield sentence.said(found.group(), figures, all(missed if found["missed"] else met))


def _others(sentence: _Sentence) -> Iterator[Statement]:
    """除企业养老外，其他四项基金支出合计30044.15万元: what the other funds have together."""
    for found in _patterns()["others"].finditer(sentence.text):
        left_out = sentence.funds_in(found["funds"])
        others = [fund for fund in sentence.own.funds if fund not in left_out]
        line = _line(found["item"], sentence)
        amount = sentence.amount(found["amount"])
        counted = numeral(found["count"]) if found["count"] else len(others)
        if not left_out or line is None or amount is None or counted != len(others):
            continue
        figures = sentence.figures(others, line, "actual")
        if len(figures) >= _LEAST:
            yield sentence.said(
                found.group(), figures, together(one.bounds for one in figures).meets(amount)
            )


def _lasting(sentence: _Sentence) -> Iterator[Statement]:
    """机关养老…可支付1.4个月，是四项基金中支付能力最弱的一项: which fund lasts longest, or not."""
    for found in _patterns()["lasting"].finditer(sentence.text):
        fund = sentence.fund_named_in(sentence.text[: found.start()])
        figures = sentence.figures(sentence.own.funds, MONTHS, MONTHS.item)
        counted = numeral(found["all"]) if found["all"] else len(figures)
        if fund is not None and counted == len(figures) >= _LEAST:
            own = next(one for one in figures if keys.fund(one.key) == fund)
            holds = _is_first(own, figures) if found["most"] else _is_last(own, figures)
            yield sentence.said(found.group(), figures, holds)


def _sources(sentence: _Sentence) -> Iterator[Statement]:
    """财政补贴是基金收入的第一大来源: which part of what a fund took in is the largest."""
    for found in _patterns()["sources"].finditer(sentence.text):
        fund = sentence.fund_named_in(sentence.text)
        line = _line(found["item"], sentence)
        figures = _parts_of_income(fund, sentence) if fund is not None else ()
        own = [one for one in figures if line is not None and keys.item(one.key) == line.item]
        if own and len(figures) >= _LEAST:
            yield sentence.said(found.group(), figures, _is_first(own[0], figures))


def _parts_of_income(fund: str, sentence: _Sentence) -> Sequence[Told]:
    """What a fund took in, part by part."""
    parts = sentence.submission.standard.parts_of(fund, _INCOMES)
    lines = [Subject(keys.ACCOUNTS, part.key) for part in parts]
    found = [told(key_of(line, fund, "actual"), sentence.submission) for line in lines]
    return [one for one in found if one is not None]


def _line(words: str, sentence: _Sentence) -> Subject | None:
    """The line of an account that words name, and nothing else."""
    tokens = tokens_in(words, sentence.submission.standard)
    lines = [one for token in tokens if token.kind == "item" for one in subjects_of(token)]
    plain = {token.kind for token in tokens} <= _BETWEEN | {"item"}
    return lines[0] if plain and len(lines) == 1 and lines[0].family == keys.ACCOUNTS else None


def _is_first(own: Told, figures: Sequence[Told]) -> bool:
    """Whether a figure may be the most of all."""
    return all(own.high >= one.low for one in figures)


def _is_last(own: Told, figures: Sequence[Told]) -> bool:
    """Whether a figure may be the least of all."""
    return all(own.low <= one.high for one in figures)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    word = {name: one_of(*_HERE, name) for name in _WORDS}
    count = f"{one_of('narrative', 'funds_in_words', 'numerals')}"
    funds = f"{word['counter']}(?:{word['social']})?(?:{word['funds']})?"
    when = f"(?:{word['when']})*"
    amount = r"(?P<amount>[\d.,]+(?:\d)[^\d,;。]{1,2})"
    balance = f"(?:(?P<losses>{word['losses']})|{word['gains']})"
    end = "(?=[,;]|$)"
    item = r"(?P<item>[^,;:。()\d]{2,16}?)"
    being = f"(?:{word['being']})?"
    return {
        "balances": re.compile(
            f"(?P<funds>[^,;:。()\\d]{{3,60}}?)(?:(?P<count>{count}){funds})?(?:{word['funds']})?"
            f"(?:{word['every']})?{when}{balance},{when}(?:{word['names']})?{word['summed']}"
            f"{being}{amount}"
        ),
        "balances_behind": re.compile(
            f"(?<![^,;:]){when}(?:{word['showing']})?{when}{balance}{word['whose']}"
            f"(?P<funds>[^,;:。()\\d]{{3,60}}?)(?P<count>{count}){funds},"
            f"{when}(?:{word['names']})?{word['summed']}{being}{amount}"
        ),
        "counted_behind": re.compile(
            f"(?P<all>{count}){funds}{word['within']},?{when}(?:{word['showing']})?{when}{balance}"
            f"{word['whose']}(?:{word['funds']})?{word['some']}(?P<some>{count}){word['counter']}"
            f"{end}"
        ),
        "counted": re.compile(
            f"(?P<all>{count}){funds}(?:{word['within']})?,?(?:{word['some']})?(?P<some>{count})"
            f"{funds}(?:{word['whose']})?{when}(?:{word['showing']})?{when}{balance}{end}"
        ),
        "budgets": re.compile(
            f"(?:(?P<all>{count}){funds}|{word['all']}(?:{word['social']})?{word['funds']}){when}"
            f"{word['every']}(?:(?P<missed>{word['missed']})|{word['met']}){when}"
            f"{word['income']}{word['budget']}{end}"
        ),
        "others": re.compile(
            f"{word['but']}(?P<funds>[^,;:。()\\d]{{2,40}}?){word['outside']},?{word['rest']}"
            f"(?:(?P<count>{count}){funds}|{word['all']}?(?:{word['social']})?{word['funds']})"
            f"{when}{item}(?:{word['summed']})?{being}{amount}"
        ),
        "lasting": re.compile(
            f"(?:(?P<all>{count}){funds}|{word['all']}(?:{word['social']})?{word['funds']})"
            f"(?:{word['within']})?{word['ability']}"
            f"(?:(?P<most>{word['strongest']})|{word['weakest']})"
        ),
        "sources": re.compile(f"(?<![^,;:]){item}{phrases(*_HERE, 'first_source')}{end}"),
    }


_WORDS = (
    "counter social funds when losses gains every names summed being within some whose showing all "
    "missed met income budget but outside rest ability strongest weakest".split()
)
