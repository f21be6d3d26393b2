from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, total
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for subject, parts in standard.parts_of_total.items():
        yield total("B204", subject, list(parts))


RULE = RelationRule(
    code="B204",
    name="total-over-funds",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(zh="基金汇总等于各险种之和", en="The total sheet is the sum over the funds"),
    why=Text(
        zh="汇总表的每个数都是本单位所填各险种之和；没有开展的险种不计。",
        en="Every figure of the total sheet is the sum over the funds that the unit reports.",
    ),
    todo=Text(
        zh="核对基金汇总和各险种表中的这一科目，改正填错的那一格。",
        en="Check this item on the total sheet and on each fund's sheet, and correct the "
        "wrong cell.",
    ),
    passing={
        "accounts": {
            "resident_pension": {"income": {"actual": 5306}},
            "institution_pension": {"income": {"actual": 38631}},
            "total": {"income": {"actual": 43937}},
        }
    },
    failing={
        "accounts": {
            "resident_pension": {"income": {"actual": 5306}},
            "institution_pension": {"income": {"actual": 38631}},
            "total": {"income": {"actual": 43973}},
        }
    },
    relations=relations,
)
