"""Accounts of a county with nothing between levels, as most are: each line has a round number of
万元, and sums, rates and changes are worked out of these."""

import random
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sipipeline.standards.load import load
from tools.accounts import stated, total_of, with_balances, with_sums, work_out

STANDARD = load("2023")
_YUAN = 10_000
_BETWEEN_LEVELS = ("from_superior", "from_subordinate", "to_subordinate", "to_superior")
_AMOUNTS = ("budget", "actual", "prior")
_NOTHING: Mapping[str, float] = {}


def plain_accounts(
    funds: Sequence[str],
    seed: int = 3,
    without: Collection[str] = (),
    *,
    with_total: bool = True,
    is_blank: bool = False,
    typed: Mapping[str, float] = _NOTHING,
) -> dict[str, Any]:
    """The data of a workbook with these funds, without some columns; the total typed or left to its
    formulas, lines without an amount with 0 or blank. What is typed for single amounts
    (work_injury.interest.actual) goes into all that is worked out of it."""
    chance = random.Random(seed)
    exact = {fund: _account(fund, chance, typed) for fund in funds}
    exact["total"] = total_of(STANDARD, exact)
    data = work_out(stated(STANDARD, exact, chance), 4)
    for rows in data["accounts"].values():
        _settle(rows, without, is_blank)
    if not with_total:
        del data["accounts"]["total"]
    cover = {"unit": "丙县社会保险中心", "year": 2023, "money_unit": "万元"}
    return {"standard": "2023", "cover": cover, **data}


def _account(
    fund: str, chance: random.Random, typed: Mapping[str, float]
) -> dict[str, dict[str, int]]:
    leaves = {}
    for item in STANDARD.items_of(fund):
        if not STANDARD.parts_of(fund, item.key):
            is_none = item.key in _BETWEEN_LEVELS or item.key.startswith("adjustment")
            usual = 0 if is_none else chance.randint(20, 9000)
            drawn: dict[str, float] = {
                name: round(usual * chance.uniform(0.9, 1.1)) for name in _AMOUNTS
            }
            drawn |= {
                name: typed[key] for name in drawn if (key := f"{fund}.{item.key}.{name}") in typed
            }
            leaves[item.key] = {name: round(amount * _YUAN) for name, amount in drawn.items()}
    return with_balances(with_sums(STANDARD, fund, leaves), 90_000 * _YUAN, 0.5)


def _settle(rows: dict[str, Any], without: Collection[str], is_blank: bool) -> None:
    """Leave out columns, the rates of lines without an amount, and their zeros where these are to
    be blank."""
    for item, cells in rows.items():
        is_of_zeros = not any(cells.get(name) for name in _AMOUNTS)
        rates = ("completion_rate", "growth_rate") if is_of_zeros else ()
        gone = {*without, *rates, *(cells if is_of_zeros and is_blank else ())}
        rows[item] = {name: value for name, value in cells.items() if name not in gone}
