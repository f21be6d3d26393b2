from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X011",
    name="old-format",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(
        zh="不是普通的 .xlsx 格式",
        en="Not the usual .xlsx format",
    ),
    why=Text(
        zh="只有普通的 .xlsx 才能核对并加上批注。",
        en="Only the usual .xlsx can be checked and annotated.",
    ),
    todo=Text(
        zh="请在 Excel 或 WPS 中打开，用“另存为”存成“Excel 工作簿(*.xlsx)”，再重新报送。",
        en="Open it in Excel or WPS, save it as an Excel workbook (.xlsx) and send it again.",
    ),
)
