"""One unattended pass: what came in is taken, checked, copied and told; what a pass that died had
begun is carried on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sipipeline.core import durable
from sipipeline.core.errors import LedgerError, OutputError, UsageError, reason
from sipipeline.core.text import Text
from sipipeline.ledger import lock, passes, store, submissions
from sipipeline.nightly import backups, inbox, journal, roster
from sipipeline.nightly.answering import queue_all, send_all
from sipipeline.nightly.fetching import fetch_all
from sipipeline.nightly.inbox import Lying
from sipipeline.nightly.judging import judge_all, unpack_all
from sipipeline.nightly.settings import Settings
from sipipeline.nightly.taking import Desk, clear_all, take_all
from sipipeline.nightly.units import Units, units_of

_TAKEN_OVER = Text(
    zh="上一次夜间核对（{holder}）没有正常结束，接着处理。",
    en="The last pass ({holder}) did not end; carrying on.",
)
_NO_STATE = Text(
    zh="文件夹 {folder} 建不了（{reason}），这一次什么也没有做。",
    en="The folder {folder} cannot be made ({reason}); nothing was done.",
)


@dataclass(frozen=True, slots=True)
class Closing:
    """How a pass ended."""

    status: int
    line: Text


def run(settings: Settings, again: bool = False) -> Closing:
    """One pass; `again` checks what is known already, too. Raises SipipelineError where nothing was
    done: another pass runs, the inbox cannot be reached, the ledger cannot be used."""
    files = inbox.lying(settings.folder("inbox"), settings.inbox)
    with _desk(settings) as desk:
        number = passes.begin(desk.ledger)
        try:
            _steps(desk, files, again)
        except (LedgerError, OutputError) as error:
            desk.tally.stopped = error.text
        closing = Closing(desk.tally.status, desk.tally.line())
        desk.journal.say(closing.line)
        passes.end(desk.ledger, number, closing.status, closing.line.in_(settings.lang))
    return closing


def _steps(desk: Desk, files: list[Lying], again: bool) -> None:
    units = _units(desk)
    clear_all(desk)
    fetch_all(desk, units)
    take_all(desk, files)
    unpack_all(desk)
    judge_all(desk, units, again)
    queue_all(desk, units)
    send_all(desk)
    _report(desk)
    backups.keep(desk)


def _units(desk: Desk) -> Units:
    """The units of the roster; none where it cannot be read, which is told."""
    stated = desk.settings.folders.roster
    try:
        return units_of(roster.read(desk.settings.folder("roster")) if stated else ())
    except UsageError as error:
        desk.tally.add("failed")
        desk.journal.warn(error.text)
        return Units()


def _report(desk: Desk) -> None:
    waiting = submissions.unfinished(desk.ledger)
    done = [record.id for record in waiting if record.has_been("copied")]
    if done:
        submissions.advance(desk.ledger, done, "reported")


@contextmanager
def _desk(settings: Settings) -> Iterator[Desk]:
    """The lock, the ledger and the log, all together or none."""
    state = settings.folder("state")
    try:
        durable.make_folder(state)
    except OSError as error:
        raise UsageError(_NO_STATE.fill(folder=state, reason=reason(error))) from error
    with (
        lock.held(state) as dead,
        store.opened(settings.ledger, settings.backups) as ledger,
        journal.opened(state / "nightly.log", settings.log, settings.lang) as said,
    ):
        if dead is not None:
            said.warn(_TAKEN_OVER.fill(holder=dead.told()))
        yield Desk(settings, ledger, said)
