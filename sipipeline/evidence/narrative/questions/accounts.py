"""The accounts of a submission, and of which of them words are."""

from collections.abc import Sequence
from typing import Literal

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.language.lexicon import table

_TELLING = ("income", "expenditure", "closing_balance")
"""Lines that say whether a fund was run in a year."""
Source = Literal["said", "near", "titled", "before", "far"]
"""The segment says it; its sentence does; its heading does; a sentence before it does; nothing
does, or what did is far off."""


@frozen
class Own:
    """The accounts that a submission has figures of."""

    submission: Submission
    funds: tuple[str, ...]
    total: str
    has_total: bool
    place: str
    """县, 市 …: what the unit's name says it is; "" where it says nothing."""
    counted: frozenset[int] = frozenset()
    """How many all funds are, by those with any figure and by those with one of this year: one
    that was handed over since has last year's alone."""

    @property
    def standard(self) -> Standard:
        return self.submission.standard

    @property
    def everything(self) -> "Whom":
        """What is meant where nothing is said: the total, or the one fund that there is."""
        return self.of(self.total, "far")

    def of(self, account: str, source: Source) -> "Whom":
        """An account; the only fund instead of a total that is not filled in."""
        if account == self.total and not self.has_total:
            return Whom(self.funds[0] if len(self.funds) == 1 else None, source)
        return Whom(account, source)

    def accounts(self) -> tuple[str, ...]:
        return (*self.funds, self.total)

    def funds_of(self, account: str | None) -> Sequence[str]:
        """The funds that an account is of; none where it is unclear of which."""
        if account == self.total:
            return self.funds
        return keys.added(f"{keys.ACCOUNTS}.{account}") if account else ()


@frozen
class Whom:
    account: str | None
    """The key of a fund or of the total; None where it is of several, of others, or unclear."""
    source: Source
    elsewhere: bool = False
    mentioned: bool = False
    """Others are but mentioned: 其余为委托省级投资运营资金; the next sentence is not of them."""
    there: str | None = None
    """The account that others were said to have: 全省工伤保险基金 …，我县 …"""
    around: "Whom | None" = None
    """Of whom the sentence was before 其中."""
    beside: bool = False
    """It is compared with others: 与岚川市相比（失业保险基金支出3.46亿元）."""
    turned: bool = False
    """The sentence named another fund before: 领取失业保险金268人；享受工伤待遇173人."""
    strayed: bool = False
    """The clause states a number of something that may be of no fund: …；稳岗企业3486户；…."""
    parted: bool = False
    """It is of a part of a fund, 统筹基金, and so is what follows until a fund is named."""
    viewed: bool = False
    """The sentence began by looking at others: 放到全国看，居民医保基金收入…."""
    against: "Whom | None" = None
    """Of whom the sentence was before the clause that compares it with another fund:
    机关养老支出增长7.7%，比企业养老（9.4%）低1.7个百分点，…."""
    others: tuple[str, ...] = ()
    """The accounts that its name may mean as well: 城镇职工基本养老保险 is counted with 机关养老,
    or without."""
    beside_some: bool = False
    """The clause counts people who are but a part of those insured, 新增参保3000人: what it goes on
    to say may be of them."""

    @property
    def unsure(self) -> bool:
        """Whether the sentence may be of another account: neither it nor its heading says one."""
        return self.source in ("before", "far")

    def instead(self, own: Own) -> tuple[str, ...]:
        """The accounts that may be meant as well."""
        if self.unsure:
            return (*own.accounts(), *self.others)
        return (self.account, *self.others) if self.account and self.others else ()


def own_accounts(submission: Submission) -> Own:
    """The accounts that a submission has figures of."""
    total = submission.standard.total.key
    funds = tuple(fund.key for fund in submission.funds)
    counted = frozenset({len(funds), sum(_is_of_year(fund, submission) for fund in funds)})
    place = _place(submission)
    return Own(submission, funds, total, submission.shows(total), place, counted)


def _is_of_year(fund: str, submission: Submission) -> bool:
    """Whether a fund has figures of this year that are not nothing."""
    figures = (f"{keys.ACCOUNTS}.{fund}.{line}.actual" for line in _TELLING)
    return any(map(submission.number, figures))


def _place(submission: Submission) -> str:
    """The last word for a place in the unit's name: 县 of 甲市乙县社会保险中心."""
    levels = "".join(table()["narrative"]["places"])
    return next((sign for sign in reversed(submission.text("cover.unit")) if sign in levels), "")
