from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.lexicon import words
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

PEOPLE = Text(
    zh="人数增加 {heads} 人 × 月人均 {level} 元 × 12 = {amount}{unit}",
    en="{heads} people more × {level} yuan × 12 = {amount} {unit}",
)
LEVEL = Text(
    zh="已调整 {heads} 人 × 月人均增加 {level} 元 × 12 = {amount}{unit}",
    en="{heads} people adjusted × {level} yuan more × 12 = {amount} {unit}",
)
MESSAGE = Text(
    zh=(
        "{label}填 {stated}{unit}，原因写的是“{cause}”；按已填的数推算，{how}，"
        "只有填报数的 {share}。"
    ),
    en=(
        "{label} says {stated} {unit} for “{cause}”; by the figures filled in, {how}: only "
        "{share} of it."
    ),
)
BOTH = Text(
    zh="而两项原因相加（{other}）共 {sum}{unit}，与填报数接近，像是把两个原因合在一起填了。",
    en=(
        " Both causes together ({other}) make {sum} {unit}, close to it: two causes seem "
        "to have been put in one row."
    ),
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    submission = evidence.submission
    unit = submission.money_unit
    for row in submission.rows("causes"):
        stated, cause = (
            submission.number(f"causes.{row}.amount"),
            submission.text(f"causes.{row}.cause"),
        )
        if stated is None or stated <= 0:
            continue
        parts = _parts(
            submission,
            submission.choice(f"causes.{row}.fund"),
            evidence.standard.yuan(unit),
            unit,
        )
        named = _named(cause)
        if named not in parts:
            continue
        amount, how = parts[named]
        keys = (f"causes.{row}.amount", f"causes.{row}.cause")
        if stated <= amount * evidence.standard.limits["cause"]:
            yield Agreed(keys)
            continue
        message = MESSAGE.fill(
            label=evidence.standard.label(keys[0]),
            stated=number(stated),
            unit=unit,
            cause=cause,
            how=how,
            share=f"{amount / stated:.0%}",
        )
        together = sum(part for part, _ in parts.values())
        if (
            len(parts) == 2
            and together / evidence.standard.limits["cause"]
            <= stated
            <= together * evidence.standard.limits["cause"]
        ):
            other = next(shown for name, (_, shown) in parts.items() if name != named)
            message += BOTH.fill(other=other, sum=number(together, 1), unit=unit)
        yield Problem(
            keys,
            message,
            stated,
            (None, round(amount * evidence.standard.limits["cause"], 1)),
            round(stated - amount, 1),
        )


def _named(cause: str) -> str | None:
    """What a cause in words speaks of: `people`, a `level`, or neither."""
    for name in ("people", "level"):
        if any(word in cause for word in words("causes", name)):
            return name
    return None


def _parts(
    submission: Submission, fund: str, yuan: float, unit: str
) -> dict[str, tuple[float, Text]]:
    """What more people, and a higher level, make of the growth; with the arithmetic in words."""
    heads = submission.number(f"headcounts.{fund}.average_retirees.change")
    level = submission.number(f"benefit_levels.{fund}.after")
    adjusted = submission.number(f"benefit_levels.{fund}.adjusted")
    increase = submission.number(f"benefit_levels.{fund}.increase")
    parts = {}
    for name, sentence, people, each in (
        ("people", PEOPLE, heads, level),
        ("level", LEVEL, adjusted, increase),
    ):
        if people and each and people > 0 and each > 0:
            amount = people * each * 12 / yuan
            shown = sentence.fill(
                heads=number(people), level=number(each), amount=number(amount, 1), unit=unit
            )
            parts[name] = amount, shown
    return parts


_PEOPLE = {
    "headcounts": {"institution_pension": {"average_retirees": {"actual": 5854, "change": 127}}},
    "benefit_levels": {
        "institution_pension": {"after": 5283.43, "increase": 210.26, "adjusted": 5631}
    },
    "accounts": {"institution_pension": {"expenditure": {"change": 2410}}},
}

RULE = JudgingRule(
    code="P402",
    name="cause-matches-people",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="增支原因的金额与人数、待遇水平推算大致相当",
        en="A cause is about what people and levels make of it",
    ),
    why=Text(
        zh=(
            "退休人数增加使支出增加多少，约等于增加人数 × 月人均待遇 × 12；"
            "调待增支约等于调整人数 × 月人均增加 × 12。"
        ),
        en=(
            "More retirees cost about people × monthly benefit × 12; a higher level about "
            "people × increase × 12."
        ),
    ),
    todo=Text(
        zh="按推算核对影响金额；有几个原因的，一个原因填一行。",
        en="Check the amount against this; give each cause a row of its own.",
    ),
    passing={
        **_PEOPLE,
        "causes": [
            {
                "fund": "institution_pension",
                "item": "expenditure",
                "cause": "退休人数增加",
                "amount": 805,
            }
        ],
    },
    failing={
        **_PEOPLE,
        "causes": [
            {
                "fund": "institution_pension",
                "item": "expenditure",
                "cause": "退休人数增加",
                "amount": 2269,
            }
        ],
    },
    judge=judge,
)
