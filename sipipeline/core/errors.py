"""What the operator of the program can put right; what the submitter can put right is a finding."""

import errno

from sipipeline.core.text import Text


class SipipelineError(Exception):
    """Stops the call: one clear line for the person who made it, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    def __reduce__(self) -> tuple[type["SipipelineError"], tuple[Text]]:
        return type(self), (self.text,)


class UsageError(SipipelineError):
    """The call itself is wrong: no such file, unknown standard, folder not writable."""


class StandardError(SipipelineError):
    """A standard's data do not hold together; names file and line."""


class DataError(SipipelineError):
    """The data given to `fill` have keys or values that the standard does not know."""


class LedgerError(SipipelineError):
    """The ledger cannot be used as it is: damaged, of a newer program, or no ledger at all."""


class ClusterError(SipipelineError):
    """The cluster that was to do the work cannot, or no longer; without it the work can be done."""


class OutputError(SipipelineError):
    """Something could not be written, though the call is right: the disk is full."""


_DENIED = Text(
    zh="没有权限，或文件正在 Excel、WPS 中打开",
    en="permission denied, or the file is open in Excel or WPS",
)
_BUSY = Text(zh="文件正被其他程序使用", en="another program is using the file")
_FULL = Text(zh="磁盘已满", en="the disk is full")
_NO_NETWORK = Text(
    zh="网络或共享连不上，或中途断开了", en="the network or the share is not there, or was cut off"
)
_NO_LOGON = Text(
    zh="共享不让登录：用户名、密码或权限不对",
    en="the share lets nobody in: user, password or rights are wrong",
)
_TOO_LONG = Text(zh="文件名太长", en="the name is too long")
_TOO_MANY = Text(zh="同时打开的文件太多", en="too many files are open")
_REASONS = {
    errno.ENOENT: Text(zh="没有这个文件或文件夹", en="no such file or folder"),
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EEXIST: Text(zh="已有同名的文件", en="there is a file of that name"),
    errno.EISDIR: Text(zh="这是一个文件夹", en="it is a folder"),
    errno.ENOTDIR: Text(zh="路径中有一段不是文件夹", en="a part of the path is not a folder"),
    errno.ENOSPC: _FULL,
    errno.EDQUOT: Text(zh="磁盘配额已用完", en="the disk quota is used up"),
    errno.EFBIG: Text(zh="文件超过允许的大小", en="the file is larger than is allowed"),
    errno.EROFS: Text(zh="磁盘是只读的", en="the disk is read-only"),
    errno.ENAMETOOLONG: _TOO_LONG,
    errno.EBUSY: _BUSY,
    errno.ETXTBSY: _BUSY,
    errno.EIO: Text(zh="磁盘读写出错", en="the disk cannot be read or written"),
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.ELOOP: Text(zh="链接绕成了圈", en="links lead in a circle"),
    errno.EINVAL: Text(zh="这个名称不能用", en="the name cannot be used"),
}
"""What the system says, by its number: its own words are English, or of the system's language."""


_BAD_NAME = 123
_REASONS_OF_WINDOWS = {
    **dict.fromkeys((32, 33), _BUSY),
    39: _FULL,
    **dict.fromkeys((51, 53, 54, 55, 59, 64, 67, 71, 121, 1222, 1231, 1232), _NO_NETWORK),
    **dict.fromkeys((65, 86, 1219, 1326, 1327, 1330, 1331, 1385, 1396, 1907, 1909), _NO_LOGON),
    _BAD_NAME: _REASONS[errno.EINVAL],
    206: _TOO_LONG,
}
"""What Windows says, by its own number, where the number of C is another's or says nothing."""


def reason(error: OSError) -> Text:
    """Why the system refused, as a clause."""
    number = error.errno or 0
    of_windows: int | None = getattr(error, "winerror", None)
    if of_windows in _REASONS_OF_WINDOWS:
        return _REASONS_OF_WINDOWS[of_windows]
    if of_windows is not None and number == errno.EINVAL:
        return _unnamed(of_windows)
    return _REASONS.get(number, _unnamed(number))


def _unnamed(number: int) -> Text:
    return Text(zh=f"系统错误 {number}", en=f"system error {number}")
