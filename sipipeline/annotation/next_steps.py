"""What the sheet 校验结果 tells the submitter to do next, in the words of the office."""

from sipipeline.core.findings import Verdict
from sipipeline.core.text import Text

TITLE = Text(
    zh="社会保险基金绩效自评数据校验结果", en="Social insurance self-evaluation: check result"
)

_JUMP_STEP = Text(
    zh="点“位置”一栏的蓝字，就跳到那一格；把鼠标移到涂色的格上，看得到哪里不对、怎么改。",
    en="Click the blue text in the column “Where” to jump to the cell; point at a coloured cell "
    "with the mouse to read what is wrong and what to do.",
)
_FIX_STEP = Text(
    zh="红色的格就是要改的，照批注改；橙色的几格里有一格填错，逐一核对；浅红色的格核对后改正。"
    "颜色更浅的格多半没有错，别的改对了，它就没有问题了。",
    en="Red cells are to be changed, as their comments say; of the orange ones one is wrong, so "
    "check each; light red ones are to be checked and corrected. Paler cells are probably "
    "right: once the others are corrected nothing is wrong with them.",
)
_EXPLAIN_STEP = Text(
    zh="“需说明”的请核对：填错了就改；没有填错，就在同一行“说明”栏写明原因，绩效指标写在"
    "“偏差原因分析及改进措施”栏（写“无”不算）。“提示”供参考，不改也可以。",
    en="Where it says “Explain”, look again: correct the figure, or, if it is right, write the "
    "reason in the column 说明 of its row, for an indicator in 偏差原因分析及改进措施 (无 is "
    "no reason). Notes are for your information.",
)
_SEND_STEP = Text(
    zh="改完保存，把这个文件再报送一次。颜色、批注和本表都不用删，下次校验时会自动清除；"
    "原有的行、列和工作表也请不要删。",
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
            en="Should you change figures later, send the file again; colours, comments "
            "and this sheet are removed by themselves.",
        ),
    ),
}
