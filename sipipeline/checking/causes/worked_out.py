"""What sums and rates come to where some figures hold other amounts than are stated."""

from collections.abc import Mapping, Sequence

from sipipeline.core.relations import Relation, Term
from sipipeline.core.submission import Submission


def sum_of(terms: Sequence[Term], amounts: Mapping[str, float], submission: Submission) -> float:
    """The sum of some terms, some with other amounts than are stated; a blank one is nothing."""
    values = ((term, amounts.get(term.key, submission.number(term.key))) for term in terms)
    return sum(term.coefficient * value for term, value in values if value is not None)


def quotient_of(
    rate: Relation, amounts: Mapping[str, float], submission: Submission
) -> float | None:
    """What a rate is; None on nothing."""
    divisor = sum_of(rate.base, amounts, submission)
    return rate.scale * sum_of(rate.terms, amounts, submission) / divisor if divisor else None
