"""What goes wrong around a pass: each time a clear line, nothing lost, and a clean next pass."""

import errno
import io
import os
import sqlite3
import time
from collections.abc import Callable
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from places import EARLIER, Site, archived, county, log, site

from sipipeline.core import durable
from sipipeline.core.errors import SipipelineError
from sipipeline.ledger import passes, store
from sipipeline.nightly import archive, night


@pytest.fixture
def place(tmp_path: Path) -> Site:
    place = site(tmp_path / "place")
    for number in range(3):
        place.drop(f"{number}.xlsx", county(f"{number}县"), at=EARLIER + number)
    return place


def is_clean(place: Site, count: int = 3) -> bool:
    """Whether each of the submissions is archived, checked and copied once."""
    records = place.records()
    whole = [one for one in records if one.state == "reported" and one.standing == "round"]
    return (
        len(records) == len(whole) == count
        and len(archived(place)) == count
        and len(place.copies()) == count
        and place.files("inbox") == []
    )


def full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


# ---------------------------------------------------------------- the disk is full
def test_a_disk_that_is_full_while_files_are_taken(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, calls = archive.put, []

    def second_fails(*arguments: Any) -> Any:
        calls.append(arguments)
        return full() if len(calls) == 2 else put(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(archive, "put", second_fails)
        closing = place.run()
    assert closing.status == 1
    assert "磁盘已满" in log(place)
    assert (len(place.files("inbox")), len(place.copies())) == (2, 1)
    assert place.run().status == 0
    assert is_clean(place)


def test_a_disk_that_is_full_while_copies_are_written(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = durable.write

    def not_there(target: Path, content: bytes) -> None:
        if "outbox" in target.parts:
            full()
        write(target, content)

    with monkeypatch.context() as patch:
        patch.setattr(durable, "write", not_there)
        closing = place.run()
    assert closing.status == 1
    assert "没有做成 3" in closing.line.zh
    assert place.run().status == 0
    assert is_clean(place)


def test_a_disk_that_is_full_while_the_ledger_is_written(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = store._connect

    def nearly_full(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    assert place.run().status == 0
    place.drop("3.xlsx", county("3县"), at=EARLIER + 3)
    with monkeypatch.context() as patch:
        patch.setattr(store, "_connect", nearly_full)
        closing = place.run()
    assert closing.status == 1
    assert "磁盘已满" in closing.line.zh
    assert "下一次接着做" in closing.line.zh
    assert place.run().status == 0
    assert is_clean(place, 4)


# ---------------------------------------------------------------- the share
def refusing(wrong: Callable[[Path], bool]) -> Callable[..., None]:
    unlink = Path.unlink

    def unlinked(path: Path, missing_ok: bool = False) -> None:
        if wrong(path):
            raise OSError(errno.EROFS, "Read-only file system")
        unlink(path, missing_ok=missing_ok)

    return unlinked


def test_an_inbox_that_is_read_only_is_checked_once_and_told_each_time(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refusing(lambda path: path.parent == place.inbox))
        closings = [place.run(), place.run()]
    assert [closing.status for closing in closings] == [1, 1]
    assert "磁盘是只读的" in log(place)
    assert len(place.records()) == len(place.copies()) == 3
    assert "收件 0，核对 0，没有做成 3" in closings[1].line.zh
    assert place.run().status == 0
    assert is_clean(place)


def test_an_inbox_that_vanishes_in_the_middle(place: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    put = archive.put

    def vanishing(*arguments: Any) -> Any:
        original = put(*arguments)
        if place.inbox.exists():
            place.inbox.rename(place.folder / "away")
        return original

    with monkeypatch.context() as patch:
        patch.setattr(archive, "put", vanishing)
        closing = place.run()
    assert closing.status == 1
    assert "中途不见了" in log(place)
    (place.folder / "away").rename(place.inbox)
    assert place.run().status == 0
    assert is_clean(place)


def test_a_file_that_is_renamed_while_it_is_read_is_taken_under_its_new_name(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = archive.put

    def renaming(source: Path, *arguments: Any) -> Any:
        original = put(source, *arguments)
        if source.name == "1.xlsx":
            source.rename(source.with_name("改名.xlsx"))
        return original

    with monkeypatch.context() as patch:
        patch.setattr(archive, "put", renaming)
        place.run()
    assert place.files("inbox") == ["改名.xlsx"]
    place.run()
    assert is_clean(place)


def test_a_file_that_grows_while_it_is_read_waits(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_beside = durable.copy_beside

    def growing(source: Path, target: Path) -> Any:
        if source.name == "1.xlsx":
            source.write_bytes(source.read_bytes() + b"more")
        return copy_beside(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(durable, "copy_beside", growing)
        closing = place.run()
    assert place.files("inbox") == ["1.xlsx"]
    assert "留待下次 1" in closing.line.zh
    assert closing.status == 0


def test_a_clock_that_was_set_back_loses_nothing(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.run()
    monkeypatch.setattr(time, "time", lambda: float(EARLIER - 10**6))
    place.drop("新.xlsx", county("新县"), at=EARLIER)
    place.run()
    place.run()
    assert is_clean(place, 4)


def test_a_clock_that_was_set_back_is_told(place: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(passes, "now", lambda: "2999-01-01T22:30:00+08:00")
        place.run()
    assert "请校对时钟" not in log(place)
    assert place.run().status == 0
    assert "请校对时钟" in log(place)
    assert is_clean(place)


def test_a_file_from_a_time_to_come_waits_for_one_pass(place: Site) -> None:
    tomorrow = time.time() + 86_400
    place.drop("明天.xlsx", county("明县"), at=tomorrow)
    place.run()
    assert "明天.xlsx（改动的时间比这台机器的时钟还晚，请校对时钟" in log(place)
    place.run()
    assert is_clean(place, 4)


def test_an_archive_that_cannot_be_written_is_named(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = place.settings.folder("archive")

    def read_only(*_: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(folder / "incoming"))

    with monkeypatch.context() as patch:
        patch.setattr(durable, "copy_beside", read_only)
        assert place.run().status == 1
    assert f"0.xlsx 放不进原件库 {folder}（磁盘是只读的），留待下次。" in log(place)
    assert place.run().status == 0
    assert is_clean(place)


def test_an_original_that_somebody_deleted_is_told(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfinished(*_: Any) -> None:
        raise SipipelineError(night._NO_STATE)

    with monkeypatch.context() as patch:
        patch.setattr(night, "_judge", unfinished)
        place.run()
    names = place.files("archive")
    (place.settings.folder("archive") / names[0]).unlink()
    closing = place.run()
    assert closing.status == 1
    assert "请从备份恢复" in log(place)
    assert len(place.copies()) == 2


# ---------------------------------------------------------------- a file that asks too much
def endless(content: bytes, rows: int = 300_000) -> bytes:
    """A workbook with so many rows that nobody asked for."""
    target = io.BytesIO()
    with (
        ZipFile(io.BytesIO(content)) as before,
        ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/worksheets/sheet2.xml":
                more = "".join(
                    f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>x{row}</t></is></c></row>'
                    for row in range(2000, 2000 + rows)
                )
                part = part.replace(b"</sheetData>", more.encode() + b"</sheetData>")
            after.writestr(name, part)
    return target.getvalue()


def test_a_file_that_takes_too_long_is_refused_and_ends_no_pass(tmp_path: Path) -> None:
    place = site(tmp_path / "place", {"limits": {"seconds": 1}})
    place.drop("长.xlsx", endless(county("长县")))
    assert place.run(apart=True).status == 0
    assert [one.verdict for one in place.records()] == ["unreadable"]
    (note,) = [name for name in place.files("rejected") if name.endswith(".txt")]
    assert "1 秒" in (place.settings.folder("rejected") / note).read_text("utf-8-sig")


# ---------------------------------------------------------------- two at once
def _started_together(folder: Path, barrier: Any, told: Any) -> None:
    place = Site(folder, night_settings(folder))
    barrier.wait()
    try:
        told.put(("done", place.run().line.zh))
    except SipipelineError as error:
        told.put(("refused", error.text.zh))


def night_settings(folder: Path) -> Any:
    from sipipeline.nightly import settings

    return settings.load(folder / settings.NAME)


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_of_two_passes_started_together_one_works_and_one_says_who_does(place: Site) -> None:
    import_module("sipipeline.jobs.warm")
    place.run()
    context = get_context("fork")
    for number in range(10):
        place.drop("又.xlsx", county("又县", income=1200 + 100 * number), at=EARLIER + 100 + number)
        barrier, told = context.Barrier(2), context.Queue()
        started = [
            context.Process(target=_started_together, args=(place.folder, barrier, told))
            for _ in range(2)
        ]
        for process in started:
            process.start()
        said = dict(told.get(timeout=120) for _ in started)
        for process in started:
            process.join()
        if "refused" in said:
            assert "另一次夜间核对正在进行（主机 " in said["refused"]
        assert "夜间核对完成" in said["done"]
    assert is_clean(place, 13)
    assert [one.round for one in place.records() if one.unit == "又县"] == list(range(1, 11))
