from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X002",
    name="not-annotated",
    kind=Kind.FILE,
    severity=Severity.INFO,
    title=Text(zh="能在工作簿上加批注", en="The workbook can be annotated"),
    why=Text(
        zh="有的工作簿写法特殊，加不了颜色和批注；问题照样列出。",
        en="Some workbooks are built in a way that takes no marks; the findings are "
        "listed all the same.",
    ),
    todo=Text(
        zh="请按这里列出的问题修改原文件。", en="Please correct the file by what is listed here."
    ),
)
