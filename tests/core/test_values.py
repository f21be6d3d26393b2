"""Values: compared, hashed and printed by their fields."""

import pickle
from dataclasses import field, replace

from sipipeline.core.values import frozen


@frozen
class Amount:
    figure: float
    unit: str = "万元"
    place: str = field(default="", compare=False, repr=False)


@frozen
class Share:
    figure: float
    unit: str = "万元"


@frozen
class Nothing:
    pass


def test_values_with_the_same_fields_are_one() -> None:
    assert {Amount(1), Amount(1.0, place="C3"), Amount(2)} == {Amount(2), Amount(1)}
    assert Nothing() == Nothing()
    assert replace(Amount(1), figure=2) == Amount(2)


def test_values_of_two_kinds_are_two() -> None:
    assert len({Amount(1), Share(1)}) == 2


def test_a_value_is_told_by_its_fields_and_survives_another_process() -> None:
    assert repr(Amount(1)) == "Amount(figure=1, unit='万元')"
    assert pickle.loads(pickle.dumps(Amount(1, place="C3"))).place == "C3"
