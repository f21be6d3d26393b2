"""Why a file cannot be checked, and what the submitter should do about it."""

from dataclasses import replace

from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.rule import ReservedRule
from sipipeline.rules import (
    x010_not_a_workbook,
    x011_old_format,
    x012_encrypted,
    x013_damaged,
    x014_empty,
    x015_too_large,
    x016_unsafe,
    x017_other_document,
    x018_password_zip,
    x019_no_workbook_inside,
    x020_cannot_open,
)
from sipipeline.xlsx.archive import ArchiveError, Fault
from sipipeline.xlsx.package import PackageError


@frozen
class Refusal:
    rule: ReservedRule
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


SAVE_AS = x011_old_format.RULE.todo
PLAIN_MAIL = Text(
    zh="请把填好的 .xlsx 作为普通附件添加后重新发送（网盘链接、超大附件链接不算附件）。",
    en="Send the filled .xlsx again as an ordinary attachment; links to a cloud drive do "
    "not count.",
)


def _refusal(rule: ReservedRule, zh: str, en: str, todo: Text | None = None) -> Refusal:
    """A refusal by a rule; the rule says what to do where `todo` does not."""
    return Refusal(rule, Text(zh=zh, en=en), todo or rule.todo)


_DOWNLOAD = Text(
    zh="请从网盘或网站把表格本身下载（导出）为 .xlsx，在自己的电脑上确认能打开，再重新报送。",
    en="Download (export) the table itself as .xlsx, make sure that it opens on your own "
    "computer, and send that.",
)
_WITHOUT_PASSWORD = Text(
    zh="请在 Excel 或 WPS 中打开，取消密码后另存为 .xlsx，再重新报送。",
    en="Open it in Excel or WPS, remove the password, save it as .xlsx and send it again.",
)

UNKNOWN = _refusal(
    x010_not_a_workbook.RULE, "文件内容不是工作簿，程序认不出来。", "The content is not a workbook."
)
PACKED = _refusal(
    x010_not_a_workbook.RULE,
    "这是一个压缩包，不是工作簿。",
    "This is a zip archive, not a workbook.",
    Text(zh="请解压后报送里面的 .xlsx 文件。", en="Unpack it and send the .xlsx inside."),
)

OLD = _refusal(
    x011_old_format.RULE,
    "这是 Excel 4.0 或更早的格式，程序读不了。",
    "This is a format of Excel 4.0 or before, which cannot be read.",
)
UNUSUAL = _refusal(
    x011_old_format.RULE,
    "文件的保存方式很少见，程序读不了。",
    "The file was saved in an unusual way that cannot be read.",
)
NUMBERS = _refusal(
    x011_old_format.RULE,
    "这是苹果办公软件（Numbers 等）的文件，程序读不了。",
    "This is a file of Apple Numbers (or Pages), which cannot be read.",
    Text(
        zh="请在 Numbers 中导出为 Excel（.xlsx），再重新报送。",
        en="Export it from Numbers to Excel (.xlsx) and send that.",
    ),
)
PAGE_WITHOUT_TABLE = _refusal(
    x017_other_document.RULE,
    "文件其实是网页，里面没有表格，可能是网盘或网站的登录页、出错页。",
    "The file is in fact a web page without a table, perhaps the log-in or error page of a site.",
    _DOWNLOAD,
)
FRAME_WITHOUT_SHEETS = _refusal(
    x017_other_document.RULE,
    "这是存成网页的工作簿的首页，各张表在同名的 .files 文件夹里，没有一起发来。",
    "This is the first page of a workbook saved as a web page; its sheets lie in a folder by it.",
    x011_old_format.RULE.todo,
)
WEB_PAGE = _refusal(
    x011_old_format.RULE,
    "文件其实是网页（HTML），里面找不到表式的内容。",
    "The file is in fact a web page (HTML), with nothing of the form in it.",
)


ENCRYPTED = _refusal(
    x012_encrypted.RULE,
    "文件设了打开密码，程序读不了。",
    "The file has a password and cannot be read.",
)
WRONG_PASSWORD = _refusal(
    x012_encrypted.RULE,
    "文件设了打开密码，给出的密码都不对。",
    "The file has a password, and none of those given opens it.",
    Text(
        zh="请核对密码后再试；或者在 Excel 或 WPS 中取消密码，另存为 .xlsx 再报送。",
        en="Check the password; or remove it in Excel or WPS and send the file without one.",
    ),
)
SLOW_PASSWORD = _refusal(
    x012_encrypted.RULE,
    "文件的加密参数异常（{rounds} 轮），为安全起见没有解密。",
    "The file is encrypted with abnormal settings ({rounds} rounds); it was not opened for safety.",
)
UNKNOWN_ENCRYPTION = _refusal(
    x012_encrypted.RULE,
    "文件设了打开密码，这种加密方式程序解不开。",
    "The file has a password, in a way that cannot be decrypted here.",
    _WITHOUT_PASSWORD,
)
LOCKED_OPEN_DOCUMENT = _refusal(
    x012_encrypted.RULE,
    "这是设了打开密码的 OpenDocument 表格（.ods），程序解不开，给出密码也不行。",
    "This is an OpenDocument spreadsheet (.ods) with a password, which cannot be decrypted here.",
    Text(
        zh="请在保存它的软件（LibreOffice、WPS 等）中打开，取消密码后另存为 .xlsx，再重新报送。",
        en="Open it in the program that saved it (LibreOffice, WPS …), remove the password, "
        "save it as .xlsx and send it again.",
    ),
)
SEALED = _refusal(
    x012_encrypted.RULE,
    "文件被单位的加密软件加了密，离开本单位就打不开。",
    "The file was encrypted by your office's document security software.",
    Text(
        zh="请按本单位规定申请解密（外发）后，再报送解密后的 .xlsx。",
        en="Have it released (decrypted) for sending outside and send that .xlsx.",
    ),
)

