from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.scores import example
from sipipeline.language.targets import parse
from sipipeline.rule import Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”的{column}“{text}”大数写在了前面，按 {low}～{high}{unit} 理解。",
    en="No. {n}, “{name}”: the {column} “{text}” has its larger end first; "
    "it is read as {low} to {high}{unit}.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    columns = {column.key: column.name for column in evidence.standard.indicators}
    for row in evidence.indicators:
        for key, text in (("target", row.target), ("actual", row.actual)):
            stated = parse(text)
            if not stated.backwards or stated.lo is None or stated.hi is None:
                continue
            message = MESSAGE.fill(
                n=row.number,
                name=row.called,
                column=columns[key],
                text=text,
                low=number(stated.lo),
                high=number(stated.hi),
                unit=stated.unit.symbol,
            )
            yield Problem((row.key(key),), message)


RULE = JudgingRule(
    code="I514",
    name="range-in-order",
    kind=Kind.TARGET,
    severity=Severity.INFO,
    title=Text(zh="区间从小到大写", en="A range starts with its smaller end"),
    why=Text(
        zh="“105%-95%”按 95%～105% 理解；照通常的写法写，不会看错。",
        en="105%-95% is read as 95% to 105%; in the usual order nobody misreads it.",
    ),
    todo=Text(zh="建议写成 95%-105%。", en="Better write 95%-105%."),
    passing=example(1, target="95%-105%", actual="101%"),
    failing=example(1, target="105%-95%", actual="101%"),
    judge=judge,
)
