"""One pass after the other: each submission is taken, checked and copied once."""

import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
from files import workbook
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook
from places import EARLIER, UNIT, Site, archived, county, log, site
from support import filled

from sipipeline.cli.commands import main
from sipipeline.core.errors import UsageError
from sipipeline.ledger import lock, notices, store, submissions
from sipipeline.nightly import settings


@pytest.fixture
def place(tmp_path: Path) -> Site:
    return site(tmp_path / "place")


def kinds(place: Site) -> list[str]:
    with place.ledger() as ledger:
        return [notice.kind for notice in notices.unsettled(ledger)]


# ---------------------------------------------------------------- what a pass does
def test_what_came_in_is_archived_checked_and_copied(place: Site) -> None:
    content = county(income=1301)
    place.drop("县区/甲县.xlsx", content)
    closing = place.run()
    assert (closing.status, place.files("inbox")) == (0, [])
    (record,) = place.records()
    assert archived(place) == {record.sha256}
    assert (record.verdict, record.round, record.state) == ("fix", 1, "reported")
    assert place.files("outbox") == [f"{UNIT}/甲县（2020年第1轮批注）.xlsx"]
    assert "收件 1，核对 1，需修改 1" in closing.line.zh


def test_a_pass_with_nothing_new_does_nothing(place: Site) -> None:
    place.drop("甲县.xlsx", county())
    place.run()
    before = {path: path.stat().st_mtime_ns for path in place.copies().values()}
    closing = place.run()
    assert closing.line.zh.startswith("夜间核对完成：收件 0，核对 0；")
    assert {path: path.stat().st_mtime_ns for path in place.copies().values()} == before
    assert len(place.records()) == 1


def test_what_cannot_be_read_lies_in_rejected_with_a_note(place: Site) -> None:
    place.drop("照片.xlsx", b"no workbook at all")
    place.drop("子/报告.docx", b"nor this")
    closing = place.run()
    assert closing.status == 0
    day = time.strftime("%Y-%m-%d")
    assert place.files("rejected") == [
        f"{day}/子__报告.docx",
        f"{day}/子__报告.docx.说明.txt",
        f"{day}/照片.xlsx",
        f"{day}/照片.xlsx.说明.txt",
    ]
    note = (place.settings.folder("rejected") / day / "照片.xlsx.说明.txt").read_bytes()
    assert note.startswith(b"\xef\xbb\xbf")
    text = note.decode("utf-8-sig")
    assert "文件：照片.xlsx" in text
    assert "怎么办：" in text
    assert place.files("outbox") == []


def test_the_workbooks_of_a_zip_are_submissions_of_their_own(place: Site, tmp_path: Path) -> None:
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲.xlsx", county())
        archive.writestr("乙/乙.xlsx", county("乙县"))
        archive.writestr("坏.xlsx", b"broken")
        archive.writestr("乙/报告.docx", b"a report")
    place.drop("打包.zip", packed.getvalue())
    closing = place.run()
    assert len(archived(place)) == 1
    records = place.records()
    assert sorted(record.member for record in records) == ["乙/乙.xlsx", "坏.xlsx", "甲.xlsx"]
    assert len(place.files("outbox")) == 2
    assert "收件 1，核对 3" in closing.line.zh
    assert "打包.zip 里另有 1 个文件不是工作簿，没有核对：报告.docx" in log(place)


def test_a_large_file_is_left_where_it_is(tmp_path: Path) -> None:
    place = site(tmp_path / "place", {"limits": {"message": 1}})
    place.drop("大.xlsx", bytes(1 << 21))
    closing = place.run()
    assert closing.status == 1
    assert place.files("inbox") == ["大.xlsx"]


def test_an_encrypted_workbook_is_opened_with_a_password_of_the_file(tmp_path: Path) -> None:
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(county())).encrypt("工伤2023", locked)
    (tmp_path / "passwords.txt").write_text("别的\n工伤2023\n", encoding="utf-8")
    place = site(tmp_path / "place", {"check": {"password_file": "../passwords.txt"}})
    place.drop("甲县.xlsx", locked.getvalue())
    place.run()
    (record,) = place.records()
    assert (record.unit, record.round) == (UNIT, 1)


