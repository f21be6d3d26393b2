"""A number cell as its number format shows it: 2 with `0.0%` is 200%, 5 with `0"人"` is 5人,
16000000 with `0!.0,` is 1600.0, 110 with `m"月"d"日"` is 4月19日."""

import datetime
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from sipipeline.core.figures import EXACT, significant
from sipipeline.core.values import frozen

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<clock>AM/PM|am/pm|A/P|上午/下午)"
    r"|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[eE](?![+-])|a{3,4})"
    r"|(?P<power>[eE][+-])|(?P<digits>[#0?]+)|(?P<sign>[.,%])|(?P<other>.)",
    re.DOTALL,
)
_SECTION_END = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_ELAPSED = re.compile(r"[hH]+|[mM]+|[sS]+")
_HOLDS = {
    "<": float.__lt__,
    "<=": float.__le__,
    ">": float.__gt__,
    ">=": float.__ge__,
    "=": float.__eq__,
    "<>": float.__ne__,
}
_Tokens = Sequence[re.Match[str]]
EPOCH = datetime.datetime(1899, 12, 30)
"""The day that a workbook counts as 0."""
_LAST_DAY = 2_958_466
"""The day after 9999-12-31, which no date reaches."""
_LONGEST_TIME = 1e12
"""Days that are shown as hours and minutes."""
_SIGNS = "-+()¥￥$▲△% "
_WEEKDAYS = "一二三四五六日"
_LONGEST = 255
"""Characters that a number format may have."""


@frozen
class Formatted:
    """What a number format makes of a number."""

    before: str
    figure: str
    """The number itself, scaled as the format scales it."""
    after: str
    """The words or the percent sign behind it."""
    scaled: bool
    """Whether the format divides: the digits shown are not the digits stored."""
    percent: bool
    """Whether the format multiplies by a hundred, and the percent sign is not only a word."""

    @property
    def text(self) -> str:
        return f"{self.before}{self.figure}{self.after}"


def shown(value: float, number_format: str) -> Formatted | None:
    """What a format that adds to a number, or divides it, makes of it: every digit that is stored,
    of a divided one those that are shown. None where the format does neither."""
    section = _section_for(value, number_format)
    if section is None:
        return None
    if section.unsigned:
        value = abs(value)
    if section.divisor == 1:
        figure = value * 100 if section.percent else value
        digits = f"{significant(figure, EXACT):.{EXACT}g}"
        return Formatted(section.before, digits, section.after, False, section.percent)
    digits = f"{significant(value / section.divisor, EXACT):.{section.decimals}f}"
    digits = _without_zeros(digits, section.fixed)
    return Formatted(section.before, digits, section.after, True, section.percent)


@lru_cache(maxsize=512)
def tells(number_format: str) -> bool:
    """Whether a format of numbers divides them, or writes more than a sign or a percent sign
    beside them."""
    if len(number_format) > _LONGEST or is_date(number_format):
        return False
    for section in map(_parsed, _SECTION_END.split(number_format)):
        words = "" if section is None else (section.before + section.after).strip(_SIGNS)
        if section is not None and (section.divisor != 1 or words):
            return True
    return False


@lru_cache(maxsize=512)
def multiplies(number_format: str) -> bool:
    """Whether a format shows numbers as percentages."""
    if "%" not in number_format or len(number_format) > _LONGEST or is_date(number_format):
        return False
    sections = map(_parsed, _SECTION_END.split(number_format))
    return any(section is not None and section.percent for section in sections)


def is_date(number_format: str) -> bool:
    """Whether a format shows numbers as dates, times or durations."""
    return any(kind == "date" for kind, _ in _date_parts(number_format))


def is_duration(number_format: str) -> bool:
    """Whether a format shows numbers as hours, minutes or seconds that do not end with the day."""
    return any(text.startswith("[") for kind, text in _date_parts(number_format) if kind == "date")


