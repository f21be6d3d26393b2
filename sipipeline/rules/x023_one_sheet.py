from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X023",
    name="one-sheet",
    kind=Kind.FILE,
    severity=Severity.INFO,
    title=Text(zh="报来的是整个工作簿", en="The whole workbook was sent"),
    why=Text(
        zh="纯文本（CSV）只存得下一张工作表，其余的表都不在里面；里面有的数据照常核对。",
        en="Plain text (CSV) holds one sheet and none of the others; what is in it is checked as "
        "usual.",
    ),
    todo=Text(
        zh="请打开原来的工作簿，另存为“Excel 工作簿(*.xlsx)”，报送整个工作簿。",
        en="Open the workbook it came from, save it as an Excel workbook (.xlsx) and send that.",
    ),
)
