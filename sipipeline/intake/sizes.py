"""What the directory of an archive declares: neither a bomb nor more than is taken."""

from sipipeline.intake import limits
from sipipeline.intake.refusals import BOMB, Refusal, Refused
from sipipeline.xlsx.archive import Archive


def check_sizes(archive: Archive, members: int, unpacked: int, too_much: Refusal) -> None:
    """Raises Refused for an archive that inflates abnormally, and as `too_much` for one with more
    members or more unpacked bytes than given."""
    inflated = sum(member.file_size for member in archive.members)
    packed = sum(member.compress_size for member in archive.members)
    is_bomb = inflated > limits.RATIO_FLOOR and inflated > limits.RATIO * packed
    if is_bomb:
        raise Refused(BOMB)
    is_too_much = inflated > unpacked or len(archive.members) > members
    if is_too_much:
        raise Refused(too_much)
