from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Noted
from sipipeline.core.text import Text
from sipipeline.rule import NoteRule

MESSAGE = Text(
    zh="这些工作表在文件里的写法不合规范，程序逐格读了出来：{raw}。请看一看读到的数对不对。",
    en="These sheets are written in the file in an unusual way and were read cell by cell: {raw}. "
    "Please see whether the figures are as you typed them.",
)


RULE = NoteRule(
    code="F118",
    name="written-as-usual",
    kind=Kind.FORMAT,
    severity=Severity.INFO,
    title=Text(
        zh="工作表在文件里的写法合乎规范", en="Sheets are written in the file as programs do"
    ),
    why=Text(
        zh="别的软件导出或改过的文件有时写法特殊，别的程序读时可能漏掉一部分。",
        en="Files that other programs export or change may be read in part only by some readers.",
    ),
    todo=Text(
        zh="数都对的，可以不管；用 Excel 或 WPS 打开后另存为新的 .xlsx，以后就不会再提示。",
        en="Nothing to do where the figures are right; a file saved anew in Excel or WPS is as "
        "usual.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={"notes": [{"what": "odd", "raw": "工伤"}]},
    notes=Noted.ODD,
    message=MESSAGE,
)
