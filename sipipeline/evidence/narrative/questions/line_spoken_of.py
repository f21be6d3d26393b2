"""Reads what some words speak of: the line that they name, or that the words before them named."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.questions.names_of_lines import (
    UNLIKE,
    WHO_TAKE_PART,
    is_beside,
    is_narrowed,
    subjects_named,
)
from sipipeline.evidence.narrative.questions.subjects import (
    AVERAGE_RETIRED,
    BALANCES,
    BENEFITS,
    DEPOSIT_SHARE,
    DEPOSITS,
    EXPENDITURE,
    LEFT,
    OPENING,
    RETIRED,
    SURPLUS,
    TAKING_PART,
    Subject,
    is_bare,
    subject_of,
    subjects_of,
)
from sipipeline.evidence.narrative.questions.unnamed_lines import (
    is_average,
    names_target,
    opens_parts,
    states_budget,
    unnamed,
)
from sipipeline.evidence.narrative.questions.what import (
    NAMES,
    OF_SURPLUS,
    TIMES,
    What,
    changed,
    is_at_end,
    is_foreign,
    is_of_any_line,
)
from sipipeline.language.lexicon import words

_OF_END = frozenset({"date", "level", "fillers", ","})
"""Kinds of words that say but that there was something at a time."""
_PEOPLE = frozenset({"eligible", "adjusted"})
"""Lines of the benefit levels that count people."""
_WHOSE = ("fund", "total", "brief")
_LEFT = (SURPLUS, LEFT)
_BALANCES = BALANCES | {OPENING}
_LEFT_OF_DEPOSITS: dict[tuple[Subject, ...], tuple[Subject, ...]] = {
    (LEFT,): (DEPOSITS, LEFT),
    (OPENING,): (),
}
"""What a balance may be behind time deposits; no cell has what these began the year with."""


def read(segment: Segment, before: What, standard: Standard) -> What:
    """What a segment speaks of, given what the words before it did."""
    anew = _begins_anew(segment) and not _goes_on_with_people(segment, before)
    enrolling = _is_enrolling(segment, before)
    before = _left_behind(segment.after, before) if anew else before
    before = replace(before, enrolling=enrolling)
    names = _counted(
        [token for token in _before_reason(segment) if _is_name(token, segment)], segment
    )
    deposits = _is_about_deposits(segment, names, before)
    of = _read(segment, names, before, standard)
    if not names:
        of = replace(of, subjects=_unnamed(segment, of, before, standard))
    if deposits:
        of = replace(of, subjects=_LEFT_OF_DEPOSITS.get(of.subjects, of.subjects))
    served = before.served or _serves(segment, of)
    topic = _topic(segment, names, before, standard)
    priced = _priced(segment, names, before, standard)
    themed = bool(topic) and (_is_theme(segment) or before.themed)
    of = replace(of, deposits=deposits, served=served, topic=topic, priced=priced)
    return replace(of, themed=themed, enrolling=enrolling, named=_named_last(names, of, before))


def _named_last(names: Sequence[Token], of: What, before: What) -> tuple[Subject, ...]:
    """The lines that were named last, up to a segment with some names."""
    return of.subjects if names and of.subjects else before.named


def _unnamed(segment: Segment, of: What, before: What, standard: Standard) -> tuple[Subject, ...]:
    """The lines that a segment without a name may speak of."""
    if _has_come_to_end(segment, of):
        return (SURPLUS, LEFT) if of.subjects == (SURPLUS,) else (LEFT,)
    if of.subjects == (*changed(segment),):
        return (*of.subjects, *_parts_named(of.subjects, before, standard))
    return of.subjects


def _parts_named(wholes: Sequence[Subject], before: What, standard: Standard) -> Sequence[Subject]:
    """Those of the lines named last that are parts of one of some: behind the benefits of all funds
    多支出 may be what a fund spent more on these."""
    parts = (one for one in before.named if one.family == keys.ACCOUNTS)
    return [one for one in parts for whole in wholes if whole.item in standard.wholes_of(one.item)]


def _has_come_to_end(segment: Segment, of: What) -> bool:
    """Whether a segment behind a figure of the year says but what there was at its end:
    加本年收支结余5万元，期末为20万元; 加本年收入30万元，减本年支出25万元，年末20万元."""
    plain = {token.kind for token in segment.plain} <= _OF_END
    of_flow = len(of.subjects) == 1 and OF_SURPLUS.issuperset(of.subjects)
    return plain and is_at_end(segment) and of_flow


def _is_enrolling(segment: Segment, before: What) -> bool:
    """Whether the last people that are named, or counted, are those who take part."""
    if segment.of_people and segment.unknown:
        return False
    counted = [token.meaning for token in segment.plain if any(map(_is_of_people, token.meaning))]
    other = any(token.kind == "item" for token in segment.plain)
    return counted[-1] == TAKING_PART if counted else before.enrolling and not other


def _serves(segment: Segment, of: What) -> bool:
    """Whether a segment counts people, firms or cases for whom something was done that no line is
    of, or says what each got."""
    other = any(token.kind == "item" and not token.meaning for token in segment.plain)
    done = other or segment.has("rest") or says(segment.tokens[-1:], "on_behalf")
    named = of.explicit and any(one.family != UNLIKE.get(segment.dimension) for one in of.subjects)
    return done and not named and (segment.of_people or segment.has("count") or segment.a_head)


def _spent_on_them(
    segment: Segment,
    names: Sequence[Token],
    before: What,
    subjects: tuple[Subject, ...],
    of_topic: tuple[Subject, ...],
) -> tuple[Subject, ...]:
    """What some names mean, or the items that the sentence is about; of a bare 支出 on
    those whom the sentence counts only the latter."""
    meant = {*subjects_of(names[-1])}
    spent = meant & {EXPENDITURE, BENEFITS} and is_of_any_line(names[-1])
    if not before.served or not spent or segment.has("fund", "total"):
        return (*subjects, *of_topic)
    return tuple(one for one in of_topic if one != BENEFITS)


def _is_about_deposits(segment: Segment, names: Sequence[Token], before: What) -> bool:
    """Whether a segment names time deposits, or may say what is left of those named before it in
    its sentence."""
    if not names:
        return before.deposits
    if any(DEPOSITS in subjects_of(name) for name in names):
        return True
    left = says(names[-1:], "remainders") and not segment.has("fund", "total")
    return before.deposits and left


def _read(segment: Segment, names: Sequence[Token], before: What, standard: Standard) -> What:
    """What a segment with some names speaks of."""
    if (known := _at_once(segment, names, before)) is not None:
        return known
    if _is_left_of_item(segment, names, before, standard):
        return What(explicit=True, left=True)
    return _named(segment, names, before, standard)


def _named(segment: Segment, names: Sequence[Token], before: What, standard: Standard) -> What:
    """What the names of a segment say that it speaks of."""
    subjects = subjects_named(segment, names, before)
    if names[-1].text in words("narrative", "signs", "left_this_year"):
        subjects = before.subjects if before.subjects == _LEFT else subjects
    whole = _whole(segment, names, before)
    goes_on = _goes_on(segment, names, before, standard)
    if goes_on:
        subjects, whole = before.subjects, subjects
    of_topic = _of_topic(before, segment, names, standard)
    subjects = _spent_on_them(segment, names, before, subjects, of_topic)
    averaged = _is_averaged(segment)
    if averaged and segment.of_people and subjects == (RETIRED,):
        subjects, averaged = (AVERAGE_RETIRED,), False
    return What(
        subjects,
        explicit=not is_beside("brief", names[-1], segment),
        whole=whole,
        opens=segment.number is None and bool(_within(segment, names[-1:])),
        narrowed=is_narrowed(segment, subjects),
        foreign=before.foreign or (not subjects and is_foreign(segment)),
        deficit=names[-1].kind == "deficit",
        budgeted=states_budget(segment) or (goes_on and before.budgeted),
        averaged=averaged,
    )


def _is_averaged(segment: Segment) -> bool:
    """Whether a segment names what something costs on average, and not what a month does."""
    return segment.has("average") and not says(segment.plain, "monthly")


def _at_once(segment: Segment, names: Sequence[Token], before: What) -> What | None:
    """What a segment speaks of that its names alone do not tell, or no names are needed to tell;
    None where it is what the names say."""
    if _is_deposit_share(segment, names, before):
        return What((DEPOSIT_SHARE,), explicit=True)
    if segment.has("norm") and segment.is_rate:
        return What(foreign=True)
    if not names:
        return unnamed(segment, before)
    if _is_part_of_other_money(segment, names, before):
        return What(foreign=True)
    if before.narrowed and segment.joined:
        return What(explicit=True, narrowed=True)
    if _is_source(names):
        return What(subjects_of(names[0]), explicit=True, whole=subjects_of(names[-1]))
    return None


def _is_part_of_other_money(segment: Segment, names: Sequence[Token], before: What) -> bool:
    """Whether a balance is part of money that the tables do not have, and none of a fund:
    工作经费85万元，其中上年结转5万元."""
    left = all(_BALANCES.issuperset(subjects_of(name)) for name in names)
    return left and before.foreign and segment.has("among") and not segment.has(*_WHOSE)


def _before_reason(segment: Segment) -> Sequence[Token]:
    """The words of a segment before the reason that it gives: 利息收入 因存款利率下调."""
    named = [*takewhile(lambda token: token.kind != "cause", segment.plain)]
    told = segment.number is None and any(token.kind in NAMES for token in named)
    return named if told else segment.plain


def _is_source(names: Sequence[Token]) -> bool:
    """Whether the first name is where what the last one says comes from: 保费收入是主要来源."""
    return len(names) > 1 and names[-1].text in words("narrative", "signs", "sources")


def _begins_anew(segment: Segment) -> bool:
    """Whether nothing of the words before holds on: it does before 其中, and behind ; in a list of
    funds, or of comparisons."""
    if opens_parts(segment):
        return False
    if segment.after == ";":
        goes_on = (
            _begins_comparison,
            _names_funds,
            names_target,
            is_average,
            _arrives_at_another_time,
        )
        return not any(goes(segment) for goes in goes_on)
    return segment.after in SENTENCE_ENDS


def _names_funds(segment: Segment) -> bool:
    """Whether a segment goes on a list of funds."""
    return segment.lists_funds and segment.has("fund", "brief")


def _begins_comparison(segment: Segment) -> bool:
    """Whether a segment names nothing, and compares what was named before once more:
    参保人数比2019年减少0.9万人；与2020年相比减少0.47万人."""
    compared = [token.kind for token in segment.tokens[:1]] in (["join"], ["than"])
    return compared and bool(segment.compared) and not segment.has(*NAMES, *_WHOSE)


def _arrives_at_another_time(segment: Segment) -> bool:
    """Whether a segment names nothing, and says what it came to at another time:
    2023年末，三项基金滚存结余46131.19万元；2024年末增加到48929.20万元."""
    arrived = [token.kind for token in segment.tokens[-2:]] in (["up", "level"], ["down", "level"])
    timed = segment.has("date", "this_year") and not segment.has(*NAMES, *_WHOSE)
    return arrived and timed and segment.number is not None


def _goes_on_with_people(segment: Segment, before: What) -> bool:
    """Whether a segment names others of those who take part: 在职8742人，占67.9%；退休4124人."""
    names = [token.kind for token in segment.plain if token.kind in NAMES]
    taking_part = any(one.item in WHO_TAKE_PART for one in before.subjects)
    said = says(segment.plain[:1], "of_people") and len(names) == 1
    return segment.after == ";" and taking_part and said


def _whole(segment: Segment, names: Sequence[Token], before: What) -> tuple[Subject, ...]:
    """What the last name is a part of, where 其中 or 中 says so, or goes on saying it."""
    if segment.has("among"):
        return before.subjects or before.whole
    within = _within(segment, names[:-1])
    if within:
        return tuple(map(subject_of, within[-1].meaning))
    if before.opens:
        return before.subjects
    goes_on = segment.has("share") and segment.after not in SENTENCE_ENDS
    return before.whole if goes_on else ()


def _within(segment: Segment, names: Sequence[Token]) -> list[Token]:
    """The names behind which 中 stands: 基金收入 中 财政补贴."""
    behind = {one.start: following.text for one, following in pairwise(segment.plain)}
    return [one for one in names if behind.get(one.start) in words("narrative", "signs", "within")]


def _is_name(token: Token, segment: Segment) -> bool:
    """Whether a word names what a number is of; 调整 does of people alone."""
    counts = segment.of_people
    return token.kind in NAMES or (token.kind == "raising" and counts and bool(token.meaning))


def _counted(names: Sequence[Token], segment: Segment) -> Sequence[Token]:
    """The names that a number can count: 退休人员, where people got 养老金; all, if it can none."""
    if not segment.of_people:
        return names
    return [name for name in names if any(map(_is_of_people, name.meaning))] or names


def _is_of_people(name: str) -> bool:
    return keys.family(name) == "headcounts" or keys.measure(name) in _PEOPLE


def _goes_on(segment: Segment, names: Sequence[Token], before: What, standard: Standard) -> bool:
    """Whether 实际支出 or 本年支出 may be that of the item named before."""
    beside = segment.after == "," or segment.joined
    of_it = segment.has(*TIMES) or (before.budgeted and beside)
    bare = len(names) == 1 and is_bare(names[0]) and of_it
    if not bare or len(before.subjects) != 1:
        return False
    subject, own = before.subjects[0], subject_of(names[0].meaning[0])
    return subject.family == own.family and own.item in standard.wholes_of(subject.item)


def _is_left_of_item(
    segment: Segment, names: Sequence[Token], before: What, standard: Standard
) -> bool:
    """Whether 结余 behind the budget of an item is what was not spent of that, and of no fund."""
    of_fund = segment.has("fund", "total", "brief", "among")
    left = len(names) == 1 and BALANCES.issuperset(subjects_of(names[0]))
    if of_fund or not left or names[0].kind != "item" or not before.budgeted:
        return False
    items = [one.item for one in before.subjects if one.family == keys.ACCOUNTS]
    return len(items) == 1 and EXPENDITURE.item in standard.wholes_of(items[0])


def _topic(
    segment: Segment, names: Sequence[Token], before: What, standard: Standard
) -> tuple[Subject, ...]:
    """The items that a sentence is about, until an amount is stated of what another name names, or
    any figure of a fund with a line of its own."""
    if _states_amount(segment, names) or says(segment.plain, "leaving_out"):
        return ()
    tasks = [token for token in segment.plain if token.kind == "task"]
    aids = _starts_of_aids(segment)
    named = [token for token in (*names, *tasks) if token.end not in aids]
    lines = {one for token in named for one in _lines_of(token)}
    items = tuple(one for one in sorted(lines) if any(standard.wholes_of(one.item)))
    return items or _topic_before(segment, names, before)


def _topic_before(segment: Segment, names: Sequence[Token], before: What) -> tuple[Subject, ...]:
    """The items that a sentence was about, unless a figure of a fund with a line ends that."""
    ends = segment.number is not None and bool(names) and segment.has("fund")
    return () if ends and not before.themed else before.topic


def _left_behind(sign: str, before: What) -> What:
    """What is left of it where a segment begins anew behind a sign."""
    topic = before.topic or (before.priced if sign == ";" else ())
    return What(topic=topic, themed=before.themed, priced=before.priced, named=before.named)


def _priced(
    segment: Segment, names: Sequence[Token], before: What, standard: Standard
) -> tuple[Subject, ...]:
    """The items whose amount a sentence stated last, up to a segment."""
    if not _states_amount(segment, names):
        return () if segment.after in SENTENCE_ENDS else before.priced
    lines = {one for name in names for one in subjects_of(name) if one.family == keys.ACCOUNTS}
    return tuple(one for one in sorted(lines) if any(standard.wholes_of(one.item)))


def _lines_of(name: Token) -> Sequence[Subject]:
    """The lines that a name may mean; benefits too where it counts those who draw them."""
    drawn = says([name], "drawing") and all(
        keys.family(one) == "headcounts" for one in name.meaning
    )
    return (*subjects_of(name), *[BENEFITS] * drawn)


def _starts_of_aids(segment: Segment) -> Collection[int]:
    """Where words for aid begin; a name right before one is but its beginning: 住院 of 住院补助."""
    aids = words("narrative", "signs", "aids")
    return {token.start for token in segment.plain if token.text.startswith(aids)}


def _states_amount(segment: Segment, names: Sequence[Token]) -> bool:
    """Whether a segment states the amount of a line that it names, by more than 支出."""
    named = any(not is_bare(name) for name in names)
    return named and segment.dimension == "money" and not segment.of_small_amount


def _of_topic(
    before: What, segment: Segment, names: Sequence[Token], standard: Standard
) -> tuple[Subject, ...]:
    """The items named before that a bare 支出 may be of as well; none where a fund is named with
    it, unless they are the theme of the sentence, or it is but a word of a title:
    表二（支出）列示如下：."""
    titled = segment.number is None and segment.after in SENTENCE_ENDS and segment.unknown
    of_fund = segment.has("fund", "total") and not before.themed
    if len(names) != 1 or not is_of_any_line(names[0]) or of_fund or titled:
        return ()
    own = subject_of(names[0].meaning[0]).item
    return tuple(one for one in before.topic if own in standard.wholes_of(one.item))


def _is_theme(segment: Segment) -> bool:
    """Whether a segment does but name what its sentence is about: 丧葬补助金方面，…."""
    bare = segment.number is None and not segment.has("fund", "total", "brief")
    return bare and says(segment.tokens[-1:], "titles")


def _is_deposit_share(segment: Segment, names: Sequence[Token], before: What) -> bool:
    """Whether deposits are put to the balance: 定期存款7500万元，占基金结余的52%; so are those of
    the next fund of a list: 失业3200万元，占64.7%."""
    if not names and not segment.base:
        listed = before.subjects == (DEPOSITS,) and before.whole == (LEFT,)
        return listed and segment.has("share") and segment.is_rate
    named = {subject_of(name) for token in (*names, *segment.base) for name in token.meaning}
    deposits = DEPOSITS in before.subjects or bool(named & {DEPOSITS, DEPOSIT_SHARE})
    shared = segment.has("share") or DEPOSIT_SHARE in named
    return deposits and shared and LEFT in named
