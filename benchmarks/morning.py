"""What a reviewer's morning costs where the ledger has thousands of submissions: the pass that
writes workbook and page, a pass with nothing new, `status`; and how large the ledger is.

    python -m benchmarks.morning [UNITS] [FOLDER]

A folder keeps the place that was made, to be looked at.
"""

import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from sipipeline.core.findings import FileResult, Verdict
from sipipeline.core.particulars import AccountLine, KeptClaim
from sipipeline.core.roster import COLUMNS
from sipipeline.core.text import Text
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate
from sipipeline.ledger import arrivals, mornings, notices, store, submissions
from sipipeline.ledger.arrivals import Arrival, Original
from sipipeline.ledger.mornings import MorningKept
from sipipeline.ledger.store import Ledger
from sipipeline.ledger.submissions import Judgement
from sipipeline.nightly import settings
from sipipeline.nightly.place import Wishes, make
from sipipeline.nightly.rounds import causes_of
from sipipeline.nightly.units import Units
from sipipeline.reports.json_csv import as_json, dumps
from sipipeline.reports.overview.entries import Entry, IssueEntry, entry_to_json
from sipipeline.reports.overview.overview import Overview, before_of
from sipipeline.reports.overview.result_entries import entry_of

UNITS = 3000
MOST_SECONDS, MOST_IDLE = 5.0, 2.0
NEW = 300
"""Submissions that came in the night; the others were told before."""
TODAY = date.today()
SAMPLES = Path(__file__).resolve().parent.parent / "samples"
REPORTED = SAMPLES / "korla-2020.xlsx"
"""As many indicators as a unit has."""
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_VERDICTS = {Verdict.PASS: 40, Verdict.EXPLAIN: 20, Verdict.FIX: 36, Verdict.UNREADABLE: 4}
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_PLACES = "清河 临江 昌平 永安 新城 东山 西川 南湖 北原 中宁 和顺 安泰".split()
_KINDS = ("县社会保险中心", "市社会保险管理局", "区社会保险事业管理局", "县社会劳动保险中心")


def made_up(results: Sequence[FileResult], count: int, seed: int = 1) -> Iterator[Entry]:
    """Submissions of so many units, in the sizes and with the sentences of the samples."""
    models = [entry_of(result) for result in results]
    issues = [issue for model in models for issue in model.issues]
    whole = max(models, key=lambda model: len(model.accounts))
    indicators = next(model for model in models if Path(model.path) == REPORTED).indicators
    chance = random.Random(seed)
    for number in range(count):
        verdict = chance.choices([*_VERDICTS], [*_VERDICTS.values()])[0]
        entry = replace(
            _who(number, verdict, chance),
            issues=tuple(_issues(verdict, issues, chance)),
            indicators=indicators,
            accounts=_scaled(_some_funds(whole.accounts, chance), chance),
        )
        yield _unreadable(entry) if verdict is Verdict.UNREADABLE else entry


def _who(number: int, verdict: Verdict, chance: random.Random) -> Entry:
    place = _PLACES[number % len(_PLACES)]
    unit = f"{place}{number // len(_PLACES) + 1}{chance.choice(_KINDS)}"
    came = TODAY - timedelta(hours=chance.randrange(1, 500))
    return Entry(
        path=f"{unit}2020年度绩效自评.xlsx",
        verdict=verdict,
        sha256=f"{number:064x}",
        standard="2020",
        unit=unit,
        region_code=str(650000 + number),
        year=2020,
        round=chance.choice((1, 1, 1, 2, 3)),
        contact=chance.choice(_SURNAMES) + chance.choice(("会计", "科长", "主任")),
        phone=f"0996-{chance.randrange(2_000_000, 8_999_999)}",
        received=f"{came.isoformat()}T{chance.randrange(8, 24):02}:{chance.randrange(60):02}:00",
        copy=f"outbox/{unit}/{unit}-第1轮.xlsx",
    )


