"""A clause of a text that may say something of figures without a figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.evidence.narrative.questions.names_of_accounts import resolved
from sipipeline.evidence.narrative.questions.setting import Setting
from sipipeline.evidence.narrative.questions.subjects import Subject, subjects_of
from sipipeline.evidence.narrative.quoting.cells import Told, told
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.language.lexicon import has, words

_LEAST_FUNDS = 2
_RATE = re.compile("%[,;]?$")
_COMPARING = frozenset({"than", "join", "beyond"})


@frozen
class Statement:
    field: str
    words: str
    told: tuple[Told, ...]
    """The figures that it is about."""
    holds: bool
    """Whether they may be as it says."""
    number: str = ""
    """The number, as written, that others of its sentence make another of; "" for none."""
    made: tuple[str, ...] = ()
    """What they make, in its unit; several where it is open which they are."""


def may_follow(one: Told, other: Told, sign: int) -> bool:
    """Whether a figure may stand behind another: it is not surely less where the sign is 1, not
    surely more where it is -1."""
    return sign * (one.value - other.value) >= 0 or one.high >= other.low > one.low


@dataclass(frozen=True)
class Clause:
    """A segment that may say something, and what was said before it."""

    own: Own
    line: Paragraph
    segment: Segment
    before: Setting
    setting: Setting

    @property
    def start(self) -> int:
        return min(token.start for token in self.segment.tokens)

    @cached_property
    def text(self) -> str:
        """The words, as written."""
        end = max(token.end for token in self.segment.tokens)
        return self.line.text[self.start : end]

    @property
    def with_number(self) -> str:
        """The words and the number behind them, to the next sign."""
        return signs.CLAUSE.split(self.line.text[self.start :])[0]

    @property
    def follows_rate(self) -> bool:
        """Whether a percentage stands right before it."""
        return _RATE.search(self.line.text, 0, self.start) is not None

    @property
    def is_report(self) -> bool:
        """Whether it says what happened this year."""
        at = self.setting.when
        of_year = at.period == "this" or (self.before.when.period == "this" and self.compares)
        return self.line.role == "report" and bool(self.segment.tokens) and of_year

    @property
    def compares(self) -> bool:
        """Whether last year is only compared with: 与上年持平, 较上年翻了一番, 低于上年."""
        kinds = [token.kind for token in self.segment.tokens]
        periods = [place for place, kind in enumerate(kinds) if kind in ("last_year", "date")]
        return all(place and kinds[place - 1] in _COMPARING for place in periods)

    @property
    def is_plain(self) -> bool:
        """Whether nothing makes it a plan, a part, a reason, or of others."""
        segment, setting = self.segment, self.setting
        if setting.whom.elsewhere or self._is_beside_own:
            return False
        if self.line.text[: self.start].endswith(words("narrative", "tokens", "each")):
            return False
        apart = segment.has("part", "plan", "aim", "cause", "elsewhere", "other_year", "part_year")
        return not apart and not setting.caused and setting.when.stance != "plan"

    @property
    def is_of_others(self) -> bool:
        """Whether its sentence leaves something out before it, of which it need not be true:
        除失业外，其余四项均增长，…最低的是工伤."""
        return bool(self.segment.tokens) and has(self._led_by, "narrative", "statements", "except")

    @property
    def _led_by(self) -> str:
        """What its sentence says before it."""
        return self.line.text[: self.start].rpartition("。")[2]

    @property
    def _is_beside_own(self) -> bool:
        """Whether it compares what was said of another place with the own: 大于我县, 比我县多."""
        tokens = self.segment.tokens
        places = [place for place, token in enumerate(tokens) if token.kind in _COMPARING]
        behind = tokens[places[0] + 1 :] if places else ()
        return self.before.whom.elsewhere and any(
            token.kind in ("own", "place") for token in behind
        )

    @property
    def subjects(self) -> Sequence[Subject]:
        """The lines of the tables that are spoken of; behind a colon those that were named before
        it."""
        if len(self.funds) < _LEAST_FUNDS:
            return self.setting.what.subjects
        names = [token for token in self.segment.plain if token.kind == "item"]
        if not names and self.segment.after == ":":
            return self.before.what.subjects
        return subjects_of(names[0]) if len(names) == 1 else ()

    @cached_property
    def funds(self) -> list[str]:
        """The funds that are named, in order."""
        named = [token for token in self.segment.plain if token.kind in ("fund", "brief")]
        return [fund for token in named if (fund := resolved(token, self.own)) is not None]

    @property
    def accounts(self) -> Sequence[str]:
        """The accounts of which it is said; each fund where it is said of every one."""
        whose = self.setting.whom
        if len(self.funds) >= _LEAST_FUNDS and has(self.text, "narrative", "statements", "also"):
            return self.funds
        if has(self.text, "narrative", "statements", "every"):
            if self._excepted:
                return self._all_but
            if has(self.line.text, "narrative", "statements", "except"):
                return ()
            if len(self.funds) >= _LEAST_FUNDS:
                return self.funds
            if whose.account == self.own.total and whose.source != "far":
                return self.own.funds
        if len(self.funds) > 1:
            return ()
        return self.named_accounts

    @property
    def named_accounts(self) -> Sequence[str]:
        """The account, or each of the funds, that is named or was before."""
        if self._excepted:
            return self._all_but
        if len(self.funds) >= _LEAST_FUNDS:
            return self.funds
        account = self.setting.whom.account
        return () if account is None or self._may_be_of_another else (account,)

    @property
    def _all_but(self) -> Sequence[str]:
        """The funds of which it is said that it is so of all but some."""
        return [fund for fund in self.own.funds if fund not in self._excepted]

    @property
    def _excepted(self) -> set[str | None]:
        """The funds of which it is not said, while it is of every other one: 除工伤保险外均增长."""
        named = [token for token in self.segment.tokens if token.kind == "fund"]
        return {resolved(fund, self.own) for token in named for fund in token.behind}

    @property
    def _may_be_of_another(self) -> bool:
        """Whether the sentence may be of another account. Where a unit runs one fund, 基金支出 is
        that of this one, 支出 alone may be the office's."""
        sentence = self._led_by + self.text
        is_of_fund = len(self.own.funds) == 1 and has(
            sentence, "narrative", "statements", "one_fund"
        )
        return self.setting.whom.unsure and not is_of_fund

    def told(self, account: str, subject: Subject, measure: str) -> Told | None:
        """A figure of a line; of one that has a single figure, this."""
        of_balance = subject.family not in (keys.ACCOUNTS, "headcounts")
        key = key_of(subject, account, subject.item if of_balance else measure)
        return told(key, self.own.submission) if key else None

    def statement(self, figures: Sequence[Told], holds: bool) -> Statement:
        return Statement(self.line.key, self.text, tuple(figures), holds)
