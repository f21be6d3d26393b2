"""Sending over SMTP in two steps: all but the last dot is handed over, then the dot is said.

Before the dot no server delivers anything; after it, until the server has answered, nobody knows.
So who records "sending" between the two can never send twice."""

import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.mail.faults import failed, no_login, said, wrong_login
from sipipeline.mail.passwords import Secret
from sipipeline.mail.server import Server, context

_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_DONE, _GO_ON, _CLOSING = 250, 354, 421
_PERMANENT = 500
_MECHANISMS = {"PLAIN": "auth_plain", "LOGIN": "auth_login", "CRAM-MD5": "auth_cram_md5"}
_PATIENCE = 5
"""How many times longer a server may think about a whole message than about a command."""

_SAID = Text(zh="服务器说：{words}", en="the server says: {words}")
_LOST = Text(zh="交给服务器之前连接中断", en="the connection was lost before it was handed over")
_NO_ANSWER = Text(
    zh="邮件已交给服务器，但没有得到答复，不知道是否送出",
    en="it was handed over, but the server gave no answer: nobody knows whether it was sent",
)


class Fate(StrEnum):
    SENT = "sent"
    LATER = "later"
    """Not sent, and may be tried again."""
    REFUSED = "refused"
    """Not sent, and never will be as it is."""
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"


@frozen
class SendingResult:
    fate: Fate
    said: Text
    goes_on: bool = True
    """Whether the connection can be used for the next message."""


class Post:
    """An open connection to the server that sends."""

    def __init__(self, connection: smtplib.SMTP, server: Server, secret: Secret) -> None:
        self._connection = connection
        self._server = server
        self._secret = secret

    @property
    def largest(self) -> int | None:
        """Bytes that the server takes at most; None where it does not say."""
        size = self._connection.esmtp_features.get("size", "")
        return int(size) if size.isdigit() and int(size) else None

    def hand_over(self, sender: str, to: str, message: bytes) -> SendingResult | None:
        """Hand everything over but the last dot; what came of it where that did not go through."""
        largest = self.largest
        if largest is not None and len(message) > largest:
            return SendingResult(Fate.TOO_LARGE, _SAID.fill(words=f"SIZE {largest}"))
        body = _LEADING_DOT.sub(b"..", message)
        commands = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA")
        try:
            for command, wanted in zip(commands, (_DONE, _DONE, _GO_ON)):
                code, words = self._connection.docmd(command)
                if code // 10 != wanted // 10:
                    return self._not_taken(code, words)
            self._connection.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        except (smtplib.SMTPException, OSError):
            return SendingResult(Fate.LATER, _LOST, goes_on=False)
        return None

    def send(self) -> SendingResult:
        """Say the dot: from here on only the server's answer tells whether the message was sent."""
        try:
            self._wait_longer()
            self._connection.send(b".\r\n")
            code, words = self._connection.getreply()
        except (smtplib.SMTPException, OSError):
            return SendingResult(Fate.UNKNOWN, _NO_ANSWER, goes_on=False)
        return self._answered(code, words)

    def _wait_longer(self) -> None:
        if self._connection.sock is not None:
            self._connection.sock.settimeout(_PATIENCE * self._server.timeout)

    def _answered(self, code: int, words: bytes) -> SendingResult:
        """What the server says of a message that it has whole."""
        told = self._told(code, words)
        if code // 100 == _DONE // 100:
            return SendingResult(Fate.SENT, told)
        if code < 400:
            return SendingResult(Fate.UNKNOWN, told, goes_on=False)
        return SendingResult(_fate(code, words), told, goes_on=code != _CLOSING)

    def _not_taken(self, code: int, words: bytes) -> SendingResult:
        """What became of a message that the server does not want to have."""
        goes_on = code != _CLOSING and self._reset()
        return SendingResult(_fate(code, words), self._told(code, words), goes_on)

    def _reset(self) -> bool:
        with suppress(smtplib.SMTPException, OSError):
            return self._connection.docmd("RSET")[0] == _DONE
        return False

    def _told(self, code: int, words: bytes) -> Text:
        return _SAID.fill(words=f"{code} {self._secret.hidden(said(words))}")


@contextmanager
def open_post(server: Server) -> Iterator[Post]:
    """The server that sends, logged in, until the block ends."""
    secret = server.password.read()
    connection = _connected(server)
    try:
        _log_in(connection, server, secret)
        yield Post(connection, server, secret)
    finally:
        with suppress(smtplib.SMTPException, OSError):  # QQ hangs up instead of saying goodbye
            connection.quit()
        connection.close()


def _connected(server: Server) -> smtplib.SMTP:
    """An encrypted connection."""
    return _tried(server, lambda: _connect(server))


def _connect(server: Server) -> smtplib.SMTP:
    tls = context(server)
    if server.tls == "implicit":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=tls)
    connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        connection.starttls(context=tls)
    except BaseException:
        connection.close()
        raise
    return connection


def _log_in(connection: smtplib.SMTP, server: Server, secret: Secret) -> None:
    """Log in by the first mechanism that both know; one attempt, since services lock an account
    after a few."""
    try:
        connection.ehlo_or_helo_if_needed()
        offered = connection.esmtp_features.get("auth", "").upper().split()
        mechanism = next((one for one in _MECHANISMS if one in offered), None)
        if mechanism is None:
            raise smtplib.SMTPNotSupportedError
        connection.user, connection.password = server.user, secret.value
        connection.auth(mechanism, getattr(connection, _MECHANISMS[mechanism]))
    except smtplib.SMTPAuthenticationError as error:
        words = secret.hidden(said(error.smtp_error))
        raise wrong_login(server.name, f"{error.smtp_code} {words}") from None
    except smtplib.SMTPNotSupportedError:
        raise no_login(server.name) from None
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise failed(server.name, error) from None


def _tried(server: Server, connect: Callable[[], smtplib.SMTP]) -> smtplib.SMTP:
    try:
        return connect()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise failed(server.name, error) from None


def _fate(code: int, words: bytes) -> Fate:
    if code == 552 and (b"5.3.4" in words or b"size" in words.lower()):
        return Fate.TOO_LARGE
    return Fate.REFUSED if code >= _PERMANENT else Fate.LATER
