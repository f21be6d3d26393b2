"""Which cell is wrong, in words: the diagnosis of a submission as culprits and findings."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from sipipeline.checking import shown
from sipipeline.checking.cause_rows import with_rows
from sipipeline.checking.groups import joined
from sipipeline.core import keys
from sipipeline.core.display import MINUS, number, percent
from sipipeline.core.figures import as_cell_holds, decimals, significant
from sipipeline.core.findings import Cell, Culprit, Finding, Interval, Severity, Shown
from sipipeline.core.relations import Relation
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import NOTHING, Text, join, same
from sipipeline.language.numbers import normalise, read_number
from sipipeline.localisation.cell_slips import UNIT
from sipipeline.localisation.exchanged_changes import EXCHANGED
from sipipeline.localisation.suspects import Contradiction, Group, Slip, Suspect
from sipipeline.rules import (
    f101_unreadable_figure,
    f103_figure_out_of_place,
    f113_submission_complete,
    f119_form_alone,
    j901_jointly_consistent,
    n601_text_agrees_with_tables,
)

JOINT = j901_jointly_consistent.RULE
OUT_OF_PLACE = f103_figure_out_of_place.RULE
OUT_OF_PLACES = f119_form_alone.RULE
LACKING = f113_submission_complete.RULE
UNREADABLE = f101_unreadable_figure.RULE.code
_QUOTING = n601_text_agrees_with_tables.RULE.code

CHAIN = Text(
    zh="{label}填 {stated}；由{others}算出，{should}。",
    en="{label} says {stated}; worked out from {others} it {should}.",
)
CUT_SHORT = Text(
    zh="不一致的地方太多，没有逐一推断哪一格填错；请先改正已列出的问题，改后再报送一次。",
    en=(
        "Too much contradicts to say of every problem which cell is wrong; correct what is "
        "listed and send the file again."
    ),
)
OPEN_CHAIN = Text(
    zh="{label}填 {stated}，与{others}对不上：这些数不可能都对，至少有一个填错。",
    en="{label} says {stated}, which does not go with {others}: at least one of them is wrong.",
)
MORE = Text(zh="等 {count} 个数", en=" and {count} more")
SLIPS = {
    "sign": Text(zh="正负号弄反", en="sign lost or added"),
    "transposed": Text(zh="数字颠倒", en="digits transposed"),
    "digit": Text(zh="有一位数字填错", en="one digit wrong"),
    "missing": Text(zh="漏填一位数字", en="one digit missing"),
    "doubled": Text(zh="有一位数字重复", en="one digit doubled"),
    "extra": Text(zh="多填一位数字", en="one digit too many"),
    "unit": Text(
        zh="单位弄错：元与万元相差一万倍", en="unit mistaken: 元 for 万元 or the reverse, × 10,000"
    ),
    "unit word": Text(
        zh="数后写的单位不是本表的；按本表单位正好相符",
        en="the unit written after the figure is not the form's; in the form's unit it agrees",
    ),
    "unit of people": Text(
        zh="单位弄错：人与万人相差一万倍", en="unit mistaken: people or 万人, × 10,000"
    ),
    "places": Text(zh="小数点错位，相差 {factor} 倍", en="decimal point misplaced, × {factor}"),
    "point left out": Text(
        zh="小数点漏填，相差 {factor} 倍", en="decimal point left out, × {factor}"
    ),
    "places too many": Text(
        zh="多了 {count} 位，相差 {factor} 倍",
        en="{count} {count:digit|digits} too many, × {factor}",
    ),
    "places too few": Text(
        zh="少了 {count} 位，相差 {factor} 倍",
        en="{count} {count:digit|digits} too few, × {factor}",
    ),
    "points": Text(
        zh="同一合计的 {count} 格小数点都错位，相差 {factor} 倍",
        en="decimal points of {count} parts of one sum misplaced alike, × {factor}",
    ),
    "points apart": Text(
        zh="同一合计的 {count} 格小数点都错位，相差的倍数不同",
        en="decimal points of {count} parts of one sum misplaced, each by another factor",
    ),
    "points left out": Text(
        zh="同一合计的 {count} 格都漏填小数点，相差 {factor} 倍",
        en="decimal points of {count} parts of one sum left out, × {factor}",
    ),
    "points in a unit": Text(
        zh="同一合计的 {count} 格都弄错单位：元与万元相差一万倍",
        en="{count} parts of one sum in a wrong unit: 元 for 万元 or the reverse, × 10,000",
    ),
    "percent": Text(zh="百分数与小数混淆，相差 100 倍", en="percent and fraction confused, × 100"),
    "left_out": Text(zh="正好少算一项 {part}", en="exactly one item is left out: {part}"),
    "left_out by name": Text(
        zh="正好少算一项“{item}”{part}", en="exactly one item is left out: “{item}” {part}"
    ),
    "twice": Text(zh="正好多算一项 {part}", en="exactly one item is counted twice: {part}"),
    "twice by name": Text(
        zh="正好多算一项“{item}”{part}", en="exactly one item is counted twice: “{item}” {part}"
    ),
    "total outdated": Text(
        zh="合计各行都差同一个数，像是险种表改过数、合计没有跟着改",
        en=(
            "the lines of the total all miss by one amount, as if a fund had been corrected and "
            "the total left as it was"
        ),
    ),
    "prior": Text(zh="填成了上年数", en="last year's figure in this place"),
    "budget": Text(zh="填成了预算数", en="the budget figure in this place"),
    "actual": Text(zh="填成了本年实际数", en="this year's actual figure in this place"),
    "zero base": Text(
        zh="填了 0，同一行的比率却是用它算的",
        en="0 is entered, and the rate in its line is worked out of it",
    ),
    "carried over": Text(zh="不是上年年末的数", en="not what was left at the end of last year"),
    "cumulative": Text(zh="填成了累计数", en="the cumulative figure in this place"),
    "swapped": Text(zh="两个单元格的数互换了", en="two cells swapped"),
    "reversed": Text(zh="收支颠倒", en="income and expenditure exchanged"),
    "shifted low": Text(
        zh="{sheet}“{columns}”有一段数往下错了一行，共 {count} 格：整段往上移一行",
        en=(
            "{sheet}: a run of {count} {count:cell|cells} of “{columns}” stands a line too low; "
            "move it up by one"
        ),
    ),
    "shifted high": Text(
        zh="{sheet}“{columns}”有一段数往上错了一行，共 {count} 格：整段往下移一行",
        en=(
            "{sheet}: a run of {count} {count:cell|cells} of “{columns}” stands a line too high; "
            "move it down by one"
        ),
    ),
    "rows too low": Text(
        zh="{sheet}“{columns}”的数往下错了一行，共 {count} 格：整块往上移一行",
        en=(
            "{sheet}: “{columns}” stand a line too low, {count} {count:cell|cells}; move them up "
            "by one"
        ),
    ),
    "rows too high": Text(
        zh="{sheet}“{columns}”的数往上错了一行，共 {count} 格：整块往下移一行",
        en=(
            "{sheet}: “{columns}” stand a line too high, {count} {count:cell|cells}; move them "
            "down by one"
        ),
    ),
    "amounts strayed": Text(
        zh="{sheet}“{first}”的 {count} 格错填到了“{last}”一行：移回原行，“{last}”填回自己的数",
        en=(
            "{sheet}: {count} {count:cell|cells} of “{first}” stand in the line “{last}”; move "
            "{count:it|them} back, and fill in “{last}” with its own figures"
        ),
    ),
    "amount added": Text(
        zh="{sheet}“{first}”的数并进了“{last}”一行：分开填，两格都改",
        en="{sheet}: “{first}” was added to “{last}”; fill in each for itself, both cells",
    ),
    "wrong base": Text(
        zh="{sheet}“{one}”一栏像是用“{over}”除以“{base}”算的，{count} 格都要重算",
        en=(
            "{sheet}: the column “{one}” seems to be “{over}” divided by “{base}”; work out "
            "{count} cells anew"
        ),
    ),
    "growth on wrong base": Text(
        zh="{sheet}“{one}”一栏像是用“{over}”减“{base}”、再除以“{base}”算的，{count} 格都要重算",
        en=(
            "{sheet}: the column “{one}” seems to be “{over}” less “{base}”, divided by “{base}”; "
            "work out {count} cells anew"
        ),
    ),
    "wrong difference": Text(
        zh="{sheet}“{one}”一栏像是用“{over}”减“{base}”算的，{count} 格都要重算",
        en=(
            "{sheet}: the column “{one}” seems to be “{over}” less “{base}”; work out {count} "
            "cells anew"
        ),
    ),
    "growth for change": Text(
        zh="{sheet}“{one}”一栏填的像是增减的百分比，不是增减额，{count} 格都要重算",
        en=(
            "{sheet}: the column “{one}” seems to hold rates of change instead of amounts; work "
            "out {count} cells anew"
        ),
    ),
    "points for change": Text(
        zh="{sheet}“{one}”一栏填的像是增减的百分点数，不是增减额，{count} 格都要重算",
        en=(
            "{sheet}: the column “{one}” seems to hold rates of change in percent instead of "
            "amounts; work out {count} cells anew"
        ),
    ),
    "change for growth": Text(
        zh="{sheet}“{other}”一栏填的像是增减额，不是增减的百分比，{count} 格都要重算",
        en=(
            "{sheet}: the column “{other}” seems to hold amounts of change instead of rates; work "
            "out {count} cells anew"
        ),
    ),
    "turned": Text(
        zh="{sheet}“{columns}”的正负号填反了，共 {count} 格",
        en="{sheet}: the signs of “{columns}” are turned, {count} cells",
    ),
    "turned line": Text(
        zh="{sheet}“{first}”一行的正负号填反了，共 {count} 格",
        en="{sheet}, “{first}”: the signs of the line are turned, {count} cells",
    ),
    "turned lines": Text(
        zh="{sheet}“{columns}”从“{first}”到“{last}”的正负号填反了，共 {count} 格",
        en="{sheet}, “{columns}”, from “{first}” to “{last}”: the signs are turned, {count} cells",
    ),
    "exchanged": Text(
        zh="{sheet}“{one}”和“{other}”两栏的数互换了，共 {count} 格",
        en="{sheet}: the columns “{one}” and “{other}” exchanged, {count} cells",
    ),
    "exchanged lines": Text(
        zh="{sheet}从“{first}”到“{last}”，“{one}”和“{other}”两栏有 {count} 格的数互换了",
        en=(
            "{sheet}, from “{first}” to “{last}”: {count} cells of the columns “{one}” and "
            "“{other}” exchanged"
        ),
    ),
    "exchanged rows": Text(
        zh="{sheet}“{first}”和“{last}”两行的数互换了，共 {count} 格",
        en="{sheet}: the lines “{first}” and “{last}” exchanged, {count} cells",
    ),
    "rows exchanged in part": Text(
        zh="{sheet}“{first}”和“{last}”两行的“{cells}”互换了，共 {count} 格",
        en="{sheet}: “{cells}” of the lines “{first}” and “{last}” exchanged, {count} cells",
    ),
    "exchanged accounts": Text(
        zh="{sheet}表和{fund}表的“{columns}”互换了，共 {count} 格",
        en="the sheets of {sheet} and {fund}: “{columns}” exchanged, {count} cells",
    ),
    "exchanged sheets": Text(
        zh="{sheet}表和{fund}表的数整表互换了，共 {count} 格",
        en="the sheets of {sheet} and {fund}: all figures exchanged, {count} cells",
    ),
    "exchanged lines of accounts": Text(
        zh="{sheet}表和{fund}表从“{first}”到“{last}”，“{columns}”有 {count} 格互换了",
        en=(
            "the sheets of {sheet} and {fund}, from “{first}” to “{last}”: {count} cells of "
            "“{columns}” exchanged"
        ),
    ),
    "copied": Text(
        zh="{sheet}“{one}”一栏填的是“{other}”一栏的数，共 {count} 格",
        en="{sheet}: the column “{one}” holds the figures of “{other}”, {count} {count:cell|cells}",
    ),
    "zeros": Text(
        zh="{sheet}“{one}”一栏填的都是 0，而其余各栏说明有 {count} 格不是零：照账重填",
        en=(
            "{sheet}: the column “{one}” is all 0, and by the other columns {count} "
            "{count:cell is|cells are} not; fill it in"
        ),
    ),
    "of another period": Text(
        zh=(
            "{sheet}“{one}”一栏自身加得起来，却有 {count} 格和其余各栏对不上：像是另一年、"
            "另一期或另一稿的数，整栏重填"
        ),
        en=(
            "{sheet}: the column “{one}” adds up by itself, but {count} cells of it do not go with "
            "the others, as if it were of another year, of part of a year or of another draft; "
            "fill it in anew"
        ),
    ),
    "pasted": Text(
        zh="{sheet}表有 {count} 格和{fund}表相同，像是把{fund}的数填到了{sheet}表",
        en=(
            "{count} cells of the sheet of {sheet} are those of {fund}, as if its figures had been "
            "put in this sheet"
        ),
    ),
    "pasted somewhere": Text(
        zh="{sheet}表和{fund}表有 {count} 格相同，像是把其中一张表的数填到了另一张",
        en=(
            "{count} cells of the sheets of {sheet} and of {fund} are the same, as if the figures "
            "of one had been put in the other"
        ),
    ),
    "too large": Text(
        zh="{where}的数都大 {times} 倍，{count} 格都除以 {times}",
        en="{where}: all {count} figures are {times} times too large; divide them by {times}",
    ),
    "too small": Text(
        zh="{where}的数都小 {times} 倍，{count} 格都乘以 {times}",
        en="{where}: all {count} figures are {times} times too small; multiply them by {times}",
    ),
    "too large in a unit": Text(
        zh="{where}像是按{unit}填的，{count} 格都除以 {times}",
        en="{where} seems to be in {unit}: divide all {count} figures by {times}",
    ),
    "too small in a unit": Text(
        zh="{where}像是按{unit}填的，{count} 格都乘以 {times}",
        en="{where} seems to be in {unit}: multiply all {count} figures by {times}",
    ),
    "total copied": Text(
        zh="合计的 {count} 格像是只抄了{fund}的数，没有把各险种相加",
        en=(
            "{count} {count:cell|cells} of the total {count:seems|seem} to copy {fund} alone "
            "instead of adding up the funds"
        ),
    ),
    "total left out": Text(
        zh="合计的 {count} 格像是漏加了{fund}",
        en="{count} {count:cell|cells} of the total {count:seems|seem} to leave out {fund}",
    ),
    "total twice": Text(
        zh="合计的 {count} 格像是把{fund}加了两次",
        en="{count} {count:cell|cells} of the total {count:seems|seem} to have {fund} twice",
    ),
    "total doubled": Text(
        zh="合计的 {count} 格像是各险种之和的两倍：求和时把小计或合计本身又加了一遍",
        en=(
            "{count} {count:cell|cells} of the total {count:seems|seem} to be twice the sum of the "
            "funds: a subtotal or the total itself was added up with them"
        ),
    ),
    "total rates mean": Text(
        zh="{sheet}“{columns}”像是各险种比率的平均数，{count} 格都要用合计的数重算",
        en=(
            "{sheet}: “{columns}” seem to be the means of the funds' rates; work out {count} "
            "{count:cell|cells} anew from the amounts of the total"
        ),
    ),
    "total rates sum": Text(
        zh="{sheet}“{columns}”像是各险种比率相加的数，{count} 格都要用合计的数重算",
        en=(
            "{sheet}: “{columns}” seem to be the sums of the funds' rates; work out {count} "
            "{count:cell|cells} anew from the amounts of the total"
        ),
    ),
    "fund missing": Text(
        zh="合计的 {count} 格都比各险种之和多，多出的像是没有填的险种表的数：把那张表补上",
        en=(
            "{count} cells of the total have more than the funds together, as if the sheet of a "
            "fund was not filled in: fill it in"
        ),
    ),
    "fund missing by name": Text(
        zh="{fund}的账在合计里，{fund}表却没有填：合计比各险种之和多出的 {count} 格应是{fund}的数",
        en=(
            "{fund} is in the total, but its sheet is not filled in: what {count} cells of the "
            "total have more than the funds together should be its account"
        ),
    ),
    "funds missing": Text(
        zh="{fund}的账在合计里，这几张表却没有填：合计比各险种之和多出的 {count} 格应是它们的数",
        en=(
            "{fund} are in the total, but their sheets are not filled in: what {count} cells of "
            "the total have more than the funds together should be their accounts"
        ),
    ),
    "not in the total": Text(
        zh=(
            "{fund}表只填了 {count} 个数，合计里没有：有这个险种就填全这张表并加进合计，没有就清空"
            "这些格"
        ),
        en=(
            "{fund} has but {count} {count:figure|figures}, and the total lacks them: fill in the "
            "sheet and add it to the total if there is such a fund, clear these cells if not"
        ),
    ),
    "fund without a sheet": Text(
        zh=(
            "缺工作表“{fund}”：合计里有{fund}的账（比各险种之和多出 {count} 格），工作簿里却没有"
            "这张表；从下发的模板复制这张表，再填数"
        ),
        en=(
            "the sheet {fund} is missing: the total has its account ({count} cells more than the "
            "funds together), but the workbook has no such sheet; copy it from the blank form and "
            "fill it in"
        ),
    ),
    "fund of zeros": Text(
        zh="{fund}的账在合计里，{fund}表却全是 0：合计比各险种之和多出的 {count} 格应是{fund}的数",
        en=(
            "{fund} is in the total, but its sheet holds nothing but 0: what {count} cells of the "
            "total have more than the funds together should be its account"
        ),
    ),
    "last year": Text(
        zh="{sheet}表像是上年的表：“{one}”一栏的数在合计里是“{other}”，整表 {count} 格换成本年的",
        en=(
            "the sheet of {sheet} seems to be last year's: the total has its “{one}” as “{other}”; "
            "replace all {count} cells"
        ),
    ),
    "another year": Text(
        zh="{sheet}表的“{columns}”和合计对不上，上年末数又和本年初数不同：{count} 格像是另一年的数",
        en=(
            "“{columns}” of {sheet} does not agree with the total, nor last year's closing balance "
            "with this year's opening: {count} cells seem to be of another year"
        ),
    ),
    "sheets apart": Text(
        zh=(
            "合计的 {count} 格和各险种之和对不上：像是有一张表（某个险种的或合计的）填的是另一年或"
            "另一稿的数，先核对是哪一张"
        ),
        en=(
            "{count} cells of the total are not the sum of the funds, as if one sheet, of a fund "
            "or the total, were of another year or another draft: find out which one first"
        ),
    ),
    "misplaced": Text(
        zh="{sheet}表里像是{fund}的账，共 {count} 格：其中有{sheet}没有的科目；整表移到{fund}",
        en=(
            "the sheet of {sheet} seems to hold the account of {fund}, {count} cells: it has items "
            "that {sheet} does not have; move all of it to {fund}"
        ),
    ),
    "misplaced in part": Text(
        zh=(
            "{sheet}表里像是{fund}的账，共 {count} 格：各项合计里还有{sheet}没有的科目的数；"
            "整表移到{fund}，再补上缺的科目"
        ),
        en=(
            "the sheet of {sheet} seems to hold the account of {fund}, {count} cells: its sums and "
            "the total also count items that {sheet} does not have; move all of it to {fund}, and "
            "fill in the missing items there"
        ),
    ),
    "misplaced somewhere": Text(
        zh=(
            "{sheet}表里像是别的险种的账，共 {count} 格：其中有{sheet}没有的科目；"
            "先核对是哪个险种的，再整表移到那张表"
        ),
        en=(
            "the sheet of {sheet} seems to hold the account of another fund, {count} cells: it has "
            "items that {sheet} does not have; find out which fund it is of, and move all of it "
            "there"
        ),
    ),
    "carried": Text(
        zh="{leaf}填错（{how}），并带进了由它算出的 {count} 格",
        en=(
            "{leaf} is wrong ({how}), and was carried into {count} {count:cell|cells} worked out "
            "from it"
        ),
    ),
    "with its rate": Text(zh="{leaf}随之重新计算", en="and work out “{leaf}” anew"),
    "several": Text(zh="同一合计里不止这一格填错", en="not the only wrong figure of its sum"),
    "": Text(zh="与其余数据不符", en="does not agree with the rest"),
}
"""The sentence of each slip."""
MISPLACED = Text(
    zh="填成了“{column}”一栏的数", en="the figure of the column “{column}” in this place"
)
"""The sentence of a figure in the place of another column's, where that column has none."""
_OF_ACCOUNTS = frozenset({"misplaced", "exchanged sheets"})
"""Slips by which accounts get in the sheets of other funds."""
_PASTED = frozenset({"pasted", "pasted somewhere"})
"""Slips by which the figures of another fund get in a sheet."""
_STUB = "not in the total"
"""The slip of a sheet with a few amounts that the total lacks."""
_ASTRAY = _OF_ACCOUNTS | _PASTED | {"rows too low", "rows too high", _STUB}
"""Slips by which figures get where the fund has no line, or no account."""
WHOLE_SHEET = Text(zh="{fund}整表", en="the whole sheet of {fund}")
SOME_LINES = Text(zh="{fund}“{lines}”各行", en="“{lines}” of {fund}")
LINES_TO = Text(zh="{fund}从“{first}”到“{last}”各行", en="“{first}” to “{last}” of {fund}")
BLOCK = Text(
    zh="{fund}第 {top}–{bottom} 行（“{first}”到“{last}”）",
    en="rows {top}–{bottom} of {fund} (“{first}” to “{last}”)",
)
BLOCK_OF_COLUMN = Text(
    zh="{fund}“{column}”第 {top}–{bottom} 行（“{first}”到“{last}”）",
    en="rows {top}–{bottom} of the column “{column}” of {fund} (“{first}” to “{last}”)",
)
WHOLE_COLUMN = Text(zh="{fund}“{column}”整栏", en="the whole column “{column}” of {fund}")
_MOVED = ("places", "points")
"""The codes of slips of the decimal point."""
"""The codes of slips of a sum that has a part too few or too many."""
_ANY = (-math.inf, math.inf)
_MOST = 6


