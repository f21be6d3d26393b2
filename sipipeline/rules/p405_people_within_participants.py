from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.funds:
        for item in standard.headcounts:
            if item.within is None or fund.key not in item.funds:
                continue
            people = f"headcounts.{fund.key}"
            for measure in ("actual", "prior"):
                whole = Term(1, f"{people}.{item.within}.{measure}")
                part = f"{people}.{item.key}.{measure}"
                yield Relation("P405", part, (whole,), op="<=", to_explain=True)


RULE = RelationRule(
    code="P405",
    name="people-within-participants",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="缴费人数、领取待遇人数不大于参保人数",
        en="Contributors and recipients are not more than participants",
    ),
    why=Text(
        zh="缴费的人和领待遇的人都是参保的人（养老保险的参保人数含离退休人员），不会比参保的还多。",
        en="Who contributes or receives benefits is insured (participants of a pension fund "
        "include its retirees).",
    ),
    todo=Text(
        zh="核对两个人数；口径不同的（如按人次统计），在该行“说明”栏写明。",
        en="Check both numbers; if they count differently (cases, not people), say so in the 说明 "
        "column of the row.",
    ),
    passing={
        "headcounts": {
            "work_injury": {"participants": {"actual": 5600}, "contributors": {"actual": 5480}}
        }
    },
    failing={
        "headcounts": {
            "work_injury": {"participants": {"actual": 5600}, "contributors": {"actual": 54800}}
        }
    },
    relations=relations,
)
