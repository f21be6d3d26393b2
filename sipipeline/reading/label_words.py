"""What the words of a label say: the same as a name in other words, or something else."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cache, lru_cache
from itertools import chain, pairwise

from sipipeline.language.lexicon import one_of, one_of_any, table, words


@lru_cache(maxsize=4096)
def contradicts(label: str, names: frozenset[str], about: frozenset[str]) -> bool:
    """Whether a label has a word that tells figures apart where the names of a line or column, or
    of the fund that its table is about, have another: 支出 for 收入, 上年 for 本年, 预算 for 实际,
    医疗 for 失业; or means only a part: 困难群体参保人数."""
    if not _parts_in(label) <= {part for name in names for part in _parts_in(name)}:
        return True
    meant = _senses(frozenset({*names, *about}))
    for group, said in _senses(frozenset({label})).items():
        senses = meant.get(group) or _unsaid().get(group)
        if senses and said.isdisjoint(senses):
            return True
    return False


def is_shortened_or_extended(label: str, name: str) -> bool:
    """Whether a label is a name shortened or with something added, in whatever words it says what
    tells figures apart."""
    called = _in_usual_words(name)
    return any(_is_one_within_the_other(said, called) for said in in_usual_words(label))


@lru_cache(maxsize=4096)
def in_usual_words(label: str) -> Set[str]:
    """A label in usual words, and without those that say only what is meant anyway: 本年收入."""
    return {_in_usual_words(label), _in_usual_words(_words_apart().sub(_left_unsaid, label))}


@lru_cache(maxsize=4096)
def pairs(label: str, about: frozenset[str]) -> frozenset[str]:
    """The pairs of neighbouring characters of a label, without the words for a time, those that
    many names share, and the names of the fund that the table is about."""
    pieces = re.split(_general(about), without_time(_in_usual_words(label)))
    return frozenset(a + b for piece in pieces for a, b in pairwise(piece))


def pairs_of(names: Iterable[str], about: frozenset[str]) -> frozenset[str]:
    """The pairs of all names."""
    return frozenset(pair for name in names for pair in pairs(name, about))


@lru_cache(maxsize=4096)
def without_time(label: str) -> str:
    """A label without the words for a year and for a time of the year."""
    return _words_apart().sub(_left_out, label)


def without_total(label: str) -> str:
    """A label without the word for a sum at its end: 保费收入 of 保费收入合计."""
    return re.sub(f"{one_of('labels', 'total')}$", "", label)


def with_time_first(label: str) -> str:
    """A label with a time in brackets at its end before it: 上年末结余 for 结余（上年末）."""
    found = _time_in_brackets().search(label)
    return f"{found['time']}{label[: found.start()]}" if found is not None else label


def length_in_common(one: str, other: str) -> int:
    """How many characters two texts have in common, in the same order."""
    before = [0] * (len(other) + 1)
    for character in one:
        row = [0]
        for place, same in enumerate(other):
            here = before[place] + 1 if same == character else max(before[place + 1], row[place])
            row.append(here)
        before = row
    return before[-1]


# ---------------------------------------------------------------- words that tell figures apart
@lru_cache(maxsize=4096)
def _senses(texts: frozenset[str]) -> Mapping[str, Set[str]]:
    """What texts say, by the group of words that they have one of; the longest word counts: 上年末
    says the start of the year, and nothing of last year."""
    found = chain.from_iterable(map(_words_apart().findall, texts))
    senses: dict[str, set[str]] = defaultdict(set)
    for group, sense in (_senses_of_words()[word] for word in found):
        senses[group].add(sense)
    return dict(senses)


@cache
def _unsaid() -> Mapping[str, Set[str]]:
    """What is meant where a name does not say, by group."""
    unsaid: Mapping[str, str] = table()["labels"]["unsaid"]
    return {group: {sense} for group, sense in unsaid.items()}


@cache
def _groups() -> Mapping[str, Mapping[str, list[str]]]:
    groups: Mapping[str, Mapping[str, list[str]]] = table()["labels"]["apart"]
    return groups


@cache
def _senses_of_words() -> Mapping[str, tuple[str, str]]:
    return {
        word: (group, sense)
        for group, senses in _groups().items()
        for sense, listed in senses.items()
        for word in listed
    }


@cache
def _words_apart() -> re.Pattern[str]:
    """Every word that tells figures apart, the longest first."""
    lists = (("labels", "apart", group, of) for group, senses in _groups().items() for of in senses)
    return re.compile(one_of_any(*lists))


@cache
def _time_in_brackets() -> re.Pattern[str]:
    times = (
        ("labels", "apart", group, of)
        for group in words("labels", "of_time")
        for of in _groups()[group]
    )
    return re.compile(rf"\s*[(（]\s*(?P<time>{one_of_any(*times)})\s*[)）]\s*$")


def _left_out(found: re.Match[str]) -> str:
    group, _ = _senses_of_words()[found[0]]
    return "" if group in words("labels", "of_time") else found[0]


@cache
def _parts_in(label: str) -> Set[str]:
    """The words of a label for some of the people or a part of the fund."""
    usual = _spelled_alike(label)
    return {word for word in words("labels", "some") if word in usual}


# ---------------------------------------------------------------- other words for the same
@lru_cache(maxsize=4096)
def _in_usual_words(label: str) -> str:
    """A label with the first of all words that say the same, without what says only that it is a
    number: 去年决算数 is 上年实际."""
    usual = _words_apart().sub(_first_word, _spelled_alike(label))
    return re.sub(rf"{one_of('labels', 'amount')}$", "", usual) or usual


def _left_unsaid(found: re.Match[str]) -> str:
    group, sense = _senses_of_words()[found[0]]
    return "" if sense in _unsaid().get(group, ()) else found[0]


def _first_word(found: re.Match[str]) -> str:
    group, sense = _senses_of_words()[found[0]]
    return _groups()[group][sense][0]


@cache
def _usual_forms() -> Mapping[str, str]:
    alike: Mapping[str, list[str]] = table()["labels"]["alike"]
    return {word: usual for usual, listed in alike.items() for word in listed}


@cache
def _alike() -> re.Pattern[str]:
    """Every word that is another way of writing a usual one."""
    return re.compile("|".join(map(re.escape, _usual_forms())))


def _spelled_alike(label: str) -> str:
    """A label in which what can be written in several ways is written in the usual one."""
    return _alike().sub(lambda found: _usual_forms()[found[0]], label)


@cache
def _general(about: frozenset[str]) -> str:
    own = map(re.escape, sorted(about, key=len, reverse=True))
    return "|".join((*own, one_of("labels", "general")))


def _is_one_within_the_other(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) > 1 and _is_within(short, long)


def _is_within(short: str, long: str) -> bool:
    """Whether the characters of a text stand in another in their order."""
    rest = iter(long)
    return all(character in rest for character in short)
