from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X016",
    name="unsafe",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="内容不安全", en="Not safe to open"),
    why=Text(
        zh="正常的工作簿里没有这样的内容，打开它可能有危险。",
        en="No normal workbook holds this, and opening it may do harm.",
    ),
    todo=Text(
        zh="请下载空白的标准模板，把数据填进去（粘贴时只粘贴数值），再重新报送。",
        en=(
            "Copy the figures (as values) into a fresh copy of the standard template and send that."
        ),
    ),
)
