"""The ledger as a file: opened, held whole, brought up to date after a backup, copied."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from importlib import resources
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from sipipeline.core import durable
from sipipeline.core.errors import LedgerError, reason
from sipipeline.core.text import Text, same
from sipipeline.core.values import frozen
from sipipeline.ledger.packing import (
    Packed,
    pack_cause_rows,
    pack_claim_rows,
    packed_accounts,
    without_accounts,
)

OURS = 0x53495049
"""`SIPI`, by which a ledger is known among SQLite files."""
_WAIT = 30.0
"""Seconds to wait for another program that writes."""

_NOT_THERE = Text(
    zh="没有台账 {path}：还没有运行过 sipipeline nightly，或配置里的 state 写错了。",
    en="There is no ledger {path}: sipipeline nightly has not run yet, or the configuration names "
    "another folder as state.",
)
_NOT_OURS = Text(
    zh="{path} 不是本程序的台账。请在配置里另写一个文件名。",
    en="{path} is no ledger of this program; name another file in the configuration.",
)
_NEWER = Text(
    zh="台账 {path} 由更新版本的程序写成（第 {found} 版，本程序只认识到第 {known} 版）。"
    "请升级程序后再运行，台账没有动过。",
    en="The ledger {path} was written by a newer program (version {found}; this one knows "
    "{known}). Install the newer program; the ledger was not touched.",
)
_DAMAGED = Text(
    zh="台账 {path} 已损坏（{why}）。请把它改名留存，旁边若有 {name}-wal、{name}-shm，一起移走；"
    "再从备份恢复：把 {backups} 里最近的一份复制成 {path}。",
    en="The ledger {path} is damaged ({why}). Rename it to keep it, and move {name}-wal and "
    "{name}-shm away where they lie beside it; then copy the latest of {backups} to {path}.",
)
_NOT_OPENED = Text(zh="台账 {path} 用不了：{why}。", en="The ledger {path} cannot be used: {why}.")
_NOT_COPIED = Text(
    zh="台账备份写不到 {path}：{why}。", en="Cannot write the backup of the ledger {path}: {why}."
)


@frozen
class Ledger:
    """An open ledger."""

    path: Path
    connection: sqlite3.Connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is written in the block is kept as a whole, on disk when the block ends, or not at
        all."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return self.connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self.connection.execute(sql, values).fetchone()
        return found

    def write(self, sql: str, *values: object) -> int:
        """Run one statement; the number of the row that it added."""
        return self.connection.execute(sql, values).lastrowid or 0


def now() -> str:
    """The time of writing, with its distance from UTC."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


@contextmanager
def opened(path: Path, backups: Path | None = None) -> Iterator[Ledger]:
    """The ledger, whole and of this program's version; made where there is none.

    An older one is brought up to date after a backup in `backups`, by default the folder `backups`
    beside it. Raises LedgerError where it is damaged, newer, or no ledger."""
    folder = backups or path.parent / "backups"
    with as_ledger_error(path, folder), closing(_connect(path)) as connection:
        ledger = Ledger(path, connection)
        _ensure_ours(ledger)
        _ensure_whole(ledger, folder)
        migrate(ledger, folder)
        yield ledger


@contextmanager
def looked_at(path: Path) -> Iterator[Ledger]:
    """The ledger to be looked at, also while a pass is writing; raises LedgerError where there is
    none."""
    if not path.is_file():
        raise LedgerError(_NOT_THERE.fill(path=path))
    with as_ledger_error(path, path.parent / "backups"), closing(_connect(path)) as connection:
        ledger = Ledger(path, connection)
        _ensure_ours(ledger)
        if version_of(ledger) != len(migrations()):
            migrate(ledger, path.parent / "backups")
        connection.execute("PRAGMA query_only = ON")
        yield ledger


@contextmanager
def copy_looked_at(path: Path) -> Iterator[Ledger]:
    """A copy of the ledger that nobody writes to, also on a share, where SQLite cannot lock; raises
    LedgerError where there is none."""
    if not path.is_file():
        raise LedgerError(_NOT_THERE.fill(path=path))
    address = f"{address_of(path.absolute())}?immutable=1"
    with (
        as_ledger_error(path, path.parent),
        closing(sqlite3.connect(address, uri=True)) as connection,
    ):
        connection.row_factory = sqlite3.Row
        yield Ledger(path, connection)


def address_of(path: PurePath) -> str:
    """An absolute path as SQLite takes an address, also on a share of Windows."""
    plain = path.as_posix()
    return f"file://{quote(plain if plain.startswith('/') else '/' + plain, safe='/:')}"


