from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Noted
from sipipeline.core.text import Text
from sipipeline.rule import NoteRule

MESSAGE = Text(
    zh="工作表“{sheet}”在填报位置以外还有 {raw} 个数，没有参加核对。",
    en="Sheet “{sheet}” has {raw} {raw:figure|figures} beside the template’s places, which "
    "{raw:was|were} not checked.",
)


RULE = NoteRule(
    code="F119",
    name="form-alone",
    kind=Kind.FORMAT,
    severity=Severity.WARNING,
    title=Text(
        zh="模板的表里只有模板的内容", en="A sheet of the template holds the template alone"
    ),
    why=Text(
        zh="填在别处的数没有参加核对；数量多的，多半是粘贴来的底稿。",
        en="Figures elsewhere are not checked; where they are many they are mostly a pasted draft.",
    ),
    todo=Text(
        zh="把底稿移到另外一张工作表；是填报内容的，移到模板的格子里。",
        en="Move a draft to a sheet of its own, and figures to be reported into their cells.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={"notes": [{"what": "unknown_places", "sheet": "工伤", "ref": "C60", "raw": 21}]},
    notes=Noted.UNKNOWN_PLACES,
    message=MESSAGE,
)