def _issues(
    verdict: Verdict, pool: Sequence[IssueEntry], chance: random.Random
) -> Iterator[IssueEntry]:
    """Some issues that fit a verdict, the errors first."""
    wanted = {
        Verdict.FIX: (chance.randrange(1, 9), chance.randrange(10)),
        Verdict.EXPLAIN: (0, chance.randrange(1, 12)),
        Verdict.PASS: (0, 0),
        Verdict.UNREADABLE: (0, 0),
    }[verdict]
    for severity, count in zip(("error", "warning", "info"), (*wanted, chance.randrange(4))):
        yield from chance.choices([one for one in pool if one.severity == severity], k=count)


def _some_funds(lines: Sequence[AccountLine], chance: random.Random) -> list[AccountLine]:
    """The accounts of two to four funds, as units run them, and of the total."""
    funds = sorted({line.fund for line in lines} - {"total"})
    run = {"total", *chance.sample(funds, chance.randrange(2, 5))}
    return [line for line in lines if line.fund in run]


def _scaled(lines: Sequence[AccountLine], chance: random.Random) -> tuple[AccountLine, ...]:
    """Accounts of a unit of another size, its budget more or less kept."""
    factor, kept = chance.uniform(0.2, 3.0), chance.uniform(0.75, 1.25)

    def times(amount: int | None, by: float) -> int | None:
        return None if amount is None else round(amount * by)

    return tuple(
        AccountLine(
            line.fund,
            line.item,
            times(line.budget, factor),
            times(line.actual, factor * kept),
            times(line.prior, factor),
        )
        for line in lines
    )


def _unreadable(entry: Entry) -> Entry:
    why = Text(
        zh="文件不完整，可能没有上传或下载完。请用 Excel 或 WPS 打开原文件，另存后重新报送。",
        en="The file is cut off. Open the original, save it anew and send it again.",
    )
    known = replace(entry, unreadable=why, indicators=(), issues=(), accounts=())
    return replace(known, unit="", region_code="", year=None, copy="")


