"""A place for nightly runs as tests need it: an inbox that is filled, a pass, what lies where."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support import filled

from benchmarks.crashes import validated_here
from sipipeline.ledger import store, submissions
from sipipeline.ledger.store import Ledger
from sipipeline.ledger.submissions import Record
from sipipeline.nightly import judging, settings
from sipipeline.nightly.night import Closing, run
from sipipeline.nightly.place import Wishes, make
from sipipeline.nightly.settings import Settings

UNIT = "甲县社会保险中心"
EARLIER = 1_600_000_000
"""A time long ago, in seconds since 1970."""


def county(unit: str = UNIT, year: int = 2020, income: float = 1200, **more: Any) -> bytes:
    """A small workbook whose income does not add up unless it is 1200."""
    items: dict[str, dict[str, Any]] = {
        "opening_balance": {"actual": 500},
        "income": {"actual": income},
        "income_subtotal": {"actual": 1200},
        "contributions": {"actual": 1200},
        "expenditure": {"actual": 700},
        "surplus": {"actual": 500},
        "closing_balance": {"actual": 1000, "prior": 500},
    }
    for key, value in more.items():
        item, _, measure = key.rpartition("__")
        items.setdefault(item, {})[measure] = value
    cover = {"unit": unit, "year": year, "money_unit": "万元", "region_code": "652801"}
    return filled({"standard": "2020", "cover": cover, "accounts": {"work_injury": items}})


@dataclass(frozen=True)
class Site:
    """A place under test."""

    folder: Path
    settings: Settings

    @property
    def inbox(self) -> Path:
        return self.settings.folder("inbox")

    def drop(self, name: str, content: bytes, at: float = EARLIER) -> Path:
        """Put a file into the inbox, as it was written at a time."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (at, at))
        return path

    def run(self, again: bool = False, apart: bool = False) -> Closing:
        """One pass, which checks files in this process, or as a real one in others."""
        with pytest.MonkeyPatch.context() as patch:
            if not apart:
                patch.setattr(judging, "validate", validated_here)
            return run(self.settings, again)

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        with store.looked_at(self.settings.ledger) as ledger:
            yield ledger

    def records(self) -> list[Record]:
        with self.ledger() as ledger:
            return submissions.every(ledger)

    def files(self, name: str) -> list[str]:
        """What lies in a folder, below it."""
        folder = self.settings.folder(name)
        return sorted(
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        )

    def copies(self) -> dict[str, Path]:
        """The annotated copies by their names."""
        return {path.name: path for path in self.settings.folder("outbox").rglob("*.xlsx")}


def site(folder: Path, values: Mapping[str, Mapping[str, object]] | None = None) -> Site:
    """A place whose files count as steady at once."""
    make(folder, Wishes())
    stated = {"inbox": {"steady_seconds": 0}, "backup": {"keep": 0}, **(values or {})}
    path = folder / settings.NAME
    path.write_text(settings.written("zh", stated), encoding="utf-8")
    return Site(folder, settings.load(path))


def log(site: Site) -> str:
    """What the passes have told."""
    return (site.settings.folder("state") / "nightly.log").read_text("utf-8")


def archived(site: Site) -> set[str]:
    """The hashes of what lies in the archive, each under its own name."""
    found = set()
    for name in site.files("archive"):
        content = (site.settings.folder("archive") / name).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        assert Path(name).stem == digest, name
        found.add(digest)
    return found
