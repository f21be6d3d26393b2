from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Noted
from sipipeline.core.text import Text
from sipipeline.rule import NoteRule

MESSAGE = Text(
    zh="工作表“{sheet}”的清单太长：从这一行起还有 {raw} 行没有读，也没有核对。",
    en="The list on sheet “{sheet}” is too long: {raw} {raw:row|rows} from here on "
    "{raw:was|were} not read or checked.",
)


RULE = NoteRule(
    code="F124",
    name="list-of-usual-length",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(zh="清单不超过一千行", en="A list has a thousand rows at most"),
    why=Text(
        zh="一个单位的指标、增支原因不过几十条；上千行多半是误贴的，逐行核对会拖住其他文件。",
        en="A unit has some dozens of indicators or causes; thousands of rows were pasted by "
        "mistake, and checking them all would hold up other files.",
    ),
    todo=Text(
        zh="删掉多余的行，只留本单位填报的指标或原因。",
        en="Delete the rows that do not belong there and keep those that the unit reports.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={"notes": [{"what": "long_list", "sheet": "绩效自评表", "ref": "B1014", "raw": 20}]},
    notes=Noted.LONG_LIST,
    message=MESSAGE,
)