@contextmanager
def as_ledger_error(path: Path, backups: Path) -> Iterator[None]:
    """Raise LedgerError for what SQLite says of the file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise LedgerError(_NOT_OPENED.fill(path=path, why=why(error))) from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise
        raise _damaged(path, str(error), backups) from error


def faults(ledger: Ledger) -> list[str]:
    """What a full check finds wrong with the file, or with what belongs together in it; nothing
    where it is whole."""
    told = [str(row[0]) for row in ledger.rows("PRAGMA integrity_check")]
    broken = [
        f"{row['table']} {row['rowid']} → {row['parent']}"
        for row in ledger.rows("PRAGMA foreign_key_check")
    ]
    return [line for line in told if line != "ok"] + broken


def back_up(ledger: Ledger, target: Path) -> None:
    """A copy of the ledger as it is now, whole or not there, also while a pass is writing."""
    beside = target.with_name(f".{target.name}.part")
    try:
        durable.make_folder(target.parent)
        beside.unlink(missing_ok=True)
        with closing(sqlite3.connect(beside)) as copy:
            ledger.connection.backup(copy)
        durable.sync(beside)
        durable.move(beside, target)
    except OSError as error:
        raise LedgerError(_NOT_COPIED.fill(path=target, why=reason(error))) from error
    except sqlite3.Error as error:
        raise LedgerError(_NOT_COPIED.fill(path=target, why=same(error))) from error
    finally:
        beside.unlink(missing_ok=True)


# ---------------------------------------------------------------- versions
def migrations() -> list[tuple[str, str]]:
    """Name and statements of each migration, in their order."""
    folder = resources.files("sipipeline.ledger") / "migrations"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return [(file.name.removesuffix(".sql"), file.read_text("utf-8")) for file in files]


def version_of(ledger: Ledger) -> int:
    """How many migrations a ledger has gone through; 0 of a new one."""
    return int(_pragma(ledger.connection, "user_version"))


def migrate(ledger: Ledger, backups: Path) -> None:
    """Bring a ledger up to this program's version, each step whole or not at all; an older ledger
    is copied first. Raises LedgerError for a newer one."""
    known, found = migrations(), version_of(ledger)
    if found > len(known):
        raise LedgerError(_NEWER.fill(path=ledger.path, found=found, known=len(known)))
    if 0 < found < len(known):
        back_up(ledger, backups / f"ledger-v{found}-{datetime.now():%Y%m%d-%H%M%S}.sqlite")
    _define_functions(ledger.connection)
    for number, (_, statements) in enumerate(known[found:], found + 1):
        with ledger.transaction():
            if version_of(ledger) < number:
                _run(ledger.connection, statements)
                ledger.connection.execute(f"PRAGMA application_id = {OURS}")
                ledger.connection.execute(f"PRAGMA user_version = {number}")

    if 0 < found < len(known):
        _give_room_back(ledger.connection)


def _define_functions(connection: sqlite3.Connection) -> None:
    """What migrations call beside the functions of SQLite."""
    connection.create_aggregate("packed_claims", 5, partial(Packed, pack_claim_rows))  # type: ignore[arg-type]
    connection.create_aggregate("packed_causes", 9, partial(Packed, pack_cause_rows))  # type: ignore[arg-type]
    connection.create_function("packed_accounts", 1, packed_accounts)
    connection.create_function("without_accounts", 1, without_accounts)


def _give_room_back(connection: sqlite3.Connection) -> None:
    """Make the file as small as what it holds; where that cannot be, it is larger than it need
    be."""
    with suppress(sqlite3.OperationalError):
        connection.execute("VACUUM")


def _run(connection: sqlite3.Connection, statements: str) -> None:
    """Run statements one by one: `executescript` would end the transaction."""
    statement = ""
    for line in statements.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


# ---------------------------------------------------------------- the file
_WHY = {
    "database is locked": Text(
        zh="正被另一个程序写入", en="another program has been writing to it for a long time"
    ),
    "database or disk is full": Text(
        zh="磁盘已满，请腾出地方再运行", en="the disk is full; make room and run again"
    ),
    "unable to open database file": Text(
        zh="文件夹不存在，或没有权限", en="its folder is not there, or permission is denied"
    ),
    "attempt to write a readonly database": Text(
        zh="文件或磁盘是只读的", en="the file or the disk is read-only"
    ),
    "disk I/O error": Text(zh="磁盘读写出错", en="the disk cannot be read or written"),
}


def why(error: sqlite3.Error) -> Text:
    """Why SQLite refused, as a clause."""
    return _WHY.get(str(error), same(error))


def _connect(path: Path) -> sqlite3.Connection:
    """A connection that is safe at every commit: the log is on disk before a commit returns."""
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _ensure_ours(ledger: Ledger) -> None:
    """Refuse a database of another program before a byte of it is changed."""
    connection = ledger.connection
    owner = int(_pragma(connection, "application_id"))
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if owner != OURS and tables:
        raise LedgerError(_NOT_OURS.fill(path=ledger.path))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _ensure_whole(ledger: Ledger, backups: Path) -> None:
    """Raise LedgerError where the pages of the file do not fit together."""
    told = str(ledger.connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if told != "ok":
        raise _damaged(ledger.path, told, backups)


def _damaged(path: Path, told: str, backups: Path) -> LedgerError:
    in_a_line = " ".join(told.split())
    return LedgerError(_DAMAGED.fill(path=path, why=in_a_line, name=path.name, backups=backups))


def _pragma(connection: sqlite3.Connection, name: str) -> Any:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]
