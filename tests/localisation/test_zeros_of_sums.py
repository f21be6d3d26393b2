"""Lines that are all 0 beside a sum that is not: none of them is told to hold the sum alone."""

from support import checked

from sipipeline.core.findings import Culprit

SPENT: dict[str, float] = {
    "income": 1345.87,
    "benefits": 1136.21,
    "expenditure_subtotal": 1180.89,
    "expenditure": 1180.89,
    "surplus": 164.98,
}
ACCOUNT = "accounts.work_injury"


def culprits(**lines: float) -> dict[str, Culprit]:
    """The cells that may be wrong in an account with these lines beside its sums, which the total
    confirms."""
    stated = {"work_injury": SPENT | lines, "total": SPENT | {"other_expenditure": 44.68}}
    funds = {
        fund: {item: {"actual": amount} for item, amount in account.items()}
        for fund, account in stated.items()
    }
    found = checked({"accounts": funds}).findings
    return {one.cell.key: one for finding in found for one in finding.culprits}


def test_of_several_lines_of_zeros_none_holds_the_sum_alone() -> None:
    lines = ("capacity_appraisal", "injury_prevention", "other_expenditure")
    named = culprits(**dict.fromkeys(lines, 0))
    assert [*named] == [f"{ACCOUNT}.{line}.actual" for line in lines]
    assert {(one.suggest, one.why.zh) for one in named.values()} == {
        (None, "有 3 行填的都是 0，而按合计应共 44.68：照账分别填")
    }


def test_the_only_line_of_zeros_is_told_what_it_lacks() -> None:
    named = culprits(capacity_appraisal=13.36, injury_prevention=0, other_expenditure=19.12)
    assert named[f"{ACCOUNT}.injury_prevention.actual"].suggest == 12.2
