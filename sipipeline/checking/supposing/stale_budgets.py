"""A budget that was not brought up to date and was carried into sums and rates: one amount of an
account, or its whole column. It is supposed where a text has another completion rate of a fund, and
believed where the budget that makes this rate settles what the funds of the year or indicators say
as well, and nothing new is."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from sipipeline.checking.causes.lone_texts import is_like_its_line, why_odd
from sipipeline.checking.causes.said_beside import has_voices, quoted
from sipipeline.checking.causes.testimonies import (
    Testimony,
    made_of,
    testimonies_against,
)
from sipipeline.checking.supposing.suppositions import (
    Correction,
    settled,
    with_figures,
    without,
)
from sipipeline.checking.wording import shown
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.standard import SIDES
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.core.values import frozen
from sipipeline.localisation.cell_slips import rounded
from sipipeline.rules import b207_funding_matches_expenditure

_FUNDING = b207_funding_matches_expenditure.RULE.code
_BUDGET, _RATE = "budget", "completion_rate"
_NEARER = 0.1
"""By how much, in logarithms, one of several amounts must come nearer to those of its line."""
AN_AMOUNT = Text(
    zh="像是没有更新，并带进了各合计：改正以后，文字的完成率、年度资金总额和指标都相符",
    en="it seems not to be brought up to date, and was carried into the sums: once it is put "
    "right, completion rates of texts, funds of the year and indicators agree",
)
A_COLUMN = Text(
    zh="{fund}“{column}”一栏{side}像是没有更新：由文字的完成率推算，{sums}；照批复的预算重填这一栏以后，"
    "文字、年度资金总额和指标都相符",
    en="the column “{column}” of {fund}{side} seems not to be brought up to date: by the "
    "completion rates of the text {sums}; once it is filled in by the approved budget, texts, "
    "funds of the year and indicators agree",
)
OF_A_SIDE = Text(zh="的{line}", en=", in what {line} is made of,")
ABOUT = Text(zh="{line}约 {amount}", en="{line} is about {amount}")


class Lacking(NamedTuple):
    """What is to be added to a budget, give or take what a rate leaves open."""

    amount: float
    room: float

    def put_right(self, key: str, submission: Submission) -> float:
        """A budget with it, as far as it is known."""
        claim = submission.figure(key)
        value, half_width = (0.0, 0.0) if claim is None else (claim.value, claim.half_width)
        return rounded(float(value) + self.amount, max(half_width, self.room))


@frozen
class StaleFigures(Correction):
    """Figures as rates of texts have them, and what is worked out of them."""

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings it settles; 0 where it makes errors, or settles none, or one voice
        alone speaks for it."""
        gone = settled(before, after)
        is_error = any(one.severity is Severity.ERROR for one in gone)
        is_told = is_error and has_voices(gone) and not self.breaks(before, after)
        return len(gone) if is_told else 0


def stale_budgets(findings: Sequence[Finding], submission: Submission) -> Iterator[StaleFigures]:
    """The budgets of accounts of which texts have other completion rates: the only amount that may
    be another by as much, else the column."""
    asking = any(quoted(one).endswith(_RATE) for one in findings)
    texts = testimonies_against(findings, submission).values() if asking else ()
    off: dict[str, dict[str, Lacking]] = {}
    for text in texts:
        if _is_of_side(text, submission):
            amount = _lacking(text, findings)
            off.setdefault(keys.table(text.figure), {})[keys.item(text.figure)] = amount
    for account, sides in off.items():
        single = [
            one
            for side, amount in sides.items()
            for one in _of_an_amount(f"{account}.{side}.{_BUDGET}", amount, submission)
        ]
        yield from single
        if len(sides) > 1 or not single:
            yield _of_a_column(account, sides, submission)


def sums_in_words(sums: Mapping[str, float], submission: Submission) -> Text:
    """What some sums are about, by their lines."""
    about = [
        ABOUT.fill(
            line=submission.standard.line_name(key),
            amount=shown.figure(amount, shown.form_of(key, submission)),
        )
        for key, amount in sums.items()
    ]
    return join(about, "、", ", ")


