from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X022",
    name="active-content",
    kind=Kind.FILE,
    severity=Severity.INFO,
    title=Text(zh="工作簿里只有填报内容", en="The workbook holds what is reported and no more"),
    why=Text(
        zh="宏、外部链接、DDE 和嵌入的对象，程序从不运行、从不打开，只在这里说一声；数据照常核对。",
        en="Macros, external links, DDE and embedded objects are never run or followed; this "
        "says that they are there, and the data are checked as usual.",
    ),
    todo=Text(
        zh="填报不需要这些，建议去掉；外部链接可用“数据 → 编辑链接 → 断开链接”变成数值。",
        en="The form needs none of them: better remove them; links become values with Data → "
        "Edit Links → Break Link.",
    ),
)
