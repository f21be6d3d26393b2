"""The ledger: what is kept, what survives, what is refused."""

import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from sipipeline.core.errors import LedgerError
from sipipeline.core.particulars import AccountLine, KeptClaim
from sipipeline.core.past import Explanation
from sipipeline.core.text import Text
from sipipeline.ledger import arrivals, lock, notices, passes, store, submissions
from sipipeline.ledger.arrivals import Arrival, Original
from sipipeline.ledger.store import Ledger, opened
from sipipeline.ledger.submissions import Cause, Judgement, Record

CAUSE = Cause(1, "B202", "error", False, "k", "表 A1", Text("不等", "unlike"), (("B202", "k"),))
CLAIMS = [KeptClaim("k", 1.5, "1.50", 0.05, "万元"), KeptClaim("t", "文字", "文字", 0.0, "")]
ACCOUNTS = [AccountLine("work_injury", "income", None, 120_000, -5)]
EXPLANATION = Explanation("追溯调整", (("k", 1.5), ("t", "文字")), 1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite") as ledger:
        yield ledger


def came_in(ledger: Ledger, name: str = "甲县.xlsx", content: str = "a" * 64) -> Arrival:
    original = Original(content, 7, f"aa/{content}.xlsx")
    return arrivals.receive(ledger, original, Arrival(content, "folder", name, name, "2021-01-01"))


def submitted(
    ledger: Ledger,
    name: str,
    content: str,
    round: int,
    year: int = 2020,
    claims: Sequence[KeptClaim] = CLAIMS,
) -> Record:
    arrival = came_in(ledger, name, content)
    submissions.unpack(ledger, arrival.id, [""])
    (new,) = [one for one in submissions.unfinished(ledger) if one.arrival == arrival.id]
    judgement = Judgement(
        sha256=content,
        standing="round",
        verdict="fix",
        result='{"结论": 1}',
        entry='{"unit": "甲县"}',
        unit="甲县",
        unit_key="甲县",
        year=year,
        round=round,
        causes=[CAUSE],
        claims=claims,
        accounts=ACCOUNTS,
        explanations={("H701", "k"): EXPLANATION},
    )
    return submissions.judge(ledger, new.id, judgement)


# ---------------------------------------------------------------- what is kept
def test_an_arrival_is_one_until_it_is_taken_out_of_the_inbox(ledger: Ledger) -> None:
    first = came_in(ledger)
    assert came_in(ledger) == first
    arrivals.cleared(ledger, first.id)
    assert came_in(ledger).id != first.id
    assert len(ledger.rows("SELECT * FROM originals")) == 1


def test_what_is_not_finished_is_found_again(ledger: Ledger) -> None:
    arrival = came_in(ledger)
    assert [one.id for one in arrivals.unfinished(ledger)] == [arrival.id]
    submissions.unpack(ledger, arrival.id, ["", "a/b.xlsx"])
    submissions.unpack(ledger, arrival.id, ["", "a/b.xlsx"])
    arrivals.cleared(ledger, arrival.id)
    assert arrivals.unfinished(ledger) == []
    waiting = submissions.unfinished(ledger)
    assert [(one.member, one.state) for one in waiting] == [
        ("", "archived"),
        ("a/b.xlsx", "archived"),
    ]
    submissions.advance(ledger, [one.id for one in waiting], "reported")
    assert submissions.unfinished(ledger) == []


def test_what_was_checked_comes_back_as_it_was(ledger: Ledger) -> None:
    record = submitted(ledger, "甲县.xlsx", "a" * 64, round=1)
    assert (record.state, record.round, record.verdict) == ("checked", 1, "fix")
    assert submissions.result_of(ledger, record.id) == '{"结论": 1}'
    assert submissions.entry_of(ledger, record.id) == '{"unit": "甲县"}'
    assert submissions.entry_of(ledger, 99) is None
    assert submissions.causes(ledger, record.id) == [CAUSE]
    assert submissions.claims(ledger, record.id) == CLAIMS
    assert submissions.accounts(ledger, record.id) == ACCOUNTS
    assert submissions.explanations(ledger, record.id) == {("H701", "k"): EXPLANATION}


def test_a_check_made_again_takes_the_place_of_the_first(ledger: Ledger) -> None:
    record = submitted(ledger, "甲县.xlsx", "a" * 64, round=1)
    submissions.judge(ledger, record.id, Judgement("a" * 64, "round", "pass", "{}", "{}", round=1))
    assert submissions.causes(ledger, record.id) == []
    assert submissions.claims(ledger, record.id) == []
    assert submissions.get(ledger, record.id).verdict == "pass"


def test_rounds_are_those_of_one_unit_and_year(ledger: Ledger) -> None:
    submitted(ledger, "1.xlsx", "a" * 64, round=1)
    second = submitted(ledger, "2.xlsx", "b" * 64, round=2)
    later = submitted(ledger, "3.xlsx", "c" * 64, round=1, year=2021)
    assert [one.round for one in submissions.rounds(ledger, "甲县", 2020)] == [1, 2]
    assert [one.id for one in submissions.latest(ledger)] == [second.id, later.id]


def test_the_last_round_need_not_have_come_in_last(ledger: Ledger) -> None:
    later = submitted(ledger, "1.xlsx", "a" * 64, round=2)
    submitted(ledger, "2.xlsx", "b" * 64, round=1)
    assert [one.id for one in submissions.latest(ledger)] == [later.id]


def test_a_copy_is_known_by_its_bytes(ledger: Ledger) -> None:
    record = submitted(ledger, "甲县.xlsx", "a" * 64, round=1)
    submissions.copy(ledger, record.id, "outbox/甲县/a.xlsx", "d" * 64)
    found = submissions.of_copy(ledger, "d" * 64)
    assert found is not None
    assert (found.id, found.state, found.copy) == (record.id, "copied", "outbox/甲县/a.xlsx")
    assert submissions.of_copy(ledger, "e" * 64) is None


def test_a_notice_is_told_once_until_it_is_settled(ledger: Ledger) -> None:
    text = Text(zh="请处理", en="Please see to it")
    assert notices.notice(ledger, "duplicate", "甲县", text, None)
    assert not notices.notice(ledger, "duplicate", "甲县", text, None)
    assert [notice.text for notice in notices.unsettled(ledger)] == [text]
    notices.settle(ledger, "duplicate", "甲县")
    assert notices.unsettled(ledger) == []
    assert notices.notice(ledger, "duplicate", "甲县", text, None)


def test_a_pass_that_was_killed_has_no_end(ledger: Ledger) -> None:
    killed = passes.begin(ledger)
    number = passes.begin(ledger)
    passes.end(ledger, number, 0, "一切正常")
    last, before = passes.last(ledger), passes.last(ledger, number)
    assert last is not None
    assert (last.status, last.line) == (0, "一切正常")
    assert before is not None
    assert (before.id, before.ended_at) == (killed, None)


# ---------------------------------------------------------------- what survives
def test_a_transaction_that_fails_leaves_nothing(ledger: Ledger) -> None:
    def fail() -> None:
        with ledger.transaction():
            arrivals.add(
                ledger, Original("f" * 64, 1, "x"), Arrival("f" * 64, "folder", "n", "p", "t")
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ledger.rows("SELECT * FROM originals") == []


def test_a_backup_has_everything(ledger: Ledger, tmp_path: Path) -> None:
    submitted(ledger, "甲县.xlsx", "a" * 64, round=1)
    target = tmp_path / "备份" / "copy.sqlite"
    store.back_up(ledger, target)
    with opened(target) as copy:
        assert store.faults(copy) == []
        assert [one.unit for one in submissions.every(copy)] == ["甲县"]
    assert [path.name for path in target.parent.glob(".*")] == []


def test_an_older_ledger_is_copied_and_then_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.sqlite"
    with opened(path) as ledger:
        submitted(ledger, "甲县.xlsx", "a" * 64, round=1)
    known = store.migrations()
    newer = [*known, ("9999_colour", "ALTER TABLE submissions ADD COLUMN colour TEXT;\n")]
    monkeypatch.setattr(store, "migrations", lambda: newer)
    with opened(path) as ledger:
        assert store.version_of(ledger) == len(newer)
        assert ledger.rows("SELECT colour FROM submissions")[0]["colour"] is None
    (backup,) = (tmp_path / "backups").iterdir()
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (len(known),)
        assert copy.execute("SELECT unit FROM submissions").fetchall() == [("甲县",)]


def test_a_ledger_with_a_row_a_figure_says_the_same_when_it_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, known = tmp_path / "ledger.sqlite", store.migrations()
    figures = [
        KeptClaim("b", 0.1 + 0.2, "30.0%", 0.0005, "rate"),
        KeptClaim("a", 1306.0, "1306", 0.5, "万元"),
        KeptClaim("c", 1306.0, "1,306", 0.5, "万元"),
        KeptClaim("d", "12", "12", 0.0, ""),
        KeptClaim("e", -5e-324, "-5e-324", 0.0, "count"),
    ]
    with monkeypatch.context() as patch:
        patch.setattr(store, "migrations", lambda: known[:3])
        with opened(path) as ledger:
            _keep_as_version_3(ledger, figures)
    with opened(path) as ledger:
        assert submissions.claims(ledger, 1) == sorted(figures)
        assert submissions.causes(ledger, 1) == [CAUSE]
        assert (submissions.claims(ledger, 2), submissions.causes(ledger, 2)) == ([], [])
        assert submissions.result_of(ledger, 2) == "{}"
        assert store.faults(ledger) == []


def test_an_entry_gives_its_accounts_away_and_keeps_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, known = tmp_path / "ledger.sqlite", store.migrations()
    entry = (
        '{"unit":"甲县","accounts":[["work_injury","income",null,120000,-5]],"counts":{"agree":1}}'
    )
    with monkeypatch.context() as patch:
        patch.setattr(store, "migrations", lambda: known[:3])
        with opened(path) as ledger:
            _keep_as_version_3(ledger, [])
            packed = zlib.compress(entry.encode())
            ledger.write("UPDATE results SET entry = ? WHERE submission = 1", packed)
    with opened(path) as ledger:
        assert submissions.accounts(ledger, 1) == [("work_injury", "income", None, 120000, -5)]
        assert submissions.entry_of(ledger, 1) == '{"unit":"甲县","counts":{"agree":1}}'
        assert (submissions.accounts(ledger, 2), submissions.entry_of(ledger, 2)) == ([], "{}")


def _keep_as_version_3(ledger: Ledger, figures: list[KeptClaim]) -> None:
    """Two submissions, of which the second states nothing."""
    with ledger.transaction():
        for number in (1, 2):
            content = str(number) * 64
            original = Original(content, 7, f"{content}.xlsx")
            arrivals.add(ledger, original, Arrival(content, "folder", content, content, ""))
            ledger.write(
                "INSERT INTO submissions (arrival, member, state, archived_at) "
                "VALUES (?, '', 'checked', '')",
                number,
            )
            packed = zlib.compress(b"{}")
            ledger.write("INSERT INTO results VALUES (?, ?, ?)", number, packed, packed)
        for key, value, text, half_width, unit in figures:
            figure = value if isinstance(value, float) else None
            ledger.write(
                "INSERT INTO claims VALUES (1, ?, ?, ?, ?, ?)", key, figure, text, half_width, unit
            )
        ledger.write(
            "INSERT INTO causes VALUES (1, 1, 'B202', 'error', 0, 'k', '表 A1', '不等', 'unlike', "
            "?)",
            '[["B202", "k"]]',
        )


def test_figures_take_a_fraction_of_what_they_say(ledger: Ledger) -> None:
    stated = [
        KeptClaim(f"accounts.work_injury.item{number}.actual", number / 7, f"{number}", 0.5, "万元")
        for number in range(1000)
    ]
    record = submitted(ledger, "甲县.xlsx", "a" * 64, round=1, claims=stated)
    (row,) = ledger.rows("SELECT length(claims) AS size FROM results")
    assert submissions.claims(ledger, record.id) == sorted(stated)
    assert row["size"] < 20 * len(stated)


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.sqlite"
    with opened(path) as ledger:
        submitted(ledger, "甲县.xlsx", "a" * 64, round=1)
    known = store.migrations()
    broken = [*known, ("9999_broken", "CREATE TABLE odd (x);\nALTER TABLE nothing ADD y;\n")]
    monkeypatch.setattr(store, "migrations", lambda: broken)
    with pytest.raises(LedgerError), opened(path):
        pass
    monkeypatch.setattr(store, "migrations", lambda: known)
    with opened(path) as ledger:
        assert ledger.rows("SELECT * FROM sqlite_master WHERE name = 'odd'") == []


# ---------------------------------------------------------------- what is refused
@pytest.mark.parametrize("way", [opened, store.looked_at])
def test_a_newer_ledger_is_refused_and_left_alone(
    tmp_path: Path, way: Callable[[Path], AbstractContextManager[Ledger]]
) -> None:
    path = tmp_path / "ledger.sqlite"
    with opened(path) as ledger:
        ledger.connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(LedgerError) as refused, way(path):
        pass
    assert "升级程序" in refused.value.text.zh
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE people (name)")
    before = path.read_bytes()
    with pytest.raises(LedgerError) as refused, opened(path):
        pass
    assert "不是本程序的台账" in refused.value.text.zh
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"PK\x03\x04" + bytes(5000)])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(content)
    with pytest.raises(LedgerError) as refused, opened(path):
        pass
    assert "备份" in refused.value.text.zh
    assert path.read_bytes() == content


