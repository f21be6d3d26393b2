"""What a remark beside a figure, one that denies something, says of the figure.

- `harmless`: nothing bad happened: 100%，未出现拖欠.
- `others`: it speaks of those that the figure leaves out, and says nothing about it:
  14982人（未认证人员已暂停发放）, 36户，其余未返还, beside a rate 91.5%（尚有12.6万元未追回）.
- `some`: some of the figure may be taken back, none added: 共返还3486户，部分企业不符合条件,
  3486户（尚有14户未返还）.
- `all`: the figure may count something else altogether: 2人，未发放; 3486户（不含个体户）.
"""

import re
from collections.abc import Sequence

from sipipeline.language.lexicon import WordPattern, has, words

HARMLESS, OTHERS, SOME, ALL = "harmless", "others", "some", "all"
_GRAVEST_FIRST = (ALL, SOME, OTHERS, HARMLESS)
_COUNTED = re.compile("[0-9]")
_RATE = WordPattern("[%‰]|{remarks.rates}")


def gravest(remarks: Sequence[str], counted: str, *, of_rate: bool) -> str:
    """What the gravest of some remarks says of a figure; `counted` is the name of the indicator and
    what is written before the figure."""
    said = [_said(remark, counted, of_rate) for remark in remarks]
    return min(said, key=_GRAVEST_FIRST.index, default=HARMLESS)


def _said(remark: str, counted: str, of_rate: bool) -> str:
    if _NO_HARM.fullmatch(remark):
        return HARMLESS
    if has(remark, "remarks", "uncounted"):
        return ALL
    if remark.startswith(words("remarks", "rest")) or _leaves_out(remark, counted):
        return OTHERS
    remains = remark.startswith(words("remarks", "remaining"))
    if of_rate and (remains or _COUNTED.search(remark)) and not _RATE.search(remark):
        return OTHERS
    return SOME if remains or has(remark, "remarks", "some") else ALL


def _leaves_out(remark: str, counted: str) -> bool:
    """Whether a remark says something of those with whom that was not done which is counted:
    未认证人员已暂停发放 beside a number of 认证; 未认证人员 alone may be what the figure counts."""
    found = _UNDONE.match(remark)
    return found is not None and found["done"] in counted


_NO_HARM = WordPattern(
    r"{qualitative.fillers}*(?:{remarks.no_harm}\w{0,4}?|{remarks.not_done})"
    r"(?:{indicators.lower_is_better}|{remarks.harms})\w{0,6}"
)
"""未发现重大问题, 均未出现拖欠待遇现象, 未拖欠; not 未处理投诉."""
_UNDONE = WordPattern(
    r"{remarks.not_done}{remarks.by}?(?P<done>\w{2,4}?){remarks.of}?{remarks.whom}"
    r"(?!{remarks.counts})\w{2,}"
)
"""未认证人员 and what is said of them."""
