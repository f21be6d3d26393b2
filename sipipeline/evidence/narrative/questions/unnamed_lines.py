"""The line that words speak of which name none, by what the words before them spoke of."""

from dataclasses import replace

from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.lines.tokens import says
from sipipeline.evidence.narrative.questions.subjects import (
    AVERAGE_RETIRED,
    DEPOSIT_SHARE,
    DEPOSITS,
    EXPENDITURE,
    INCOME,
    LEFT,
    MONTHS,
    OPENING,
    PARTICIPANTS,
    RETIRED,
    Subject,
)
from sipipeline.evidence.narrative.questions.what import (
    TIMES,
    UNNAMED,
    What,
    changed,
    is_foreign,
    is_overspent,
)

_OF_PARTS = TIMES | {"fund", "brief"}
"""Kinds of words that say which part of a figure 其中 is of, where no item is named."""
_OF_AVERAGES = frozenset({"fillers", "average", "whole_year", "level", "this_year"})
_OF_FUND_CHANGES = frozenset(
    {"fund", "brief", "fillers", "up", "down", "than", "last_year", "year_start", "among", "join"}
)
"""Kinds of words that say but by how much a fund has more."""
_OF_FUND_PARTS = frozenset({"fund", "brief", "fillers", "among"})
"""Kinds of words that say but how many of those counted a fund has."""
_OF_TARGETS = frozenset({"fund", "brief", "aim", "fillers"})
"""Kinds of words for the target of a fund, of a line that was named before."""
_OPPOSITE = {"income": "expenditure", "expenditure": "income"}


def names_target(segment: Segment) -> bool:
    """Whether a segment goes on a list of the targets of funds: 机关养老目标13400人."""
    kinds = {token.kind for token in segment.tokens}
    return {"aim"} < kinds <= _OF_TARGETS and segment.of_people


def opens_parts(segment: Segment) -> bool:
    """Whether a segment is but 其中: the parts of what was said before follow."""
    return segment.number is None and [token.kind for token in segment.tokens] == ["among"]


def states_budget(segment: Segment) -> bool:
    return segment.number is not None and segment.has("budget")


def unnamed(segment: Segment, before: What) -> What:
    """Words that name nothing of the tables lead away from it, if a number follows them. Behind the
    share of deposits an amount is of these."""
    if before.subjects == (DEPOSIT_SHARE,) and not segment.is_rate:
        before = replace(before, subjects=(DEPOSITS,), whole=(LEFT,))
    if _lasts(segment):
        return What((MONTHS,), explicit=True)
    if opens_parts(segment):
        return replace(before, explicit=False, opens=len(before.subjects) == 1)
    if is_overspent(segment, before):
        return replace(before, explicit=False)
    if _is_of_part(segment):
        return What(whole=before.subjects, foreign=before.foreign)
    if segment.number is not None and segment.has("among") and not segment.has(*_OF_PARTS):
        return What(whole=before.subjects, foreign=before.foreign)
    return _led_on(segment, before)


def is_average(segment: Segment) -> bool:
    kinds = {token.kind for token in segment.tokens}
    return segment.of_people and {"average"} <= kinds <= _OF_AVERAGES


def _is_of_part(segment: Segment) -> bool:
    """Whether a segment leads on to a part of what was named, which the tables do not know by this
    name: 补助占大头，达到300万元；其中补助最多，为300万元; not to a fund."""
    leads = segment.number is None and not segment.has(*_OF_PARTS, "total")
    return leads and (segment.has("among") or says(segment.tokens, "largest_part"))


def _turns_foreign(segment: Segment, before: What) -> bool:
    """Whether a sentence that is of no line of the tables yet is about something else."""
    return before.foreign or (not before.subjects and is_foreign(segment))


def _is_budgeted(segment: Segment, before: What) -> bool:
    """Whether a segment without a name states a budget of what is spoken of, or one before did."""
    return before.budgeted or states_budget(segment)


def _lasts(segment: Segment) -> bool:
    """Whether a segment says of a fund no more than some months, to a tenth: 机关养老1.3个月 is how
    long it lasts."""
    mention = segment.number.mention if segment.number is not None else None
    of_fund = segment.has("fund", "brief") and segment.lists_funds
    plain = {token.kind for token in segment.own_tokens} <= {"fund", "brief", "fillers", "origin"}
    months = mention is not None and segment.dimension == "month" and mention.decimals > 0
    return of_fund and plain and months


