"""One unattended pass: what came in is taken, checked, copied and told; what a pass that died had
begun is carried on."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache, partial

from sipipeline.core import durable
from sipipeline.core.errors import SipipelineError, UsageError, reason
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.ledger import lock, passes, store, submissions
from sipipeline.nightly import backups, inbox, journal
from sipipeline.nightly.answering import queue_all, send_all
from sipipeline.nightly.fetching import fetch_all
from sipipeline.nightly.reporting import report
from sipipeline.nightly.settings import Settings
from sipipeline.nightly.taking import Desk, clear_all, take_all
from sipipeline.nightly.units import Units, UnitsRead, units_of
from sipipeline.nightly.unpacking import unpack_all

_TAKEN_OVER = Text(
    zh="上一次夜间核对（{holder}）没有正常结束，接着处理。",
    en="The last pass ({holder}) did not end; carrying on.",
)
_CLOCK = Text(
    zh="这台机器的时钟（{now}）比上一次运行时（{last}）还早。请校对时钟；汇总和备份按现在的日期"
    "写，不会丢，也不会重复。",
    en="The clock of this machine ({now}) is behind the last pass ({last}). See to the clock; "
    "overview and backup are of the date that it says, nothing is lost or done twice.",
)
_SYSTEM = Text(zh="系统不让做：{reason}。", en="the system refused: {reason}.")
_NO_STATE = Text(
    zh="文件夹 {folder} 建不了（{reason}），这一次什么也没有做。",
    en="The folder {folder} cannot be made ({reason}); nothing was done.",
)


@frozen
class Closing:
    """How a pass ended."""

    status: int
    line: Text


def run(settings: Settings, again: bool = False) -> Closing:
    """One pass; `again` checks what is known already, too. Raises SipipelineError where nothing was
    done: another pass runs, the inbox cannot be reached, the ledger cannot be used."""
    inbox.ensure_reachable(settings.folder("inbox"))
    with _desk(settings) as desk:
        _warn_of_clock(desk)
        number = passes.begin(desk.ledger)
        try:
            with store.as_ledger_error(settings.ledger, settings.backups):
                _steps(desk, again)
        except SipipelineError as error:
            desk.tally.stopped = error.text
        except OSError as error:
            desk.tally.stopped = _SYSTEM.fill(reason=reason(error))
        closing = Closing(desk.tally.status, desk.tally.line())
        desk.journal.file(closing.line)
        with suppress(SipipelineError), store.as_ledger_error(settings.ledger, settings.backups):
            passes.end(desk.ledger, number, closing.status, closing.line.in_(settings.lang))
    return closing


def _warn_of_clock(desk: Desk) -> None:
    """Say where the last pass began later than now."""
    last, now = passes.last(desk.ledger), datetime.now().astimezone()
    began = now if last is None else datetime.fromisoformat(last.started_at)
    if began > now:
        told = [f"{moment:%Y-%m-%d %H:%M}" for moment in (now, began)]
        desk.journal.warn(_CLOCK.fill(now=told[0], last=told[1]))


def _steps(desk: Desk, again: bool) -> None:
    """Each step of a pass; what one has done, the next pass need not do again."""
    units = cache(partial(_units, desk))
    stuck = clear_all(desk)
    fetch_all(desk, units)
    take_all(desk, stuck)
    unpack_all(desk)
    _judge(desk, units, again)
    queue_all(desk, units)
    send_all(desk)
    report(desk, units)
    backups.keep(desk)


def _judge(desk: Desk, units: UnitsRead, again: bool) -> None:
    """Check what is not checked yet; where there is nothing, not even the rules are loaded."""
    waiting = submissions.unfinished(desk.ledger)
    if again or any(not record.has_been("copied") for record in waiting):
        from sipipeline.nightly.judging import judge_all

        judge_all(desk, units(), again)


def _units(desk: Desk) -> Units:
    """The units of the roster; none where it cannot be read, which is told."""
    from sipipeline.nightly import roster

    stated = desk.settings.folders.roster
    try:
        return units_of(roster.read(desk.settings.folder("roster")) if stated else ())
    except UsageError as error:
        desk.tally.add("failed")
        desk.journal.warn(error.text)
        return Units(is_read=False)


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