def date_shown(days: float, number_format: str) -> str:
    """A number of days as a format of dates shows it; the number itself where it shows none."""
    lasts = is_duration(number_format)
    if not 0 <= days < (_LONGEST_TIME if lasts else _LAST_DAY):
        return f"{days:.{EXACT}g}"
    parts = list(_date_parts(number_format))
    halves = any(kind == "clock" for kind, _ in parts)
    written = _Moment(days, EPOCH + datetime.timedelta(days=days % 1 if lasts else days), halves)
    dates = [text for kind, text in parts if kind == "date"]
    texts, number = [], 0
    for kind, text in parts:
        if kind == "date":
            before, after = dates[number - 1 : number], dates[number + 1 : number + 2]
            text = written.part(text, is_minute=_is_minute(text, before, after))
            number += 1
        texts.append(written.half(text) if kind == "clock" else text)
    return "".join(texts)


@frozen
class _Section:
    """One section of a number format."""

    before: str = ""
    after: str = ""
    unsigned: bool = False
    """Whether it is that of negative numbers, which says the sign in its words, if at all."""
    percent: bool = False
    divisor: float = 1.0
    fixed: int = 0
    """Decimals that are always shown."""
    decimals: int = 0
    """The most decimals that are shown."""


# ---------------------------------------------------------------- numbers
def _section_for(value: float, number_format: str) -> _Section | None:
    """The section of a format that shows a number, where it says more than the digits."""
    if not math.isfinite(value) or len(number_format) > _LONGEST or is_date(number_format):
        return None
    sections = _SECTION_END.split(number_format)
    chosen = _chosen(value, sections)
    section = _parsed(sections[chosen])
    if section is None or not (section.before or section.after or section.divisor != 1):
        return None
    return replace(section, unsigned=value < 0 and chosen > 0)


def _chosen(value: float, sections: Sequence[str]) -> int:
    """The number of the section that shows a number: the first whose condition it meets, or that
    of its sign."""
    conditions = [_CONDITION.search(_bracketed(section)) for section in sections]
    if any(conditions):
        fitting = (place for place, known in enumerate(conditions) if _meets(value, known))
        return next(fitting, len(sections) - 1)
    place = (value < 0) + 2 * (value == 0)
    return place if place < len(sections) else 0


def _bracketed(section: str) -> str:
    return " ".join(token["bracket"] or "" for token in _TOKEN.finditer(section))


def _meets(value: float, condition: re.Match[str] | None) -> bool:
    return condition is None or _HOLDS[condition[1]](float(value), _bound(condition[2]))


