"""What can go wrong with a mail server, and the line that says so."""

import imaplib
import smtplib
import socket
import ssl
import unicodedata

from sipipeline.core.errors import SipipelineError, reason
from sipipeline.core.text import Text, same
from sipipeline.intake.names import guess

_LONGEST = 200
"""Characters of a server's words that are told."""

_FAULT = Text(zh="邮件服务器 {server}：{fault}。", en="Mail server {server}: {fault}.")
_UNKNOWN_HOST = Text(zh="找不到这个主机名", en="there is no host of that name")
_REFUSED = Text(
    zh="拒绝连接，请核对主机名和端口", en="it refuses the connection; check host and port"
)
_SLOW = Text(zh="在规定时间内没有答复", en="it did not answer in time")
_DROPPED = Text(zh="连接中断", en="the connection was lost")
_CERTIFICATE = Text(
    zh="证书不可信（{detail}）。自建服务器请在 ca_file 写上签发证书的文件",
    en="its certificate is not trusted ({detail}); for a server of your own name the issuer's "
    "certificate as ca_file",
)
_NO_TLS = Text(
    zh="无法建立加密连接，请核对端口和 tls 的写法（implicit 或 starttls）",
    en="no encrypted connection can be made; check the port and tls (implicit or starttls)",
)
_NO_LOGIN = Text(
    zh="服务器没有提供可用的登录方式，请核对端口和 tls",
    en="it offers no way to log in; check the port and tls",
)
_SAYS = Text(zh="服务器说：{words}", en="it says: {words}")
_READ_ONLY = Text(zh="文件夹是只读的", en="the folder is read-only")
_CA_FILE = Text(zh="ca_file 读不了", en="ca_file cannot be read")
_LOGIN = Text(
    zh="用户名或密码（授权码）不对。服务器说：{words}",
    en="user name or password is wrong. It says: {words}",
)


class MailError(SipipelineError):
    """A mail server cannot be used now: one clear line, and the next pass tries again."""


class NotDone(MailError):
    """The server is there, but did not carry out a command."""


def failed(server: str, error: Exception) -> MailError:
    """The error of a call to a server, without anything that was sent to it."""
    return MailError(_FAULT.fill(server=server, fault=_fault(error)))


def no_login(server: str) -> MailError:
    return MailError(_FAULT.fill(server=server, fault=_NO_LOGIN))


def wrong_login(server: str, words: str) -> MailError:
    return MailError(_FAULT.fill(server=server, fault=_LOGIN.fill(words=words)))


def refused(server: str, words: str) -> NotDone:
    return NotDone(_FAULT.fill(server=server, fault=_SAYS.fill(words=words)))


def said(words: object) -> str:
    """What a server said, as one line that can be printed, without the full stop."""
    text = guess(words) if isinstance(words, bytes) else str(words)
    visible = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    return " ".join(visible.split())[:_LONGEST].rstrip(" .。")


def _fault(error: Exception) -> Text:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE.fill(detail=said(error.verify_message))
    for kinds, fault in _FAULTS:
        if isinstance(error, kinds):
            return fault
    if isinstance(error, smtplib.SMTPResponseException):
        return _SAYS.fill(words=f"{error.smtp_code} {said(error.smtp_error)}")
    if isinstance(error, OSError) and error.errno:
        return reason(error)
    return _SAYS.fill(words=said(error)) if str(error) else same(type(error).__name__)


_FAULTS: tuple[tuple[tuple[type[Exception], ...], Text], ...] = (
    ((ssl.SSLEOFError, ssl.SSLZeroReturnError), _DROPPED),
    ((ssl.SSLError, smtplib.SMTPNotSupportedError), _NO_TLS),
    ((socket.gaierror, UnicodeError), _UNKNOWN_HOST),
    ((ConnectionRefusedError,), _REFUSED),
    ((TimeoutError,), _SLOW),
    ((imaplib.IMAP4.readonly,), _READ_ONLY),
    ((imaplib.IMAP4.abort, smtplib.SMTPServerDisconnected, ConnectionError), _DROPPED),
    ((FileNotFoundError,), _CA_FILE),
)
