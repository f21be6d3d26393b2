"""Figures and judgements as a clerk reads them: 38,249 · 97.5% · 应在 41,763～42,198 之间 · 少
28."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sipipeline.core import keys
from sipipeline.core.display import NOT_IN_XML
from sipipeline.core.findings import Cell, Culprit, Finding, Kind, Severity, Verdict
from sipipeline.core.text import NOTHING, Text, join, same
from sipipeline.core.values import frozen


@frozen
class _Voice:
    """What to do about a cell that is wrong, as it is said in one place."""

    change: Text
    enter: Text
    """Of a blank cell."""
    check_first: Text
    """Where it is only likely that the cell is wrong."""
    check: Text
    check_within: Text
    """Where no one figure can be named."""
    in_text: Text
    """What to change of a text."""
    follows: Text
    """Of a formula that comes right by itself."""
    formula: Text
    """Of a formula that is wrong itself."""


SEVERITIES = {
    Severity.ERROR: Text(zh="错误", en="Error"),
    Severity.WARNING: Text(zh="需说明", en="Explain"),
    Severity.INFO: Text(zh="提示", en="Note"),
}
EXPLAINED = Text(zh="已说明", en="Explained")
COUNTS = Text(
    zh="共核对 {checked} 项：相符 {agree}，取整误差内相符 {within_rounding}，不符 {violated}，"
    "无法判断 {not_applicable}",
    en="{checked} checks: {agree} agree, {within_rounding} within rounding, {violated} "
    "violated, {not_applicable} undecided",
)
VERDICTS = {
    Verdict.PASS: Text(zh="通过", en="Passed"),
    Verdict.EXPLAIN: Text(zh="需说明", en="Please explain"),
    Verdict.FIX: Text(zh="需修改", en="Please correct"),
    Verdict.UNREADABLE: Text(zh="无法读取", en="Unreadable"),
}
INDICATOR_STATUSES = {
    "reached": Text(zh="达到", en="Reached"),
    "exceeded": Text(zh="超额完成", en="Exceeded"),
    "unmet": Text(zh="未达到", en="Not reached"),
    "undecided": Text(zh="无法判断", en="Undecided"),
}
_FEW = 3
"""So many cells are named; more are counted."""
ONE_OF_THESE = Text(
    zh="逐一核对列出的各格，改正填错的那一格，其余随之消除。",
    en="Check the cells listed; correct the one that is wrong, and the rest goes away with it.",
)
ONE_OF_THESE_OR_TEXTS = Text(
    zh="先核对列出的各格，有填错的就改正，其余随之消除；都没有填错的，再改与表不一致的文字。",
    en="Check the cells listed first: if one is wrong, correct it, and the rest goes away with it; "
    "if none is, correct the texts that do not agree with the tables.",
)
ONE_OF_THESE_SLIPS = Text(
    zh="先核对是上面哪一种情况，再把那一种涉及的各格一起改正，其余随之消除。",
    en="Find out which of these it is, and correct all cells that it is about; the rest goes away "
    "with them.",
)
_WRONG = Text(zh="{what}。", en="{what}.")
_BASIS = Text(zh="依据：{clash}", en=" By this: {clash}")
_LOOKS_LIKE = Text(zh="像是{why}。", en=" It looks like this: {why}.")
_STANDS = Text(zh="{label}填 {was}", en="{label} says {was}")
_SHOULD = Text(zh="，{should}", en=", and {should}")
_LIKELY = Text(zh="，多半{should}", en=", and probably {should}")
_WHY = Text(zh="（{why}）", en=" ({why})")
_OF_CELLS = Text(zh="{labels}：{why}", en="{labels}: {why}")
_DO = Text(zh="{changes}。", en="{changes}.")
_FROM_AFAR = _Voice(
    change=Text(zh="把 {cell} 改成 {better}", en="Change {cell} to {better}"),
    enter=Text(zh="在 {cell} 填 {better}", en="Enter {better} in {cell}"),
    check_first=Text(
        zh="先核对 {cell}，多半应改成 {better}", en="Check {cell} first: it is probably {better}"
    ),
    check=Text(zh="核对 {cell}", en="Check {cell}"),
    check_within=Text(zh="核对 {cell}，应是 {better}", en="Check {cell}: it should be {better}"),
    in_text=Text(zh="{cell} 中的“{was}”", en="“{was}” in {cell}"),
    follows=Text(
        zh="{cell} 是公式，会随之重算，不用改",
        en="{cell} is a formula and follows by itself: do not change it",
    ),
    formula=Text(
        zh="改 {cell} 的公式，改对后应得 {better}",
        en="Change the formula of {cell}: it should then give {better}",
    ),
)
_IN_THE_CELL = _Voice(
    change=Text(zh="{cell}改成 {better}", en="change {cell} to {better}"),
    enter=Text(zh="{cell}填 {better}", en="enter {better} in {cell}"),
    check_first=Text(
        zh="先核对{cell}，多半应改成 {better}", en="check {cell} first: it is probably {better}"
    ),
    check=Text(zh="核对{cell}", en="check {cell}"),
    check_within=Text(zh="核对{cell}，应是 {better}", en="check {cell}: it should be {better}"),
    in_text=Text(zh="{cell}中的“{was}”", en="“{was}” in {cell}"),
    follows=Text(
        zh="{cell}是公式，会随之重算，不用改",
        en="{cell} is a formula and follows by itself: do not change it",
    ),
    formula=Text(
        zh="改{cell}的公式，改对后应得 {better}",
        en="change the formula of {cell}: it should then give {better}",
    ),
)
_HERE = Text(zh="本格", en="this cell")
_TEXTS = ("narrative", "report")
"""Families of running text, in which only the words that are quoted are wrong."""
_ALL_OF_THEM = Text(
    zh="涂成红色的 {count} 格都要改，如 {cell} 改成 {better}。",
    en="All {count} red cells are to be changed, as {cell} to {better}.",
)
_REFILL = Text(
    zh="涂成红色的 {count} 格都照账（预算照批复的数）重新填，如 {cell} 应在 {better} 之间。",
    en="Fill in all {count} red cells anew from the books, budgets as approved: {cell} should be "
    "{better}.",
)
_FORMULAS = Text(
    zh="涂成红色的 {count} 格的公式都要改，如 {cell} 改对后应得 {better}。",
    en="The formulas of all {count} red cells are to be changed: {cell} should then give {better}.",
)
_FOLLOWING = Text(
    zh="另有 {count} 格是公式，会随之重算，不用改。",
    en=" Another {count} {count:cell is a formula|cells are formulas} and "
    "{count:follows by itself|follow by themselves}.",
)
_AS_SAID = Text(
    zh="照上面说的改，涉及的 {count} 格一起核对。",
    en="Do as it says above, and check all {count} cells that it is about.",
)
_IF_HERE = Text(
    zh="填 {was}，如果错在这里，改成 {better} 就都相符",
    en="The cell says {was}; if the mistake is here, {better} would make everything agree",
)
_SETTLED = Text(
    zh="另有 {count} 处随之消除，不用改。",
    en="{count} more {count:goes|go} away with it and {count:needs|need} no change.",
)
_IF_SO = Text(
    zh="填 {was}，应是 {better}：如果{why}，各格一起改就都相符",
    en="The cell says {was}, and should say {better} if so: {why}; all of them would then agree",
)
_EXCHANGE = Text(zh="{cell} {was}", en="{cell} {was}")
_BECOMES = Text(zh=" → {should}", en=" → {should}")
_JUST_LIKE_IT = Text(zh="也是这样", en=" just like it")
_LONGEST = 32_000
_MOST_CULPRITS = 6


def word(severity: Severity, explained: bool) -> Text:
    """How grave a finding is; or that the submitter has explained it."""
    return EXPLAINED if explained and severity is Severity.INFO else SEVERITIES[severity]


def of_several_years(units: Iterable[tuple[str, int | None]]) -> frozenset[str]:
    """The units that are there for more than one year."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    for unit, year in units:
        if year is not None:
            years[unit].add(year)
    return frozenset(unit for unit, its in years.items() if len(its) > 1)


