from collections.abc import Iterator, Sequence

from sipipeline.core import keys
from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.text import NOTHING, Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.levels import is_second_level
from sipipeline.evidence.misplaced_columns import SCORES
from sipipeline.language.fillings import gives_no_words
from sipipeline.language.numbers import compact, is_blank_word
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

ACTUAL = Text(
    zh="第 {n} 项“{name}”没有填实际完成值{typed}。",
    en="No. {n}, “{name}”, does not say what was reached{typed}.",
)
TARGET = Text(
    zh="第 {n} 项“{name}”没有填指标值{typed}。", en="No. {n}, “{name}”, has no target{typed}."
)
NAME = Text(
    zh="第 {n} 项没有填{column}，不知道是什么指标。",
    en="No. {n} has no {column}: nobody knows what it is.",
)
TYPED = Text(zh="（填的是“{word}”）", en=" (the cell says “{word}”)")
BOTH = Text(
    zh="第 {n} 项“{name}”的指标值和实际完成值都填了“{word}”。",
    en="No. {n}, “{name}”, says “{word}” both for the target and for what was reached.",
)
COLUMN = Text(
    zh="“{column}”一栏全是空的，{count} 项指标都没有填。",
    en="The column “{column}” is blank for all {count} indicators.",
)
_COLUMN = 3
"""From so many rows on a column that is blank throughout is told as one."""
WRITE_BOTH = Text(
    zh="不涉及的指标，删除这一行；涉及的，补填指标值和实际完成值。",
    en="Delete the row of an indicator that does not apply; fill in both cells of one that does.",
)
WRITE_NAME = Text(zh="补填指标的名称。", en="Fill in what the indicator is called.")
WRITE_TARGET = Text(
    zh="按年初批复的绩效目标补填指标值。", en="Fill in the target that was approved for the year."
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """无 fills in what was reached where it is an answer, to 0起 or ≤3起, and a target of what must
    not happen. The execution row of a printed score table needs no target; a cell with a formula
    and no value is told by F102, one with a score by I516."""
    judged = [*_of_rows(evidence)]
    for column, todo in (("actual", None), ("target", WRITE_TARGET)):
        blank = _blank(judged, column)
        if blank:
            names = {one.key: one.name for one in evidence.standard.indicators}
            message = COLUMN.fill(column=names[column], count=len(blank))
            yield Problem(tuple(key for one in blank for key in one.keys), message, todo=todo)
            judged = [one for one in judged if one not in blank]
    yield from judged


def _blank(judged: Sequence[Problem | Agreed], column: str) -> Sequence[Problem]:
    """That the cells of a column are blank, where all of several are."""
    of_column = [one for one in judged if [*map(keys.measure, one.keys)] == [column]]
    blank = [one for one in of_column if isinstance(one, Problem)]
    return blank if _COLUMN <= len(blank) == len(of_column) else ()


def _of_rows(evidence: Evidence) -> Iterator[Problem | Agreed]:
    """What each row lacks."""
    known = evidence.submission.unreadable | _with_scores(evidence)
    for row in evidence.indicators:
        if (not row.name and not row.target) or (row.execution and is_blank_word(row.target)):
            continue
        if row.attainment is not None and not _is_named(row, evidence.standard):
            yield _unnamed(row, evidence.standard)
        yield from (one for one in _filled(row) if known.isdisjoint(one.keys))


def _with_scores(evidence: Evidence) -> frozenset[str]:
    """The results in whose place scores stand."""
    moved = evidence.misplaced_columns
    rows = moved.rows if moved is not None and moved.way == SCORES else ()
    return frozenset(f"indicators.{row}.actual" for row in rows)


def _filled(row: Indicator) -> Iterator[Problem | Agreed]:
    """Whether a row says what was reached, and what was to be."""
    answered = row.attainment is not None or not is_blank_word(row.actual)
    if not answered and row.target and compact(row.target) == compact(row.actual):
        told = BOTH.fill(n=row.number, name=row.called, word=row.actual)
        yield Problem((row.key("actual"), row.key("target")), told, todo=WRITE_BOTH)
        return
    for column, filled, message, todo in (
        ("actual", answered, ACTUAL, None),
        ("target", not is_blank_word(row.asked), TARGET, WRITE_TARGET),
    ):
        key = row.key(column)
        word = row.actual if column == "actual" else row.target
        typed = TYPED.fill(word=word) if word else NOTHING
        told = message.fill(n=row.number, name=row.called, typed=typed)
        yield Agreed((key,)) if filled else Problem((key,), told, todo=todo)


def _is_named(row: Indicator, standard: Standard) -> bool:
    """Whether a row says what it measures, be it as a second level of its own."""
    of_its_own = bool(row.level2) and not is_second_level(standard, row.level2)
    return row.execution or of_its_own or not gives_no_words(row.name)


def _unnamed(row: Indicator, standard: Standard) -> Problem:
    column = next(column for column in standard.indicators if column.key == "level3")
    message = NAME.fill(n=row.number, column=column.name)
    return Problem((row.key("level3"),), message, severity=Severity.WARNING, todo=WRITE_NAME)


RULE = JudgingRule(
    code="I513",
    name="actual-filled-in",
    kind=Kind.MISSING,
    severity=Severity.ERROR,
    title=Text(zh="每个指标都填了实际完成值", en="Every target has what was reached"),
    why=Text(
        zh="没有实际完成值的指标等于没有自评。",
        en="An indicator without it has not been evaluated.",
    ),
    todo=Text(zh="补填实际完成值。", en="Fill in what was reached."),
    passing={"indicators": [indicator(target="≥100人", actual="120人")]},
    failing={"indicators": [indicator(target="≥100人", actual="—")]},
    judge=judge,
)
