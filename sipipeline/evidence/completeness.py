"""What a submission lacks: the parts that have to be there before it can be accepted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from sipipeline.core import keys
from sipipeline.core.figures import significant
from sipipeline.core.standard import STATING, Column
from sipipeline.core.submission import Noted, Submission
from sipipeline.core.text import Text
from sipipeline.evidence.indicators import is_indicator
from sipipeline.language import fillings
from sipipeline.language.lexicon import words
from sipipeline.language.numbers import compact

_WRITTEN = frozenset({Noted.UNREADABLE, Noted.NO_VALUE})
"""Notes of cells in which something stands that could not be read."""
_OF_PEOPLE = ("headcounts", "benefit_levels")
_BUDGET = "budget"
_SUMS = ("income", "expenditure")
_BESIDE_LAST_YEAR = ("prior", "change", "growth_rate", "note")
"""Measures that show people of last year, or say why there are none."""
_LEVELS = ("before", "after", "increase")
"""The monthly benefit before and after an adjustment, and by how much it rose."""
DERIVED = ("completion_rate", "change", "growth_rate")
"""Measures that are worked out of the others."""
_BASES = ("budget", "prior", "prior")
"""What each of these lacks beside the actual figures."""
_PASTED, _SHORTEST = 3, 10
"""So many texts of so many characters are the same because one was pasted into all."""
_SOME_LINES = 5
"""Lines of an account from which on it is taken for filled in."""

_BLANK = Text(zh="{label}没有填。", en="{label} is not filled in.")
_NO_ANSWER = Text(
    zh="{label}填的是“{raw}”，等于没有填。", en="{label} says “{raw}”, which is no answer."
)


def unanswered(label: Text, said: str) -> Text:
    """What is said of a cell that is blank, or in which only 待补充 and the like stand."""
    return _NO_ANSWER.fill(label=label, raw=said) if said else _BLANK.fill(label=label)


class Completeness:
    """Which parts of a submission are filled in, readable or not."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.standard = submission.standard
        noted = {note.key for note in submission.notes if note.what in _WRITTEN}
        self._written = noted.union(submission.claims, submission.unread)
        stated = [key for key in self._written if keys.measure(key) != "note"]
        self.accounts = _funds_of(key for key in stated if keys.is_account(key))
        """The accounts with anything in them, the total among them."""
        people = [key for key in stated if keys.family(key) == "headcounts"]
        self.people = _funds_of(filter(self._counts_people, people))
        """The funds with a head-count that is not 0."""
        self.people_of_the_year = _by_fund(filter(self._counts_of_the_year, people))
        """The keys of the head-counts of this year that are not 0, for each fund with any."""

    @cached_property
    def funds(self) -> list[str]:
        """The funds with an account that is more than zeros, in the order of the form."""
        stated = _funds_of(filter(keys.is_account, self.submission.claims))
        zeros = stated - self.submission.accounts
        return [fund.key for fund in self.standard.funds if fund.key in self.accounts - zeros]

    @property
    def has_total(self) -> bool:
        """Whether the total is filled in, or its amounts are computed by the form itself."""
        total = self.standard.total.key
        amounts = self.standard.figures_of_the_year[total]
        return total in self.accounts or not self.submission.computed.isdisjoint(amounts)

    def written(self, keys_: Iterable[str]) -> set[str]:
        """Those of the keys in whose cells something stands, readable or not."""
        return self._written.intersection(keys_)

    @cached_property
    def lines(self) -> frozenset[str]:
        """The lines of the accounts in which anything stands, in any column, a note too."""
        return frozenset(map(keys.row, filter(keys.is_account, self._written)))

    def of_the_year(self, account: str) -> bool:
        """Whether an account has a figure of the year itself, and not only budget, last year or
        what was carried over; the total also where the form computes it from a fund that has."""
        of_the_year = self.standard.figures_of_the_year[account]
        if not self._written.isdisjoint(of_the_year):
            return True
        computed = not self.submission.computed.isdisjoint(of_the_year)
        return computed and any(map(self.of_the_year, self.funds))

    def left_over_in_total(self, fund: str) -> dict[str, float]:
        """By how much the total has more income and more expenditure of the year than all funds but
        one together, by the key of the total's figure; none unless it has more of both."""
        over = {
            f"accounts.{self.standard.total.key}.{item}.actual": self._beyond_others(fund, item)
            for item in _SUMS
        }
        return over if all(amount > 0 for amount in over.values()) else {}

    def _beyond_others(self, fund: str, item: str) -> float:
        """By how much the total of a line exceeds the sum of all funds but one, beyond what all of
        them may have rounded off; 0 where one of them is not known."""
        total, *others = (
            self.submission.claims.get(f"accounts.{account}.{item}.actual")
            for account in (self.standard.total.key, *(one for one in self.funds if one != fund))
        )
        known = [claim for claim in others if claim is not None]
        if total is None or len(known) < len(others):
            return 0.0
        room = sum(claim.half_width for claim in (total, *known))
        over = significant(float(total.value) - sum(float(claim.value) for claim in known))
        return over if over > room else 0.0

    def run_but_blank(self) -> list[str]:
        """The funds of which the cover says that the unit runs them, where nothing is filled in:
        no account and no people, though other funds have theirs."""
        begun = self.accounts | self.people
        run = self._chosen("run")
        return [fund for fund in run if fund not in begun] if self.funds else []

    def lacking_people_of_last_year(self) -> list[str]:
        """The funds with people of the year and none of last year, nor a change of them, whose
        accounts are filled in for both years."""
        return [
            fund
            for fund in self.filled_in
            if fund in self.people_of_the_year
            and not self._has_people_last_year(fund)
            and self._has_money_last_year(fund)
        ]

    @cached_property
    def has_people_last_year(self) -> bool:
        """Whether any number of people of last year is stated."""
        people = (key for key in self._written if keys.family(key) == "headcounts")
        return any(keys.measure(key) == "prior" for key in people)

    def _has_people_last_year(self, fund: str) -> bool:
        of_fund = [key for key in self._written if keys.table(key) == f"headcounts.{fund}"]
        return any(keys.measure(key) in _BESIDE_LAST_YEAR for key in of_fund)

    def _has_money_last_year(self, fund: str) -> bool:
        lines = self.standard.figures_of_the_year[fund]
        prior = [self.submission.number(keys.beside(key, "prior")) for key in lines]
        return sum(map(bool, prior)) >= _SOME_LINES

    def blank_levels(self) -> Iterator[tuple[str, list[str]]]:
        """The funds with people whose benefits were adjusted, of whose levels before and after and
        the increase but one is there, each with the other two."""
        for fund in self.standard.funds:
            row = f"benefit_levels.{fund.key}"
            blank = [one for one in _LEVELS if not self.written([f"{row}.{one}"])]
            adjusted = (self.submission.number(f"{row}.adjusted") or 0) > 0
            if adjusted and len(blank) == len(_LEVELS) - 1 and not self.written([f"{row}.note"]):
                yield fund.key, blank

    @cached_property
    def not_run(self) -> frozenset[str]:
        """The funds of which the cover says that the unit does not run them."""
        return frozenset(self._chosen("not_run"))

    def _chosen(self, answer: str) -> list[str]:
        """The funds beside which the cover gives an answer: that the unit runs them, or not."""
        said = {fund.key: self.submission.text(keys.runs(fund.key)) for fund in self.standard.funds}
        return [fund for fund, text in said.items() if compact(text) in words("cover", answer)]

    def money_of_the_year(self, fund: str) -> list[str]:
        """The keys of a fund's figures of the year itself that are not 0."""
        of_the_year = self.standard.figures_of_the_year[fund]
        return [key for key in of_the_year if self.submission.number(key)]

    def without_last_year(self) -> list[str]:
        """The funds that began the year with a balance, where no account has a single figure of
        last year."""
        accounts = filter(keys.is_account, self._written)
        if any(keys.measure(key) == "prior" for key in accounts):
            return []
        return [fund for fund in self.funds if self._began_with_money(fund)]

    def lacking_last_year(self) -> list[str]:
        """The accounts that are filled in without a figure of last year, where others have some:
        funds that began the year with a balance, and the total, which the form may compute."""
        stated = (*self._written, *self.submission.computed)
        prior = (key for key in stated if keys.is_account(key) and keys.measure(key) == "prior")
        with_prior = _funds_of(prior)
        total = self.standard.total.key
        lacking = [one for one in self.filled_in if one not in with_prior] if with_prior else []
        return [one for one in lacking if one == total or self._began_with_money(one)]

    def _began_with_money(self, fund: str) -> bool:
        return bool(self.submission.number(f"accounts.{fund}.{self._opening}.actual"))

    @property
    def _opening(self) -> str:
        return next(iter(self.standard.carried.values()))

    def without_budget(self) -> list[str]:
        """The accounts with figures of the year in some lines at least and no budget at all; none
        where the form asks for no budgets. The form may compute those of the total."""
        if _BUDGET not in (measure.key for measure in self.standard.measures):
            return []
        stated = (*self._written, *self.submission.computed)
        planned = _funds_of(key for key in stated if keys.measure(key) == _BUDGET)
        return [account for account in self.filled_in if account not in planned]

    def not_worked_out(self) -> Mapping[str, list[str]]:
        """By their measures, the accounts whose column of changes or rates is blank where other
        accounts have theirs, though its own other columns are filled in."""
        found = {}
        for measure, base in zip(DERIVED, _BASES):
            have, could = self._with_measure(measure), self._with_measure(base)
            lacking = [one for one in self.filled_in if one in could - have]
            if have and lacking:
                found[measure] = lacking
        return found

    def _with_measure(self, measure: str) -> set[str]:
        """The accounts with anything in a column, be it only what the form computes."""
        stated = filter(keys.is_account, (*self._written, *self.submission.computed))
        return _funds_of(key for key in stated if keys.measure(key) == measure)

    @property
    def filled_in(self) -> list[str]:
        """The accounts with figures of the year in more than a line or two."""
        return [fund.key for fund in self.standard.accounts if self._lines(fund.key) >= _SOME_LINES]

    def _lines(self, account: str) -> int:
        """How many figures of the year an account states."""
        claims = self.submission.claims
        return sum(key in claims for key in self.standard.figures_of_the_year[account])

    def without_people(self) -> Iterator[str]:
        """The funds with an account of this year, but no head-count of it; not those that ended
        with the year, of which nothing is left."""
        counted = {fund for item in self.standard.headcounts for fund in item.funds}
        missing = counted - self.people_of_the_year.keys() - self.not_run
        left = (fund for fund in self.funds if fund in missing and self._has_year(fund))
        return (fund for fund in left if not self._has_ended(fund))

    def counts_nobody(self, fund: str) -> bool:
        """Whether head-counts of the year are stated of a fund, and all of them are 0."""
        people = [key for key in self._written if keys.table(key) == f"headcounts.{fund}"]
        counts = [key for key in people if keys.measure(key) == "actual"]
        return bool(counts) and not any(map(self._counts_people, counts))

    def _has_ended(self, fund: str) -> bool:
        """Whether nothing was left of a fund at the end of the year: neither money nor people, as
        is stated."""
        closing = (f"accounts.{fund}.{line}.actual" for line in self.standard.carried)
        return self.counts_nobody(fund) and all(self.submission.number(key) == 0 for key in closing)

    def _has_year(self, account: str) -> bool:
        """Whether an account has any figure of the year but 0, readable or not."""
        of_the_year = self._written.intersection(self.standard.figures_of_the_year[account])
        return any(self.submission.number(key) != 0 for key in of_the_year)

    def without_account(self) -> Iterator[str]:
        """The funds with head-counts, but no account."""
        missing = self.people - self.accounts - self.not_run
        return (fund.key for fund in self.standard.funds if fund.key in missing)

    def in_another_sheet(self) -> tuple[str, str] | None:
        """The fund in whose sheet the account of another seems to stand, and that other: the only
        one with an account and no people, and the only one with people and no account. None where
        the sheet has figures that the other fund has no line for, or none that tell the two from
        the rest, the total has more than the accounts that there are, or a note says why something
        is missing."""
        alone, people = [*self.without_people()], [*self.without_account()]
        if len(alone) != 1 or len(people) != 1:
            return None
        (one,), (other,) = alone, people
        if self._has_people(one) or other not in self.people_of_the_year:
            return None
        is_open = self._could_be_of(one, other) and not self._is_explained(one, other)
        return (one, other) if is_open and self._adds_up() else None

    def indicators(self) -> bool:
        """Whether a row of the indicator table names an indicator or states its target or what was
        reached."""
        of_table = [key for key in self._written if keys.is_of_list(key, "indicators")]
        numbers = {keys.number(key) for key in of_table if keys.measure(key) in STATING}
        return any(is_indicator(self.submission, number) for number in numbers if number)

    def blank_texts(self) -> list[Column]:
        """The texts of the narrative that are required and blank; see `is_blank`."""
        required = [column for column in self.standard.narrative if column.required]
        return [column for column in required if self.is_blank("narrative", column)]

    def pasted_texts(self) -> Sequence[Column]:
        """The texts of the narrative into which the same words were pasted; none where there are
        but two, or a report stands beside the workbook to which they may refer."""
        if self._has_report:
            return ()
        same: dict[str, list[Column]] = defaultdict(list)
        for column in self.standard.narrative:
            said = compact(self.submission.text(f"narrative.{column.key}"))
            if len(said) >= _SHORTEST:
                same[said].append(column)
        pasted = max(same.values(), key=len, default=[])
        return pasted if len(pasted) >= _PASTED else ()

    def is_blank(self, part: str, column: Column) -> bool:
        """Whether the text of a field is missing, or what stands there is no answer: 待补充, 见附件
        with no report beside the workbook, a bare number for words, the form's own words, 无 where
        that answers nothing; on the cover the name of no real unit."""
        key = f"{part}.{column.key}"
        if key not in self._written:
            return True
        claim = self.submission.claims.get(key)
        if claim is None or not isinstance(claim.value, str):
            return False
        made_up = part == "cover" and fillings.is_made_up(claim.value)
        return made_up or self._is_no_answer(claim.value, column)

    def _is_no_answer(self, text: str, column: Column) -> bool:
        own = (column.name.zh, column.name.en, column.prompt.zh, column.prompt.en)
        if fillings.is_none(text) and column.in_words:
            return not column.none_answers
        return (
            fillings.is_to_come(text)
            or fillings.is_in_another_place(text)
            or (fillings.is_elsewhere(text) and not self._has_report)
            or (fillings.is_bare_number(text) and column.in_words)
            or fillings.says_nothing(text)
            or fillings.is_copied(text, own)
        )

    @cached_property
    def _has_report(self) -> bool:
        """Whether a report was sent beside the workbook, which a text may refer to."""
        return any(map(keys.is_paragraph, self.submission.claims))

    def _has_people(self, fund: str) -> bool:
        """Whether a number of people or what they get is stated of a fund, in any year."""
        of_people = (key for key in self._written if keys.family(key) in _OF_PEOPLE)
        return any(keys.fund(key) == fund and self._counts_people(key) for key in of_people)

    def _is_explained(self, one: str, other: str) -> bool:
        """Whether a note stands beside the people of one fund or in the account of another."""
        notes = [key for key in self.submission.claims if keys.is_note(key)]
        tables = {f"headcounts.{one}", f"accounts.{other}"}
        return any(keys.table(key) in tables for key in notes)

    def _could_be_of(self, one: str, other: str) -> bool:
        """Whether another fund has a line for each figure of an account but 0, benefits that not
        all funds have among them; or all lines that are filled in are those of any fund, as if the
        sheet had no place for the benefits."""
        table, standard = f"accounts.{one}", self.standard
        stated = [key for key in self.submission.claims if keys.table(key) == table]
        figures = [key for key in stated if self.submission.number(key)]
        of_few = [key for key in figures if not standard.has(keys.of_fund(key, standard.total.key))]
        is_telling = bool(of_few) or one in self.filled_in
        return is_telling and all(standard.has(keys.of_fund(key, other)) for key in figures)

    def _adds_up(self) -> bool:
        """Whether the total has no more income than the accounts together, as they are rounded."""
        funds = (self.standard.total.key, *self.funds)
        claims = [self.submission.claims.get(f"accounts.{fund}.income.actual") for fund in funds]
        known = [one for one in claims if one is not None and isinstance(one.value, float)]
        values = [one.value for one in known if isinstance(one.value, float)]
        if len(values) < len(funds):
            return True
        return values[0] - sum(values[1:]) <= sum(claim.half_width for claim in known)

    def _counts_of_the_year(self, key: str) -> bool:
        return keys.measure(key) == "actual" and self._counts_people(key)

    def _counts_people(self, key: str) -> bool:
        return self.submission.number(key) != 0


def _by_fund(stated: Iterable[str]) -> Mapping[str, list[str]]:
    """The keys of each fund, in the order of their names."""
    by_fund: dict[str, list[str]] = {}
    for key in sorted(stated):
        by_fund.setdefault(keys.fund(key) or "", []).append(key)
    return by_fund


def _funds_of(stated: Iterable[str]) -> set[str]:
    return {fund for key in stated if (fund := keys.fund(key)) is not None}
