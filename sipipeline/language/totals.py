"""Of several figures the one that is called their total and is it, 转入12笔，转出7笔，共19笔; or
the sum of all kinds of the same, 实地稽核52家，书面稽核31家."""

import math
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.language.lexicon import WordPattern, table
from sipipeline.language.pauses import letters_of
from sipipeline.language.targets import Stated
from sipipeline.language.units import PERCENT

_FEWEST, _TWO = 3, 2
_SLACK = 1e-9


def total_of(parts: Sequence[Stated]) -> Stated | None:
    """The first or the last of plain figures in one unit, if it is called the total and is the sum
    of the others; None where neither is."""
    if len(parts) < _FEWEST or not _can_be_added(parts):
        return None
    ends = ((parts[-1], parts[:-1]), (parts[0], parts[1:]))
    return next((whole for whole, others in ends if _is_sum(whole, others)), None)


def kinds_together(parts: Sequence[Stated], name: str) -> Stated | None:
    """The sum of plain figures in one unit that are of kinds of the same which leave nothing out;
    None of other figures."""
    if len(parts) < _TWO or not _can_be_added(parts):
        return None
    if any(part.sense or not part.point for part in parts) or not _are_all_kinds(parts, name):
        return None
    total = _sum(parts)
    return replace(parts[0], lo=total, hi=total)


def _can_be_added(parts: Sequence[Stated]) -> bool:
    """Whether figures are in one unit, and no shares, which may be of different wholes."""
    units = {part.unit for part in parts}
    return len(units) == 1 and PERCENT not in units


def _sum(parts: Sequence[Stated]) -> float:
    return math.fsum(part.lo or 0.0 for part in parts)


def _are_all_kinds(parts: Sequence[Stated], name: str) -> bool:
    """Whether the words before some figures name all kinds of what an indicator counts."""
    labels = [letters_of(part.label) for part in parts]
    return any(_are_kinds(labels, kinds, name) for kinds in table()["parts"]["kinds"])


def _are_kinds(labels: Sequence[str], kinds: Sequence[str], name: str) -> bool:
    """Whether labels begin with as many kinds, 实地 and 书面, and go on alike, as the name does."""
    found = [next((kind for kind in kinds if label.startswith(kind)), "") for label in labels]
    rests = {label.removeprefix(kind) for label, kind in zip(labels, found)}
    alike = len(rests) == 1 and rests.pop() in name
    return alike and "" not in found and len({*found}) == len(found)


def _is_sum(whole: Stated, others: Sequence[Stated]) -> bool:
    if not whole.point or not all(part.point for part in others):
        return False
    equal = math.isclose(whole.lo or 0.0, _sum(others), rel_tol=_SLACK)
    return equal and _CALLED_TOTAL.search(whole.label) is not None


_CALLED_TOTAL = WordPattern("{parts.total}{parts.before_total}*$")
