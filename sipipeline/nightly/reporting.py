"""The reviewer's morning out of the ledger: the overview of a day as a workbook and as a page."""

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sipipeline.core import collection, durable
from sipipeline.core.errors import reason
from sipipeline.core.findings import Verdict
from sipipeline.core.text import Text
from sipipeline.core.version import __version__
from sipipeline.ledger import arrivals, mornings, notices, submissions
from sipipeline.ledger.mornings import MorningKept
from sipipeline.ledger.notices import Notice
from sipipeline.ledger.store import Ledger
from sipipeline.ledger.submissions import Record
from sipipeline.nightly.answering import HELD_ANSWER
from sipipeline.nightly.fetching import HELD_MESSAGE, RETURNED
from sipipeline.nightly.settings import Settings
from sipipeline.nightly.taking import Desk
from sipipeline.nightly.units import Units, UnitsRead
from sipipeline.reports.overview.entries import Entry, entry_from_json
from sipipeline.reports.overview.overview import Before, DayTotals, Held, Overview, before_of
from sipipeline.standards.load import load

_NAME = Text(zh="批次汇总", en="overview")
_NOT_WRITTEN = Text(
    zh="写不了汇总 {file}（{reason}），下一次再写。它若在 Excel 里打开着，请关掉；"
    "并检查文件夹的写权限和磁盘。",
    en="Cannot write the overview {file} ({reason}); the next pass does. Close it where it is "
    "open, and see to the rights of its folder, and its disk.",
)
_WROTE = Text(zh="已写出汇总 {file}", en="Wrote the overview {file}")
_KINDS = {
    "repeated": Text(zh="重复报送", en="Sent twice"),
    "own_copy": Text(zh="退回的批注本没有改", en="Our copy, unchanged"),
    "unchanged": Text(zh="内容没有变化", en="Nothing was changed"),
    "two_in_one_night": Text(zh="一天报来两份", en="Two on one day"),
    "no_unit": Text(zh="不知道是哪个单位", en="Of no known unit"),
    "not_on_roster": Text(zh="单位不在名册上", en="Not on the roster"),
    HELD_MESSAGE: Text(zh="来信待处理", en="A message is held"),
    HELD_ANSWER: Text(zh="回复没有发出", en="An answer is held"),
    RETURNED: Text(zh="回复被退回", en="An answer came back"),
}
"""What waits for a person, by the kind of the notice."""
_OTHER = Text(zh="需要处理", en="To be seen to")
_TOLD_ONCE = ("repeated", "own_copy", "unchanged", "two_in_one_night")
"""Kinds of which nothing is left to do once they are read."""


def report(desk: Desk, units: UnitsRead) -> None:
    """Write the overview of the day where something is new, or the day has none yet."""
    done = _done(desk.ledger)
    today = date.today()
    targets = _targets(desk.settings, today)
    told = [one for one in notices.unsettled(desk.ledger) if not _was_read(one, today)]
    desk.tally.add("to_do", len(told))
    made_of = _made_of(desk.settings, told)
    is_the_same = mornings.made_of(desk.ledger, today.isoformat()) == made_of
    if not done and is_the_same and all(target.exists() for target in targets):
        return
    with overview_of(desk.ledger, desk.settings, units(), today) as overview:
        if not _write(desk, overview, targets):
            return
        desk.tally.add("to_do", _beside_notices(overview))
        kept = _morning(overview, today, made_of if units().is_read else "")
    mornings.keep(desk.ledger, kept)
    if done:
        submissions.advance(desk.ledger, done, "reported")
    _settle_what_was_read(desk.ledger, today)


@contextmanager
def overview_of(
    ledger: Ledger, settings: Settings, units: Units, day: date, with_accounts: bool = True
) -> Iterator[Overview]:
    """Everything that the ledger knows on a day; what is not to be added up needs no accounts."""
    before = mornings.before(ledger, day.isoformat())
    stated = settings.check.standard
    overview = Overview(
        day,
        standard=load(stated) if stated.endswith(".toml") else None,
        roster=list(units.by_key.values()) or None,
        before=None if before is None else map(_before, before.standings),
        held=[_held(notice, ledger) for notice in notices.unsettled(ledger)],
        days=[
            DayTotals(
                date.fromisoformat(name), {Verdict(key): count for key, count in verdicts.items()}
            )
            for name, verdicts in mornings.days(ledger)
            if name != day.isoformat()
        ],
    )
    with overview, collection.paused():
        for entry in entries(ledger, settings, with_accounts):
            overview.add(entry)
        yield overview


