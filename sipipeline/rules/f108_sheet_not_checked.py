from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Noted
from sipipeline.core.text import Text
from sipipeline.rule import NoteRule

MESSAGE = Text(
    zh="工作表“{sheet}”不是模板的表，其中 {raw} 个数字没有参加核对。",
    en="Sheet “{sheet}” is none of the template; its {raw} {raw:figure was|figures were} not "
    "checked.",
)


RULE = NoteRule(
    code="F108",
    name="sheet-not-checked",
    kind=Kind.FORMAT,
    severity=Severity.INFO,
    title=Text(zh="工作簿里的表都是模板的表", en="Every sheet is one of the template"),
    why=Text(
        zh="自己加的表不参加核对，在这里说一声。",
        en="Sheets of your own are not checked; this says so.",
    ),
    todo=Text(
        zh="只是底稿的，可以不管；如果是填报内容，请移到模板的表中。",
        en="A working sheet may stay; figures to be reported belong in the sheets of the template.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={"notes": [{"what": "unknown_sheet", "sheet": "底稿", "raw": 12}]},
    notes=Noted.UNKNOWN_SHEET,
    message=MESSAGE,
)
