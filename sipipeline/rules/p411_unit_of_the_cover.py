from collections.abc import Iterator

from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.people_and_money import Beside, beside_people
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="封面“金额单位”是“{unit}”，这样{examples}，都不可能；各表像是按“{meant}”填的。",
    en="The cover says {unit}; then {examples}, which cannot be: the tables seem to be filled in "
    "in {meant}.",
)
EACH = Text(
    zh="{fund}每个参保人一年{item} {each} 元", en="{fund} has {each} yuan of {item} for each person"
)
LARGER = Text(
    zh="{fund}待遇支出是人数 × 月人均待遇 × 12 的 {times} 倍",
    en="the benefits of {fund} are {times} times people × monthly benefit × 12",
)
SMALLER = Text(
    zh="{fund}的人数 × 月人均待遇 × 12 是待遇支出的 {times} 倍",
    en="people × monthly benefit × 12 of {fund} are {times} times its benefits",
)
CHANGE = Text(
    zh="各表确是按“{meant}”填的，把封面“金额单位”改成“{meant}”；要按“{unit}”报的，{convert}。",
    en="If the tables are in {meant}, make that the unit on the cover; if they are to be in "
    "{unit}, {convert}.",
)
DIVIDE = Text(zh="把各表的金额都除以 {times}", en="divide all amounts of the tables by {times}")
MULTIPLY = Text(zh="把各表的金额都乘以 {times}", en="multiply all amounts of the tables by {times}")
_COVER = "cover.money_unit"
_EXAMPLES = 3


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The unit on the cover, where money and people of every fund show another; not where the texts
    show it, which another rule tells."""
    judged = beside_people(evidence.submission)
    if not judged or evidence.unit_of_tables is not None:
        return
    if not evidence.unit_of_people:
        yield Agreed((_COVER,))
        return
    wrong = [one for one in judged if not one.holds()]
    yield _problem(evidence, wrong)


def _problem(evidence: Evidence, wrong: list[Beside]) -> Problem:
    """The unit that the tables seem to be in, with examples of what that on the cover makes of
    them, and what to do."""
    standard, unit = evidence.standard, evidence.submission.money_unit
    meant = evidence.unit_of_people
    told: dict[str, Text] = {}
    for one in wrong:
        told.setdefault(one.people, _example(one, standard))
    examples = join([*told.values()][:_EXAMPLES], "、", ", ")
    times = standard.yuan(unit) / standard.yuan(meant)
    convert = (DIVIDE if times > 1 else MULTIPLY).fill(times=number(max(times, 1 / times)))
    message = MESSAGE.fill(unit=unit, examples=examples, meant=meant)
    todo = CHANGE.fill(meant=meant, unit=unit, convert=convert)
    cells = dict.fromkeys((_COVER, *(one.amount for one in wrong)))
    return Problem((*cells,), message, todo=todo)


def _example(one: Beside, standard: Standard) -> Text:
    """What an amount comes to beside its people."""
    fund = one.fund.short
    if one.is_each:
        item = standard.item(keys.item(one.amount)).name
        return EACH.fill(fund=fund, item=item, each=number(one.ratio, 0 if one.ratio > 1 else 4))
    if one.ratio <= 0:
        return NOTHING
    sentence = LARGER if one.ratio > 1 else SMALLER
    return sentence.fill(fund=fund, times=number(max(one.ratio, 1 / one.ratio), 0))


RULE = JudgingRule(
    code="P411",
    name="unit-of-the-cover",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.ERROR,
    title=Text(
        zh="封面的金额单位与各表的数相称", en="The unit of money on the cover goes with the tables"
    ),
    why=Text(
        zh=(
            "每个险种的钱和人都对不上，换一个金额单位就都对得上，是封面的单位（或全部金额的单位）填错；"
            "不改，汇总时会多算或少算一万倍。"
        ),
        en="Where money and people of every fund go together in another unit only, that on the "
        "cover, or that of all amounts, is wrong; the sums of the upper level would be ten "
        "thousand times too large or too small.",
    ),
    todo=Text(
        zh="核对封面“金额单位”，改成各表实际使用的单位。",
        en="Check the unit on the cover, and make it that of the tables.",
    ),
    passing={
        "accounts": {
            "work_injury": {"income": {"actual": 1200}},
            "unemployment": {"income": {"actual": 900}},
        },
        "headcounts": {
            "work_injury": {"participants": {"actual": 56000}},
            "unemployment": {"participants": {"actual": 40000}},
        },
    },
    failing={
        "accounts": {
            "work_injury": {"income": {"actual": 12000000}},
            "unemployment": {"income": {"actual": 9000000}},
        },
        "headcounts": {
            "work_injury": {"participants": {"actual": 56000}},
            "unemployment": {"participants": {"actual": 40000}},
        },
    },
    judge=judge,
)
