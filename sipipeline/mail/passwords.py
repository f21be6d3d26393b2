"""Passwords: read when they are needed, from where the operator keeps them, and shown nowhere."""

import os
import shlex
import subprocess
from dataclasses import field
from pathlib import Path
from typing import Literal

from sipipeline.core.errors import reason
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.mail.faults import MailError

PasswordPlace = Literal["env", "file", "command"]

HIDDEN = "***"
_IS_WINDOWS = os.name == "nt"
"""Windows parts a command line itself."""
_LONGEST = 1024
_SECONDS = 30

_NOT_SET = Text(zh="环境变量 {name} 没有设置。", en="The environment variable {name} is not set.")
_NO_FILE = Text(
    zh="读不了密码文件 {name}：{reason}。", en="Cannot read the password file {name}: {reason}."
)
_NO_COMMAND = Text(
    zh="取密码的命令 {name} 运行不了：{reason}。",
    en="The password command {name} cannot be run: {reason}.",
)
_COMMAND_FAILED = Text(
    zh="取密码的命令 {name} 失败，退出码 {status}。",
    en="The password command {name} failed with exit status {status}.",
)
_TOO_SLOW = Text(
    zh="取密码的命令 {name} 在 {seconds} 秒内没有结束。",
    en="The password command {name} did not end within {seconds} seconds.",
)
_UNUSABLE = Text(
    zh="{name} 给出的密码是空的，或含有邮件协议不能用的字符（只能是一行可见的英文字符）。",
    en="The password from {name} is empty or has characters that mail protocols do not take "
    "(one line of printable ASCII).",
)
_NO_WORDS = Text(zh="写法不对", en="it is not well formed")


@frozen
class Secret:
    """A password that its text and its representation do not show."""

    value: str = field(repr=False)

    def __str__(self) -> str:
        return HIDDEN

    def hidden(self, text: str) -> str:
        """The text with the password taken out, as a server may repeat it."""
        return text.replace(self.value, HIDDEN)


@frozen
class PasswordSource:
    """Where a password is: the name of an environment variable, a file, or a command that prints
    it."""

    kind: PasswordPlace
    name: str

    def read(self) -> Secret:
        """The password; raises MailError, which names the source and never what came out of it."""
        line = _READERS[self.kind](self.name)
        value = line.partition("\n")[0].rstrip("\r")
        if not value or len(value) > _LONGEST or not (value.isascii() and value.isprintable()):
            raise MailError(_UNUSABLE.fill(name=self.name))
        return Secret(value)


def _from_environment(name: str) -> str:
    value = os.environ.get(name)
    if value is None:
        raise MailError(_NOT_SET.fill(name=name))
    return value


def _from_file(name: str) -> str:
    try:
        with Path(name).open("rb") as file:
            return _text(file.read(2 * _LONGEST))
    except OSError as error:
        raise MailError(_NO_FILE.fill(name=name, reason=reason(error))) from None


def _from_command(name: str) -> str:
    try:
        command = name if _IS_WINDOWS else shlex.split(name)
        ended = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_SECONDS
        )
    except ValueError:
        raise MailError(_NO_COMMAND.fill(name=name, reason=_NO_WORDS)) from None
    except OSError as error:
        raise MailError(_NO_COMMAND.fill(name=name, reason=reason(error))) from None
    except subprocess.TimeoutExpired:
        raise MailError(_TOO_SLOW.fill(name=name, seconds=_SECONDS)) from None
    if ended.returncode != 0:
        raise MailError(_COMMAND_FAILED.fill(name=name, status=ended.returncode))
    return _text(ended.stdout)


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace")


_READERS = {"env": _from_environment, "file": _from_file, "command": _from_command}
