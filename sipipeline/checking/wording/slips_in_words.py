"""How a cell came to be wrong, in words: which sentence says most of its slip, and what stands in
the places of that sentence."""

import math
from collections.abc import Callable, Mapping

from sipipeline.checking.wording.slip_sentences import MISPLACED, SLIPS
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.figures import decimals
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text, join, same
from sipipeline.localisation.cell_slips import UNIT
from sipipeline.localisation.scaled_rates import CODE as RATES
from sipipeline.localisation.suspects import Slip, Suspect

WHOLE_SHEET = Text(zh="{fund}整表", en="the whole sheet of {fund}")
SOME_LINES = Text(zh="{fund}“{lines}”各行", en="“{lines}” of {fund}")
LINES_TO = Text(zh="{fund}从“{first}”到“{last}”各行", en="“{first}” to “{last}” of {fund}")
BLOCK = Text(
    zh="{fund}第 {top}–{bottom} 行（“{first}”到“{last}”）",
    en="rows {top}–{bottom} of {fund} (“{first}” to “{last}”)",
)
BLOCK_OF_COLUMN = Text(
    zh="{fund}“{column}”第 {top}–{bottom} 行（“{first}”到“{last}”）",
    en="rows {top}–{bottom} of the column “{column}” of {fund} (“{first}” to “{last}”)",
)
WHOLE_COLUMN = Text(zh="{fund}“{column}”整栏", en="the whole column “{column}” of {fund}")
_MONEY = "scaled"
"""The code of money in another unit."""
_MOVED = ("places", "points")
"""The codes of slips of the decimal point."""
_OF_A_FUND = frozenset({"fund missing", "misplaced"})
"""Slips of which the fund that is meant may be known or not."""


def why(suspect: Suspect, submission: Submission) -> Text:
    """The sentence of the suspect's slip."""
    slip, standard = suspect.slip, submission.standard
    code = _sharper(suspect, submission)
    places = {name: _shown(name, value, standard) for name, value in slip.figures.items()}
    if not keys.is_account_sheet(str(slip.figures.get("sheet", keys.ACCOUNTS))):
        places |= _columns_of_people(slip, standard)
    if slip.code == "places":
        places["count"] = same(round(math.log10(float(slip.figures["factor"]))))
    if slip.code in (_MONEY, RATES):
        places["times"] = same(_times(slip.figures["factor"]))
    if slip.code == _MONEY:
        places["unit"] = same(_unit_of(suspect, submission))
        if slip.figures.get("first"):
            places["where"] = _block(slip, submission)
        if slip.figures.get("lines"):
            fund = _fund(str(slip.figures["where"]), standard)
            places["where"] = SOME_LINES.fill(fund=fund, lines=places["lines"])
    if slip.figures.get("item"):
        subject = str(slip.figures.get("leaf", suspect.key))
        places["item"] = standard.brief(str(slip.figures["item"]), subject)
    if slip.code == "carried":
        places["how"] = SLIPS[_with_item(str(slip.figures["how"]), slip)].fill(**places)
    sentence = SLIPS.get(code) or MISPLACED.fill(column=_column(code, standard))
    return sentence.fill(**places)


def _sharper(suspect: Suspect, submission: Submission) -> str:
    """The code of the sentence that says most of a slip."""
    slip, field = suspect.slip, submission.standard.field(suspect.key)
    if slip.code == "unit" and field is not None and field.kind == "count":
        return "unit of people"
    if slip.code in _MOVED:
        return _of_point(suspect, submission)
    if slip.code in (_MONEY, RATES):
        return _of_factor(suspect, submission)
    if slip.code == "shifted":
        return f"shifted {slip.figures['way']}"
    if slip.figures.get("copy"):
        return "copied sheet"
    if slip.code in _OF_A_FUND:
        return _of_fund(slip, submission)
    return slip.code if slip.code == "carried" else _with_item(slip.code, slip)


def _of_factor(suspect: Suspect, submission: Submission) -> str:
    """The code of the sentence that says how figures are a constant factor too large or too
    small: rates, amounts that are in another unit, others."""
    size = "too large" if float(suspect.slip.figures["factor"]) < 1 else "too small"
    if suspect.slip.code == RATES:
        return f"rates {size}"
    return f"{size} in a unit" if _unit_of(suspect, submission) else size


def _with_item(code: str, slip: Slip) -> str:
    """The code of a sentence; where a slip knows which item a sum is wrong by, of the one that
    names it."""
    return f"{code} by name" if slip.figures.get("item") else code


def _of_fund(slip: Slip, submission: Submission) -> str:
    """The code of the sentence that says which fund an account is of, if that is known: one in
    another's sheet, with all its lines or without those that this does not have; or one that the
    total has besides, with a sheet that is not filled in or without any."""
    fund = keys.fund(f"{slip.figures['fund']}.") if slip.figures["fund"] else None
    if slip.code == "misplaced":
        has_all = "misplaced" if slip.figures.get("strays") else "misplaced in part"
        return has_all if fund else "misplaced somewhere"
    if not fund:
        return slip.code
    return "fund missing by name" if submission.has_sheet(fund) else "fund without a sheet"


