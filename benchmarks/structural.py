"""Slips of whole columns and accounts, and sparse sheets with several small slips, for the
benchmark of locating."""

import random
from collections.abc import Mapping, Sequence

from benchmarks.mistakes import Kind, Mistake, Sheets, Typed
from sipipeline.core.relations import Relation

_MONEY = ("budget", "actual", "prior")
_CARRYING = ("B201", "B202", "B203")
"""Rules of the sums within an account."""
_DRAWS = 60
_DIFFERENT = 6
"""A column counts as exchanged or copied if so many of its cells change."""


def drawn(sheets: Sheets, kind: str, chance: random.Random) -> Mistake | None:
    """A structural slip of a kind; None where the workbook has no cells for it."""
    code, make = STRUCTURAL[kind]
    for _ in range(_DRAWS):
        typed = make(sheets, chance)
        wrong = {key for key, value in typed.items() if value != sheets.values.get(key)}
        stated = frozenset(key for key in wrong if typed[key] is not None)
        if len(wrong) >= (_DIFFERENT if code != "carried" else 3):
            return Mistake(kind, code, typed, stated)
    return None


def two(sheets: Sheets, chance: random.Random) -> list[Mistake]:
    """Two slips of whole columns or accounts that share no cell; none where the workbook has no
    cells for both."""
    kinds = [kind for kind, (code, _) in STRUCTURAL.items() if code in COLUMN_CODES]
    mistakes = [drawn(sheets, kind, chance) for kind in chance.sample(kinds, 2)]
    made = [mistake for mistake in mistakes if mistake is not None]
    apart = len(made) == 2 and made[0].typed.keys().isdisjoint(made[1].typed)
    return made if apart else []


def sparse(sheets: Sheets, chance: random.Random) -> dict[str, object]:
    """One account without rates and changes, with three to five small slips."""
    fund = chance.choice(_funds(sheets))
    account = {key: value for key, value in sheets.amounts.items() if _is_money(key, fund)}
    long = [key for key in account if abs(account[key]) > 999]
    values: dict[str, object] = {"cover.money_unit": sheets.unit, **account}
    for key in chance.sample(long, min(len(long), chance.randint(3, 5))):
        off = chance.choice((-1, 1)) * chance.choice((5, 9, 50, 270, 1000))
        values[key] = sheets.rounded(account[key] + off)
    return values


# ---------------------------------------------------------------- the slips
def carried(sheets: Sheets, chance: random.Random) -> Typed:
    """A leaf and the sums of its account that it is part of."""
    subjects = {relation.subject for relation in sheets.relations if relation.rule == "B201"}
    leaves = [key for key in sheets.long if key.startswith("accounts.") and key not in subjects]
    leaf = chance.choice([key for key in leaves if key.endswith(_MONEY)])
    amount = sheets.rounded(abs(sheets.amounts[leaf]) * chance.uniform(0.05, 0.5)) + 1
    signs = _chain(leaf, [one for one in sheets.relations if one.rule in _CARRYING])
    stated = {key: sign for key, sign in signs.items() if key in sheets.amounts}
    return {
        key: sheets.rounded(sheets.amounts[key] + sign * amount) for key, sign in stated.items()
    }


def _chain(leaf: str, relations: Sequence[Relation]) -> Mapping[str, float]:
    """The figures that a leaf is carried into, with their signs."""
    signs, front = {leaf: 1.0}, [leaf]
    while front:
        key = front.pop()
        for relation in relations:
            for term in relation.terms:
                if term.key == key:
                    signs[relation.subject] = signs[key] * term.coefficient
                    front.append(relation.subject)
    return signs


def total_copied(sheets: Sheets, chance: random.Random) -> Typed:
    fund = chance.choice(_funds(sheets))
    typed: Typed = {}
    for key in _keys(sheets, "total"):
        copied = sheets.values.get(key.replace(".total.", f".{fund}."))
        if copied is not None and key in sheets.amounts:
            typed[key] = copied
    return typed


def total_left_out(sheets: Sheets, chance: random.Random) -> Typed:
    """The total over the other funds, without the items that the total has under another name; of
    two funds the total would copy one."""
    if len(_funds(sheets)) < 3:
        return {}
    fund = chance.choice(_funds(sheets))
    typed: Typed = {}
    for key in _keys(sheets, "total"):
        part = sheets.amounts.get(key.replace(".total.", f".{fund}."))
        if part is not None and key in sheets.amounts and ".other_expenditure." not in key:
            typed[key] = sheets.rounded(sheets.amounts[key] - part)
    return typed


def fund_missing(sheets: Sheets, chance: random.Random) -> Typed:
    return dict.fromkeys(_keys(sheets, chance.choice(_funds(sheets))))


def column_unit(sheets: Sheets, chance: random.Random) -> Typed:
    fund, measure = chance.choice([*_funds(sheets), "total"]), chance.choice(_MONEY)
    keys = [key for key in sheets.other if _is_of(key, fund) and key.endswith(f".{measure}")]
    return {key: sheets.other[key] for key in keys}


def columns_exchanged(sheets: Sheets, chance: random.Random) -> Typed:
    one, other = chance.sample(_MONEY, 2)
    typed = _copied(sheets, chance.choice(_funds(sheets)), one, other)
    back = {_beside(key, other): sheets.values[key] for key in typed}
    return {**typed, **back}


