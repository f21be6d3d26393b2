"""What a number is called, and whether it is the target of an indicator, or what was reached of
it: 参保人数目标值12000人，实际完成值12408人."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.indicators.naming import measured
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.quoting.links import NOWHERE
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.language.lexicon import has
from sipipeline.language.mentions import Mention

_NO_NAME = frozenset({"fillers", "level", "beyond", "plan", "outcome", "join", "average"})
"""Kinds of words that end no name."""
_SAID = frozenset({"aim", "outcome"})
_AT_TIMES = frozenset({"date", "this_year", "whole_year", "year_start"})
_SAID_OF_TOPIC = _SAID | _AT_TIMES | {"level", "fillers", "beyond", "average"}
"""Kinds of words that name nothing themselves: 年初目标, 实际完成, 年末."""
_TIMES = ("day", "workday")
_OF_PART = frozenset({"fund", "brief", "last_year", "same_period"})
"""Kinds of words by which a part of what was named is told: 工伤实际99.5%，失业实际99.6%."""
_BETWEEN = frozenset({"level", "fillers", "beyond"})
"""Kinds of words that may stand between 目标值 and its number."""
_OTHERWISE = CHANGES | {"outcome", "than", "higher", "lower", "share", "other_year"}
"""Kinds of words that make a number beside 目标 something else than the target."""


_ARRIVED = ["up", "level"], ["down", "level"]
"""Kinds of words that lead to what a number came to: 压缩至."""
LONGEST_NAME = 16
"""Words before a number that only counts which may be its name."""


def name_of(words_before: Sequence[Token]) -> str:
    """The words before a number without 达到 and the like at their end."""
    left = [*words_before]
    while left and left[-1].kind in _NO_NAME and left[-1].text not in measured():
        left.pop()
    return _text(left)


@frozen
class Topic:
    """What was named last in a sentence, or in one before it without a figure."""

    text: str = ""
    clear: bool = True
    """Whether its line of the tables, if any, is what is aimed at."""
    titled: bool = False
    """Whether no figure stood beside it."""
    aimed: bool = False
    """Whether words speak of its target."""
    target: Mention | None = None
    """The target that was stated of it right before."""
    awaited: bool = False
    """Whether the number behind a colon is its target."""
    stated: bool = False
    """Whether its sentence has a figure."""
    answered: bool = False
    """Whether what was reached of it stands beside its name: 结算率66.4%，目标70%，完成94.9%."""

    def named(self, segment: Segment, found: Sequence[Quote]) -> tuple["Topic", Sequence[Quote]]:
        """The topic of what follows a segment, and its numbers, each with what names it: its own
        words, or those before it."""
        before = self._behind_sentence() if segment.after in SENTENCE_ENDS else self
        kinds = {token.kind for token in _leading(segment)}
        aims = limits = before._is_aimed_by(segment)
        if kinds <= _SAID_OF_TOPIC or before._is_of_part(kinds):
            quotes = before._carried(found, kinds, aims)
            topic = before._spoken_of_again(bool(found), aims)
        else:
            limits = aims or any(map(_is_limit, found))
            quotes = [replace(quote, named=_words_of(quote, segment)) for quote in found]
            topic = _begun(segment, bool(found), limits)
        return before._led_to(topic, found, aims, limits), quotes

    def _is_aimed_by(self, segment: Segment) -> bool:
        """Whether the number of a segment is a target: its words say so, or those before it."""
        return is_aim(segment) or (self.awaited and _is_bare(segment))

    def _led_to(self, topic: "Topic", found: Sequence[Quote], aims: bool, limits: bool) -> "Topic":
        """The topic behind a segment, with what the numbers of this leave to those behind it."""
        if found:
            target = found[0].mention if limits else None
            return replace(topic, target=target, awaited=aims and self.awaited, stated=True)
        return replace(topic, target=self.target, awaited=aims, stated=self.stated)

    def _behind_sentence(self) -> "Topic":
        """What is left behind the end of a sentence: what a title says."""
        if self.stated:
            return Topic(answered=self.answered)
        return replace(self, awaited=False)

    def _spoken_of_again(self, has_figure: bool, aims: bool) -> "Topic":
        """The topic behind a segment that names nothing else."""
        titled = self.titled and (aims or not has_figure)
        return replace(self, aimed=self.aimed or aims, titled=titled)

    def _is_of_part(self, kinds: Collection[str]) -> bool:
        """Whether words say what was reached of a part of what was aimed at: 工伤实际99.5%."""
        told = not {"outcome", "last_year"}.isdisjoint(kinds)
        return self.aimed and told and {*kinds} <= _SAID_OF_TOPIC | _OF_PART

    def _is_reached(self, kinds: Collection[str]) -> bool:
        """Whether words without a name say what was reached of a target, or of a title."""
        if self.answered or not (_OF_PART | {"beyond"}).isdisjoint(kinds):
            return False
        if self.target is None:
            return "outcome" in kinds and self.titled
        return not (_AT_TIMES | {"outcome"}).isdisjoint(kinds)

    def _carried(
        self, found: Sequence[Quote], kinds: Collection[str], aims: bool
    ) -> Sequence[Quote]:
        """Numbers without a name, with that of the topic where they are its target or what was
        reached of it; of no line of the tables where its target is of none."""
        carries = aims or self._is_reached(kinds)
        if (self.aimed or aims) and not self.clear:
            found = [replace(quote, link=NOWHERE) for quote in found]
        if not carries:
            return found
        named, target = self.text, self.target
        return [replace(quote, named=named, target=target, aims=aims) for quote in found]


def is_aim(segment: Segment) -> bool:
    """Whether the words right before a number say that it is the target of the year, and none that
    it is that of others, or of other years."""
    leading = _leading(segment)
    tokens = [token for token in leading if token.kind not in _BETWEEN]
    if segment.after == "":
        return False
    if not says(tokens[-1:], "own_aims") or _OTHERWISE & {token.kind for token in segment.tokens}:
        return False
    beyond = any(token.kind == "beyond" for token in leading[: leading.index(tokens[-1])])
    return not beyond and not has(_text(leading), "narrative", "signs", "of_others")


def _begun(segment: Segment, has_figure: bool, limits: bool) -> Topic:
    """What a segment names as the topic of what follows."""
    changed = any(token.kind in CHANGES for token in segment.tokens)
    return Topic(
        text="" if changed else _text(_leading(segment)),
        clear=not changed and not _without_verdict(segment).unknown,
        titled=not has_figure,
        aimed=limits or segment.has("aim"),
        answered=has_figure and not limits,
    )


def _without_verdict(segment: Segment) -> Segment:
    """A segment without the words that only say that a target was missed: 参保人数 未达标."""
    if segment.number is not None:
        return segment
    kept = tuple(token for token in segment.tokens if not says([token], "missing"))
    return replace(segment, tokens=kept)


def _is_limit(quote: Quote) -> bool:
    """Whether a number bounds what is to be reached: 不低于99%, 时限20个工作日."""
    return bool(quote.mention.op) or quote.mention.unit.dimension in _TIMES


def _is_bare(segment: Segment) -> bool:
    """Whether a number stands alone behind a colon, or is one of a range behind it."""
    return not _leading(segment) and (segment.after == ":" or bool(segment.tokens))


def _words_of(quote: Quote, segment: Segment) -> str:
    """The words that lead to a number; to one that only counts, those before it."""
    number = segment.number.mention if segment.number is not None else None
    if number is not None and quote.mention.start == number.start:
        return _text(segment.plain)
    place = bisect_right(segment.tokens, quote.mention.start, key=lambda token: token.end)
    return _text(_without_origin(segment.tokens[max(0, place - LONGEST_NAME) : place]))


def _without_origin(tokens: Sequence[Token]) -> Sequence[Token]:
    """The words before a number without those from where it came: 由10个工作日压缩至."""
    arrived = [token.kind for token in tokens[-len(_ARRIVED[0]) :]] in _ARRIVED
    places = [place for place, token in enumerate(tokens) if token.kind == "origin"]
    return tokens[: places[-1]] if arrived and places else tokens


def _leading(segment: Segment) -> Sequence[Token]:
    """The words before the number of a segment, or before the first where all only count."""
    before = iter(segment.plain)
    if segment.number is None:
        before = takewhile(lambda token: token.kind != "count", segment.plain)
    return [token for token in before if token.text]


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)
