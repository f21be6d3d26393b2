"""Workbooks that ask for a password, decrypted; msoffcrypto lives here."""

import io
import re
from collections.abc import Sequence

from sipipeline.core.limits import Limits
from sipipeline.intake.refusals import (
    DAMAGED,
    ENCRYPTED,
    LOCKED_OPEN_DOCUMENT,
    SLOW_PASSWORD,
    UNKNOWN_ENCRYPTION,
    WRONG_PASSWORD,
    Refused,
)
from sipipeline.kinds import compound
from sipipeline.kinds.compound import CompoundError, CompoundFile
from sipipeline.xlsx.archive import MAGIC

_INFO = "EncryptionInfo"
_ROUNDS = re.compile(rb"\bspinCount\s*=\s*[\"']?\s*([^\s\"'>]{0,40})")
_UNASKED = "VelvetSweatshop"
"""The password of workbooks that are only protected against changes: Excel opens them unasked."""
_MOST_PASSWORDS = 20


def decrypted(content: bytes, passwords: Sequence[str], limits: Limits) -> bytes:
    """The workbook in an encrypted file; raises Refused where no password opens it."""
    if content.startswith(MAGIC):
        raise Refused(LOCKED_OPEN_DOCUMENT)
    if not content.startswith(compound.MAGIC):  # records of an .xls without the file around them
        raise Refused(UNKNOWN_ENCRYPTION)
    _check_rounds(content, limits)
    tried = (_UNASKED, *filter(None, passwords[:_MOST_PASSWORDS]))
    try:
        found = next(filter(None, (_opened(content, password) for password in tried)), None)
    except Exception as error:  # msoffcrypto lets many kinds through on broken files
        raise Refused(UNKNOWN_ENCRYPTION if passwords else ENCRYPTED) from error
    if found is None:
        raise Refused(WRONG_PASSWORD if passwords else ENCRYPTED)
    return found


def _check_rounds(content: bytes, limits: Limits) -> None:
    """Raises Refused for a file whose key takes more rounds to make than any program's."""
    try:
        file = CompoundFile(content)
        info = file.read(_INFO) if file.has(_INFO) else b""
    except CompoundError as error:
        raise Refused(DAMAGED) from error
    for stated in _ROUNDS.findall(info.replace(b"\0", b"")):
        is_usual = stated.isdigit() and int(stated[:20]) <= limits.spins
        if not is_usual:
            raise Refused(SLOW_PASSWORD.fill(rounds=stated.decode("latin-1")))


def _opened(content: bytes, password: str) -> bytes | None:
    """The workbook; None where the password is not the one."""
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import InvalidKeyError

    result = io.BytesIO()
    try:
        file = OfficeFile(io.BytesIO(content))
        if file.format == "ooxml":
            file.load_key(password=password, verify_password=True)
        else:
            file.load_key(password=password)
        file.decrypt(result)
    except InvalidKeyError:
        return None
    return result.getvalue()
