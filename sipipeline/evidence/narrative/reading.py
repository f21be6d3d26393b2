"""How a number of a text is linked to the cell that it restates: four questions, asked of each.

text → segments, each with its setting (of whom, when, of what) → quotes
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.indicators import topics
from sipipeline.evidence.narrative.indicators.topics import LONGEST_NAME, name_of
from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.numbers_of_no_line import is_of_no_line
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment
from sipipeline.evidence.narrative.lines.text import Paragraph, paragraphs
from sipipeline.evidence.narrative.lines.tokens import says
from sipipeline.evidence.narrative.making import benefits, budgets, splits, sums
from sipipeline.evidence.narrative.making.balanced_totals import as_total
from sipipeline.evidence.narrative.making.cells_by_kind import link_of, turned_to_deficit
from sipipeline.evidence.narrative.making.made_figures import made
from sipipeline.evidence.narrative.making.query import Query
from sipipeline.evidence.narrative.making.rests import is_rest
from sipipeline.evidence.narrative.making.stated_wholes import is_share_of_stated
from sipipeline.evidence.narrative.plain_quotes import is_of_any, plain_quote, quote_of
from sipipeline.evidence.narrative.questions.accounts import Own, own_accounts
from sipipeline.evidence.narrative.questions.setting import Read, Setting
from sipipeline.evidence.narrative.questions.subjects import SURPLUS
from sipipeline.evidence.narrative.quoting import table_quotes
from sipipeline.evidence.narrative.quoting.cells import told
from sipipeline.evidence.narrative.quoting.inferred_accounts import pinned
from sipipeline.evidence.narrative.quoting.levels_with_changes import of_this_year
from sipipeline.evidence.narrative.quoting.lines_told_by_levels import of_line_told
from sipipeline.evidence.narrative.quoting.links import NOWHERE, Link, key_of
from sipipeline.evidence.narrative.quoting.printed_amounts import with_printed
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.evidence.narrative.quoting.restated import as_stated_before
from sipipeline.evidence.narrative.quoting.surroundings import NO_SURROUNDINGS, surroundings
from sipipeline.evidence.narrative.quoting.without_other_levels import or_subtotal
from sipipeline.evidence.narrative.settings import setting_reader
from sipipeline.language.lexicon import WordPattern, has
from sipipeline.language.mentions import Mention

_LONGEST_ASIDE = 40
"""Characters behind a number in which it may be said whose money it is."""
_MOST_MOVED = 32
"""Figures before one that may be of another account with it."""
_MOST_OF_SUM = 4
"""Numbers in a row that may go on with what several lines have together."""


def read(submission: Submission) -> Iterator[Sequence[Read]]:
    """The segments of each text, in the order of the sheet."""
    reader = setting_reader(submission)
    for document in paragraphs(submission):
        yield tuple(reader.segments(document))


def quotes(submission: Submission, texts: Iterable[Sequence[Read]]) -> Iterator[Quote]:
    """Every number of the texts that were read, and the figures of tables pasted into them."""
    reader = _QuoteReader(submission.once(own_accounts))
    for segments in texts:
        yield from reader.quotes(segments)
    yield from table_quotes.quotes(submission)


def quotes_of(line: str, key: str, submission: Submission) -> Sequence[Quote]:
    """Every number of a line in plain characters that stands for itself, as of a report."""
    said = Paragraph(key, line, line, numbered=False, role="report", heading=False)
    segments = tuple(setting_reader(submission).segments([said]))
    return tuple(_QuoteReader(submission.once(own_accounts)).quotes(segments))


@frozen
class _QuoteReader:
    own: Own

    def quotes(self, segments: Sequence[Read]) -> Iterator[Quote]:
        """The numbers of one text."""
        submission = self.own.submission
        of_benefits = benefits.confirmed([*self._numbers(segments)], submission)
        return budgets.confirmed([*of_benefits], submission)

    def _numbers(self, segments: Sequence[Read]) -> Iterator[Quote]:
        """The numbers of one text, each with what its sentence has stated before."""
        submission = self.own.submission
        said: list[Quote] = []
        sentence: list[Quote] = []
        beside_rate = False
        around = NO_SURROUNDINGS
        topic = topics.Topic()
        for line, segment, _, setting in segments:
            if segment.after in SENTENCE_ENDS:
                yield from _with_stated(with_printed(sentence, submission))
                said, sentence, beside_rate, around = [], [], False, NO_SURROUNDINGS
            around = surroundings(around, segment, setting.whom.account)
            found = self._quotes(line, segment, setting, said)
            topic, named = topic.named(segment, [*found])
            named = [as_stated_before(quote, segment, said) for quote in named]
            named = [of_line_told(quote, said, submission) for quote in named]
            quotes = [replace(quote, beside_rate=beside_rate, around=around) for quote in named]
            said += quotes if segment.number is not None else []
            sentence += quotes
            beside_rate = beside_rate or any(map(_is_rate_of_no_cell, quotes))
        yield from _with_stated(with_printed(sentence, submission))

    def _quotes(
        self, line: Paragraph, segment: Segment, setting: Setting, said: Sequence[Quote]
    ) -> Iterator[Quote]:
        """The numbers of a segment: those that only count, then the one that it leads to."""
        plain = replace(
            plain_quote(line, segment, setting), of_any=is_of_any(setting.whom, self.own.total)
        )
        for place, token in enumerate(segment.tokens):
            if token.mention is not None and token.kind == "count":
                before = name_of(segment.tokens[max(0, place - LONGEST_NAME) : place])
                yield replace(quote_of(plain, line, token.mention), name=before)
        mention = segment.number.mention if segment.number is not None else None
        if mention is None:
            return
        if segment.has("norm", "higher", "lower") or segment.beside_budget:
            mention = replace(mention, op="")
        mention = replace(mention, op=segment.bound or mention.op)
        quote = quote_of(plain, line, mention)
        if _is_of_no_cell(line, segment, mention):
            yield replace(quote, mention=replace(quote.mention, about=True))
        else:
            query = Query(segment, setting, said, line.role, self.own)
            linked = or_subtotal(self._linked(quote, query), line)
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
        quote = of_this_year(quote, sentence[place + 1 : place + 2])
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
    said = _NAME_OF_WHOLE.sub("", quote.clause)
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


def _is_of_no_cell(line: Paragraph, segment: Segment, mention: Mention) -> bool:
    """Whether words behind a number, or its whole sentence, make it one of no fund, or of some
    people or places alone."""
    outside = not segment.in_yuan and _is_outside_funds(line, mention)
    return outside or is_of_no_line(line, mention)


def _is_outside_funds(line: Paragraph, mention: Mention) -> bool:
    """Whether the sentence goes on to say that a number is of no fund: 保费423万元，不计入基金."""
    behind = line.text[mention.end : mention.end + _LONGEST_ASIDE]
    return has(signs.STATEMENT.split(behind)[0], "narrative", "signs", "outside_funds")


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


def _is_rate_of_no_cell(quote: Quote) -> bool:
    return quote.mention.unit.dimension == "percent" and quote.key is None


def _fell(quote: Quote, query: Query) -> bool:
    """Whether a quote says that something is by so much less, or a deficit where none was, or may
    do so without a word: 收支差额1146.11万元，支大于收; not how many times last year's it is."""
    if query.segment.of_last_year and not quote.changes:
        return False
    if quote.falls or (quote.changes and turned_to_deficit(query)):
        return True
    named = [token for token in query.tokens if token.kind not in ("level", "fillers")][-1:]
    unsigned = says(named, "unsigned") and quote.mention.value > 0
    return unsigned and _is_below_nothing(query)


def _is_below_nothing(query: Query) -> bool:
    """Whether the surplus of the account that is spoken of is a deficit."""
    surplus = told(key_of(SURPLUS, query.account or "", "actual"), query.own.submission)
    return surplus is not None and surplus.value < 0


_NAME_OF_WHOLE = WordPattern(
    r"{narrative.signs.sharing}[^,;:。()\d]{1,16}{narrative.signs.possessive}"
)
"""占基金收入合计的: the name of a whole that a share is one of."""


_OF_NO_CELL = (_is_but_a_part, _is_of_sum, is_share_of_stated)
"""Ways in which a number that was linked may be of no cell after all."""
