"""The sentence of each slip, by its code: what is told of a cell that the slip put wrong."""

from sipipeline.core.text import Text

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
    "one part": Text(zh="只有其中一项 {part}", en="only one item: {part}"),
    "one part by name": Text(
        zh="只有一项“{item}”{part}，别的没有加进去",
        en="only “{item}” {part}, the other items not added",
    ),
    "total outdated": Text(
        zh="合计各行都差同一个数，像是险种表改过数、合计没有跟着改",
        en="the lines of the total all miss by one amount, as if a fund had been corrected and "
        "the total left as it was",
    ),
    "said": Text(zh="文字里写的都是改正后的数", en="the texts all have the corrected figures"),
    "prior": Text(zh="填成了上年数", en="last year's figure in this place"),
    "budget": Text(zh="填成了预算数", en="the budget figure in this place"),
    "actual": Text(zh="填成了本年实际数", en="this year's actual figure in this place"),
    "zero base": Text(
        zh="填了 0，同一行的比率却是用它算的",
        en="0 is entered, and the rate in its line is worked out of it",
    ),
    "carried over": Text(
        zh="没有照上年年末的数填", en="it is not what was left at the end of last year"
    ),
    "balances of last year": Text(
        zh="上年末、年末两个滚存结余都填成了上一年的",
        en="both balances, opening and closing, are those of the year before",
    ),
    "cumulative": Text(zh="填成了累计数", en="the cumulative figure in this place"),
    "swapped": Text(zh="两个单元格的数互换了", en="two cells swapped"),
    "exchanged levels": Text(
        zh="互换了位置：最大的数是调整后的，最小的是增加额",
        en="in each other's place: the most is what is paid after the increase, the least is the "
        "increase",
    ),
    "reversed": Text(zh="收支颠倒", en="income and expenditure exchanged"),
    "shifted low": Text(
        zh="{sheet}“{columns}”有一段数往下错了一行，共 {count} 格：整段往上移一行",
        en="{sheet}: a run of {count} {count:cell|cells} of “{columns}” stands a line too low; "
        "move it up by one",
    ),
    "shifted high": Text(
        zh="{sheet}“{columns}”有一段数往上错了一行，共 {count} 格：整段往下移一行",
        en="{sheet}: a run of {count} {count:cell|cells} of “{columns}” stands a line too high; "
        "move it down by one",
    ),
    "rows too low": Text(
        zh="{sheet}“{columns}”的数往下错了一行，共 {count} 格：整块往上移一行",
        en="{sheet}: “{columns}” stand a line too low, {count} {count:cell|cells}; move them up "
        "by one",
    ),
    "rows too high": Text(
        zh="{sheet}“{columns}”的数往上错了一行，共 {count} 格：整块往下移一行",
        en="{sheet}: “{columns}” stand a line too high, {count} {count:cell|cells}; move them "
        "down by one",
    ),
    "amounts strayed": Text(
        zh="{sheet}“{first}”的 {count} 格错填到了“{last}”一行：移回原行，“{last}”填回自己的数",
        en="{sheet}: {count} {count:cell|cells} of “{first}” stand in the line “{last}”; move "
        "{count:it|them} back, and fill in “{last}” with its own figures",
    ),
    "amount added": Text(
        zh="{sheet}“{first}”的数并进了“{last}”一行：分开填，两格都改",
        en="{sheet}: “{first}” was added to “{last}”; fill in each for itself, both cells",
    ),
    "wrong base": Text(
        zh="{sheet}“{one}”一栏像是用“{over}”除以“{base}”算的，{count} 格都要重算",
        en="{sheet}: the column “{one}” seems to be “{over}” divided by “{base}”; work out "
        "{count} cells anew",
    ),
    "growth on wrong base": Text(
        zh="{sheet}“{one}”一栏像是用“{over}”减“{base}”、再除以“{base}”算的，{count} 格都要重算",
        en="{sheet}: the column “{one}” seems to be “{over}” less “{base}”, divided by “{base}”; "
        "work out {count} cells anew",
    ),
    "wrong difference": Text(
        zh="{sheet}“{one}”一栏像是用“{over}”减“{base}”算的，{count} 格都要重算",
        en="{sheet}: the column “{one}” seems to be “{over}” less “{base}”; work out {count} "
        "cells anew",
    ),
    "growth for change": Text(
        zh="{sheet}“{one}”一栏填的像是增减的百分比，不是增减额，{count} 格都要重算",
        en="{sheet}: the column “{one}” seems to hold rates of change instead of amounts; work "
        "out {count} cells anew",
    ),
    "points for change": Text(
        zh="{sheet}“{one}”一栏填的像是增减的百分点数，不是增减额，{count} 格都要重算",
        en="{sheet}: the column “{one}” seems to hold rates of change in percent instead of "
        "amounts; work out {count} cells anew",
    ),
    "change for growth": Text(
        zh="{sheet}“{other}”一栏填的像是增减额，不是增减的百分比，{count} 格都要重算",
        en="{sheet}: the column “{other}” seems to hold amounts of change instead of rates; work "
        "out {count} cells anew",
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
    "rotated": Text(
        zh="{sheet}三栏互相填错了位置：“{one}”一栏是“{in_one}”的数，“{other}”一栏是“{in_other}”的"
        "数，“{third}”一栏是“{in_third}”的数，各移回本栏，共 {count} 格",
        en="{sheet}: three columns are in each other's place: “{one}” has the figures of "
        "“{in_one}”, “{other}” those of “{in_other}”, “{third}” those of “{in_third}”; move "
        "each back, {count} cells",
    ),
    "columns moved": Text(
        zh="{sheet}的数像是填错了一栏：“{one}”一栏是“{in_one}”的数，“{other}”一栏是“{in_other}”的"
        "数，各移回本栏，共 {count} 格；空出来的一栏另填",
        en="{sheet}: the figures seem to be a column off: “{one}” has those of “{in_one}”, "
        "“{other}” those of “{in_other}”; move them back, {count} cells, and fill in the "
        "column that is blank then",
    ),
    "exchanged": Text(
        zh="{sheet}“{one}”和“{other}”两栏的数互换了，共 {count} 格",
        en="{sheet}: the columns “{one}” and “{other}” exchanged, {count} cells",
    ),
    "exchanged lines": Text(
        zh="{sheet}从“{first}”到“{last}”，“{one}”和“{other}”两栏有 {count} 格的数互换了",
        en="{sheet}, from “{first}” to “{last}”: {count} cells of the columns “{one}” and "
        "“{other}” exchanged",
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
        en="the sheets of {sheet} and {fund}, from “{first}” to “{last}”: {count} cells of "
        "“{columns}” exchanged",
    ),
    "copied": Text(
        zh="{sheet}“{one}”一栏填的是“{other}”一栏的数，共 {count} 格",
        en="{sheet}: the column “{one}” holds the figures of “{other}”, {count} {count:cell|cells}",
    ),
    "zeros": Text(
        zh="{sheet}“{one}”一栏填的都是 0，而其余各栏说明有 {count} 格不是零：照账重填",
        en="{sheet}: the column “{one}” is all 0, and by the other columns {count} "
        "{count:cell is|cells are} not; fill it in",
    ),
    "zeros of a sum": Text(
        zh="有 {count} 行填的都是 0，而按合计应共 {part}：照账分别填",
        en="{count} lines are all 0, and by their sum they hold {part} together; fill them in",
    ),
    "of another period": Text(
        zh="{sheet}“{one}”一栏自身加得起来，却有 {count} 格和其余各栏对不上：像是另一年、"
        "另一期或另一稿的数，整栏重填",
        en="{sheet}: the column “{one}” adds up by itself, but {count} cells of it do not go with "
        "the others, as if it were of another year, of part of a year or of another draft; "
        "fill it in anew",
    ),
    "pasted": Text(
        zh="{sheet}表有 {count} 格和{fund}表相同，像是把{fund}的数填到了{sheet}表",
        en="{count} cells of the sheet of {sheet} are those of {fund}, as if its figures had been "
        "put in this sheet",
    ),
    "copied sheet": Text(
        zh="{sheet}表像是从{fund}表复制来的，{count} 格还是{fund}的数："
        "从空白模板复制{sheet}自己的表，照{sheet}的账重填，{fund}表不用改",
        en="the sheet of {sheet} seems to be a copy of that of {fund}, and still has its figures "
        "in {count} cells: take the own sheet of {sheet} from a blank template and fill it in; "
        "leave that of {fund} as it is",
    ),
    "pasted somewhere": Text(
        zh="{sheet}表和{fund}表有 {count} 格相同，像是把其中一张表的数填到了另一张",
        en="{count} cells of the sheets of {sheet} and of {fund} are the same, as if the figures "
        "of one had been put in the other",
    ),
    "too large": Text(
        zh="{where}的数都大 {times} 倍，{count} 格都除以 {times}",
        en="{where}: all {count} figures are {times} times too large; divide them by {times}",
    ),
    "too small": Text(
        zh="{where}的数都小 {times} 倍，{count} 格都乘以 {times}",
        en="{where}: all {count} figures are {times} times too small; multiply them by {times}",
    ),
    "not worked out": Text(
        zh="{sheet}“{one}”一栏都和本行的数算出来的不符，而这些数之间对得上：这一栏要重算，"
        "像是沿用了上年的，或按别的口径算的",
        en="{sheet}: the column “{one}” is nowhere what its lines make, which agree among "
        "themselves: work it out anew; it seems to be left from last year, or worked out of "
        "other figures",
    ),
    "one rate": Text(
        zh="{sheet}“{one}”一栏从上到下都是同一个数，像是往下拖出来的，要逐格重算",
        en="{sheet}: the column “{one}” holds one and the same figure, as if dragged down; work "
        "it out anew",
    ),
    "rates too large": Text(
        zh="{sheet}“{one}”一栏的百分数都大 {times} 倍，{count} 格都除以 {times}",
        en="{sheet}: the rates of the column “{one}” are {times} times too large; divide all "
        "{count} by {times}",
    ),
    "rates too small": Text(
        zh="{sheet}“{one}”一栏的百分数都小 {times} 倍，{count} 格都乘以 {times}",
        en="{sheet}: the rates of the column “{one}” are {times} times too small; multiply all "
        "{count} by {times}",
    ),
    "too large in a unit": Text(
        zh="{where}像是按{unit}填的，{count} 格都除以 {times}",
        en="{where}: it seems to be in {unit}; divide all {count} figures by {times}",
    ),
    "too small in a unit": Text(
        zh="{where}像是按{unit}填的，{count} 格都乘以 {times}",
        en="{where}: it seems to be in {unit}; multiply all {count} figures by {times}",
    ),
    "total copied": Text(
        zh="合计的 {count} 格像是只抄了{fund}的数，没有把各险种相加",
        en="{count} {count:cell|cells} of the total {count:seems|seem} to copy {fund} alone "
        "instead of adding up the funds",
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
        en="{count} {count:cell|cells} of the total {count:seems|seem} to be twice the sum of the "
        "funds: a subtotal or the total itself was added up with them",
    ),
    "total rates mean": Text(
        zh="{sheet}“{columns}”像是各险种比率的平均数，{count} 格都要用合计的数重算",
        en="{sheet}: “{columns}” seem to be the means of the funds' rates; work out {count} "
        "{count:cell|cells} anew from the amounts of the total",
    ),
    "total rates sum": Text(
        zh="{sheet}“{columns}”像是各险种比率相加的数，{count} 格都要用合计的数重算",
        en="{sheet}: “{columns}” seem to be the sums of the funds' rates; work out {count} "
        "{count:cell|cells} anew from the amounts of the total",
    ),
    "fund missing": Text(
        zh="合计的 {count} 格都比各险种之和多，多出的像是没有填的险种表的数：把那张表补上",
        en="{count} cells of the total have more than the funds together, as if the sheet of a "
        "fund was not filled in: fill it in",
    ),
    "fund missing by name": Text(
        zh="{fund}的账在合计里，{fund}表却没有填：合计比各险种之和多出的 {count} 格应是{fund}的数",
        en="{fund} is in the total, but its sheet is not filled in: what {count} cells of the "
        "total have more than the funds together should be its account",
    ),
    "funds missing": Text(
        zh="{fund}的账在合计里，这几张表却没有填：合计比各险种之和多出的 {count} 格应是它们的数",
        en="{fund} are in the total, but their sheets are not filled in: what {count} cells of "
        "the total have more than the funds together should be their accounts",
    ),
    "not in the total": Text(
        zh="{fund}表只填了 {count} 个数，合计里没有：有这个险种就填全这张表并加进合计，没有就清空"
        "这些格",
        en="{fund} has but {count} {count:figure|figures}, and the total lacks them: fill in the "
        "sheet and add it to the total if there is such a fund, clear these cells if not",
    ),
    "fund without a sheet": Text(
        zh="缺工作表“{fund}”：合计里有{fund}的账（比各险种之和多出 {count} 格），工作簿里却没有"
        "这张表；从下发的模板复制这张表，再填数",
        en="the sheet {fund} is missing: the total has its account ({count} cells more than the "
        "funds together), but the workbook has no such sheet; copy it from the blank form and "
        "fill it in",
    ),
    "fund of zeros": Text(
        zh="{fund}的账在合计里，{fund}表却全是 0：合计比各险种之和多出的 {count} 格应是{fund}的数",
        en="{fund} is in the total, but its sheet holds nothing but 0: what {count} cells of the "
        "total have more than the funds together should be its account",
    ),
    "last year": Text(
        zh="{sheet}表像是上年的表：“{one}”一栏的数在合计里是“{other}”，整表 {count} 格换成本年的",
        en="the sheet of {sheet} seems to be last year's: the total has its “{one}” as “{other}”; "
        "replace all {count} cells",
    ),
    "another year": Text(
        zh="{sheet}表的“{columns}”和合计对不上，上年末数又和本年初数不同：{count} 格像是另一年的数",
        en="“{columns}” of {sheet} does not agree with the total, nor last year's closing balance "
        "with this year's opening: {count} cells seem to be of another year",
    ),
    "sheets apart": Text(
        zh="合计的 {count} 格和各险种之和对不上：像是有一张表（某个险种的或合计的）填的是另一年或"
        "另一稿的数，先核对是哪一张",
        en="{count} cells of the total are not the sum of the funds, as if one sheet, of a fund "
        "or the total, were of another year or another draft: find out which one first",
    ),
    "misplaced": Text(
        zh="{sheet}表里像是{fund}的账，共 {count} 格：其中有{sheet}没有的科目；整表移到{fund}",
        en="the sheet of {sheet} seems to hold the account of {fund}, {count} cells: it has items "
        "that {sheet} does not have; move all of it to {fund}",
    ),
    "misplaced in part": Text(
        zh="{sheet}表里像是{fund}的账，共 {count} 格：各项合计里还有{sheet}没有的科目的数；"
        "整表移到{fund}，再补上缺的科目",
        en="the sheet of {sheet} seems to hold the account of {fund}, {count} cells: its sums and "
        "the total also count items that {sheet} does not have; move all of it to {fund}, and "
        "fill in the missing items there",
    ),
    "misplaced somewhere": Text(
        zh="{sheet}表里像是别的险种的账，共 {count} 格：其中有{sheet}没有的科目；"
        "先核对是哪个险种的，再整表移到那张表",
        en="the sheet of {sheet} seems to hold the account of another fund, {count} cells: it has "
        "items that {sheet} does not have; find out which fund it is of, and move all of it "
        "there",
    ),
    "carried": Text(
        zh="{leaf}填错（{how}），并带进了由它算出的 {count} 格",
        en="{leaf} is wrong ({how}), and was carried into {count} {count:cell|cells} worked out "
        "from it",
    ),
    "with its rate": Text(zh="{leaf}随之重新计算", en="and work out “{leaf}” anew"),
    "zero": Text(zh="填成了 0", en="0 in the place of an amount"),
    "or carried": Text(
        zh="与其余数据不符；也可能是表中一格填错，已由公式带进合计",
        en="does not agree with the rest; or an amount is wrong that formulas carried into sums",
    ),
    "several": Text(zh="同一合计里不止这一格填错", en="not the only wrong figure of its sum"),
    "": Text(zh="与其余数据不符", en="does not agree with the rest"),
}
"""The sentence of each slip."""
MISPLACED = Text(
    zh="填成了“{column}”一栏的数", en="the figure of the column “{column}” in this place"
)
"""The sentence of a figure in the place of another column's, where that column has none."""
