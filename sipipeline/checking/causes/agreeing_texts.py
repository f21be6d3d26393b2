"""Several places beside the tables that differ from them by one and the same amount: texts,
indicators, what the year began with. They agree with each other, and a wrong amount may have been
carried through the tables."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from sipipeline.arithmetic.figures import Interval, common, meet
from sipipeline.checking.causes.consequences import with_amounts, without_when
from sipipeline.checking.causes.copied_columns import COPIED
from sipipeline.checking.causes.lone_texts import (
    CHECK_BOTH,
    COLUMNS,
    is_like_its_line,
    off_by,
    with_doubts,
    with_named_amounts,
    with_odd_leaves,
)
from sipipeline.checking.causes.meant_leaves import (
    AGAIN,
    CARRIED_OVER,
    EVERY_SLIP,
    UNLIKE,
    MeantLeaf,
    as_asked,
    meant_by,
)
from sipipeline.checking.causes.testimonies import (
    OPENING,
    SAME,
    Testimony,
    carried_into,
    testimonies_against,
    testimonies_for,
)
from sipipeline.checking.groups import apart, as_one_open
from sipipeline.checking.wording import shown
from sipipeline.checking.wording.culprits import retyped
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Kind, lies_within
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.localisation.cell_slips import rounded
from sipipeline.rules import f107_negative_figure

_NEGATIVE = f107_negative_figure.RULE.code
_FEWEST = 2
"""So many figures of the tables must be contradicted by one amount."""
_SURE = 3
"""From so many lines on that are contradicted by one amount a figure left from last year is likely
to be that amount."""
_FEW = 0.1
"""The part of what asks for an amount that may ask for another one of the same figures: a text that
was not understood, or is wrong itself."""
_MOST_TRIED = 3
"""So many amounts are tried where none is singled out."""
_MOST_NAMED = 3
"""So many amounts that a slip of typing explains are named."""
_ROUNDS = 4
"""So many amounts may be wrong, one after the other."""
_LEFT = ("prior", "actual")
"""Slips by which the figure of another year stands in a cell."""
_OF_SIZE = ("places", "unit", UNLIKE)
"""Slips after which a figure is of another size."""
_SURELY = (CARRIED_OVER, AGAIN)
"""Slips that are told by another figure of the account."""
CHECK_THE_LEAF = Text(
    zh="文字有 {count} 处和表相差同一个数（{amount}），文字之间是一致的：先核对表里是不是有"
    "一项填错、带进了各合计；表没有错的，再改这几处文字。",
    en="The texts differ from the tables in {count} places by one amount ({amount}) and agree "
    "with each other: check first whether one item of the tables is wrong and was carried into "
    "the sums; if the tables are right, correct these texts.",
)


def with_agreeing_texts(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of places that differ from the tables by one amount are one cause. No
    text is singled out; an amount of the tables is named where it alone can have gone wrong so."""
    result, corrected = with_named_amounts(findings, submission), submission
    against = testimonies_against(result, submission)
    copied = {one.group for one in result if one.rule == COPIED and one.group is not None}
    grouped = {place for place in against if result[place].group in copied}
    for _ in range(_ROUNDS):
        cause = _likeliest(against, grouped, result, corrected)
        if cause is None:
            break
        open_ = against.keys() - grouped
        result, settled, corrected = _told(cause, open_, grouped, result, corrected)
        grouped |= settled
        against = testimonies_against(result, corrected)
    alone = {place: text for place, text in against.items() if place not in grouped}
    return with_odd_leaves(with_doubts(result, submission), alone, submission)


@frozen
class _SameAmount:
    """Places that ask for one amount to be added to one of some amounts of the tables."""

    members: frozenset[int]
    asked: Mapping[str, Interval]
    """Each amount that would settle them all, with what must be added to it."""
    figures: frozenset[str]
    """The figures that are contradicted."""
    culprits: Sequence[Culprit]
    """Those of these amounts that a slip of typing turned into what they are."""

    @property
    def weight(self) -> tuple[bool, int, int]:
        is_explained = any(one.slip_is_known for one in self.culprits)
        return is_explained, len(self.figures), len(self.members)

    @property
    def in_doubt(self) -> "_SameAmount":
        """The cause, the amounts of which are but possible."""
        amounts = [one for one in self.culprits if one.cell.key in self.asked]
        possible = [replace(one, confidence="possible", together=False) for one in amounts]
        return replace(self, culprits=possible)


