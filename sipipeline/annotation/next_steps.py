"""What the sheet 校验结果 tells the submitter to do next, in the words of the office."""

from sipipeline.core.findings import Verdict
from sipipeline.core.text import Text

TITLE = Text(
    zh="社会保险基金绩效自评数据校验结果", en="Social insurance self-evaluation: check result"
)

_JUMP_STEP = Text(
    zh=(
        "点击下表“位置”一栏的蓝色文字，就会跳到有问题的单元格。那里已经涂上颜色，"
        "把鼠标移上去，可以看到哪里不对、怎么改。"
    ),
    en="Click the blue text in the column “Where” to jump to the cell. It is coloured; "
    "point at it with the mouse to read "
    "what is wrong and what to do.",
)
_FIX_STEP = Text(
    zh=(
        "“错误”必须改正，直接在原表涂色的单元格里改。有“很可能填错”的，请先看这一处："
        "改对它，往往几个问题一起消除。"
    ),
    en="Errors must be corrected, right in the coloured cells. Begin with the cells that "
    "are “very probably wrong”: "
    "correcting one often settles several problems.",
)
_EXPLAIN_STEP = Text(
    zh="“需说明”的请核对：填错了就改；数据没有错，就在“说明”栏写清原因。“提示”供参考，不改也可以。",
    en="Where it says “Explain”, look again: correct the figure, or, if it is right, "
    "write the reason in the column 说明. "
    "Notes are for your information.",
)
_SEND_STEP = Text(
    zh=(
        "改完保存，把这个文件再报送一次。颜色、批注和本表都不用删，下次校验时会自动清除；"
        "原有的行、列和工作表也请不要删。"
    ),
    en="Save and send this same file again. Do not delete anything: colours, comments and "
    "this sheet are removed by "
    "themselves at the next check.",
)
STEPS = {
    Verdict.FIX: (_JUMP_STEP, _FIX_STEP, _EXPLAIN_STEP, _SEND_STEP),
    Verdict.EXPLAIN: (_JUMP_STEP, _EXPLAIN_STEP, _SEND_STEP),
    Verdict.PASS: (
        Text(
            zh="不需要修改。本文件可以留存。",
            en="Nothing has to be changed. Keep this file for your records.",
        ),
        Text(
            zh="如果之后又改了数据，请把改过的文件再报送一次；颜色、批注和本表会自动清除，不用删。",
            en=(
                "Should you change figures later, send the file again; colours, comments "
                "and this sheet are removed by themselves."
            ),
        ),
    ),
}