def explained(
    findings: Sequence[Finding], groups: Sequence[Group], submission: Submission, todo: Text
) -> list[Finding]:
    """The findings with their culprits; all findings that one group explains get its number. A
    contradiction that no single relation shows becomes a finding of its own."""
    results = list(findings)
    for number_, group in enumerate(groups, 1):
        culprits = _culprits(group, submission)
        places = [*_places(results, group, submission), *_astray(results, group, culprits)]
        places += _unread(results, group, culprits)
        for place in places:
            results[place] = joined(results[place], number_, culprits)
        if not places and len(group.contradiction.figures) > 1:
            joint = _joint(group.contradiction, submission, todo)
            results.append(joined(joint, number_, culprits))
    return results


def _culprits(group: Group, submission: Submission) -> tuple[Culprit, ...]:
    """The suspects of a group in words. If no relation is violated by itself every figure of the
    chain is a candidate, so only suspects that are singled out are named."""
    singled_out = [one for one in group.suspects if one.confidence != "possible"]
    suspects = group.suspects if group.violated else singled_out
    culprits = [_culprit(suspect, submission) for suspect in suspects]
    return with_rows(culprits, submission)


def _places(findings: Sequence[Finding], group: Group, submission: Submission) -> list[int]:
    """The places of the findings that say that a relation of the group is violated, and have no
    group yet."""
    violated = {_identity(relation, submission) for relation in group.violated}
    open_ = [place for place, finding in enumerate(findings) if finding.group is None]
    return [place for place in open_ if _about(findings[place]) in violated]


