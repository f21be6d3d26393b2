"""What the language understands of a text, as one line of a table; and the tables."""

import math
from pathlib import Path

from sipipeline.language.comparison import Attainment
from sipipeline.language.dates import When
from sipipeline.language.mentions import Mention
from sipipeline.language.targets import Stated
from sipipeline.language.tokens import Quantity, Token, Word
from sipipeline.language.units import Unit

TABLES = Path(__file__).with_name("language")


def rows(table: str) -> list[tuple[str, ...]]:
    """The lines of a table in tests/language, without its notes."""
    lines = (TABLES / table).read_text(encoding="utf-8").split("\n")
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def when_shown(when: When) -> str:
    """12.21..12.31 of 2020; `closing` where the last day is the limit."""
    first, last = _day(when.first), _day(when.last)
    parts = [first if first == last else f"{first}..{last}"]
    parts += [f"of {when.year}"] if when.year is not None else []
    parts += [f"each {when.cycle}"] if when.cycle != "year" else []
    parts += [f"after {when.anchor}"] if when.anchor else []
    parts += ["closing"] if when.closing else []
    return " ".join(parts)


def _day(ordinal: int) -> str:
    month, day = divmod(ordinal - 1, 31)
    return f"{month}.{day + 1}"


def unit_shown(unit: Unit) -> str:
    """The unit as written, what it measures and by what it is counted."""
    measured = unit.dimension + (f" × {unit.factor:.15g}" if unit.factor != 1 else "")
    per = f" per {' '.join(unit.per)}" if unit.per else ""
    return f"{unit.symbol or '-'} ({measured}{per})"


def stated_shown(stated: Stated) -> str:
    """The kind, the ends, the unit, and whatever else is said."""
    parts = [stated.kind]
    if stated.figure:
        low = "(-∞" if stated.lo is None else f"{'(' if stated.lo_open else '['}{stated.lo:.15g}"
        high = "∞)" if stated.hi is None else f"{stated.hi:.15g}{')' if stated.hi_open else ']'}"
        parts.append(f"{low}, {high}")
        parts.append(f"{unit_shown(stated.unit)} ± {stated.half_width:.15g}")
    parts += [stated.direction] if stated.direction else []
    parts += [f"sense {stated.sense}"] if stated.sense else []
    parts += [f"from {stated.anchor}"] if stated.anchor else []
    parts += [f"on {when_shown(stated.when)}"] if stated.when else []
    parts += [f"band {stated.band}"] if stated.band else []
    parts += [f"grade {stated.grade[0]}.{stated.grade[1]}"] if stated.grade else []
    flags = ("about", "until", "none", "always", "never", "zero_bound")
    parts += [name for name in flags if getattr(stated, name)]
    parts += [stated.problem.zh] if stated.problem else []
    return "; ".join(parts)


def judged_shown(judged: Attainment) -> str:
    """The status, how far it was reached, what is short."""
    parts = [judged.status]
    parts += [f"{judged.completion:.6g}"] if judged.completion is not None else []
    parts += [f"short {judged.shortfall:.12g}"] if judged.shortfall is not None else []
    parts += [name for name in ("repeats", "unlike") if getattr(judged, name)]
    return "; ".join(parts)


def mention_shown(text: str, figure: Mention) -> str:
    """The words of a mention, its kind, value and unit, and what the words around it say."""
    parts = [f"{text[figure.start : figure.end]}: {figure.kind}"]
    if figure.when is not None:
        parts.append(when_shown(figure.when))
    else:
        parts.append(
            f"{figure.op}{figure.value:.15g} ± {figure.half_width:.15g} {unit_shown(figure.unit)}"
        )
    parts += [figure.sense] if figure.sense else []
    parts += [name for name in ("about", "until") if getattr(figure, name)]
    return ", ".join(parts)


def token_shown(token: Token) -> str:
    if isinstance(token, When):
        return f"[{when_shown(token)} @{token.start}-{token.end}]"
    if isinstance(token, Word):
        meaning = f" {token.meaning}" if token.meaning else ""
        return f"{token.kind}{meaning} “{token.text}” @{token.start}-{token.end}"
    assert isinstance(token, Quantity)
    more = " and more" if token.more else ""
    value = f"{token.value:.{token.decimals}f}" if math.isfinite(token.value) else str(token.value)
    return f"{value} {unit_shown(token.unit)}{more} @{token.start}-{token.end}"
