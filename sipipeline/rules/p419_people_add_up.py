from collections.abc import Iterator, Sequence

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Fund, Item, Standard
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{label}填 {people}，而{parts}，共 {sum} 人；参保人数含缴费的人和领取待遇的人，不会比两者"
    "之和少这么多（已放宽一成）。",
    en="{label} says {people}, but {parts}, together {sum}; participants include those who "
    "contribute and those who receive benefits, and cannot be fewer by so much (with a tenth of "
    "room).",
)
PART = Text(zh="{line} {people} 人", en="{line} {people}")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Participants of pensions against contributors and pensioners together; those who do both
    within a year leave a tenth of room."""
    for fund in evidence.standard.funds:
        parts = _parts(fund, evidence.standard)
        for measure in ("actual", "prior") if len(parts) > 1 else ():
            yield from _compared(evidence, fund, parts, measure)


def _parts(fund: Fund, standard: Standard) -> Sequence[Item]:
    """The lines of people of whom nobody is in two: of funds with pensioners those within the
    participants; none of others, where who contributes receives benefits too."""
    items = [item for item in standard.headcounts if fund.key in item.funds]
    is_of_pensions = any(item.average_of for item in items)
    return [item for item in items if item.within is not None and is_of_pensions]


def _compared(
    evidence: Evidence, fund: Fund, parts: Sequence[Item], measure: str
) -> Iterator[Judgement]:
    submission, people = evidence.submission, f"headcounts.{fund.key}"
    whole = f"{people}.{parts[0].within}.{measure}"
    cells = [f"{people}.{part.key}.{measure}" for part in parts]
    all_of_them, *counts = (submission.number(key) for key in (whole, *cells))
    known = [count for count in counts if count is not None]
    if not all_of_them or len(known) < len(counts) or max(known) > all_of_them:
        return
    together, room = sum(known), evidence.standard.limits["both"]
    if together <= all_of_them * (1 + room):
        yield Agreed((whole, *cells))
        return
    named = [
        PART.fill(line=evidence.standard.line_name(key), people=number(count))
        for key, count in zip(cells, known)
    ]
    message = MESSAGE.fill(
        label=evidence.standard.label(whole),
        people=number(all_of_them),
        parts=join(named, "、", ", "),
        sum=number(together),
    )
    yield Problem((whole, *cells), message, all_of_them)


RULE = JudgingRule(
    code="P419",
    name="people-add-up",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.INFO,
    title=Text(
        zh="养老保险的缴费人数与领取待遇人数之和不大于参保人数",
        en="Contributors and pensioners together are not more than participants",
    ),
    why=Text(
        zh="养老保险的参保人数含离退休人员：缴费的和领待遇的加起来比参保的还多，必有一个数填错"
        "（如缴费人数照抄了参保人数）。",
        en="Participants of a pension fund include its retirees: if those who contribute and those "
        "who receive benefits are more together, one number is wrong, as where contributors were "
        "copied from participants.",
    ),
    todo=Text(
        zh="核对参保、缴费、领取待遇三个人数；参保人数不含离退休人员的，在该行“说明”栏写明。",
        en="Check the three numbers; if participants do not include retirees, say so in the 说明 "
        "column of the row.",
    ),
    passing={
        "headcounts": {
            "resident_pension": {
                "participants": {"actual": 103153},
                "contributors": {"actual": 70153},
                "retirees": {"actual": 31241},
            }
        }
    },
    failing={
        "headcounts": {
            "resident_pension": {
                "participants": {"actual": 103153},
                "contributors": {"actual": 103153},
                "retirees": {"actual": 31241},
            }
        }
    },
    judge=judge,
)
