"""The section of the configuration that says how much one file may ask of the program."""

from dataclasses import asdict
from typing import Any

from sipipeline.core.limits import DEFAULT, Limits, in_settings, limits_of
from sipipeline.core.settings import setting
from sipipeline.core.text import Text
from sipipeline.core.values import frozen

_USUAL = in_settings(DEFAULT)


def _limit(name: str, help: Text) -> Any:
    """The setting of a limit; what is usual is said in one place."""
    return setting(_USUAL[name], help, low=1)


@frozen
class FileLimits:
    """Sizes are in MB."""

    file: int = _limit("file", Text(zh="一个工作簿最大多少兆。", en="MB of one workbook as sent."))
    inflated: int = _limit(
        "inflated",
        Text(zh="解压后一共多少兆，含图片。", en="MB of all its parts, pictures included."),
    )
    part: int = _limit(
        "part", Text(zh="解压后单个部件（一张表等）多少兆。", en="MB of one part, as a sheet.")
    )
    parts: int = _limit("parts", Text(zh="多少个部件。", en="How many parts."))
    sheets: int = _limit("sheets", Text(zh="多少张工作表。", en="How many sheets."))
    strings: int = _limit(
        "strings", Text(zh="多少段共用的文字。", en="How many texts that cells share.")
    )
    characters: int = _limit(
        "characters", Text(zh="文字一共多少个字。", en="Characters of all texts.")
    )
    cells: int = _limit(
        "cells",
        Text(
            zh="各表行数乘列数（到最后用到的格）一共多少。",
            en="Rows times columns up to the last used cell, over all sheets.",
        ),
    )
    filled: int = _limit(
        "filled",
        Text(
            zh="填了内容的格数（.xls、.et、.ods 等其他格式）。",
            en="Cells with something in them, of a workbook that is not an .xlsx.",
        ),
    )
    ratio: int = _limit(
        "ratio", Text(zh="解压后最多是原来的多少倍。", en="Times that a file may inflate.")
    )
    ratio_floor: int = _limit(
        "ratio_floor",
        Text(zh="解压后不到多少兆的，不看倍数。", en="MB below which no ratio does any harm."),
    )
    message: int = _limit(
        "message",
        Text(zh="一封邮件（.eml、.msg）最大多少兆。", en="MB of one message (.eml, .msg)."),
    )
    entries: int = _limit(
        "entries",
        Text(
            zh="一个压缩包里多少个文件，一封邮件或压缩包里多少个工作簿。",
            en="Files in one zip; workbooks in one message or zip with all that it contains.",
        ),
    )
    unpacked: int = _limit(
        "unpacked", Text(zh="一个压缩包解开后多少兆。", en="MB of all files of one zip.")
    )
    depth: int = _limit(
        "depth", Text(zh="压缩包、邮件最多套几层。", en="Containers in one another.")
    )
    spins: int = _limit(
        "spins",
        Text(
            zh="加密工作簿的密钥最多算多少轮（Excel 是 100000）。",
            en="Rounds that make the key of an encrypted workbook (Excel: 100,000).",
        ),
    )
    seconds: int = _limit(
        "seconds",
        Text(
            zh="读一个文件、核对一组文件、写一份批注本，各最多多少秒。",
            en="Seconds for reading one file, for checking those of a group, for one copy.",
        ),
    )
    memory: int = _limit(
        "memory", Text(zh="一个核对进程最多用多少兆内存。", en="MB of one worker process.")
    )
    nodes: int = _limit(
        "nodes",
        Text(
            zh="样式等整块读入的部件，最多多少个元素和属性。",
            en="Elements and attributes of a part that is held as a whole.",
        ),
    )

    def limits(self) -> Limits:
        """The limits of a file, sizes in bytes."""
        return limits_of(asdict(self))
