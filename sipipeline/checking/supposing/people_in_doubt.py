"""A text alone that has other people than a cell: either may be wrong, as what is worked out of the
cell goes with it, unless other figures decide."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.checking.causes.lone_texts import CHECK_BOTH
from sipipeline.checking.causes.said_beside import HEAD, quoted, rounded_off
from sipipeline.checking.causes.testimonies import QUOTING
from sipipeline.checking.groups import as_one_open
from sipipeline.checking.supposing.exchanged_people import PEOPLE, counts_people, other_year
from sipipeline.checking.supposing.suppositions import settled, with_figures
from sipipeline.checking.wording.amounts_meant import amount_meant
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Shown
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen

EITHER = Text(zh="文字写的是另一个数", en="the text has another figure")
ODD = Text(
    zh="和上年人数差得远，文字写的数同上年接近",
    en="far from the people of last year, which the text is near",
)
_CERTAIN, _LIKELY, _POSSIBLE = "certain", "likely", "possible"
_NEAR, _FAR = 0.1, 0.05
"""How near people are to those of the other year, in logarithms, and how much farther others."""


@frozen
class PeopleInDoubt:
    """A cell with people, and the claim that a text alone has in its place."""

    submission: Submission
    said: Claim
    claims: Mapping[str, Claim]
    """What the cell would hold, and those that are worked out of it."""

    @property
    def put_right(self) -> Submission:
        return replace(self.submission, claims={**self.submission.claims, **self.claims})

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many texts the other people settle; 0 where they settle more than texts, or break
        something."""
        gone = settled(before, after)
        is_of_texts = all(map(quoted, gone)) and not settled(after, before)
        return len(gone) if is_of_texts else 0

    def told(self, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
        """What was told before, the cell and the texts each possible. The texts are likely where
        they have the people of the other year, or people far from both years."""
        gone = settled(before, after)
        members = [place for place, one in enumerate(before) if one in gone]
        accused = [*_accused(before[place] for place in members)]
        if self._is_of_neither_year:
            likely = {one: replace(one, confidence=_LIKELY) for one in accused}
            return [_with_others(one, likely) for one in before]
        texts = [replace(one, confidence=_POSSIBLE) for one in accused]
        return as_one_open(before, members, self._either(texts), CHECK_BOTH)

    @property
    def _people(self) -> tuple[float, float, float]:
        """Those in the cell, those in the text, and those of the other year; 0 where there are
        none."""
        key = self.said.key
        beside = other_year(key) if keys.family(key) == PEOPLE else ""
        stated, other = (self.submission.number(one) or 0.0 for one in (key, beside))
        return stated, float(self.said.value), other

    @property
    def _is_of_neither_year(self) -> bool:
        stated, said, other = self._people
        return said == other or _is_odder(said, stated, other)

    def _either(self, texts: Sequence[Culprit]) -> Sequence[Culprit]:
        """The texts and the cell, which comes first where it is far from last year's people."""
        stated, said, other = self._people
        is_odd = _is_odder(stated, said, other)
        cell = self._cell(ODD if is_odd else EITHER)
        return [cell, *texts] if is_odd else [*texts, cell]

    def _cell(self, why: Text) -> Culprit:
        """The cell, with the people that the text has, where it has them to the last one."""
        key, said = self.said.key, self.said
        culprit = amount_meant(key, float(said.value), why, _POSSIBLE, self.submission)
        if said.half_width <= HEAD:
            return culprit
        was = Shown(culprit.shown.was)
        return replace(culprit, suggest=None, expected=None, shown=was)


def doubts(findings: Sequence[Finding], submission: Submission) -> Iterator[PeopleInDoubt]:
    """The cells with people that a text alone has otherwise, which is said to be wrong."""
    for quote in findings:
        key = quoted(quote)
        if not _is_certain(quote) or not counts_people(key):
            continue
        assert isinstance(quote.stated, float)
        held = with_figures({key: quote.stated}, submission)
        if key in held:
            room = max(rounded_off(quote), submission.claims[key].half_width)
            said = held[key]._replace(half_width=room)
            yield PeopleInDoubt(submission, said, {**held, key: said})


def _is_certain(quote: Finding) -> bool:
    """Whether a text that does not agree with a cell is said to be wrong for certain."""
    own = quote.cells[0].key if quote.cells else ""
    accused = [one.cell.key for one in quote.culprits if one.confidence == _CERTAIN]
    return quote.rule == QUOTING and isinstance(quote.stated, float) and accused == [own]


def _accused(findings: Iterable[Finding]) -> Iterable[Culprit]:
    """The texts that are singled out, each once."""
    every = (one for finding in findings for one in finding.culprits)
    return dict.fromkeys(one for one in every if one.located)


def _with_others(finding: Finding, others: Mapping[Culprit, Culprit]) -> Finding:
    return replace(finding, culprits=tuple(others.get(one, one) for one in finding.culprits))


def _is_odder(one: float, another: float, last: float) -> bool:
    """Whether one number of people is far from those of the other year, and another near them."""
    if min(one, another, last) <= 0:
        return False
    far, near = (abs(math.log(people / last)) for people in (one, another))
    return near <= _NEAR and far - near >= _FAR
