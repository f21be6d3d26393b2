"""The number formats of an OpenDocument as the codes that Excel writes."""

from collections.abc import Callable, Mapping

from lxml import etree

from sipipeline.kinds.opendocument.names import NUMBER, STYLE

STYLES = tuple(
    f"{NUMBER}{kind}-style"
    for kind in ("number", "percentage", "currency", "date", "time", "boolean", "text")
)
_LONGEST = 30
"""Digits that a format may ask for."""
_PERCENT = f"{NUMBER}percentage-style"
_DATES = {
    "year": ("yy", "yyyy"),
    "month": ("m", "mm"),
    "day": ("d", "dd"),
    "day-of-week": ("aaa", "aaaa"),
    "hours": ("h", "hh"),
    "minutes": ("m", "mm"),
    "seconds": ("s", "ss"),
}
"""Short and long."""
_CONDITION = "value()"


def code_of(style: etree._Element) -> str:
    """The code of a style, without the other styles to which it leads by conditions."""
    elapsed = style.get(f"{NUMBER}truncate-on-overflow") == "false"
    pieces = [_piece(child, style.tag == _PERCENT, elapsed) for child in style]
    return "".join(pieces)


def conditions_of(style: etree._Element) -> list[tuple[str, str]]:
    """The conditions of a style, with the names of the styles that they lead to."""
    maps = style.findall(f"{STYLE}map")
    found = (
        (one.get(f"{STYLE}condition", ""), one.get(f"{STYLE}apply-style-name", "")) for one in maps
    )
    return [(text.removeprefix(_CONDITION), name) for text, name in found]


def whole_code(
    name: str, codes: Mapping[str, str], maps: Mapping[str, list[tuple[str, str]]]
) -> str:
    """The code of a style with a section for each of its conditions."""
    sections = [f"[{condition}]{codes.get(other, '')}" for condition, other in maps.get(name, [])]
    return ";".join([*sections, codes.get(name, "")])


def _piece(child: etree._Element, is_percent: bool, elapsed: bool) -> str:
    kind = str(child.tag).removeprefix(NUMBER)
    if kind in _DATES:
        is_long = child.get(f"{NUMBER}style") == "long"
        text = _DATES[kind][is_long]
        return f"[{text}]" if elapsed and kind == "hours" else text
    if kind in ("text", "currency-symbol"):
        return _literal(child.text or "", is_percent)
    maker = _PIECES.get(kind)
    return "" if maker is None else maker(child)


def _literal(text: str, is_percent: bool) -> str:
    """Words of a format in quotes; the percent sign of a percent is no word."""
    if is_percent and "%" in text:
        before, _, after = text.partition("%")
        return f"{_quoted(before)}%{_quoted(after)}"
    return _quoted(text)


def _quoted(text: str) -> str:
    return f'"{text}"'.replace('""', "") if text else ""


def _number(child: etree._Element) -> str:
    digits = _with_words(child, "0" * max(1, _count(child, "min-integer-digits")))
    decimals, fixed = _count(child, "decimal-places"), child.get(f"{NUMBER}min-decimal-places")
    always = decimals if fixed is None else min(decimals, _count(child, "min-decimal-places"))
    shown = "0" * always + "#" * (decimals - always)
    grouped = "#,##" if child.get(f"{NUMBER}grouping") == "true" else ""
    point = "." if shown else ""
    return f"{grouped}{digits}{point}{shown}{_divided(child)}"


def _divided(child: etree._Element) -> str:
    """A comma for each thousand that the number is divided by."""
    text = child.get(f"{NUMBER}display-factor", "1")
    return "," * text.count("000") if text.strip("0") == "1" else ""


def _with_words(child: etree._Element, digits: str) -> str:
    """The digits before the point with the words among them."""
    words = child.findall(f"{NUMBER}embedded-text")
    for word in sorted(words, key=lambda one: _count(one, "position")):
        place = max(0, len(digits) - _count(word, "position"))
        if place <= len(digits) and word.text:
            digits = f"{digits[:place]}{_quoted(word.text)}{digits[place:]}"
            break
    return digits


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{NUMBER}{name}", "0")
    return min(int(text), _LONGEST) if text.isascii() and text.isdecimal() else 0


_PIECES: Mapping[str, Callable[[etree._Element], str]] = {
    "number": _number,
    "scientific-number": lambda _: "0.00E+00",
    "fraction": lambda _: "# ?/?",
    "text-content": lambda _: "@",
    "am-pm": lambda _: "AM/PM",
    "boolean": lambda _: "General",
}
