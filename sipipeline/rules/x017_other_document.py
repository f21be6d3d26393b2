from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X017",
    name="other-document",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="是别的文件，不是工作簿", en="Another kind of file"),
    why=Text(
        zh="文字、图片等文件里没有标准模板的数据。",
        en="Texts, pictures and the like hold no figures of the standard workbook.",
    ),
    todo=Text(
        zh="请报送填好的标准模板（.xlsx）：扫描件、PDF、Word 可以一起报送，但不能代替它；"
        "改扩展名没有用。",
        en="Send the filled standard workbook (.xlsx): a scan, PDF or Word report may come with "
        "it and does not replace it; renaming a file does not make it one.",
    ),
)
