"""The lines of the tables that a text can name."""

from functools import cache
from itertools import product
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.language.lexicon import words


class Subject(NamedTuple):
    """A line of the tables that a text names: an item of an account, or a head-count."""

    family: str
    item: str


SURPLUS = Subject("accounts", "surplus")
EXPENDITURE = Subject("accounts", "expenditure")
INCOME = Subject("accounts", "income")
CONTRIBUTIONS = Subject("accounts", "contributions")
BENEFITS = Subject("accounts", "benefits")
DEPOSITS = Subject("accounts", "time_deposits")
OPENING = Subject("accounts", "opening_balance")
LEFT = Subject("accounts", "closing_balance")
DEPOSIT_SHARE = Subject("balances", "deposit_share")
MONTHS = Subject("balances", "months_payable")
PARTICIPANTS = Subject("headcounts", "participants")
CONTRIBUTORS = Subject("headcounts", "contributors")
AT_WORK = Subject("headcounts", "at_work")
RETIRED = Subject("headcounts", "retirees")
DRAWING = Subject("headcounts", "beneficiaries")
AVERAGE_RETIRED = Subject("headcounts", "average_retirees")
BALANCES = frozenset({SURPLUS, LEFT})
AT_YEAR_END = frozenset({LEFT, DEPOSITS, PARTICIPANTS, CONTRIBUTORS, AT_WORK, RETIRED, DRAWING})
"""Lines that state how things are at the end of the year, and so were at its beginning."""
TAKING_PART = ("headcounts.participants",)
"""What 参保人数 means, as the vocabulary has it."""


def subjects_of(token: Token) -> tuple[Subject, ...]:
    """The lines of the tables that a name may mean."""
    return tuple(map(subject_of, token.meaning))


def subject_of(name: str) -> Subject:
    return Subject(keys.family(name), keys.measure(name))


def is_bare(token: Token) -> bool:
    """Whether a name says no more than 收入 or 支出合计."""
    return token.text in _bare_names()


def is_part(one: Subject, whole: Subject, standard: Standard) -> bool:
    """Whether a line may be a part of another, or is that line."""
    if one.family != whole.family or one == whole:
        return one == whole
    item = standard.find_item(one.item)
    known = item is not None and (item.parent is not None or item.within is not None)
    return not known or whole.item in (*standard.wholes_of(one.item), item and item.within)


def stands_in(subject: Subject, fund: str, standard: Standard) -> bool:
    """Whether a standard has the line for a fund."""
    line = f"{subject.family}.{fund}.{subject.item}"
    return standard.has(line) or standard.has(f"{line}.actual")


@cache
def _bare_names() -> frozenset[str]:
    """收入, 支出 …, with 合计 and the like behind them too."""
    bare = words("narrative", "signs", "bare")
    summed = ("", *words("narrative", "signs", "summed"))
    return frozenset(map("".join, product(bare, summed)))
