from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, ratio
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def rows(submission: Submission) -> Iterator[Relation]:
    for number in submission.rows("causes"):
        cause = f"causes.{number}"
        account = (
            f"accounts.{submission.choice(f'{cause}.fund')}.{submission.choice(f'{cause}.item')}"
        )
        if submission.standard.field(f"{account}.change") is not None:
            yield ratio("R306", f"{cause}.share", f"{cause}.amount", f"{account}.change")


RULE = RelationRule(
    code="R306",
    name="cause-share",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(
        zh="原因占比 = 影响金额 ÷ 比上年增减额", en="Share of a cause = its amount ÷ the change"
    ),
    why=Text(
        zh="占比由原因的金额和该科目的增减额算出。",
        en="The share follows from the amount and the change of the item.",
    ),
    todo=Text(
        zh="用影响金额除以增减额重算，改正占比或填错的金额。",
        en="Divide the amount by the change again; correct the share or the wrong amount.",
    ),
    passing={
        "accounts": {"institution_pension": {"expenditure": {"change": 2410}}},
        "causes": [
            {
                "fund": "institution_pension",
                "item": "expenditure",
                "cause": "退休人数增加",
                "amount": 2269,
                "share": "94%",
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
                "share": "49%",
            }
        ],
    },
    rows=rows,
)
