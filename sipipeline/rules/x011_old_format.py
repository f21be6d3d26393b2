from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X011",
    name="old-format",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="不是程序能读的格式", en="Not a format that can be read"),
    why=Text(
        zh="程序读 .xlsx、.xls、.et、.xlsb、.ods、.fods、“XML 表格 2003”和网页（.mht）格式的"
        "工作簿；别的格式读不出里面的数据。",
        en="Read are .xlsx, .xls, .et, .xlsb, .ods, .fods, XML Spreadsheets 2003 and workbooks "
        "saved as a web page (.mht); nothing can be taken out of others.",
    ),
    todo=Text(
        zh="请在 Excel 或 WPS 中打开，用“另存为”存成“Excel 工作簿(*.xlsx)”，再重新报送。",
        en="Open it in Excel or WPS, save it as an Excel workbook (.xlsx) and send it again.",
    ),
)
