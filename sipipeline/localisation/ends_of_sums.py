"""A figure that is held to the last of the sums of a sheet and to nothing else: 年度资金 to the
budget, months payable, deposits and their share to the balance, what the year began with to what it
ended with. An amount typed wrongly and carried into these sums breaks that one relation only."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.localisation.carried_slips import carried
from sipipeline.localisation.cell_slips import suggestion
from sipipeline.localisation.certainty import OR_CARRIED, is_unexplained
from sipipeline.localisation.hypotheses import Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.report import Begun, Report
from sipipeline.localisation.search import Tangle
from sipipeline.localisation.suspects import Slip, Suspect

_BESIDE = frozenset({"funding", "balances"})
"""The forms whose figures are held to the sums of the accounts."""
_AMOUNTS_NAMED = 3
"""So many amounts that may have been carried are named."""


def or_carried(
    report: Report, tangle: Tangle, doubted: frozenset[int], suspects: Sequence[Suspect]
) -> Sequence[Suspect]:
    """The suspects of a tangle; where these are figures alone that are held to the last of some
    sums, and no slip explains them, as possible only, with the amounts whose slip of typing would
    explain as much."""
    if not suspects or not all(_is_held_to_sums(one, report.problem) for one in suspects):
        return suspects
    begun = _beginnings(report, tangle, doubted, suspects)
    if len(suspects) > 1:
        return [*suspects, *_likeliest(report, begun)]
    only, alone = suspects[0], [*_amounts_alone(report, suspects[0], doubted)]
    if not (begun or alone or _is_even(report, tangle, only)):
        return suspects
    slip = only.slip if alone and not begun else Slip(OR_CARRIED)
    told = replace(only, slip=slip, confidence="possible")
    return [told, *alone, *_likeliest(report, begun)]


def beside_sums(report: Report, begun: Sequence[Begun]) -> Iterator[Suspect]:
    """The cells of all beginnings of a carried figure, likeliest first, where one is of a form
    beside the accounts: its cells, and the amounts that may be wrong instead; none otherwise."""
    of_form = [one for one in begun if keys.family(_leaf(one)) in _BESIDE]
    if of_form:
        yield from report.undone(of_form[0].hypothesis, "possible")
        others = [one for one in begun if one not in of_form]
        yield from _likeliest(report, others)


def is_beside_sums(problem: LinearProblem, begun: Begun) -> bool:
    """Whether a carried figure began with one that is held to the last of some sums."""
    return _is_key_beside(problem, _leaf(begun))


def _clearly_begun(begun: Sequence[Begun], quote: Suspect) -> list[Begun]:
    """The beginnings that a slip of typing explains, and better than it does what a text says: a
    digit is wrong in either as soon."""
    is_typed = bool(quote.slip.code)
    return [one for one in begun if one.is_explained and not (is_typed and one.is_of_any_digit)]


def _is_even(report: Report, tangle: Tangle, suspect: Suspect) -> bool:
    """Whether a figure is no more likely wrong than sums of stated amounts that it is held to:
    where these are but a limit, or an amount of the workbook is of another size than the rest of
    its line, or a text says something that no slip of typing made of it."""
    problem, figure = report.problem, report.problem.number[suspect.key]
    is_limit = all(problem.part[row] for row in tangle.single_rows)
    is_text = keys.is_quote(suspect.key) and not suspect.slip.code
    beside = tangle.shortest.figures - {figure}
    return (is_limit or is_text or problem.has_odd) and _is_of_sums(report, beside)


def _amounts_alone(report: Report, suspect: Suspect, doubted: frozenset[int]) -> Iterator[Suspect]:
    """The amounts that a rate is worked out of, beside a sum, and that nothing else holds, as
    deposits without a total: where the rate is not the only explanation they may be wrong as
    soon."""
    problem = report.problem
    of_rate = report.of_rate(problem.number[suspect.key])
    if suspect.confidence == "certain" or not _is_of_sums(report, of_rate):
        return
    for figure in sorted(of_rate):
        key = problem.keys[figure]
        if key in problem.arrangement.balances and not _is_sum(report, key):
            ((case, told),) = report.explained(frozenset({figure}), doubted).cells.values()
            better = suggestion(case, told.value)
            yield Suspect(key, case.implied, better, told.slip, "possible")


def _leaf(begun: Begun) -> str:
    """The key of the figure that was carried."""
    return str(begun.hypothesis.slip.figures["leaf"])


def _is_held_to_sums(suspect: Suspect, problem: LinearProblem) -> bool:
    """Whether a suspect is a figure beside the sums of a sheet that no slip explains."""
    figure = problem.number.get(suspect.key, -1)
    if figure < 0 or suspect.together or not is_unexplained(suspect, problem, of_any_digit=True):
        return False
    return keys.is_quote(suspect.key) or _is_key_beside(problem, suspect.key)


def _is_key_beside(problem: LinearProblem, key: str) -> bool:
    """Whether a key is of a form beside the accounts, or of what is held at a day."""
    return keys.family(key) in _BESIDE or key in problem.arrangement.balances


def _is_of_sums(report: Report, figures: Collection[int]) -> bool:
    """Whether one of some figures is a sum of stated amounts."""
    return any(_is_sum(report, report.problem.keys[figure]) for figure in figures)


def _is_sum(report: Report, key: str) -> bool:
    """Whether a key is of a sum of stated amounts."""
    number, stated = report.problem.number, report.problem.stated
    terms = (term for relation in report.totals.get(key, ()) for term in relation.terms)
    parts = (number.get(term.key, -1) for term in terms)
    return any(part >= 0 and stated[part] for part in parts)


def _beginnings(
    report: Report, tangle: Tangle, doubted: frozenset[int], suspects: Sequence[Suspect]
) -> list[Begun]:
    """The amounts that mend all relations of a tangle where they were carried into sums, the
    suspects being right, and that no text has as they are; beside what a text says only those that
    a slip of typing explains better."""
    rows = tangle.single_rows
    beside = {report.problem.number[one.key] for one in suspects}
    begun = [
        report.begun(one, doubted)
        for one in (carried(Undoing(report.problem, rows, doubted)) if rows else ())
        if one.explains >= rows
        and not one.unexplained
        and one.cells.isdisjoint(beside)
        and not report.is_denied(one)
    ]
    return _clearly_begun(begun, suspects[0]) if keys.is_quote(suspects[0].key) else begun


def _likeliest(report: Report, begun: Sequence[Begun]) -> Iterator[Suspect]:
    """The amounts that a slip of typing explains, and no sums but balances, the likeliest first,
    each once."""
    named = set[str]()
    balances = report.problem.arrangement.balances
    amounts = (
        one
        for one in begun
        if _leaf(one) in balances or (one.is_explained and not _is_sum(report, _leaf(one)))
    )
    for one in sorted(amounts, key=lambda one: -one.score):
        told = next(report.undone(one.hypothesis, "possible"), None)
        if told is not None and told.key not in named:
            named.add(told.key)
            yield told
        if len(named) == _AMOUNTS_NAMED:
            return
