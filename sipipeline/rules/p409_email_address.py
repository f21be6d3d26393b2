import re
from collections.abc import Iterator, Mapping

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.lexicon import WordPattern
from sipipeline.language.numbers import is_blank_word, normalise
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

KEY = "cover.email"
MESSAGE = Text(
    zh="电子邮箱“{address}”不像是邮箱地址。", en="“{address}” does not look like an e-mail address."
)
EXCHANGED = Text(
    zh="{cells}：像是填反了。", en="{cells}: each seems to stand in the other's place."
)
STANDS_IN = Text(zh="{field}填的是“{written}”", en="{field} says “{written}”")
NO_NAME = Text(
    zh="填报人填的是“{contact}”，是号码，不是姓名。",
    en="The contact is “{contact}”, a number and no name.",
)
WRITE_NAME = Text(
    zh="填报人写姓名，号码填到联系电话。", en="Write the name here, the number below."
)
NO_PHONE = Text(
    zh="联系电话“{phone}”不像电话号码{digits}。",
    en="“{phone}” does not look like a telephone number{digits}.",
)
DIGITS = Text(
    zh="：有 {count} 位；手机 11 位，固定电话带区号 11、12 位",
    en=": {count} digits; a mobile has 11, a landline 11 or 12 with its area code",
)
WRITE_PHONE = Text(
    zh="核对号码，如 0996-2012345、13909960001；没有的留空。",
    en="Check the number, as 0996-2012345 or 13909960001; leave it blank if there is none.",
)
EXCHANGE = Text(zh="把{fields}互换回来。", en="Put each where it belongs: {fields}.")
_CONTACT, _PHONE = "cover.contact", "cover.phone"
_NUMBER = re.compile(r"[+\d][\d\s()-]{5,}\d")
_NAME = re.compile(r"[^\W\d_]{2,}(?:[\s·.][^\W\d_]+)*")
_ADDRESS = re.compile(r"[^\s@<>]+@(?:[^\s@<>.]+\.)+[^\s@<>.]{2,}")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:86)?(?:0?10|0?2\d)\d{8}|(?:86)?0?[3-9]\d{2}\d{7,8}")
_SHORT = re.compile(r"[2-9]\d{4,7}|1\d{4}|[48]00\d{7}")
"""A number of the place itself, a hotline, or one without an area."""
_EXTENSION = WordPattern(r"(?:{cover.extensions}|-)\d{1,4}$")
_FORMS = {_CONTACT: _NAME, _PHONE: _NUMBER, KEY: _ADDRESS}
"""What a name, a number and an address look like, each by its place; none looks like two."""
_BETWEEN_PHONES = re.compile(r"[,;、/\n]+")
_NO_DIGITS = re.compile(r"\D+")
_BETWEEN = re.compile(r"[\s,;、/]+")
"""What stands between two addresses."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    submission = evidence.submission
    written = {key: normalise(submission.choice(key)).strip() for key in _FORMS}
    exchanged = _exchanged(written)
    if exchanged:
        labels = {key: submission.standard.label(key) for key in exchanged}
        cells = [STANDS_IN.fill(field=labels[key], written=written[key]) for key in exchanged]
        todo = EXCHANGE.fill(fields=join([*labels.values()], "、", ", "))
        yield Problem(exchanged, EXCHANGED.fill(cells=join(cells, "，", ", ")), todo=todo)
    if KEY not in exchanged:
        yield from _address(written[KEY])
    if _CONTACT not in exchanged and _PHONE not in exchanged:
        yield from _clerk(written[_CONTACT], written[_PHONE])


def _exchanged(written: Mapping[str, str]) -> tuple[str, ...]:
    """The places that hold what belongs in another one of them; none where something is missing."""
    belongs = {
        key: place
        for key, text in written.items()
        for place, form in _FORMS.items()
        if place != key and form.fullmatch(text)
    }
    return tuple(belongs) if {*belongs} == {*belongs.values()} else ()


def _clerk(contact: str, phone: str) -> Iterator[Judgement]:
    """Whether the name of the contact or the telephone cannot be one."""
    if _NUMBER.fullmatch(contact):
        yield Problem((_CONTACT,), NO_NAME.fill(contact=contact), todo=WRITE_NAME)
    beside = _NUMBER.search(contact) is not None and not _NUMBER.search(phone)
    wrong = None if is_blank_word(phone) or beside else _no_phone(phone)
    if wrong is not None:
        count = len(_NO_DIGITS.sub("", wrong))
        digits = DIGITS.fill(count=count) if count else NOTHING
        message = NO_PHONE.fill(phone=wrong, digits=digits)
        yield Problem((_PHONE,), message, phone, todo=WRITE_PHONE)


def _no_phone(written: str) -> str | None:
    """The first of several telephone numbers that could be none; names may stand beside them."""
    numbers = [one for one in _BETWEEN_PHONES.split(written) if re.search(r"\d", one)]
    if not numbers:
        return written or None
    return next((one.strip() for one in numbers if not _is_phone(one)), None)


def _is_phone(written: str) -> bool:
    plain = _NO_DIGITS.sub("", written)
    without = _NO_DIGITS.sub("", _EXTENSION.sub("", written))
    patterns = _MOBILE, _LANDLINE, _SHORT
    return any(one.fullmatch(digits) for one in patterns for digits in (plain, without))


def _address(written: str) -> Iterator[Judgement]:
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
        zh="电子邮箱、联系电话可以联系到人，和填报人没有填反",
        en="E-mail address and telephone could be such; the contact is a name",
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