# ---------------------------------------------------------------- what waits
def test_a_file_that_was_changed_just_now_waits(tmp_path: Path) -> None:
    place = site(tmp_path / "place", {"inbox": {"steady_seconds": 3600}})
    place.drop("甲县.xlsx", county())
    closing = place.run()
    assert place.files("inbox") == ["甲县.xlsx"]
    assert "留待下次 1" in closing.line.zh
    assert closing.status == 0
    assert "甲县.xlsx（刚改动过，可能还在复制）" in log(place)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "trace", ["~$甲县表.xlsx", "~$表.xlsx", ".~甲县表.xlsx", ".~lock.甲县表.xlsx#"]
)
def test_a_file_that_is_open_in_an_office_program_waits(place: Site, trace: str) -> None:
    place.drop("甲县表.xlsx", county())
    (place.inbox / trace).write_bytes(b"somebody")
    place.run()
    assert "甲县表.xlsx" in place.files("inbox")
    assert "甲县表.xlsx（正在 Excel 或 WPS 里打开；关掉以后，下一次会取" in log(place)
    (place.inbox / trace).unlink()
    place.run()
    assert place.files("inbox") == []


def test_the_trace_of_a_program_that_crashed_long_ago_holds_nothing_up(place: Site) -> None:
    place.drop("甲县表.xlsx", county())
    place.drop("~$甲县表.xlsx", b"somebody", at=EARLIER)
    place.run()
    assert place.files("inbox") == ["~$甲县表.xlsx"]


@pytest.mark.parametrize(
    "name",
    [
        "x.part",
        "desktop.ini",
        "Thumbs.db",
        ".hidden.xlsx",
        "a.xlsx.tmp",
        "甲县.xlsx.baiduyun.p.downloading",
        "甲县.xlsx.xltd",
    ],
)
def test_what_is_no_submission_is_passed_over(place: Site, name: str) -> None:
    place.drop(name, b"x")
    place.run()
    assert place.files("inbox") == [name]
    assert place.records() == []


def test_a_link_is_not_followed_and_the_log_says_so(place: Site, tmp_path: Path) -> None:
    """What lies elsewhere would come into the archive, readable for all who may read that."""
    elsewhere = tmp_path / "elsewhere.xlsx"
    elsewhere.write_bytes(county())
    (place.inbox / "甲县.xlsx").symlink_to(elsewhere)
    place.run()
    assert (place.files("inbox"), place.records()) == (["甲县.xlsx"], [])
    assert "甲县.xlsx" in log(place)
    assert "是一个链接，不会跟着它去取别处的文件" in log(place)


@pytest.mark.parametrize(("hours", "told"), [(1, False), (60, True)])
def test_what_was_left_half_written_is_told_after_a_while(
    place: Site, hours: int, told: bool
) -> None:
    place.drop("完整.xlsx.part", county(), at=time.time() - hours * 3600)
    place.run()
    assert (place.files("inbox"), place.records()) == (["完整.xlsx.part"], [])
    assert ("文件名像是没有传完的" in log(place)) is told


def test_a_file_of_tomorrow_is_taken_once_it_stands_still(tmp_path: Path) -> None:
    place = site(tmp_path / "place", {"inbox": {"steady_seconds": 60}})
    place.drop("甲县.xlsx", county(), at=time.time() + 86400)
    place.run()
    assert place.files("inbox") == ["甲县.xlsx"]
    place.run()
    assert place.files("inbox") == []