def _astray(findings: Sequence[Finding], group: Group, culprits: Sequence[Culprit]) -> list[int]:
    """The places of the findings that a slip of whole columns of the group makes beside errors: of
    figures where there is no line, and of cells that seem to be blank."""
    slips = {suspect.slip.code: suspect.slip for suspect in group.suspects}
    cells = {culprit.cell.key for culprit in culprits}
    if _ASTRAY.isdisjoint(slips):
        return []
    columns = {culprit.cell.column for culprit in culprits}
    with_funds = (_OF_ACCOUNTS | {_STUB}) & slips.keys()
    moved = set[str]().union(*(_funds_of(slips[code]) for code in with_funds))
    of_sheets = not slips.keys().isdisjoint(_OF_ACCOUNTS | _PASTED)
    sheets = {sheet for sheet, _ in columns} if of_sheets else set[str]()

    def follows(finding: Finding) -> bool:
        if finding.rule == OUT_OF_PLACE.code:
            return finding.cells[0].column in columns
        is_beside = _is_of_blanks(finding, cells, sheets)
        return is_beside or _is_of_moved(finding, moved, sheets)

    return [place for place, finding in enumerate(findings) if follows(finding)]


def _unread(findings: Sequence[Finding], group: Group, culprits: Sequence[Culprit]) -> list[int]:
    """The places of the findings that what stands in the place of another column cannot be read
    there, where the group is of these two columns."""
    if all(suspect.slip.code != EXCHANGED for suspect in group.suspects):
        return []
    cells = {culprit.cell.key for culprit in culprits}
    unread = [place for place, one in enumerate(findings) if one.rule == UNREADABLE]
    return [place for place in unread if findings[place].cells[0].key in cells]


