"""A number that does not agree with the figure that it was read as, and is to its last digit
another one that its sentence names, shows that its words were misread."""

import pytest

from sipipeline.evidence.narrative.questions.subjects import Subject
from sipipeline.evidence.narrative.quoting.surroundings import Surroundings
from sipipeline.language.mentions import mentions_in

BASIC, SPENT = (Subject("accounts", item) for item in ("basic_pension", "expenditure"))
FUND = ("resident_pension",)
READ_AS = "accounts.resident_pension.basic_pension.change"
OTHER = "accounts.resident_pension.expenditure.change"


@pytest.mark.parametrize(
    ("number", "around", "possible"),
    [
        ("4072.01万元", Surroundings(((SPENT,), (BASIC,)), FUND, here=((SPENT,),)), True),
        ("4072.01万元", Surroundings(((SPENT,), (BASIC,)), FUND), True),
        # the words beside it name what it was read as, and nothing else
        ("4072.01万元", Surroundings(((SPENT,), (BASIC,)), FUND, here=((BASIC,),)), False),
        ("4072.01万元", Surroundings(((SPENT,), (BASIC,)), FUND, here=((BASIC,), (SPENT,))), True),
        # another number of the sentence is of it: the two may be exchanged
        ("4072.01万元", Surroundings(((SPENT,), (BASIC,)), FUND, frozenset({OTHER})), False),
        # the sentence does not name it
        ("4072.01万元", Surroundings(((BASIC,),), FUND), False),
        ("4072.01万元", Surroundings(((SPENT,), (BASIC,)), ()), False),
        # any amount of so few digits is near another
        ("40万元", Surroundings(((SPENT,), (BASIC,)), FUND), False),
    ],
)
def test_it_may_be_of_what_else_its_sentence_names(
    number: str, around: Surroundings, possible: bool
) -> None:
    (mention,) = mentions_in(number)
    assert (OTHER in around.others(mention, READ_AS, based=False)) == possible


def test_it_is_of_no_other_kind_than_it_was_read_as() -> None:
    (rate,) = mentions_in("9.7%")
    around = Surroundings(((SPENT,), (BASIC,)), FUND)
    growth = "accounts.resident_pension.basic_pension.growth_rate"
    others = [*around.others(rate, growth, based=False)]
    assert {key.rsplit(".", 1)[1] for key in others} == {"growth_rate", "over_budget_rate"}
    assert not [*around.others(rate, "accounts.a.b.actual/accounts.a.c.actual", based=False)]
    on_last_year = [*around.others(rate, growth, based=True)]
    assert on_last_year == ["accounts.resident_pension.expenditure.growth_rate"]
