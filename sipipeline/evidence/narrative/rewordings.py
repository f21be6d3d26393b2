"""The turns of phrase of a line, read as plainer ones in the order in which they build on each
other."""

from collections.abc import Callable, Sequence
from functools import partial, reduce

from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.lines.tokens import Token, tokens_in, with_people
from sipipeline.evidence.narrative.making.two_years import with_two_years
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.evidence.narrative.rewording.ages import with_ages
from sipipeline.evidence.narrative.rewording.arrows import with_arrows
from sipipeline.evidence.narrative.rewording.averaged_people import with_averaged_people
from sipipeline.evidence.narrative.rewording.bare_lists import with_lines
from sipipeline.evidence.narrative.rewording.both_funds import with_both_meant
from sipipeline.evidence.narrative.rewording.budget_overruns import with_budget
from sipipeline.evidence.narrative.rewording.changes_over_years import with_changes_over_years
from sipipeline.evidence.narrative.rewording.comparisons import with_comparisons
from sipipeline.evidence.narrative.rewording.compounds import recut
from sipipeline.evidence.narrative.rewording.counted_funds import with_counted_funds
from sipipeline.evidence.narrative.rewording.divisors import with_divisors
from sipipeline.evidence.narrative.rewording.each import with_each
from sipipeline.evidence.narrative.rewording.exceptions import with_exceptions
from sipipeline.evidence.narrative.rewording.former_and_latter import with_names_meant
from sipipeline.evidence.narrative.rewording.inclusions import (
    with_exclusions,
    with_inclusions,
    with_purposes,
    with_receivers,
    without_roles,
)
from sipipeline.evidence.narrative.rewording.leaving_out import with_wholes
from sipipeline.evidence.narrative.rewording.levels_above import with_levels_above
from sipipeline.evidence.narrative.rewording.listed_funds import with_listed_funds
from sipipeline.evidence.narrative.rewording.lists import in_order
from sipipeline.evidence.narrative.rewording.maintaining import with_maintaining
from sipipeline.evidence.narrative.rewording.omitted_units import with_origins
from sipipeline.evidence.narrative.rewording.own_names import (
    with_fund_first,
    with_own_names,
    with_split_names,
)
from sipipeline.evidence.narrative.rewording.own_places import with_own_places
from sipipeline.evidence.narrative.rewording.pensioners import with_pensioners
from sipipeline.evidence.narrative.rewording.predicates import with_predicates
from sipipeline.evidence.narrative.rewording.premiums_paid import with_premiums_paid
from sipipeline.evidence.narrative.rewording.raised_people import with_raised_people
from sipipeline.evidence.narrative.rewording.raising_and_payment import with_raised_and_paid
from sipipeline.evidence.narrative.rewording.ranges import with_bounds
from sipipeline.evidence.narrative.rewording.rivals import with_rivals
from sipipeline.evidence.narrative.rewording.senses import with_senses
from sipipeline.evidence.narrative.rewording.shares_told import with_shares
from sipipeline.evidence.narrative.rewording.short_lines import with_shares_in_order
from sipipeline.evidence.narrative.rewording.signed_changes import with_changes
from sipipeline.evidence.narrative.rewording.sorted_funds import with_sorted_funds
from sipipeline.evidence.narrative.rewording.turned_rates import with_turned_rates

_Rewording = Callable[[Sequence[Token]], Sequence[Token]]
"""Reads a turn of phrase in the words of a line as a plainer one."""


def reworded(line: Paragraph, own: Own, year: int | None) -> Sequence[Token]:
    """The words of a line, turns of phrase read as plainer ones."""
    written: Sequence[Token] = tokens_in(line.text, own.standard)
    return reduce(
        lambda tokens, rewording: rewording(tokens), _rewordings(line, own, year), written
    )


def _rewordings(line: Paragraph, own: Own, year: int | None) -> Sequence[_Rewording]:
    """What is reworded, each on the words that those before it leave: first names, then what words
    mean beside them, then where they stand, at last what lists leave out."""
    names = (
        partial(with_own_places, own=own),
        with_origins,
        partial(with_two_years, year=year),
        with_pensioners,
        partial(with_ages, own=own),
        partial(recut, year=year),
        with_raised_and_paid,
        with_maintaining,
        with_sorted_funds,
        partial(with_exceptions, own=own),
        with_names_meant,
        with_both_meant,
        with_rivals,
        with_rivals,
        partial(with_listed_funds, own=own),
        partial(with_counted_funds, own=own),
        partial(with_own_names, own=own),
        with_split_names,
        with_premiums_paid,
        partial(with_levels_above, own=own),
        with_inclusions,
        partial(with_exclusions, own=own),
        with_purposes,
        with_receivers,
        without_roles,
        with_shares_in_order,
        with_wholes,
    )
    meanings = (
        with_comparisons,
        with_arrows,
        with_turned_rates,
        with_changes,
        with_budget,
        with_averaged_people,
        with_senses,
        with_people,
        with_divisors,
        with_shares,
    )
    places = (with_changes_over_years, with_predicates, with_raised_people, with_fund_first)
    ranges = (with_bounds,) if line.role == "report" else ()
    lists = (with_lines, with_each, in_order)
    return (*names, *meanings, *places, *ranges, *lists)
