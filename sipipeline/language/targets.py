"""Targets and what was reached, as people write them: a small language, its words in
vocabulary.toml.

`≥99%`, `9175人以上`, `95%～105%`, `≥95%且≤105%`, `30日内完成审核拨付`, `2020年12月底前`,
`按标准审核后足额发放`. A text is folded to plain characters, cut into tokens (tokens.py), read into
clauses (clauses.py), and its clauses are joined here into what the text states."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from sipipeline.core.figures import half_unit
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.language import absence, wordings
from sipipeline.language.clauses import NEGATED, ClauseReader, TargetClause, Unclear
from sipipeline.language.dates import When
from sipipeline.language.lexicon import WordPattern, has, one_of, words
from sipipeline.language.numbers import compact, is_blank_word
from sipipeline.language.relations import Relative, relatives_in
from sipipeline.language.slips import slip_in
from sipipeline.language.tokens import scan
from sipipeline.language.units import NO_UNIT, PERCENT, TIMES, Unit

LONGEST = 500
"""A longer text is no target."""
MOST_DECIMALS = 300
_SQUARE = str.maketrans("【】", "[]")
_INTERVAL = re.compile(
    r"(?P<before>[^0-9(\[]*)(?P<opening>[(\[])(?P<low>-?[0-9.]+[^0-9,()\[\]]*)"
    r"[,;、](?P<high>-?[0-9.]+[^0-9,()\[\]]*)(?P<closing>[)\]])(?P<behind>[^0-9]*)"
)
_BRACKETED_NUMBER = re.compile(r"\([0-9]{1,3},[0-9]{3}(\.[0-9]*)?\D*\)")
_PIECES = re.compile(r"[0-9.]+(?: [0-9.]+)+(?![0-9.:])")
"""Digits that spaces part; 18 in 2020-12-18 00:00:00 is a day before a time."""
_GROUPS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?")
_BROKEN_LINE = re.compile(r"\d[^\S\n]*\n\s*\d")
_WHOLE = 100
_REPEATED_CHARACTER = re.compile(r"(.)\1+")
_ADVERBS = 3
"""Characters that may stand between 高于全省平均 and the difference."""

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
BROKEN = Text(
    zh="数字中间有空格或换行，看不出是一个数还是几个数",
    en="a space or a line break stands among its digits, and whether they are one number is "
    "unclear",
)
TOO_LONG = Text(zh="太长，不是一个指标值", en="it is too long")
DATES = Text(
    zh="里面有好几个日期，看不出哪个是期限",
    en="it has several dates, and which one is the deadline is unclear",
)


@frozen
class Stated:
    """What a text says. Figures are in the unit as written: 43937万元 has lo = hi = 43937."""

    kind: str
    """`bound`, `range`, `number`, `deadline` (within so many days), `date`, `qualitative`, `blank`,
    `unreadable`."""
    text: str
    """As written, in plain characters without spaces."""
    problem: Text | None = None
    """Why the text cannot be read; follows "the target …"."""

    # a figure
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
    more: bool = False
    """9000多人: from the figure up to the next round one."""
    sense: str = ""
    """`up`, `down`: a change; `above`, `below`: against an average; `beyond`, `gap`: against the
    target; `early`, `late`: against the deadline; `delay`: that, or not."""
    relative: Relative | None = None
    """高于全省平均水平, 比上年提高: how it lies to an average or to last year."""

    # a deadline or a date
    anchor: str = ""
    """Of a deadline: what it is counted from, as in 每季度结束后."""
    when: When | None = None
    until: bool = False
    """Of a date: 前 is written."""

    # words
    band: str = ""
    """Of a qualitative text: `reached`, `partly`, `unmet`, or "" where it does not say."""
    grade: tuple[int, int] | None = None
    """Of 优秀, 良好 …: which scale, and which step of it from the top."""
    none: bool = False
    """无违规, 未发生: says that there is none at all."""

    # a target that is badly set
    always: bool = False
    """A target that anything meets: ≥95%或≤105%."""
    never: bool = False
    """A target that nothing meets: ≥105%且≤95%."""
    zero_bound: bool = False
    """≤0 where 0 is meant."""
    backwards: bool = False
    """A range whose larger end is written first: 105%-95%."""

    # several figures, and what stands beside them
    parts: tuple["Stated", ...] = ()
    """The figures of a text that has several, each by itself."""
    label: str = ""
    """The words before it, of a part those behind the one before, as in 发放600份，回收582份."""
    subordinate: bool = False
    """Of a part: it stands in brackets, behind 其中, or is where 由93.2%提高到96.1% begins."""
    planned: bool = False
    """Of a part: it says what was to be done, as in 应发9203人，实发9175人."""
    remarks: tuple[str, ...] = ()
    """What stands beside the figures and denies something: 部分企业不符合条件."""
    apart: "Stated | None" = None
    """Of a text with such remarks: what it states without them."""

    @property
    def figure(self) -> bool:
        """Whether it has a figure to compare."""
        return self.lo is not None or self.hi is not None

    @property
    def openness(self) -> tuple[bool, ...]:
        """Which ends are not meant exactly."""
        return self.lo_open, self.hi_open, self.about

    @property
    def point(self) -> bool:
        """Whether it is one plain figure."""
        return self.lo is not None and self.lo == self.hi and not self.about


@lru_cache(maxsize=8192)
def parse(text: str) -> Stated:
    """Read a target or what was reached; never raises."""
    plain = compact(text)
    if is_blank_word(text):
        return Stated("blank", plain, none=plain in words("none", "words"))
    if len(plain) > LONGEST:
        return Stated("unreadable", plain, problem=TOO_LONG)
    if absence.is_none_in_a_period(plain) or wordings.grade(plain) is not None:
        return _worded(plain)
    bounded = _as_bounds(compact(text.translate(_SQUARE))) or _TOLERANCE.sub(r"±\1", plain)
    try:
        bounded = _well_written(_in_one_piece(text, bounded))
        reader = ClauseReader(bounded)
        reader.read(scan(bounded))
    except Unclear as unclear:
        return Stated("unreadable", plain, problem=unclear.why)
    relatives = tuple(relatives_in(plain))
    reader.whens = [when for when in reader.whens if not _is_basis(relatives, when)]
    clauses = [_against(relatives, clause) for clause in reader.clauses]
    stated = _stated(bounded, clauses, reader)
    relative = relatives[0] if relatives else None
    stated = replace(stated, text=plain, relative=relative)
    return _remarked(stated, reader.remarks) if reader.remarks else stated


def _remarked(stated: Stated, remarks: Sequence[str]) -> Stated:
    """A text with remarks that may take its figure back; what it states without them."""
    why = NEGATED.fill(word=remarks[0])
    apart = replace(stated, remarks=tuple(remarks))
    return Stated("unreadable", stated.text, problem=why, apart=apart)


def _in_one_piece(written: str, text: str) -> str:
    """A text, a percent in it that spaces part put together: 9 3.5% is 93.5%; raises Unclear of
    any other number that may be one or several."""
    if _BROKEN_LINE.search(written):
        raise Unclear(BROKEN)
    return _PIECES.sub(_joined_pieces, text)


def _well_written(text: str) -> str:
    """A text whose figures can be read; raises Unclear of 95。2% and 102+3户."""
    slip = slip_in(text)
    if slip is not None:
        raise Unclear(slip)
    return text


def _joined_pieces(pieces: re.Match[str]) -> str:
    whole = pieces.group()
    if _GROUPS.fullmatch(whole):
        return whole
    joined = whole.replace(" ", "")
    percent = pieces.string.startswith(PERCENT.symbol, pieces.end())
    if not percent or not _DECIMAL.fullmatch(joined) or float(joined) > _WHOLE:
        raise Unclear(BROKEN)
    return joined


def _as_bounds(text: str) -> str:
    """An interval as the bounds that it stands for, [95%,105%) as >=95%,<105%; "" of a text that
    is none. (12,345) is a number."""
    interval = _INTERVAL.fullmatch(text)
    if interval is None or _BRACKETED_NUMBER.fullmatch(text):
        return ""
    before, opening, low, high, closing, behind = interval.groups()
    least = ">=" if opening == "[" else ">"
    most = "<=" if closing == "]" else "<"
    return f"{before}{least}{low},{most}{high}{behind}"


_TOLERANCE = WordPattern(
    r"(?<=[\w%])\((?=[^()0-9]*(?:{marks.plus_minus}|{marks.floats}))(?:{marks.tolerated}|"
    r"{marks.plus_minus})*([0-9.]+[^0-9()]*?)(?:{marks.within}|{marks.inside})?\)"
)
"""(±5%) or (允许上下浮动5%以内) behind a figure: how far it may be off."""


def _against(relatives: Sequence[Relative], clause: TargetClause) -> TargetClause:
    """A figure behind 高于全省平均 is the difference to it."""
    if clause.sense:
        return clause
    for relative in relatives:
        if relative.end is not None and 0 <= clause.start - relative.end <= _ADVERBS:
            return replace(clause, sense=relative.sense)
    return clause


def _is_basis(relatives: Sequence[Relative], when: When) -> bool:
    """Whether a date is of what something is compared with: the 年末 of 不低于上年末."""
    return any(relative.end == when.end for relative in relatives)


def _stated(text: str, clauses: list[TargetClause], reader: ClauseReader) -> Stated:
    """What the whole text states; where it has several figures, that of the one outside brackets,
    and always each of them by itself."""
    figures = _figures(text, clauses)
    dates = [_dated(text, [when], reader.until) for when in reader.whens]
    parts = (*figures, *dates)
    try:
        whole = _whole(text, clauses, reader)
        repeated = whole.point and len(figures) > 1
        return replace(whole, parts=parts) if repeated or (figures and dates) else whole
    except Unclear as unclear:
        main = [figure for figure in figures if not figure.subordinate]
        if len(main) == 1 and not dates:
            return replace(main[0], parts=parts)
        return Stated("unreadable", text, problem=unclear.why, parts=parts)


def _whole(text: str, clauses: list[TargetClause], reader: ClauseReader) -> Stated:
    """Raises Unclear where the figures cannot be told apart."""
    if not clauses:
        return _dated(text, reader.whens, reader.until) if reader.whens else _worded(text)
    if reader.whens and reader.until:
        raise Unclear(MIXED)
    return _joined(text, clauses)


def _figures(text: str, clauses: list[TargetClause]) -> list[Stated]:
    """Each figure by itself, and what the words before it make of it."""
    figures, end = [], 0
    for clause in clauses:
        before, between = text[: clause.start], text[end : clause.start]
        inside = before.count("(") > before.count(")")
        origin = has(between, "parts", "origin") or _LEADS_TO.match(text, clause.end) is not None
        part = has(before, "parts", "of_which") or origin
        figures.append(
            replace(
                _single(text, clause),
                subordinate=inside or part,
                label=between,
                planned=has(between, "parts", "planned")
                or between.endswith(words("parts", "planned_ends")),
            )
        )
        end = clause.end
    return figures


_LEADS_TO = WordPattern("[,;]?(?:{changes.up}|{changes.down}){changes.ends_at}")
"""The words behind the figure that another one began from: 80%提高到90%."""


def _dated(text: str, whens: list[When], until: bool) -> Stated:
    if len(whens) > 1:
        raise Unclear(DATES)
    return Stated(
        "date", text, unit=Unit("", "date"), when=whens[0], until=until, direction="lower"
    )


# ---------------------------------------------------------------- one clause
def _single(text: str, clause: TargetClause) -> Stated:
    stated = _as_stated(text, clause)
    if clause.unit.dimension not in TIMES:
        return stated
    anchor = _anchor(text[: clause.start])
    limits = clause.until or clause.op in ("<=", "<")
    if clause.sense or not limits:
        return replace(stated, anchor=anchor)
    return replace(stated, kind="deadline", lo=None, direction="lower", anchor=anchor)


def _as_stated(text: str, clause: TargetClause) -> Stated:
    low, high = _end(clause.lo), _end(clause.hi)
    op_of_level = "" if clause.sense else clause.op
    return Stated(
        kind=_kind(clause),
        text=text,
        lo=low,
        hi=high,
        lo_open=clause.lo_open,
        hi_open=clause.hi_open,
        unit=clause.unit,
        half_width=half_unit(min(clause.decimals, MOST_DECIMALS)),
        direction=_direction(clause),
        about=clause.about,
        sense=clause.sense,
        label=text[: clause.start],
        always=(op_of_level, low) == (">=", 0),
        never=(op_of_level, high) == ("<", 0),
        zero_bound=(op_of_level, high) == ("<=", 0),
        more=clause.more,
        backwards=clause.backwards,
    )


def _kind(clause: TargetClause) -> str:
    if math.inf in (-clause.lo, clause.hi):
        return "bound"
    return "number" if clause.lo == clause.hi and clause.op in ("", "=") else "range"


def _direction(clause: TargetClause) -> str | None:
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
    """The words before a figure that say what it is counted from, "" where none do.

    每年度度结束后的 and 年度结束后 are the same anchor.
    """
    if not has(before, "deadline", "after"):
        return ""
    kept = re.sub(one_of("deadline", "idle"), "", before)
    return _REPEATED_CHARACTER.sub(r"\1", kept)


# ---------------------------------------------------------------- several clauses
def _joined(text: str, clauses: list[TargetClause]) -> Stated:
    """≥95%且≤105%, ≥95%或≤105%, 95%以上,105%以下; raises Unclear of anything else."""
    whole, *further = _in_one_unit(clauses)
    alternatives = "or" in {clause.join for clause in further}
    join = _union if alternatives else _intersection
    for clause in further:
        if not _same(whole, clause):
            _refuse_unrelated(whole, clause)
            whole = join(whole, clause)
    if (whole.lo, whole.hi) == (-math.inf, math.inf):
        return _anything(text, clauses)
    if not _has_room(whole):
        return replace(_as_stated(text, whole), kind="range", direction="within", never=True)
    return _single(text, whole)


def _has_room(clause: TargetClause) -> bool:
    """Whether any figure lies between the ends."""
    if clause.lo == clause.hi:
        return not (clause.lo_open or clause.hi_open)
    return clause.lo < clause.hi


def _refuse_unrelated(whole: TargetClause, clause: TargetClause) -> None:
    unrelated = clause.join == "?" or clause.sense != whole.sense
    if unrelated or "" in (clause.op, whole.op):
        raise Unclear(SEVERAL)


def _anything(text: str, clauses: list[TargetClause]) -> Stated:
    """≥95%或≤105%: the range that was meant, which anything meets as it is written."""
    alike = _in_one_unit(clauses)
    low = max(alike, key=lambda clause: clause.hi)
    high = min(alike, key=lambda clause: clause.lo)
    meant = replace(low, hi=high.hi, hi_open=high.hi_open, op="")
    return replace(_as_stated(text, meant), always=True)


def _in_one_unit(clauses: list[TargetClause]) -> list[TargetClause]:
    """All clauses in the unit of the first that has one; raises Unclear of unlike units."""
    units = [clause.unit for clause in clauses if clause.unit.symbol]
    unit = (units or [NO_UNIT])[0]
    alike = []
    for clause in clauses:
        own = clause.unit if clause.unit.symbol else unit
        if own.base != unit.base:
            compared = "" not in (clauses[0].op, clause.op) and clause.join != "?"
            raise Unclear(UNLIKE if compared else SEVERAL)
        scale = own.factor / unit.factor
        alike.append(replace(clause, lo=clause.lo * scale, hi=clause.hi * scale, unit=unit))
    return alike


def _same(one: TargetClause, other: TargetClause) -> bool:
    return (one.lo, one.hi, one.op, one.sense) == (other.lo, other.hi, other.op, other.sense)


def _intersection(one: TargetClause, other: TargetClause) -> TargetClause:
    low = max((one.lo, one.lo_open), (other.lo, other.lo_open))
    high = min((one.hi, not one.hi_open), (other.hi, not other.hi_open))
    decimals = max(one.decimals, other.decimals)
    return replace(
        one, lo=low[0], lo_open=low[1], hi=high[0], hi_open=not high[1], decimals=decimals
    )


def _union(one: TargetClause, other: TargetClause) -> TargetClause:
    if max(one.lo, other.lo) > min(one.hi, other.hi):
        raise Unclear(GAPPED)
    low = min((one.lo, one.lo_open), (other.lo, other.lo_open))
    high = max((one.hi, not one.hi_open), (other.hi, not other.hi_open))
    return replace(one, lo=low[0], lo_open=low[1], hi=high[0], hi_open=not high[1])


# ---------------------------------------------------------------- no figure at all
def _worded(text: str) -> Stated:
    band = wordings.band(text)
    none = absence.says_none(text)
    band = "" if none and band == "unmet" else band
    return Stated("qualitative", text, band=band, none=none, grade=wordings.grade(text))
