"""The ledger for people and other programs: copied, held to the archive, written out."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sipipeline.core import durable
from sipipeline.core.text import Text, same
from sipipeline.core.values import frozen
from sipipeline.jobs.outputs import ensure_free, writing
from sipipeline.ledger import answers, arrivals, store, submissions
from sipipeline.ledger.store import Ledger
from sipipeline.ledger.submissions import Record
from sipipeline.nightly.settings import Settings

_LOST = Text(zh="原件库里没有 {path}", en="{path} is not in the archive")
_OTHER = Text(
    zh="原件库里的 {path} 内容变了", en="The content of {path} in the archive has changed"
)
_NO_COPY = Text(zh="批注本 {path} 不在了", en="The annotated copy {path} is gone")


@frozen
class LedgerState:
    """What a check of the ledger says."""

    faults: list[Text]
    submissions: int
    units: int
    originals: int


def back_up(settings: Settings, target: Path | None = None) -> Path:
    """Copy the ledger; by default into the folder of its backups, under the time."""
    named = f"ledger-{datetime.now():%Y%m%d-%H%M%S}.sqlite"
    place = target or settings.backups / named
    with store.looked_at(settings.ledger) as ledger:
        ensure_missing(place)
        store.back_up(ledger, place)
    return place


def ensure_missing(target: Path) -> None:
    """Raise UsageError where a file would be written over."""
    durable.make_folder(target.parent)
    ensure_free(target)


def check(settings: Settings) -> LedgerState:
    """Whether the file of the ledger is whole, and every original is in the archive as it came."""
    with store.looked_at(settings.ledger) as ledger:
        faults: list[Text] = [same(fault) for fault in store.faults(ledger)]
        originals = arrivals.originals(ledger)
        for original in originals:
            faults += _of_original(original.path, original.sha256, settings)
        records = submissions.every(ledger)
        faults += [_NO_COPY.fill(path=copy) for copy in _lost_copies(records, settings)]
    units = {record.unit_key for record in records if record.unit_key}
    return LedgerState(faults, len(records), len(units), len(originals))


def export_lines(settings: Settings) -> Iterator[str]:
    """A line of JSON for each submission, with its result and what it states."""
    with store.looked_at(settings.ledger) as ledger:
        for record in submissions.every(ledger):
            yield json.dumps(_exported(ledger, record), ensure_ascii=False)


def export_to(settings: Settings, target: Path, force: bool) -> None:
    """Write the lines of `export_lines` to a file, which is whole or not there."""
    ensure_free(target, force)
    with writing(target, "utf-8") as file:
        for line in export_lines(settings):
            file.write(f"{line}\n")


def _of_original(path: str, sha256: str, settings: Settings) -> Iterator[Text]:
    file = settings.folder("archive") / path
    if not file.is_file():
        yield _LOST.fill(path=path)
    elif durable.digest_of(file) != sha256:
        yield _OTHER.fill(path=path)


def _lost_copies(records: list[Record], settings: Settings) -> list[str]:
    """Copies of last rounds that somebody has taken away."""
    copies = [one.copy for one in records if one.copy_sha256 and one.copy]
    return [copy for copy in copies if not (settings.base / copy).exists()]


def _exported(ledger: Ledger, record: Record) -> dict[str, Any]:
    stated = submissions.claims(ledger, record.id)
    answer = answers.of_submission(ledger, record.id)
    return asdict(record) | {
        "answer": None if answer is None else asdict(answer),
        "name": submissions.name_of(ledger, record.id),
        "result": json.loads(submissions.result_of(ledger, record.id) or "null"),
        "claims": [claim._asdict() for claim in stated],
    }