def _likeliest(
    against: Mapping[int, Testimony],
    grouped: Collection[int],
    findings: Sequence[Finding],
    submission: Submission,
) -> _SameAmount | None:
    """The cause that a slip of typing explains and that most places ask for which have none yet;
    None where no two figures ask for one amount."""
    left = {place: one for place, one in against.items() if place not in grouped}
    every = [*_causes(left, against, findings, submission)]
    causes = [one for one in every if one.culprits or not any(_suspected(one.members, findings))]
    first = max(causes, key=lambda one: one.weight, default=None)
    if first is None or not any(_is_rival(one, first) for one in causes):
        return first
    return first.in_doubt


def _causes(
    left: Mapping[int, Testimony],
    against: Mapping[int, Testimony],
    findings: Sequence[Finding],
    submission: Submission,
) -> Iterator[_SameAmount]:
    """Each set of places that ask for one amount and contradict several figures, or one that was
    left from another column, but for those that a wider one has all of."""
    asked = _by_members(left)
    whole = [one for one in asked if not any(one < other for other in asked)]
    right = testimonies_for(submission) if whole else []
    for members in whole:
        figures = frozenset(left[place].figure for place in members)
        named = _named(asked[members], members, against, right, findings, submission)
        of_itself = any(one.cell.key in figures for one in named)
        if len(figures) >= _FEWEST or of_itself:
            yield _SameAmount(members, asked[members], figures, named)


def _is_rival(other: _SameAmount, first: _SameAmount) -> bool:
    """Whether a cause explains as many figures as another, some of them the same."""
    is_other = other.members != first.members and not other.members.isdisjoint(first.members)
    return is_other and len(other.figures) >= len(first.figures)


# ---------------------------------------------------------------- what they ask for
def _by_members(left: Mapping[int, Testimony]) -> dict[frozenset[int], dict[str, Interval]]:
    """By the places that ask for one amount to be added to an amount of the tables: each such
    amount, with what is to be added."""
    found: dict[frozenset[int], dict[str, Interval]] = {}
    leaves = set[str]().union(*(one.leaves for one in left.values()))
    for leaf in sorted(leaves):
        for members, amount in _asked_of(leaf, left):
            found.setdefault(members, {})[leaf] = amount
    return found


def _asked_of(
    leaf: str, left: Mapping[int, Testimony]
) -> Iterator[tuple[frozenset[int], Interval]]:
    """The amounts that places ask for to be added to one of the tables, each with these places."""
    every = {place: one.missing(leaf) for place, one in left.items()}
    asked = {place: span for place, span in every.items() if span is not None}
    for seed in asked:
        if left[seed].is_far:
            amount, members = asked[seed], {seed}
            for place, span in asked.items():
                shared = common(amount, span)
                if shared is not None:
                    amount = shared
                    members.add(place)
            yield frozenset(members), amount


# ---------------------------------------------------------------- which of them
def _named(
    asked: Mapping[str, Interval],
    members: Collection[int],
    against: Mapping[int, Testimony],
    right: Sequence[Testimony],
    findings: Sequence[Finding],
    submission: Submission,
) -> Sequence[Culprit]:
    """The few amounts that a slip of typing turned into what they are, and that nothing speaks
    against; one alone may be likely."""
    beside = [*_within_reach(members, against)]
    open_ = [
        leaf
        for leaf in _suspected_of(asked, members, findings, submission)
        if not _denying(leaf, asked[leaf], right)
        and len(_denying(leaf, asked[leaf], beside)) <= _FEW * len(members)
    ]
    every = [meant_by(leaf, asked[leaf], submission) for leaf in open_]
    figures = {against[place].figure for place in members}
    meant = _most_likely([one for one in every if one is not None], figures, submission)
    meant = meant or _only_of_size(open_, asked, figures, submission)
    if len(meant) > _MOST_NAMED:
        return ()
    confidence = _confidence(meant, members, against, findings, submission)
    meant.sort(key=lambda one: one.code not in _LEFT)
    return [culprit for one in meant for culprit in one.culprits(confidence, submission)]