# ---------------------------------------------------------------- rounds
def test_a_corrected_copy_is_the_next_round(place: Site) -> None:
    place.drop("甲县.xlsx", county(income=1301))
    place.run()
    (copy,) = place.copies().values()
    from support import edited

    def correct(book: object) -> None:
        for sheet in book:  # type: ignore[attr-defined]
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value == 1301:
                        cell.value = 1200

    place.drop(copy.name, edited(copy.read_bytes(), correct))
    place.run()
    assert sorted(place.copies()) == [
        "甲县（2020年第1轮批注）.xlsx",
        "甲县（2020年第2轮批注）.xlsx",
    ]
    first, second = place.records()
    assert (first.round, second.round, second.standing) == (1, 2, "round")
    assert first.unit_key == second.unit_key


def with_text(income: int, surplus: int) -> bytes:
    """A workbook that adds up, and a text about it."""
    text = f"工伤保险基金收入{income}万元，本年收支结余{surplus}万元。"
    data = {
        "standard": "2020",
        "cover": {"unit": UNIT, "year": 2020, "money_unit": "万元", "region_code": "652801"},
        "accounts": {
            "work_injury": {
                "income": {"actual": 1200},
                "expenditure": {"actual": 700},
                "surplus": {"actual": 500},
            }
        },
        "narrative": {"operation": text},
    }
    return filled(data)


def test_of_two_errors_in_one_text_one_is_corrected(place: Site) -> None:
    for at, text in enumerate(((1100, 450), (1100, 500))):
        place.drop("甲县.xlsx", with_text(*text), at=EARLIER + at)
        place.run()
    (since,) = [
        text
        for text in texts_of_result_sheet(place.copies()["甲县（2020年第2轮批注）.xlsx"])
        if "轮相比" in text
    ]
    assert since.startswith("与第 1 轮相比：已改正 1 条，")


def texts_of_result_sheet(path: Path) -> list[str]:
    sheet = load_workbook(path)["校验结果"]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_result_sheet_opens_with_what_has_changed_since_the_last_round(place: Site) -> None:
    place.drop("甲县.xlsx", county(income=1301), at=EARLIER)
    place.run()
    place.drop("甲县.xlsx", county(), at=EARLIER + 1)
    place.run()
    first, second = (place.copies()[f"甲县（2020年第{n}轮批注）.xlsx"] for n in (1, 2))
    assert not any("轮相比" in text for text in texts_of_result_sheet(first))
    told = texts_of_result_sheet(second)
    (since,) = [text for text in told if "轮相比" in text]
    assert since.startswith("与第 1 轮相比：已改正 ")
    assert "已改正" in told
    assert "还没改" in told


@pytest.mark.sampled(8)
@pytest.mark.parametrize(
    ("reasons", "closings", "severities"),
    [
        (["追溯调整", "追溯调整"], [450, 450], ["info", "info"]),
        (["追溯调整", ""], [450, 450], ["info", "info"]),
        (["追溯调整", "追溯调整"], [450, 460], ["info", "warning"]),
        (["追溯调整", ""], [450, 460], ["info", "warning"]),
        (["追溯调整", "再次追溯调整"], [450, 460], ["info", "info"]),
        (["", "追溯调整"], [450, 450], ["warning", "info"]),
        (["追溯调整", "追溯调整", "追溯调整"], [450, 460, 460], ["info", "warning", "warning"]),
        (["追溯调整", "追溯调整", "追溯调整"], [450, 460, 450], ["info", "warning", "info"]),
        (["追溯调整", "", ""], [450, 450, 450], ["info", "info", "info"]),
    ],
)
def test_a_reason_holds_as_long_as_its_figures(
    place: Site, reasons: list[str], closings: list[float], severities: list[str]
) -> None:
    found = []
    for number, (reason, closing) in enumerate(zip(reasons, closings)):
        more: dict[str, Any] = {"opening_balance__note": reason} if reason else {}
        more["interest__actual"] = float(number)
        content = county(closing_balance__prior=closing, **more)
        place.drop("甲县.xlsx", content, at=EARLIER + number)
        place.run()
        with place.ledger() as ledger:
            record = submissions.every(ledger)[-1]
            causes = submissions.causes(ledger, record.id)
        found += [cause.severity for cause in causes if cause.rule == "H701"]
    assert found == severities


