from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Noted
from sipipeline.core.text import Text
from sipipeline.rule import NoteRule

MESSAGE = Text(
    zh="{label}是公式，但文件里没有存它的计算结果。",
    en="{label} is a formula whose value is not stored in the file.",
)


RULE = NoteRule(
    code="F102",
    name="formula-without-value",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(zh="公式带有计算结果", en="A formula comes with its value"),
    why=Text(
        zh="有的软件导出的公式没有存下结果，程序不会自己猜，也不当作零。",
        en="Some programs store a formula without its result; it is neither guessed nor "
        "taken for zero.",
    ),
    todo=Text(
        zh="用 Excel 或 WPS 打开，等公式算出结果后保存；或直接填数字。",
        en="Open the file in Excel or WPS, let it calculate, and save; or write the number itself.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={
        "notes": [
            {
                "what": "no_value",
                "sheet": "工伤",
                "ref": "D7",
                "key": "accounts.work_injury.income.actual",
            }
        ]
    },
    notes=Noted.NO_VALUE,
    message=MESSAGE,
)