def _most_likely(
    meant: Sequence[MeantLeaf], figures: Collection[str], submission: Submission
) -> list[MeantLeaf]:
    """Of some amounts the only one that is like its line as it is meant; else all. One figure alone
    speaks for none but those that were left from another column."""
    codes = COLUMNS if len(figures) < _FEWEST else EVERY_SLIP
    known = [one for one in meant if one.code in codes]
    like = [one for one in known if is_like_its_line(one.claim.key, one.value, submission)]
    return like if len(like) == 1 else known


def _only_of_size(
    leaves: Collection[str],
    asked: Mapping[str, Interval],
    figures: Collection[str],
    submission: Submission,
) -> list[MeantLeaf]:
    """The only one of some amounts, which no slip of typing explains, that may be off by as much:
    that is of the size of its line then."""
    every = [as_asked(leaf, asked[leaf], submission) for leaf in leaves]
    fitting = [one for one in every if is_like_its_line(one.claim.key, one.value, submission)]
    return fitting if len(fitting) == 1 and len(figures) >= _SURE else []


def _confidence(
    meant: Sequence[MeantLeaf],
    members: Collection[int],
    against: Mapping[int, Testimony],
    findings: Sequence[Finding],
    submission: Submission,
) -> str:
    """How sure it is that one of some amounts is wrong."""
    lines = {keys.row(against[place].figure) for place in members}
    is_likely = len(meant) == 1 and _is_likely(meant[0], lines, findings, submission)
    return "likely" if is_likely else "possible"


def _suspected_of(
    asked: Mapping[str, Interval],
    members: Collection[int],
    findings: Sequence[Finding],
    submission: Submission,
) -> list[str]:
    """The amounts that may explain what else does not agree in the groups of the members: those
    that are suspected, or where a suspected one is off by as much."""
    suspected = [*_suspected(members, findings)]
    return [
        leaf
        for leaf, amount in asked.items()
        if all(_may_explain(leaf, amount, culprits, submission) for culprits in suspected)
    ]


def _may_explain(
    leaf: str, amount: Interval, culprits: Sequence[Culprit], submission: Submission
) -> bool:
    if any(one.cell.key == leaf for one in culprits):
        return True
    sizes = sorted(map(abs, amount))
    room = submission.claims[leaf].half_width
    off = (abs(off_by(one, submission)) for one in culprits)
    return any(sizes[0] - room <= one <= sizes[1] + room for one in off if one)


def _suspected(
    members: Collection[int], findings: Sequence[Finding]
) -> Iterator[Sequence[Culprit]]:
    """The cells that may explain each group of the members in which tables do not agree either."""
    groups = {findings[place].group for place in members} - {None}
    for one in findings:
        if one.group in groups and one.kind is Kind.ARITHMETIC and one.culprits:
            yield one.culprits


def _within_reach(
    members: Collection[int], against: Mapping[int, Testimony]
) -> Iterator[Testimony]:
    """What does not agree with a figure either, by another amount, though no further amounts are in
    it than in one of the members': one amount alone cannot settle both."""
    reach = [against[place].leaves for place in members]
    for place, one in against.items():
        if place not in members and any(one.leaves <= leaves for leaves in reach):
            yield one


def _is_likely(
    only: MeantLeaf, lines: Collection[str], findings: Sequence[Finding], submission: Submission
) -> bool:
    """Whether the only amount that a slip of typing explains is left from another year, as many
    lines show, or of another size than its line, or was not carried over from last year, or is
    unlikely by itself."""
    if only.code in _SURELY or _is_unlikely(only.claim.key, findings):
        return True
    key = only.claim.key
    if not is_like_its_line(key, only.value, submission):
        return False
    is_of_another_size = not is_like_its_line(key, float(only.claim.value), submission)
    is_left = only.code in _LEFT and len(lines) >= _SURE
    return is_left or (only.code in _OF_SIZE and is_of_another_size)