def entries(ledger: Ledger, settings: Settings, with_accounts: bool = True) -> Iterator[Entry]:
    """The last round of each unit and year, and what is of no known unit."""
    records = [*submissions.latest(ledger), *submissions.of_no_unit(ledger)]
    names = submissions.names(ledger)
    for record in records:
        stated = submissions.entry_of(ledger, record.id)
        if stated is not None:
            later = _known_later(record, names[record.id], settings.base)
            if with_accounts:
                later["accounts"] = tuple(submissions.accounts(ledger, record.id))
            yield entry_from_json(stated, **later)


def _beside_notices(overview: Overview) -> int:
    """How much waits for a person that only the overview knows, as a unit that is named otherwise
    than on the roster."""
    from sipipeline.reports.overview.headline import morning_of
    from sipipeline.reports.overview.tables import held_rows

    listed = held_rows(overview, morning_of(overview).attended)
    return len(listed) - len(overview.held)


def _done(ledger: Ledger) -> Sequence[int]:
    """The submissions that only the overview of the day is left for."""
    waiting = submissions.unfinished(ledger)
    return [record.id for record in waiting if record.has_been("copied")]


def _morning(overview: Overview, today: date, made_of: str) -> MorningKept:
    """What the ledger keeps of the overview of a day."""
    return MorningKept(
        today.isoformat(),
        {verdict.value: count for verdict, count in overview.verdicts.items()},
        [list(before_of(kept)) for kept in overview.kept],
        made_of,
    )


def _made_of(settings: Settings, told: Sequence[Notice]) -> str:
    """A hash of what an overview tells beside the submissions: the roster, what waits for a
    person."""
    stated = settings.folders.roster
    roster = settings.folder("roster")
    digest = durable.digest_of(roster) if stated and roster.is_file() else ""
    numbers = [one.id for one in told]
    return hashlib.sha256(json.dumps([__version__, digest, numbers]).encode()).hexdigest()


def _known_later(record: Record, name: str, base: Path) -> dict[str, object]:
    """What of an entry is known only after it was kept."""
    return {
        "path": name,
        "round": record.round or 1,
        "received": record.archived_at,
        "copy": str(base / record.copy) if record.copy else "",
    }


def _targets(settings: Settings, day: date) -> tuple[Path, Path]:
    """The workbook and the page of a day."""
    folder = settings.folder("reports") / day.isoformat()
    name = _NAME.in_(settings.lang)
    return folder / f"{name}.xlsx", folder / f"{name}.html"


def _write(desk: Desk, overview: Overview, targets: tuple[Path, Path]) -> bool:
    """Write workbook and page; whether both are there."""
    from sipipeline.reports.overview.page import write_page
    from sipipeline.reports.overview.workbook import write_workbook

    workbook, page = targets
    lang = desk.settings.lang
    content, text = io.BytesIO(), io.StringIO()
    write_workbook(content, overview, lang, workbook.parent)
    write_page(text, overview, lang, page.parent)
    contents = (content.getvalue(), text.getvalue().encode("utf-8", errors="replace"))
    put = [_put(desk, target, made) for target, made in zip(targets, contents)]
    return all(put)


def _put(desk: Desk, target: Path, content: bytes) -> bool:
    try:
        durable.write(target, content)
    except OSError as error:
        desk.tally.add("failed")
        desk.journal.warn(_NOT_WRITTEN.fill(file=target, reason=reason(error)))
        return False
    desk.journal.say(_WROTE.fill(file=target))
    return True


def _held(notice: Notice, ledger: Ledger) -> Held:
    """A notice as the overview lists it."""
    record = None if notice.submission is None else submissions.get(ledger, notice.submission)
    arrival = None if record is None else arrivals.get(ledger, record.arrival)
    who = (record.unit if record is not None else "") or (arrival.sender if arrival else "") or ""
    return Held(
        what=_KINDS.get(notice.kind, _OTHER),
        who=who,
        file=submissions.name_of(ledger, record.id) if record is not None else "",
        since=notice.noticed_at,
        why=notice.text,
    )


def _before(standing: list[object]) -> Before:
    name, region_code, year, round, verdict, errors = standing
    return Before(name, region_code, year, round, Verdict(verdict), errors)  # type: ignore[arg-type]


def _settle_what_was_read(ledger: Ledger, today: date) -> None:
    """Nothing is left to do about what an overview of an earlier day has told."""
    for notice in notices.unsettled(ledger):
        if _was_read(notice, today):
            notices.settle(ledger, notice.kind, notice.subject)


def _was_read(notice: Notice, today: date) -> bool:
    """Whether a notice of which nothing is left to do was told on an earlier day."""
    return notice.kind in _TOLD_ONCE and notice.noticed_at[:10] < today.isoformat()
