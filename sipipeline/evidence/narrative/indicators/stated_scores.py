"""The total score and the grade that a text states: 自评总分95分，等级为“优”."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from sipipeline.core.figures import half_unit
from sipipeline.core.values import frozen
from sipipeline.language.dates import is_of_year
from sipipeline.language.lexicon import has, one_of, table

_HERE = "stated_scores"
_AHEAD = ("narrative.targets", "narrative.plans")
"""Fields of what is to be reached."""
_QUOTES = f"{one_of(_HERE, 'quotes')}*"
_NAMES, _POINTS = one_of(_HERE, "names"), one_of(_HERE, "points")
_SCORE = re.compile(
    f"{_NAMES}[:,]?{one_of(_HERE, 'between')}{{0,2}}[:,]?"
    rf"(?P<points>\d{{1,3}}(?:\.\d{{1,3}})?){_POINTS}(?!\w?{_NAMES})"
)
_BARE_SCORE = re.compile(
    f"(?:^|(?<=[,:])){one_of(_HERE, 'bare')}[:,]?{one_of(_HERE, 'between')}{{0,2}}"
    rf"(?P<points>\d{{1,3}}(?:\.\d{{1,3}})?){_POINTS}"
)
_LEVEL_SCORE = re.compile(
    f"(?P<level>{one_of('achievement', 'levels')}){one_of(_HERE, 'level_ends')}"
    rf"(?:\(?{one_of(_HERE, 'full')}?\d{{1,3}}{_POINTS}\)?)?,?"
    rf"{one_of(_HERE, 'gained')}(?P<points>\d{{1,3}}(?:\.\d{{1,2}})?){_POINTS}"
)
_ANY_POINTS = re.compile(rf"\d{_POINTS}")
_SENTENCE = re.compile(r"[。;!?\n]")
_CLAUSE = re.compile("[,:、()]")
_NEAR = 8
"""So many characters before a name say of what it is the score."""


@frozen
class StatedScore:
    """What a sentence says of the whole; None where it does not say."""

    field: str
    words: str
    points: float | None
    half_width: float
    grade: str | None
    """As the rubric calls it."""


def stated_scores(texts: Iterable[tuple[str, str]], year: float | None) -> Iterator[StatedScore]:
    """The total score and the grade of each sentence that names no other year."""
    for field, text in texts:
        if field in _AHEAD:
            continue
        for sentence in _SENTENCE.split(text):
            if is_of_year(sentence, year):
                yield from _of_sentence(field, sentence)


def level_scores(
    texts: Iterable[tuple[str, str]], year: float | None
) -> Iterator[tuple[str, str, str, float]]:
    """For each level of indicators that a text scores: the text, its words, the level, the
    points."""
    for field, text in texts:
        sentences = _SENTENCE.split(text) if field not in _AHEAD else ()
        for sentence in filter(lambda one: is_of_year(one, year), sentences):
            for found in _LEVEL_SCORE.finditer(sentence):
                yield field, found.group(), found["level"], float(found["points"])


def _of_sentence(field: str, sentence: str) -> Iterator[StatedScore]:
    """What a sentence says; nothing where it states several, or that of a part."""
    scores, grades = _found(_SCORE, sentence), _found(_grade(), sentence)
    scores = scores or _bare(sentence, grades)
    ends = [*scores, *grades]
    of_another = not scores and _ANY_POINTS.search(sentence)
    if len(scores) > 1 or len(grades) > 1 or not ends or of_another:
        return
    words = sentence[min(one.start() for one in ends) : max(one.end() for one in ends)]
    points = scores[0]["points"] if scores else ""
    grade = _names()[grades[0]["grade"]] if grades else None
    half_width = half_unit(len(points.partition(".")[2]))
    yield StatedScore(field, words, float(points) if points else None, half_width, grade)


def _bare(sentence: str, grades: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """得分98分,自评等级为优: the scores of a sentence that are that of the whole, as its own grade
    follows and no part is spoken of."""
    scores = [*_BARE_SCORE.finditer(sentence)]
    if len(scores) != 1 or len(grades) != 1 or grades[0].start() < scores[0].end():
        return []
    is_own = has(sentence[scores[0].end() :], _HERE, "by_itself")
    is_of_part = has(sentence[: scores[0].start()], _HERE, "parts_of_whole")
    return scores if is_own and not is_of_part else []


def _found(pattern: re.Pattern[str], sentence: str) -> list[re.Match[str]]:
    """The scores, or grades, of a sentence of which the words right before do not say that they are
    those of something else."""
    return [
        found
        for found in pattern.finditer(sentence)
        if not has(_CLAUSE.split(sentence[: found.start()])[-1][-_NEAR:], _HERE, "parts")
    ]


@cache
def _names() -> Mapping[str, str]:
    """Each name of a grade with the one that the rubric has."""
    grades = table()[_HERE]["grades"]
    return {name: grade for grade, names in grades.items() for name in names}


@cache
def _grade() -> re.Pattern[str]:
    """等级为“优”, 自评结果为“中”; no 等级优良, no 评价结果良好."""
    named = "|".join(sorted(map(re.escape, _names()), key=len, reverse=True))
    grades, results = one_of(_HERE, "grades_named"), one_of(_HERE, "results_named")
    between = one_of(_HERE, "between_grade")
    return re.compile(
        f"(?:{grades}[:,]?{between}?|{results}(?::|{between})){_QUOTES}(?P<grade>{named})"
        rf"(?={_QUOTES}(?:{grades}|$|[^\w])){_QUOTES}"
    )
