"""Why a file cannot be checked, and what the submitter should do about it."""

from dataclasses import dataclass, replace

from sipipeline.core.text import Text
from sipipeline.intake import limits
from sipipeline.xlsx.archive import ArchiveError, Fault
from sipipeline.xlsx.package import PackageError


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    reason: Text
    todo: Text

    def fill(self, **places: object) -> "Refusal":
        """The refusal with the places of its reason filled."""
        return replace(self, reason=self.reason.fill(**places))


class Refused(Exception):
    """Ends the look at a file from any depth; never leaves `intake`, but for `Source.read`."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason.en)
        self.refusal = refusal


CODES = {
    "X010": ("not-a-workbook", Text(zh="不是工作簿", en="Not a workbook")),
    "X011": ("old-format", Text(zh="不是普通的 .xlsx 格式", en="Not the usual .xlsx format")),
    "X012": ("encrypted", Text(zh="设了打开密码", en="Protected by a password")),
    "X013": ("damaged", Text(zh="文件损坏或不完整", en="Damaged or incomplete")),
    "X014": ("empty", Text(zh="空文件", en="Empty file")),
    "X015": ("too-large", Text(zh="文件过大", en="Too large")),
    "X016": ("unsafe", Text(zh="内容不安全", en="Not safe to open")),
    "X017": ("other-document", Text(zh="是别的文件，不是工作簿", en="Another kind of file")),
    "X018": ("password-zip", Text(zh="压缩包设了密码", en="Zip with a password")),
    "X019": ("no-workbook-inside", Text(zh="里面没有工作簿", en="No workbook inside")),
    "X020": ("cannot-open", Text(zh="文件打不开", en="Cannot be opened")),
}
"""Name and title of every code."""

SAVE_AS = Text(
    zh="请在 Excel 或 WPS 中打开，用“另存为”存成“Excel 工作簿(*.xlsx)”，再重新报送。",
    en="Open it in Excel or WPS, save it as an Excel workbook (.xlsx) and send it again.",
)
SEND_AGAIN = Text(
    zh="请先在自己的电脑上确认文件能正常打开，另存一份后重新发送。",
    en="Check that it opens on your own computer, save a fresh copy and send that.",
)
SEND_WORKBOOK = Text(
    zh="请报送填好的标准模板（.xlsx），改扩展名没有用。",
    en="Send the filled standard workbook (.xlsx); renaming a file does not make it one.",
)
FRESH_TEMPLATE = Text(
    zh="请下载空白的标准模板，把数据填进去（粘贴时只粘贴数值），再重新报送。",
    en="Copy the figures (as values) into a fresh copy of the standard template and send that.",
)
PLAIN_MAIL = Text(
    zh="请把填好的 .xlsx 作为普通附件添加后重新发送（网盘链接、超大附件链接不算附件）。",
    en=(
        "Send the filled .xlsx again as an ordinary attachment; links to a cloud drive do "
        "not count."
    ),
)


def _refusal(code: str, zh: str, en: str, todo: Text) -> Refusal:
    return Refusal(code, Text(zh=zh, en=en), todo)


UNKNOWN = _refusal(
    "X010", "文件内容不是工作簿，程序认不出来。", "The content is not a workbook.", SEND_WORKBOOK
)
PACKED = _refusal(
    "X010",
    "这是一个压缩包，不是工作簿。",
    "This is a zip archive, not a workbook.",
    Text(zh="请解压后报送里面的 .xlsx 文件。", en="Unpack it and send the .xlsx inside."),
)

OLD = _refusal(
    "X011",
    "这是旧的 .xls / .et 格式，程序只读 .xlsx。",
    "This is the old .xls / .et format; only .xlsx is read.",
    SAVE_AS,
)
BINARY = _refusal(
    "X011",
    "这是二进制工作簿（.xlsb），程序只读 .xlsx。",
    "This is a binary workbook (.xlsb); only .xlsx is read.",
    SAVE_AS,
)
STRICT = _refusal(
    "X011",
    "文件存成了“Strict Open XML 电子表格”，程序读不了。",
    "The file was saved as a Strict Open XML spreadsheet, which cannot be read.",
    SAVE_AS,
)
UNUSUAL = _refusal(
    "X011",
    "文件的保存方式很少见，程序读不了。",
    "The file was saved in an unusual way that cannot be read.",
    SAVE_AS,
)
OPEN_DOCUMENT = _refusal(
    "X011",
    "这是 .ods 表格，程序只读 .xlsx。",
    "This is an .ods spreadsheet; only .xlsx is read.",
    SAVE_AS,
)
NUMBERS = _refusal(
    "X011",
    "这是苹果 Numbers 表格，程序只读 .xlsx。",
    "This is an Apple Numbers spreadsheet; only .xlsx is read.",
    Text(
        zh="请在 Numbers 中导出为 Excel（.xlsx），再重新报送。",
        en="Export it from Numbers to Excel (.xlsx) and send that.",
    ),
)
WEB_PAGE = _refusal(
    "X011",
    "文件其实是网页（HTML），不是真正的 Excel 文件。",
    "The file is in fact a web page (HTML), not an Excel file.",
    SAVE_AS,
)
XML_2003 = _refusal(
    "X011",
    "文件是“XML 表格 2003”格式，程序只读 .xlsx。",
    "The file is an XML Spreadsheet 2003; only .xlsx is read.",
    SAVE_AS,
)

ENCRYPTED = _refusal(
    "X012",
    "文件设了打开密码，程序读不了。",
    "The file has a password and cannot be read.",
    Text(
        zh="请在 Excel 或 WPS 中打开，取消密码后另存为 .xlsx，再重新报送。",
        en="Open it in Excel or WPS, remove the password, save it as .xlsx and send it again.",
    ),
)
SEALED = _refusal(
    "X012",
    "文件被单位的加密软件加了密，离开本单位就打不开。",
    "The file was encrypted by your office's document security software.",
    Text(
        zh="请按本单位规定申请解密（外发）后，再报送解密后的 .xlsx。",
        en="Have it released (decrypted) for sending outside and send that .xlsx.",
    ),
)

INCOMPLETE = _refusal(
    "X013",
    "文件不完整，可能没有上传或下载完。",
    "The file is incomplete: it was probably cut off on the way.",
    SEND_AGAIN,
)
DAMAGED = _refusal(
    "X013", "文件已损坏，程序读不了。", "The file is damaged and cannot be read.", SEND_AGAIN
)
OUTSIDE = _refusal(
    "X013",
    "工作表“{sheet}”里有单元格的位置不对：{ref}。",
    "Sheet “{sheet}” has a cell at an impossible place: {ref}.",
    SAVE_AS,
)
EMPTY = _refusal(
    "X014",
    "文件是空的（0 字节），可能是网盘还没有同步完。",
    "The file is empty (0 bytes); perhaps a cloud drive had not finished.",
    SEND_AGAIN,
)

TOO_LARGE = _refusal(
    "X015",
    f"文件超过 {limits.FILE // limits.MB} MB，比正常的报表大得多。",
    f"The file has more than {limits.FILE // limits.MB} MB, far more than a form needs.",
    Text(
        zh="请删除多余的图片和工作表后另存为 .xlsx，再重新报送。",
        en="Remove pictures and sheets that do not belong to it.",
    ),
)
TOO_MUCH_INSIDE = _refusal(
    "X015",
    "文件里的内容太多，比正常的报表大得多。",
    "The file holds far more than a form needs.",
    FRESH_TEMPLATE,
)
TOO_MANY_SHEETS = _refusal(
    "X015",
    f"工作表超过 {limits.SHEETS} 张。",
    f"The workbook has more than {limits.SHEETS} sheets.",
    Text(zh="请一个单位报送一个工作簿。", en="Send one workbook for each unit."),
)
FAR_CELL = _refusal(
    "X015",
    "工作表“{sheet}”的 {ref} 单元格里有内容，离表格太远，范围过大，程序读不了。",
    "Sheet “{sheet}” has content at {ref}, so far out that the sheet becomes too large to read.",
    Text(
        zh="请按 Ctrl+End 找到最后的单元格，把表格以外多余的行和列整行整列删除，保存后重新报送。",
        en=(
            "Press Ctrl+End to find the last cell, delete the rows and columns outside the "
            "form, save and send it again."
        ),
    ),
)
BIG_MERGE = _refusal(
    "X015",
    "工作表“{sheet}”合并的单元格或超链接范围过大：{ref}。",
    "Sheet “{sheet}” has a merged cell or hyperlink over too large a range: {ref}.",
    FRESH_TEMPLATE,
)
TOO_MANY_MEMBERS = _refusal(
    "X015",
    "压缩包或邮件里的文件太多、太大或套得太深。",
    (
        "The archive or message holds too many files, too large ones, or too many archives in "
        "one another."
    ),
    Text(
        zh="请分成几次报送，压缩包里不要再套压缩包。",
        en="Send it in several parts, without archives inside archives.",
    ),
)

BOMB = _refusal(
    "X016",
    "文件解压后会异常膨胀，为安全起见没有打开。",
    "The file would inflate abnormally; it was not opened for safety.",
    FRESH_TEMPLATE,
)
DECLARATION = _refusal(
    "X016",
    "文件里有不安全的声明（DOCTYPE），正常的工作簿没有，为安全起见没有打开。",
    (
        "The file contains a declaration (DOCTYPE) that no normal workbook has; it was not "
        "opened for safety."
    ),
    FRESH_TEMPLATE,
)
DOUBLE_PART = _refusal(
    "X016",
    "文件里有重复的部件，正常的工作簿没有，为安全起见没有打开。",
    "Parts of the file occur twice, which no normal workbook has; it was not opened for safety.",
    SAVE_AS,
)

OTHER = _refusal(
    "X017", "这是{what}，不是工作簿。", "This is {what}, not a workbook.", SEND_WORKBOOK
)
OTHER_ARCHIVE = _refusal(
    "X017",
    "这是 {what} 压缩包，程序打不开。",
    "This is a {what} archive, which cannot be opened.",
    Text(
        zh="请解压后报送里面的 .xlsx，或者压缩成 .zip 格式。",
        en="Unpack it and send the .xlsx inside, or pack it as .zip.",
    ),
)
OUTLOOK = _refusal(
    "X017",
    "这是 Outlook 邮件（.msg），程序打不开。",
    "This is an Outlook message (.msg), which cannot be opened.",
    Text(
        zh="请把邮件里的 .xlsx 附件保存出来再报送。",
        en="Save the .xlsx attachment out of it and send that.",
    ),
)

PASSWORD_ZIP = _refusal(
    "X018",
    "压缩包设了密码，里面的文件读不了。",
    "The zip archive has a password, its files cannot be read.",
    Text(
        zh="请不设密码重新压缩，或者直接报送 .xlsx。",
        en="Pack it again without a password, or send the .xlsx itself.",
    ),
)

NO_ATTACHMENT = _refusal(
    "X019", "邮件里没有工作簿附件。", "The message has no workbook attached.", PLAIN_MAIL
)
NO_MEMBER = _refusal(
    "X019",
    "压缩包里没有工作簿。",
    "The archive has no workbook inside.",
    Text(
        zh="请把填好的 .xlsx 放进压缩包，或者直接报送 .xlsx。",
        en="Put the filled .xlsx into it, or send the .xlsx itself.",
    ),
)
WINMAIL = _refusal(
    "X019",
    "附件被 Outlook 包成了 winmail.dat，程序打不开。",
    "Outlook wrapped the attachments into winmail.dat, which cannot be opened.",
    Text(
        zh="请把邮件格式改为“纯文本”或“HTML”后重新发送附件。",
        en="Set the message format to plain text or HTML and send the attachment again.",
    ),
)

CANNOT_OPEN = _refusal(
    "X020",
    "文件打不开：可能正被别的程序占用、没有权限，或者已被移走。",
    "The file cannot be opened: in use, no permission, or moved away.",
    Text(
        zh="请关闭打开着它的程序，确认文件还在，再试一次。",
        en="Close the program that has it open and try again.",
    ),
)


FAULTS = {
    Fault.INCOMPLETE: INCOMPLETE,
    Fault.DAMAGED: DAMAGED,
    Fault.ENCRYPTED: PASSWORD_ZIP,
    Fault.UNUSUAL: UNUSUAL,
    Fault.TOO_MANY_MEMBERS: TOO_MANY_MEMBERS,
}
"""What to say of an archive that cannot be read."""


def refusal_of(error: Refused | ArchiveError | PackageError) -> Refusal:
    """Why a file is refused, whichever room saw it."""
    return error.refusal if isinstance(error, Refused) else FAULTS[error.fault]