def _led_on(segment: Segment, before: What) -> What:
    """What 增收 speaks of, or 期末 behind an opening balance; nothing where other words lead to a
    number."""
    if changed(segment) and not segment.unknown:
        return _of_change(segment, before)
    if segment.number is not None and segment.unknown:
        return What(foreign=before.foreign or is_foreign(segment))
    if before.subjects == (OPENING,) and segment.number is not None and _is_of_end(segment):
        return What((LEFT,), explicit=True)
    if _passes_budget(segment, before):
        return What((EXPENDITURE, INCOME))
    people = _people_meant(segment, before)
    return _goes_on_with(segment, before) if people is None else _of_people(before, people)


def _of_people(before: What, people: Subject) -> What:
    return replace(before, subjects=(people,), explicit=True)


def _goes_on_with(segment: Segment, before: What) -> What:
    """What was spoken of before, as words without a name leave it."""
    stated = segment.number is not None or _names_part(segment)
    nameless = before.nameless or (stated and not before.subjects)
    foreign = _turns_foreign(segment, before)
    return replace(
        before,
        explicit=False,
        foreign=foreign,
        nameless=nameless,
        budgeted=_is_budgeted(segment, before),
    )


def _names_part(segment: Segment) -> bool:
    """Whether a clause is about a part of a fund that is no line: 个人账户划入比例下调，少支…."""
    return [token.kind for token in segment.tokens[:1]] == ["part"]


def _people_meant(segment: Segment, before: What) -> Subject | None:
    """The people whom a number counts that words without a name lead to; None where these leave
    it open."""
    if _is_average_of(segment, before):
        return AVERAGE_RETIRED
    unnamed = not before.subjects and not before.nameless and not before.foreign
    if not unnamed or not before.enrolling:
        return None
    in_fund = _counts_in_fund(segment) or names_target(segment)
    in_fund = in_fund and segment.has("fund", "brief")
    return PARTICIPANTS if in_fund or _changes_in_fund(segment) else None


def _is_average_of(segment: Segment, before: What) -> bool:
    """Whether a segment says but how many those who are retired were on average: 年平均36584人."""
    return is_average(segment) and RETIRED in before.subjects


def _changes_in_fund(segment: Segment) -> bool:
    """Whether a segment says but by how many more or fewer people a fund has: 职工医保净增743人;
    参保231846人，参保率95.8%，较上年减少4869人."""
    kinds = {token.kind for token in segment.tokens}
    return segment.of_people and segment.has("up", "down") and kinds <= _OF_FUND_CHANGES


def _counts_in_fund(segment: Segment) -> bool:
    """Whether a segment says but how many people a fund has of those that were counted before it:
    参保25.0万人，参保率97.2%，其中职工医保3.5万人."""
    kinds = {token.kind for token in segment.tokens}
    return segment.of_people and segment.has("among") and kinds <= _OF_FUND_PARTS


def _passes_budget(segment: Segment, before: What) -> bool:
    """Whether a segment says of a fund, and of none of its lines, by what share the budget was
    passed: 居民医保超预算7.1%."""
    alone = before == replace(UNNAMED, topic=before.topic, named=before.named)
    passed = segment.is_rate and segment.beside_budget and segment.has("beyond")
    return alone and passed and segment.has("fund") and not segment.unknown


def _of_change(segment: Segment, before: What) -> What:
    """What 多收 and 少支 are of, by themselves or behind a name, or either where an account is
    named with them; behind 其中 the name may stand in a sentence before. Nothing behind a figure
    of which it is unclear what it is."""
    meant = changed(segment)
    if segment.has("among") and not before.subjects:
        before = replace(before, subjects=before.named)
    unclear = before.explicit or before.nameless or before.foreign
    if unclear and not before.subjects:
        return UNNAMED
    opposed = Subject(meant[0].family, _OPPOSITE[meant[0].item]) in before.subjects
    if opposed or not before.subjects:
        return What(tuple(meant))
    further = meant if segment.has("fund", "total") else ()
    return What(tuple(dict.fromkeys((*before.subjects, *further))))


def _is_of_end(segment: Segment) -> bool:
    """Whether it says 期末 or 年末: behind an opening balance it is of the closing one."""
    return says(segment.plain, "closing")
