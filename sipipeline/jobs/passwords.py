"""The passwords of encrypted workbooks, from a file."""

from pathlib import Path

from sipipeline.core.errors import UsageError, reason
from sipipeline.core.text import Text
from sipipeline.intake.names import guess

_NO_PASSWORDS = Text(
    zh="读不了密码文件 {file}：{reason}。", en="Cannot read the passwords in {file}: {reason}."
)
_MARK = b"\xef\xbb\xbf"


def read_passwords(file: Path) -> tuple[str, ...]:
    """The passwords in a file, one a line; raises UsageError."""
    try:
        lines = guess(file.read_bytes().removeprefix(_MARK)).splitlines()
    except OSError as error:
        raise UsageError(_NO_PASSWORDS.fill(file=file, reason=reason(error))) from error
    return tuple(line for line in lines if line)
