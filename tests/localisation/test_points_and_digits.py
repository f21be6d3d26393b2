"""A moved decimal point is told as one, not as a digit too many or too few; where no point is seen
a digit is."""

import pytest

from sipipeline.localisation.cell_slips import Case, explain


@pytest.mark.parametrize(
    ("stated", "half_width", "implied", "is_rate"),
    [
        (472.087, 0.0005, (4720.86, 4720.88), False),
        (10.131, 0.0005, (1.0128, 1.0132), True),
        (0.744, 0.0005, (0.0744, 0.0745), True),
    ],
)
def test_a_point_that_moved_is_told(
    stated: float, half_width: float, implied: tuple[float, float], is_rate: bool
) -> None:
    told = explain(Case(stated, half_width, implied, is_rate))
    assert told.slip.code == "places"
    assert told.slip.figures["factor"] == 10
    assert told.value is not None
    assert implied[0] - half_width <= told.value <= implied[1] + half_width


@pytest.mark.parametrize(
    ("stated", "half_width", "implied", "code"),
    [
        (47215, 0.5, (4720.5, 4721.5), "extra"),
        (4721, 0.5, (47213.5, 47214.5), "missing"),
        (4772.1, 0.05, (472.05, 472.15), "doubled"),
        (47.21, 0.005, (473.205, 473.215), "missing"),
    ],
)
def test_digits_too_many_or_too_few_are_told_as_such(
    stated: float, half_width: float, implied: tuple[float, float], code: str
) -> None:
    assert explain(Case(stated, half_width, implied)).slip.code == code
