"""What stands in a cell for words that are missing: 无, 待补充, 见附件, a bare number."""

import re
from collections.abc import Iterable, Sequence

from sipipeline.language.lexicon import has, one_of, one_of_any, words
from sipipeline.language.numbers import compact, is_blank_word, read_number
from sipipeline.language.units import read_unit

_ENDS = str.maketrans("", "", "。()")
"""Signs that say nothing beside a word, as 无。 and （略）."""
_BEHIND = one_of("left_open", "behind")
_PROMPT = one_of_any(("left_open", "prompts"), ("left_open", "asks"))
_LEFT_OPEN = re.compile(
    r"[^,。;:!?\n]{0,12}?(?:"
    rf"(?<![A-Za-z\d])(?:[Xx×]{{2,}}|\*{{2,}}|{one_of('left_open', 'some')}|[(\[] *[)\]])"
    rf"(?={_BEHIND})"
    r"|_{2,}"
    rf"|[(\[]{_PROMPT}[^()\[\]\n]{{0,12}}[)\]]|(?m:^){one_of('left_open', 'asks')}"
    rf"){_BEHIND}?"
)
"""What a pattern of a report leaves to be filled in, with the words before it; 李×× is a name that
is not told."""


def says_nothing(text: str) -> bool:
    """Whether a text is but 无, a dash and the like."""
    plain = bare(text)
    return is_blank_word(plain) or plain in words("blank", "typed")


def is_to_come(text: str) -> bool:
    """Whether a text says no more than that it is still to be written: 待补充, TBD, 请填写."""
    return bare(text).casefold() in words("blank", "unfilled")


def is_elsewhere(text: str) -> bool:
    """Whether a text only sends the reader to another paper: 见附件."""
    return bare(text) in words("blank", "elsewhere")


def is_above(text: str) -> bool:
    """Whether a text only sends the reader to the cell above: 同上."""
    return bare(text) in words("blank", "above")


def is_in_another_place(text: str) -> bool:
    """Whether a text only sends the reader to a cell above or below, or to last year: 同上年."""
    return is_above(text) or bare(text) in words("blank", "other_places")


def is_bare_number(text: str) -> bool:
    """Whether a text is a number alone, and not so much of something."""
    return _bare_number(text) is not None


def is_figure(text: str) -> bool:
    """Whether a text is a number with a unit and nothing else: 100%, 5场."""
    number = read_number(text)
    return number is not None and (not number.unit or read_unit(number.unit) is not None)


def is_none(text: str) -> bool:
    """Whether a text says that there is none: 无, 零, 0."""
    return says_nothing(text) or _bare_number(text) == 0


def gives_no_words(text: str) -> bool:
    """Whether a text in the place of words of one's own has none; 同上 has those above."""
    return (
        not bare(text)
        or says_nothing(text)
        or is_to_come(text)
        or is_elsewhere(text)
        or is_bare_number(text)
    )


def is_copied(text: str, originals: Iterable[str]) -> bool:
    """Whether a text is one of the form's own words, as its prompt."""
    return bare(text) in map(bare, originals)


def is_made_up(name: str) -> bool:
    """Whether a name is one of an example: XX县社会保险中心, 某某县."""
    return has(compact(name), "cover", "placeholders")


def left_open(text: str) -> Sequence[str]:
    """The places of a text, as `cleaned` has it, at which a number or a name was to be filled in:
    收入XX万元, 参保人数____人, ××县, （请填写）."""
    return [found.group() for found in _LEFT_OPEN.finditer(text)]


def bare(text: str) -> str:
    """A text without spaces, full stops and brackets."""
    return compact(text).translate(_ENDS)


def _bare_number(text: str) -> float | None:
    number = read_number(text)
    return number.value if number is not None and not number.unit else None
