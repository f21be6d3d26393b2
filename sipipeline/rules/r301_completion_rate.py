from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, ratio
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.accounts:
        for item in standard.items_of(fund.key):
            row = f"accounts.{fund.key}.{item.key}"
            if "completion_rate" in item.measures:
                yield ratio("R301", f"{row}.completion_rate", f"{row}.actual", f"{row}.budget")


RULE = RelationRule(
    code="R301",
    name="completion-rate",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(zh="完成预算% = 本年实际数 ÷ 预算数", en="Budget completed % = actual ÷ budget"),
    why=Text(
        zh="完成率由两个金额算出；合计的完成率是两个合计数之比，不是各险种完成率的平均。",
        en="The rate follows from two amounts; that of a total is the ratio of the "
        "totals, not the mean of the rates.",
    ),
    todo=Text(
        zh="用本年实际数除以预算数重算，改正完成率或填错的金额。",
        en="Divide actual by budget again; correct the rate or the wrong amount.",
    ),
    passing=account(
        "work_injury", income={"budget": 1200, "actual": 1167, "completion_rate": "97.3%"}
    ),
    failing=account(
        "work_injury", income={"budget": 1200, "actual": 1167, "completion_rate": "99%"}
    ),
    relations=relations,
)