def test_last_year_is_known_from_the_ledger(place: Site) -> None:
    place.drop("2020.xlsx", county(), at=EARLIER)
    place.drop("2021.xlsx", county(year=2021, opening_balance__actual=1000.0), at=EARLIER + 1)
    place.run()
    with place.ledger() as ledger:
        later = submissions.every(ledger)[1]
        causes = submissions.causes(ledger, later.id)
    assert [cause.key for cause in causes if cause.rule == "H702"] == [
        "accounts.work_injury.closing_balance.prior"
    ]


def test_the_same_bytes_again_are_known(place: Site) -> None:
    place.drop("甲县.xlsx", county())
    place.run()
    place.drop("甲县最终版2.xlsx", county())
    closing = place.run()
    first, second = place.records()
    assert (second.standing, second.repeats, second.round) == ("repeated", first.id, 1)
    assert second.copy == first.copy
    assert kinds(place) == ["repeated"]
    assert "收件 1，核对 0，重复 1" in closing.line.zh


def test_the_same_bytes_twice_in_one_night_are_one_round(place: Site) -> None:
    place.drop("a.xlsx", county())
    place.drop("b.xlsx", county())
    place.run()
    assert [(one.standing, one.round) for one in place.records()] == [("round", 1), ("repeated", 1)]


def test_our_copy_sent_back_as_it_was_is_known(place: Site) -> None:
    place.drop("甲县.xlsx", county(income=1301))
    place.run()
    (copy,) = place.copies().values()
    place.drop("x.xlsx", copy.read_bytes())
    place.run()
    assert [record.standing for record in place.records()] == ["round", "own_copy"]
    assert kinds(place) == ["own_copy"]


def test_our_copy_saved_again_without_a_change_is_no_new_round(place: Site) -> None:
    place.drop("甲县.xlsx", county(income=1301))
    place.run()
    (copy,) = place.copies().values()
    from support import edited

    place.drop("x.xlsx", edited(copy.read_bytes(), lambda book: None))
    place.run()
    assert [record.standing for record in place.records()] == ["round", "unchanged"]
    assert len(place.copies()) == 1


def test_two_of_one_unit_in_one_night_are_two_rounds_in_the_order_of_their_times(
    place: Site,
) -> None:
    place.drop("a后.xlsx", county(income=1402), at=EARLIER + 50)
    place.drop("b先.xlsx", county(income=1301), at=EARLIER)
    place.run()
    names = {record.round: record.copy for record in place.records()}
    assert "b先" in str(names[1])
    assert "a后" in str(names[2])
    assert kinds(place) == ["two_in_one_night"]


def test_of_many_in_one_night_the_last_two_are_told(place: Site) -> None:
    for number in range(4):
        place.drop(f"{number}.xlsx", county(income=1300 + number), at=EARLIER + number)
    place.run()
    with place.ledger() as ledger:
        (told,) = notices.unsettled(ledger)
    assert "2.xlsx 算第 3 轮，3.xlsx 算第 4 轮，以后一份为准" in told.text.zh


def test_an_older_round_sent_after_a_newer_one_is_told(place: Site) -> None:
    for number, income in enumerate((1301, 1402, 1301)):
        place.drop(f"{number}.xlsx", county(income=income), at=EARLIER + number)
        place.run()
    records = place.records()
    assert [(one.standing, one.round) for one in records] == [
        ("round", 1),
        ("round", 2),
        ("repeated", 1),
    ]
    with place.ledger() as ledger:
        told = [one.text.zh for one in notices.unsettled(ledger) if one.kind == "repeated"]
    assert "最近一轮仍是第 2 轮" in told[0]


def test_a_name_written_otherwise_is_the_same_unit_and_another_year_is_not(place: Site) -> None:
    place.drop("1.xlsx", county("甲县 社会保险中心 "))
    place.drop("2.xlsx", county("甲县社会保险中心", income=1301))
    place.drop("3.xlsx", county("甲县社会保险中心", year=2021))
    place.run()
    assert sorted((one.year, one.round) for one in place.records()) == [
        (2020, 1),
        (2020, 2),
        (2021, 1),
    ]


