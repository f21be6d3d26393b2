"""How far a figure may lie from last year's for the words of a clause: 持平, 基本持平, 略有增长,
大幅增长."""

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.lines import tolerances
from sipipeline.evidence.narrative.questions.subjects import (
    BENEFITS,
    CONTRIBUTIONS,
    EXPENDITURE,
    INCOME,
)
from sipipeline.evidence.narrative.quoting.cells import Told, told
from sipipeline.language.lexicon import has

_HERE = ("narrative", "statements")
_WHOLES = frozenset(one.item for one in (INCOME, EXPENDITURE, CONTRIBUTIONS, BENEFITS))
"""Lines that are large enough for a fifth to be much."""


def may_be_same(change: Told, said: str, submission: Submission) -> bool:
    """Whether a change may be none, as words say that a figure is that of last year."""
    share = _share(change, submission)
    most = _most_of_same(change) if has(said, *_HERE, "roughly") else tolerances.SAME
    return change.value == 0 or (share is not None and share <= most)


def may_be_called(change: Told, said: str, submission: Submission) -> bool:
    """Whether a change may be as large, or as small, as words say that it is."""
    share = _share(change, submission) if keys.measure(change.key) == "change" else None
    if share is None:
        return True
    if has(said, "comparisons", "slight"):
        return share <= tolerances.SLIGHT or keys.item(change.key) not in _WHOLES
    return share > tolerances.SHARP or not has(said, *_HERE, "sharp")


def _most_of_same(change: Told) -> float:
    """The share up to which a line may be called 基本持平: more of a small one."""
    large = not keys.is_account(change.key) or keys.item(change.key) in _WHOLES
    return tolerances.ABOUT_SAME if large else tolerances.SLIGHT


def _share(change: Told, submission: Submission) -> float | None:
    """What part of last year's figure a change is; None where that is not known."""
    before = told(keys.beside(change.key, "prior"), submission)
    return abs(change.value / before.value) if before is not None and before.value else None
