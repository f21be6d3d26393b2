"""Names that are cut otherwise than by the longest word: 机关事业单位退休人员 before a number of
people are the retirees of a fund, 按2022年支出水平测算 says how a figure of the year is worked
out, 转移 of 利息、转移及其他收入 is a name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, is_of_account, says
from sipipeline.language.lexicon import WordPattern, table, words

_HERE = ("narrative", "compounds")
_BEFORE_NUMBER = frozenset({"fillers", "level"})
_MOST_OF_MEASURE = 8
"""Words that the measure of a year has at most."""
_NEAR = 8
"""Words behind a name in which the number of its people stands."""
_LONGEST_SHORT = 4
"""Words that a name which leaves out its last word has at most, with the sign behind it."""
_BESIDE_SHORT = frozenset({"join", ",", ":", "among", "fund", "brief"})
_NAMED = frozenset({"item", "fund", "brief", "number", "join"})
_ENDS_LIST = ENDS | {"number"}
_RETIREES = ("headcounts.retirees",)
_PARTICIPANTS = ("headcounts.participants",)
_CONTRIBUTIONS = ("accounts.contributions",)
_PENSIONS = ("accounts.basic_pension", "accounts.benefits")
_OF_ONE_PENSION = (("enterprise_pension",), ("institution_pension",))
_FLOWS = (("accounts.income",), ("accounts.expenditure",))
_OF_GROWTH = 3
"""Words of 征缴增4.7%."""
_BEFORE_PART = 2
"""Words before what is a part of something: that, and 其中."""
_BEFORE_FLOW = 2
"""Words before a flow that say of which line it is: 失业保险金 月均."""


def recut(tokens: Sequence[Token], year: int | None) -> list[Token]:
    """The tokens of a line, such names cut as they are meant; `year` is that of the report."""
    cut: list[Token] = []
    place = 0
    while place < len(tokens):
        behind = _end_of_measure(tokens, place, year)
        if behind is not None:
            cut.append(_as_one(tokens[place:behind]))
        elif (people := _retirees(tokens, place)) is not None:
            cut += _fund_and_people(tokens[place], people)
            behind = place + 1 + len(people)
        elif _are_at_work(tokens, place):
            cut.append(replace(tokens[place], end=tokens[place + 1].end))
            behind = place + 2
        elif (renamed := _renamed(tokens, place)) is not None:
            cut.append(renamed)
        elif (fund := _fund_of_staff(tokens, place)) is not None:
            cut += [_taking_part(tokens[place], fund), fund]
            behind = place + 2
        elif _is_pension(tokens, place):
            cut += [tokens[place], _pension(tokens[place + 1])]
            behind = place + 2
        elif (short := _short_name(tokens, place)) is not None:
            cut.append(short.token)
            behind = short.end
        else:
            cut.append(tokens[place])
        place = behind or place + 1
    return cut


def _renamed(tokens: Sequence[Token], place: int) -> Token | None:
    """A word that means another thing than it does elsewhere, by what it stands beside; None for
    any other word."""
    token = tokens[place]
    if _grows_by_itself(tokens, place):
        meaning = tuple(table()["narrative"]["compounds"]["growing"][token.text])
        return replace(token, kind="item" if meaning else "rest", meaning=meaning)
    if _are_staff(tokens, place) or _is_flow_of_line(tokens, place):
        return replace(token, kind="fillers", meaning=())
    if _is_paid_in(tokens, place):
        return replace(token, meaning=_CONTRIBUTIONS)
    return _pensions(tokens, place) if _are_pensions(tokens, place) else None


def _grows_by_itself(tokens: Sequence[Token], place: int) -> bool:
    """Whether a verb stands alone for what grew by a percentage, 征缴增4.7%，发放增6.5%, or leads
    a list: 缴费方面，."""
    if tokens[place].text not in table()["narrative"]["compounds"]["growing"]:
        return False
    behind = tokens[place + 1 : place + _OF_GROWTH]
    if says(behind[:1], "as_to"):
        return True
    if len(behind) < _OF_GROWTH - 1 or behind[0].kind not in ("up", "down"):
        return False
    rate = behind[1].mention
    return rate is not None and rate.unit.dimension == "percent"


def _is_flow_of_line(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word for all that comes in or goes out says but that the line of an account does,
    behind 月均: 支出 in 失业保险金月均支出."""
    if place < _BEFORE_FLOW or tokens[place].meaning not in _FLOWS:
        return False
    line, average = tokens[place - _BEFORE_FLOW : place]
    of_account = line.kind == "item" and all(map(keys.is_account, line.meaning))
    return of_account and line.meaning not in _FLOWS and average.kind == "average"


