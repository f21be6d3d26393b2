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
EXCHANGED = Text(
    zh="填报人填的是“{contact}”，联系电话填的是“{phone}”：两处填反了。",
    en="The contact is “{contact}” and the telephone “{phone}”: each stands in the other's place.",
)
EXCHANGE = Text(zh="把填报人和联系电话互换回来。", en="Put each where it belongs.")
_CONTACT, _PHONE = "cover.contact", "cover.phone"
_NUMBER = re.compile(r"[+\d][\d\s()-]{5,}\d")
_NAME = re.compile(r"[^\W\d_]{2,}(?:[\s·.][^\W\d_]+)*")
_ADDRESS = re.compile(r"[^\s@<>]+@(?:[^\s@<>.]+\.)+[^\s@<>.]{2,}")
_BETWEEN = re.compile(r"[\s,;、/]+")
"""What stands between two addresses."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    yield from _address(evidence)
    yield from _clerk(evidence)


def _clerk(evidence: Evidence) -> Iterator[Judgement]:
    """Whether the name of the contact and the telephone stand in each other's place."""
    cells = (_CONTACT, _PHONE)
    contact, phone = (normalise(evidence.submission.choice(key)).strip() for key in cells)
    if _NUMBER.fullmatch(contact) and _NAME.fullmatch(phone):
        yield Problem(cells, EXCHANGED.fill(contact=contact, phone=phone), todo=EXCHANGE)


def _address(evidence: Evidence) -> Iterator[Judgement]:
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
    title=Text(
        zh="电子邮箱可以收信，填报人和联系电话没有填反",
        en="The e-mail address could be one; contact and telephone stand in their places",
    ),
    why=Text(
        zh="审核结果发到这个邮箱，有事打这个电话；写错就收不到、找不到人。",
        en="The answer is sent to this address, and calls go to this number.",
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
