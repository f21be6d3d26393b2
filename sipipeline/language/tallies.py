"""How many of the indicators a text says were reached: 14项绩效指标中，完成13项，1项未达到."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, pairwise, takewhile

from sipipeline.core.values import frozen
from sipipeline.language.dates import WRITTEN_YEAR
from sipipeline.language.lexicon import Lexicon, WordPattern, has, words
from sipipeline.language.numbers import number_at

_HEADINGS = {
    "counted": "I",
    "levels": "L",
    "over": "X",
    "done": "D",
    "undone": "N",
    "due": "P",
    "beside": "",
    "of_all": "",
}
"""A letter for what the words under each heading stand for: indicators, a level of them, exceeded,
done, not, due; none for those that say nothing."""
_COUNT, _OTHER = "C", "?"
_OF_LEVEL = re.compile("LI?C")
"""数量指标9项."""
_MISSED = re.compile("ND(?:I?C|CI)")
"""未完成的5项, 未达标指标4项."""
_MISSED_ALONE = re.compile("CIND|CNDI|ND(?:IC|CI)")
"""2项指标未完成, 未完成的指标2项."""
_REASONS_ALONE = re.compile(f"{_MISSED_ALONE.pattern}|(?:CND|NDC)$")
_WHOLE = re.compile("(?:PD)?I?(?:CI|IC)")
"""14项绩效指标, 设置指标14个, 应完成指标14项."""
_COUNTED = re.compile("NDC|XD?C|DC|CND|CXD?|CD")
_ONLY_COUNTED = re.compile(rf"(?:{_COUNTED.pattern})+|(?:{_COUNTED.pattern})*(?:NDC|CND)\?")
"""Behind what was missed may stand which ones: 未完成的1项为失业保险参保人数."""
_YEAR = re.compile(WRITTEN_YEAR)
_DIGITS = re.compile("[0-9]+")
_NAMED = re.compile(r"[?I]+CND")
"""失业保险参保人数1项未达到: which one it was, not how many in all."""
_LISTED = re.compile(r"[?ID]+CND")
"""参保人数、认证率2项未达标: how many of those that are listed were missed."""
_OTHERS_REACHED = re.compile("CIX?D")
"""其余 9项指标均达到."""
_SENTENCE = re.compile(r"[。;!?\n]")
_CLAUSE = re.compile("[,:()]")
_PIECE = re.compile("[,:、()]")


@frozen
class IndicatorTally:
    """What a sentence says of so many indicators, of how many in all; None where it does not
    say."""

    words: str
    total: int | None
    reached: int | None
    missed: int | None
    exceeded: int
    """Said beside those that were reached, and perhaps among them."""
    perhaps_more: bool = False
    """Those that were missed may be some of more."""
    left_out: int = 0
    """How many it names as those beside which it counts all others that were reached."""

    def agrees(self, missed: int, of: int) -> bool:
        """Whether so many of all were missed, and all others reached; those that were exceeded, or
        left out, may be counted apart."""
        if self.perhaps_more:
            return self.missed is None or self.missed <= missed
        if self.left_out:
            return self.reached in (of - missed, of - self.left_out)
        if self.total is None:
            return self.missed in (None, missed)
        reached = self.total - missed
        apart = reached - self.exceeded
        return self.missed in (None, missed) and self.reached in (None, reached, apart)

    @property
    def rates(self) -> Sequence[float]:
        """What those that were reached are of all, with those that were exceeded and without."""
        reached = self.reached
        if reached is None and self.missed is not None and self.total:
            reached = self.total - self.missed
        if not self.total or reached is None:
            return ()
        return [some / self.total for some in {reached, reached + self.exceeded}]

    def boasts(self, missed: int, of: int) -> bool:
        """Whether it hides some that were missed of all."""
        if self.perhaps_more:
            return False
        fewer = self.missed is not None and self.missed < missed
        more = (self.reached or 0) > of - missed
        return missed > 0 and (fewer or more)


def tallies(text: str) -> Iterator[IndicatorTally]:
    """What each sentence says; a total holds on for the sentences right behind it."""
    total: int | None = None
    for sentence in _SENTENCE.split(text):
        counts = _Counts(total)
        if not _OTHER_TIMES.search(sentence):
            for clause in _CLAUSE.split(sentence):
                _read_clause(clause, counts)
        total = counts.total if counts.phrases else None
        yield from _tally(counts)


def tallies_of_levels(text: str) -> Iterator[tuple[str, IndicatorTally]]:
    """What each sentence says of the indicators of one level, beside the level:
    数量指标9项完成7项，质量指标3项全部完成."""
    for sentence in _SENTENCE.split(text):
        if not _OTHER_TIMES.search(sentence):
            for level, counts in _by_level(_PIECE.split(sentence)):
                yield from ((level, tally) for tally in _tally(counts))


def missed_of_levels(text: str) -> Iterator[tuple[str, IndicatorTally]]:
    """How many of what was missed each sentence says to be of a level, beside the level:
    未完成的5项中，产出指标2项、效益指标3项."""
    for sentence in _SENTENCE.split(text):
        pieces = _PIECE.split(sentence)
        first = next((at for at, piece in enumerate(pieces) if _begins_parts(pieces, at)), None)
        if first is None or _OTHER_TIMES.search(sentence):
            continue
        for piece in takewhile(_counts_level, pieces[first + 1 :]):
            words_of = f"{pieces[first]},{piece}"
            yield (
                _LEVEL.findall(piece)[-1],
                IndicatorTally(words_of, None, None, _signs(piece)[1][0], 0),
            )


def missed_at_first(text: str) -> Iterator[IndicatorTally]:
    """How many a text begins with as those that were missed: 未完成4项：…."""
    begins, sign, _ = text.partition(":")
    signs, numbers = _signs(begins)
    if sign and _MISSED.fullmatch(signs):
        yield IndicatorTally(begins, None, None, numbers[0], 0)


def missed_alone(text: str, of_reasons: bool) -> Iterator[IndicatorTally]:
    """How many indicators a sentence says were missed where it says of no more: 2项指标未完成;
    among reasons for what was missed 2项未完成 are indicators too."""
    pattern = _REASONS_ALONE if of_reasons else _MISSED_ALONE
    for sentence in _SENTENCE.split(text):
        pieces = _PIECE.split(sentence)
        if _OTHER_TIMES.search(sentence) or any("L" in _signs(piece)[0] for piece in pieces):
            continue
        for piece in pieces:
            signs, numbers = _signs(piece)
            things = "I" not in signs and has(piece, "achievement", "pieces")
            if pattern.match(signs) and not things:
                yield IndicatorTally(piece, None, None, numbers[0], 0, perhaps_more=True)


def others_reached(text: str) -> Iterator[IndicatorTally]:
    """How many were reached beside those that a sentence names: 除缴费人数外，其余9项指标均达到."""
    for sentence in _SENTENCE.split(text):
        if _OTHER_TIMES.search(sentence):
            continue
        clauses = _CLAUSE.split(sentence)
        for before, clause in pairwise(clauses):
            left_out, others = _LEFT_OUT.fullmatch(before), _OTHERS.match(clause)
            signs, numbers = _signs(clause[others.end() :]) if others else ("", [])
            if left_out and _OTHERS_REACHED.fullmatch(signs):
                names = len(_PARTED.findall(left_out[1])) + 1
                phrase = f"{before},{clause}"
                yield IndicatorTally(phrase, None, numbers[0], None, 0, left_out=names)


@dataclass(slots=True)
class _Counts:
    """What was read of a sentence so far."""

    total: int | None
    reached: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    exceeded: list[int] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    part: bool = False
    """Whether the counts are those of one level from here on."""
    unclear: bool = False


def _begins_parts(pieces: Sequence[str], at: int) -> bool:
    """Whether a piece says how many were missed, and the next which they are: 未完成的5项中."""
    among = words("achievement", "among")
    behind = pieces[at + 1] if at + 1 < len(pieces) else ""
    told = pieces[at].endswith(among) or behind.startswith(words("narrative", "tokens", "among"))
    return told and _MISSED.fullmatch(_signs(pieces[at])[0]) is not None


def _counts_level(piece: str) -> bool:
    return _OF_LEVEL.fullmatch(_signs(piece)[0]) is not None


def _by_level(pieces: Sequence[str]) -> Iterator[tuple[str, _Counts]]:
    """The counts of each level that a sentence names with its total, and what its next pieces add;
    none of several levels together, 数量、质量指标共8项, or of more than there are of one:
    时效3个）中9个达标."""
    level, counts = "", _Counts(None)
    named_before = False
    for piece in pieces:
        signs, numbers = _signs(piece)
        if "L" in signs:
            yield level, counts
            level, counts = "", _Counts(None)
            whole = _OF_LEVEL.match(signs)
            if whole is not None and numbers and not named_before:
                level, counts = (_LEVEL.findall(piece)[-1], _Counts(numbers[0], phrases=[piece]))
                _count_of_level(signs[whole.end() :], numbers, counts)
        elif level and 0 <= max(numbers, default=-1) <= (counts.total or 0):
            counts.phrases.append(piece)
            _count(signs, numbers, counts)
        named_before = "L" in signs and not numbers
    yield level, counts


def _count_of_level(signs: str, numbers: Sequence[int], counts: _Counts) -> None:
    """Add what stands behind the total of a level in its piece; 完成 alone is said of all."""
    if signs in ("D", "XD"):
        counts.reached.append(numbers[0])
    elif signs == "ND":
        counts.missed.append(numbers[0])
    elif signs:
        counts.unclear = len(numbers) < 2
        _count(signs, numbers[1:], counts)


def _tally(counts: _Counts) -> Iterator[IndicatorTally]:
    kinds = counts.reached, counts.missed, counts.exceeded
    once = all(len(kind) <= 1 for kind in kinds) and not counts.unclear
    if counts.total is not None and once and (counts.reached or counts.missed):
        reached, missed = ((*kind, None)[0] for kind in kinds[:2])
        yield IndicatorTally(
            ",".join(counts.phrases), counts.total, reached, missed, sum(counts.exceeded)
        )


def _read_clause(clause: str, counts: _Counts) -> None:
    """Add what a clause says: behind a list of several how many of them were missed,
    参保人数、认证率2项未达标, or else what each of its pieces says."""
    pieces = _PIECE.split(clause)
    signs, numbers = _signs(clause)
    listed = len(pieces) >= 2 and _LISTED.fullmatch(signs) is not None
    if listed and not counts.part and not has(clause, "achievement", "things"):
        counts.phrases.append(clause)
        counts.missed.append(numbers[0])
        return
    for piece in pieces:
        _read(piece, counts)


def _read(piece: str, counts: _Counts) -> None:
    """Add what a piece of a sentence says to what the sentence said so far."""
    signs, numbers = _signs(piece)
    if not numbers:
        return
    counts.phrases.append(piece)
    if "L" in signs:
        counts.part = True
    whole = _WHOLE.match(signs)
    if whole and (_COUNT in signs[whole.end() :] or whole.end() == len(signs)):
        if counts.part or len(counts.phrases) > 1:
            counts.part = True
            return
        counts.total, numbers, signs = numbers[0], numbers[1:], signs[whole.end() :]
    if counts.part or _NAMED.fullmatch(signs):
        return
    _count(signs.replace("I", ""), numbers, counts)


def _count(signs: str, numbers: Sequence[int], counts: _Counts) -> None:
    """Add the numbers of what was reached, missed, exceeded; nothing is clear where others
    stand."""
    if numbers and not _ONLY_COUNTED.fullmatch(signs):
        counts.unclear = True
        return
    for number, said in zip(numbers, _COUNTED.findall(signs)):
        kind = counts.missed if "N" in said else counts.reached
        (counts.exceeded if "X" in said else kind).append(number)


def _signs(piece: str) -> tuple[str, list[int]]:
    """A piece of a sentence as a letter for each word, and the numbers of indicators in it."""
    signs, numbers, at = "", [], 0
    while at < len(piece):
        counted = _count_at(piece, at)
        if counted is not None:
            number, at = counted
            signs += _COUNT
            numbers.append(number)
            continue
        if year := _YEAR.match(piece, at):
            at = year.end()
            continue
        if digits := _DIGITS.match(piece, at):
            signs, at = signs + _OTHER, digits.end()
            continue
        word, sign = _lexicon().read(piece, at, _OTHER)
        signs += sign
        at += len(word) or 1
    return re.sub(r"([I?])\1+", r"\1", signs), numbers


def _count_at(text: str, at: int) -> tuple[int, int] | None:
    """The 14 of 14项 and of 十四个, and where it ends; 14个工作日 is no such count."""
    printed = number_at(text, at)
    if printed is None or printed.unit or not float(printed.value).is_integer():
        return None
    counted = _COUNTER.match(text, printed.end)
    return (int(printed.value), counted.end()) if counted else None


_COUNTER = WordPattern("{achievement.counters}(?!{achievement.not_counted})")
_LEVEL = WordPattern("{achievement.levels}")
_LEFT_OUT = WordPattern("{achievement.leaving_out}(.+?){achievement.left_out}")
_OTHERS = WordPattern("{achievement.others}")
_PARTED = WordPattern("{achievement.parting}")
_OTHER_TIMES = WordPattern("{achievement.otherwise}")


@cache
def _lexicon() -> Lexicon[str]:
    """Words to their letters."""
    return Lexicon(chain.from_iterable(map(_under, _HEADINGS)))


def _under(heading: str) -> Iterator[tuple[str, str]]:
    for word in words("achievement", heading):
        yield word, _HEADINGS[heading]
