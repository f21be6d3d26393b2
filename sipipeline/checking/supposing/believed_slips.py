"""The slips that are believed of submissions: what is supposed is put right, the submission is
checked again, and the slip that settles most is told, beside what is wrong without it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sipipeline.checking.checked import Checked
from sipipeline.checking.confrontation import crash
from sipipeline.checking.supposing.blank_amounts import blank_amounts
from sipipeline.checking.supposing.causes_in_formulas import right_formulas
from sipipeline.checking.supposing.columns_of_sums import columns_of_sums
from sipipeline.checking.supposing.copied_rows import copied_rows
from sipipeline.checking.supposing.exchanged_columns import exchanged_columns
from sipipeline.checking.supposing.exchanged_funds import fund_exchanges
from sipipeline.checking.supposing.exchanged_people import exchanges
from sipipeline.checking.supposing.last_years_figures import last_years_figures
from sipipeline.checking.supposing.lines_of_nothing import lines_of_nothing
from sipipeline.checking.supposing.misplaced_lines import misplaced_lines
from sipipeline.checking.supposing.pasted_columns import pasted_columns
from sipipeline.checking.supposing.people_in_doubt import doubts
from sipipeline.checking.supposing.rows_of_other_funds import rows_of_other_funds
from sipipeline.checking.supposing.scaled_amounts import scaled_amounts
from sipipeline.checking.supposing.scaled_columns import scaled_columns
from sipipeline.checking.supposing.stale_budgets import stale_budgets
from sipipeline.checking.supposing.stale_priors import stale_priors
from sipipeline.checking.supposing.suppositions import Suppose, Supposition
from sipipeline.checking.supposing.unit_of_cover import unit_of_cover
from sipipeline.checking.wording.joint_contradictions import JOINT
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.submission import Submission

_SLIPS = 3
"""So many slips of one submission are believed, one after the other."""
_DOUBTS = 3
"""So many texts may each have other people than one cell."""

_SUPPOSED: Sequence[Suppose] = (
    unit_of_cover,
    scaled_columns,
    scaled_amounts,
    columns_of_sums,
    pasted_columns,
    rows_of_other_funds,
    last_years_figures,
    fund_exchanges,
    exchanged_columns,
    misplaced_lines,
    blank_amounts,
    stale_budgets,
    stale_priors,
    exchanges,
)
"""What is supposed of the figures of a submission."""

Check = Callable[[Sequence[Submission]], Sequence[Checked]]
"""What the rules say of each of some submissions as it stands."""
_Best = Mapping[int, tuple[Supposition, Checked]]
"""By the place of a submission: its best supposition, and what is told once that is put right."""


def check_with_slips(
    submissions: Sequence[Submission], check: Check, slips: int = _SLIPS
) -> Sequence[Checked]:
    """What the rules say of each submission, with the slips that are believed as causes, at most so
    many; where none is, with the people that are in doubt."""
    results = check(submissions)
    open_ = {*range(len(submissions))} if slips else set[int]()
    for suppose in (copied_rows, lines_of_nothing, right_formulas, _slips):
        best = _best(open_, suppose, submissions, results, check)
        rights = [one.put_right for one, _ in best.values()]
        afterwards = check_with_slips(rights, check, slips - 1) if rights else ()
        _tell({place: (best[place][0], after) for place, after in zip(best, afterwards)}, results)
        open_ -= best.keys()
    for _ in range(_DOUBTS):
        in_doubt = _best(open_, doubts, submissions, results, check)
        if not in_doubt:
            break
        _tell(in_doubt, results)
    return results


def _slips(findings: Sequence[Finding], submission: Submission) -> Iterator[Supposition]:
    """What is supposed of the figures of a submission, where they are not explained already."""
    if _are_explained(findings):
        return
    for suppose in _SUPPOSED:
        yield from suppose(findings, submission)


def _are_explained(findings: Sequence[Finding]) -> bool:
    """Whether every error is of one cause that names several cells of accounts, as that two sheets
    were exchanged."""
    errors = [one for one in findings if one.severity is Severity.ERROR]
    groups = {one.group for one in errors}
    named = [
        culprit
        for one in errors
        for culprit in one.culprits
        if culprit.confidence != "possible" and keys.is_account(culprit.cell.key)
    ]
    return len(groups) == 1 and None not in groups and len(named) > 1


def _best(
    places: Collection[int],
    suppose: Suppose,
    submissions: Sequence[Submission],
    results: Sequence[Checked],
    check: Check,
) -> _Best:
    """Of the submissions at some places: what settles most once it is put right, of what is
    supposed because of what was told."""
    tried: list[tuple[int, Supposition]] = []
    for place in sorted(places):
        with _told_if_it_crashes(results[place]):
            every = suppose(results[place].findings, submissions[place])
            tried += ((place, one) for one in every)
    afterwards = check([one.put_right for _, one in tried]) if tried else ()
    weights: dict[int, int] = {}
    best: dict[int, tuple[Supposition, Checked]] = {}
    for (place, one), after in zip(tried, afterwards):
        weight = one.weight(results[place].findings, after.findings)
        if weight > weights.get(place, 0):
            weights[place], best[place] = weight, (one, after)
    return best


def _tell(best: _Best, results: Sequence[Checked]) -> None:
    for place, (one, after) in best.items():
        result = results[place]
        with _told_if_it_crashes(result):
            result.findings = one.told(result.findings, after.findings)
            result.undecided, result.implied = after.undecided, after.implied


@contextmanager
def _told_if_it_crashes(result: Checked) -> Iterator[None]:
    """What fails while causes are put together is told of the one submission."""
    try:
        yield
    except Exception as error:
        result.findings.append(crash(JOINT.code, error))
