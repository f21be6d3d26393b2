"""Why a message is not taken in: codes that the ledger keeps, and what they mean."""

from enum import StrEnum

from sipipeline.core.text import Text


class Ignored(StrEnum):
    """Nobody has to look at it."""

    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    LIST = "list"
    OURS = "ours"


class HoldReason(StrEnum):
    """A person has to look at it."""

    UNKNOWN_SENDER = "unknown_sender"
    NO_SENDER = "no_sender"
    OWN_ADDRESS = "own_address"
    AUTOMATIC = "automatic_with_workbook"
    NO_WORKBOOK = "no_workbook"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


HELD = {
    HoldReason.UNKNOWN_SENDER: Text(
        zh="发件人 {sender} 不在名册上。是报送单位的，请把地址加进名册，下一次运行会收下它；"
        "不是的，请在邮箱里删除。",
        en="The sender {sender} is not on the roster. If a unit sent it, add the address to the "
        "roster and the next pass takes it in; if not, delete it in the mailbox.",
    ),
    HoldReason.NO_SENDER: Text(
        zh="看不出发件人的地址。请在邮箱里打开它，把其中的工作簿放进 inbox 文件夹。",
        en="It has no sender's address that can be read. Open it in the mailbox and put the "
        "workbooks in it into the inbox folder.",
    ),
    HoldReason.OWN_ADDRESS: Text(
        zh="它是从收件邮箱自己的地址发出的。其中若有工作簿，请放进 inbox 文件夹。",
        en="It was sent from the mailbox's own address. If there are workbooks in it, put them "
        "into the inbox folder.",
    ),
    HoldReason.AUTOMATIC: Text(
        zh="它是自动发出的邮件或邮件列表的邮件，却带有工作簿（{workbooks}）。"
        "需要的话，请放进 inbox 文件夹。",
        en="It is automatic mail or mail of a list, but has workbooks ({workbooks}). Put them into "
        "the inbox folder if they are wanted.",
    ),
    HoldReason.NO_WORKBOOK: Text(
        zh="其中没有工作簿。请在邮箱里看一看 {sender} 写了什么。",
        en="There is no workbook in it. See in the mailbox what {sender} wrote.",
    ),
    HoldReason.TOO_LARGE: Text(
        zh="它有 {size} MB，超过了 {limit} MB，没有下载。"
        "请在邮箱里打开它，把工作簿放进 inbox 文件夹。",
        en="It has {size} MB, more than {limit} MB, and was not downloaded. Open it in the mailbox "
        "and put the workbooks into the inbox folder.",
    ),
    HoldReason.UNREADABLE: Text(
        zh="邮件的格式已损坏。请在邮箱里打开它，把其中的工作簿放进 inbox 文件夹。",
        en="The message is damaged. Open it in the mailbox and put the workbooks in it into the "
        "inbox folder.",
    ),
}