INCOMPLETE = _refusal(
    x013_damaged.RULE,
    "文件不完整，可能没有上传或下载完。",
    "The file is incomplete: it was probably cut off on the way.",
)
DAMAGED = _refusal(
    x013_damaged.RULE, "文件已损坏，程序读不了。", "The file is damaged and cannot be read."
)
ZEROS = _refusal(
    x013_damaged.RULE,
    "文件里全是空字节，没有任何数据，多半是拷贝、下载或网盘同步没有完成。",
    "The file is nothing but null bytes: a copy, download or cloud drive had not finished.",
)
UNFINISHED = _refusal(
    x013_damaged.RULE,
    "“{sheet}”的内容不完整或写坏了（第 {line} 行），后面的内容读不到。",
    "The content of “{sheet}” is cut off or broken at line {line}; what follows cannot be read.",
    SAVE_AS,
)
SAME_NAME = _refusal(
    x013_damaged.RULE,
    "有两张工作表都叫“{sheet}”，分不清哪一张算数。",
    "Two sheets are called “{sheet}”; nobody can say which one counts.",
    SAVE_AS,
)
OUTSIDE = _refusal(
    x013_damaged.RULE,
    "工作表“{sheet}”里有单元格的位置不对：{ref}。",
    "Sheet “{sheet}” has a cell at an impossible place: {ref}.",
    SAVE_AS,
)
EMPTY = _refusal(
    x014_empty.RULE,
    "文件是空的（0 字节），可能是网盘还没有同步完。",
    "The file is empty (0 bytes); perhaps a cloud drive had not finished.",
)

TOO_LARGE = _refusal(
    x015_too_large.RULE,
    "文件超过 {size} MB，比正常的报表大得多。",
    "The file has more than {size} MB, far more than a form needs.",
    Text(
        zh="请删除多余的图片和工作表后另存为 .xlsx，再重新报送。",
        en="Remove pictures and sheets that do not belong to it.",
    ),
)
TOO_MUCH_INSIDE = _refusal(
    x015_too_large.RULE,
    "文件里的内容太多，比正常的报表大得多。",
    "The file holds far more than a form needs.",
)
TOO_MANY_SHEETS = _refusal(
    x015_too_large.RULE,
    "工作表超过 {count} 张。",
    "The workbook has more than {count} sheets.",
    Text(zh="请一个单位报送一个工作簿。", en="Send one workbook for each unit."),
)
FAR_CELL = _refusal(
    x015_too_large.RULE,
    "工作表“{sheet}”的 {ref} 单元格里有内容，离表格太远，范围过大，程序读不了。",
    "Sheet “{sheet}” has content at {ref}, so far out that the sheet becomes too large to read.",
    Text(
        zh="请按 Ctrl+End 找到最后的单元格，把表格以外多余的行和列整行整列删除，保存后重新报送。",
        en="Press Ctrl+End to find the last cell, delete the rows and columns outside the "
        "form, save and send it again.",
    ),
)
BIG_MERGE = _refusal(
    x015_too_large.RULE,
    "工作表“{sheet}”合并的单元格或超链接范围过大：{ref}。",
    "Sheet “{sheet}” has a merged cell or hyperlink over too large a range: {ref}.",
)
TOO_MANY_MEMBERS = _refusal(
    x015_too_large.RULE,
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
    x016_unsafe.RULE,
    "文件解压后会异常膨胀，为安全起见没有打开。",
    "The file would inflate abnormally; it was not opened for safety.",
)
DECLARATION = _refusal(
    x016_unsafe.RULE,
    "文件里有不安全的声明（DOCTYPE），正常的工作簿没有，为安全起见没有打开。",
    (
        "The file contains a declaration (DOCTYPE) that no normal workbook has; it was not "
        "opened for safety."
    ),
)
DOUBLE_PART = _refusal(
    x016_unsafe.RULE,
    "文件里有重复的部件，正常的工作簿没有，为安全起见没有打开。",
    "Parts of the file occur twice, which no normal workbook has; it was not opened for safety.",
    SAVE_AS,
)

