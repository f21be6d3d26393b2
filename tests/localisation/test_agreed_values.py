"""Where the printed figures of several sums all make one value of a cell, no slip of typing that
leads past it is told: the message and what is suggested say the same."""

import pytest

from sipipeline.localisation.cell_slips import Case, explain, suggestion


@pytest.mark.parametrize(
    ("stated", "made", "implied"),
    [
        (349, 393, (391.5, 394.5)),
        (5_164, 5_416, (5_414.5, 5_417.5)),
        (72, 28, (26.0, 30.0)),
        (1_830, 8_131, (8_129.0, 8_133.0)),
        (66, 17, (15.5, 18.5)),
    ],
)
def test_a_value_that_several_sums_make_is_what_is_suggested(
    stated: float, made: float, implied: tuple[float, float]
) -> None:
    case = Case(stated, 0.5, implied, made=(made, made))
    told = explain(case)
    assert suggestion(case, told.value) == made


@pytest.mark.parametrize(
    ("stated", "made", "implied", "code"),
    [
        (349, (393,), (391.5, 394.5), "transposed"),
        (349, (393, 394), (391.5, 394.5), "transposed"),
        (349, (), (391.5, 394.5), "transposed"),
        (349, (394, 394), (391.5, 394.5), "transposed"),
        (3_940, (394, 394), (391.5, 396.5), "places"),
        (349, (401, 401), (391.5, 394.5), "transposed"),
    ],
)
def test_one_sum_alone_or_sums_that_differ_leave_the_slip(
    stated: float, made: tuple[float, ...], implied: tuple[float, float], code: str
) -> None:
    told = explain(Case(stated, 0.5, implied, made=made))
    assert (told.slip.code, told.value) == (code, 394)