def column_copied(sheets: Sheets, chance: random.Random) -> Typed:
    return _copied(sheets, chance.choice(_funds(sheets)), *chance.sample(_MONEY, 2))


def rows_exchanged(sheets: Sheets, chance: random.Random) -> Typed:
    """Two lines of an account in each other's place, with all that stands in them; of lines that
    the total has as well, for nothing else holds two leaves of a sum apart."""
    fund = chance.choice(_funds(sheets))
    changes = [key for key in sheets.amounts if _is_of(key, fund) and key.endswith(".change")]
    keys = [key for key in changes if key.replace(f".{fund}.", ".total.") in sheets.amounts]
    if len(keys) < 2:
        return {}
    first, last = (key.rpartition(".")[0] for key in chance.sample(keys, 2))
    typed: Typed = {}
    for key in sheets.values:
        line, _, measure = key.rpartition(".")
        if line in (first, last):
            other = f"{last if line == first else first}.{measure}"
            typed[key] = sheets.values.get(other)
    return typed


def column_pasted(sheets: Sheets, chance: random.Random) -> Typed:
    """A column of a fund with the figures of another fund in the lines that both have."""
    if len(_funds(sheets)) < 2:
        return {}
    fund, source = chance.sample(_funds(sheets), 2)
    measure = chance.choice(_MONEY)
    keys = [key for key in sheets.amounts if _is_of(key, fund) and key.endswith(f".{measure}")]
    beside = {key: key.replace(f".{fund}.", f".{source}.") for key in keys}
    return {key: sheets.values[other] for key, other in beside.items() if other in sheets.amounts}


def columns_of_funds_exchanged(sheets: Sheets, chance: random.Random) -> Typed:
    """A column of two funds, each with the other's figures in the lines that both have."""
    if len(_funds(sheets)) < 2:
        return {}
    fund, other = chance.sample(_funds(sheets), 2)
    measure = chance.choice(_MONEY)
    typed: Typed = {}
    for key in sheets.amounts:
        beside = key.replace(f".{fund}.", f".{other}.")
        if _is_of(key, fund) and key.endswith(f".{measure}") and beside in sheets.amounts:
            typed |= {key: sheets.values[beside], beside: sheets.values[key]}
    return typed


def accounts_exchanged(sheets: Sheets, chance: random.Random) -> Typed:
    """All columns of two funds, each with the other's figures in the lines that both have."""
    if len(_funds(sheets)) < 2:
        return {}
    fund, other = chance.sample(_funds(sheets), 2)
    typed: Typed = {}
    for key in _keys(sheets, fund):
        beside = key.replace(f".{fund}.", f".{other}.")
        if beside in sheets.values:
            typed |= {key: sheets.values[beside], beside: sheets.values[key]}
    return typed


def total_of_some(sheets: Sheets, chance: random.Random) -> Typed:
    """The total over two funds where there are four or more, without the items that it has under
    another name."""
    funds = _funds(sheets)
    if len(funds) < 4:
        return {}
    some = chance.sample(funds, 2)
    typed: Typed = {}
    for key in _keys(sheets, "total"):
        parts = [sheets.amounts.get(key.replace(".total.", f".{fund}.")) for fund in some]
        known = [part for part in parts if part is not None]
        if known and key in sheets.amounts and ".other_expenditure." not in key:
            typed[key] = sheets.rounded(sum(known))
    return typed


def _copied(sheets: Sheets, fund: str, into: str, source: str) -> Typed:
    keys = [key for key in sheets.amounts if _is_of(key, fund) and key.endswith(f".{into}")]
    beside = {key: _beside(key, source) for key in keys}
    return {key: sheets.values[other] for key, other in beside.items() if other in sheets.amounts}


def _beside(key: str, measure: str) -> str:
    return f"{key.rpartition('.')[0]}.{measure}"


def _keys(sheets: Sheets, fund: str) -> list[str]:
    return [key for key in sheets.values if _is_of(key, fund)]


def _is_of(key: str, fund: str) -> bool:
    return key.startswith(f"accounts.{fund}.")


def _is_money(key: str, fund: str) -> bool:
    return _is_of(key, fund) and key.endswith(_MONEY)


def _funds(sheets: Sheets) -> list[str]:
    return sorted(sheets.read.accounts - {"total"})


STRUCTURAL: dict[str, tuple[str, Kind]] = {
    "a leaf carried into its sums": ("carried", carried),
    "the total copies one fund": ("total copied", total_copied),
    "the total leaves a fund out": ("total left out", total_left_out),
    "a fund without a sheet": ("fund missing", fund_missing),
    "unit, whole column": ("scaled", column_unit),
    "columns exchanged": ("exchanged", columns_exchanged),
    "a column copied": ("copied", column_copied),
    "two lines exchanged": ("exchanged rows", rows_exchanged),
    "a column of another fund": ("pasted", column_pasted),
    "a column of two funds exchanged": ("exchanged accounts", columns_of_funds_exchanged),
    "two accounts exchanged": ("exchanged sheets", accounts_exchanged),
    "the total leaves several funds out": ("total left out", total_of_some),
}
"""What a structural slip is called in the report, the tool's code for it, and how it is made."""
COLUMN_CODES = frozenset(code for code, _ in STRUCTURAL.values()) - {"carried"}
