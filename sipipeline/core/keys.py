"""The grammar of keys, known here alone.

A key names a stated figure or text for life, whatever cell it sits in:

    accounts.FUND.ITEM.MEASURE      headcounts.FUND.ITEM.MEASURE      balances.FUND.FIELD
    benefit_levels.FUND.FIELD       causes.N.FIELD                    indicators.N.FIELD
    cover.FIELD                     funding.FIELD                     narrative.FIELD      goal
    narrative_notes.FIELD           the explanation beside a text
    cover_notes.FIELD               the explanation beside a field of the cover
    sheets.SHEET.note               the explanation of a whole sheet, or of the workbook
    sheets.FUND.runs                whether the unit runs the fund
    report.N                        paragraph N of the report beside the workbook

The standard names the fields of a list once, with `#` for the number of the row: `causes.#.amount`.
A figure that a text quotes has a key of its own: FIELD#PLACE#KEY, with the field of the text, the
place of the mention in it, and the key of the cell that it quotes.

What cells make together has a key as well, but no cell: `accounts.work_injury+unemployment.…` is of
several funds, KEY&KEY the sum of two figures, KEY/KEY what one figure is of another, and KEY~KEY by
how much it is more: the sum binds closest, then the share.

Keys stay strings: they are the keys of dictionaries by the thousand.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

ACCOUNTS = "accounts"
OF_FUNDS = frozenset({ACCOUNTS, "headcounts", "balances", "benefit_levels"})
"""Families whose second part is a fund."""
LISTS = ("causes", "indicators")
"""Families whose second part is the number of a row."""

_WITH_NOTES = ("cover", "narrative")
"""Families whose explanations are a family of their own: a field is one cell and one value."""
_TOGETHER, _AND, _OF, _LESS = "+", "&", "/", "~"
_MAKING = re.compile("[&/~]")
_MADE_OF = re.compile("[^&/~]+")
_NUMBER = re.compile(r"\.(\d+)\.")


def family(key: str) -> str:
    """`accounts` of accounts.work_injury.income.actual; the key itself where it has one part."""
    return key.partition(".")[0]


def is_account(key: str) -> bool:
    """Whether a key is of a fund's account, or of the total's."""
    return key.startswith("accounts.")


def is_account_sheet(sheet: str) -> bool:
    """Whether a table, as `table` tells it, is a fund's account, or the total's."""
    return is_account(f"{sheet}.")


@lru_cache(maxsize=1 << 14)
def fund(key: str) -> str | None:
    """The fund that a key is of, in the families that have one."""
    first, _, rest = key.partition(".")
    return rest.partition(".")[0] if first in OF_FUNDS else None


def row(key: str) -> str:
    """The key without its last part: what stands in one line of the form."""
    return key.rpartition(".")[0]


def column(key: str) -> tuple[str, str]:
    """The table that a figure of a line stands in, and its measure: one column of the form."""
    return table(key), measure(key)


def measure(key: str) -> str:
    """The last part: the measure of a line, or the field of a form."""
    return key.rpartition(".")[2]


def item(key: str) -> str:
    """The last part but one: the item that a measure is of."""
    return measure(row(key))


@lru_cache(maxsize=1 << 14)
def table(key: str) -> str:
    """The key without its last two parts: the table that its line stands in."""
    return row(row(key))


def parts(key: str) -> list[str]:
    """The steps from the family to the measure or field."""
    return key.split(".")


def beside(key: str, other: str) -> str:
    """The key of another measure in the same line."""
    return f"{row(key)}.{other}"


def of_fund(key: str, fund: str) -> str:
    """The key of the same figure of another fund."""
    first, _, rest = key.partition(".")
    return f"{first}.{fund}.{rest.partition('.')[2]}"


def of_item(key: str, item: str) -> str:
    """The same column of another line of the account: accounts.work_injury.interest.prior and
    income -> accounts.work_injury.income.prior."""
    family, fund, _, measure = key.split(".")
    return f"{family}.{fund}.{item}.{measure}"


def note(key: str) -> str:
    """The key of the explanation beside a cell: of its line, of a field or text, of an
    indicator."""
    if family(key) in _WITH_NOTES:
        return f"{family(key)}_notes.{measure(key)}"
    return beside(key, "reason" if is_of_list(key, "indicators") else "note")


def is_note(key: str) -> bool:
    """Whether a key is of an explanation that stands beside something."""
    return family(key).endswith("_notes") or key == note(key)


def note_of_sheet(sheet: str) -> str:
    """The key of the explanation of a whole sheet: of a fund, `people`, `workbook` …"""
    return f"sheets.{sheet}.note"


def runs(fund: str) -> str:
    """The key of what the cover says of a fund: whether the unit runs it."""
    return f"sheets.{fund}.runs"


def sheet_on_cover(key: str) -> str | None:
    """The sheet that a line of the cover is about: of a fund, `people` …; None for a key of no
    such line."""
    return item(key) if key.startswith("sheets.") else None


# ---------------------------------------------------------------- rows of lists
def is_of_list(key: str, name: str) -> bool:
    """Whether a key is of a row of the list `name`."""
    return key.startswith(f"{name}.")


def number(key: str) -> int | None:
    """The number of the row that a key of a list is of: 3 of indicators.3.target."""
    found = _NUMBER.search(key)
    return int(found.group(1)) if found is not None else None


def pattern(key: str) -> str:
    """The key as the standard names it: `indicators.#.target` of indicators.3.target."""
    return _NUMBER.sub(".#.", key, count=1)


def is_pattern(key: str) -> bool:
    """Whether a key stands for every row of a list."""
    return "#" in key


# ---------------------------------------------------------------- texts
def is_paragraph(key: str) -> bool:
    """Whether a key is of a paragraph of the report beside the workbook."""
    return key.startswith("report.")


def paragraph(key: str) -> str:
    """The number of a paragraph, as text."""
    return key.removeprefix("report.")


def is_quote(key: str) -> bool:
    """Whether a key is of a figure that a text quotes from a cell."""
    return "#" in key


def quoted(key: str) -> str:
    """The key of the cell that a figure of a text quotes; any other key unchanged."""
    return key.rpartition("#")[2]


def text_of(key: str) -> str:
    """The key of the text that quotes; any other key unchanged."""
    return key.partition("#")[0]


# ---------------------------------------------------------------- what several cells make
def sum_of(funds: Iterable[str]) -> str:
    """The name of what several funds make together, where a key has that of one."""
    return _TOGETHER.join(sorted(funds))


def added(key: str) -> list[str]:
    """The funds that a key is of: several where it is of what they make together."""
    of = fund(key)
    return of.split(_TOGETHER) if of else []


def is_together(key: str) -> bool:
    """Whether a key is of what several funds make together."""
    return _TOGETHER in key


def share(part: str, whole: str) -> str:
    """The key of what one figure is of another."""
    return f"{part}{_OF}{whole}"


def is_share(key: str) -> bool:
    return _OF in key and not is_difference(key)


def shared(key: str) -> list[str]:
    """The keys of the part and of the whole of a share."""
    return key.split(_OF)


def sum_of_figures(keys: Iterable[str]) -> str:
    """The key of what several figures make together."""
    return _AND.join(keys)


def summands(key: str) -> list[str]:
    """The keys of the figures that one is the sum of; its own where it is of none."""
    return key.split(_AND)


def difference(one: str, other: str) -> str:
    """The key of by how much one figure is more than another."""
    return f"{one}{_LESS}{other}"


def is_difference(key: str) -> bool:
    return _LESS in key


def apart(key: str) -> list[str]:
    """The keys of the two figures of a difference."""
    return key.split(_LESS)


def made_of(key: str) -> list[str]:
    """The keys of the figures of cells that sums, shares and differences are made of."""
    return _MADE_OF.findall(key)


def made_of_fund(key: str, fund: str) -> str:
    """The key of what the same figures make of another fund."""
    return _MADE_OF.sub(lambda found: of_fund(found.group(), fund), key)


def made_beside(key: str, other: str) -> str:
    """The key of what the same lines make in another measure."""
    return _MADE_OF.sub(lambda found: beside(found.group(), other), key)


def is_made(key: str) -> bool:
    """Whether a key is of a sum, a share or a difference."""
    return _MAKING.search(key) is not None
