"""Reasons that a sentence gives for its figures: their lines and years are not those of the
figures."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.questions import kind
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.setting import Setting
from sipipeline.language.lexicon import words

_OF_WHOM = frozenset({"cause", "fund", "brief", "total", "own", "place", "join", "fillers"})
"""Kinds of words that a reason keeps."""
_WHOSE = ("fund", "total", "own", "place")


def is_reason(segment: Segment) -> bool:
    """Whether a segment is but the reason of what its sentence is about: …，受市场影响，…."""
    given = segment.number is None and segment.after == ","
    told = [token for token in segment.tokens if token.kind != "fillers"]
    return given and says(told[:1], "because")


def is_reason_of_no_line(segment: Segment) -> bool:
    """Whether a segment gives, behind a figure, a reason that names no line of the tables:
    …，主要是滞纳金收入减少。其中…."""
    begins = any(says(segment.tokens[:1], sign) for sign in ("mostly", "main_reasons"))
    given = begins and segment.number is None and segment.after == ","
    narrowed = {token.end for token in segment.tokens if token.kind == "rest"}
    named = [token.start in narrowed for token in segment.tokens if token.kind == "item"]
    return given and bool(named) and all(named) and not segment.has(*_WHOSE)


def without_reason(segment: Segment) -> Segment:
    """A segment; of one that begins a sentence with the reason of what follows, or with what came
    along with it, no more than of whom it is: its lines and years are not those of the figures
    behind it: 受定期存款利率连续三次下调影响，…; 随着补贴于上年底停发，…."""
    begun = segment.number is None and segment.after in (*SENTENCE_ENDS, ";")
    if not begun or not (_gives_reason(segment.tokens) or _comes_along(segment.tokens)):
        return segment
    kept = [
        token if token.kind in _OF_WHOM else replace(token, kind="rest") for token in segment.tokens
    ]
    return replace(segment, tokens=tuple(kept))


def ends_reason(segment: Segment, before: Setting) -> bool:
    """Whether what follows is no effect of a reason that was given: it is said what a change is on,
    and then it is all of it; or the sentence began with the reason, and goes on to what a line came
    to; or it goes on to what this was in the whole year."""
    led = bool(before.lead) and before.lead[0].text in words("narrative", "signs", "because")
    led = led or segment.has("whole_year")
    named = segment.has("item", "whole_year")
    line = segment.dimension == "money" and named and not segment.has("among")
    level = led and line and segment.after == "," and kind.change(segment) is None
    return (bool(segment.compared) or level) and not segment.unknown


def _gives_reason(tokens: Sequence[Token]) -> bool:
    """Whether words begin and end as a reason does: 受 … 影响."""
    because = any(token.text in words("narrative", "signs", "because") for token in tokens[:1])
    return because and tokens[-1].kind == "cause"


def _comes_along(tokens: Sequence[Token]) -> bool:
    """Whether words begin with 随着, and say nothing of how a line changed."""
    along = any(token.text.startswith(words("narrative", "signs", "along")) for token in tokens[:1])
    return along and CHANGES.isdisjoint(token.kind for token in tokens)
