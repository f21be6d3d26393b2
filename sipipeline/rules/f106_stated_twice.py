from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Noted
from sipipeline.core.text import Text
from sipipeline.rule import NoteRule

MESSAGE = Text(
    zh="{label}填了两次且不一样：这里是“{raw}”，{detail} 处另有一个。",
    en="{label} is stated twice, differently: “{raw}” here, and another one at {detail}.",
)


RULE = NoteRule(
    code="F106",
    name="stated-twice",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(zh="同一个数只在一处填报", en="A figure is stated in one place only"),
    why=Text(
        zh="复制工作表或行后，同一个数在两处各填一个，程序不知道以哪个为准；这里按先出现的核对。",
        en="A copied sheet or row states one figure twice, differently; the first one was checked.",
    ),
    todo=Text(zh="删掉多余的工作表或行，只留一处。", en="Delete the copy and keep one."),
    passing=account("work_injury", income={"actual": 1}),
    failing={
        "notes": [
            {
                "what": "twice",
                "sheet": "工伤 (2)",
                "ref": "D7",
                "key": "accounts.work_injury.income.actual",
                "raw": 1200,
                "detail": "工伤!D7",
            }
        ]
    },
    notes=Noted.TWICE,
    message=MESSAGE,
)