OVERLAPPING = _refusal(
    x016_unsafe.RULE,
    "文件的目录把同一段内容列成了几个文件，正常的文件没有，为安全起见没有打开。",
    (
        "The directory of the file lists the same bytes as several members, which no normal file "
        "does; it was not opened for safety."
    ),
    Text(zh="请重新保存或重新压缩后再报送。", en="Save it or pack it anew and send that."),
)

OTHER = _refusal(
    x017_other_document.RULE, "这是{what}，不是工作簿。", "This is {what}, not a workbook."
)
PLAIN_TEXT = OTHER.fill(what=Text(zh="纯文本（或 CSV）文件", en="a plain text (or CSV) file"))
WORD = OTHER.fill(what=Text(zh=" Word / WPS 文字文档", en="a text document (Word, WPS)"))
WORD_WITH_BOOK = _refusal(
    x017_other_document.RULE,
    "这是 Word / WPS 文字文档，里面嵌着工作簿，不是工作簿本身。",
    "This is a text document (Word, WPS) with a workbook in it, not the workbook itself.",
    Text(
        zh="请在文档里双击嵌着的表格，把它另存为单独的 .xlsx 文件再报送。",
        en="Double-click the table in the document, save it as an .xlsx of its own and send that.",
    ),
)
SLIDES = OTHER.fill(what=Text(zh="演示文稿", en="a presentation"))
OTHER_ARCHIVE = _refusal(
    x017_other_document.RULE,
    "这是 {what} 压缩包，程序打不开。",
    "This is a {what} archive, which cannot be opened.",
    Text(
        zh="请解压后报送里面的 .xlsx，或者压缩成 .zip 格式。",
        en="Unpack it and send the .xlsx inside, or pack it as .zip.",
    ),
)
PROGRAM = _refusal(
    x017_other_document.RULE,
    "这是可执行程序（可能是自解压的压缩包），为安全起见没有打开。",
    "This is a program (perhaps a self-extracting archive); it was not opened for safety.",
    OTHER_ARCHIVE.todo,
)
LINK = _refusal(
    x017_other_document.RULE,
    "这是{what}，表格本身没有发过来。",
    "This is {what}; the table itself was not sent.",
    Text(
        zh="请报送表格文件本身（.xlsx）：快捷方式要找到它指向的文件，网盘和在线文档要先下载"
        "（导出）为 .xlsx。",
        en="Send the file itself (.xlsx): the one that a shortcut leads to, or what a cloud "
        "drive lets you download (export) as .xlsx.",
    ),
)
OUTLOOK = _refusal(
    x017_other_document.RULE,
    "这是 Outlook 邮件（.msg），程序打不开。",
    "This is an Outlook message (.msg), which cannot be opened.",
    Text(
        zh="请把邮件里的 .xlsx 附件保存出来再报送。",
        en="Save the .xlsx attachment out of it and send that.",
    ),
)

PASSWORD_ZIP = _refusal(
    x018_password_zip.RULE,
    "压缩包设了密码，里面的文件读不了。",
    "The zip archive has a password, its files cannot be read.",
)

NO_ATTACHMENT = _refusal(
    x019_no_workbook_inside.RULE,
    "邮件里没有工作簿附件。",
    "The message has no workbook attached.",
    PLAIN_MAIL,
)
NO_MEMBER = _refusal(
    x019_no_workbook_inside.RULE, "压缩包里没有工作簿。", "The archive has no workbook inside."
)
WINMAIL = _refusal(
    x019_no_workbook_inside.RULE,
    "附件被 Outlook 包成了 winmail.dat，里面读不出文件。",
    "Outlook wrapped the attachments into winmail.dat, in which no file can be found.",
    Text(
        zh="请把邮件格式改为“纯文本”或“HTML”后重新发送附件。",
        en="Set the message format to plain text or HTML and send the attachment again.",
    ),
)

CANNOT_OPEN = _refusal(
    x020_cannot_open.RULE,
    "文件打不开：可能正被别的程序占用、没有权限、网盘里的文件还没有下载到本机，或者已被移走。",
    (
        "The file cannot be opened: in use, no permission, still on a cloud drive and not on "
        "this computer, or moved away."
    ),
)


FAULTS = {
    Fault.INCOMPLETE: INCOMPLETE,
    Fault.DAMAGED: DAMAGED,
    Fault.ENCRYPTED: PASSWORD_ZIP,
    Fault.UNUSUAL: UNUSUAL,
    Fault.TOO_MANY_MEMBERS: TOO_MANY_MEMBERS,
    Fault.OVERLAPPING: OVERLAPPING,
}
"""What to say of an archive that cannot be read."""


def refusal_of(error: Refused | ArchiveError | PackageError) -> Refusal:
    """Why a file is refused, whichever room saw it."""
    return error.refusal if isinstance(error, Refused) else FAULTS[error.fault]
