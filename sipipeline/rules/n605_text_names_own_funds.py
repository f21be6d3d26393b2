from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.narrative.lines.text import cleaned
from sipipeline.evidence.narrative.questions.names_in_text import (
    funds_of_others,
    funds_said_to_be_run,
    funds_spoken_of,
    funds_with_amounts,
)
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{field}提到{fund}，但没有填这个险种的数。",
    en="{field} speaks of {fund}, of which no figure is filled in.",
)

RUN = Text(
    zh="{field}写本单位经办{fund}，但没有填这个险种的数。",
    en="{field} says that the unit runs {fund}, of which no figure is filled in.",
)
AMOUNTS = Text(
    zh="{field}写了{fund}的收支，但没有填这个险种的数。",
    en="{field} has amounts of {fund}, of which no figure is filled in.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    submission = evidence.submission
    if not submission.accounts - {evidence.standard.total.key}:
        return
    unit = cleaned(submission.text("cover.unit"))
    texts = [(field, text.replace(unit, "") if unit else text) for field, text in evidence.texts]
    others = {fund for _, text in texts for fund in funds_of_others(text, evidence.standard)}
    for field, text in texts:
        named = funds_spoken_of(text, evidence.standard) - others
        for key in sorted(named - submission.accounts):
            yield _problem(field, key, text, evidence)
        if named and named <= submission.accounts:
            yield Agreed((field,))


def _problem(field: str, key: str, text: str, evidence: Evidence) -> Problem:
    """What is said of a fund without figures; a warning where the text says that the unit runs it,
    or what came in and went out."""
    standard, message, severity = evidence.standard, MESSAGE, None
    if key in funds_with_amounts(text, standard):
        message, severity = AMOUNTS, Severity.WARNING
    elif key in funds_said_to_be_run(text, standard):
        message, severity = RUN, Severity.WARNING
    words = message.fill(field=standard.label(field), fund=standard.fund(key).short)
    return Problem((field,), words, severity=severity)


RULE = JudgingRule(
    code="N605",
    name="text-names-own-funds",
    kind=Kind.NARRATIVE,
    severity=Severity.INFO,
    title=Text(
        zh="文字说明只写本单位开展的险种",
        en="The narrative speaks of funds that the unit runs",
    ),
    why=Text(
        zh="文字写到没有填报的险种，多半是照抄了别的报告。",
        en="A fund without figures was probably copied from another report.",
    ),
    todo=Text(
        zh="核对文字；确有开展的，补填险种表。",
        en="Check the text; if the fund is run, fill in its sheet.",
    ),
    passing={
        "accounts": {"work_injury": {"income": {"actual": 5306, "completion_rate": "114%"}}},
        "narrative": {"overview": "工伤保险基金运行平稳。"},
    },
    failing={
        "accounts": {"work_injury": {"income": {"actual": 5306, "completion_rate": "114%"}}},
        "narrative": {"overview": "城乡居民医保整合顺利。"},
    },
    judge=judge,
)
