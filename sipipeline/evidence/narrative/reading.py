"""How a number of a text is linked to the cell that it restates: four questions, asked of each.

text → lines → marks → segments → a setting for each (of whom, when, of what) → quotes
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative import benefits, budgets, kind, net, sums, what, when, whom
from sipipeline.evidence.narrative.asked import Asked
from sipipeline.evidence.narrative.cells import told
from sipipeline.evidence.narrative.kind import Basis, Kind
from sipipeline.evidence.narrative.links import (
    NOWHERE,
    OF_YEAR,
    Base,
    Link,
    key_of,
    link,
    share,
)
from sipipeline.evidence.narrative.lists import in_order, with_each
from sipipeline.evidence.narrative.made import made
from sipipeline.evidence.narrative.marks import Mark, marks_in, with_people
from sipipeline.evidence.narrative.quotes import Budget, Quote
from sipipeline.evidence.narrative.segments import SENTENCE_ENDS, Segment, segments_of
from sipipeline.evidence.narrative.senses import with_senses
from sipipeline.evidence.narrative.setting import Read, Setting
from sipipeline.evidence.narrative.spans import ends_range, is_of_each, with_bounds
from sipipeline.evidence.narrative.text import Paragraph, paragraphs
from sipipeline.evidence.narrative.what import Subject, What
from sipipeline.evidence.narrative.when import FigureTime
from sipipeline.evidence.narrative.whom import Own, Whom
from sipipeline.language.lexicon import words
from sipipeline.language.mentions import Mention
from sipipeline.language.units import PERCENT

_CLAUSE_END = re.compile(r"[,。;:!?]")
_LONGEST_SIDE = 200
"""Characters on either side of a number that a clause may have."""
_AROUND_CLAUSE = ",。;: "
_FROM_BUDGET: dict[Kind, Kind] = {
    "change": "over_budget",
    "growth_rate": "over_budget_rate",
}
"""The kinds of change on last year, and those on the budget."""
_CHANGES = _FROM_BUDGET.keys() | {"months_more"}
_NO_NAME = frozenset({"fillers", "level", "beyond", "plan", "outcome", "join", "average"})
"""Kinds of words that end no name."""


def read(submission: Submission) -> Iterator[Sequence[Read]]:
    """The segments of each text, in the order of the sheet."""
    reader = _reader(submission)
    for document in paragraphs(submission):
        yield tuple(reader.segments(document))


def quotes(submission: Submission, texts: Iterable[Sequence[Read]]) -> Iterator[Quote]:
    """Every number of the texts that were read."""
    reader = _reader(submission)
    for segments in texts:
        yield from reader.quotes(segments)


def _reader(submission: Submission) -> "_Reader":
    year = submission.number("cover.year")
    return _Reader(whom.own(submission), int(year) if year is not None else None)


@dataclass(frozen=True, slots=True)
class _Reader:
    own: Own
    year: int | None

    def quotes(self, segments: Sequence[Read]) -> Iterator[Quote]:
        """The numbers of one text."""
        submission = self.own.submission
        of_benefits = benefits.confirmed([*self._numbers(segments)], submission)
        return budgets.confirmed([*of_benefits], submission)

    def _numbers(self, segments: Sequence[Read]) -> Iterator[Quote]:
        said: list[Quote] = []
        for line, segment, _, setting in segments:
            if segment.after in SENTENCE_ENDS:
                said = []
            quotes = [*self._quotes(line, segment, setting, said)]
            said += quotes if segment.number is not None else []
            yield from quotes

    def segments(self, lines: Sequence[Paragraph]) -> Iterator[Read]:
        """Each segment, line by line. A title says of whom the lines below it are; else of whom a
        line was is but a guess for the next. A list goes on with what the line above it says."""
        title: Whom | None = None
        guess = self.own.everything
        opened: Setting | None = None
        for line in lines:
            if line.heading:
                title = whom.of_title(line.text, self.own)
            opened = opened if line.numbered else None
            last = opened or Setting(title or guess)
            for segment, setting in self._settings(line, last, ":" if opened else "。"):
                yield Read(line, segment, last, setting)
                last = setting
            guess = whom.guessed(last.whom, self.own)
            opened = last if line.text.endswith(":") and last.what.subjects else opened

    def _settings(
        self, line: Paragraph, setting: Setting, sign: str
    ) -> Iterator[tuple[Segment, Setting]]:
        """Each segment with its setting; what a bracket says holds inside it only."""
        outside: list[Setting] = []
        marks = whom.with_own_names(marks_in(line.text, self.own.submission.standard), self.own)
        marks = with_people(with_senses(whom.with_split_names(marks)))
        led = whom.with_fund_first(marks)
        bounded = with_bounds(led) if line.role == "report" else led
        segments = segments_of(in_order(with_each(bounded)), sign)
        for place, segment in enumerate(segments):
            while len(outside) > segment.depth:
                setting = outside.pop()
            outside += [setting] * (segment.depth - len(outside))
            setting = self._after(segment, setting)
            whose = whom.with_parts(setting.whom, segments[place + 1 :], self.own)
            setting = replace(setting, whom=whose)
            yield segment, setting
            if segment.number is not None:
                changes = kind.change(segment) is not None
                setting = replace(setting, follows_change=changes)

    def _after(self, segment: Segment, before: Setting) -> Setting:
        """The setting of a segment, given that of the words before it."""
        if _is_reason(segment):
            return replace(before, caused=True, lead=_lead(segment, before))
        ends = segment.after in SENTENCE_ENDS or segment.after == ";" or segment.opens_parts
        standard = self.own.submission.standard
        of = benefits.read(segment, what.read(segment, before.what, standard), standard)
        of = what.at_year_end(segment, of)
        whose = whom.read(segment, before.whom, self.own)
        at = when.read(segment, before.when, self.year)
        of = what.of_something_else(of) if whose.source == "far" else of
        return Setting(
            whose,
            when.at_year_start(at) if what.is_at_year_start(segment, of) else at,
            of,
            kind.basis(segment, before.basis, self.year),
            before.follows_change,
            segment.has("cause") or (before.caused and not ends and not _is_whole_change(segment)),
            _lead(segment, before),
            kind.listed(segment, before.listed),
            net.without(segment, before.without),
        )

    def _quotes(
        self, line: Paragraph, segment: Segment, setting: Setting, said: Sequence[Quote]
    ) -> Iterator[Quote]:
        """The numbers of a segment: those that only count, then the one that it leads to."""
        plain = _quote(line, segment, setting)
        for place, mark in enumerate(segment.marks):
            if mark.mention is not None and mark.kind == "count":
                before = _name(segment.marks[:place])
                yield replace(_of(plain, line, mark.mention), name=before)
        if segment.number is not None and segment.number.mention is not None:
            mention = segment.number.mention
            if segment.has("norm", "higher", "lower") or segment.beside_budget:
                mention = replace(mention, op="")
            quote = _of(plain, line, mention)
            asked = Asked(segment, setting, said, line.role, self.own)
            quote = replace(quote, sums=sums.adds_up(asked))
            if (figure := made(asked)) is not None:
                unit = PERCENT if asked.of_hundred else mention.unit
                mention = replace(mention, unit=unit, op=figure.op or mention.op)
                quote = replace(quote, mention=mention, link=figure.link, falls=figure.falls)
                yield quote
            else:
                yield replace(quote, link=self._link(line, segment, mention, setting, said))

    def _link(
        self,
        line: Paragraph,
        segment: Segment,
        mention: Mention,
        setting: Setting,
        said: Sequence[Quote],
    ) -> Link:
        if benefits.speaks_of(setting.what):
            return self._link_of_benefits(line, segment, setting)
        if what.is_overspent(segment, setting.what):
            return self._link_of(what.SURPLUS, "level", line, setting)
        leading = setting.listed or setting.lead
        found = kind.kind_of(segment, mention, setting.what, setting.when, leading)
        if is_of_each(segment) or _counts_some(segment):
            return NOWHERE
        if found == "origin" and setting.basis == "long ago":
            return NOWHERE
        if found is None or (line.role == "targets" and _is_reached_for(segment, mention, setting)):
            return NOWHERE
        if found == "share":
            return self._link_of_share(line, segment, setting, said)
        if found in _CHANGES and not self._is_measured(found, segment, setting):
            return NOWHERE
        kinds = _kinds(found, setting.basis)
        meant = link(kinds, setting.whom, setting.what, setting.when, line.role, self.own)
        if not segment.has("over_expenditure") or segment.has("budget"):
            return meant
        return self._link_of_overspending(meant, line, setting)

    def _is_measured(self, found: Kind, segment: Segment, setting: Setting) -> bool:
        """Whether the tables know what a change is measured from, and the way that it went."""
        clear = found != "change" or not setting.what.deficit or self._was_deficit(setting)
        return clear and _is_measured(segment, setting)

    def _was_deficit(self, setting: Setting) -> bool:
        """Whether there was a deficit to compare with: where there was none, it may be the surplus
        that is said to have grown."""
        measure = "budget" if setting.basis == "budget" else "prior"
        meant = [
            told(key_of(one, setting.whom.account or "", measure), self.own.submission)
            for one in setting.what.subjects
        ]
        return all(before is not None and before.high < 0 for before in meant)

    def _link_of_overspending(self, meant: Link, line: Paragraph, setting: Setting) -> Link:
        """Of 超支 without a word on what: beyond the budget, or beyond what came in."""
        beyond_income = self._link_of(what.SURPLUS, "deficit", line, setting).required
        if what.SURPLUS not in setting.what.subjects:
            return Link(meant.required, (*meant.further, *beyond_income))
        beyond_budget = self._link_of(what.EXPENDITURE, "over_budget", line, setting).required
        return Link((), (*beyond_budget, *beyond_income))

    def _link_of(self, subject: Subject, found: Kind, line: Paragraph, setting: Setting) -> Link:
        """The cells of a figure of one line of the tables."""
        of = What((subject,))
        return link((found,), setting.whom, of, setting.when, line.role, self.own)

    def _link_of_share(
        self, line: Paragraph, segment: Segment, setting: Setting, said: Sequence[Quote]
    ) -> Link:
        if setting.follows_change and not setting.what.said:
            return NOWHERE
        if _is_of_last_year(segment):
            return NOWHERE
        account = whom.of_base(segment, setting.whom, self.own)
        whole = what.base_of(segment, setting.what)
        if not segment.base:
            whole = what.with_part(whole, setting.what, self.own.submission.standard)
        last = said[-1].key or "" if said else ""
        if segment.has("share") and not setting.what.said and setting.whom.source == "said":
            of_all = self._whole(segment, setting) if segment.base else _whole_of(last)
            if of_all and (segment.base or not whole):
                return _part_of(of_all, setting, self.own)
        if not segment.base and not whole and setting.what.said:
            before = what.whole_of(last, account)
            whole = what.with_part(before, setting.what, self.own.submission.standard)
        base = Base(account, whole)
        if kind.topic(segment, setting.lead) is not None and not segment.has("share"):
            base = Base(setting.whom.account, what.named(setting.lead))
        return share(setting.whom, setting.what, base, setting.when, line.role, self.own)

    def _whole(self, segment: Segment, setting: Setting) -> str:
        """The figure of all funds that words say a share is one of: 占全部基金收入的."""
        account = whom.of_base(segment, setting.whom, self.own)
        named = what.named(segment.base)
        measure = OF_YEAR.get(setting.when.period, "")
        clear = account == self.own.total and len(named) == 1
        return key_of(named[0], account or "", measure) if clear else ""

    def _link_of_benefits(self, line: Paragraph, segment: Segment, setting: Setting) -> Link:
        if line.role != "report":
            return NOWHERE
        return benefits.link(
            segment, setting.whom, setting.what, setting.when, setting.basis, self.own
        )


def _whole_of(share: str) -> str:
    """What a share is one of; "" where it is no share."""
    return keys.shared(share)[-1] if keys.is_share(share) else ""


def _part_of(whole: str, setting: Setting, own: Own) -> Link:
    """What a fund is of a figure of all: 企业养老占全部基金收入的56.8%，居民养老占10.0%."""
    account, at = setting.whom.account, setting.when
    measure = keys.measure(whole)
    plain = at.stance == "outcome" and OF_YEAR.get(at.period) == measure
    if not plain or account is None or account == own.total or keys.fund(whole) != own.total:
        return NOWHERE
    part = keys.of_fund(whole, account)
    return Link((keys.share(part, whole),))


def _is_of_last_year(segment: Segment) -> bool:
    """Whether a share is one of a figure of last year, and not of the year of its part:
    占上年保费收入的1.8%."""
    behind = dropwhile(lambda mark: mark.kind != "share", segment.marks)
    return any(mark.kind in ("last_year", "same_period", "year_start") for mark in behind)


def _counts_some(segment: Segment) -> bool:
    """Whether a number is that of so many of all funds, one by one: 五项基金中两项增幅超过20%."""
    kinds = [mark.kind for mark in segment.marks if mark.kind in ("total", "count")]
    return kinds == ["total", "count"]


def _is_reason(segment: Segment) -> bool:
    """Whether a segment is but the reason of what its sentence is about: …，受市场影响，…."""
    given = segment.number is None and segment.after == ","
    return given and segment.marks[0].text in words("narrative", "signs", "because")


def _lead(segment: Segment, before: Setting) -> tuple[Mark, ...]:
    """The words of a sentence that last had no number of their own."""
    if segment.number is None:
        return segment.marks
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
        name=_name(segment.plain),
        carried=_is_carried(setting),
        falls=_falls(segment, setting),
        changes=kind.change(segment) is not None,
        reaches=segment.has("level", "beyond"),
        rounded=ends_range(segment),
        of_year=_of_year(setting),
        came_about=_came_about(setting),
        budget=_budget(segment, setting.when),
        fund=setting.whom.account,
        subject=subjects[0] if len(subjects) == 1 and not segment.unknown else None,
    )


def _budget(segment: Segment, at: FigureTime) -> Budget | None:
    """The budget that a segment names, or that the words before it did."""
    if segment.has("budget", "completion") or segment.beside_budget:
        return Budget(segment.of_adjusted_budget, certain=True)
    return Budget(at.adjusted, at.doubtful is None) if at.stance == "budget" else None


def _is_reached_for(segment: Segment, mention: Mention, setting: Setting) -> bool:
    """Whether an amount among the targets is one to reach, and no budget: 达到7500万元."""
    budgeted = setting.when.stance == "budget" and setting.when.doubtful is None
    return not budgeted and (bool(mention.op) or segment.has("level", "beyond", "plan", "aim"))


def _is_whole_change(segment: Segment) -> bool:
    """Whether a segment says what a change is on: it is all of it, and what follows is of it."""
    return bool(segment.compared) and not segment.unknown


def _kinds(found: Kind, basis: Basis) -> Sequence[Kind]:
    """The kinds that a figure may be of: a change is one on last year unless the budget is said,
    and may be one on the budget where nothing is."""
    on_budget = _FROM_BUDGET.get(found)
    if on_budget is None or basis in ("last", "year start"):
        return (found,)
    return (on_budget,) if basis == "budget" else (found, on_budget)


def _is_measured(segment: Segment, setting: Setting) -> bool:
    """Whether the tables know what a change is measured from, and it is all of it; behind a reason
    only where it says so."""
    if setting.basis in ("elsewhere", "long ago"):
        return False
    of_year_end = what.AT_YEAR_END | {what.MONTHS}
    if setting.basis == "year start" and not of_year_end.issuperset(setting.what.subjects):
        return False
    if setting.basis == "budget":
        return True
    return not setting.caused or segment.has("year_on_year") or bool(segment.compared)


def _is_carried(setting: Setting) -> bool:
    at = setting.when
    unsure = at.carried or at.instead is not None or at.doubtful is not None
    return unsure or setting.whom.source != "said"


def _falls(segment: Segment, setting: Setting) -> bool:
    word = kind.change(segment)
    if word is None or what.is_overspent(segment, setting.what):
        return word is not None or setting.what.deficit
    return kind.falls(word) != setting.what.deficit


def _of_year(setting: Setting) -> bool:
    return setting.when.period == "this" and not setting.whom.elsewhere


def _came_about(setting: Setting) -> bool:
    return _of_year(setting) and setting.when.stance != "plan"


def _name(words_before: Sequence[Mark]) -> str:
    """The words before a number without 达到 and the like at their end."""
    marks = [*words_before]
    while marks and marks[-1].kind in _NO_NAME and marks[-1].text not in _measured():
        marks.pop()
    return "".join(mark.text for mark in marks)


def _measured() -> tuple[str, ...]:
    return words("narrative", "signs", "measured")


def _clause(text: str, mention: Mention) -> str:
    """The words around a number, to the next sign on either side."""
    before = text[max(0, mention.start - _LONGEST_SIDE) : mention.start]
    after = text[mention.end : mention.end + _LONGEST_SIDE]
    words_before, words_after = _CLAUSE_END.split(before)[-1], _CLAUSE_END.split(after)[0]
    words = text[mention.start : mention.end]
    return f"{words_before}{words}{words_after}".strip(_AROUND_CLAUSE)