def _is_of_blanks(finding: Finding, cells: Collection[str], sheets: Collection[str]) -> bool:
    """Whether a finding notes but what some cells, or those of whole sheets, leave blank."""
    is_note = finding.severity is Severity.INFO and finding.group is None
    return is_note and any(cell.key in cells or cell.sheet in sheets for cell in finding.cells)


def _funds_of(slip: Slip) -> set[str]:
    """The funds of the accounts that stand in other sheets, or are but begun."""
    names = {"sheet", "fund"} & slip.figures.keys()
    return {keys.measure(str(slip.figures[name])) for name in names}


def _is_of_moved(finding: Finding, funds: Collection[str], sheets: Collection[str]) -> bool:
    """Whether a finding is only there because accounts of some funds stand in other sheets, or are
    but begun: what these seem to lack, and how much stands there where the form has no line."""
    if finding.rule == OUT_OF_PLACES.code:
        return finding.cells[0].sheet in sheets
    is_lack = finding.rule == LACKING.code and finding.group is None
    return is_lack and all(keys.fund(cell.key) in funds for cell in finding.cells)


def _identity(relation: Relation, submission: Submission) -> tuple[str, ...]:
    """What tells a relation: its rule and subject; of a quote the field and the cell it quotes."""
    subject = relation.subject
    if relation.rule == _QUOTING:
        words = str(submission.claims[subject].raw)
        return relation.rule, keys.text_of(subject), keys.quoted(subject), words
    return relation.rule, subject


