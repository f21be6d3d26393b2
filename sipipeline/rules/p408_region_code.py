import re
from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.numbers import normalise
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

KEY = "cover.region_code"
DIGITS = Text(
    zh="行政区划代码“{code}”不是 6 位数字。",
    en="The region code “{code}” does not have six digits.",
)
PROVINCE = Text(
    zh="行政区划代码“{code}”的前两位 {province} 不是任何省、自治区、直辖市的代码。",
    en="The region code “{code}” begins with {province}, which no province has.",
)
SHORTER = Text(
    zh="只填前 6 位：{code}。后面的六个 0 和空格都不要。",
    en="Write the first six digits alone: {code}, without the zeros and spaces.",
)
_LONG = re.compile(r"(\d{6})0*")
"""The code of a county with the zeros that stand for its towns and villages."""
_CODE = re.compile(r"\d{6}")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    written = normalise(evidence.submission.choice(KEY)).strip()
    if not written:
        return
    province = written[:2]
    if not _CODE.fullmatch(written):
        yield Problem((KEY,), DIGITS.fill(code=written), todo=_shorter(written))
    elif province not in evidence.standard.provinces:
        yield Problem((KEY,), PROVINCE.fill(code=written, province=province))
    else:
        yield Agreed((KEY,))


def _shorter(written: str) -> Text | None:
    """What to write where the six digits stand there, with spaces or zeros; None elsewhere."""
    found = _LONG.fullmatch("".join(written.split()))
    return SHORTER.fill(code=found[1]) if found else None


RULE = JudgingRule(
    code="P408",
    name="region-code",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="行政区划代码是 6 位数字，省份存在",
        en="The region code has six digits and names a province",
    ),
    why=Text(
        zh="上级按代码汇总；代码错了，数就汇总到别的地方，或者找不到。",
        en="Figures are rolled up by the code; with a wrong one they land elsewhere, or nowhere.",
    ),
    todo=Text(
        zh="填本单位所在县（市、区）的 6 位行政区划代码，如 652801。",
        en="Write the six digits of your county or city, such as 652801.",
    ),
    passing={
        "cover": {
            "unit": "甲县社会保险中心",
            "year": 2020,
            "money_unit": "万元",
            "region_code": "652801",
        }
    },
    failing={
        "cover": {
            "unit": "甲县社会保险中心",
            "year": 2020,
            "money_unit": "万元",
            "region_code": "6528",
        }
    },
    judge=judge,
)
