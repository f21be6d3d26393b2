from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.text import Text, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.narrative.lines.text import cleaned
from sipipeline.evidence.narrative.questions.names_in_text import (
    funds_of_others,
    funds_said_to_be_run,
    funds_spoken_of,
    funds_with_amounts,
    places_of_others,
    units_of_others,
)
from sipipeline.language.fillings import is_made_up
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

UNIT = Text(
    zh="{field}写的是“{name}”，封面的填报单位是“{unit}”。",
    en="{field} speaks of “{name}”; the unit on the cover is “{unit}”.",
)
CHECK_UNIT = Text(
    zh="核对文字里的单位名称，改正照抄来的地方；没有写错的，写明是什么单位。",
    en="Correct the name of the unit where it was copied; if it is right, say what unit that is.",
)
PLACE = Text(
    zh="{field}写的是“{name}”的，填报单位是“{unit}”。",
    en="{field} is of “{name}”; the unit is “{unit}”.",
)
CHECK_PLACE = Text(
    zh="核对地名，改正照抄来的一处。", en="Correct the name of the place where it was copied."
)
_BESIDE_UNIT = ("cover.project", "cover.department")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    yield from _units(evidence)
    yield from _places(evidence)
    submission = evidence.submission
    if not submission.accounts - {evidence.standard.total.key}:
        return
    unit = cleaned(submission.text("cover.unit"))
    texts = [(field, text.replace(unit, "") if unit else text) for field, text in evidence.texts]
    others = {fund for _, text in texts for fund in funds_of_others(text, evidence.standard)}
    asked_for = _asked_for(evidence)
    for field, text in texts:
        named = funds_spoken_of(text, evidence.standard) - others
        for key in sorted(named - submission.accounts - asked_for):
            yield _problem(field, key, text, evidence)
        if named and named <= submission.accounts:
            yield Agreed((field,))


def _asked_for(evidence: Evidence) -> set[str]:
    """The funds whose figures are asked for anyhow: a text that names them may stay."""
    complete = evidence.completeness
    return {*complete.without_account(), *complete.run_but_blank()}


def _units(evidence: Evidence) -> Iterator[Problem]:
    """The texts that call their unit by the name of one of another county."""
    unit = evidence.submission.text("cover.unit")
    for field, text in evidence.texts:
        for name in units_of_others(text, unit)[:1]:
            label = evidence.standard.label(field)
            message = UNIT.fill(field=label, name=name, unit=unit)
            yield Problem(
                (field, "cover.unit"),
                message,
                severity=Severity.WARNING,
                todo=CHECK_UNIT,
                shown=Shown(same(name)),
            )


def _places(evidence: Evidence) -> Iterator[Problem]:
    """The fields of the cover that are of another county than the unit, where that is named."""
    unit = evidence.submission.text("cover.unit")
    for field in () if is_made_up(unit) else _BESIDE_UNIT:
        for name in places_of_others(evidence.submission.text(field), unit):
            label = evidence.standard.label(field)
            yield Problem(
                (field, "cover.unit"),
                PLACE.fill(field=label, name=name, unit=unit),
                severity=Severity.WARNING,
                todo=CHECK_PLACE,
                shown=Shown(same(name)),
            )


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
        zh="文字说明写的是本单位和它开展的险种",
        en="The narrative speaks of the unit and the funds that it runs",
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
