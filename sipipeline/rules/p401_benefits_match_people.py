from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh=(
        "{label}填 {spent}{unit}；平均 {heads} 人 × 月人均 {level} 元 × 12 = "
        "{expected}{unit}，前者是后者的 {times} 倍，不大合理。"
    ),
    en=(
        "{label} says {spent} {unit}; {heads} people × {level} yuan × 12 = {expected} "
        "{unit}: {times} times that, hardly plausible."
    ),
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Pensions: average retirees × monthly benefit × 12, against the benefits paid; a wide band."""
    unit = evidence.submission.money_unit
    for fund in evidence.standard.funds:
        heads_key = f"headcounts.{fund.key}.average_retirees.actual"
        level_key, spent_key = (
            f"benefit_levels.{fund.key}.after",
            f"accounts.{fund.key}.benefits.actual",
        )
        heads, level, spent = (
            evidence.submission.number(key) for key in (heads_key, level_key, spent_key)
        )
        if not heads or not level or spent is None or heads < 0 or level < 0:
            continue
        expected = heads * level * 12 / evidence.standard.yuan(unit)
        times = spent / expected
        if (
            evidence.standard.limits["benefit_low"]
            <= times
            <= evidence.standard.limits["benefit_high"]
        ):
            yield Agreed((spent_key, heads_key, level_key))
            continue
        message = MESSAGE.fill(
            label=evidence.standard.label(spent_key),
            spent=number(spent),
            unit=unit,
            heads=number(heads),
            level=number(level),
            expected=number(expected, 2),
            times=number(times, 2),
        )
        bounds = tuple(
            round(expected * evidence.standard.limits[end], 1)
            for end in ("benefit_low", "benefit_high")
        )
        yield Problem(
            (spent_key, heads_key, level_key),
            message,
            spent,
            (bounds[0], bounds[1]),
            round(spent - expected, 1),
        )


RULE = JudgingRule(
    code="P401",
    name="benefits-match-people",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(zh="待遇支出与人数、待遇水平大致相当", en="Benefits are about people × level × 12"),
    why=Text(
        zh=(
            "领取人数乘以月人均待遇再乘 12，应与全年待遇支出相差不多；差得远，多半是人数、"
            "单位或金额填错。"
        ),
        en=(
            "People times monthly benefit times 12 is close to the year's benefits; far "
            "off means a wrong count, unit or amount."
        ),
    ),
    todo=Text(
        zh="核对人数、月人均待遇和待遇支出；确有特殊情况的，在待遇支出行的“说明”栏写明。",
        en=(
            "Check people, level and benefits; if there is a special reason, write it in "
            "the 说明 column of the row."
        ),
    ),
    passing={
        "headcounts": {"institution_pension": {"average_retirees": {"actual": 5854}}},
        "benefit_levels": {"institution_pension": {"after": 5283.43}},
        "accounts": {"institution_pension": {"benefits": {"actual": 38273}}},
    },
    failing={
        "headcounts": {"institution_pension": {"average_retirees": {"actual": 5854}}},
        "benefit_levels": {"institution_pension": {"after": 5283.43}},
        "accounts": {"institution_pension": {"benefits": {"actual": 3827.3}}},
    },
    judge=judge,
)
