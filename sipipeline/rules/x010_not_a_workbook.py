from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X010",
    name="not-a-workbook",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="不是工作簿", en="Not a workbook"),
    why=Text(
        zh="认文件只看内容，不看扩展名；不是工作簿，就没有数据可核对。",
        en="A file is judged by its content, not by its name; without a workbook there "
        "is nothing to check.",
    ),
    todo=Text(
        zh="请报送填好的标准模板（.xlsx），改扩展名没有用。",
        en="Send the filled standard workbook (.xlsx); renaming a file does not make it one.",
    ),
)
