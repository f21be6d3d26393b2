"""What a text says of the indicators as a whole: 各项指标全部完成; 14项绩效指标中，完成13项."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.indicators import Indicator
from sipipeline.language.dates import is_of_year
from sipipeline.language.fillings import is_none
from sipipeline.language.lexicon import WordPattern, one_of, phrases
from sipipeline.language.numbers import compact, numerals
from sipipeline.language.tallies import (
    IndicatorTally,
    missed_alone,
    missed_at_first,
    missed_of_levels,
    others_reached,
    tallies,
    tallies_of_levels,
)
from sipipeline.language.wordings import band, is_only_a_band

_HERE = "achievement"
_ACHIEVEMENT, _REASONS = "narrative.achievement", "narrative.unmet_reasons"
_AHEAD = ("narrative.targets", "narrative.plans")
"""Fields of what is to be reached."""
OTHERWISE = re.compile(f"{one_of(_HERE, 'otherwise')}|{one_of(_HERE, 'wishes')}")
"""Words of what was not done this year: 上年, 力争, 计划."""
_ALL_REACHED = re.compile(phrases(_HERE, "all_reached"))
_NO_REASONS = re.compile(phrases(_HERE, "no_reasons") + "(?:$|[。;])")
_EXCEPTION = WordPattern("{exceptions}", _HERE)
_NO_EXCEPTION = WordPattern("{no_exceptions}", _HERE)
_NUMBERED, _PIECES = one_of(_HERE, "numbered"), one_of(_HERE, "pieces")
_COUNT = rf"(?:\d+|[{''.join(numerals())}]{{1,3}})"
_OF_ALL = re.compile(rf"{_COUNT}(?={_NUMBERED}|{_PIECES})|[()、\"]|{one_of(_HERE, 'of_all')}")
_FIGURE = re.compile(rf"\d(?!\d{{0,8}}(?:{_NUMBERED}|{_PIECES}(?!{one_of(_HERE, 'not_counted')})))")
"""A digit that is of no count of indicators and of no year."""
_SEVERALLY = WordPattern("{severally}", _HERE)
_RATE = WordPattern("{rates}", _HERE)
_WHOLE = WordPattern("{whole}", _HERE)
_INDICATORS = WordPattern("{counted}", _HERE)
_LEVEL = WordPattern("{levels}", _HERE)
_AIM = WordPattern("{aims}", _HERE)
_OF_TABLE = WordPattern("{achievement.one.of_table}")
_SENTENCE = re.compile(r"[。;!?\n]")
_CLAUSE = re.compile("[,:]")


@frozen
class AllReached:
    """Words that say that all indicators were reached, or all of some groups."""

    words: str
    levels: Sequence[str] = ()
    """The groups that are named; none where it is said of all."""


class LevelTally(NamedTuple):
    """How many of the indicators were reached, of all or of one group."""

    tally: IndicatorTally
    level: str = ""
    """The group that is named, "" where it is said of all."""


@frozen
class Achievement:
    """What a text says of the indicators as a whole."""

    field: str
    all_reached: Sequence[AllReached]
    counted: Sequence[LevelTally]


def achievements(texts: Iterable[tuple[str, str]], year: float | None) -> Iterator[Achievement]:
    """What each of the texts says, by the sentences that name no other year."""
    for field, text in texts:
        sentences = (one for one in _SENTENCE.split(text) if is_of_year(one, year))
        of_year = "\n".join(sentences)
        yield Achievement(
            field, tuple(_all_reached(field, of_year)), tuple(_counted(field, of_year))
        )


def of_levels(rows: Sequence[Indicator], levels: Sequence[str]) -> Sequence[Indicator]:
    """The rows of the groups of indicators that are named: 时效指标; all of them where none is."""
    return [
        row for row in rows if not levels or any(one in row.level1 + row.level2 for one in levels)
    ]


# ---------------------------------------------------------------- so many of so many
def _counted(field: str, text: str) -> Iterator[LevelTally]:
    """How many of how many a text says were reached."""
    if field != _REASONS:
        text = _of_indicators(field, text)
    yield from (LevelTally(tally) for tally in tallies(text))
    yield from (LevelTally(tally, level) for level, tally in tallies_of_levels(text))
    yield from (LevelTally(tally, level) for level, tally in missed_of_levels(text))
    yield from map(LevelTally, others_reached(text))
    at_first = [*missed_at_first(text)] if field == _REASONS else []
    yield from map(LevelTally, at_first)
    if field in (_REASONS, _ACHIEVEMENT) and not at_first:
        yield from map(LevelTally, missed_alone(text, field == _REASONS))


# ---------------------------------------------------------------- all of them
def _all_reached(field: str, text: str) -> Iterator[AllReached]:
    """What a text says was reached as a whole."""
    if field == _REASONS and _says_all_reached(text):
        yield AllReached(text)
    if keys.is_paragraph(field) and (none := _NO_REASONS.search(text)):
        yield AllReached(none.group())
    else:
        sentences = _of_indicators(field, text).split("\n")
        told = zip(sentences, ["", *sentences], strict=False)
        yield from filter(None, (_of_sentence(*one) for one in told))


def _says_all_reached(text: str) -> bool:
    """Whether the reasons for what was missed are none: 无, 已完成, 是."""
    plain = compact(text).strip("。")
    return bool(plain) and (is_none(plain) or (is_only_a_band(plain) and band(plain) == "reached"))


def _of_indicators(field: str, text: str) -> str:
    """The sentences of a text that speak of the indicators of the table: all of those about what
    was achieved, elsewhere those that call them so."""
    if field == _ACHIEVEMENT or keys.is_paragraph(field) or _is_but_done(field, text):
        return text
    if field in _AHEAD:
        return ""
    return "\n".join(one for one in text.split("\n") if _OF_TABLE.search(one))


def _is_but_done(field: str, text: str) -> bool:
    """Whether a text gives no reason for anything that was missed: 各项指标均已完成."""
    spoken = bool(_INDICATORS.search(text)) and not _EXCEPTION.search(_NO_EXCEPTION.sub("", text))
    return field == _REASONS and spoken


def _of_sentence(sentence: str, last: str) -> AllReached | None:
    """What a sentence says was reached as a whole, with no exception; the one before it may list
    what 均 is said of."""
    if _EXCEPTION.search(_NO_EXCEPTION.sub("", sentence)):
        return None
    before = ""
    for clause in _CLAUSE.split(sentence):
        found = _ALL_REACHED.search(clause)
        if found is not None and not OTHERWISE.search(before + clause[: found.start()]):
            around = clause[: found.start()], clause[found.end() :]
            of_all = not _OF_ALL.sub("", "".join(around)) and (
                _AIM.search(before + clause) or not before
            )
            if of_all and not _is_of_listed(found.group(), around[0], before, last):
                return AllReached(found.group(), _LEVEL.findall(clause) or _LEVEL.findall(before))
        before += clause
    return None


def _is_of_listed(words: str, named: str, before: str, last: str) -> bool:
    """Whether 均达到 is said of what a clause before it lists, or the sentence before where it
    begins its own, with its figures or not, and not of the indicators as a whole:
    失业参保78436人，均达到年度目标; or 完成率100% of a figure."""
    if _RATE.match(words):
        return not _WHOLE.search(named) and bool(_FIGURE.search(before))
    before = before or last
    if not _OF_ALL.sub("", before) or not _SEVERALLY.match(words) or _WHOLE.search(named):
        return False
    return not _WHOLE.search(before) or bool(_FIGURE.search(before))