def _denying(leaf: str, amount: Interval, others: Sequence[Testimony]) -> Sequence[Testimony]:
    """What says of a figure of the account of an amount, which is made of it, that another amount
    is to be added, or none."""
    of_account = [one for one in others if keys.table(one.figure) in ("", keys.table(leaf))]
    asked = [(one, one.missing(leaf)) for one in of_account]
    return [one for one, span in asked if span is not None and not meet(span, amount)]


def _is_unlikely(key: str, findings: Sequence[Finding]) -> bool:
    """Whether an amount seems unlikely by itself, or cannot be what it is."""
    asking = [one for one in findings if one.kind is Kind.PLAUSIBILITY or one.rule == _NEGATIVE]
    return any(one.cells[0].key == key for one in asking if one.cells)


# ---------------------------------------------------------------- what is told
def _told(
    cause: _SameAmount,
    open_: Collection[int],
    grouped: Collection[int],
    findings: Sequence[Finding],
    submission: Submission,
) -> tuple[list[Finding], set[int], Submission]:
    """The findings with those of a cause, and those that are not there without it, as one; the
    places of these; and the submission without the cause, where one amount is named."""
    tried = [*_corrected(cause, submission)]
    named = {place for place, one in enumerate(findings) if _names(one, cause.culprits)}
    settled = {*cause.members, *_settled(tried, open_, findings), *named}.difference(grouped)
    texts = [findings[place] for place in cause.members if findings[place].rule != OPENING]
    leaf, amount = next(iter(cause.asked.items()))
    figure = _shown(amount, leaf, texts, submission)
    todo = CHECK_BOTH
    if len(cause.figures) >= _FEWEST:
        todo = CHECK_THE_LEAF.fill(count=len(texts), amount=figure)
    told = as_one_open(findings, settled, cause.culprits, todo)
    return told, settled, tried[0] if len(tried) == 1 else submission


def _settled(
    tried: Sequence[Submission], open_: Collection[int], findings: Sequence[Finding]
) -> set[int]:
    """The places of the findings that are not there any more with either of some corrections."""
    alone = apart(findings, open_)
    gone = reduce(set.intersection, (set(without_when(alone, one)) for one in tried))
    return {place for place in gone if not any(one.located for one in findings[place].culprits)}


def _names(finding: Finding, culprits: Sequence[Culprit]) -> bool:
    """Whether a finding that several cells explain names the first culprit as one of them, with
    what it should hold."""
    meant = next((one for one in culprits if isinstance(one.suggest, int | float)), None)
    if meant is None or any(one.located for one in finding.culprits):
        return False
    own = (one for one in finding.culprits if one.cell.key == meant.cell.key)
    return any(lies_within(float(str(meant.suggest)), one.expected) for one in own)


def _corrected(cause: _SameAmount, submission: Submission) -> Iterator[Submission]:
    """The submission with either of the amounts that are named put right, or of the first ones that
    would settle the places of the cause."""
    named = [
        one.cell.key for one in cause.culprits if not one.follows and one.cell.key in cause.asked
    ]
    for leaf in named or list(cause.asked)[:_MOST_TRIED]:
        amount = sum(cause.asked[leaf]) / 2
        yield with_amounts(submission, carried_into({leaf: amount}, submission))


def _shown(amount: Interval, leaf: str, texts: Sequence[Finding], submission: Submission) -> str:
    """An amount as the texts write it where they have rounded it, else as its cell does."""
    low, high = amount
    middle = abs(low + high) / 2
    written = texts[0].stated if texts else None
    if high - low > 2 * SAME and isinstance(written, float) and written > 0:
        return retyped(middle, written, texts[0].shown.was.zh, is_text=True)
    return shown.figure(rounded(middle, SAME / 2), shown.form_of(leaf, submission))
