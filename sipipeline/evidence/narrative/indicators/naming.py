"""Whether a text and a row of the indicator table call something by the same name:
年末居民养老缴费人数 and 城乡居民基本养老保险缴费人数, but not 新增缴费人数."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from sipipeline.core.standard import Standard
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.text import cleaned
from sipipeline.evidence.narrative.lines.tokens import Token, tokens_in
from sipipeline.language.lexicon import WordPattern, has, one_of, words

_HERE = ("narrative", "rows")
_SHORTEST = 3
"""Characters that the words of a name have at least, unless they are a line of the tables."""
_TELLING = 8
"""Characters of a name that tell a row in whatever order they stand."""


@frozen
class Name:
    """What a text, or a row, is called."""

    funds: frozenset[str]
    """The funds that it names."""
    forms: tuple[str, ...]
    """Its other words, without what tells nothing before them; then without what tells nothing
    behind them, word by word."""
    line: tuple[str, ...]
    """The lines of the tables that the last form is the name of; none where it is not."""


@lru_cache(maxsize=2048)
def name_in(text: str, standard: Standard) -> Name:
    """What a text is called."""
    tokens = tokens_in(cleaned(text), standard)
    funds = frozenset(fund for token in tokens for fund in _fund(token))
    left = "".join(token.text for token in tokens if not _fund(token) and token.kind != "total")
    forms = tuple(_forms(_BEFORE.sub("", left)))
    return Name(funds, forms, _line(forms[-1], standard))


def is_same(one: Name, row: Name) -> bool:
    """Whether the words of both but for their funds are the same."""
    if one.funds and one.line and one.line == row.line:
        return True
    return any(_are_alike(*pair) for pair in product(one.forms, row.forms))


def is_of_one_case(name: Name) -> bool:
    """Whether it is of what one case costs: 单件办理成本. Where one row of the table is called so,
    nothing else is meant, whatever fund the row is of."""
    return name.forms[0].startswith(words(*_HERE, "one_case"))


def is_same_time(one: Name, row: Name) -> bool:
    """Whether both are called so but for words as 平均用时 and 时限."""
    here, there = ({_timeless(form) for form in name.forms} for name in (one, row))
    if one.funds and one.funds == row.funds and any(len(name) > 1 for name in here & there):
        return True
    return any(_are_alike(*pair) for pair in product(here, there))


def is_same_of_firms(one: Name, row: Name) -> bool:
    """Whether both are called so but for words as 惠及企业 and 企业户数."""
    pairs = ((here, there) for here in one.forms for there in row.forms)
    return any(_are_alike(_without_firms(here), _without_firms(there)) for here, there in pairs)


def is_short(words_of: str, name: Name, row: str, *, told: bool = False) -> bool:
    """Whether a name has no characters but those of a row, in their order: 资格认证率 of
    待遇领取资格认证率; a long one in whatever order: 养老金月人均增加 of 月人均养老金增加额. One
    character less is enough where a unit tells the rest."""
    spoken = _BEFORE.sub("", _without_times(words_of))
    forms = (spoken, *(_BEHIND.sub("", form) for form in name.forms), _timeless(spoken))
    shortest = _SHORTEST - len(name.funds) - told
    whole = cleaned(row)
    reordered = len(spoken) >= _TELLING and not Counter(spoken) - Counter(whole)
    return reordered or any(len(form) >= shortest and _is_within(form, whole) for form in forms)


def measured() -> tuple[str, ...]:
    """Words such as 户数 and 人数, which may stand behind the name of an indicator and leave what
    it is about the same."""
    return words("narrative", "signs", "measured")


def _is_within(short: str, whole: str) -> bool:
    """Whether all characters of words stand in others in the same order."""
    left = iter(whole)
    return all(character in left for character in short)


def _fund(token: Token) -> tuple[str, ...]:
    """The fund that a word names by itself; none where it may be several."""
    certain = token.kind == "brief" and token.text in words("narrative", "signs", "certain_briefs")
    named = token.kind == "fund" or certain
    return token.meaning if named and len(token.meaning) == 1 else ()


def _forms(text: str) -> Iterator[str]:
    """A name, then the same with ever fewer words behind it."""
    yield text
    while (shorter := _BEHIND.sub("", text, count=1)) not in ("", text):
        text = shorter
        yield text


def _line(text: str, standard: Standard) -> tuple[str, ...]:
    tokens = tokens_in(text, standard)
    return tokens[0].meaning if len(tokens) == 1 and tokens[0].kind == "item" else ()


def _are_alike(one: str, row: str) -> bool:
    """Whether words are those of a row, but for what may be left out."""
    if min(len(one), len(row)) < _SHORTEST:
        return False
    shorter, longer = sorted((one, row), key=len)
    counted = [longer.removesuffix(one) for one in measured()]
    return any(_may_leave_out(shorter, whole) for whole in (longer, *counted))


def _may_leave_out(name: str, whole: str) -> bool:
    """Whether a name is a whole one, or that without what may be left out before it."""
    if not whole.endswith(name):
        return False
    before = whole.removesuffix(name)
    if name.startswith(words(*_HERE, "taking_part")) and has(before, *_HERE, "drawing"):
        return False
    of_case = name.startswith(words(*_HERE, "one_case")) and _OF_CASE.fullmatch(before)
    return not before or bool(of_case) or _LEFT_OUT.fullmatch(before) is not None


def _timeless(text: str) -> str:
    return re.sub(one_of("indicators", "time_words"), "", text)


def _without_times(text: str) -> str:
    """Words without those of the time that the whole table is of: 技能提升补贴全年发放."""
    return re.sub(one_of(*_HERE, "times"), "", cleaned(text))


def _without_firms(text: str) -> str:
    return re.sub(one_of(*_HERE, "firms") + "$", "", text)


_BEFORE = WordPattern(r"^(?:\d{4}{calendar.year}|{before})+", *_HERE)
_BEHIND = WordPattern("{behind}$", *_HERE)
_LEFT_OUT = WordPattern("{left_out}+", *_HERE)
_OF_CASE = WordPattern("(?:{left_out}|{handling})+", *_HERE)
