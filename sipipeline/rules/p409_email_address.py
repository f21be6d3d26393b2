import re
from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.numbers import is_blank_word, normalise
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

KEY = "cover.email"
MESSAGE = Text(
    zh="电子邮箱“{address}”不像是邮箱地址。",
    en="“{address}” does not look like an e-mail address.",
)
_ADDRESS = re.compile(r"[^\s@<>]+@(?:[^\s@<>.]+\.)+[^\s@<>.]{2,}")
_BETWEEN = re.compile(r"[\s,;、/]+")
"""What stands between two addresses."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    written = normalise(evidence.submission.choice(KEY)).strip()
    if not written or is_blank_word(written):
        return
    addresses = [address for address in _BETWEEN.split(written) if address]
    wrong = [address for address in addresses if not _ADDRESS.fullmatch(address.strip("<>"))]
    if wrong:
        yield Problem((KEY,), MESSAGE.fill(address=wrong[0]))
    else:
        yield Agreed((KEY,))


RULE = JudgingRule(
    code="P409",
    name="email-address",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(zh="电子邮箱可以收信", en="The e-mail address could be one"),
    why=Text(
        zh="审核结果发到这个邮箱；地址写错就收不到。",
        en="The answer is sent to this address.",
    ),
    todo=Text(
        zh="写完整的邮箱地址，如 shebao@example.cn；不用邮箱的，留空。",
        en="Write the whole address, such as office@example.cn; leave it blank if there is none.",
    ),
    passing={
        "cover": {
            "unit": "甲县社会保险中心",
            "year": 2020,
            "money_unit": "万元",
            "email": "shebao@example.cn",
        }
    },
    failing={
        "cover": {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元", "email": "abc"}
    },
    judge=judge,
)
