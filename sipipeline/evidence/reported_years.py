"""The years that the texts say they report on."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from sipipeline.evidence.evidence import Evidence
from sipipeline.language.dates import years_in
from sipipeline.language.lexicon import WordPattern, has, one_of

_HERE = "reporting_years"
_OVERVIEW, _TARGETS, _PLANS = "narrative.overview", "narrative.targets", "narrative.plans"
"""The overview may tell how the unit came about in some year; the two others look ahead."""
_WITH_FIGURES = frozenset({_OVERVIEW, "narrative.operation", "narrative.achievement"})
"""The texts whose figures are those of the year itself."""
_TEXTS = _WITH_FIGURES | {_TARGETS, _PLANS, "narrative.unmet_reasons", "narrative.experience"}
_YEAR = r"(?<!\d)(?P<year>20\d\d)" + one_of("calendar", "year")
_OF_YEAR = rf"{_YEAR}(?!\d|{one_of(_HERE, 'not_before')})"
"""A year that something is of; in 2020年末, 2020年7月 it dates one figure only."""
_OPENING = re.compile(rf"(?:^|:)\s*{_OF_YEAR}(?P<rest>.*)")
"""A year that opens a sentence: 2020年全市收入…."""
_OF_REPORT = re.compile(
    rf"{_OF_YEAR}[^,:()\d]{{0,24}}{one_of(_HERE, 'evaluated')}"
    rf"|{one_of(_HERE, 'data')}[^,\d]{{0,6}}{one_of(_HERE, 'until')}"
    rf"(?<!\d)(?P<closed>20\d\d){one_of('calendar', 'year')}{one_of(_HERE, 'closing')}"
)
"""对本单位2020年度社会保险基金绩效开展自评, 本报告数据截至2020年12月31日, wherever it stands."""
_RUNS = WordPattern("{runs}(?!{not_runs})", _HERE)
_NAMED = re.compile(_YEAR)
_OPENS_TEXT = re.compile(rf"\s*{_YEAR}")
_THIS_YEAR = re.compile(one_of("narrative", "tokens", "this_year"))
_NOT_PLANNED = WordPattern("{not_plans}", _HERE)
_SENTENCE = re.compile(r"[。;!?\n]")
_NUMERAL = rf"(?:{one_of('labels', 'numerals')}{{1,3}}|\d{{1,2}})"
_ENUMERATOR = re.compile(rf"^\s*[(]?{_NUMERAL}(?:[)]、?|、|\.(?!\d))")
_TITLE = re.compile("《[^》]*》")
_FIGURE = re.compile(r"\d")
_SEVERAL = 2
_OFTEN = 3
"""Times that a text names a year where it is about that year."""


class ReportedYear(NamedTuple):
    """A year that a text says it is about, with the key of the text."""

    field: str
    year: int


def reported_years(evidence: Evidence, of_form: int) -> Sequence[ReportedYear]:
    """The first year other than that of the form that each text says it is about; else the
    one that several texts begin with, or one names again and again."""
    about = {field: text for field, text in evidence.texts if field in _TEXTS}
    stated: dict[str, ReportedYear] = {}
    for field, text in about.items():
        beside = _Grounds(field, of_form, evidence.borne_out.get(field, frozenset()), text)
        for year in _stated(text, beside):
            stated.setdefault(field, ReportedYear(field, year))
    for one in _throughout(about):
        if one.year != of_form:
            stated.setdefault(one.field, one)
    return [*stated.values()]


def is_named(evidence: Evidence, year: int) -> bool:
    """Whether a text begins a sentence with a year."""
    return any(_opens(text, year) for field, text in evidence.texts if field in _TEXTS)


def _opens(text: str, year: int) -> bool:
    openings = filter(None, map(_OPENING.search, _sentences(text)))
    return any(int(one["year"]) == year for one in openings)


def _sentences(text: str) -> list[str]:
    """The sentences of a text without their numbers, and without the titles of papers in them."""
    return [_TITLE.sub("", _ENUMERATOR.sub("", one)) for one in _SENTENCE.split(text)]


# ---------------------------------------------------------------- sentence by sentence
class _Grounds:
    """What the sentences of a text are judged by: the field, the year of the form, the numbers of
    the text that the tables bear out."""

    def __init__(self, field: str, of_form: int, borne_out: Collection[str], text: str) -> None:
        self.field, self.of_form, self.borne_out, self.text = field, of_form, borne_out, text

    @cached_property
    def speaks_of_this_year(self) -> bool:
        """Whether some sentence of the text is about the year of the form."""
        return _THIS_YEAR.search(self.text) is not None or self.of_form in years_in(self.text)

    def is_of_last_year(self, year: int, sentence: str) -> bool:
        """Whether a sentence has figures of last year, as the tables have them."""
        return year == self.of_form - 1 and any(words in sentence for words in self.borne_out)


def _stated(text: str, beside: _Grounds) -> Iterator[int]:
    """Each other year that a sentence of a text is about; not where the text goes on from an
    earlier one to that of the form."""
    sentences = _sentences(text)
    for at, sentence in enumerate(sentences):
        year = _year_of(sentence, beside)
        if year is None or year == beside.of_form:
            continue
        later = "\n".join(sentences[at + 1 :])
        if year > beside.of_form or not _opens(later, beside.of_form):
            yield year


def _year_of(sentence: str, beside: _Grounds) -> int | None:
    """The year that a sentence is about: one that is evaluated, or that opens it; none where it
    names two years or 本年, or tells of what happened once."""
    if len({*years_in(sentence)}) != 1 or has(sentence, _HERE, "past"):
        return None
    if report := _OF_REPORT.search(sentence):
        return int(report["year"] or report["closed"])
    opening = _OPENING.search(sentence)
    if opening is None or _THIS_YEAR.search(opening["rest"]):
        return None
    year = int(opening["year"])
    return year if _is_about(year, opening["rest"], beside) else None


def _is_about(year: int, rest: str, beside: _Grounds) -> bool:
    """Whether what stands behind a year that opens a sentence is said of the year reported; in a
    text that looks ahead, what was to be done in a year gone by."""
    planned = has(_NOT_PLANNED.sub("", _FIGURE.split(rest)[0]), _HERE, "plans")
    if beside.field == _TARGETS:
        return year < beside.of_form and not beside.speaks_of_this_year
    if beside.field == _PLANS:
        return year < beside.of_form and planned
    if planned:
        return False
    if has(rest, _HERE, "reports") or _RUNS.search(rest):
        return True
    told = beside.field in _WITH_FIGURES and _FIGURE.search(rest) is not None
    return told and not (beside.speaks_of_this_year or beside.is_of_last_year(year, rest))


# ---------------------------------------------------------------- text by text
def _throughout(about: Mapping[str, str]) -> Sequence[ReportedYear]:
    """The one year that the texts about the year itself name, by text, where two of these begin
    with it or one names it three times; none where they name another, or 本年."""
    texts = {field: text for field, text in about.items() if field in _WITH_FIGURES}
    years = set(_NAMED.findall(" ".join(texts.values())))
    if len(years) != 1 or any(map(_THIS_YEAR.search, texts.values())):
        return ()
    year = int(years.pop())
    return [ReportedYear(field, year) for field in _about_a_year(texts)]


def _about_a_year(texts: Mapping[str, str]) -> Sequence[str]:
    """The texts that begin with a year, if several do, or else those that name one again and
    again."""
    opening = [field for field, text in texts.items() if _OPENS_TEXT.match(text)]
    if len(opening) >= _SEVERAL:
        return opening
    reporting = [field for field in texts if field != _OVERVIEW]
    return [field for field in reporting if len(_NAMED.findall(texts[field])) >= _OFTEN]
