from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X014",
    name="empty",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="空文件", en="Empty file"),
    why=Text(zh="0 字节的文件里什么都没有。", en="A file of 0 bytes holds nothing."),
    todo=Text(
        zh="请先在自己的电脑上确认文件能正常打开，另存一份后重新发送。",
        en="Check that it opens on your own computer, save a fresh copy and send that.",
    ),
)