def _bound(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


@lru_cache(maxsize=512)
def _parsed(section: str) -> _Section | None:
    """What a section says beside the digits; None where it shows no number or one that cannot be
    told from it."""
    tokens = list(_TOKEN.finditer(section))
    for place, token in enumerate(tokens):
        if token["general"]:
            return _Section(_words(tokens[:place]), _words(tokens[place + 1 :]))
    at_digits = [place for place, token in enumerate(tokens) if token["digits"]]
    digits = "".join(tokens[place]["digits"] for place in at_digits)
    if not digits.strip("?") or any(token["power"] for token in tokens):
        return None
    first, last = at_digits[0], at_digits[-1]
    while last + 1 < len(tokens) and tokens[last + 1]["sign"] in (",", "."):
        last += 1
    return _numeric(tokens[:first], tokens[first : last + 1], tokens[last + 1 :])


def _numeric(before: _Tokens, body: _Tokens, after: _Tokens) -> _Section | None:
    """The section of these words around these digits; None where words part the digits."""
    point = next((place for place, token in enumerate(body) if token["sign"] == "."), len(body))
    shift = _shift(body, point)
    if shift is None:
        return None
    thousands = _trailing_commas(body[:point]) + _trailing_commas(body[point:])
    decimals = "".join(token["digits"] or "" for token in body[point:])
    return _Section(
        _words(before),
        _words(after),
        percent=any(token["sign"] == "%" for token in (*before, *body, *after)),
        divisor=1000.0**thousands * 10.0**shift,
        fixed=decimals.count("0") + shift,
        decimals=len(decimals) + shift,
    )


def _shift(body: _Tokens, point: int) -> int | None:
    """The digits between a point that is only drawn (`0!.0,`) and the decimal point; None where
    words part the digits."""
    drawn = [place for place, token in enumerate(body) if _word(token)]
    if not drawn:
        return 0
    if len(drawn) > 1 or _word(body[drawn[0]]) != "." or drawn[0] > point:
        return None
    return sum(len(token["digits"] or "") for token in body[drawn[0] : point])


def _trailing_commas(body: _Tokens) -> int:
    """The commas behind the last digit: each divides by a thousand."""
    return len(list(takewhile(lambda token: token["sign"] == ",", reversed(body))))


def _words(tokens: _Tokens) -> str:
    texts = ("%" if token["sign"] == "%" else _word(token) for token in tokens)
    return "".join(texts).strip()


def _word(token: re.Match[str]) -> str:
    """What a token of a format writes as it is."""
    return token["quoted"] or token["escaped"] or token["other"] or _currency(token["bracket"])


def _currency(bracket: str | None) -> str:
    """The sign in [$¥-804]."""
    return bracket[1:].partition("-")[0] if bracket and bracket.startswith("$") else ""


def _without_zeros(digits: str, fixed: int) -> str:
    """The digits without the zeros at their end that a format does not ask for."""
    whole, _, fraction = digits.partition(".")
    kept = fraction[:fixed] + fraction[fixed:].rstrip("0")
    return f"{whole}.{kept}" if kept else whole


# ---------------------------------------------------------------- dates
_Part = tuple[str, str]
"""Kind and text of a part of a date format: date, elapsed, clock or word."""


def _date_parts(number_format: str) -> Iterator[_Part]:
    """The parts of the first section of a date format; nothing for a format of numbers."""
    parts = _parts_of(number_format[:_LONGEST])
    return iter(parts if any(kind == "date" for kind, _ in parts) else ())


@lru_cache(maxsize=512)
def _parts_of(number_format: str) -> tuple[_Part, ...]:
    tokens = list(_TOKEN.finditer(_SECTION_END.split(number_format)[0]))
    if any(token["general"] or token["power"] for token in tokens):
        return ()
    parts = []
    for token in tokens:
        if token["date"]:
            parts.append(("date", token["date"].lower()))
        elif token["bracket"] and _ELAPSED.fullmatch(token["bracket"]):
            parts.append(("date", f"[{token['bracket'][0].lower()}]"))
        elif token["clock"]:
            parts.append(("clock", token["clock"]))
        else:
            parts.append(("word", token["digits"] or token["sign"] or _word(token)))
    return tuple(parts)


@frozen
class _Moment:
    """A number of days, and the date and time that it is."""

    days: float
    time: datetime.datetime
    halves: bool
    """Whether the hours of a day are counted to twelve."""

    def half(self, text: str) -> str:
        """The half of the day, in the language of a format."""
        return text.split("/")[self.time.hour >= 12]

    def part(self, text: str, is_minute: bool) -> str:
        """What a part of a date format such as yyyy, m, dd or [h] shows."""
        if text.startswith("["):
            return str(int(self.days * {"h": 24, "m": 1440, "s": 86400}[text[1]]))
        if text.startswith("a") or (text.startswith("d") and len(text) > 2):
            return ("星期" if len(text) == 4 else "周") + _WEEKDAYS[self.time.weekday()]
        if text.startswith(("y", "e")):
            return f"{self.time.year % 100:02}" if text == "yy" else str(self.time.year)
        number = self._minute_or(text[0], is_minute)
        return f"{number:02}" if len(text) > 1 else str(number)

    def _minute_or(self, letter: str, is_minute: bool) -> int:
        time = self.time
        hour = time.hour % 12 or 12 if self.halves else time.hour
        month = time.minute if is_minute else time.month
        return {"m": month, "d": time.day, "h": hour, "s": time.second}[letter]


def _is_minute(text: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a part of a date format is an m behind hours or before seconds."""
    behind_hours = any(part.strip("[]").startswith("h") for part in before)
    before_seconds = any(part.startswith("s") for part in after)
    return text.startswith("m") and (behind_hours or before_seconds)
