"""The section of the configuration that says how much one file may ask of the program."""

from dataclasses import asdict, dataclass

from sipipeline.core.limits import Limits, limits_of
from sipipeline.core.settings import setting
from sipipeline.core.text import Text


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Sizes are in MB."""

    file: int = setting(
        50,
        Text(zh="一个工作簿最大多少兆。", en="MB of one workbook as sent."),
        low=1,
    )
    inflated: int = setting(
        300,
        Text(zh="解压后一共多少兆，含图片。", en="MB of all its parts, pictures included."),
        low=1,
    )
    part: int = setting(
        64,
        Text(zh="解压后单个部件（一张表等）多少兆。", en="MB of one part, as a sheet."),
        low=1,
    )
    parts: int = setting(
        5_000,
        Text(zh="多少个部件。", en="How many parts."),
        low=1,
    )
    sheets: int = setting(
        300,
        Text(zh="多少张工作表。", en="How many sheets."),
        low=1,
    )
    strings: int = setting(
        1_000_000,
        Text(zh="多少段共用的文字。", en="How many texts that cells share."),
        low=1,
    )
    characters: int = setting(
        20_000_000,
        Text(zh="文字一共多少个字。", en="Characters of all texts."),
        low=1,
    )
    cells: int = setting(
        5_000_000,
        Text(
            zh="各表行数乘列数（到最后用到的格）一共多少。",
            en="Rows times columns up to the last used cell, over all sheets.",
        ),
        low=1,
    )
    filled: int = setting(
        300_000,
        Text(
            zh="填了内容的格数（.xls、.et、.ods 等其他格式）。",
            en="Cells with something in them, of a workbook that is not an .xlsx.",
        ),
        low=1,
    )
    ratio: int = setting(
        200,
        Text(zh="解压后最多是原来的多少倍。", en="Times that a file may inflate."),
        low=1,
    )
    ratio_floor: int = setting(
        16,
        Text(zh="解压后不到多少兆的，不看倍数。", en="MB below which no ratio does any harm."),
        low=1,
    )
    message: int = setting(
        100,
        Text(zh="一封邮件（.eml、.msg）最大多少兆。", en="MB of one message (.eml, .msg)."),
        low=1,
    )
    entries: int = setting(
        20_000,
        Text(
            zh="一个压缩包里多少个文件，一封邮件或压缩包里多少个工作簿。",
            en="Files in one zip; workbooks in one message or zip with all that it contains.",
        ),
        low=1,
    )
    unpacked: int = setting(
        4_096,
        Text(zh="一个压缩包解开后多少兆。", en="MB of all files of one zip."),
        low=1,
    )
    depth: int = setting(
        3,
        Text(zh="压缩包、邮件最多套几层。", en="Containers in one another."),
        low=1,
    )
    spins: int = setting(
        1_000_000,
        Text(
            zh="加密工作簿的密钥最多算多少轮（Excel 是 100000）。",
            en="Rounds that make the key of an encrypted workbook (Excel: 100,000).",
        ),
        low=1,
    )
    seconds: int = setting(
        120,
        Text(
            zh="读一个文件、核对一组文件、写一份批注本，各最多多少秒。",
            en="Seconds for reading one file, for checking those of a group, for one copy.",
        ),
        low=1,
    )
    memory: int = setting(
        2_048,
        Text(zh="一个核对进程最多用多少兆内存。", en="MB of one worker process."),
        low=1,
    )

    def limits(self) -> Limits:
        """The same in bytes."""
        return limits_of(asdict(self))
