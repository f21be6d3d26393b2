from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def rows(submission: Submission) -> Iterator[Relation]:
    """The causes given for one item explain at most its growth; of a fall, at most the fall."""
    for (fund, item), numbers in _causes(submission).items():
        change = f"accounts.{fund}.{item}.change"
        growth = submission.number(change)
        if growth is not None and submission.standard.field(change) is not None:
            amounts = [f"causes.{number}.amount" for number in numbers]
            amounts.sort(key=lambda amount: submission.number(amount) or 0, reverse=True)
            yield _of_growth(change, amounts) if growth >= 0 else _of_a_fall(change, amounts)


def _of_growth(change: str, amounts: list[str]) -> Relation:
    """The largest amount is at most what the others leave of the growth."""
    largest, *others = amounts
    left = (Term(1, change), *(Term(-1, amount) for amount in others))
    return Relation("B208", largest, left, op="<=")


def _of_a_fall(change: str, amounts: list[str]) -> Relation:
    return Relation("B208", change, tuple(Term(1, amount) for amount in amounts), op="<=")


def _causes(submission: Submission) -> dict[tuple[str, str], list[int]]:
    """Rows with an amount, by the fund and item that they explain."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for number in submission.rows("causes"):
        row = f"causes.{number}"
        if submission.number(f"{row}.amount") is not None:
            explained = submission.choice(f"{row}.fund"), submission.choice(f"{row}.item")
            numbers.setdefault(explained, []).append(number)
    return numbers


RULE = RelationRule(
    code="B208",
    name="causes-within-growth",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(
        zh="各项增减原因合计不超过比上年增减额", en="Causes together explain at most the change"
    ),
    why=Text(
        zh="一项支出增加多少，各原因的影响金额加起来就不能比它多。",
        en="Causes cannot add up to more than what they explain.",
    ),
    todo=Text(
        zh="核对各原因的影响金额和险种表的增减额；有减少因素的，另列一行填负数。",
        en="Check the amounts and the change; give a cause that worked the other way a "
        "row of its own, as a negative amount.",
    ),
    passing={
        "accounts": {"institution_pension": {"expenditure": {"change": 2410}}},
        "causes": [
            {
                "fund": "institution_pension",
                "item": "expenditure",
                "cause": "退休人数增加",
                "amount": 2269,
            }
        ],
    },
    failing={
        "accounts": {"institution_pension": {"expenditure": {"change": 2410}}},
        "causes": [
            {
                "fund": "institution_pension",
                "item": "expenditure",
                "cause": "退休人数增加",
                "amount": 2269,
            },
            {
                "fund": "institution_pension",
                "item": "expenditure",
                "cause": "调整待遇",
                "amount": 1421,
            },
        ],
    },
    rows=rows,
)
