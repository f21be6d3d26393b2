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
        amounts = sorted(
            (f"causes.{number}.amount" for number in numbers),
            key=lambda key: -(submission.number(key) or 0),
        )
        growth = submission.number(change)
        if growth is None or submission.standard.field(change) is None:
            continue
        first, *others = amounts
        rest = (Term(1, change), *(Term(-1, key) for key in others))
        if growth >= 0:
            yield Relation("B208", first, rest, op="<=")
        else:
            yield Relation("B208", change, tuple(Term(1, key) for key in amounts), op="<=")


def _causes(submission: Submission) -> dict[tuple[str, str], list[int]]:
    """Rows with an amount, by the fund and item that they explain."""
    found: dict[tuple[str, str], list[int]] = {}
    for number in submission.rows("causes"):
        if submission.number(f"causes.{number}.amount") is not None:
            account = (
                submission.choice(f"causes.{number}.fund"),
                submission.choice(f"causes.{number}.item"),
            )
            found.setdefault(account, []).append(number)
    return found


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
        en=(
            "Check the amounts and the change; give a cause that worked the other way a "
            "row of its own, as a negative amount."
        ),
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