def _about(finding: Finding) -> tuple[str, ...]:
    """What tells the relation that a finding says is violated; empty if it is no error."""
    if finding.severity is not Severity.ERROR:
        return ()
    if finding.rule == _QUOTING:
        return finding.rule, *(cell.key for cell in finding.cells[:2]), finding.shown.was.zh
    return finding.rule, finding.cells[0].key if finding.cells else ""


# ---------------------------------------------------------------- contradictions of relations
def joint_about(key: str, finding: Finding, submission: Submission) -> Finding:
    """A contradiction of all figures together, told about another one of them, of which it says no
    more than that it cannot be."""
    figures = tuple(cell.key for cell in finding.cells)
    return _joint(Contradiction(figures, key, _ANY), submission, finding.todo)


_OF_A_FUND = frozenset({"fund missing", "misplaced"})
"""Slips of which the fund that is meant may be known or not."""


def _fund(sheet: str, standard: Standard) -> Text:
    """The short name of the fund that a sheet is of, the name of any other; of several sheets the
    names of all."""
    if " " in sheet:
        return join([_fund(one, standard) for one in sheet.split()], "、", ", ")
    fund = keys.fund(f"{sheet}.")
    return standard.fund(fund).short if fund else standard.sheets.get(sheet, same(sheet))


