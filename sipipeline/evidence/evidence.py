"""What judging rules look at, made once for a submission however many rules ask for it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from functools import cached_property

from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.evidence.completeness import Completeness
from sipipeline.evidence.indicators import Indicator, indicators, misplaced_columns
from sipipeline.evidence.last_year import BesideLastYear
from sipipeline.evidence.misplaced_amounts import MisplacedAmounts, misplaced
from sipipeline.evidence.misplaced_columns import MisplacedColumn
from sipipeline.evidence.misplaced_scores import MisplacedScores, misplaced_scores
from sipipeline.evidence.narrative import reading
from sipipeline.evidence.narrative.indicators import rows
from sipipeline.evidence.narrative.indicators.achievement import Achievement, achievements
from sipipeline.evidence.narrative.indicators.stated_scores import StatedScore, stated_scores
from sipipeline.evidence.narrative.indicators.verdicts import IndicatorVerdict, verdicts
from sipipeline.evidence.narrative.lines.text import texts
from sipipeline.evidence.narrative.questions.accounts import own_accounts
from sipipeline.evidence.narrative.questions.setting import Read
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.evidence.narrative.quoting.contradictions import contradicting, is_borne_out, judged
from sipipeline.evidence.narrative.quoting.exchanged_digits import misprinted
from sipipeline.evidence.narrative.quoting.figures_of_tables import FiguresOfTables, is_nowhere
from sipipeline.evidence.narrative.quoting.quotes import Compared, Quote, unit_of_tables
from sipipeline.evidence.narrative.statements import statements
from sipipeline.evidence.people_and_money import unit_meant
from sipipeline.evidence.restated_figures import RestatedFigure, restated
from sipipeline.evidence.scores import Scored, TotalScore, scored, total_score
from sipipeline.evidence.units_of_texts import is_unit_of_people, with_another_unit


class Evidence:
    """A submission with its indicator table and its texts as the rules judge them."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    @property
    def standard(self) -> Standard:
        return self.submission.standard

    @cached_property
    def completeness(self) -> Completeness:
        """Which parts of the form are filled in."""
        return Completeness(self.submission)

    @cached_property
    def indicators(self) -> Sequence[Indicator]:
        """The rows of the indicator table with something in them, in sheet order."""
        return tuple(indicators(self.submission, self.misplaced_columns))

    @cached_property
    def misplaced_columns(self) -> MisplacedColumn | None:
        """What stands where it should not in the indicator table; None where nothing does."""
        return misplaced_columns(self.submission)

    @cached_property
    def misplaced_amounts(self) -> Sequence[MisplacedAmounts]:
        """The amounts of accounts that seem to stand in each other's line."""
        return misplaced(self.submission)

    @cached_property
    def last_year(self) -> BesideLastYear:
        """The figures that last year's workbook has too."""
        return BesideLastYear(self.submission)

    @cached_property
    def scores(self) -> Sequence[Scored]:
        """The rows that name an indicator, with weight and score as they were meant."""
        moved = self.misplaced_scores
        meant = moved.meant if moved is not None else {}
        return tuple(meant.get(row.number, row) for row in self._typed_scores)

    @cached_property
    def misplaced_scores(self) -> MisplacedScores | None:
        """Weights and scores that are not where they belong; None where nothing is."""
        return misplaced_scores(self._typed_scores, self.standard.rubric)

    @cached_property
    def _typed_scores(self) -> Sequence[Scored]:
        """The same rows with weight and score as typed."""
        return tuple(scored(self.submission, self.indicators))

    @cached_property
    def total_score(self) -> TotalScore | None:
        """What the scores make; None where a row with a weight has none."""
        return total_score(self.submission, self.scores)

    @cached_property
    def stated_scores(self) -> Sequence[StatedScore]:
        """The total scores and grades that the texts state."""
        year = self.submission.number("cover.year")
        return tuple(stated_scores(self.texts, year))

    @cached_property
    def texts(self) -> Sequence[tuple[str, str]]:
        """The running texts by their keys: the narrative, then the report beside it."""
        return tuple(texts(self.submission))

    @cached_property
    def _read(self) -> Sequence[Sequence[Read]]:
        """The segments of each text."""
        return tuple(reading.read(self.submission))

    @cached_property
    def quotes(self) -> Sequence[Quote]:
        """Every number of the texts, with the cell that it quotes where that is clear."""
        return tuple(reading.quotes(self.submission, self._read))

    @cached_property
    def statements(self) -> Sequence[Statement]:
        """What the texts say of the figures of the tables without a figure."""
        return tuple(statements(self.submission, self._read))

    @cached_property
    def _table(self) -> rows.Table:
        """The indicator table as texts are held to it."""
        funds = self.submission.once(own_accounts).funds
        only = frozenset(funds if len(funds) == 1 else ())
        return rows.Table(self.indicators, self.standard, only)

    @cached_property
    def restated(self) -> Mapping[int, RestatedFigure]:
        """By their numbers, the rows of the indicator table that state a figure of the tables."""
        found = {
            row.number: restated(row, self.submission, self.money_unit) for row in self.indicators
        }
        return {number: one for number, one in found.items() if one is not None}

    @cached_property
    def targets(self) -> Sequence[tuple[Quote, Sequence[Indicator]]]:
        """The quotes that state targets, each with the rows that have these."""
        found = [(quote, rows.of_target(quote, self._table)) for quote in self.quotes]
        return tuple((quote, about) for quote, about in found if about)

    @cached_property
    def results(self) -> Sequence[tuple[Quote, Sequence[Indicator]]]:
        """The quotes that state what an indicator reached, each with the rows about it."""
        found = [(quote, rows.of_result(quote, self._table)) for quote in self.quotes]
        return tuple((quote, about) for quote, about in found if about)

    @cached_property
    def achievements(self) -> Sequence[Achievement]:
        """What each text says of the indicators as a whole."""
        return tuple(achievements(self.texts, self.submission.number("cover.year")))

    @cached_property
    def verdicts(self) -> Sequence[IndicatorVerdict]:
        """What the texts say of how single indicators lie to their targets."""
        year = self.submission.number("cover.year")
        return tuple(verdicts(self._read, self._table, year))

    @cached_property
    def quotes_of_rows(self) -> Collection[Quote]:
        """The quotes that are held to the indicator table."""
        return frozenset(quote for quote, _ in (*self.targets, *self.results))

    @cached_property
    def unit_of_tables(self) -> str | None:
        """The unit that the texts show the tables to be in, where it is not that of the cover, and
        people do not show it to be that."""
        unit = unit_of_tables(self.quotes, self.submission)
        return None if unit and is_unit_of_people(unit, self.submission) else unit

    @cached_property
    def unit_of_people(self) -> str:
        """The unit that money and people of every fund show the tables to be in, where it is not
        that of the cover; "" where it may be."""
        return unit_meant(self.submission)

    @property
    def money_unit(self) -> str:
        """The unit that the tables are in, for all that is known: where texts or people show
        another than that of the cover, that one."""
        return self.unit_of_tables or self.unit_of_people or self.submission.money_unit

    @cached_property
    def beside_cells(self) -> Mapping[Quote, Compared | None]:
        """Each quote beside the cell that it is held to; None for one that was linked to none."""
        unit = self._unit_of_quotes
        return {quote: judged(quote, self.submission, unit) for quote in self.quotes}

    def disputes(self, quote: Quote) -> bool:
        """Whether the cell that a quote is held to says otherwise."""
        one = self.beside_cells[quote]
        return one is not None and not one.agrees

    @cached_property
    def misprints(self) -> Mapping[Quote, Compared]:
        """The quotes that no cell is held to, and that are a figure of the tables but for two
        digits, each beside that; none of those that are held to the indicator table, or that
        their own text disputes."""
        return dict(
            misprinted(
                self._unlinked, self._figures_of_tables, self.submission, self._unit_of_quotes
            )
        )

    @cached_property
    def unchecked(self) -> Sequence[Quote]:
        """The quotes that nothing is held to."""
        return tuple(quote for quote in self._unlinked if quote not in self.misprints)

    @cached_property
    def nowhere(self) -> Collection[Quote]:
        """Those of them that state to three digits or more what no table has."""
        figures = self._figures_of_tables
        return frozenset(quote for quote in self.unchecked if is_nowhere(quote, figures))

    @cached_property
    def _unlinked(self) -> Sequence[Quote]:
        """The quotes that no cell is held to, nor a row of the indicator table, and that their own
        text does not dispute."""
        told = {(one.field, one.number) for one in self.statements if one.number}
        free = (quote for quote, one in self.beside_cells.items() if one is None)
        return tuple(
            quote
            for quote in free
            if quote not in self.quotes_of_rows and (quote.field, quote.words) not in told
        )

    @cached_property
    def _figures_of_tables(self) -> FiguresOfTables:
        """What the tables have anywhere, with targets and results of the indicators."""
        cells = tuple(words for one in self.indicators for words in (one.target, one.actual))
        return FiguresOfTables(self.submission, cells, self._unit_of_quotes)

    @cached_property
    def borne_out(self) -> Mapping[str, Set[str]]:
        """The numbers of each text, as written, that the tables bear out as they were read."""
        found: dict[str, set[str]] = defaultdict(set)
        for quote in self.quotes:
            if is_borne_out(quote, self.submission, self._unit_of_quotes):
                found[quote.field].add(quote.words)
        return found

    @property
    def _unit_of_quotes(self) -> str:
        """The unit in which amounts of the texts are compared with the tables."""
        return self.unit_of_tables or self.submission.money_unit

    @cached_property
    def disputed_quotes(self) -> Mapping[str, Claim]:
        """The quotes that do not say what their cells say in the unit of the cover, as claims;
        none of several that have but another unit behind the number of a table which is not."""
        misnamed = with_another_unit(self.beside_cells, self.submission)
        quotes = [one for one in self.quotes if one not in misnamed]
        return contradicting(quotes, self.submission)
