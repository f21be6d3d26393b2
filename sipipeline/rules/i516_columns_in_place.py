from collections.abc import Iterator, Sequence

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.misplaced_columns import (
    DOWN,
    EXCHANGED,
    IN_ROWS,
    SCORES,
    UP,
    MisplacedColumn,
)
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

FILLED_CROSSWISE = Text(
    zh="“{actual}”一列写的是指标值（第 {n} 项“{text}”），“{target}”一列写的是完成情况："
    "两列填反了。以下按互换后的数核对。",
    en="The column “{actual}” has the targets (no. {n}: “{text}”), and “{target}” has what was "
    "reached: the two columns are exchanged. The rest is checked as if they were not.",
)
OFF = Text(
    zh="“{actual}”一列整列{way}移了一行：第 {first} 项空着，第 {n} 项填的“{text}”不是它的。"
    "以下按移回后的数核对。",
    en="The column “{actual}” stands a row {way}: no. {first} is blank, and “{text}” in no. {n} is "
    "not its own. The rest is checked as if each result stood in its own row.",
)
OFF_FROM = Text(
    zh="“{actual}”一列从第 {start} 项起往{way}错了一行：第 {first} 项空着，第 {n} 项填的“{text}”"
    "不是它的。以下按移回后的数核对。",
    en="The column “{actual}” stands a row {way} from no. {start} on: no. {first} is blank, and "
    "“{text}” in no. {n} is not its own. The rest is checked as if each result stood in its own "
    "row.",
)
OFF_BETWEEN = Text(
    zh="“{actual}”一列第 {start} 项到第 {last} 项往{way}错了一行，错出去的一个落在了"
    "另一头：第 {n} 项填的“{text}”不是它的。以下按移回后的数核对。",
    en="The column “{actual}” stands a row {way} from no. {start} to no. {last}, and the one at "
    "the end stands at the other: “{text}” in no. {n} is not its own. The rest is checked as if "
    "each result stood in its own row.",
)
ROWS_CROSSWISE = Text(
    zh="“{target}”和“{actual}”像是填反了：{rows}。以下按互换后的数核对。",
    en="“{target}” and “{actual}” seem to be exchanged: {rows}. The rest is checked as if they "
    "were not.",
)
CROSSWISE = Text(
    zh="第 {n} 项的指标值“{target}”像是完成情况，实际完成值“{actual}”像是指标值",
    en="in no. {n} the target “{target}” looks like what was reached, and “{actual}” like the "
    "target",
)
EXCHANGE_OR_WRITE = Text(
    zh="填反了的，把这两格互换；没有填反的，在“{actual}”写实际达到的数，如 93.5%。",
    en="Exchange the two cells; if they are right, write what was reached as a figure, as 93.5%.",
)
SCORED = Text(
    zh="“{actual}”一列写的是得分（{rows}），没有写完成情况。",
    en="The column “{actual}” has scores ({rows}), and does not say what was reached.",
)
SOME_SCORED = Text(
    zh="“{actual}”写的是得分，不是完成情况：{rows}。",
    en="“{actual}” has the score, and does not say what was reached: {rows}.",
)
ROW = Text(zh="第 {n} 项“{text}”", en="no. {n}: “{text}”")
WRITE_RESULTS = Text(
    zh="在“{actual}”一列填实际完成的数，如 9210人、96.3%；得分填在“{score}”一列。",
    en="Write in “{actual}” what was reached, as 9210人 or 96.3%; scores stand in “{score}”.",
)
MOVE_BACK = Text(
    zh="把“{actual}”一列移回原来的行，移走后空着的补填。",
    en="Move the column “{actual}” back by a row, and fill in what is left blank.",
)
MOVE_BACK_FROM = Text(
    zh="把“{actual}”一列从第 {next} 项起的数都往{back}移一行，移走后空着的补填。",
    en="Move what stands in “{actual}” from no. {next} on {back} by a row, and fill in what is "
    "left blank.",
)
MOVE_AROUND = Text(
    zh="把“{actual}”一列第 {start} 项到第 {last} 项的数都往{back}移一行，移出去的一个填到另一头。",
    en="Move what stands in “{actual}” from no. {start} to no. {last} {back} by a row, and the one "
    "at the end to the other.",
)
_MANY = 3
_WAYS = {DOWN: Text(zh="下", en="down"), UP: Text(zh="上", en="up")}
_BACK = {DOWN: _WAYS[UP], UP: _WAYS[DOWN]}