def test_a_damaged_ledger_is_refused_with_the_way_back(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with opened(path) as ledger:
        for number in range(200):
            came_in(ledger, f"{number}.xlsx", f"{number:064}")
    content = bytearray(path.read_bytes())
    content[5 * 4096 : 12 * 4096] = bytes(7 * 4096)
    path.write_bytes(content)
    with pytest.raises(LedgerError) as refused, opened(path):
        pass
    told = refused.value.text.zh
    assert "已损坏" in told
    assert "backups" in told
    assert "ledger.sqlite-wal" in told
    assert "\n" not in told


def test_a_lock_on_a_full_disk_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite3, "connect", full)
    with pytest.raises(LedgerError) as refused, lock.held(tmp_path):
        pass
    assert "磁盘已满，请腾出地方再运行" in refused.value.text.zh


def test_a_ledger_in_no_folder_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as refused, opened(tmp_path / "没有" / "ledger.sqlite"):
        pass
    assert "文件夹不存在" in refused.value.text.zh


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PurePosixPath("/srv/台 账.sqlite"), "file:///srv/%E5%8F%B0%20%E8%B4%A6.sqlite"),
        (PureWindowsPath(r"D:\night\ledger.sqlite"), "file:///D:/night/ledger.sqlite"),
        (PureWindowsPath(r"\\server\share\ledger.sqlite"), "file:////server/share/ledger.sqlite"),
    ],
)
def test_a_path_as_sqlite_takes_it(path: PurePath, address: str) -> None:
    assert store.address_of(path) == address


def test_looking_at_a_ledger_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with pytest.raises(LedgerError), store.looked_at(path):
        pass
    assert not path.exists()
    with opened(path) as ledger:
        came_in(ledger)
    with store.looked_at(path) as ledger:
        assert len(arrivals.unfinished(ledger)) == 1
        with pytest.raises(sqlite3.OperationalError):
            ledger.connection.execute("DELETE FROM arrivals")
