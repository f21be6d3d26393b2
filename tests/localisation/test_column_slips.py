"""Slips of whole columns: which columns are taken for one in the wrong unit."""

from problems import form_of, problem_of

from sipipeline.core.relations import Relation, total
from sipipeline.localisation.arrangement import Arrangement, Exchange
from sipipeline.localisation.column_slips import exchanged_columns
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.scaled_money import scaled_money

RELATIONS = [total("A", "t", ["a", "b"]), total("B", "u", ["c", "d"])]
RIGHT = {"a": 52310.0, "b": 31240.0, "c": 7710.0, "d": 12990.0, "t": 83550.0, "u": 20700.0}


def in_another_unit(
    relations: list[Relation], column: list[str], **changed: float
) -> list[Hypothesis]:
    """What can be mended by taking the column, or a part of it, for one in the wrong unit."""
    values = RIGHT | changed
    column_alone = Arrangement(columns=[column])
    problem = problem_of(form_of(relations, values, arrangement=column_alone))
    return list(scaled_money(Undoing(problem, problem.violated())))


def test_a_column_in_the_wrong_unit_is_one_slip() -> None:
    column = {key: RIGHT[key] * 10000 for key in ("a", "b", "c", "d")}
    (found,) = in_another_unit(RELATIONS, ["a", "b", "c", "d"], **column)
    assert (len(found.fixed), len(found.explains), found.unexplained) == (4, 2, frozenset())
    assert [round(sum(ends) / 2) for ends in found.fixed.values()] == [52310, 31240, 7710, 12990]
    assert (found.slip.code, found.slip.figures) == (
        "scaled",
        {"factor": 1e-4, "count": 4, "where": "a"},
    )


def test_another_factor_is_told() -> None:
    column = {key: RIGHT[key] / 100 for key in ("a", "b", "c", "d")}
    (found,) = in_another_unit(RELATIONS, ["a", "b", "c", "d"], **column)
    assert (found.slip.code, found.slip.figures) == (
        "scaled",
        {"factor": 100, "count": 4, "where": "a"},
    )


def test_a_column_with_one_figure_that_is_not_nothing_is_no_column() -> None:
    """A single figure in the wrong unit is a slip of its cell."""
    lonely = RIGHT | {"a": 523100000.0, "b": 0.0, "t": 52310.0}
    assert in_another_unit(RELATIONS, ["a", "b"], **lonely) == []
    pair = RIGHT | {"a": 523100000.0, "b": 312400000.0}
    assert len(in_another_unit(RELATIONS, ["a", "b"], **pair)) == 1


def test_figures_that_no_broken_relation_has_do_not_make_a_column() -> None:
    lonely = RIGHT | {"a": 523100000.0}
    assert (
        in_another_unit([total("A", "t", ["a"])], ["a", "c", "d"], **lonely | {"t": 52310.0}) == []
    )


def test_columns_are_exchanged_in_lines_too_that_differ_by_less_than_their_rounding() -> None:
    """1.2 of an account without a precision of its own may be 1.24, and is not."""
    places = range(6)
    one = dict(zip(places, (523.11, 312.42, 77.13, 129.94, 61.5, 1.2)))
    other = dict(zip(places, (487.26, 298.7, 71.93, 118.05, 57.22, 1.24)))
    values = {f"one{place}": one[place] for place in places}
    values |= {f"other{place}": other[place] for place in places}
    values |= {f"total_one{place}": other[place] for place in places}
    values |= {f"total_other{place}": one[place] for place in places}
    half = dict.fromkeys(values, 0.005) | {"one5": 0.05}
    relations = [
        total("B", f"total_{column}{place}", [f"{column}{place}"])
        for column in ("one", "other")
        for place in places
    ]
    beside = {f"one{place}": f"other{place}" for place in places}
    arrangement = Arrangement(
        exchanges=[Exchange("sheet", "one", "other", beside)],
        sheet_of=lambda key: "" if key.startswith("total") else "sheet",
    )
    problem = problem_of(form_of(relations, values, half, arrangement=arrangement))
    (found,) = exchanged_columns(Undoing(problem, problem.violated()))
    assert len(found.fixed) == 2 * len(places)
