"""What the directory of an archive declares: neither a bomb nor more than is taken."""

import zipfile

from sipipeline.core.limits import Limits
from sipipeline.intake.refusals import BOMB, TOO_MANY_MEMBERS, TOO_MUCH_INSIDE, Refusal, Refused
from sipipeline.xlsx.archive import Archive, DirectoryLimits
from sipipeline.xlsx.package import fold

_PARSED = (".xml", ".rels", ".vml", ".bin")
_MACROS = "vbaproject.bin"
UNREAD_FOLDER = "customxml/"
"""The folder of a package whose parts nothing reads."""


def directory_bounds(limits: Limits) -> DirectoryLimits:
    """What the directory of an archive may declare: neither a bomb nor more than is taken."""
    return DirectoryLimits(members=limits.entries, zip64=limits.file)


def check_workbook(archive: Archive, limits: Limits) -> None:
    """Raises Refused for a workbook whose parts are too many or too large, or inflate
    abnormally."""
    _check(archive, limits, limits.parts, limits.inflated, TOO_MUCH_INSIDE)
    if any(member.file_size > limits.part for member in archive.members if _is_parsed(member)):
        raise Refused(TOO_MUCH_INSIDE)


def check_container(archive: Archive, limits: Limits) -> None:
    """Raises Refused for an archive of files that are too many or too large, or inflate
    abnormally."""
    _check(archive, limits, limits.entries, limits.unpacked, TOO_MANY_MEMBERS)


def _is_parsed(member: zipfile.ZipInfo) -> bool:
    """Whether a part may be read; pictures and macros are carried over as they are."""
    name = fold(member.filename)
    is_carried = name.endswith(_MACROS) or name.startswith(UNREAD_FOLDER)
    return name.endswith(_PARSED) and not is_carried


def _check(
    archive: Archive, limits: Limits, members: int, unpacked: int, too_much: Refusal
) -> None:
    inflated = sum(member.file_size for member in archive.members)
    packed = sum(member.compress_size for member in archive.members)
    is_bomb = inflated > limits.ratio_floor and inflated > limits.ratio * packed
    if is_bomb:
        raise Refused(BOMB)
    is_too_much = inflated > unpacked or len(archive.members) > members
    if is_too_much:
        raise Refused(too_much)