def _is_of_side(text: Testimony, submission: Submission) -> bool:
    """Whether a text says how much of the budget of one side a fund completed."""
    key, standard = text.figure, submission.standard
    is_rate = keys.is_account(key) and keys.measure(key) == _RATE and text.is_rate
    is_of_side = is_rate and keys.item(key) in SIDES and bool(text.base)
    return is_of_side and keys.fund(key) != standard.total.key


def _lacking(text: Testimony, findings: Sequence[Finding]) -> Lacking:
    """What the budget of a side lacks: as much as all budgets lack beside the funds of the year
    where the rate that a text has allows that."""
    low, high = text.missing(next(iter(text.base))) or (0.0, 0.0)
    beside = (one.difference for one in findings if one.rule == _FUNDING)
    exact = [one for one in beside if one is not None and low <= one <= high]
    return Lacking(exact[0], 0.0) if exact else Lacking((low + high) / 2, (high - low) / 2)


def _of_an_amount(whole: str, off: Lacking, submission: Submission) -> Iterator[StaleFigures]:
    """That one of the budgets that a sum is made of is off, where it is the only one that is of the
    size of its line once it is put right, or the only one that is nearer to it then."""
    stated = {key: submission.number(key) or 0.0 for key in made_of(whole, submission)}
    meant = {key: off.put_right(key, submission) for key in stated}
    fitting = [key for key, value in meant.items() if is_like_its_line(key, value, submission)]
    odd = [key for key in fitting if why_odd(key, stated[key], meant[key], _NEARER, submission)]
    for only in (fitting, odd):
        if len(only) == 1:
            held = with_figures({only[0]: meant[only[0]]}, submission)
            yield StaleFigures(submission, held, AN_AMOUNT)
            break


def _of_a_column(account: str, off: Mapping[str, Lacking], submission: Submission) -> StaleFigures:
    """That the budgets of some sides of an account are others, of which the sums alone are
    known."""
    wholes = {side: f"{account}.{side}.{_BUDGET}" for side in off}
    made = {side: made_of(whole, submission).keys() for side, whole in wholes.items()}
    leaves = {key for every in made.values() for key in every}
    typed = [key for key in submission.standard.fields if key in leaves]
    held = {**without(typed, submission), **_sums(made, off, submission)}
    sums = {whole: off[side].put_right(whole, submission) for side, whole in wholes.items()}
    return StaleFigures(submission, held, _why(account, sums, submission))


def _sums(
    made: Mapping[str, Collection[str]], off: Mapping[str, Lacking], submission: Submission
) -> Mapping[str, Claim]:
    """The sums of all budgets that each side is made of, and their rates, with what they lack,
    whichever of them lack it."""
    first = {side: next(iter(leaves)) for side, leaves in made.items()}
    moved = {key: off[side].put_right(key, submission) for side, key in first.items()}
    return {
        key: claim
        for key, claim in with_figures(moved, submission).items()
        if all(_has_all_or_none(key, leaves, submission) for leaves in made.values())
    }


def _has_all_or_none(key: str, leaves: Collection[str], submission: Submission) -> bool:
    """Whether a budget, or that of a rate, is made of all of some amounts, or of none of them."""
    own = made_of(keys.beside(key, _BUDGET), submission).keys()
    return own >= {*leaves} or own.isdisjoint(leaves)


def _why(account: str, sums: Mapping[str, float], submission: Submission) -> Text:
    standard = submission.standard
    return A_COLUMN.fill(
        fund=standard.fund(keys.fund(f"{account}.") or "").short,
        column=standard.measure_name(_BUDGET),
        side=NOTHING if len(sums) > 1 else OF_A_SIDE.fill(line=standard.line_name(*sums)),
        sums=sums_in_words(sums, submission),
    )