def _where(places: str, standard: Standard) -> Text:
    """The name of a sheet, or of several, or of the columns of one that keys stand in."""
    first, *_ = places.split()
    if not keys.table(first):
        return WHOLE_SHEET.fill(fund=_fund(places, standard))
    columns = " ".join(map(keys.measure, places.split()))
    return WHOLE_COLUMN.fill(
        fund=_fund(keys.table(first), standard), column=_columns(columns, standard)
    )


def _column(key: str, standard: Standard) -> Text:
    """The name of a column within a sentence."""
    name = next(column.name for column in standard.measures if column.key == key)
    return Text(zh=name.zh, en=name.en.lower())


def _quoted(names: list[Text]) -> Text:
    """Names within the quotes of a sentence."""
    return join(names, "”、“", "”, “")


def _columns(names: str, standard: Standard) -> Text:
    """The names of columns within the quotes of a sentence."""
    return _quoted([_column(name, standard) for name in names.split()])


def _columns_of(cells: str, standard: Standard) -> Text:
    """The names of the columns of some cells within the quotes of a sentence."""
    fields = filter(None, map(standard.field, cells.split()))
    names = [Text(zh=field.column.name.zh, en=field.column.name.en.lower()) for field in fields]
    return _quoted(names)


def line_name(key: str, standard: Standard) -> Text:
    """The name of the line that a key stands in."""
    field = standard.field(key)
    return same(key) if field is None or field.row is None else field.row


def retyped(value: float, stated: float, typed: str) -> str:
    """The text with its numeral exchanged, in the unit that it is written in; the bare figure where
    that is not clear."""
    numerals = shown.NUMERAL.findall(typed)
    numeral = float(numerals[0].replace(",", "")) if len(numerals) == 1 else 0.0
    begins = typed[:1].isdigit() or (value < 0) == (stated < 0)
    signs_agree = (stated < 0) == typed.startswith("-") and begins
    if not (stated and numeral and signs_agree):
        read = read_number(typed)
        in_percent = read is not None and read.unit == "%"
        return _plain(percent(value) if in_percent else number(value))
    better = number(significant(abs(value / stated) * numeral))
    if "," not in numerals[0]:
        better = better.replace(",", "")
    sign = "-" if value < 0 else ""
    return sign + typed.removeprefix("-").replace(numerals[0], better)


def _columns_of_people(slip: Slip, standard: Standard) -> Mapping[str, Text]:
    """What a slip of head-counts calls its columns."""
    names = {column.key: column.name for column in standard.headcount_measures}
    return {
        place: _quoted([names[one] for one in str(slip.figures[place]).split()])
        for place in ("one", "other", "over", "base", "columns")
        if place in slip.figures
    }


def _lines(cells: str, standard: Standard) -> Text:
    """The names of lines within the quotes of a sentence."""
    return _quoted([line_name(key, standard) for key in cells.split()])


def _block(slip: Slip, submission: Submission) -> Text:
    """The name of a block of lines of a sheet, in all columns or in one."""
    standard, ends = submission.standard, [str(slip.figures[one]) for one in ("first", "last")]
    (_, top), (_, bottom) = (submission.cell(key).row for key in ends)
    first, last = (line_name(key, standard) for key in ends)
    column = str(slip.figures["columns"])
    where = BLOCK_OF_COLUMN if column else BLOCK
    return (where if top and bottom else LINES_TO).fill(
        fund=_fund(str(slip.figures["where"]), standard),
        column=_column(column, standard) if column else NOTHING,
        top=same(top),
        bottom=same(bottom),
        first=first,
        last=last,
    )


