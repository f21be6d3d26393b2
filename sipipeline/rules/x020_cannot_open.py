from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X020",
    name="cannot-open",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="文件打不开", en="Cannot be opened"),
    why=Text(
        zh="文件被占用、没有权限或已移走时，程序读不到它。",
        en="A file that is in use, forbidden or moved away cannot be read.",
    ),
    todo=Text(
        zh="请关闭打开着它的程序，确认文件还在；网盘里的文件先下载到本机，再试一次。",
        en="Close the program that has it open, have a file of a cloud drive downloaded, and "
        "try again.",
    ),
)