def test_a_workbook_without_a_unit_is_told(place: Site) -> None:
    place.drop("x.xlsx", workbook())
    place.drop("y.xlsx", county(""))
    place.run()
    assert "no_unit" in kinds(place)
    assert all(record.round is None for record in place.records())


def test_again_checks_the_last_rounds_once_more(place: Site) -> None:
    place.drop("甲县.xlsx", county(income=1301))
    place.run()
    closing = place.run(again=True)
    (record,) = place.records()
    assert (record.round, record.state, len(place.copies())) == (1, "reported", 1)
    assert "收件 0，核对 1" in closing.line.zh


def test_a_copy_that_somebody_worked_in_is_not_written_over(place: Site) -> None:
    place.drop("甲县.xlsx", county(income=1301))
    place.run()
    (copy,) = place.copies().values()
    copy.write_bytes(b"with a reviewer's remarks")
    place.run(again=True)
    assert copy.read_bytes() == b"with a reviewer's remarks"
    assert sorted(place.copies()) == [
        "甲县（2020年第1轮批注） (2).xlsx",
        "甲县（2020年第1轮批注）.xlsx",
    ]


def test_a_file_of_somebody_in_the_outbox_is_left_alone(place: Site) -> None:
    folder = place.settings.folder("outbox") / UNIT
    folder.mkdir()
    (folder / "甲县（2020年第1轮批注）.xlsx").write_bytes(b"mine")
    place.drop("甲县.xlsx", county())
    place.run()
    assert (folder / "甲县（2020年第1轮批注）.xlsx").read_bytes() == b"mine"
    assert (folder / "甲县（2020年第1轮批注） (2).xlsx").exists()