def _joint(contradiction: Contradiction, submission: Submission, todo: Text) -> Finding:
    """A contradiction that no single relation shows: the chain, told about one figure."""
    key, standard = contradiction.key, submission.standard
    claim = submission.claims[key]
    assert isinstance(claim.value, float)
    low, high = map(_closed, contradiction.implied)
    others = [other for other in contradiction.figures if other != key]
    sentence = OPEN_CHAIN if low is None and high is None else CHAIN
    clauses = shown.compared(claim.value, (low, high), shown.form_of(key, submission))
    places = {
        "label": _label(key, claim, standard),
        "stated": clauses.brief.was,
        "others": _listed(others, submission),
        "should": clauses.should,
    }
    return Finding(
        JOINT.code,
        JOINT.severity,
        JOINT.kind,
        tuple(map(submission.cell, (key, *others))),
        sentence.fill(**places),
        todo,
        claim.value,
        (_clean(low), _clean(high)),
        _clean(_difference(claim.value, low, high)),
        shown=clauses.brief,
        clash=OPEN_CHAIN.fill(**places),
    )


def _closed(end: float) -> float | None:
    return end if math.isfinite(end) else None


def _clean(value: float | None) -> float | None:
    return None if value is None else significant(value, 9)


def _difference(stated: float, low: float | None, high: float | None) -> float:
    """How far a figure is above or below what the others leave of it."""
    if high is not None and stated > high:
        return stated - high
    return 0.0 if low is None else stated - low


def _listed(keys: Sequence[str], submission: Submission) -> Text:
    """The first figures with their labels, and how many there are."""
    listed = join([_stated(key, submission) for key in keys[:_MOST]], "、", ", ")
    return listed + MORE.fill(count=len(keys)) if len(keys) > _MOST else listed


def _stated(key: str, submission: Submission) -> Text:
    claim, standard = submission.claims[key], submission.standard
    assert isinstance(claim.value, float)
    value = shown.figure(claim.value, shown.form_of(key, submission))
    label = _label(key, claim, standard)
    return label if keys.is_quote(key) else Text(zh=f"{label.zh}{value}", en=f"{label.en} {value}")


def _label(key: str, claim: Claim, standard: Standard) -> Text:
    """What a figure is called in a sentence; one of a text by the words that it stands in."""
    if not keys.is_quote(key):
        return standard.label(key)
    field = standard.label(claim.key)
    return Text(zh=f"{field.zh}所写“{claim.raw}”", en=f"{field.en}, “{claim.raw}”")


def _culprit(suspect: Suspect, submission: Submission) -> Culprit:
    claim = submission.claims.get(suspect.key, _blank(suspect.key))
    suggest = _typed(suspect.suggest, claim)
    if suspect.slip.code == "unit word" and suspect.suggest is not None:
        suggest = f"{_plain(number(suspect.suggest))}{submission.money_unit}"
    elif suspect.slip.code == "unit" and keys.is_quote(suspect.key):
        suggest = _in_unit_of_form(claim, suspect, submission) or suggest
    return Culprit(
        _cell(suspect, submission),
        suggest,
        _why(suspect, submission),
        suspect.confidence,
        _ends(suspect.implied),
        submission.standard.label(claim.key),
        Shown(
            shown.stated(suspect.key, submission),
            _better(suspect, suggest, submission),
            _off(suspect, submission),
        ),
        bool(suspect.slip.code),
        suspect.together,
    )


def _cell(suspect: Suspect, submission: Submission) -> Cell:
    """The cell of a suspect; of one whose sheet is gone the name that the sheet should have."""
    cell = submission.cell(suspect.key)
    fund = keys.fund(suspect.key) if keys.is_account(suspect.key) else None
    if cell.sheet or not fund or submission.has_sheet(fund):
        return cell
    return replace(cell, sheet=submission.standard.fund(fund).short.zh)


def _in_unit_of_form(claim: Claim, suspect: Suspect, submission: Submission) -> str:
    """The words of a text with the form's unit of money behind their number, where the number is
    right in that unit; "" where it is not."""
    typed = normalise(str(claim.raw))
    read = read_number(typed)
    if read is None or suspect.suggest is None or not read.unit:
        return ""
    is_right = math.isclose(read.value, suspect.suggest, rel_tol=1e-9)
    is_money = read.unit in submission.standard.money_units and typed.endswith(read.unit)
    return typed.removesuffix(read.unit) + submission.money_unit if is_right and is_money else ""


def _off(suspect: Suspect, submission: Submission) -> Text:
    """By how much a culprit's cell misses what should stand there; nothing of a blank."""
    claim, better = submission.claims.get(suspect.key), suspect.suggest
    if claim is None or better is None or not isinstance(claim.value, float):
        return NOTHING
    form = shown.form_of(suspect.key, submission)
    return shown.compared(claim.value, (better, better), form).off


def _better(suspect: Suspect, suggest: object, submission: Submission) -> Text:
    """What should stand in a culprit's cell, in the form of the cell."""
    if isinstance(suggest, str):
        return same(suggest)
    form, (low, high) = shown.form_of(suspect.key, submission), suspect.implied
    if suspect.suggest is not None:
        form = replace(form, digits=decimals(significant(suspect.suggest * form.per_one)))
        return same(shown.figure(suspect.suggest, form))
    return shown.within((_closed(low) or None, _closed(high)), form)


def _blank(key: str) -> Claim:
    """A cell in which nothing is stated."""
    return Claim(key, 0.0, 0.0, "", "", None)


