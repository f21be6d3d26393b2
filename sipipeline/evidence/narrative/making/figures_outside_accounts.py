"""Figures that stand in no account: the amount of a cause (新增退休人员，影响1186.20万元) and its
share (贡献率72.6%), the funds of the year (年度资金总额21740.5万元，其中财政拨款…), and how far a
rate lies from 100%."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.lines.sentence_figures import MOST_BEFORE, bounds_of
from sipipeline.evidence.narrative.lines.text import Paragraph, cleaned
from sipipeline.evidence.narrative.quoting.cells import Told, told
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.evidence.narrative.quoting.quotes import compared, quote_of
from sipipeline.evidence.narrative.quoting.slips import is_near
from sipipeline.language.dates import years_in
from sipipeline.language.lexicon import WordPattern, has, one_of, table, words
from sipipeline.language.mentions import Mention, numbers_in

_HERE = ("narrative", "figures_outside_accounts")
_NUMBER = "#"
_HUNDRED = 100
_FARTHEST = 30
"""Characters between an amount and its share, or before a figure, that are looked at."""
_KINDS_OF_CAUSES = ("people", "level")
_LONGEST = 400
"""The most characters of a sentence before a figure that are looked at."""
_SHORTEST = 4
"""Characters that the name of a cause has at least."""
_NEAREST = 2
"""Figures before a percent that may be what it is of."""
_SLACK = 1e-6
_SENTENCE_ENDS = "。!?"
_FUNDING = "funding"
_FAR = 2.0
"""How many times the funds of the year an amount is, or they it, that may be of something else."""
_AS_WELL = ("accounts.total.expenditure.actual", "accounts.total.expenditure.budget")
"""What the funds of the year may be said to be as well."""


def statements(line: Paragraph, submission: Submission) -> Iterator[Statement]:
    """What a line says of causes, of the funds of the year, and of deviations."""
    if line.role != "report":
        return
    figures = numbers_in(line.text)
    for place, figure in enumerate(figures):
        if figure.unit.dimension == "percent":
            before = figures[max(0, place - _NEAREST) : place]
            yield from _deviation(line, before, figure)
            if not _is_of_stated(figures[max(0, place - MOST_BEFORE) : place], figure):
                yield from _of_cause(line, before, figure, submission)
        elif figure.unit.dimension == "money":
            yield from _named_cause(line, figure, submission)
    yield from _funds(line, figures, submission)


def _between(line: Paragraph, one: Mention, other: Mention) -> str:
    """The words between two figures; "" where these are too far apart to go together."""
    words_of = line.text[one.end : other.start]
    return words_of if len(words_of) <= _FARTHEST else ""


def _before(line: Paragraph, figure: Mention) -> str:
    return line.text[max(0, figure.start - _FARTHEST) : figure.start]


def _beside(figure: Mention, key: str, line: Paragraph, submission: Submission) -> bool | None:
    """Whether a figure says what a cell does; None where there is nothing to compare."""
    one = compared(quote_of(line, figure, key), submission, submission.money_unit)
    return None if one is None else one.agrees


# ---------------------------------------------------------------- deviations
def _deviation(line: Paragraph, before: Sequence[Mention], said: Mention) -> Iterator[Statement]:
    """执行率102.43%，偏差率4.43%, which is 2.43%."""
    if not before or before[-1].unit.dimension != "percent":
        return
    rate = before[-1]
    between = _between(line, rate, said)
    of_rate = re.search(f"{one_of(*_HERE, 'rates')}{_being()}$", _before(line, rate))
    if of_rate is None or not re.fullmatch(f"[,(]{one_of(*_HERE, 'off')}{_being()}", between):
        return
    gap = abs(abs(said.value) - abs(rate.value - _HUNDRED))
    exact = not (rate.about or said.about or rate.op or said.op)
    if exact and gap > rate.half_width + said.half_width + _SLACK:
        yield Statement(line.key, line.text[rate.start : said.end], (), holds=False)


# ---------------------------------------------------------------- causes
def _named_cause(line: Paragraph, said: Mention, submission: Submission) -> Iterator[Statement]:
    """The amount of a cause behind its name, as the table of causes has it, whatever its sign."""
    before = _before(line, said)
    amounting = re.search(f"[,(:]?{one_of(*_HERE, 'amounting')}{_being()}$", before)
    named = before[: amounting.start()] if amounting is not None else ""
    row = _cause_called(named, submission) or _cause_of_kind(line, named, said, submission)
    amount = told(f"causes.{row}.amount", submission)
    if row is None or amount is None or not _may_be_amount(line, said, row, submission):
        return
    size = abs(said.value)
    either = [replace(said, value=one) for one in (size, -size)]
    holds = [_beside(one, amount.key, line, submission) for one in either]
    unit = submission.standard.yuan(submission.money_unit)
    if None not in holds and is_near(either[0], size * said.unit.factor / unit, amount.value):
        name = _name_of_cause(row, submission)
        name = name if named.endswith(name) else _last_words(named)
        start = line.text.rfind(name, 0, said.start)
        yield Statement(line.key, line.text[start : said.end], (amount,), any(holds))


def _cause_called(name: str, submission: Submission) -> int | None:
    """The only cause of the table whose name some words end with; None where there is none."""
    named = [(row, _name_of_cause(row, submission)) for row in submission.rows("causes")]
    called = [row for row, cause in named if len(cause) >= _SHORTEST and name.endswith(cause)]
    return called[0] if len(called) == 1 else None


def _cause_of_kind(line: Paragraph, name: str, said: Mention, submission: Submission) -> int | None:
    """The only cause of the fund that the line names last which is of the kind that some words
    are: that there are more people, or that each gets more; None where they are of neither."""
    kind = _kind_of_cause(_last_words(name))
    if not kind:
        return None
    fund = _fund_spoken_of(line, said, submission)
    alike = [
        row
        for row in submission.rows("causes")
        if submission.text(f"causes.{row}.fund") == fund
        and _kind_of_cause(_name_of_cause(row, submission)) == kind
    ]
    return alike[0] if len(alike) == 1 else None


def _kind_of_cause(words_of: str) -> str:
    """people where words say that there are more of them, level where each gets more; "" where
    they say both, or neither."""
    kinds = [kind for kind in _KINDS_OF_CAUSES if has(words_of, *_HERE, "causes", kind)]
    return kinds[0] if len(kinds) == 1 else ""


def _last_words(name: str) -> str:
    """The words behind the last sign."""
    return re.split("[,;:。!?、]", name)[-1]


def _fund_spoken_of(line: Paragraph, said: Mention, submission: Submission) -> str:
    """The key of the fund that the sentence of a figure names last, or else the line before it;
    "" where the sentence names none and has stated an amount of its own, which may be of another
    fund: 机关养老….基础养老金增加534.33万元，其中提标增支341.85万元."""
    sentence = _sentence_before(line, said)
    if named := _last_fund(sentence, submission):
        return named
    stated = any(one.unit.dimension == "money" for one in numbers_in(sentence))
    return "" if stated else _last_fund(line.text[: said.start], submission)


def _sentence_before(line: Paragraph, figure: Mention) -> str:
    """The sentence of a figure, up to it."""
    before = line.text[: figure.start]
    start = max(before.rfind(sign) for sign in _SENTENCE_ENDS) + 1
    return before[max(start, figure.start - _LONGEST) :]


def _is_foreseen(line: Paragraph, figure: Mention, submission: Submission) -> bool:
    """Whether the sentence of a figure says that it is of a year to come: 预计明年增支138万元."""
    sentence, year = _sentence_before(line, figure), submission.number("cover.year")
    later = year is not None and any(one > year for one in years_in(sentence))
    return later or has(sentence, *_HERE, "foreseen")


def _last_fund(text: str, submission: Submission) -> str:
    """The key of the fund that a text names last; "" where it names none."""
    places = {
        fund.key: max(text.rfind(name) for name in (fund.name.zh, fund.short.zh, *fund.synonyms))
        for fund in submission.standard.funds
    }
    last = max(places, key=lambda fund: places[fund])
    return last if places[last] >= 0 else ""


def _name_of_cause(row: int, submission: Submission) -> str:
    return cleaned(submission.text(f"causes.{row}.cause"))


def _may_be_amount(line: Paragraph, said: Mention, row: int, submission: Submission) -> bool:
    """Whether a number says one amount of the year, and no other fund than that of a cause is named
    before it."""
    plain = not said.op and not said.about and _is_of_year(line, said, submission)
    plain = plain and not _is_foreseen(line, said, submission)
    return plain and _is_beside_fund(line, said, row, submission)


def _is_beside_fund(line: Paragraph, said: Mention, row: int, submission: Submission) -> bool:
    """Whether the line names the fund of a cause up to its amount, or no fund at all."""
    key, before = submission.text(f"causes.{row}.fund"), line.text[: said.start]
    named = [
        fund.key
        for fund in submission.standard.funds
        if any(one in before for one in (fund.name.zh, fund.short.zh, *fund.synonyms))
    ]
    return not named or key in named


def _of_cause(
    line: Paragraph, before: Sequence[Mention], said: Mention, submission: Submission
) -> Iterator[Statement]:
    """The share of a cause behind its amount, as the table of causes has it."""
    found = _amount_of_share(line, before, said)
    if found is None or said.op or said.about:
        return
    amount, of = found
    if _is_foreseen(line, amount, submission):
        return
    rows = [
        number
        for number in submission.rows("causes")
        if _beside(amount, f"causes.{number}.amount", line, submission)
    ]
    if len(rows) != 1 or not _is_of_fund(of, rows[0], submission):
        return
    share = told(f"causes.{rows[0]}.share", submission)
    holds = _beside(said, f"causes.{rows[0]}.share", line, submission)
    if share is not None and holds is not None and not _is_of_line(said, rows[0], line, submission):
        yield Statement(line.key, line.text[amount.start : said.end], (share,), holds)


def _is_of_fund(name: str, row: int, submission: Submission) -> bool:
    """Whether the words before 增支额, if there are any, name the fund of a cause."""
    key = submission.text(f"causes.{row}.fund")
    names = [
        one
        for fund in submission.standard.funds
        if fund.key == key
        for one in (fund.name.zh, fund.short.zh, *fund.synonyms)
    ]
    parts = words(*_HERE, "of_fund")
    return not name or any(name in (one, *(one + part for part in parts)) for one in names)


def _is_of_stated(before: Sequence[Mention], said: Mention) -> bool:
    """Whether a percent is what the amount before it is of another that was stated before that:
    收入11079万元，其中保险费收入9867万元，占89.1%."""
    amounts = [one for one in before if one.unit.dimension == "money" and one.value > 0]
    return any(
        bounds_of(amounts[-1]).over(bounds_of(whole)).meets(bounds_of(said))
        for whole in amounts[:-1]
    )


def _amount_of_share(
    line: Paragraph, before: Sequence[Mention], said: Mention
) -> tuple[Mention, str] | None:
    """The amount that a percent is the share of: …1164.07万元，占支出增加额4166.35万元的27.9%; and
    the words that say of whose change: 机关养老 of 占机关养老增支额的45.1%."""
    for place in range(1, len(before) + 1):
        amount = before[-place]
        if amount.unit.dimension != "money" or amount.about or amount.op:
            continue
        between = _between(line, amount, said)
        for inner in before[len(before) - place + 1 :]:
            between = between.replace(line.text[inner.start : inner.end], _NUMBER)
        if (told := _SHARING.fullmatch(between)) is not None:
            return amount, told["of"] or ""
    return None


def _is_of_line(said: Mention, row: int, line: Paragraph, submission: Submission) -> bool:
    """Whether a share is one of the whole line, and not of what it changed by."""
    fund, item = (submission.text(f"causes.{row}.{one}") for one in ("fund", "item"))
    amount = f"causes.{row}.amount"
    wholes = [f"accounts.{fund}.{item}.{measure}" for measure in ("actual", "prior", "budget")]
    return any(
        _beside(said, keys.share(amount, whole), line, submission)
        for whole in wholes
        if submission.standard.has(whole)
    )


_SHARING = WordPattern(
    "[,(](?:{share}(?:(?P<of>[^,;:()#]{2,14}?)?{changes}#?{possessive}?)?|{contribution}){being}?",
    *_HERE,
)
"""Words from the amount of a cause to its share of the change."""


def _being() -> str:
    return f"{one_of(*_HERE, 'being')}?"


# ---------------------------------------------------------------- the funds of the year
def _funds(
    line: Paragraph, figures: Sequence[Mention], submission: Submission
) -> Iterator[Statement]:
    """年度资金总额, and behind it in its sentence what it is made of."""
    opened = -1
    for figure in figures:
        key = _key_of_funds(line, figure)
        if figure.unit.dimension != "money" or not key or not _is_of_year(line, figure, submission):
            continue
        whole = key == keys.beside(key, "total")
        if not whole and (opened < 0 or _ends_sentence(line.text[opened : figure.start])):
            continue
        opened = figure.end if whole else opened
        yield from _of_funds(line, figure, key, submission)


def _of_funds(
    line: Paragraph, figure: Mention, key: str, submission: Submission
) -> Iterator[Statement]:
    stated: Told | None = told(key, submission)
    more = _AS_WELL if key == keys.beside(key, "total") else ()
    holds = any(_beside(figure, one, line, submission) for one in (key, *more))
    if stated is None or figure.op or figure.about:
        return
    if _is_named(line, figure) or _is_not_far(figure, stated.value, submission):
        yield Statement(line.key, _before_and(line, figure), (stated,), holds)


def _is_named(line: Paragraph, figure: Mention) -> bool:
    """Whether the words before a figure name the funds of the year, or a part of them, and can be
    of nothing else."""
    name = _name(line, figure)
    return any(name.endswith(tuple(names)) for names in _funding().values())


def _is_not_far(figure: Mention, true: float, submission: Submission) -> bool:
    """Whether an amount is at most so many times another, and the other it."""
    value = abs(figure.value) * figure.unit.factor / submission.standard.yuan(submission.money_unit)
    return value > 0 and abs(true) > 0 and max(value / true, true / value) <= _FAR


def _before_and(line: Paragraph, figure: Mention) -> str:
    """The clause that ends with a figure."""
    return re.split("[,;:。!?]", line.text[: figure.end][-_FARTHEST:])[-1]


def _key_of_funds(line: Paragraph, figure: Mention) -> str:
    """The key of what is named right before a figure; "" for none."""
    name = _name(line, figure)
    found = (key for key, names in _funding().items() if name.endswith(tuple(names)))
    whole = "total" if name.endswith(words(*_HERE, "funds_if_near")) else ""
    key = next(found, whole)
    return f"{_FUNDING}.{key}" if key else ""


def _name(line: Paragraph, figure: Mention) -> str:
    """The words before a figure, without 为 and the like."""
    return re.sub(f"{_being()}$", "", _before(line, figure))


def _funding() -> Mapping[str, Sequence[str]]:
    named: Mapping[str, Sequence[str]] = table()["narrative"]["figures_outside_accounts"]["funding"]
    return named


def _is_of_year(line: Paragraph, figure: Mention, submission: Submission) -> bool:
    """Whether no other year is named right before, but to compare with it, and nothing that is
    planned or of others."""
    before = _THAN_LAST_YEAR.sub("", _before(line, figure))
    year = submission.number("cover.year")
    other = any(word in before for word in words("achievement", "otherwise"))
    return not other and all(year is None or one == year for one in years_in(before))


_THAN_LAST_YEAR = WordPattern("{narrative.tokens.than}{narrative.tokens.last_year}")
"""比上年, 较去年."""


def _ends_sentence(text: str) -> bool:
    return any(sign in text for sign in _SENTENCE_ENDS)
