"""What the morning is made of, gathered submission by submission: counts in memory, of a large
batch the submissions themselves in a temporary file, so that their number is no matter."""

import heapq
import io
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, Self

from sipipeline.core.findings import MOST_URGENT_FIRST, Severity, Verdict
from sipipeline.core.particulars import RosterLine
from sipipeline.core.standard import Standard
from sipipeline.core.text import NOTHING, Text
from sipipeline.reports.overview.entries import Entry, IssueEntry, entry_from_json, entry_to_json
from sipipeline.reports.overview.forms import BALANCE, EXPENDITURE, INCOME, form_of
from sipipeline.reports.overview.sums import Amounts, Sums, add, completion, funds_run

_SHOWN_ITEMS = frozenset({INCOME, EXPENDITURE, BALANCE})
_LINES_IN_MEMORY = 150_000
"""Issues, indicators and lines of accounts of the submissions that are kept in memory, some 100 MB;
the others lie in a temporary file."""
NAMES = 12
"""So many units are named under a rule; the others are counted."""


class Held(NamedTuple):
    """Something that waits for a person."""

    what: Text
    """发件人不在名册"""
    who: str
    """The unit or the sender."""
    file: str = ""
    since: str = ""
    """Date and time, ISO 8601."""
    why: Text = NOTHING
    todo: Text = NOTHING


class DayTotals(NamedTuple):
    """How the batch stood at the end of a day: submissions by verdict."""

    day: date
    verdicts: Mapping[Verdict, int]


class Before(NamedTuple):
    """A submission as it stood the morning before."""

    name: str
    """The unit; where the file does not say, the name of the file."""
    region_code: str
    year: int | None
    round: int
    verdict: Verdict
    errors: int


class UnitYear(NamedTuple):
    """Whose submission it is, and for which year."""

    name: str
    """As names are compared."""
    region_code: str
    year: int | None


def unit_year(one: Entry | Before) -> UnitYear:
    return UnitYear(plain(one.name), one.region_code, one.year)


def plain(name: str) -> str:
    """The name of a unit as it is compared: without spaces, full-width signs as plain ones."""
    return "".join(unicodedata.normalize("NFKC", name).split())


Rank = tuple[int, bool, int, int, int]
"""By need: verdict, whether no call is due, errors, what is to be explained, money; the smaller
the sooner."""


class Tallied(NamedTuple):
    """What is counted and sorted of a submission."""

    rank: Rank
    number: int
    """In the order in which they came, from 1."""
    name: str
    """The unit; where the file does not say, the name of the file."""
    has_unit: bool
    whose: UnitYear
    verdict: Verdict
    round: int
    errors: int
    received: str
    file: str
    content: str
    """A hash of what is filled in, else of the file; "" where nobody noted one."""


def before_of(kept: Tallied) -> Before:
    """What the next morning needs to know of a submission."""
    whose = kept.whose
    return Before(kept.name, whose.region_code, whose.year, kept.round, kept.verdict, kept.errors)


class Share(NamedTuple):
    """A rate of one unit."""

    rate: float
    number: int
    name: str


@dataclass(slots=True)
class OfRule:
    """What one rule found."""

    severities: Counter[Severity] = field(default_factory=Counter)
    """Issues; those that are explained are not counted."""
    explained: int = 0
    units: int = 0
    """Units that have something to change or to explain by it."""
    foremost: list[tuple[Rank, int, str]] = field(default_factory=list)
    """Units in need: rank, number, name."""

    def add(self, issue: IssueEntry) -> None:
        if issue.explained:
            self.explained += 1
        else:
            self.severities[issue.severity] += 1

    def name(self, kept: Tallied) -> None:
        """Count a unit, and keep it where it is among the most in need."""
        self.units += 1
        self.foremost.append((kept.rank, kept.number, kept.name))
        if len(self.foremost) > 10 * NAMES:
            self.foremost = heapq.nsmallest(NAMES, self.foremost)

    @property
    def names(self) -> list[tuple[int, str]]:
        """Number and name of the units most in need."""
        return [(number, name) for _, number, name in heapq.nsmallest(NAMES, self.foremost)]