# ---------------------------------------------------------------- the place
def place(folder: Path, count: int) -> Path:
    """A place whose ledger has so many submissions, some of which are to be reported; its
    configuration."""
    make(folder, Wishes())
    config = folder / settings.NAME
    config.write_text(settings.written("zh", {"backup": {"keep": 0}}), encoding="utf-8")
    results = list(validate(collect((str(SAMPLES),)), Options(claims=True)))
    entries = list(made_up(results, count))
    _write_roster(folder / "roster.xlsx", [one for one in entries[::-1] if one.unit][count // 10 :])
    with store.opened(settings.load(config).ledger) as ledger:
        ledger.connection.execute("PRAGMA synchronous = OFF")
        _keep_yesterday(ledger, entries)
        whole = max(results, key=lambda result: len(result.particulars.accounts))
        of_verdict = {result.verdict: result for result in results} | {whole.verdict: whole}
        chance = random.Random(1)
        for number, entry in enumerate(entries, 1):
            claims = _scaled_claims(whole.particulars.claims, chance) if entry.unit else ()
            _keep(ledger, number, entry, of_verdict.get(entry.verdict, whole), claims)
    return config


def _write_roster(target: Path, entries: Sequence[Entry]) -> None:
    """A roster of units that came, and of some that did not."""
    deadline = (TODAY - timedelta(days=5)).isoformat()
    lines = [(one.unit, one.region_code) for one in entries]
    lines += [(f"{name}社会保险中心", f"{number:06}") for number, name in enumerate(_PLACES)]
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [head.zh for head in COLUMNS.values()])
        for row, (unit, code) in enumerate(lines, 1):
            stated = {"unit": unit, "region_code": code, "addresses": f"{row}@example.cn"}
            stated |= {"deadline": deadline}
            sheet.write_row(row, 0, [stated.get(name, "") for name in COLUMNS])


def _keep_yesterday(ledger: Ledger, entries: Sequence[Entry]) -> None:
    """What was there on the mornings before: most of it, some as it was then."""
    with Overview(TODAY) as earlier:
        for entry in entries[: len(entries) * 9 // 10]:
            earlier.add(entry)
        known = [before_of(one) for one in earlier.kept]
    then = [one._replace(errors=one.errors + 3) for one in known[::25]]
    counts = Counter(entry.verdict.value for entry in entries)
    for ago in range(20, 0, -1):
        day = (TODAY - timedelta(days=ago)).isoformat()
        some = {name: count * (20 - ago) // 20 for name, count in counts.items()}
        mornings.keep(ledger, MorningKept(day, some, [list(one) for one in [*known, *then]]))


def _scaled_claims(claims: Sequence[KeptClaim], chance: random.Random) -> tuple[KeptClaim, ...]:
    """What another unit states."""
    factor = chance.uniform(0.2, 3.0)

    def scaled(claim: KeptClaim) -> KeptClaim:
        if not isinstance(claim.value, float):
            return claim
        value = round(claim.value * factor, 2)
        return claim._replace(value=value, text=f"{value}")

    return tuple(map(scaled, claims))


def _keep(
    ledger: Ledger, number: int, entry: Entry, model: FileResult, claims: Sequence[KeptClaim]
) -> None:
    """Keep a submission as a pass does that has checked and copied it."""
    sha256 = f"{number:064x}"
    original = Original(sha256, 60_000, f"{sha256[:2]}/{sha256}.xlsx")
    arrival = Arrival(sha256, "folder", entry.path, entry.path, entry.received)
    taken = arrivals.receive(ledger, original, arrival)
    arrivals.cleared(ledger, taken.id)
    submissions.unpack(ledger, taken.id, [""])
    has_unit = bool(entry.unit)
    judgement = Judgement(
        sha256=sha256,
        standing="round" if has_unit else "unknown",
        verdict=entry.verdict.value,
        result=dumps(as_json(replace(model, path=entry.path, unit=entry.unit), "zh")),
        entry=entry_to_json(replace(entry, accounts=())),
        accounts=entry.accounts,
        unit=entry.unit,
        unit_key=Units().key_of(entry.unit, entry.region_code),
        region_code=entry.region_code,
        year=entry.year,
        round=entry.round if has_unit else None,
        standard=entry.standard,
        causes=causes_of(model),
        claims=claims,
    )
    submissions.judge(ledger, number, judgement)
    submissions.copy(ledger, number, entry.copy or f"rejected/{number}.xlsx", sha256)
    if number > NEW:
        submissions.advance(ledger, [number], "reported")
    if number % 100 == 0:
        why = Text(zh="这个邮箱没有登记在任何单位名下。", en="No unit has this address.")
        notices.notice(ledger, "no_unit", str(number), why, number)


# ---------------------------------------------------------------- what it costs
def _timed(name: str, *arguments: str) -> float:
    """Run a command as it is when it is installed; the seconds that it took."""
    command = [sys.executable, "-m", "sipipeline", *arguments]
    installed = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    installed["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "sipipeline-bytecode")
    subprocess.run([*command, "--help"], check=True, env=installed, stdout=subprocess.DEVNULL)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, env=installed, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name:<34}{seconds:6.2f} s, {processor:6.2f} of the processor", flush=True)
    return min(seconds, processor)


def _tell_size(ledger: Path) -> None:
    """How many megabytes each table of a ledger takes, with its indexes."""
    with closing(sqlite3.connect(ledger)) as connection:
        sizes = connection.execute(
            "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m "
            "ON m.name = s.name WHERE s.pgsize > 0 GROUP BY 1 ORDER BY 2 DESC"
        ).fetchall()
    told = ", ".join(f"{name} {size / 1e6:.1f}" for name, size in sizes if size > 100_000)
    print(f"ledger: {ledger.stat().st_size / 1e6:.1f} MB ({told})")


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else UNITS
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary) / "place"
        config = str(place(folder, count))
        _tell_size(folder / "state" / "ledger.sqlite")
        _timed("a dry run, which warms up", "nightly", "--config", config, "--dry-run")
        busy = [
            _timed("the pass that writes the reports", "nightly", "--config", config),
            _timed("status", "status", "--config", config),
            _timed("status --format json", "status", "--config", config, "--format", "json"),
        ]
        idle = _timed("a pass with nothing new", "nightly", "--config", config)
        for product in sorted((folder / "reports").rglob("*.*")):
            print(f"{product.name:<34}{product.stat().st_size / 1e6:6.1f} MB")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{count} units: {max(busy):.2f} s at most, {peak:.0f} MB at most")
    is_slow = max(busy) >= MOST_SECONDS or idle >= MOST_IDLE
    return 1 if is_slow and count <= UNITS else 0


if __name__ == "__main__":
    sys.exit(main())
