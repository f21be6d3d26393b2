"""What amounts of the table of causes are of the change that they explain:
调待增支958.4万元、新增退休增支816.4万元，两项合计占增支额的95.3%."""

import re
from collections.abc import Iterator, Sequence

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.relations import Bounds, together
from sipipeline.evidence.narrative.lines.sentence_figures import bounds_of, figures_in
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.lines.tokens import Token, tokens_in
from sipipeline.evidence.narrative.quoting.cells import Told, told
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention
from sipipeline.language.numbers import numeral

_HERE = ("narrative", "shares_of_changes")
_SENTENCE = re.compile("[^。!?]+")
_SIDES = ("expenditure", "income")
_OF_FUND = frozenset({"fund", "brief", "item", "fillers"})
_LINES = {
    "expenditure": ("expenditure", "expenditure_subtotal", "benefits"),
    "income": ("income", "income_subtotal"),
}
"""The lines of which a change may be meant, the likeliest first."""


def statements(line: Paragraph, submission: Submission) -> Iterator[Statement]:
    """What a line says that causes are of the change of their fund."""
    if line.role != "report" or not any(has(line.text, *_HERE, side) for side in _SIDES):
        return
    for found in _SENTENCE.finditer(line.text):
        sentence = _SentenceOfCauses(line, found.group(), submission)
        if not has(sentence.text, *_HERE, "apart"):
            yield from sentence.statements()


@frozen
class _ShareOfChange:
    """A run of percentages that amounts before them are of a change."""

    side: str
    """Of which side of the account the change is."""
    apiece: bool
    summed: bool
    count: int
    """How many are added up; 0 where that is not said."""
    whole: Sequence[Token]
    """The words that name whose change it is."""


@frozen
class _KnownCause:
    """An amount that is that of a cause of one fund."""

    amount: Mention
    fund: str


@frozen
class _SentenceOfCauses:
    line: Paragraph
    text: str
    submission: Submission

    def statements(self) -> Iterator[Statement]:
        figures = figures_in(self.text)
        for place, figure in enumerate(figures):
            share = self._share(figures, place) if figure.unit.dimension == "percent" else None
            if share is not None:
                yield from self._of(share, figures, place)

    def _share(self, figures: Sequence[Mention], place: int) -> _ShareOfChange | None:
        """What the words before a percentage say that it is a share of."""
        begin = figures[place - 1].end if place else 0
        said = _PATTERN.search(self.text[begin : figures[place].start])
        if said is None:
            return None
        side = next(side for side in _SIDES if said["name"] in words(*_HERE, side))
        summed = said["several"] or ""
        whole = tokens_in(said["whole"], self.submission.standard)
        count = int(numeral(summed[:1]) or 0)
        return _ShareOfChange(side, bool(said["apiece"]), bool(summed), count, whole)

    def _of(
        self, share: _ShareOfChange, figures: Sequence[Mention], place: int
    ) -> Iterator[Statement]:
        """What the amounts before a share, or a run of them, make of the change."""
        run = self._run(figures, place) if share.apiece else figures[place : place + 1]
        parts = self._parts(share, figures[:place], len(run))
        changes = self._changes(parts, share)
        if not changes or any(one.about or one.op for one in run):
            return
        sizes = [self._in_tables(one.amount) for one in parts]
        for percent, size in zip(run, [together(sizes)] if share.summed else sizes):
            made = [size.over(one.bounds) for one in changes]
            holds = any(map(bounds_of(percent).meets, made))
            said = self.text[parts[0].amount.start : percent.end]
            yield Statement(self.line.key, said, tuple(changes[:1]), holds)

    def _parts(
        self, share: _ShareOfChange, before: Sequence[Mention], shares: int
    ) -> Sequence[_KnownCause]:
        """The causes whose amounts stand last before a share; none where another amount does."""
        amounts = [one for one in before if one.unit.dimension == "money"]
        causes = [
            _KnownCause(one, fund) for one in amounts if (fund := self._cause(one, share.side))
        ]
        number = share.count or len(causes) if share.summed else shares
        parts = causes[-number:] if number else []
        last = bool(parts) and parts[-1].amount == amounts[-1]
        return parts if last and len(parts) == number else ()

    def _run(self, figures: Sequence[Mention], place: int) -> Sequence[Mention]:
        """The percentages of a list that begins at a place."""
        run = [figures[place]]
        for one, other in zip(figures[place:], figures[place + 1 :]):
            listed = self.text[one.end : other.start] in words(*_HERE, "listing")
            if not listed or other.unit.dimension != "percent":
                break
            run.append(other)
        return run

    def _cause(self, amount: Mention, side: str) -> str:
        """The fund of the only cause of one side that has an amount, to its last digit; "" where
        none has."""
        said = self._in_tables(amount)
        funds = {
            self.submission.text(f"causes.{row}.fund")
            for row in self.submission.rows("causes")
            if self.submission.text(f"causes.{row}.item") == side
            for known in [told(f"causes.{row}.amount", self.submission)]
            if known is not None and said.meets(known.bounds)
        }
        return funds.pop() if len(funds) == 1 and not amount.about else ""

    def _changes(self, parts: Sequence[_KnownCause], share: _ShareOfChange) -> Sequence[Told]:
        """The changes that causes may be of, all of which rose, at last that of all funds; none
        where they are of several funds, or of another than words name."""
        funds = {one.fund for one in parts}
        fund = funds.pop() if len(funds) == 1 else ""
        if not fund or not _is_change_of(fund, share.whole):
            return ()
        lines = [f"{keys.ACCOUNTS}.{fund}.{item}.change" for item in _LINES[share.side]]
        total = keys.of_fund(lines[0], self.submission.standard.total.key)
        own, of_all = self._known(lines), self._known([total])
        rose = len(own) == len(lines) and all(one.low > 0 for one in own)
        return [*own, *of_all] if rose else ()

    def _known(self, figures: Sequence[str]) -> Sequence[Told]:
        found = [told(one, self.submission) for one in figures]
        return [one for one in found if one is not None]

    def _in_tables(self, amount: Mention) -> Bounds:
        yuan = self.submission.standard.yuan(self.submission.money_unit)
        return bounds_of(amount).by(1 / yuan)


def _is_change_of(fund: str, whole: Sequence[Token]) -> bool:
    """Whether words name the change of a fund, or nobody's."""
    named = all(fund in token.meaning for token in whole if token.kind in ("fund", "brief"))
    return named and {token.kind for token in whole} <= _OF_FUND


_PATTERN = WordPattern(
    "(?:(?P<several>{several})|(?P<apiece>{apiece}))?{narrative.workings.behind}*"
    r"{narrative.signs.sharing}{all}?(?P<whole>[^,;:。\d]{0,14}?)(?P<name>{expenditure|income})"
    "{narrative.workings.possessive}?{narrative.workings.behind}*$",
    *_HERE,
)
"""两项合计占增支额的, 分别占企业养老支出增量的: the words before a share of a change."""