class Overview:
    """The submissions of a batch, and what is known beside them. A ledger gives one submission of
    each unit and year; of a folder, more are told as duplicates."""

    def __init__(
        self,
        day: date,
        *,
        standard: Standard | None = None,
        roster: Sequence[RosterLine] | None = None,
        before: Iterable[Before] | None = None,
        held: Sequence[Held] = (),
        days: Sequence[DayTotals] = (),
    ) -> None:
        """`standard` is one of somebody's own that entries may be of; `roster`, `before` (the
        morning before), `held` and `days` are what only a ledger knows."""
        self.day = day
        self.roster = roster
        self.before = None if before is None else list(before)
        self.held = list(held)
        self.days = sorted(days)
        self.kept: list[Tallied] = []
        self.rules: defaultdict[str, OfRule] = defaultdict(OfRule)
        self.statuses: Counter[str] = Counter()
        """Indicators by status."""
        self.unexplained = 0
        """Indicators that are not reached, and for which no reason is given."""
        self.sums: dict[int | None, Sums] = {}
        """Of accepted submissions, by year."""
        self.submitted: dict[int | None, Counter[str]] = {}
        """Units with figures of a fund, accepted or not, by year."""
        self.forms: dict[int | None, Standard] = {}
        """The newest form of each year."""
        self.rates: dict[str, list[Share]] = {INCOME: [], EXPENDITURE: []}
        """Completion rates of the units by item."""
        self.duplicates: list[tuple[Tallied, Tallied]] = []
        """A submission, and the earlier one of the same unit and year; of two with the very same
        content nobody need ask which one counts."""
        self._standard = standard
        self._first: dict[UnitYear, Tallied] = {}
        self._accepted: set[UnitYear] = set()
        self._entries: list[Entry | int] = []
        """Every submission, or where it begins in the temporary file."""
        self._lines = 0
        """Lines of the submissions in memory."""
        self._file = tempfile.SpooledTemporaryFile(1)  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the temporary file go."""
        self._file.close()

    def add(self, entry: Entry) -> None:
        """Take a submission in."""
        kept = self._keep(entry)
        first = self._first.setdefault(kept.whose, kept)
        is_same = kept.content and kept.content == first.content
        if first is not kept and kept.has_unit and not is_same:
            self.duplicates.append((kept, first))
        self._count_issues(entry, kept)
        self._count_indicators(entry)
        self._add_money(entry, kept, is_first=first is kept)

    @property
    def verdicts(self) -> Counter[Verdict]:
        """How many submissions have each verdict."""
        return Counter(kept.verdict for kept in self.kept)

    def by_need(self) -> list[Tallied]:
        """The submissions, the most urgent first."""
        return sorted(self.kept)

    def entries(self, kept: Iterable[Tallied]) -> Iterator[tuple[Tallied, Entry]]:
        """Submissions with all that is shown of them, one at a time."""
        for one in kept:
            entry = self._entries[one.number - 1]
            yield one, entry if isinstance(entry, Entry) else self._read(entry)

    def form(self, entry: Entry) -> Standard:
        """The standard of a submission."""
        return form_of(entry.standard, self._standard)

    # ------------------------------------------------------------ one submission
    def _keep(self, entry: Entry) -> Tallied:
        """Keep a submission, in memory or in the temporary file; what is counted of it."""
        shown = _without_details(entry)
        self._lines += len(shown.issues) + len(shown.indicators) + len(shown.accounts)
        is_light = self._lines <= _LINES_IN_MEMORY
        self._entries.append(shown if is_light else self._write(shown))
        kept = Tallied(
            _rank(entry),
            len(self.kept) + 1,
            entry.name,
            bool(entry.unit),
            unit_year(entry),
            entry.verdict,
            entry.round,
            len(entry.errors),
            entry.received,
            entry.path,
            entry.content or entry.sha256,
        )
        self.kept.append(kept)
        return kept

    def _write(self, entry: Entry) -> int:
        """Write a submission into the temporary file; where it begins."""
        start = self._file.seek(0, io.SEEK_END)
        self._file.write(entry_to_json(entry).encode("utf-8", "surrogatepass") + b"\n")
        return start

    def _read(self, start: int) -> Entry:
        self._file.seek(start)
        return entry_from_json(self._file.readline())

    def _count_issues(self, entry: Entry, kept: Tallied) -> None:
        for issue in entry.issues:
            self.rules[issue.rule].add(issue)
        for rule in {issue.rule for issue in (*entry.errors, *entry.to_explain)}:
            self.rules[rule].name(kept)

    def _count_indicators(self, entry: Entry) -> None:
        self.statuses.update(line.status for line in entry.indicators)
        self.unexplained += sum(not line.explanation for line in entry.unmet)

    def _add_money(self, entry: Entry, kept: Tallied, is_first: bool) -> None:
        """Add an accepted submission to the sums of its year; of duplicates one."""
        is_accepted = entry.verdict is Verdict.PASS and kept.whose not in self._accepted
        if not is_first and not is_accepted:
            return
        form = self.form(entry)
        self.forms[entry.year] = max(self.forms.get(entry.year, form), form, key=_age)
        sums = self.sums.setdefault(entry.year, Sums(Amounts))
        if is_first:
            funds = funds_run(entry, form.total.key)
            self.submitted.setdefault(entry.year, Counter()).update(funds)
        if is_accepted:
            add(sums, entry, form)
            self._accepted.add(kept.whose)
        for item, shares in self.rates.items():
            rate = completion(entry, item, form.total.key)
            if rate is not None:
                shares.append(Share(rate, kept.number, kept.name))


def _without_details(entry: Entry) -> Entry:
    """A submission without the lines of its accounts that are only added up."""
    lines = tuple(line for line in entry.accounts if line.item in _SHOWN_ITEMS)
    return replace(entry, accounts=lines)


def _rank(entry: Entry) -> Rank:
    return (
        MOST_URGENT_FIRST.index(entry.verdict),
        not entry.call.zh,
        -len(entry.errors),
        -len(entry.to_explain),
        -entry.money,
    )


def _age(standard: Standard) -> int:
    return standard.year
