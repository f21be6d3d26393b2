"""The narrative: one wide box for each text, as high as what is written in it, and a narrow one
for the explanation beside it."""

from sipipeline.core import keys
from sipipeline.core.standard import NOTE
from sipipeline.core.text import Text
from sipipeline.template.layout import FIRST, HEAD
from sipipeline.template.live_checks import OPEN
from sipipeline.template.sheet_writer import SheetWriter

_NOTHING = Text(zh="", en="")
_STATUS = (
    _NOTHING,
    Text(zh="还有 {open} 项必填内容未填", en="{open} required texts are still blank"),
    Text(zh="必填内容已填写 ✓", en="All required texts are written ✓"),
    _NOTHING,
)
_TITLE = Text(zh="社会保险基金绩效自评文字说明", en="Self-evaluation in words")
_HEADS = (
    Text(zh="内容", en="About"),
    Text(
        zh="文字说明（带 * 的必填；按 Alt＋Enter 换行）",
        en="Text (* required; Alt+Enter begins a new line)",
    ),
    NOTE.name,
)
_PROMPT = Text(
    zh="退回时要求“需说明”的，文字没有写错，就在此写明原因；没有的留空。",
    en="Where the check asks for an explanation and the text is right, write the reason here.",
)
_WIDTH, _NOTE_WIDTH = 72, 18
_LEAST = 7
"""Lines that a box has at least: the label beside it is padded to as many."""


def write_narrative(writer: SheetWriter) -> None:
    """Write the narrative."""
    writer.key_row(0, {2: "value", 3: NOTE.key})
    writer.header(_TITLE)
    writer.sheet.set_row(HEAD, 24)
    for place, head in enumerate(_HEADS, 1):
        writer.text(HEAD, place, writer.says(head), "head")
    for number, column in enumerate(writer.standard.narrative):
        row, key = FIRST + number, f"narrative.{column.key}"
        writer.row_key(row, key)
        name = writer.says(column.name) + (" *" if column.required else "")
        _label(writer, row, name, writer.says(column.prompt))
        writer.input_cell(key, "top", "large")
        writer.input_cell(keys.note(key), "top", "fine")
        texts = (key, _WIDTH, 11), (keys.note(key), _NOTE_WIDTH, 9)
        writer.set_height(row, _LEAST * 14, *texts)
        writer.check_filled(row, column, OPEN if column.required else "")
    last = FIRST + len(writer.standard.narrative) - 1
    writer.status_line(last, _STATUS)
    writer.accept((FIRST, 3, last, 3), NOTE, _PROMPT)
    writer.sheet.set_column(1, 1, 22)
    writer.sheet.set_column(2, 2, _WIDTH)
    writer.sheet.set_column(3, 3, _NOTE_WIDTH)
    writer.page_setup(last, tall=0, frozen=(FIRST, 0))
    writer.sheet.repeat_rows(HEAD)
    writer.protect()


def _label(writer: SheetWriter, row: int, name: str, prompt: str) -> None:
    """Name and prompt, with blank lines below, so that the row that fits its text is never low."""
    padding = "\n" * max(1, _LEAST - 1 - -(-len(prompt) // 11))
    if not prompt:
        writer.text(row, 1, name + padding, "label", "strong", "top")
        return
    strong, small = writer.formats("section"), writer.formats("small")
    writer.sheet.write_rich_string(
        row, 1, strong, name, small, f"\n{prompt}{padding}", writer.formats("label", "top")
    )
