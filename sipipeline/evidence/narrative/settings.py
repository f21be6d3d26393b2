"""Of whom, when and of what each segment of a text is, line by line: its setting.

text → lines → tokens, reworded → segments → a setting for each
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.cutting import segments_of
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment, counts_last
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.lines.tokens import Token, lines_counted, says, tokens_in
from sipipeline.evidence.narrative.making import benefits, net_figures, splits
from sipipeline.evidence.narrative.questions import kind, line_spoken_of, what, when, whom
from sipipeline.evidence.narrative.questions.accounts import Own, Whom, own_accounts
from sipipeline.evidence.narrative.questions.kind import Change
from sipipeline.evidence.narrative.questions.reasons import (
    ends_reason,
    is_reason,
    is_reason_of_no_line,
    without_reason,
)
from sipipeline.evidence.narrative.questions.setting import Read, Setting
from sipipeline.evidence.narrative.questions.subjects import DRAWING
from sipipeline.evidence.narrative.questions.what import What
from sipipeline.evidence.narrative.quoting.cells import told
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.evidence.narrative.rewording.omitted_units import (
    units_at,
    units_behind,
    units_of,
    with_unit,
)
from sipipeline.evidence.narrative.rewordings import reworded
from sipipeline.language.lexicon import words

_LONGEST_ITEM = 40
"""Characters of a line that is but a fund and its figure."""
_TO_RAISE = 3
"""Segments behind those who are counted in which it is said that they get more."""


def setting_reader(submission: Submission) -> "SettingReader":
    """What reads the texts of a submission."""
    year = submission.number("cover.year")
    return SettingReader(submission.once(own_accounts), int(year) if year is not None else None)


@frozen
class SettingReader:
    """Reads of whom, when and of what each segment of a text is."""

    own: Own
    year: int | None

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
        heading, _, written = line.written.partition("。")
        return (
            replace(line, text=title, written=heading, heading=True),
            replace(line, text=text, written=written, numbered=False),
        )

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
        segments = segments_of(reworded(line, self.own, self.year), sign)
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

    def _after(self, segment: Segment, before: Setting, following: Sequence[Segment]) -> Setting:
        """The setting of a segment, given that of the words before it, and what follows."""
        if _is_aside(segment):
            return before
        if is_reason(segment) or is_reason_of_no_line(segment):
            return replace(before, caused=True, lead=_lead(segment, before))
        segment = without_reason(segment)
        before = self._fund_by_fund(segment, before)
        ends = segment.after in SENTENCE_ENDS or segment.after == ";" or segment.opens_parts
        standard = self.own.standard
        of = benefits.read(segment, line_spoken_of.read(segment, before.what, standard), standard)
        whose = self._whose(segment, before.whom)
        of = self._at_end_as_stated(segment, of, whose, following)
        at = when.read(segment, before.when, self.year)
        of = what.at_year_end(segment, of, at.period == "before last")
        of = what.beside_balance(segment, of, following) if at.period == "this" else of
        of = _of_tables(segment, of, before, whose)
        of = what.of_funds(segment, of, self.own.funds_of(whose.account), standard)
        of = self._of_own_lines(of, whose)
        of = replace(of, subjects=()) if self._is_of_no_line(segment, before, whose) else of
        basis = kind.basis(segment, before.basis, self.year)
        return Setting(
            whose,
            when.at_year_start(at) if what.is_at_year_start(segment, of) else at,
            of,
            basis,
            before.follows_change,
            splits.read(segment, before, basis),
            segment.has("cause")
            or (before.caused and not ends and not ends_reason(segment, before)),
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
        of_all = lines in self.own.counted and whose.account == self.own.total
        return lines > 0 and not of_all and not segment.has("fund", "brief")

    def _is_of_no_line(self, segment: Segment, before: Setting, whose: Whom) -> bool:
        """Whether what a segment names is that of several lines, or of a part of one."""
        return (
            self._adds_up_lines(segment, whose)
            or self._points_to_lines(segment, before)
            or _is_part_of_fund(segment, before, whose)
        )

    def _points_to_lines(self, segment: Segment, before: Setting) -> bool:
        """Whether 以上三项合计 adds up what was named before it, and that is not what each fund got
        or spent."""
        if not what.points_back(segment) or segment.has("fund", "brief", "total"):
            return False
        known = before.whom.account == self.own.total and not before.whom.unsure
        of_funds = known or before.whom.turned
        return not of_funds or not what.OF_ACCOUNTS.issuperset(before.what.subjects)

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


def _is_part_of_fund(segment: Segment, before: Setting, whose: Whom) -> bool:
    """Whether a short name in a list is that of a part of the fund that is spoken of, and of no
    other fund: 职工医保门诊40万元、生育12万元."""
    named = [token.kind for token in segment.plain if token.kind not in ("fillers", "join")]
    same = whose.account is not None and whose.account == before.whom.account
    listed = segment.joined or segment.after == ","
    return listed and {*named} == {"brief"} and same


def _as_it_stands(setting: Setting) -> Setting:
    """The setting of a figure from which nothing is left out yet, though the next has less."""
    if not setting.without:
        return setting
    return replace(setting, without=(), when=when.come_about(setting.when))


def _change(segment: Segment, setting: Setting) -> Change | None:
    """The change that a segment states; None where it states anything else."""
    word = kind.change(segment)
    return Change(setting.basis, kind.falls(word)) if word is not None else None


def _is_aside(segment: Segment) -> bool:
    """Whether a segment only says what kind of thing a figure was: …150万元，为市级调剂金，…."""
    given = segment.number is None and segment.after == ","
    return given and segment.tokens[0].text in words("narrative", "signs", "aside")


def _is_targeted(segment: Segment, before: Setting, ends: bool) -> bool:
    """Whether a segment, or its sentence before it, names a target that is not the budget:
    比目标多582万元."""
    aims = any(token.kind == "aim" for token in segment.tokens) and not segment.names_budget
    return aims or (before.targeted and not ends)


def _lead(segment: Segment, before: Setting) -> tuple[Token, ...]:
    """The words of a sentence that last had no number of their own."""
    if segment.number is None:
        return segment.tokens
    return () if segment.after in SENTENCE_ENDS else before.lead
