"""What a reviewer's morning costs: the workbook and the page over thousands of made-up submissions,
and how much memory that takes.

    python -m benchmarks.morning [UNITS] [FOLDER]

A folder keeps what was made, to be looked at.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sipipeline.core.findings import Verdict
from sipipeline.core.particulars import AccountLine, RosterLine
from sipipeline.core.text import Text
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate
from sipipeline.reports.overview.entries import (
    Entry,
    IssueEntry,
    entry_from_json,
    entry_of,
    entry_to_json,
)
from sipipeline.reports.overview.overview import Before, Day, Held, Overview, before_of
from sipipeline.reports.overview.page import write_page
from sipipeline.reports.overview.workbook import write_workbook

UNITS = 3000
MOST_SECONDS = 5.0
TODAY = date(2021, 3, 10)
SAMPLES = Path(__file__).resolve().parent.parent / "samples"
REPORTED = SAMPLES / "korla-2020.xlsx"
"""As many indicators as a unit has."""
_VERDICTS = {Verdict.PASS: 40, Verdict.EXPLAIN: 20, Verdict.FIX: 36, Verdict.UNREADABLE: 4}
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_PLACES = "清河 临江 昌平 永安 新城 东山 西川 南湖 北原 中宁 和顺 安泰".split()
_KINDS = ("县社会保险中心", "市社会保险管理局", "区社会保险事业管理局", "县社会劳动保险中心")


def made_up(count: int, seed: int = 1) -> Iterator[Entry]:
    """Submissions of so many units, in the sizes and with the sentences of the samples."""
    models = [entry_of(result) for result in validate(collect((str(SAMPLES),)), Options())]
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
            counts=whole.counts,
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


def morning(entries: Sequence[Entry]) -> Overview:
    """An overview of a ledger with a roster, a yesterday, and things that are held."""
    roster = [
        RosterLine(one.unit, one.region_code, deadline=TODAY - timedelta(days=5))
        for one in entries
        if one.unit
    ]
    absent = [
        RosterLine(f"{place}社会保险中心", f"{number:06}", ("shebao@example.cn",), (), one.deadline)
        for number, (place, one) in enumerate(zip(_PLACES, roster))
    ]
    held = [
        Held(
            Text(zh="发件人不在名册", en="Sender not on the roster"),
            "zhang@example.cn",
            "2020年度绩效自评.xlsx",
            "2021-03-09T21:14:00+08:00",
            Text(zh="这个邮箱没有登记在任何单位名下。", en="No unit has this address."),
            Text(zh="核实后把邮箱补进名册，下一次运行会处理。", en="Add it to the roster."),
        )
    ]
    days = [
        Day(
            TODAY - timedelta(days=ago), {one: (20 - ago) * many for one, many in _VERDICTS.items()}
        )
        for ago in range(20)
    ]
    return Overview(
        TODAY,
        roster=[*roster[: len(roster) * 9 // 10], *absent],
        before=_yesterday(entries),
        held=held,
        days=days,
    )


def _yesterday(entries: Sequence[Entry]) -> list[Before]:
    """What was there the morning before: most of it, some as it was then."""
    known = [before_of(one) for one in entries[: len(entries) * 9 // 10]]
    changed = (one._replace(verdict=Verdict.FIX, errors=one.errors + 3) for one in known[::25])
    return [*known, *changed]


def _timed(name: str, work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    seconds = time.process_time() - start
    print(f"{name:<40}{seconds:6.2f} s of processor time")
    return seconds


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else UNITS
    stored = [entry_to_json(entry) for entry in made_up(count)]
    entries = [entry_from_json(text) for text in stored]
    with morning(entries) as overview, tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        del entries

        def read() -> None:
            for text in stored:
                overview.add(entry_from_json(text))

        def workbook() -> None:
            with (folder / "批次汇总.xlsx").open("wb") as target:
                write_workbook(target, overview, "zh", Path())

        def page() -> None:
            with (folder / "批次汇总.html").open("w", encoding="utf-8") as target:
                write_page(target, overview, "zh", Path())

        steps = (("read", read), ("workbook", workbook), ("page", page))
        seconds = sum(_timed(name, work) for name, work in steps)
        for product in sorted(folder.glob("批次汇总.*")):
            print(f"{product.name:<38}{product.stat().st_size / 1e6:6.1f} MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} units: {seconds:.2f} s in all, {peak:.0f} MB at most")
    return 0 if seconds < MOST_SECONDS or count > UNITS else 1


if __name__ == "__main__":
    sys.exit(main())
