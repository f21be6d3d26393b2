"""What the directory of an archive declares: neither a bomb nor more than is taken."""

from sipipeline.intake import limits
from sipipeline.intake.refusals import BOMB, Refusal, Refused
from sipipeline.xlsx.archive import Archive


def check_sizes(archive: Archive, members: int, unpacked: int, too_much: Refusal) -> None:
    """Refuses an archive that inflates abnormally, and as `too_much` one with more members or more
    unpacked bytes than given."""
    total = sum(member.file_size for member in archive.members)
    packed = sum(member.compress_size for member in archive.members)
    if total > limits.RATIO_FLOOR and total > limits.RATIO * packed:
        raise Refused(BOMB)
    if total > unpacked or len(archive.members) > members:
        raise Refused(too_much)
