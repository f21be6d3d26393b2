from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="J901",
    name="jointly-consistent",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(zh="所有勾稽关系能同时成立", en="All relations can hold at once"),
    why=Text(
        zh="有的矛盾单看哪一条关系都发现不了：各险种的完成率和实际数限定了预算数的范围，"
        "合计的预算数却不在这个范围里。",
        en="Some contradictions show in no single relation: actuals and completion rates "
        "bound the budgets of the funds,"
        " and the stated total lies outside.",
    ),
    todo=Text(
        zh="逐一核对列出的各数，改正填错的那一个。",
        en="Check the figures named one by one and correct the wrong one.",
    ),
    passing={
        "accounts": {
            "resident_pension": {"expenditure": {"actual": 2244, "completion_rate": "95%"}},
            "institution_pension": {"expenditure": {"actual": 38429, "completion_rate": "97%"}},
            "total": {"expenditure": {"budget": 41980}},
        }
    },
    failing={
        "accounts": {
            "resident_pension": {"expenditure": {"actual": 2244, "completion_rate": "95%"}},
            "institution_pension": {"expenditure": {"actual": 38429, "completion_rate": "97%"}},
            "total": {"expenditure": {"budget": 40673}},
        }
    },
)
