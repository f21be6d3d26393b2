from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Note, Noted
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.units import PERCENT
from sipipeline.rule import JudgingRule, Problem, notes_by_sheet, seen

MESSAGE = Text(
    zh="工作表“{sheet}”有 {count} 格的数字格式改变了显示的数：如 {ref} 显示“{raw}”，"
    "存的是 {stored}。已按显示的数核对。",
    en="Sheet “{sheet}” shows other figures than it stores in {count} cell(s), by their number "
    "format: {ref} shows “{raw}” and holds {stored}. What is shown was checked.",
)
IN_PERCENT = Text(
    zh="工作表“{sheet}”有 {count} 格要填金额或人数，却是百分数格式：如 {ref} 显示“{raw}”，"
    "存的是 {stored}。已按显示的数核对。",
    en="Sheet “{sheet}” has {count} cell(s) for money or people in a format of percentages: {ref} "
    "shows “{raw}” and holds {stored}. What is shown was checked.",
)
IN_PERCENT_TODO = Text(
    zh="把单元格格式改为“常规”，再把数重填一遍：别的程序读到的是存的数。",
    en="Set the format of the cells to General and type the figures again: other programs read "
    "what is stored.",
)
TIMES_100 = Text(
    zh="工作表“{sheet}”有 {count} 格百分数显示的是原数的 100 倍：如 {ref} 显示“{raw}”，"
    "应为 {stored}。已按应填的数核对。",
    en="Sheet “{sheet}” has {count} cell(s) with rates that are shown 100 times too large: {ref} "
    "shows “{raw}” for {stored}. What was meant was checked.",
)
TIMES_100_TODO = Text(
    zh="在这些格里重新输入百分数，如 {stored}：现在存的数是它的 100 倍，印出来就是错的。",
    en="Type the rates again, as {stored}: what the cells hold and print is 100 times as much.",
)
_AMOUNTS = ("money", "yuan", "count")
"""The kinds of figures that no percentage is."""


def judge(evidence: Evidence) -> Iterator[Problem]:
    """One problem for each sheet with all of its cells, one with those for money or people that
    show percentages, and one of all sheets with the rates that are shown a hundred times too
    large."""
    standard = evidence.submission.standard
    times_100: list[Note] = []
    for sheet, notes in notes_by_sheet(evidence.submission, Noted.SHOWN):
        in_percent = [note for note in notes if _is_amount_in_percent(note, standard)]
        rates = [note for note in notes if _is_rate(note, standard)]
        others = [note for note in notes if note not in (*in_percent, *rates)]
        times_100.extend(rates)
        if in_percent:
            told = _problem(sheet, in_percent, standard, IN_PERCENT)
            yield replace(told, severity=Severity.WARNING, todo=IN_PERCENT_TODO)
        if others:
            yield _problem(sheet, others, standard, MESSAGE)
    if times_100:
        yield _of_rates(times_100, standard)


def _is_amount_in_percent(note: Note, standard: Standard) -> bool:
    """Whether a cell for money or people shows a percentage."""
    field = standard.field(note.key)
    is_amount = field is not None and field.kind in _AMOUNTS
    return is_amount and seen(note, standard).endswith(PERCENT.symbol)


def _is_rate(note: Note, standard: Standard) -> bool:
    """Whether a cell for a rate shows a hundred times what it was read as."""
    field = standard.field(note.key)
    return field is not None and field.kind == "rate" and note.detail.endswith(PERCENT.symbol)


def _of_rates(notes: Sequence[Note], standard: Standard) -> Problem:
    """What is told of the rates of all sheets that are shown a hundred times too large."""
    first, sheets = notes[0], "”、“".join(dict.fromkeys(note.sheet for note in notes))
    return replace(
        _problem(sheets, notes, standard, TIMES_100),
        severity=Severity.WARNING,
        todo=TIMES_100_TODO.fill(stored=first.detail),
        place=(first.sheet, first.ref, first.raw),
    )


def _problem(sheet: str, notes: Sequence[Note], standard: Standard, message: Text) -> Problem:
    """What is told of cells of one sheet, with the first as an example."""
    first = notes[0]
    raw, count = seen(first, standard), len(notes)
    return Problem(
        tuple(note.key for note in notes),
        message.fill(sheet=sheet, count=count, ref=first.ref, raw=raw, stored=first.detail),
        stated=first.raw,
        place=(sheet, first.ref, first.raw),
    )


RULE = JudgingRule(
    code="F114",
    name="shown-as-stored",
    kind=Kind.FORMAT,
    severity=Severity.INFO,
    title=Text(zh="显示的数就是存的数", en="A figure is shown as it is stored"),
    why=Text(
        zh="有的数字格式把数缩小了显示（如以万元显示），看到的数与格子里存的数不同。",
        en="Some number formats divide what they show, so that a reader sees another figure.",
    ),
    todo=Text(
        zh="看到的数是对的，不用改；想让存的数和显示的一致，把单元格格式设为“常规”，"
        "再按封面的金额单位填数。",
        en="Nothing to do where the figures shown are right; to store what is shown, set the "
        "format of the cells to General and write them in the unit of the cover.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={
        "notes": [
            {
                "what": "shown",
                "sheet": "工伤",
                "ref": "D7",
                "key": "accounts.work_injury.income.actual",
                "raw": "1600.0",
                "detail": "16,000,000",
            }
        ]
    },
    judge=judge,
)
