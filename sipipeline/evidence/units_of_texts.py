"""Amounts of texts that have the number of their cells, but another unit of money behind it: which
of both is in the wrong unit, by all else that is known of it."""

import math
from collections.abc import Collection, Mapping

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.quoting.cells import kind
from sipipeline.evidence.narrative.quoting.quotes import Compared, Quote, beside
from sipipeline.evidence.people_and_money import beside_people, speak_for_cover

SEVERAL = 2
"""So many amounts of the texts have the same wrong unit: it is no slip of a single one."""
_TAKEN_IN = "income.actual"
_ABOUT = 0.01
"""What is left of a sum, as a part of it, once other slips are left out of account."""


def with_another_unit(
    beside_cells: Mapping[Quote, Compared | None], submission: Submission
) -> Collection[Quote]:
    """The quotes that have the number of a table with another unit behind it than the cover's,
    where people or other texts show that the table is in the cover's; none of but one."""
    compared = {quote: one for quote, one in beside_cells.items() if one is not None}
    said = _said_in_unit_of_cover(compared, submission)
    found = {
        quote
        for quote, one in compared.items()
        if _is_misnamed(quote, one, submission)
        and _is_in_unit_of_cover(one.told.key, quote.mention.unit.symbol, said, submission)
    }
    return found if len(found) >= SEVERAL else ()


def is_unit_of_people(unit: str, submission: Submission) -> bool:
    """Whether all amounts go with their people in the unit on the cover, and not in another."""
    return speak_for_cover(beside_people(submission), beside_people(submission, unit))


def _is_misnamed(quote: Quote, one: Compared, submission: Submission) -> bool:
    """Whether a quote is its cell but for the unit behind its number."""
    unit = quote.mention.unit.symbol
    is_foreign = unit in submission.standard.money_units and unit != submission.money_unit
    if one.agrees or not is_foreign or kind(one.told.key, submission.standard) != "money":
        return False
    read = beside(quote, one.told.key, submission, unit)
    return read is not None and read.agrees


def _said_in_unit_of_cover(
    compared: Mapping[Quote, Compared], submission: Submission
) -> Collection[str | None]:
    """The accounts that have an amount which the texts say as it is."""
    standard = submission.standard
    agreeing = [one.told.key for quote, one in compared.items() if quote.exact and one.agrees]
    return {keys.fund(key) for key in agreeing if kind(key, standard) == "money"}


def _is_in_unit_of_cover(
    key: str, unit: str, said: Collection[str | None], submission: Submission
) -> bool:
    """Whether the account of a figure is in the unit of the cover and not in another: by its
    people, or where none are told, by what else the texts say of it or of the total."""
    fund, total = keys.fund(key), submission.standard.total.key
    is_of_all = fund in (None, total)
    people, in_unit = (
        [one for one in beside_people(submission, other) if is_of_all or one.fund.key == fund]
        for other in ("", unit)
    )
    if people:
        return speak_for_cover(people, in_unit)
    return fund in said or (total in said and _adds_up(submission))


def _adds_up(submission: Submission) -> bool:
    """Whether the total takes in what the funds do together: all are in one unit."""
    standard = submission.standard
    of_funds = [submission.number(f"accounts.{one.key}.{_TAKEN_IN}") for one in standard.funds]
    of_all = submission.number(f"accounts.{standard.total.key}.{_TAKEN_IN}")
    together = sum(one for one in of_funds if one is not None)
    return of_all is None or math.isclose(of_all, together, rel_tol=_ABOUT)
