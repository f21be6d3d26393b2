"""Submissions are checked, kept in the ledger and copied, one after the other: what is known
already is not checked again."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from sipipeline.core import durable
from sipipeline.core.errors import ClusterError, reason
from sipipeline.core.findings import FileResult, Finding, Verdict
from sipipeline.core.text import Text
from sipipeline.core.version import __version__
from sipipeline.jobs.ours import is_copy
from sipipeline.jobs.passwords import read_passwords
from sipipeline.jobs.validation import Options, validate
from sipipeline.ledger import notices, submissions
from sipipeline.ledger.submissions import Judgement, Record
from sipipeline.nightly import copies, rounds, sharing, tellings
from sipipeline.nightly.copies import PlannedCopy
from sipipeline.nightly.past import LedgerPast, earlier
from sipipeline.nightly.rounds import Position
from sipipeline.nightly.settings import Settings
from sipipeline.nightly.taking import Desk
from sipipeline.nightly.units import Units
from sipipeline.nightly.unpacking import Incoming, items
from sipipeline.reports.issues import issues
from sipipeline.reports.json_csv import as_json, dumps
from sipipeline.reports.overview.entries import entry_to_json
from sipipeline.reports.overview.result_entries import entry_of
from sipipeline.reports.phrases import VERDICTS

_NOT_WRITTEN = Text(
    zh="写不了 {file}（{reason}），下一次再写。请检查这个文件夹的写权限和磁盘。",
    en="Cannot write {file} ({reason}); the next pass does. Please see to the rights of its "
    "folder, and its disk.",
)
_CHECKED = Text(zh="核对：{name}：{verdict}", en="Checked: {name}: {verdict}")
_NO_CLUSTER = Text(
    zh="集群不能核对：{why}这一次改在本机核对。",
    en="The cluster cannot check: {why} This machine does it this time.",
)
_NO_COPY = Text(zh="{name} 加不了批注：{why}", en="{name} cannot be annotated: {why}")


# ---------------------------------------------------------------- checking
def judge_all(desk: Desk, units: Units, again: bool) -> None:
    """Check every submission that is not checked, or was not copied before a process died."""
    Judge(desk, units, again).run()


@dataclass(frozen=True)
class Judge:
    """Checks the submissions of a pass."""

    desk: Desk
    units: Units
    again: bool
    done: set[int] = field(default_factory=set)
    """Submissions that this pass has checked."""

    @cached_property
    def options(self) -> Options:
        settings = self.desk.settings
        return Options(
            lang=settings.lang,
            standard=settings.check.standard or None,
            rubric=settings.check.rubric,
            workers=settings.check.workers or None,
            apart=True,
            limits=settings.limits.limits(),
            passwords=_passwords(settings),
            claims=True,
            past=LedgerPast(settings.ledger, self.units),
        )

    @cached_property
    def basis(self) -> str:
        """A hash of what submissions are checked by."""
        check = self.desk.settings.check
        parts = [__version__.encode()]
        for stated in (check.standard, check.rubric):
            path = Path(stated)
            is_file = stated.endswith(".toml") and path.is_file()
            parts.append(path.read_bytes() if is_file else stated.encode())
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def run(self) -> None:
        ledger = self.desk.ledger
        if self.again:
            for record in submissions.latest(ledger):
                submissions.reopen(ledger, record.id)
        waiting = items(self.desk, _to_check(submissions.unfinished(ledger)))
        later = self._check(self._unknown(waiting))
        while later:
            later = self._check(self._unknown(later))

    def _unknown(
        self, waiting: Sequence[Incoming]
    ) -> tuple[list[tuple[Incoming, str]], list[Incoming]]:
        """The submissions that are to be checked, with their hashes, and those whose content is
        among them; what is known is settled."""
        to_check: dict[str, tuple[Incoming, str]] = {}
        later: list[Incoming] = []
        for item in waiting:
            digest = item.source.digest()
            if digest in to_check:
                later.append(item)
            elif not self._is_known(item, digest):
                to_check[digest or f"unread {item.record.id}"] = (item, digest)
        return list(to_check.values()), later

    def _is_known(self, item: Incoming, digest: str) -> bool:
        """Whether a submission is one of ours, or of the very bytes of an earlier one; that is kept
        and told."""
        if not digest or item.record.standing == "round":
            return False
        ledger = self.desk.ledger
        ours = submissions.of_copy(ledger, digest)
        if ours is not None:
            self._keep_repeated(item, ours, Position("own_copy", repeats=ours.id), digest)
            return True
        same = [one for one in submissions.of_content(ledger, digest) if one.id != item.record.id]
        if not same:
            return False
        earlier = self._brought_up_to_date(same[0], digest)
        self._keep_repeated(item, earlier, Position("repeated", repeats=earlier.id), digest)
        return True

    def _brought_up_to_date(self, record: Record, digest: str) -> Record:
        """The submission, checked once more where what it was checked by is not in force."""
        if not self._is_outdated(record):
            return record
        submissions.reopen(self.desk.ledger, record.id)
        self._check(([(one, digest) for one in items(self.desk, [record])], []))
        return submissions.get(self.desk.ledger, record.id)

    def _is_outdated(self, record: Record) -> bool:
        """Whether a submission was checked by something else than is in force, or is to be checked
        again."""
        return record.id not in self.done and (self.again or record.basis != self.basis)

    def _keep_repeated(self, item: Incoming, earlier: Record, place: Position, digest: str) -> None:
        ledger = self.desk.ledger
        judgement = Judgement(
            sha256=digest,
            standing=place.standing,
            verdict=earlier.verdict or Verdict.UNREADABLE.value,
            result=submissions.result_of(ledger, earlier.id) or "{}",
            entry=submissions.entry_of(ledger, earlier.id) or "{}",
            repeats=earlier.id,
            unit=earlier.unit,
            unit_key=earlier.unit_key,
            region_code=earlier.region_code,
            year=earlier.year,
            round=earlier.round,
            standard=earlier.standard,
            template=earlier.template,
            program=earlier.program,
            basis=earlier.basis,
        )
        submissions.judge(ledger, item.record.id, judgement)
        submissions.copy(ledger, item.record.id, earlier.copy, None)
        self.desk.tally.add("known")
        self._tell(item, tellings.of_known(ledger, item, earlier, place.standing))

    def _check(self, work: tuple[Sequence[tuple[Incoming, str]], list[Incoming]]) -> list[Incoming]:
        """Check submissions and keep what comes of it; gives those that are to be looked at
        after them."""
        to_check, later = work
        left = [item for item, _ in to_check]
        if self.desk.settings.cluster.scheduler and len(left) > 1:
            left = self._check_on_cluster(left)
        for item, result in self._results(left, self.options):
            self._keep(item, self._up_to_date(item, result))
        return later

    def _check_on_cluster(self, to_check: Sequence[Incoming]) -> list[Incoming]:
        """Have a cluster check submissions; gives those that it could not, which is told."""
        kept = 0
        try:
            with sharing.shared(self.desk, self.units, self.options) as options:
                for item, result in self._results(to_check, options):
                    self._keep(item, self._up_to_date(item, result))
                    kept += 1
        except ClusterError as error:
            self.desk.tally.add("failed")
            self.desk.journal.warn(_NO_CLUSTER.fill(why=error.text))
        return list(to_check[kept:])

    def _results(
        self, to_check: Sequence[Incoming], options: Options
    ) -> Iterator[tuple[Incoming, FileResult]]:
        """Each submission with the result of its check."""
        return zip(to_check, validate([item.source for item in to_check], options))

    def _up_to_date(self, item: Incoming, result: FileResult) -> FileResult:
        """The result; where a submission that it is to be held to was kept meanwhile, the one that
        is held to that."""
        particulars = result.particulars
        key = self.units.key_of(result.unit or "", particulars.region_code)
        if not key or result.verdict is Verdict.UNREADABLE:
            return result
        now = earlier(self.desk.ledger, key, result.year, result.sha256)
        if now.numbers == (particulars.previous, particulars.last_year):
            return result
        (result,) = validate([item.source], self.options)
        return result

    # ------------------------------------------------------------ keeping
    def _keep(self, item: Incoming, result: FileResult) -> None:
        """Keep the result of a check, then write what goes back."""
        ledger = self.desk.ledger
        place = rounds.place_of(ledger, item.record, result, self.units)
        self.done.add(item.record.id)
        if place.standing == "unchanged" and place.repeats is not None:
            earlier = submissions.get(ledger, place.repeats)
            self._keep_repeated(item, earlier, place, result.sha256)
            return
        if place.before is not None:
            earlier_causes = submissions.causes(ledger, place.before.id)
            told = issues(result.findings)
            result = replace(result, progress=rounds.progress(place.before, earlier_causes, told))
        self.desk.tally.judged(result.verdict)
        verdict = VERDICTS[result.verdict]
        self.desk.journal.say(_CHECKED.fill(name=item.source.path, verdict=verdict))
        target = self._target(item, result, place)
        self._keep_judged(item, replace(result, annotated=target), place)
        self._write(item, result, target)

    def _keep_judged(self, item: Incoming, result: FileResult, place: Position) -> None:
        ledger, particulars = self.desk.ledger, result.particulars
        entry = entry_of(result, round=place.round or 1, received=item.arrival.received_at)
        judgement = Judgement(
            sha256=result.sha256,
            standing=place.standing,
            verdict=result.verdict.value,
            result=dumps(as_json(result, self.desk.settings.lang)),
            entry=entry_to_json(replace(entry, accounts=())),
            unit=result.unit,
            unit_key=place.unit_key,
            region_code=particulars.region_code,
            year=result.year,
            round=place.round,
            standard=result.standard,
            template=particulars.template,
            program=__version__,
            basis=self.basis,
            statements=rounds.statements(result),
            causes=rounds.causes_of(result),
            claims=particulars.claims,
            accounts=entry.accounts,
            explanations=rounds.explanations_of(result.findings),
        )
        submissions.judge(ledger, item.record.id, judgement)
        for telling in tellings.of_round(ledger, item, result, place, self.units):
            self._tell(item, telling)

    def _target(self, item: Incoming, result: FileResult, place: Position) -> str:
        """Where what goes back lies, below the place."""
        settings = self.desk.settings
        if result.verdict is Verdict.UNREADABLE:
            received = item.arrival.received_at
            path = copies.name_of_rejected(settings.folders.rejected, item.source.path, received)
        else:
            unit, name = result.unit or "", item.source.name
            path = copies.name_of_copy(
                settings.folders.outbox, unit, name, result.year, place.round, settings.lang
            )
        return copies.free(path, self._is_taken(item, result))

    def _is_taken(self, item: Incoming, result: FileResult) -> Callable[[str], bool]:
        """Whether what stands at a path is another submission's, or somebody has worked in it."""
        ledger, base = self.desk.ledger, self.desk.settings.base
        contents = {result.sha256, item.arrival.sha256}

        def is_taken(path: str) -> bool:
            if submissions.has_copy(ledger, path, besides=item.record.id):
                return True
            file = base / path
            if not file.is_file() or (digest := durable.digest_of(file)) in contents:
                return False
            if item.record.copy == path:
                return digest != item.record.copy_sha256
            return not is_copy(file)

        return is_taken

    # ------------------------------------------------------------ writing
    def _write(self, item: Incoming, result: FileResult, target: str) -> None:
        """Write what goes back; where that cannot be, the next pass does."""
        path = self.desk.settings.base / target
        try:
            if result.verdict is Verdict.UNREADABLE:
                self._reject(item, result.findings[0], path)
                submissions.copy(self.desk.ledger, item.record.id, target, None)
            else:
                self._annotate(item, result, path, target)
        except OSError as error:
            self.desk.tally.add("failed")
            self.desk.journal.warn(_NOT_WRITTEN.fill(file=target, reason=reason(error)))

    def _reject(self, item: Incoming, finding: Finding, path: Path) -> None:
        copies.reject(
            path,
            item.source,
            item.source.path,
            item.arrival.received_at,
            finding.message,
            finding.todo,
            self.desk.settings.lang,
        )

    def _annotate(self, item: Incoming, result: FileResult, path: Path, target: str) -> None:
        copy = copies.copy_of(item.source, result, self.options)
        ledger, number = self.desk.ledger, item.record.id
        if isinstance(copy, PlannedCopy):
            durable.write(path, copy.content)
            submissions.copy(ledger, number, target, copy.sha256)
            return
        self.desk.journal.warn(_NO_COPY.fill(name=item.source.path, why=copy))
        submissions.copy(ledger, number, None, None)

    def _tell(self, item: Incoming, telling: "tellings.Telling") -> None:
        """Keep what a person should know, and say it in the log."""
        ledger, subject = self.desk.ledger, f"{item.record.id}"
        if notices.notice(ledger, telling.kind, subject, telling.text, item.record.id):
            self.desk.journal.warn(telling.text)
        if telling.instead_of is not None:
            notices.settle(ledger, telling.kind, f"{telling.instead_of}")


def _to_check(records: Iterable[Record]) -> list[Record]:
    """The records that are not checked, or whose copy is not written."""
    return [record for record in records if record.state in ("archived", "checked")]


def _passwords(settings: Settings) -> tuple[str, ...]:
    """What encrypted workbooks are opened with; raises UsageError."""
    stated = settings.check.password_file
    return read_passwords(settings.base / stated) if stated else ()