def _why(suspect: Suspect, submission: Submission) -> Text:
    """The sentence of the suspect's slip."""
    slip, standard = suspect.slip, submission.standard
    code = _sharper(suspect, submission)
    places = {name: _shown(name, value, standard) for name, value in slip.figures.items()}
    if not keys.is_account_sheet(str(slip.figures.get("sheet", keys.ACCOUNTS))):
        places |= _columns_of_people(slip, standard)
    if slip.code == "places":
        places["count"] = same(round(math.log10(float(slip.figures["factor"]))))
    if slip.code == "scaled":
        places["times"] = same(_times(slip.figures["factor"]))
        places["unit"] = same(_unit_of(suspect, submission))
        if slip.figures.get("first"):
            places["where"] = _block(slip, submission)
        if slip.figures.get("lines"):
            fund = _fund(str(slip.figures["where"]), standard)
            places["where"] = SOME_LINES.fill(fund=fund, lines=places["lines"])
    if slip.figures.get("item"):
        subject = str(slip.figures.get("leaf", suspect.key))
        places["item"] = standard.brief(str(slip.figures["item"]), subject)
    if slip.code == "carried":
        places["how"] = SLIPS[_with_item(str(slip.figures["how"]), slip)].fill(**places)
    sentence = SLIPS.get(code) or MISPLACED.fill(column=_column(code, standard))
    return sentence.fill(**places)


def _with_item(code: str, slip: Slip) -> str:
    """The code of a sentence; where a slip knows which item a sum is wrong by, of the one that
    names it."""
    return f"{code} by name" if slip.figures.get("item") else code


def _sharper(suspect: Suspect, submission: Submission) -> str:
    """The code of the sentence that says most of a slip."""
    slip, field = suspect.slip, submission.standard.field(suspect.key)
    if slip.code == "unit" and field is not None and field.kind == "count":
        return "unit of people"
    if slip.code in _MOVED:
        return _of_point(suspect, submission)
    if slip.code == "scaled":
        size = "too large" if float(slip.figures["factor"]) < 1 else "too small"
        return f"{size} in a unit" if _unit_of(suspect, submission) else size
    if slip.code == "shifted":
        return f"shifted {slip.figures['way']}"
    if slip.code in _OF_A_FUND:
        return _of_fund(slip, submission)
    return slip.code if slip.code == "carried" else _with_item(slip.code, slip)


def _of_fund(slip: Slip, submission: Submission) -> str:
    """The code of the sentence that says which fund an account is of, if that is known: one in
    another's sheet, with all its lines or without those that this does not have; or one that the
    total has besides, with a sheet that is not filled in or without any."""
    fund = keys.fund(f"{slip.figures['fund']}.") if slip.figures["fund"] else None
    if slip.code == "misplaced":
        has_all = "misplaced" if slip.figures.get("strays") else "misplaced in part"
        return has_all if fund else "misplaced somewhere"
    if not fund:
        return slip.code
    return "fund missing by name" if submission.has_sheet(fund) else "fund without a sheet"


def _of_point(suspect: Suspect, submission: Submission) -> str:
    """The code of the sentence that says how a decimal point went astray: a figure without one has
    lost it, or has digits too many or too few."""
    code, better = suspect.slip.code, suspect.suggest
    stated = submission.number(suspect.key)
    if code == "points" and suspect.slip.figures["factor"] == UNIT:
        return "points in a unit"
    if stated is None or better is None or decimals(stated):
        return code
    if decimals(better):
        return "points left out" if code == "points" else "point left out"
    if code == "points":
        return code
    return "places too many" if abs(better) < abs(stated) else "places too few"


def _unit_of(suspect: Suspect, submission: Submission) -> str:
    """The unit of money in which figures were filled in that are a constant factor too large or
    too small; "" where no unit is that factor from the form's, and of people."""
    if not keys.is_account(suspect.key):
        return ""
    standard = submission.standard
    yuan = standard.yuan(submission.money_unit) * float(suspect.slip.figures["factor"])
    units = standard.money_units.items()
    return next((unit for unit, size in units if math.isclose(size, yuan)), "")


def _times(factor: float | str) -> int:
    """How many times too large or too small figures are that a factor puts right."""
    return round(max(float(factor), 1 / float(factor)))


def _shown(name: str, value: float | str, standard: Standard) -> Text:
    """What a slip says beside its code: an amount, a count, or the name of what its key is of."""
    if isinstance(value, str):
        return _NAMES[name](value, standard) if value else same("")
    return same(number(value) if name == "part" else round(value))


def _ends(implied: tuple[float, float]) -> Interval | None:
    low, high = (significant(end) if math.isfinite(end) else None for end in implied)
    return None if high is None and not low else (low, high)


def _typed(value: float | None, claim: Claim) -> object:
    """A suggestion in the type and form of the cell's own value: 1.14 for 1.14, 98 for 98,
    38429万元 for 38249万元."""
    if value is None:
        return None
    assert isinstance(claim.value, float)
    if isinstance(claim.raw, str):
        return retyped(value, claim.value, normalise(claim.raw))
    if isinstance(claim.raw, (int, float)) and claim.value:
        value = significant(value * (claim.raw / claim.value))
    return as_cell_holds(value)


def _plain(figure: str) -> str:
    """A figure as it is typed: without commas, with a hyphen for a minus."""
    return figure.replace(",", "").replace(MINUS, "-")


_NAMES: Mapping[str, Callable[[str, Standard], Text]] = {
    "one": _column,
    "other": _column,
    "over": _column,
    "base": _column,
    "columns": _columns,
    "cells": _columns_of,
    "sheet": _fund,
    "fund": _fund,
    "where": _where,
    "lines": _lines,
    "first": line_name,
    "last": line_name,
    "leaf": lambda key, standard: standard.label(key),
    "item": lambda key, standard: standard.label(key),
    "how": lambda code, _: SLIPS[code],
    "way": lambda way, _: same(way),
}
"""How the names in a slip are shown."""
