"""How a number of a text is linked to the cell that it restates: four questions, asked of each.

text → lines → tokens → segments → a setting for each (of whom, when, of what) → quotes
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial, reduce
from itertools import islice, takewhile

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.indicators import topics
from sipipeline.evidence.narrative.indicators.topics import LONGEST_NAME, name_of
from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.cutting import segments_of
from sipipeline.evidence.narrative.lines.numbers_of_no_line import is_of_no_line
from sipipeline.evidence.narrative.lines.segments import (
    SENTENCE_ENDS,
    Segment,
    counts_last,
)
from sipipeline.evidence.narrative.lines.text import Paragraph, paragraphs
from sipipeline.evidence.narrative.lines.tokens import (
    Token,
    lines_counted,
    says,
    tokens_in,
    with_people,
)
from sipipeline.evidence.narrative.making import benefits, budgets, net_figures, splits, sums
from sipipeline.evidence.narrative.making.balanced_totals import as_total
from sipipeline.evidence.narrative.making.cells_by_kind import link_of, turned_to_deficit
from sipipeline.evidence.narrative.making.made_figures import made
from sipipeline.evidence.narrative.making.query import Query
from sipipeline.evidence.narrative.making.rests import is_rest
from sipipeline.evidence.narrative.making.stated_wholes import is_share_of_stated
from sipipeline.evidence.narrative.making.two_years import with_two_years
from sipipeline.evidence.narrative.questions import kind, line_spoken_of, what, when, whom
from sipipeline.evidence.narrative.questions.accounts import Own, Whom, own_accounts
from sipipeline.evidence.narrative.questions.kind import CHANGES, Change
from sipipeline.evidence.narrative.questions.setting import Read, Setting
from sipipeline.evidence.narrative.questions.subjects import DRAWING, SURPLUS
from sipipeline.evidence.narrative.questions.what import What
from sipipeline.evidence.narrative.quoting import table_quotes
from sipipeline.evidence.narrative.quoting.cells import told
from sipipeline.evidence.narrative.quoting.inferred_accounts import pinned
from sipipeline.evidence.narrative.quoting.links import NOWHERE, Link, key_of
from sipipeline.evidence.narrative.quoting.quotes import Budget, Quote
from sipipeline.evidence.narrative.quoting.restated import as_stated_before
from sipipeline.evidence.narrative.quoting.surroundings import NO_SURROUNDINGS, surroundings
from sipipeline.evidence.narrative.rewording.arrows import with_arrows
from sipipeline.evidence.narrative.rewording.bare_lists import with_lines
from sipipeline.evidence.narrative.rewording.both_funds import with_both_meant
from sipipeline.evidence.narrative.rewording.budget_overruns import with_budget
from sipipeline.evidence.narrative.rewording.comparisons import with_comparisons
from sipipeline.evidence.narrative.rewording.compounds import recut
from sipipeline.evidence.narrative.rewording.counted_funds import with_counted_funds
from sipipeline.evidence.narrative.rewording.divisors import with_divisors
from sipipeline.evidence.narrative.rewording.each import with_each
from sipipeline.evidence.narrative.rewording.exceptions import with_exceptions
from sipipeline.evidence.narrative.rewording.former_and_latter import with_names_meant
from sipipeline.evidence.narrative.rewording.inclusions import (
    with_exclusions,
    with_inclusions,
    with_purposes,
    without_roles,
)
from sipipeline.evidence.narrative.rewording.leaving_out import with_wholes
from sipipeline.evidence.narrative.rewording.levels_above import with_levels_above
from sipipeline.evidence.narrative.rewording.listed_funds import with_listed_funds
from sipipeline.evidence.narrative.rewording.lists import in_order
from sipipeline.evidence.narrative.rewording.maintaining import with_maintaining
from sipipeline.evidence.narrative.rewording.omitted_units import (
    units_at,
    units_behind,
    units_of,
    with_origins,
    with_unit,
)
from sipipeline.evidence.narrative.rewording.own_names import (
    with_fund_first,
    with_own_names,
    with_split_names,
)
from sipipeline.evidence.narrative.rewording.predicates import with_predicates
from sipipeline.evidence.narrative.rewording.raised_people import with_raised_people
from sipipeline.evidence.narrative.rewording.raising_and_payment import with_raised_and_paid
from sipipeline.evidence.narrative.rewording.ranges import ends_range, with_bounds
from sipipeline.evidence.narrative.rewording.rivals import with_rivals
from sipipeline.evidence.narrative.rewording.senses import with_senses
from sipipeline.evidence.narrative.rewording.shares_told import with_shares
from sipipeline.evidence.narrative.rewording.short_lines import with_shares_in_order
from sipipeline.evidence.narrative.rewording.signed_changes import with_changes
from sipipeline.evidence.narrative.rewording.sorted_funds import with_sorted_funds
from sipipeline.language.lexicon import has, one_of, words
from sipipeline.language.mentions import Mention

_LONGEST_ASIDE = 40
"""Characters behind a number in which it may be said whose money it is."""
_LONGEST_SIDE = 200
"""Characters on either side of a number that a clause may have."""
_LONGEST_ITEM = 40
"""Characters of a line that is but a fund and its figure."""
_LONGEST_LEAD = 8
"""Words of what leads a sentence that are looked at for a comparison."""
_MOST_MOVED = 32
"""Figures before one that may be of another account with it."""
_MOST_OF_SUM = 4
"""Numbers in a row that may go on with what several lines have together."""
_TO_RAISE = 3
"""Segments behind those who are counted in which it is said that they get more."""
_OF_WHOM = frozenset({"cause", "fund", "brief", "total", "own", "place", "join", "fillers"})
"""Kinds of words that a reason keeps."""
_WHOSE = ("fund", "total", "own", "place")
_EXCEEDING = ("narrative", "workings", "exceeding")
_Rewording = Callable[[Sequence[Token]], Sequence[Token]]
"""Reads a turn of phrase in the words of a line as a plainer one."""
_AROUND_CLAUSE = ",。;: "


def read(submission: Submission) -> Iterator[Sequence[Read]]:
    """The segments of each text, in the order of the sheet."""
    reader = _reader(submission)
    for document in paragraphs(submission):
        yield tuple(reader.segments(document))


def quotes(submission: Submission, texts: Iterable[Sequence[Read]]) -> Iterator[Quote]:
    """Every number of the texts that were read, and the figures of tables pasted into them."""
    reader = _reader(submission)
    for segments in texts:
        yield from reader.quotes(segments)
    yield from table_quotes.quotes(submission)


def quotes_of(line: str, key: str, submission: Submission) -> Sequence[Quote]:
    """Every number of a line in plain characters that stands for itself, as of a report."""
    reader = _reader(submission)
    said = Paragraph(key, line, numbered=False, role="report", heading=False)
    return tuple(reader.quotes([*reader.segments([said])]))


def _reader(submission: Submission) -> "_QuoteReader":
    year = submission.number("cover.year")
    return _QuoteReader(own_accounts(submission), int(year) if year is not None else None)


@frozen
class _Above:
    """What the lines above one say of it."""

    guess: Whom
    """Of whom it may be, as the line before it was."""
    title: Whom | None = None
    """Of whom it is by the title that it stands under."""
    opened: Setting | None = None
    """How the line ended that a list begins below."""
    headed: What | None = None
    """What the title right above it is of."""


@frozen
class _QuoteReader:
    own: Own
    year: int | None

    def quotes(self, segments: Sequence[Read]) -> Iterator[Quote]:
        """The numbers of one text."""
        submission = self.own.submission
        of_benefits = benefits.confirmed([*self._numbers(segments)], submission)
        return budgets.confirmed([*of_benefits], submission)

    def _numbers(self, segments: Sequence[Read]) -> Iterator[Quote]:
        said: list[Quote] = []
        sentence: list[Quote] = []
        beside_rate = False
        around = NO_SURROUNDINGS
        topic = topics.Topic()
        for line, segment, _, setting in segments:
            if segment.after in SENTENCE_ENDS:
                yield from _with_stated(sentence)
                said, sentence, beside_rate, around = [], [], False, NO_SURROUNDINGS
            around = surroundings(around, segment, setting.whom.account)
            found = self._quotes(line, segment, setting, said)
            topic, named = topic.named(segment, [*found])
            named = [as_stated_before(quote, segment, said) for quote in named]
            quotes = [replace(quote, beside_rate=beside_rate, around=around) for quote in named]
            said += quotes if segment.number is not None else []
            sentence += quotes
            beside_rate = beside_rate or any(map(_is_rate_of_no_cell, quotes))
        yield from _with_stated(sentence)

    def segments(self, lines: Sequence[Paragraph]) -> Iterator[Read]:
        """Each segment, line by line. A title says of whom the lines below it are, one within a
        line only of whom that line is; else of whom a line was is but a guess for the next. A list
        goes on with what the line above it says."""
        above = _Above(self.own.everything)
        for parts in map(self._titled, lines):
            for line in parts:
                above = self._opening(line, above)
                last = above.opened or Setting(above.title or above.guess)
                sign = ":" if above.opened else "。"
                for segment, setting in self._settings(line, last, sign, above.headed):
                    yield Read(line, segment, last, setting)
                    last = setting
                above = self._below(line, last, above)
            above = above if len(parts) == 1 else replace(above, title=None)

    def _opening(self, line: Paragraph, above: "_Above") -> "_Above":
        """What holds for a line: what it says itself as a title, and the list that it goes on."""
        title = whom.of_title(line.text, self.own) if line.heading else above.title
        listed = line.numbered or self._is_of_list(line, above.opened)
        return replace(above, title=title, opened=above.opened if listed else None)

    def _below(self, line: Paragraph, last: Setting, above: "_Above") -> "_Above":
        """What holds for the next line, given how a line ended."""
        opens = line.text.endswith(":") and last.what.subjects
        return _Above(
            guess=whom.guessed(last.whom, self.own),
            title=above.title if whom.goes_on(last.whom, above.title, self.own) else None,
            opened=last if opens else above.opened,
            headed=self._headed(line),
        )

    def _titled(self, line: Paragraph) -> Sequence[Paragraph]:
        """A line, parted behind a title that is but a fund: （一）失业保险基金。收入…."""
        title, _, text = line.text.partition("。")
        if not line.numbered or not text:
            return (line,)
        named = tokens_in(title, self.own.standard)
        kinds = [token.kind for token in named if token.kind != "fillers"]
        if kinds != ["fund"]:
            return (line,)
        return replace(line, text=title, heading=True), replace(line, text=text, numbered=False)

    def _headed(self, line: Paragraph) -> What | None:
        """What a title says that the figure below it is of."""
        return what.of_title(line.text, self.own.standard) if line.heading else None

    def _is_of_list(self, line: Paragraph, opened: Setting | None) -> bool:
        """Whether a line goes on a list, if any, with but a fund and its figure:
        失业保险2348.58万元；."""
        if opened is None:
            return False
        tokens = tokens_in(line.text[:_LONGEST_ITEM], self.own.standard)
        kinds = [token.kind for token in tokens if token.kind not in ("fillers", ":")]
        ends = [kind for kind in kinds[2:] if kind in (";", "。")]
        return kinds[:2] == ["fund", "number"] and len(kinds[2:]) == len(ends)

    def _settings(
        self, line: Paragraph, setting: Setting, sign: str, headed: What | None
    ) -> Iterator[tuple[Segment, Setting]]:
        """Each segment with its setting; what a bracket says holds inside it only. A figure that
        begins the line without a name is of what the title above it names."""
        outside: list[Setting] = []
        segments = segments_of(self._reworded(line), sign)
        if headed is not None and segments and what.is_of_title(segments[0]):
            segments[0] = replace(segments[0], after=":")
            setting = replace(setting, what=headed)
        units = of_line = units_of(line.text, self.own.submission.money_unit)
        for place, segment in enumerate(segments):
            while len(outside) > segment.depth:
                setting = outside.pop()
            outside += [setting] * (segment.depth - len(outside))
            following = segments[place + 1 : place + 1 + whom.MOST_PARTS]
            before, setting = setting, self._beside(segment, setting, following)
            units = units_at(segment, units, of_line, setting.whom.unsure)
            bare, segment = segment, with_unit(segment, setting.what.subjects, units)
            if segment.of_people and not bare.of_people:
                setting = self._beside(segment, before, following)
            units = units_behind(segment, units)
            whole = net_figures.begins_with_whole(segment, following)
            yield segment, _as_it_stands(setting) if whole else setting
            if segment.number is not None:
                setting = replace(setting, follows_change=_change(segment, setting))

    def _beside(self, segment: Segment, before: Setting, following: Sequence[Segment]) -> Setting:
        """The setting of a segment, given that of the words before it and what follows."""
        setting = self._after(segment, before, following)
        whose = whom.with_parts(segment, setting.whom, following, self.own)
        raising = setting.raising or _speaks_of_raise(segment, following)
        return replace(setting, whom=whose, raising=raising)

    def _reworded(self, line: Paragraph) -> Sequence[Token]:
        """The words of a line, turns of phrase read as plainer ones."""
        written: Sequence[Token] = tokens_in(line.text, self.own.standard)
        return reduce(lambda tokens, rewording: rewording(tokens), self._rewordings(line), written)

    def _rewordings(self, line: Paragraph) -> Sequence[_Rewording]:
        """What is reworded, each on the words that those before it leave: first names, then what
        words mean beside them, then where they stand, at last what lists leave out."""
        names = (
            with_origins,
            partial(with_two_years, year=self.year),
            partial(recut, year=self.year),
            with_raised_and_paid,
            with_maintaining,
            with_sorted_funds,
            partial(with_exceptions, own=self.own),
            with_names_meant,
            with_both_meant,
            with_rivals,
            with_rivals,
            partial(with_listed_funds, own=self.own),
            partial(with_counted_funds, own=self.own),
            partial(with_own_names, own=self.own),
            with_split_names,
            partial(with_levels_above, own=self.own),
            with_inclusions,
            partial(with_exclusions, own=self.own),
            with_purposes,
            without_roles,
            with_shares_in_order,
            with_wholes,
        )
        meanings = (
            with_comparisons,
            with_arrows,
            with_changes,
            with_budget,
            with_senses,
            with_people,
            with_divisors,
            with_shares,
        )
        places = (with_predicates, with_raised_people, with_fund_first)
        ranges = (with_bounds,) if line.role == "report" else ()
        lists = (with_lines, with_each, in_order)
        return (*names, *meanings, *places, *ranges, *lists)

    def _after(self, segment: Segment, before: Setting, following: Sequence[Segment]) -> Setting:
        """The setting of a segment, given that of the words before it, and what follows."""
        if _is_aside(segment):
            return before
        if _is_reason(segment) or _is_reason_of_no_line(segment):
            return replace(before, caused=True, lead=_lead(segment, before))
        segment = _without_reason(segment)
        before = self._fund_by_fund(segment, before)
        ends = segment.after in SENTENCE_ENDS or segment.after == ";" or segment.opens_parts
        standard = self.own.standard
        of = benefits.read(segment, line_spoken_of.read(segment, before.what, standard), standard)
        whose = self._whose(segment, before.whom)
        of = self._at_end_as_stated(segment, of, whose, following)
        at = when.read(segment, before.when, self.year)
        of = what.at_year_end(segment, of, at.period == "before last")
        of = _of_tables(segment, of, before, whose)
        of = what.of_funds(segment, of, self.own.funds_of(whose.account), standard)
        of = self._of_own_lines(of, whose)
        unclear = self._adds_up_lines(segment, whose) or _is_part_of_fund(segment, before, whose)
        of = replace(of, subjects=()) if unclear else of
        basis = kind.basis(segment, before.basis, self.year)
        return Setting(
            whose,
            when.at_year_start(at) if what.is_at_year_start(segment, of) else at,
            of,
            basis,
            before.follows_change,
            splits.read(segment, before, basis),
            segment.has("cause")
            or (before.caused and not ends and not _ends_reason(segment, before)),
            _lead(segment, before),
            kind.listed(segment, before.listed),
            counted=counts_last(segment, before.counted),
            targeted=_is_targeted(segment, before, ends),
            without=net_figures.without(segment, before.without),
            raising=before.raising,
        )

    def _fund_by_fund(self, segment: Segment, before: Setting) -> Setting:
        """What the words before a segment say; nothing where it begins to go through the funds
        behind a sentence about one of them: 职工医保门诊支出增长. 分险种看，…."""
        begins = says(segment.tokens[:1], "fund_by_fund")
        of_one = begins and before.whom.account in self.own.funds
        return Setting(self.own.everything) if of_one else before

    def _at_end_as_stated(
        self, segment: Segment, of: What, whose: Whom, following: Sequence[Segment]
    ) -> What:
        """What a segment speaks of: those who draw 失业保险金 at the end of the year, where their
        number is the one that is stated, or one of the two between which it changed."""
        drawing = of.explicit and not of.subjects and says(segment.plain, "at_end")
        if not drawing or not segment.of_people or whose.account is None:
            return of
        began = segment.has("origin")
        stated = [segment, *following[:1]] if began else [segment]
        measures = ("prior", "actual") if began else ("actual",)
        same = any(map(partial(self._states, whose.account), stated, measures))
        return replace(of, subjects=(DRAWING,)) if same else of

    def _states(self, account: str, segment: Segment, measure: str) -> bool:
        """Whether a segment states how many draw what an account pays."""
        number = segment.number.mention if segment.number is not None else None
        count = told(key_of(DRAWING, account, measure), self.own.submission)
        if number is None or count is None or not segment.of_people:
            return False
        return number.base_value == count.value

    def _of_own_lines(self, of: What, whose: Whom) -> What:
        """What is spoken of, where it is sure of which fund: of lines that it has."""
        account = whose.account
        if account not in self.own.funds or whose.unsure:
            return of
        return what.of_own_lines(of, account, self.own.standard)

    def _adds_up_lines(self, segment: Segment, whose: Whom) -> bool:
        """Whether a bare 支出 is that of lines that were named before, and not of all funds."""
        lines = what.counted_lines(segment) if segment.number is not None else 0
        of_all = lines == len(self.own.funds) and whose.account == self.own.total
        return lines > 0 and not of_all and not segment.has("fund", "brief")

    def _whose(self, segment: Segment, before: Whom) -> Whom:
        """Of whom a segment is; of no one fund that was spoken of before where it counts people of
        several kinds together: 两类退休人员合计; nor where 后者 is no
        fund."""
        whose = whom.read(segment, before, self.own)
        if segment.has("former", "latter") and not segment.has("fund", "brief", "item"):
            return replace(whose, account=None)
        counts = segment.of_people and any(lines_counted(token) > 1 for token in segment.plain)
        of_one = whose.account in self.own.funds and not segment.has("fund", "brief")
        return replace(whose, account=None) if counts and of_one else whose

    def _quotes(
        self, line: Paragraph, segment: Segment, setting: Setting, said: Sequence[Quote]
    ) -> Iterator[Quote]:
        """The numbers of a segment: those that only count, then the one that it leads to."""
        plain = replace(
            _quote(line, segment, setting), of_any=_is_of_any(setting.whom, self.own.total)
        )
        for place, token in enumerate(segment.tokens):
            if token.mention is not None and token.kind == "count":
                before = name_of(segment.tokens[max(0, place - LONGEST_NAME) : place])
                yield replace(_of(plain, line, token.mention), name=before)
        mention = segment.number.mention if segment.number is not None else None
        if mention is None:
            return
        if segment.has("norm", "higher", "lower") or segment.beside_budget:
            mention = replace(mention, op="")
        mention = replace(mention, op=segment.bound or mention.op)
        quote = _of(plain, line, mention)
        if _is_of_no_cell(line, segment, mention):
            yield replace(quote, mention=replace(quote.mention, about=True))
        else:
            query = Query(segment, setting, said, line.role, self.own)
            linked = self._linked(quote, query)
            aside = any(is_aside(linked, query) for is_aside in _OF_NO_CELL)
            yield replace(linked, link=NOWHERE) if aside else linked

    def _linked(self, quote: Quote, query: Query) -> Quote:
        """A number with the cells that it can mean, or with what makes it."""
        quote, mention = replace(quote, sums=sums.adds_up(query)), quote.mention
        figure = made(query)
        if figure is None:
            figures = _unless_paid(self._of_people(link_of(query, mention), query), query)
            linked = replace(quote, link=figures)
            held = pinned(linked, query.segment, query.setting, query.preceding, self.own)
            held = replace(held, falls=_fell(quote, query.of_account_in(held.key)))
            return splits.as_part(as_total(held, self.own.submission), query)
        unit = query.share_unit or mention.unit
        mention = replace(mention, unit=unit, op=figure.op or mention.op)
        figures = _of_any(query, figure.link) if quote.of_any else figure.link
        figures = self._of_people(figures, query)
        return replace(quote, mention=mention, link=figures, falls=figure.falls)

    def _of_people(self, figures: Link, query: Query) -> Link:
        """The cells of a figure; where people are counted, those of who got more as well, be it
        that the line speaks of a raise or not of the end of the year."""
        if not query.segment.of_people:
            return figures
        if query.setting.raising:
            return benefits.with_raised(figures, self.own)
        return benefits.or_raised(figures, query.segment, self.own)


def _with_stated(sentence: Sequence[Quote]) -> Iterator[Quote]:
    """The numbers of a sentence, each with the figures that they are read as, and whether it is
    what those before it leave of a whole."""
    stated = frozenset(quote.key for quote in sentence if quote.key is not None)
    for place, quote in enumerate(sentence):
        around = replace(quote.around, stated=stated)
        yield replace(quote, around=around, rest=is_rest(quote, sentence[:place]))


def _is_but_a_part(quote: Quote, query: Query) -> bool:
    """Whether a number is that of a part of the line that was stated last, which 其中 or a bracket
    leads to and whose name is none of the tables: 收入26503.36万元，其中单位和职工缴费21732.76万元;
    收入93965.68万元（当年90207.05万元，…）."""
    leads = query.segment.has("among") or (query.segment.after == "(" and query.tokens)
    if not leads or quote.changes or quote.key is None:
        return False
    whole = query.preceding[-1:]
    same = [one for one in whole if quote.key in one.link.required and not one.changes]
    smaller = [one for one in same if one.mention.base_value > quote.mention.base_value]
    return bool(smaller) and not query.agrees(quote)


def _is_of_sum(quote: Quote, query: Query) -> bool:
    """Whether a number that is linked to a cell of one fund goes on with what several lines or
    funds have together: …两项合计预算1430万元、实际1395.44万元，完成97.6%."""
    if quote.key is None or keys.is_made(quote.key) or keys.fund(quote.key) not in query.own.funds:
        return False
    if query.segment.has("fund", "brief", "item", "deficit", "benefit", "total", "own", "place"):
        return False
    before = takewhile(lambda one: not one.explicit or _is_sum(one), reversed(query.preceding))
    return query.is_sum or any(map(_is_sum, islice(before, _MOST_OF_SUM)))


def _is_sum(quote: Quote) -> bool:
    """Whether a number adds up several figures, or goes on with one that does."""
    said = _name_of_whole().sub("", quote.clause)
    summed = not quote.explicit and has(said, "narrative", "signs", "summed")
    return quote.sums or summed or len(keys.summands(quote.key or "")) > 1


def _unless_paid(figures: Link, query: Query) -> Link:
    """The cells of a figure; none of a line of several funds behind a number of people, who may be
    of a fund that is not named: 为5.43万名离退休人员发放基本养老金21.58亿元; nor of what but some
    people brought, who stand right before it: 调入9人、转入资金176万元."""
    several = len({keys.fund(key) for key in figures.required}) > 1
    people = [quote for quote in query.preceding if quote.mention.unit.dimension == "people"]
    last = people[-1:] == [*query.preceding[-1:]] and query.segment.joined
    of_some = last and bool(people) and not people[-1].key
    return NOWHERE if (several and people) or of_some else figures


def _speaks_of_raise(segment: Segment, following: Sequence[Segment]) -> bool:
    """Whether a segment says that people get more, or its sentence goes on to: 退休人员12893人，
    人均增加50元."""
    ends = (*SENTENCE_ENDS, ";")
    near = takewhile(lambda one: one.after not in ends, following[:_TO_RAISE])
    return any(map(benefits.speaks_of_raise, (segment, *near)))


def _of_tables(segment: Segment, of: What, before: Setting, whose: Whom) -> What:
    """What a segment speaks of; nothing of the tables where it may be of something else."""
    if whose.unsure:
        return what.of_something_else(what.of_office(segment, of))
    return what.of_something_else(of) if _is_spent_of_it(segment, before) else of


def _is_spent_of_it(segment: Segment, before: Setting) -> bool:
    """Whether what is spent may be of something that the tables do not have, whose budget stands
    right before it: 失业保险创业补贴预算150万元，支出94万元."""
    foreign_budget = before.what.foreign and before.when.stance == "budget"
    named = segment.has("fund", "total", "brief", "budget", "deficit")
    return foreign_budget and segment.after == "," and not named


def _is_of_no_cell(line: Paragraph, segment: Segment, mention: Mention) -> bool:
    """Whether words behind a number, or its whole sentence, make it one of no fund, or of some
    people or places alone."""
    outside = not segment.in_yuan and _is_outside_funds(line, mention)
    return outside or is_of_no_line(line, mention)


def _is_outside_funds(line: Paragraph, mention: Mention) -> bool:
    """Whether the sentence goes on to say that a number is of no fund: 保费423万元，不计入基金."""
    behind = line.text[mention.end : mention.end + _LONGEST_ASIDE]
    return has(signs.STATEMENT.split(behind)[0], "narrative", "signs", "outside_funds")


def _is_part_of_fund(segment: Segment, before: Setting, whose: Whom) -> bool:
    """Whether a short name in a list is that of a part of the fund that is spoken of, and of no
    other fund: 职工医保门诊40万元、生育12万元."""
    named = [token.kind for token in segment.plain if token.kind not in ("fillers", "join")]
    same = whose.account is not None and whose.account == before.whom.account
    listed = segment.joined or segment.after == ","
    return listed and {*named} == {"brief"} and same


def _of_any(query: Query, figures: Link) -> Link:
    """What makes a figure, those of the other accounts with them: which it is of was said in a
    sentence before."""
    others = [made(_as_of(query, account)) for account in query.own.accounts()]
    further = [key for one in others if one is not None for key in one.link.required]
    return replace(figures, further=(*figures.further, *further))


def _as_of(query: Query, account: str) -> Query:
    """A number as if it were of an account, and with it the last ones before it of which it is no
    better known whose they are."""
    setting = replace(query.setting, whom=query.own.of(account, "near"))
    carried, near = query.account or "", query.preceding[-_MOST_MOVED:]
    moved = [_moved(quote, carried, account) if quote.of_any else quote for quote in near]
    return replace(query, setting=setting, preceding=[*query.preceding[:-_MOST_MOVED], *moved])


def _moved(quote: Quote, carried: str, account: str) -> Quote:
    """A quote as if it were of another account than the one that was carried over."""
    required = tuple(_of_account(key, carried, account) for key in quote.link.required)
    return replace(quote, link=replace(quote.link, required=required))


def _of_account(key: str, carried: str, account: str) -> str:
    """The same figure of another account, where all that makes it is of the one carried over."""
    of_carried = all(keys.fund(one) == carried for one in keys.made_of(key))
    return keys.made_of_fund(key, account) if of_carried else key


def _as_it_stands(setting: Setting) -> Setting:
    """The setting of a figure from which nothing is left out yet, though the next has less."""
    if not setting.without:
        return setting
    return replace(setting, without=(), when=when.come_about(setting.when))


def _change(segment: Segment, setting: Setting) -> Change | None:
    """The change that a segment states; None where it states anything else."""
    word = kind.change(segment)
    return Change(setting.basis, kind.falls(word)) if word is not None else None


def _is_rate_of_no_cell(quote: Quote) -> bool:
    return quote.mention.unit.dimension == "percent" and quote.key is None


def _is_aside(segment: Segment) -> bool:
    """Whether a segment only says what kind of thing a figure was: …150万元，为市级调剂金，…."""
    given = segment.number is None and segment.after == ","
    return given and segment.tokens[0].text in words("narrative", "signs", "aside")


def _is_targeted(segment: Segment, before: Setting, ends: bool) -> bool:
    """Whether a segment, or its sentence before it, names a target that is not the budget:
    比目标多582万元."""
    aims = any(token.kind == "aim" for token in segment.tokens) and not segment.names_budget
    return aims or (before.targeted and not ends)


def _is_reason(segment: Segment) -> bool:
    """Whether a segment is but the reason of what its sentence is about: …，受市场影响，…."""
    given = segment.number is None and segment.after == ","
    told = [token for token in segment.tokens if token.kind != "fillers"]
    return given and says(told[:1], "because")


def _is_reason_of_no_line(segment: Segment) -> bool:
    """Whether a segment gives, behind a figure, a reason that names no line of the tables:
    …，主要是滞纳金收入减少。其中…."""
    begins = any(says(segment.tokens[:1], sign) for sign in ("mostly", "main_reasons"))
    given = begins and segment.number is None and segment.after == ","
    narrowed = {token.end for token in segment.tokens if token.kind == "rest"}
    named = [token.start in narrowed for token in segment.tokens if token.kind == "item"]
    return given and bool(named) and all(named) and not segment.has(*_WHOSE)


def _without_reason(segment: Segment) -> Segment:
    """A segment; of one that begins a sentence with the reason of what follows, or with what came
    along with it, no more than of whom it is: its lines and years are not those of the figures
    behind it: 受定期存款利率连续三次下调影响，…; 随着补贴于上年底停发，…."""
    begun = segment.number is None and segment.after in (*SENTENCE_ENDS, ";")
    if not begun or not (_gives_reason(segment.tokens) or _comes_along(segment.tokens)):
        return segment
    kept = [
        token if token.kind in _OF_WHOM else replace(token, kind="rest") for token in segment.tokens
    ]
    return replace(segment, tokens=tuple(kept))


def _gives_reason(tokens: Sequence[Token]) -> bool:
    """Whether words begin and end as a reason does: 受 … 影响."""
    because = any(token.text in words("narrative", "signs", "because") for token in tokens[:1])
    return because and tokens[-1].kind == "cause"


def _comes_along(tokens: Sequence[Token]) -> bool:
    """Whether words begin with 随着, and say nothing of how a line changed."""
    along = any(token.text.startswith(words("narrative", "signs", "along")) for token in tokens[:1])
    return along and CHANGES.isdisjoint(token.kind for token in tokens)


def _lead(segment: Segment, before: Setting) -> tuple[Token, ...]:
    """The words of a sentence that last had no number of their own."""
    if segment.number is None:
        return segment.tokens
    return () if segment.after in SENTENCE_ENDS else before.lead


def _of(plain: Quote, line: Paragraph, mention: Mention) -> Quote:
    """The quote of one number of a segment."""
    words = line.text[mention.start : mention.end]
    return replace(plain, words=words, clause=_clause(line.text, mention), mention=mention)


def _quote(line: Paragraph, segment: Segment, setting: Setting) -> Quote:
    """What a segment says of every number in it."""
    subjects = () if benefits.speaks_of(setting.what) else setting.what.subjects
    return Quote(
        field=line.key,
        role=line.role,
        name=name_of(segment.plain),
        carried=_is_carried(setting),
        explicit=_is_said(segment, setting),
        falls=_falls(segment, setting) and not _has_own_sign(line, segment),
        changes=kind.change(segment) is not None,
        based=kind.is_based(segment),
        reaches=segment.has("level", "beyond"),
        rounded=ends_range(segment),
        of_year=_of_year(setting),
        came_about=_came_about(setting) and not what.is_of_own_budget(segment, setting.what),
        budget=_budget(segment, setting),
        fund=setting.whom.account,
        subject=subjects[0] if len(subjects) == 1 and not segment.unknown else None,
        aims=topics.is_aim(segment),
        benefit=benefits.line_of(setting.what),
    )


def _is_of_any(whose: Whom, total: str) -> bool:
    """Whether a sentence before says of which account a figure is, or it is but a guess that it is
    of the fund that was spoken of before that."""
    return whose.source == "before" or (whose.source == "far" and whose.account != total)


def _is_said(segment: Segment, setting: Setting) -> bool:
    """Whether the words beside a number name the line that it is of; not where 超 may say by how
    much this is over its budget, 住院超1234余万元, nor where they say no more than 支出, and its
    sentence began with something else: 村卫生室打包付费，支出462万元; nor behind a count of some of
    those insured."""
    if segment.joined or segment.unknown or segment.has("cause") or setting.whom.beside_some:
        return False
    if any(token.text in words(*_EXCEEDING) for token in segment.tokens[-1:]):
        return False
    return setting.what.explicit and not (_is_led(setting) and what.is_bare_spending(segment))


def _is_led(setting: Setting) -> bool:
    """Whether the sentence began with words of which it is unknown what they speak of."""
    kinds = {token.kind for token in setting.lead}
    return "rest" in kinds and kinds.isdisjoint(("fund", "total", "own", "place", "cause"))


def _budget(segment: Segment, setting: Setting) -> Budget | None:
    """The budget that a segment names, or that the words before it did."""
    at = setting.when
    if segment.has("budget", "completion") or segment.beside_budget:
        goes_on = at.adjusted and not segment.has("budget")
        return Budget(segment.of_adjusted_budget or goes_on, certain=True)
    if at.stance == "budget":
        return Budget(at.adjusted, at.doubtful is None)
    return Budget(adjusted=True, certain=False) if _is_beside_adjusted(setting.lead) else None


def _is_beside_adjusted(lead: Sequence[Token]) -> bool:
    """Whether a sentence begins by comparing with a budget that was changed: 与调整预算相比，…."""
    begun = Segment(tuple(lead[:_LONGEST_LEAD]), None, "")
    return begun.beside_budget and begun.of_adjusted_budget


def _ends_reason(segment: Segment, before: Setting) -> bool:
    """Whether what follows is no effect of a reason that was given: it is said what a change is on,
    and then it is all of it; or the sentence began with the reason, and goes on to what a line came
    to; or it goes on to what this was in the whole year."""
    led = bool(before.lead) and before.lead[0].text in words("narrative", "signs", "because")
    led = led or segment.has("whole_year")
    named = segment.has("item", "whole_year")
    line = segment.dimension == "money" and named and not segment.has("among")
    level = led and line and segment.after == "," and kind.change(segment) is None
    return (bool(segment.compared) or level) and not segment.unknown


def _is_carried(setting: Setting) -> bool:
    at = setting.when
    unsure = at.carried or at.instead is not None or at.doubtful is not None
    return unsure or setting.whom.source != "said"


def _falls(segment: Segment, setting: Setting) -> bool:
    word = kind.change(segment)
    if word is None or what.is_overspent(segment, setting.what):
        return word is not None or setting.what.deficit
    return kind.falls(word) != (setting.what.deficit or says([word], "of_deficits"))


def _has_own_sign(line: Paragraph, segment: Segment) -> bool:
    """Whether a number says by its own sign, in a bracket behind its words, which way it went:
    不增反减(-0.30%)."""
    mention = segment.number.mention if segment.number is not None else None
    if mention is None or mention.value >= 0:
        return False
    return line.text[: mention.start].endswith("(")


def _fell(quote: Quote, query: Query) -> bool:
    """Whether a quote says that something is by so much less, or a deficit where none was, or may
    do so without a word: 收支差额1146.11万元，支大于收."""
    if quote.falls or (quote.changes and turned_to_deficit(query)):
        return True
    unsigned = says(query.tokens[-1:], "unsigned") and quote.mention.value > 0
    return unsigned and _is_below_nothing(query)


def _is_below_nothing(query: Query) -> bool:
    """Whether the surplus of the account that is spoken of is a deficit."""
    surplus = told(key_of(SURPLUS, query.account or "", "actual"), query.own.submission)
    return surplus is not None and surplus.value < 0


def _of_year(setting: Setting) -> bool:
    return setting.when.period == "this" and not setting.whom.elsewhere


def _came_about(setting: Setting) -> bool:
    return _of_year(setting) and setting.when.stance != "plan"


def _clause(text: str, mention: Mention) -> str:
    """The words around a number, to the next sign on either side."""
    before = text[max(0, mention.start - _LONGEST_SIDE) : mention.start]
    after = text[mention.end : mention.end + _LONGEST_SIDE]
    words_before, words_after = signs.CLAUSE.split(before)[-1], signs.CLAUSE.split(after)[0]
    words = text[mention.start : mention.end]
    return f"{words_before}{words}{words_after}".strip(_AROUND_CLAUSE)


@cache
def _name_of_whole() -> re.Pattern[str]:
    """占基金收入合计的: the name of a whole that a share is one of."""
    share, of_it = (
        one_of("narrative", "signs", "sharing"),
        one_of("narrative", "signs", "possessive"),
    )
    return re.compile(f"{share}[^,;:。()\\d]{{1,16}}{of_it}")


_OF_NO_CELL = (_is_but_a_part, _is_of_sum, is_share_of_stated)
"""Ways in which a number that was linked may be of no cell after all."""