class _Short(NamedTuple):
    token: Token
    end: int
    """The place behind it."""


def _end_of_measure(tokens: Sequence[Token], place: int, year: int | None) -> int | None:
    """Where the words end that a figure of the year is worked out by, 按2022年支出水平测算,
    按今年的支出水平; not 按月均支出884.69万元, which states one."""
    if not tokens[place].text.startswith(words(*_HERE, "by")):
        return None
    said, end = "", None
    for at in range(place, min(len(tokens), place + _MOST_OF_MEASURE)):
        said += tokens[at].text
        found = _MEASURE.fullmatch(said)
        if found is not None and found["year"] in (None, str(year)):
            end = at + 1
    stated = [token.kind for token in tokens[end : end + 1]] == ["number"] if end else False
    return None if stated else end


_MEASURE = WordPattern(
    "{by}(?:(?P<year>[0-9]{4}){calendar.year}|{times})?{narrative.signs.possessive}?{measures}",
    *_HERE,
)


def _as_one(tokens: Sequence[Token]) -> Token:
    text = "".join(token.text for token in tokens)
    return Token("fillers", text, tokens[0].start, tokens[-1].end)


def _retirees(tokens: Sequence[Token], place: int) -> Sequence[Token] | None:
    """The word for people behind a name of a fund that ends in 退休, where people are counted
    behind it, with nothing on what they did, or got; empty where the end of the year says it
    instead, 年末机关退休5人. None where it says but how many retired: 办理机关退休5人."""
    token, near = tokens[place], tokens[place + 1 : place + _NEAR]
    if token.kind != "fund" or not token.text.endswith(words(*_HERE, "retired")):
        return None
    people = [one for one in near[:1] if one.text in words(*_HERE, "people")]
    if not people and not _is_end_of_year(tokens[:place]):
        return None
    behind = [*near[len(people) :], token]
    number, *rest = [*dropwhile(lambda one: one.kind in _BEFORE_NUMBER, behind)]
    counted = number.mention is not None and number.mention.unit.dimension == "people"
    return people if counted and (rest[:1] == [token] or rest[0].kind in ENDS) else None


def _is_end_of_year(before: Sequence[Token]) -> bool:
    """Whether the words before one end with the end of the year: 年末, 2023年末."""
    return bool(before) and before[-1].text.endswith(words("narrative", "signs", "closing"))


def _are_at_work(tokens: Sequence[Token], place: int) -> bool:
    """Whether 在职 says which of those who take part are meant, and no more is said of them:
    在职参保4017人."""
    taking_part, *behind = [*tokens[place + 1 : place + _NEAR], tokens[place]]
    at_work = tokens[place].text in words(*_HERE, "at_work")
    return at_work and taking_part.meaning == _PARTICIPANTS and _lead_to_people(behind)


def _are_staff(tokens: Sequence[Token], place: int) -> bool:
    """Whether 职工 is who takes part, and no fund: 参加职工3.82万人."""
    taking_part = [token.meaning for token in tokens[max(0, place - 1) : place]] == [_PARTICIPANTS]
    staff = tokens[place].text in words(*_HERE, "staff")
    return taking_part and staff and _lead_to_people(tokens[place + 1 : place + _NEAR])


def _fund_of_staff(tokens: Sequence[Token], place: int) -> Token | None:
    """The fund of the staff in 参保职工 医保44.16万人, with its whole name; None of other words."""
    token, named = tokens[place], tokens[place + 1 : place + 2]
    staff = next((one for one in words(*_HERE, "staff") if token.text.endswith(one)), "")
    taking_part = set(_PARTICIPANTS) <= set(token.meaning)
    if not staff or not taking_part or [one.kind for one in named] != ["fund"]:
        return None
    theirs = table()["narrative"]["briefs"][staff]
    meaning = tuple(one for one in named[0].meaning if one in theirs)
    text, start = staff + named[0].text, named[0].start - len(staff)
    return replace(named[0], text=text, start=start, meaning=meaning) if meaning else None


def _taking_part(token: Token, fund: Token) -> Token:
    """The word for who takes part before the name of a fund that was cut off from it."""
    text = token.text[: fund.start - token.start]
    return replace(token, text=text, end=fund.start, meaning=_PARTICIPANTS)


def _lead_to_people(tokens: Sequence[Token]) -> bool:
    """Whether a number of people stands behind no more than particles."""
    counted = [token for token in tokens if token.kind not in _BEFORE_NUMBER][:1]
    return any(
        token.mention is not None and token.mention.unit.dimension == "people" for token in counted
    )


