from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="X021",
    name="reading-ended",
    kind=Kind.FILE,
    severity=Severity.ERROR,
    title=Text(zh="读取文件时程序没有异常退出", en="Reading the file did not end the program"),
    why=Text(
        zh="有的文件损坏得厉害，或被特意改动，一读程序就退出；其余文件照常核对。",
        en="Some files are damaged, or tampered with, so that reading them ends the "
        "program; the others are still checked.",
    ),
    todo=Text(
        zh="请确认填的是下发的模板；用 Excel 或 WPS 打开后另存为新的 .xlsx 再报送，"
        "仍然不行的请联系审核人员。",
        en="Make sure that it is the standard template, save it anew as .xlsx and send "
        "that; if it still fails, ask the reviewer.",
    ),
)
