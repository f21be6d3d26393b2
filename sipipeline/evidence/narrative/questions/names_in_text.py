"""The funds and lines that a name or a text outside the narrative's sentences names."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set

from sipipeline.core.standard import Standard
from sipipeline.evidence.narrative.lines.text import cleaned
from sipipeline.evidence.narrative.lines.tokens import Token, says, tokens_in, words_in
from sipipeline.evidence.narrative.questions.subjects import (
    TAKING_PART,
    Subject,
    stands_in,
    subject_of,
)
from sipipeline.language.lexicon import WordPattern, has, one_of, words

_CLAUSES = re.compile("[。；;！!？?\n]")
_OWN = WordPattern("{narrative.signs.own_office}")
_RUN_HERE = WordPattern("{narrative.signs.runs}")
_AMOUNT = WordPattern(
    r"{narrative.signs.flows}[^,。;]{0,6}\d[\d,]*(?:\.\d+)?{narrative.signs.yuan}"
)
_UNIT = WordPattern(r"(?P<place>\w+?(?P<level>{narrative.signs.districts}))(?P<office>\w{3,})")
_OFFICE = (
    rf"\w{{0,4}}?{one_of('narrative', 'signs', 'of_insurance')}\w{{0,8}}?"
    rf"{one_of('narrative', 'signs', 'insurance_offices')}"
)
"""An office of social insurance: 社会保险事业管理中心."""
_PLACED = WordPattern(
    r"(?:\d{4}{calendar.year})?(?P<place>[^\W\d_]{1,12}?(?P<level>{narrative.signs.districts}))"
    r"(?=\w{2})"
)
_ABOVE = re.compile(one_of("narrative", "signs", "above_districts"))
_TELLING = 2
"""Characters of the name of a place that tell it."""
_SHORTEST_NAME = 4
"""Characters of a name that tells an item wherever it stands."""
_SPENT = ("accounts.expenditure",)
_BESIDE_RATE = frozenset({"fund", "total", "budget", "date", "this_year", "whole_year", "(", ")"})
"""Kinds of words that may stand in the name of a rate of expenditure of a fund."""


def funds_named(text: str, standard: Standard) -> set[str]:
    """The keys of the funds that a text names, each alone."""
    tokens = words_in(cleaned(text), standard)
    return {
        token.meaning[0] for token in tokens if token.kind == "fund" and len(token.meaning) == 1
    }


def funds_of_others(text: str, standard: Standard) -> set[str]:
    """The keys of the funds of which a text says that others run them, or that they are no more."""
    return _funds_in(_clauses(text, "run_by_others"), standard)


def funds_spoken_of(text: str, standard: Standard) -> set[str]:
    """The keys of the funds that a text names, but where people move to them or they are those of
    other places."""
    beside = _clauses(text, "only_beside")
    return _funds_in((one for one in _CLAUSES.split(text) if one not in beside), standard)


def funds_said_to_be_run(text: str, standard: Standard) -> set[str]:
    """The keys of the funds that a text says the unit runs: 我中心经办居民养老、工伤保险."""
    signs = "only_beside", "run_by_others", "assisting"
    apart = {one for sign in signs for one in _clauses(text, sign)}
    behind = (
        sentence[found.end() :]
        for sentence in _CLAUSES.split(text)
        if sentence not in apart
        for found in _RUN_HERE.finditer(sentence)
    )
    return _funds_in(behind, standard)


def funds_with_amounts(text: str, standard: Standard) -> set[str]:
    """The keys of the funds that a sentence names alone, with what came in, went out or is left, in
    money: 失业保险基金收入120万元."""
    apart = _clauses(text, "only_beside") | _clauses(text, "run_by_others")
    spoken = (one for one in _CLAUSES.split(text) if one not in apart and _AMOUNT.search(one))
    each = (funds_named(one, standard) for one in spoken)
    return {fund for funds in each if len(funds) == 1 for fund in funds}


def units_of_others(text: str, unit: str) -> Sequence[str]:
    """The names of units of other counties by which a text calls its own, as at the beginning of
    a sentence: 辛县社会保险中心经办…, where the cover says 丙县社会保险中心; where the whole text
    begins so, be the office called otherwise. Those of a city or prefecture may be above it."""
    own = _UNIT.fullmatch(cleaned(unit))
    if own is None:
        return ()
    begun = (
        rf"\s*(?:\d{{4}}{one_of('calendar', 'year')},?)?"
        rf"(?P<name>(?P<place>[^\W\d_]{{1,8}}{own['level']})"
    )
    acting = f"(?={one_of('narrative', 'signs', 'acting')})"
    named = re.finditer(
        rf"(?:^|(?<=[。;\n,])){begun}{re.escape(own['office'])}){acting}", cleaned(text)
    )
    any_office = re.match(rf"{begun}{_OFFICE}){acting}", cleaned(text))
    return [
        one["name"]
        for one in filter(None, (any_office, *named))
        if not own["place"].endswith(one["place"])
        and _bare(one["place"])[:_TELLING] not in own["place"]
        and not one["place"].startswith(words("narrative", "signs", "no_districts"))
        and not has(one["place"], "narrative", "signs", "of_insurance")
    ]


def places_of_others(title: str, unit: str) -> Sequence[str]:
    """The county of another unit that a title begins with, at most one: 辛县社会保险基金, where the
    unit is of 丙县. What lies above both, as a city, may stand before either; a county that shares
    its name with that of the unit is its own."""
    own, found = _UNIT.fullmatch(cleaned(unit)), _PLACED.match(cleaned(title))
    if own is None or found is None or found["level"] != own["level"]:
        return ()
    place, name, own_name = found["place"], _bare(found["place"]), _bare(own["place"])
    is_county = name and not place.startswith(words("narrative", "signs", "no_districts"))
    is_own = name[:_TELLING] in unit or own_name[:_TELLING] in title
    is_none = place.endswith(words("narrative", "signs", "no_counties")) or is_own
    return (place,) if is_county and not is_none else ()


def is_execution_of_funds(text: str, standard: Standard) -> bool:
    """Whether a name is that of the part of a fund's expenditure budget that was spent,
    支出预算执行率, and of no office's or project's: no other word stands in it."""
    tokens = [one for one in tokens_in(cleaned(text), standard) if one.kind not in _BESIDE_RATE]
    kinds = [one.kind for one in tokens]
    of_expenditure = kinds == ["item", "completion"] and tokens[0].meaning == _SPENT
    return of_expenditure and tokens[1].text in words("indicators", "execution_rates")


def names_no_line_but_expenditure(text: str, standard: Standard) -> bool:
    """Whether a name has no line of the accounts in it, or that of what was spent alone."""
    tokens = words_in(cleaned(text), standard)
    return all(token.meaning == _SPENT for token in tokens if token.kind == "item")


def subjects_named(text: str, fund: str, standard: Standard) -> set[Subject]:
    """The lines of a fund's tables that a text names, other than by a word that goes on; none where
    words say that they are but a part of these: 困难群众 参保人数, 统筹基金 可支付月数."""
    tokens = tokens_in(cleaned(text), standard)
    if any(token.kind == "part" for token in tokens):
        return set()
    return {one for one in _whole_names(tokens) if stands_in(one, fund, standard)}


def _bare(place: str) -> str:
    """The name of a county without what lies above it and without what it is."""
    return _ABOVE.split(place)[-1][:-1]


def _clauses(text: str, sign: str) -> Set[str]:
    """The sentences of a text with a word that the vocabulary has under a sign, those that only
    name the unit itself left out: 我中心经办."""
    return {
        one for one in _CLAUSES.split(text) if has(_OWN.sub("", one), "narrative", "signs", sign)
    }


def _funds_in(clauses: Iterable[str], standard: Standard) -> set[str]:
    return {fund for clause in clauses for fund in funds_named(clause, standard)}


def _whole_names(tokens: Sequence[Token]) -> Iterator[Subject]:
    """The lines that names mean beside which no unknown word stands; of those who take part the
    ones that a word before tells, be they no line of the tables: 在职 参保人数."""
    unknown = [token for token in tokens if token.kind == "rest"]
    beside = {token.start for token in unknown}, {token.end for token in unknown}
    who: tuple[str, ...] = ()
    for token in tokens:
        if _is_whole_name(token, *beside):
            yield from map(
                subject_of, who if who and token.meaning == TAKING_PART else token.meaning
            )
        if says([token], "of_people") or says([token], "at_work"):
            who = token.meaning[:1]


def _is_whole_name(token: Token, goes_on: Collection[int], leads: Collection[int]) -> bool:
    """Whether a token is the name of a line, long enough to be no other word, and neither leads to
    an unknown word nor goes on behind one."""
    named = token.kind == "item" and len(token.text) >= _SHORTEST_NAME
    return named and token.end not in goes_on and token.start not in leads