def _is_paid_in(tokens: Sequence[Token], place: int) -> bool:
    """Whether 缴费 right behind a fund, or in a list of its income, and before an amount, is what
    was paid in, and nobody who paid: 其中缴费11386.59万元、财政7150万元; and so is what grew of
    收入增5%，其中缴费增4.7%."""
    if tokens[place].text not in words(*_HERE, "paid_in"):
        return False
    return _is_in_list(tokens, place) or _is_part_of(_FLOWS[0], tokens, place)


def _is_part_of(flow: tuple[str, ...], tokens: Sequence[Token], place: int) -> bool:
    """Whether a name stands behind 其中 right behind all that came in, or went out, or by how much
    this grew."""
    if place < _BEFORE_PART or tokens[place - 1].kind != "among":
        return False
    before = [*takewhile(lambda token: token.kind not in SENTENCE_ENDS, reversed(tokens[:place]))]
    named = next((token.meaning for token in before if token.kind in ("item", "benefit")), ())
    return named == flow


def _is_in_list(tokens: Sequence[Token], place: int) -> bool:
    """Whether a name stands between 其中, 、 or a fund, and an amount."""
    begun = place > 0 and tokens[place - 1].kind in ("among", "join", "fund")
    if not begun:
        return False
    near = tokens[place + 1 : place + _NEAR]
    behind = dropwhile(lambda token: token.kind in _BEFORE_NUMBER, near)
    return any(map(is_amount, [*behind][:1]))


def _are_pensions(tokens: Sequence[Token], place: int) -> bool:
    """Whether 养老金 is what was paid out, and not what a person gets: 养老金19273.46万元, and
    支出增长7.2%，其中养老金增长7.2%."""
    if tokens[place].text not in words(*_HERE, "pensions"):
        return False
    beside = _BEFORE_NUMBER | {"origin"}
    behind = [*dropwhile(lambda token: token.kind in beside, tokens[place + 1 :])][:1]
    paid = any(is_of_account(token.mention) for token in behind)
    return paid or _is_part_of(_FLOWS[1], tokens, place)


def _pensions(tokens: Sequence[Token], place: int) -> Token:
    """The pensions that a fund of which they are one line paid; what is of no cell where the fund
    before them, or none, has several kinds."""
    fund = next((token for token in reversed(tokens[:place]) if token.kind == "fund"), None)
    of_one_line = fund is not None and fund.meaning in _OF_ONE_PENSION
    return _pension(tokens[place]) if of_one_line else replace(tokens[place], kind="rest")


def _is_pension(tokens: Sequence[Token], place: int) -> bool:
    """Whether a name of a fund and 金 behind it are all the pensions that were paid:
    发放企业养老金8.39亿元."""
    fund, *behind = tokens[place : place + _NEAR]
    if fund.kind != "fund" or fund.text not in words(*_HERE, "pensions_of"):
        return False
    paid = place > 0 and tokens[place - 1].text in words(*_HERE, "paying")
    sign, *rest = [token for token in behind if token.kind not in _BEFORE_NUMBER] or [fund]
    return paid and sign.text == _pension_sign() and any(map(is_amount, rest[:1]))


def _short_name(tokens: Sequence[Token], place: int) -> _Short | None:
    """A name that leaves its last word to the last of its list: 利息、转移及其他收入; None for
    any other word."""
    before = tokens[place - 1].kind if place else ""
    if before not in _BESIDE_SHORT or tokens[place].kind in _NAMED:
        return None
    near = tokens[place : place + _LONGEST_SHORT]
    size = next((at for at, token in enumerate(near) if token.kind == "join"), 0)
    said = "".join(token.text for token in near[:size])
    for ending, names in table()["narrative"]["compounds"]["short"].items():
        if said in names and _last_name(tokens, place + size).endswith(ending):
            token = Token("item", said, tokens[place].start, near[size - 1].end, tuple(names[said]))
            return _Short(token, place + size)
    return None


def _last_name(tokens: Sequence[Token], place: int) -> str:
    """The last name of a list that goes on at a place; "" where that is none."""
    listed = takewhile(lambda token: token.kind not in _ENDS_LIST, tokens[place : place + _NEAR])
    names = [token for token in listed if token.kind == "item"]
    return names[-1].text if names else ""


def _pension_sign() -> str:
    return words(*_HERE, "pension")[0]


def _pension(token: Token) -> Token:
    return replace(token, kind="item", meaning=_PENSIONS)


def _fund_and_people(fund: Token, people: Sequence[Token]) -> Iterator[Token]:
    retired = next(one for one in words(*_HERE, "retired") if fund.text.endswith(one))
    start = fund.end - len(retired)
    yield replace(fund, text=fund.text.removesuffix(retired), end=start)
    said = "".join(token.text for token in people)
    yield Token("item", retired + said, start, start + len(retired) + len(said), _RETIREES)
