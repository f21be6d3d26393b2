from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X013",
    name="damaged",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="文件损坏或不完整", en="Damaged or incomplete"),
    why=Text(
        zh="缺了一部分或内容坏了的文件，读出来的数不可靠。",
        en="What is read from a damaged file cannot be relied on.",
    ),
    todo=Text(
        zh="请先在自己的电脑上确认文件能正常打开，另存一份后重新发送。",
        en="Check that it opens on your own computer, save a fresh copy and send that.",
    ),
)