def test_the_same_bytes_are_checked_again_once_the_program_is_another(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.drop("甲县.xlsx", county())
    place.run()
    monkeypatch.setattr("sipipeline.nightly.judging.__version__", "99")
    place.drop("甲县.xlsx", county())
    closing = place.run()
    first, second = place.records()
    assert (first.program, first.round) == ("99", 1)
    assert (second.standing, second.repeats) == ("repeated", first.id)
    assert "核对 1" in closing.line.zh


# ---------------------------------------------------------------- what stops a pass
def test_a_second_pass_says_who_holds_the_lock(place: Site) -> None:
    place.drop("甲县.xlsx", county())
    with lock.held(place.settings.folder("state")), pytest.raises(UsageError) as refused:
        place.run()
    assert f"进程 {os.getpid()}" in refused.value.text.zh
    assert place.files("inbox") == ["甲县.xlsx"]


def test_the_lock_of_a_dead_process_is_taken_over(place: Site) -> None:
    state = place.settings.folder("state")
    (state / "nightly.lock.json").write_text('{"host": "x", "process": 1, "since": "2020"}')
    assert place.run().status == 0
    assert "主机 x，进程 1" in (state / "nightly.log").read_text("utf-8")


def test_an_inbox_that_is_not_there_ends_the_pass_before_it_begins(place: Site) -> None:
    place.inbox.rmdir()
    before = place.files("state")
    assert main(["nightly", "--config", str(place.folder / settings.NAME)]) == 2
    assert place.files("state") == before


def test_a_dry_run_touches_nothing(place: Site, capsys: pytest.CaptureFixture[str]) -> None:
    place.drop("甲县.xlsx", county())
    place.run()
    place.drop("甲县.xlsx", county())
    place.drop("乙县.xlsx", county("乙县"))
    before = {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()}
    assert main(["nightly", "--dry-run", "--config", str(place.folder / settings.NAME)]) == 0
    told = capsys.readouterr().out
    assert "甲县.xlsx（内容以前收到过）" in told
    assert "会取：乙县.xlsx" in told
    after = {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()}
    assert after == before


def test_a_roster_tells_who_is_not_on_it(place: Site) -> None:
    from support import edited

    path = place.folder / "roster.xlsx"

    def fill_in(book: object) -> None:
        sheet = book.active  # type: ignore[attr-defined]
        sheet["A3"], sheet["B3"] = "甲县社会保险局", "652801"

    path.write_bytes(edited(path.read_bytes(), fill_in))
    place.drop("1.xlsx", county("甲县社会保险局"))
    place.drop("2.xlsx", county("甲县社保局", income=1301))
    place.run()
    first, second = place.records()
    assert first.unit_key == second.unit_key
    assert kinds(place) == ["two_in_one_night"]


def test_a_broken_roster_is_told_and_holds_nothing_up(place: Site) -> None:
    (place.folder / "roster.xlsx").write_bytes(b"broken")
    place.drop("甲县.xlsx", county())
    assert place.run().status == 1
    assert len(place.copies()) == 1
    assert place.run().status == 1, "as long as it is broken"


# ---------------------------------------------------------------- the ledger for people
def test_the_overview_of_the_day_lists_what_came_in(place: Site) -> None:
    place.drop("甲县.xlsx", county(income=1301))
    place.drop("又.xlsx", county(income=1301))
    place.run()
    day = time.strftime("%Y-%m-%d")
    assert place.files("reports") == [f"{day}/批次汇总.html", f"{day}/批次汇总.xlsx"]
    page = (place.settings.folder("reports") / day / "批次汇总.html").read_text("utf-8")
    assert UNIT in page
    assert "重复报送" in page
    assert "../../outbox/" in page


def test_the_ledger_is_checked_copied_and_exported(
    place: Site, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    place.drop("甲县.xlsx", county())
    place.run()
    config = ["--config", str(place.folder / settings.NAME)]
    assert main(["ledger", "check", *config]) == 0
    assert "台账完好：1 份报送，1 个单位" in capsys.readouterr().out
    assert main(["ledger", "backup", "-o", str(tmp_path / "b.sqlite"), *config]) == 0
    assert main(["ledger", "backup", "-o", str(tmp_path / "b.sqlite"), *config]) == 2
    assert main(["ledger", "export", "--output", str(tmp_path / "o.jsonl"), *config]) == 0
    assert '"unit": "甲县社会保险中心"' in (tmp_path / "o.jsonl").read_text("utf-8")
    (name,) = place.files("archive")
    (place.settings.folder("archive") / name).write_bytes(b"changed")
    assert main(["ledger", "check", *config]) == 1
    assert "内容变了" in capsys.readouterr().out


# ---------------------------------------------------------------- backups
def test_the_backup_of_a_day_has_what_came_last_and_only_so_many_are_kept(tmp_path: Path) -> None:
    place = site(tmp_path / "place", {"backup": {"keep": 2}})
    folder = place.settings.backups
    folder.mkdir(parents=True)
    for old in ("2020-01-01", "2020-01-02", "2020-01-03"):
        (folder / f"ledger-{old}.sqlite").write_bytes(b"")
    for old in ("v9-20200101-000000", "v10-20200102-000000", "v11-20200103-000000"):
        (folder / f"ledger-{old}.sqlite").write_bytes(b"")
    mine = folder / "ledger-20200101-120000.sqlite"
    mine.write_bytes(b"of the command")
    for number in range(2):
        place.drop(f"{number}.xlsx", county(f"{number}县"))
        place.run()
    today = folder / f"ledger-{time.strftime('%Y-%m-%d')}.sqlite"
    kept = {"ledger-2020-01-03", "ledger-v10-20200102-000000", "ledger-v11-20200103-000000"}
    assert {path.stem for path in folder.iterdir()} == kept | {today.stem, mine.stem}
    with store.looked_at(today) as copy:
        assert len(submissions.every(copy)) == 2
    written = today.stat().st_mtime_ns
    place.run()
    assert today.stat().st_mtime_ns == written