def clean(text: str) -> str:
    """A text that XML can hold and a cell can show."""
    if not text.isprintable():
        text = NOT_IN_XML.sub("", text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def where(cell: Cell, from_sheet: str = "") -> str:
    """A cell as it is spoken of: D12, or 居民养老!D12 from another sheet."""
    if not cell.ref:
        return cell.sheet or cell.key
    return cell.ref if cell.sheet == from_sheet else f"{cell.sheet}!{cell.ref}"


def wrong(culprit: Culprit, findings: Sequence[Finding]) -> Text:
    """What stands in a located cell, what should and why; and the finding that shows it."""
    own = [one for one in findings if one.cells and one.cells[0].key == culprit.cell.key]
    alike = [one for one in own if one.shown.should == culprit.shown.should]
    if alike and culprit.shown.should.zh:
        looks = _LOOKS_LIKE.fill(why=culprit.why) if culprit.slip_is_known else NOTHING
        return alike[0].message + looks
    clash = findings[0].clash or findings[0].message
    return _WRONG.fill(what=_what(culprit)) + _BASIS.fill(clash=clash)


def wrong_together(culprits: Sequence[Culprit]) -> Text:
    """What went wrong in several cells at once; of slips of their own, each."""
    if not culprits[0].together:
        return _WRONG.fill(what=join([_what(culprit) for culprit in culprits], "；", "; "))
    why = culprits[0].why
    if len(culprits) > _FEW:
        return _WRONG.fill(what=Text(zh=why.zh, en=why.en[:1].upper() + why.en[1:]))
    labels = join([culprit.label for culprit in culprits], "、", ", ")
    return _WRONG.fill(what=_OF_CELLS.fill(labels=labels, why=why))


def correction(culprits: Sequence[Culprit]) -> Text:
    """What to type into the cells that are wrong; of those that formulas put right, how many."""
    typed = [culprit for culprit in culprits if not culprit.follows]
    following = len(culprits) - len(typed)
    if typed and following:
        return correction(typed) + _FOLLOWING.fill(count=following)
    if len(culprits) > _FEW:
        first = culprits[0]
        better = first.shown.should
        if not better.zh or not first.cell.ref:
            return _AS_SAID.fill(count=len(culprits))
        sentence = _REFILL if first.suggest is None else _ALL_OF_THEM
        sentence = _FORMULAS if first.in_formula else sentence
        return sentence.fill(count=len(culprits), cell=where(first.cell), better=better)
    return _DO.fill(changes=join([change(culprit) for culprit in culprits], "；", "; "))


def change(culprit: Culprit) -> Text:
    """把 D10 改成 38,429"""
    return _told(culprit, _FROM_AFAR, same(where(culprit.cell)))


def change_here(culprit: Culprit) -> Text:
    """本格改成 38,429: what to do, said in the cell itself."""
    return _told(culprit, _IN_THE_CELL, _HERE)


def _told(culprit: Culprit, voice: _Voice, cell: Text) -> Text:
    """What to do about a culprit's cell, or about what is quoted of its text."""
    if keys.family(culprit.cell.key) in _TEXTS:
        cell = voice.in_text.fill(cell=cell, was=culprit.shown.was)
    better = culprit.shown.should
    if culprit.follows:
        sentence = voice.follows
    elif culprit.in_formula:
        sentence = voice.formula
    elif culprit.suggest is None:
        sentence = voice.check_within if better.zh else voice.check
    elif culprit.confidence != "certain":
        sentence = voice.check_first
    else:
        sentence = voice.enter if culprit.cell.value is None else voice.change
    return culprit.beforehand + sentence.fill(cell=cell, better=better)


def one_of(culprits: Sequence[Culprit], findings: Sequence[Finding]) -> Text:
    """What to do where one of several cells is wrong, or one of several slips was made; or the
    texts, where only these do not agree with the cells."""
    slips = {culprit.why for culprit in culprits}
    is_either = _may_be_together(culprits) and 1 < len(slips) < len(culprits)
    if is_either:
        return ONE_OF_THESE_SLIPS
    is_of_texts = not any(one.kind is Kind.ARITHMETIC for one in findings)
    is_text_named = any(keys.family(one.cell.key) in _TEXTS for one in culprits)
    has_text = any(one.kind is Kind.NARRATIVE for one in findings)
    return ONE_OF_THESE_OR_TEXTS if has_text and is_of_texts and not is_text_named else ONE_OF_THESE


def if_here(culprit: Culprit) -> Text:
    """What would make all agree if this cell, of several, is the wrong one."""
    should = culprit.shown.should
    if not should.zh:
        return _WHY.fill(why=culprit.why) if culprit.slip_is_known else NOTHING
    if culprit.together:
        return _IF_SO.fill(was=culprit.shown.was, better=should, why=culprit.why)
    sentence = _IF_HERE.fill(was=culprit.shown.was, better=should)
    return sentence + (_WHY.fill(why=culprit.why) if culprit.slip_is_known else NOTHING)


def settled(count: int) -> Text:
    """How many findings go away with a correction."""
    return _SETTLED.fill(count=count) if count > 0 else NOTHING


def clause(should: Text) -> Text | None:
    """What a cell should be, as a clause: 应为 38,429 · 应在 41,763～42,198 之间."""
    if not should.zh:
        return None
    if "～" in should.zh:
        return Text(zh=f"应在 {should.zh} 之间", en=f"should be between {should.en}")
    return Text(zh=f"应为 {should.zh}", en=f"should be {should.en}")


def foremost(culprits: Sequence[Culprit]) -> Sequence[Culprit]:
    """The culprits worth a line each: of many that one slip explains, the first stands for all, as
    it does of each of several slips of which one is meant."""
    reasons = dict.fromkeys(culprit.why for culprit in culprits)
    if _may_be_together(culprits) and len(culprits) > _FEW:
        return [next(one for one in culprits if one.why == why) for why in reasons]
    if len(culprits) <= _MOST_CULPRITS:
        return culprits
    return culprits[:1] if len(reasons) == 1 else culprits[:_MOST_CULPRITS]


def remaining(culprits: Sequence[Culprit]) -> Text:
    """How many culprits there are beside the foremost; nothing where these are all."""
    shown = len(foremost(culprits))
    count = len(culprits) - shown
    if not count:
        return NOTHING
    alike = _JUST_LIKE_IT if shown == 1 else NOTHING
    return Text(
        zh=f"还有 {count} 格{alike.zh}，已在各表中标出。",
        en=f"And {count} more cells{alike.en}, marked on their sheets.",
    )


def culprit_line(culprits: Sequence[Culprit]) -> Text:
    """The cells that may hold the error on one line: 居民养老!D19 2,422 → 2,244；工伤!C7
    3,304,767,100 → 330,476.71."""
    entries = [_exchange(culprit) for culprit in foremost(culprits)]
    more = remaining(culprits)
    return join([*entries, more] if more.zh else entries, "；", "; ")


def _may_be_together(culprits: Sequence[Culprit]) -> bool:
    """Whether all cells may be wrong, each by a slip that put several wrong at once."""
    return all(culprit.together and not culprit.located for culprit in culprits)


def _what(culprit: Culprit) -> Text:
    """What stands in a cell and what should: 失业“收入合计”填 38,249，应为 38,429（数字颠倒）"""
    sentence = _STANDS.fill(label=culprit.label, was=culprit.shown.was)
    if should := clause(culprit.shown.should):
        certain = culprit.confidence == "certain"
        sentence += (_SHOULD if certain else _LIKELY).fill(should=should)
    return sentence + _WHY.fill(why=culprit.why)


def _exchange(culprit: Culprit) -> Text:
    cell, was, should = where(culprit.cell), culprit.shown.was, culprit.shown.should
    exchange = _EXCHANGE.fill(cell=cell, was=was)
    return exchange + _BECOMES.fill(should=should) if should.zh else exchange
