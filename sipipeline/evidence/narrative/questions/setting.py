"""What the words of a text so far say of the number that comes next."""

from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.segments import Countable, Segment, counts_what_it_names
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions import what, when
from sipipeline.evidence.narrative.questions.accounts import Whom
from sipipeline.evidence.narrative.questions.kind import Basis, Change
from sipipeline.evidence.narrative.questions.what import What
from sipipeline.evidence.narrative.questions.when import FigureTime


@frozen
class Setting:
    whom: Whom
    when: FigureTime = when.UNSAID
    what: What = what.UNNAMED
    basis: Basis = ""
    follows_change: Change | None = None
    """The figure before is a change: a share behind it may be one of the change, and so are its
    parts behind 其中."""
    split: Change | None = None
    """A change whose parts are listed: 收入增加4658.78万元，其中…, 增加的支出中…"""
    caused: bool = False
    """The words give the reason of a change: what follows may be only a part of it."""
    lead: tuple[Token, ...] = ()
    """The last words of the sentence without a number of their own: 各险种收入占比：…"""
    listed: tuple[Token, ...] = ()
    """The words of the rate that begins a list: 收入预算完成率职工医保104.6%、企业养老…"""
    counted: Countable = ""
    """What the last figure of the sentence counts that is no rate: 计划180人次，实际162人次."""
    targeted: bool = False
    """The sentence compares with a target, or names one: what is completed behind it is that."""
    without: tuple[Token, ...] = ()
    """What is left out of the figures of the sentence: 扣除财政补贴后，…"""

    raising: bool = False
    """The line speaks of what people get as raised: those who are counted may be who got more."""

    def is_of_count(self, segment: Segment) -> bool:
        """Whether what a segment says of how something changed may be of a number of cases, or of
        people whom no line counts, that stands before it: 住院9842人次，增长7.3%."""
        if self.counted == "cases":
            return not self.what.explicit or counts_what_it_names(segment)
        counts_others = any(one.family == keys.ACCOUNTS for one in self.what.subjects)
        return self.counted == "people" and counts_others and not self.what.explicit


class Read(NamedTuple):
    """A segment of a text, as reading leaves it."""

    line: Paragraph
    segment: Segment
    before: Setting
    """What the words before it say."""
    setting: Setting
