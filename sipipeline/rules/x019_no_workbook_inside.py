from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X019",
    name="no-workbook-inside",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="里面没有工作簿", en="No workbook inside"),
    why=Text(
        zh="邮件或压缩包里有工作簿，才有数据可核对。",
        en="A message or an archive is checked by the workbooks inside.",
    ),
    todo=Text(
        zh="请把填好的 .xlsx 放进压缩包，或者直接报送 .xlsx。",
        en="Put the filled .xlsx into it, or send the .xlsx itself.",
    ),
)
