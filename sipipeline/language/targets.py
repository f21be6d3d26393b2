"""Targets and what was reached, as people write them: a small language, its words in
vocabulary.toml.

`≥99%`, `9175人以上`, `95%～105%`, `≥95%且≤105%`, `30日内完成审核拨付`, `2020年12月底前`,
`按标准审核后足额发放`. A text is folded to plain characters, cut into tokens (tokens.py), read into
clauses (clauses.py), and its clauses are joined here into what the text states."""

import math
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from sipipeline.core.figures import half_unit
from sipipeline.core.text import Text
from sipipeline.language.clauses import Clause, Clauses, Unclear
from sipipeline.language.dates import When
from sipipeline.language.lexicon import Lexicon, table
from sipipeline.language.numbers import compact, is_blank_word
from sipipeline.language.tokens import scan
from sipipeline.language.units import NO_UNIT, Unit

TIMES = ("day", "workday", "month")
LONGEST = 500
"""A longer text is no target."""

SEVERAL = Text(
    zh="里面有好几个数，看不出哪个是要比的",
    en="it has several figures, and which one counts is unclear",
)
UNLIKE = Text(zh="里面的几个数单位不一样", en="its figures are in different units")
GAPPED = Text(
    zh="两个条件用“或”连着，合起来不是一个范围",
    en="its two conditions are joined by “or” and make no range",
)
MIXED = Text(
    zh="期限和数写在了一起，要分成两个指标",
    en="it has both a deadline and a figure; make it two indicators",
)
TOO_LONG = Text(zh="太长，不是一个指标值", en="it is too long")
DATES = Text(
    zh="里面有好几个日期，看不出哪个是期限",
    en="it has several dates, and which one is the deadline is unclear",
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text says. Figures are in the unit as written: 43937万元 has lo = hi = 43937."""

    kind: str
    """`bound`, `range`, `number`, `deadline` (within so many days), `date`, `qualitative`, `blank`,
    `unreadable`."""
    text: str
    """As written, in plain characters without spaces."""
    lo: float | None = None
    hi: float | None = None
    lo_open: bool = False
    hi_open: bool = False
    unit: Unit = NO_UNIT
    half_width: float = 0.0
    """Half a unit of the last printed digit."""
    direction: str | None = None
    """`higher`, `lower`, `within`, `exact` (a written =); None where the text does not say."""
    about: bool = False
    """约, 左右: the figure may be a twentieth off."""
    sense: str = ""
    """`up`, `down`: a change; `beyond`, `gap`: against the target; `early`, `late`: against the
    deadline."""
    anchor: str = ""
    """Of a deadline: what it is counted from, as in 每季度结束后."""
    when: When | None = None
    until: bool = False
    """Of a date: 前 is written."""
    band: str = ""
    """Of a qualitative text: `reached`, `partly`, `unmet`, or "" where it does not say."""
    grade: tuple[int, int] | None = None
    """Of 优秀, 良好 …: which scale, and which step of it from the top."""
    none: bool = False
    """无违规, 未发生: says that there is none at all."""
    always: bool = False
    """A target that anything meets: ≥95%或≤105%."""
    never: bool = False
    """A target that nothing meets: ≥105%且≤95%."""
    zero_bound: bool = False
    """≤0 where 0 is meant."""
    problem: Text | None = None
    """Why the text cannot be read; follows "the target …"."""

    @property
    def figure(self) -> bool:
        """Whether it has a figure to compare."""
        return self.lo is not None or self.hi is not None

    @property
    def point(self) -> bool:
        """Whether it is one plain figure."""
        return self.lo is not None and self.lo == self.hi and not self.about


@lru_cache(maxsize=8192)
def parse(text: str) -> Stated:
    """Read a target or what was reached; never raises."""
    plain = compact(text)
    if is_blank_word(text):
        return Stated("blank", plain, none=plain in table()["none"]["words"])
    if len(plain) > LONGEST:
        return Stated("unreadable", plain, problem=TOO_LONG)
    reader = Clauses()
    try:
        reader.read(scan(plain))
        return _stated(plain, reader)
    except Unclear as unclear:
        return Stated("unreadable", plain, problem=unclear.why)


def _stated(text: str, reader: Clauses) -> Stated:
    if not reader.clauses:
        return _dated(text, reader.whens, reader.until) if reader.whens else _worded(text)
    if reader.whens and reader.until:
        raise Unclear(MIXED)
    if len(reader.clauses) == 1:
        return _single(text, reader.clauses[0])
    return _joined(text, reader.clauses)


def _dated(text: str, whens: list[When], until: bool) -> Stated:
    if len(whens) > 1:
        raise Unclear(DATES)
    return Stated(
        "date", text, unit=Unit("", "date"), when=whens[0], until=until, direction="lower"
    )


# ---------------------------------------------------------------- one clause
def _single(text: str, clause: Clause) -> Stated:
    stated = _as_stated(text, clause)
    timed = clause.unit.dimension in TIMES
    if timed and (clause.op in ("<=", "<") or clause.until) and not clause.sense:
        return replace(
            stated,
            kind="deadline",
            lo=None,
            direction="lower",
            anchor=_anchor(text[: clause.start]),
        )
    return replace(stated, anchor=_anchor(text[: clause.start])) if timed else stated


def _as_stated(text: str, clause: Clause) -> Stated:
    low, high = _end(clause.lo), _end(clause.hi)
    zero = clause.op in ("<=", "=") and high == 0 and not clause.sense
    return Stated(
        _kind(clause),
        text,
        low,
        high,
        clause.lo_open,
        clause.hi_open,
        clause.unit,
        half_unit(min(clause.decimals, 300)),
        _direction(clause),
        clause.about,
        clause.sense,
        always=clause.op == ">=" and low == 0 and not clause.sense,
        never=clause.op == "<" and high == 0 and not clause.sense,
        zero_bound=zero and clause.op == "<=",
    )


def _kind(clause: Clause) -> str:
    if clause.op in ("", "="):
        return "number" if clause.lo == clause.hi else "range"
    return "bound" if math.isinf(clause.lo) or math.isinf(clause.hi) else "range"


def _direction(clause: Clause) -> str | None:
    if math.isinf(clause.hi):
        return "higher"
    if math.isinf(clause.lo):
        return "lower"
    if clause.lo != clause.hi:
        return "within"
    return "exact" if clause.op == "=" else None


def _end(value: float) -> float | None:
    return None if math.isinf(value) else value


def _anchor(before: str) -> str:
    """每年度度结束后的 and 年度结束后 are the same anchor; "" where the words before a figure are
    none."""
    words = table()["deadline"]
    if not any(word in before for word in words["after"]):
        return ""
    kept = [character for character in before if character not in words["idle"]]
    return "".join(
        character for at, character in enumerate(kept) if not at or kept[at - 1] != character
    )


# ---------------------------------------------------------------- several clauses
def _joined(text: str, clauses: list[Clause]) -> Stated:
    """≥95%且≤105%, ≥95%或≤105%, 95%以上,105%以下; anything else has figures that cannot be told
    apart."""
    alike = _in_one_unit(clauses)
    whole = alike[0]
    either = any(clause.join == "or" for clause in alike[1:])
    for clause in alike[1:]:
        if _same(whole, clause):
            continue
        if clause.join == "?" or not clause.op or not whole.op or clause.sense != whole.sense:
            raise Unclear(SEVERAL)
        whole = _union(whole, clause) if either else _intersection(whole, clause)
    if math.isinf(whole.lo) and math.isinf(whole.hi):
        low, high = (next(c for c in alike if c.op in ops) for ops in ((">=", ">"), ("<=", "<")))
        stated = _as_stated(text, replace(low, hi=high.hi, hi_open=high.hi_open, op=""))
        return replace(stated, always=True)
    if whole.lo > whole.hi or (whole.lo == whole.hi and (whole.lo_open or whole.hi_open)):
        return replace(_as_stated(text, whole), kind="range", direction="within", never=True)
    return _single(text, whole)


def _in_one_unit(clauses: list[Clause]) -> list[Clause]:
    """All clauses in the unit of the first that has one."""
    unit = next((clause.unit for clause in clauses if clause.unit.symbol), NO_UNIT)
    alike = []
    for clause in clauses:
        if clause.unit.symbol and clause.unit.base != unit.base:
            raise Unclear(UNLIKE if clause.op and clauses[0].op and clause.join != "?" else SEVERAL)
        scale = clause.unit.factor / unit.factor if clause.unit.symbol else 1.0
        alike.append(replace(clause, lo=clause.lo * scale, hi=clause.hi * scale, unit=unit))
    return alike


def _same(one: Clause, other: Clause) -> bool:
    return (one.lo, one.hi, one.op, one.sense) == (other.lo, other.hi, other.op, other.sense)


def _intersection(one: Clause, other: Clause) -> Clause:
    low = max((one.lo, one.lo_open), (other.lo, other.lo_open))
    high = min((one.hi, not one.hi_open), (other.hi, not other.hi_open))
    return replace(
        one,
        lo=low[0],
        lo_open=low[1],
        hi=high[0],
        hi_open=not high[1],
        decimals=max(one.decimals, other.decimals),
    )


def _union(one: Clause, other: Clause) -> Clause:
    if max(one.lo, other.lo) > min(one.hi, other.hi):
        raise Unclear(GAPPED)
    low = min((one.lo, one.lo_open), (other.lo, other.lo_open))
    high = max((one.hi, not one.hi_open), (other.hi, not other.hi_open))
    return replace(one, lo=low[0], lo_open=low[1], hi=high[0], hi_open=not high[1])


# ---------------------------------------------------------------- words
def _worded(text: str) -> Stated:
    none = text.startswith(tuple(table()["none"]["starts"]))
    band, alone = _band(text)
    grade = _grades().get(text.removeprefix("达到").rstrip("。"))
    sure = none and band != "unmet"
    return Stated(
        "qualitative", text, band=band if alone or band != "reached" else "", none=sure, grade=grade
    )


def _band(text: str) -> tuple[str, bool]:
    """The band that the words say, and whether nothing else is said that could take it back."""
    if text in _single_bands():
        return _single_bands()[text], True
    found: set[str] = set()
    rest, at = "", 0
    while at < len(text):
        word = _bands().at(text, at)
        if word is None:
            rest += text[at]
        elif word[1]:
            found.add(word[1])
        at += len(word[0]) if word else 1
    band = next((band for band in ("unmet", "partly", "reached") if band in found), "")
    return band, not any(word in rest for word in table()["qualitative"]["negations"])


@cache
def _bands() -> Lexicon[str]:
    """Words to bands; fillers to ""."""
    words = table()["qualitative"]
    names = (("unmet", "unmet"), ("partial", "partly"), ("achieved", "reached"), ("fillers", ""))
    return Lexicon(
        (word, band) for name, band in names for word in words[name] if not band or len(word) > 1
    )


@cache
def _single_bands() -> dict[str, str]:
    """One character says a band only alone: 好, 差, 是, 否."""
    words = table()["qualitative"]
    names = (("achieved", "reached"), ("unmet", "unmet"))
    return {word: band for name, band in names for word in words[name] if len(word) == 1}


@cache
def _grades() -> dict[str, tuple[int, int]]:
    return {
        word: (number, step)
        for number, scale in reversed(list(enumerate(table()["scales"])))
        for step, words in enumerate(scale["steps"])
        for word in words
    }


def only_a_band(text: str) -> bool:
    """Whether a text is nothing but 已完成, 达标 and the like, which may answer a target in the
    same words."""
    return bool(_bands().get(text)) or text in _single_bands()