def _of_point(suspect: Suspect, submission: Submission) -> str:
    """The code of the sentence that says how a decimal point went astray: a figure without one has
    lost it, or has digits too many or too few."""
    code, better = suspect.slip.code, suspect.suggest
    stated = submission.number(suspect.key)
    if code == "points" and suspect.slip.figures["factor"] == UNIT:
        return "points in a unit"
    if stated is None or better is None or decimals(stated):
        return code
    if decimals(better):
        return "points left out" if code == "points" else "point left out"
    if code == "points":
        return code
    return "places too many" if abs(better) < abs(stated) else "places too few"


def _unit_of(suspect: Suspect, submission: Submission) -> str:
    """The unit of money in which figures were filled in that are a constant factor too large or
    too small; "" where no unit is that factor from the form's, and of people."""
    if not keys.is_account(suspect.key):
        return ""
    standard = submission.standard
    yuan = standard.yuan(submission.money_unit) * float(suspect.slip.figures["factor"])
    units = standard.money_units.items()
    return next((unit for unit, size in units if math.isclose(size, yuan)), "")


def _times(factor: float | str) -> int:
    """How many times too large or too small figures are that a factor puts right."""
    return round(max(float(factor), 1 / float(factor)))


def _columns_of_people(slip: Slip, standard: Standard) -> Mapping[str, Text]:
    """What a slip of head-counts calls its columns."""
    names = {column.key: column.name for column in standard.headcount_measures}
    return {
        place: _quoted([names[one] for one in str(slip.figures[place]).split()])
        for place in ("one", "other", "over", "base", "columns")
        if place in slip.figures
    }


def _block(slip: Slip, submission: Submission) -> Text:
    """The name of a block of lines of a sheet, in all columns or in one."""
    standard, ends = submission.standard, [str(slip.figures[one]) for one in ("first", "last")]
    (_, top), (_, bottom) = (submission.cell(key).row for key in ends)
    first, last = (standard.line_name(key) for key in ends)
    column = str(slip.figures["columns"])
    where = BLOCK_OF_COLUMN if column else BLOCK
    return (where if top and bottom else LINES_TO).fill(
        fund=_fund(str(slip.figures["where"]), standard),
        column=_column(column, standard) if column else NOTHING,
        top=same(top),
        bottom=same(bottom),
        first=first,
        last=last,
    )


def _shown(name: str, value: float | str, standard: Standard) -> Text:
    """What a slip says beside its code: an amount, a count, or the name of what its key is of."""
    if isinstance(value, str):
        return _NAMES[name](value, standard) if value else same("")
    return same(number(value) if name == "part" else round(value))


def _fund(sheet: str, standard: Standard) -> Text:
    """The short name of the fund that a sheet is of, the name of any other; of several sheets the
    names of all, of the head-counts of several funds that of their sheet."""
    if " " in sheet and not keys.is_account_sheet(sheet):
        return standard.sheets["people"]
    if " " in sheet:
        return join([_fund(one, standard) for one in sheet.split()], "、", ", ")
    fund = keys.fund(f"{sheet}.")
    return standard.fund(fund).short if fund else standard.sheets.get(sheet, same(sheet))


def _where(places: str, standard: Standard) -> Text:
    """The name of a sheet, or of several, or of the columns that keys stand in: some of one sheet,
    or one of several."""
    every = places.split()
    if not keys.table(every[0]):
        return WHOLE_SHEET.fill(fund=_fund(places, standard))
    funds, columns = (
        " ".join(dict.fromkeys(map(part, every))) for part in (keys.table, keys.measure)
    )
    return WHOLE_COLUMN.fill(fund=_fund(funds, standard), column=_columns(columns, standard))


def _column(key: str, standard: Standard) -> Text:
    """The name of a column within a sentence."""
    name = standard.measure_name(key)
    return Text(zh=name.zh, en=name.en.lower())


def _quoted(names: list[Text]) -> Text:
    """Names within the quotes of a sentence."""
    return join(names, "”、“", "”, “")


def _columns(names: str, standard: Standard) -> Text:
    """The names of columns within the quotes of a sentence."""
    return _quoted([_column(name, standard) for name in names.split()])


def _columns_of(cells: str, standard: Standard) -> Text:
    """The names of the columns of some cells within the quotes of a sentence."""
    fields = filter(None, map(standard.field, cells.split()))
    names = [Text(zh=field.column.name.zh, en=field.column.name.en.lower()) for field in fields]
    return _quoted(names)


def _lines(cells: str, standard: Standard) -> Text:
    """The names of lines within the quotes of a sentence."""
    return _quoted([standard.line_name(key) for key in cells.split()])


_NAMES: Mapping[str, Callable[[str, Standard], Text]] = {
    "one": _column,
    "other": _column,
    "third": _column,
    "in_one": _column,
    "in_other": _column,
    "in_third": _column,
    "over": _column,
    "base": _column,
    "columns": _columns,
    "cells": _columns_of,
    "sheet": _fund,
    "fund": _fund,
    "where": _where,
    "lines": _lines,
    "first": lambda key, standard: standard.line_name(key),
    "last": lambda key, standard: standard.line_name(key),
    "leaf": lambda key, standard: standard.label(key),
    "item": lambda key, standard: standard.label(key),
    "how": lambda code, _: SLIPS[code],
    "way": lambda way, _: same(way),
}
"""How the names in a slip are shown."""
