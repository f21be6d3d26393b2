"""How much one file may ask of the program. A yearly workbook has 30 kB, 7 sheets and 2,000
cells."""

from collections.abc import Mapping
from dataclasses import asdict, fields

from sipipeline.core.errors import UsageError
from sipipeline.core.text import Text, join, same
from sipipeline.core.values import frozen

MB = 1 << 20

_UNKNOWN = Text(
    zh="没有这个限额：{name}。可用的限额：{known}。", en="No such limit: {name}. Limits: {known}."
)
_NO_NUMBER = Text(
    zh="限额 {name} 应是大于 0 的整数，不是 {value}。",
    en="The limit {name} should be a whole number above 0, not {value}.",
)
_IN_MB = frozenset({"file", "inflated", "part", "ratio_floor", "message", "unpacked", "memory"})
"""Limits that are set in MB."""
_MOST = 1 << 40


@frozen
class Limits:
    file: int = 50 * MB
    """Bytes of one workbook as sent."""
    inflated: int = 300 * MB
    """Bytes of all its parts, pictures included."""
    part: int = 64 * MB
    """Bytes of one part: a sheet, the shared strings."""
    parts: int = 5_000
    sheets: int = 300
    strings: int = 1_000_000
    """Texts that cells share."""
    characters: int = 20_000_000
    """Characters of all texts of a workbook."""
    cells: int = 5_000_000
    """Rows times columns up to the last used cell, over all sheets: python-calamine keeps 40 bytes
    for each."""
    nodes: int = 1_000_000
    """Elements and attributes of all parts but sheets and shared texts, which are held as trees."""
    filled: int = 300_000
    """Cells with something in them, of a workbook that is not an .xlsx."""
    ratio: int = 200
    """Real workbooks inflate to 5 to 30 times their size; what deflate can do is 1,030."""
    ratio_floor: int = 16 * MB
    """Below this size no ratio does any harm."""

    message: int = 100 * MB
    """Bytes of one message, which is held in memory."""
    entries: int = 20_000
    """Members of one zip, and workbooks of one message or zip with all that it contains."""
    unpacked: int = 4_096 * MB
    """Bytes of all members of one zip; they are unpacked one at a time."""
    depth: int = 3
    """Containers in one another: a zip in a zip in a message."""
    spins: int = 1_000_000
    """Rounds by which the key of an encrypted workbook is made; Excel takes 100,000."""

    seconds: int = 120
    """For reading one file, for checking those that are checked together, and for one copy."""
    memory: int = 2_048 * MB
    """Bytes of one worker process."""


DEFAULT = Limits()


def limits_of(settings: Mapping[str, object]) -> Limits:
    """The limits with some of them set, by name; sizes in MB. Raises UsageError."""
    known = [field.name for field in fields(Limits)]
    values = {}
    for name, value in settings.items():
        if name not in known:
            listed = join([same(one) for one in known], "、", ", ")
            raise UsageError(_UNKNOWN.fill(name=name, known=listed))
        number = _whole(value)
        if number is None:
            raise UsageError(_NO_NUMBER.fill(name=name, value=value))
        values[name] = number * _unit(name)
    return Limits(**values)


def in_settings(limits: Limits) -> dict[str, int]:
    """The limits by name, sizes in MB: what `limits_of` takes."""
    return {name: value // _unit(name) for name, value in asdict(limits).items()}


def _unit(name: str) -> int:
    return MB if name in _IN_MB else 1


def _whole(value: object) -> int | None:
    """A whole number above 0, also as a text."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    is_number = text.isascii() and text.isdecimal() and 0 < int(text[:20]) < _MOST
    return int(text) if is_number else None