def judge(evidence: Evidence) -> Iterator[Judgement]:
    moved = evidence.misplaced_columns
    if moved is None:
        stated = tuple(row.key("target") for row in evidence.indicators)
        yield from [Agreed(stated)] if stated else []
        return
    judged = {SCORES: _scored, IN_ROWS: _in_rows, EXCHANGED: _exchanged}.get(moved.way, _off)
    yield judged(evidence, moved)


def _exchanged(evidence: Evidence, moved: MisplacedColumn) -> Problem:
    """Targets and results in each other's column."""
    names, first = _names(evidence), moved.rows[0]
    text = evidence.submission.text(f"indicators.{first}.actual")
    return Problem(_pairs(moved.rows), FILLED_CROSSWISE.fill(**names, n=first, text=text))


def _in_rows(evidence: Evidence, moved: MisplacedColumn) -> Problem:
    """Target and result in each other's cell in some rows: both could be meant."""
    submission, names = evidence.submission, _names(evidence)
    told = [
        CROSSWISE.fill(
            n=row,
            target=submission.text(f"indicators.{row}.target"),
            actual=submission.text(f"indicators.{row}.actual"),
        )
        for row in moved.rows
    ]
    message = ROWS_CROSSWISE.fill(**names, rows=join(told, "；", "; "))
    todo, severity = EXCHANGE_OR_WRITE.fill(**names), Severity.WARNING
    return Problem(_pairs(moved.rows), message, todo=todo, severity=severity)


def _off(evidence: Evidence, moved: MisplacedColumn) -> Problem:
    """Results a row off, all of them or from one row on."""
    keys = tuple(f"indicators.{row}.actual" for row in moved.rows)
    places = {
        **_names(evidence),
        "first": moved.rows[0],
        "n": moved.rows[-1],
        "text": evidence.submission.text(keys[-1]),
        "way": _WAYS[moved.way],
        "back": _BACK[moved.way],
    }
    if moved.last is not None:
        message = OFF_BETWEEN.fill(**places, start=moved.start or 0, last=moved.last)
        todo = MOVE_AROUND.fill(**places, start=moved.start or 0, last=moved.last)
        return Problem(keys, message, todo=todo)
    if moved.start is None:
        return Problem(keys, OFF.fill(**places), todo=MOVE_BACK.fill(**places))
    next_one = moved.start + (moved.way == DOWN)
    todo = MOVE_BACK_FROM.fill(**places, next=next_one)
    return Problem(keys, OFF_FROM.fill(**places, start=moved.start), todo=todo)


def _scored(evidence: Evidence, moved: MisplacedColumn) -> Problem:
    """Scores that stand where results belong."""
    names, rows = _names(evidence), moved.rows
    keys = tuple(f"indicators.{row}.actual" for row in rows)
    told = [ROW.fill(n=n, text=evidence.submission.text(key)) for n, key in zip(rows, keys)]
    places = {**names, "rows": join(told, "、", ", ")}
    message = SCORED if len(rows) >= _MANY else SOME_SCORED
    return Problem(keys, message.fill(**places), todo=WRITE_RESULTS.fill(**places))


def _names(evidence: Evidence) -> dict[str, Text]:
    """What the columns are called."""
    return {column.key: column.name for column in evidence.standard.indicators}


def _pairs(rows: Sequence[int]) -> tuple[str, ...]:
    """Target and result of some rows."""
    return tuple(f"indicators.{row}.{column}" for row in rows for column in ("actual", "target"))


RULE = JudgingRule(
    code="I516",
    name="columns-in-place",
    kind=Kind.TARGET,
    severity=Severity.ERROR,
    title=Text(
        zh="指标值和实际完成值没有填反、没有错行，实际完成值不是得分",
        en="Targets and results stand in their own columns and rows, and results are no scores",
    ),
    why=Text(
        zh="两列填反了、错了行，或者填成了得分，每个指标都像没有完成，或者看不出是否完成。",
        en="Exchanged, a row off or with scores instead, each target looks missed or cannot be "
        "judged.",
    ),
    todo=Text(
        zh="把“指标值”和“实际完成值”两列的内容互换。", en="Exchange what the two columns hold."
    ),
    passing={
        "indicators": [
            indicator(level3="参保人数", target="≥58000人", actual="58420人"),
            indicator(level3="待遇发放准确率", target="≥99%", actual="99.9%"),
            indicator(level3="参保人员满意度", target="≥90%", actual="94.6%"),
        ]
    },
    failing={
        "indicators": [
            indicator(level3="参保人数", target="58420人", actual="≥58000人"),
            indicator(level3="待遇发放准确率", target="99.9%", actual="≥99%"),
            indicator(level3="参保人员满意度", target="94.6%", actual="≥90%"),
        ]
    },
    judge=judge,
)
