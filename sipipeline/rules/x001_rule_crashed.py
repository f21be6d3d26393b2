from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X001",
    name="rule-crashed",
    kind=Kind.FILE,
    severity=Severity.WARNING,
    title=Text(zh="每条规则都运行到底", en="Every rule runs to its end"),
    why=Text(
        zh="一条规则自己出错时，其余规则和其余文件照常检查，并在这里说明哪条没有检查。",
        en="When a rule itself fails, the others and the other files are still checked, "
        "and this says which was not.",
    ),
    todo=Text(
        zh="填报单位不用处理；请审核人员把这条提示转给系统维护人员。",
        en="Nothing for the submitter to do; please pass this on to whoever maintains the program.",
    ),
)
