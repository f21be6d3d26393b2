from collections.abc import Iterator, Sequence

from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.standard import Column, Fund, Standard
from sipipeline.core.text import NOTHING, Text, join, same
from sipipeline.evidence.deleted_lines import deleted_sums
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.narrative.lines.text import cleaned
from sipipeline.language.fillings import is_to_come, left_open
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

NO_YEAR = Text(
    zh="缺：{fund}的本年实际数。该表只填了预算数、上年数或上年结转的数。",
    en="Missing: this year's actuals of {fund}. Only budgets, last year's or carried-over figures.",
)
IN_TOTAL = Text(
    zh="{sheet}里却有它：“{item}”比其余各险种多 {amount}。",
    en=" But {sheet} has it: its “{item}” is {amount} more than that of the other funds.",
)
FILL_YEAR = Text(
    zh="照账补填{fund}的“本年实际数”；合计里不该有它的，改合计。",
    en="Fill in this year's actuals of {fund} from its books; or correct the total, if it should "
    "not have them.",
)
NO_LAST_YEAR = Text(
    zh="各险种的上年实际数都没有填（{funds}有上年末结余）：与上年相比的增减、上年末的结余都没有核对。",
    en="No account has a figure of last year, though {funds} began the year with a balance: "
    "changes, and the balance that was carried over, are not checked.",
)
NO_PRIOR = Text(
    zh="缺：{funds}的上年实际数。“上年实际数”一栏全是空的，别的表都填了。",
    en="Missing: last year's actuals of {funds}. Their column is blank; other sheets have it.",
)
FILL_LAST_YEAR = Text(
    zh="照上年决算补填“上年实际数”；上年确实没有的（如今年才从别的单位接来），在“收入合计”行的"
    "“说明”栏写明。",
    en="Fill in last year's actuals from its final accounts; if there really were none (as where "
    "the fund was taken over this year), say so in the 说明 column of the total income.",
)
NO_LINE = Text(
    zh="缺：{sheet}表的“{item}”行。这一行像是删掉了，应在第 {row} 行“{above}”下面。",
    en="Missing: the line “{item}” of sheet {sheet}. It seems to have been deleted and belongs "
    "below row {row}, “{above}”.",
)
PUT_BACK = Text(
    zh="从空白模板的同一张表复制“{item}”整行，插到{sheet}表第 {row} 行下面，再填数。",
    en="Copy the whole row “{item}” of the same sheet of a blank template, insert it below row "
    "{row} of {sheet}, and fill it in.",
)
NO_BUDGET = Text(
    zh="缺：{funds}的预算数。“预算数”一栏全是空的，完成预算的情况无从核对。",
    en="Missing: the budgets of {funds}. Their column is blank, so nothing is held to them.",
)
FILL_BUDGET = Text(
    zh="照批复的预算补填“预算数”；确实没有预算的，在“收入合计”行的“说明”栏写明原因。",
    en="Fill in the budgets as approved; if there really were none, say why in the 说明 column of "
    "the total income.",
)
NOT_WORKED_OUT = Text(
    zh="没有填：{parts}。别的表填了；这几栏由其余各栏算得出。",
    en="Not filled in: {parts}. Other sheets have these columns, and the others make them.",
)
COLUMNS_OF = Text(zh="{funds}的{columns}", en="{columns} of {funds}")
COLUMN = Text(zh="“{name}”", en="“{name}”")
WORK_OUT = Text(
    zh="由预算、本年、上年各栏算出后补填；没法算的留空。",
    en="Work them out of the other columns; leave blank what has no figure.",
)
NO_FUNDING = Text(
    zh="缺：{sheet}的“{name}”及其各项来源，一个数也没有填。",
    en="Missing: “{name}” of {sheet} and where it comes from; no figure is filled in.",
)
FILL_FUNDING = Text(
    zh="补填年度资金；确实没有的，在自评表第一行“偏差原因”栏写明原因。",
    en="Fill in the funds of the year; if there were none, say why in the reason of the first row.",
)
NO_PRIOR_PEOPLE = Text(
    zh="缺：{funds}的上年人数。{sheet}表里“{column}”一栏是空的，增减也没有，而收支有上年数。",
    en="Missing: last year's people of {funds}. Their “{column}” in {sheet} is blank, as are the "
    "changes, though the accounts have last year's figures.",
)
FILL_PRIOR_PEOPLE = Text(
    zh="照上年末台账补填；上年确实没有统计的，在“说明”栏写明原因。",
    en="Fill them in from last year's registers; if nobody counted, say so in the 说明 column.",
)
NO_LEVEL = Text(
    zh="缺：{parts}。填了已调整的人数，三个月人均数却只有一个，调整了多少无从核对。",
    en="Missing: {parts}. There are people whose benefits were adjusted, and but one of the three "
    "monthly amounts, so that nobody can see by how much.",
)
LEVELS = Text(zh="{fund}的{columns}", en="{columns} of {fund}")
FILL_LEVELS = Text(
    zh="补填空着的月人均数；本年没有调整的，清空已调整的人数，或在“说明”栏写明。",
    en="Fill in the monthly amounts that are blank; if nothing was adjusted this year, clear the "
    "people who were, or say so in the 说明 column.",
)
NOT_BEGUN = Text(
    zh="缺：{funds}的收支和参保人数。封面选的是经办，该填的表却是空的。",
    en="Missing: accounts and people of {funds}. By the cover they are run, but nothing is there.",
)
FILL_OR_CHOOSE = Text(
    zh="经办的，补填；不经办的，把封面这一格改选“不经办”。",
    en=("Fill them in if you run them; choose “not run” on the cover if not."),
)
NO_TOTAL = Text(
    zh="缺：{sheet}。已填 {count} 个险种（{funds}），合计没有填。",
    en="Missing: {sheet}. {count} funds are filled in ({funds}), but not the total.",
)
NO_TOTAL_OF_ONE = Text(
    zh="没有填{sheet}；只有{fund}一个险种，可以不填。",
    en="{sheet} is blank; with one fund only ({fund}) this is no fault.",
)
NO_PEOPLE = Text(
    zh="缺：{funds}的参保人数。填了收支，{sheet}表里却没有本年的人数。",
    en="Missing: head-counts of {funds}. There are accounts, but no people this year in {sheet}.",
)
NOBODY = Text(
    zh="{funds}有本年的收支，{sheet}表里本年的人数却都填了 0。",
    en="There are accounts of this year for {funds}, but all their people in {sheet} are 0.",
)
NO_PEOPLE_SHEET = Text(
    zh="缺：工作表“{sheet}”。{funds}填了收支，工作簿里却没有这张表。",
    en="Missing: the sheet {sheet}. There are accounts for {funds}, but no such sheet.",
)
COPY_PEOPLE_SHEET = Text(
    zh="从下发的模板把工作表“{sheet}”复制到这个工作簿，再填人数和待遇。",
    en="Copy the sheet {sheet} from the blank form into this workbook and fill it in.",
)
NO_ACCOUNT = Text(
    zh="缺：{fund}的收支。{sheet}表里填了该险种的人数，险种表是空的。",
    en="Missing: the account of {fund}. Its people are in {sheet}, but its own sheet is blank.",
)
NO_SHEET = Text(
    zh="缺：工作表“{fund}”。{sheet}表里填了该险种的人数，工作簿里却没有这张表。",
    en="Missing: the sheet {fund}. Its people are in {sheet}, but the workbook has no such sheet.",
)
COPY_SHEET = Text(
    zh="从下发的模板复制工作表“{fund}”到这个工作簿，再填数；没有开展的险种，删去人数。",
    en="Copy the sheet {fund} from the blank form into this workbook and fill it in; where the "
    "fund is not run, delete its people.",
)
IN_ANOTHER_SHEET = Text(
    zh="缺：{other}的收支和{one}的参保人数。账在{one}表里，{sheet}表里却只有{other}的人数：像是把"
    "{other}的账填到了{one}表。",
    en="Missing: the account of {other} and the head-counts of {one}. The account is on the sheet "
    "of {one}, but {sheet} has people of {other} only, as if the account of {other} had been "
    "put on the sheet of {one}.",
)
MOVE_IT = Text(
    zh="先核对{one}表里是哪个险种的账：是{other}的，把整表的数移到{other}表，不要两张表都填；是"
    "{one}的，把{sheet}表里{other}的人数移到{one}；两个险种都有的，才把缺的补上；都没有错的，在"
    "{one}表“收入合计”行的“说明”栏写明原因。",
    en="See first which fund the account on the sheet of {one} is of: if of {other}, move all its "
    "figures to the sheet of {other} and do not leave them on both; if of {one}, move the "
    "people of {other} in {sheet} to {one}; only if there are both funds fill in what is "
    "missing. If all is right, say why in the 说明 column of the total income of {one}.",
)
NO_INDICATOR = Text(
    zh="缺：{sheet}。没有一项指标。", en="Missing: {sheet}. There is no indicator in it."
)
NO_TEXT = Text(
    zh="缺：{sheet}。{fields}没有填，共 {count} 项。",
    en="Missing: {sheet}. Not filled in: {fields} ({count}).",
)
NO_ANSWER = Text(zh="{name}（填的是“{raw}”）", en="{name} (it says “{raw}”)")
PASTED = Text(
    zh="{sheet}的{fields}写的是同一段话，共 {count} 项：不能每一项都是它要问的。",
    en="{sheet}: {fields} ({count}) have the same words, which cannot be what each of them asks "
    "for.",
)
WRITE_EACH = Text(
    zh="保留写对的一项，其余各项按要求分别填写。",
    en="Keep the words where they belong, and write the others anew.",
)
LEFT_OPEN = Text(
    zh="{label}里还留着没有填的“{words}”{more}。",
    en="{label} still has “{words}”, where something is to be filled in{more}.",
)
MORE_OPEN = Text(zh="等 {count} 处", en=" ({count} places)")
FILL_OPEN = Text(
    zh="写上实际的数或名称；用不着的话删掉。",
    en="Write the number or the name, or take the words out.",
)
FIRST_REASON = "indicators.1.reason"


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """What is missing, told once for each part."""
    missing: list[Judgement] = [
        *_year(evidence),
        *_last_year(evidence),
        *_budgets(evidence),
        *_derived(evidence),
        *_lines(evidence),
        *_total(evidence),
        *_people(evidence),
        *_people_last_year(evidence),
        *_levels(evidence),
        *_not_begun(evidence),
        *_indicators(evidence),
        *_funding(evidence),
        *_narrative(evidence),
        *_pasted(evidence),
        *_left_open(evidence),
    ]
    yield from missing or [Agreed(())]


def _year(evidence: Evidence) -> Iterator[Problem]:
    """Accounts without a figure of the year, where others have one; see F111."""
    complete = evidence.completeness
    blank = {account for account in complete.accounts if not complete.of_the_year(account)}
    if len(blank) == len(complete.accounts):
        return
    blank -= complete.not_run
    for fund in evidence.standard.accounts:
        if fund.key in blank:
            yield _without_year(fund, evidence)


def _without_year(fund: Fund, evidence: Evidence) -> Problem:
    """An account without a figure of the year: an error where the total has it, which no reason
    explains."""
    cells = (f"accounts.{fund.key}.income.actual",)
    message, standard = NO_YEAR.fill(fund=fund.short), evidence.standard
    left_over = evidence.completeness.left_over_in_total(fund.key)
    if not left_over:
        return Problem(cells, message)
    key, amount = next(iter(left_over.items()))
    message += IN_TOTAL.fill(
        sheet=standard.sheets["total"], item=standard.line_name(key), amount=number(amount)
    )
    return Problem(cells, message, severity=Severity.ERROR, todo=FILL_YEAR.fill(fund=fund.short))


def _last_year(evidence: Evidence) -> Iterator[Problem]:
    """No figure of last year at all, though the year began with a balance: only pointed out. Some
    accounts without any where others have them: a question."""
    lacking = evidence.completeness.lacking_last_year()
    if lacking:
        cells = tuple(f"accounts.{account}.income.prior" for account in lacking)
        message = NO_PRIOR.fill(funds=_joined(lacking, evidence))
        yield Problem(cells, message, todo=FILL_LAST_YEAR)
    funds = evidence.completeness.without_last_year()
    if funds:
        cells = tuple(f"accounts.{fund}.income.prior" for fund in funds)
        message = NO_LAST_YEAR.fill(funds=_joined(funds, evidence))
        yield Problem(cells, message, todo=FILL_LAST_YEAR, severity=Severity.INFO)


def _budgets(evidence: Evidence) -> Iterator[Problem]:
    """Accounts of which no budget is filled in, all told at once; only pointed out where no account
    has any."""
    complete = evidence.completeness
    accounts = complete.without_budget()
    if not accounts:
        return
    cells = tuple(f"accounts.{account}.income.budget" for account in accounts)
    message = NO_BUDGET.fill(funds=_joined(accounts, evidence))
    severity = Severity.INFO if accounts == complete.filled_in else None
    yield Problem(cells, message, todo=FILL_BUDGET, severity=severity)


def _derived(evidence: Evidence) -> Iterator[Problem]:
    """Columns of changes and rates that are blank on some sheets only, all in one: pointed out."""
    found = evidence.completeness.not_worked_out()
    names = {measure.key: measure.name for measure in evidence.standard.measures}
    by_accounts: dict[tuple[str, ...], list[Text]] = {}
    for measure, accounts in found.items():
        by_accounts.setdefault(tuple(accounts), []).append(COLUMN.fill(name=names[measure]))
    parts = [
        COLUMNS_OF.fill(funds=_joined(accounts, evidence), columns=join(columns, "、", ", "))
        for accounts, columns in by_accounts.items()
    ]
    cells = tuple(f"accounts.{one}.income.{measure}" for measure in found for one in found[measure])
    if cells:
        message = NOT_WORKED_OUT.fill(parts=join(parts, "；", "; "))
        yield Problem(cells, message, todo=WORK_OUT, severity=Severity.INFO)


def _funding(evidence: Evidence) -> Iterator[Problem]:
    """A table of indicators without any figure of the funds of the year: only pointed out."""
    submission, standard = evidence.submission, evidence.standard
    columns = standard.funding
    cells = tuple(f"funding.{column.key}" for column in columns)
    known = any(cell in submission.claims or cell in submission.unreadable for cell in cells)
    complete = evidence.completeness
    if not cells or known or not (complete.filled_in and complete.indicators()):
        return
    message = NO_FUNDING.fill(sheet=standard.sheets["indicators"], name=columns[0].name)
    yield Problem(cells, message, todo=FILL_FUNDING, severity=Severity.INFO)


def _lines(evidence: Evidence) -> Iterator[Problem]:
    """Sums and balances whose lines are gone, so that nothing holds the others together."""
    for line in deleted_sums(evidence.submission):
        message, todo = NO_LINE.fill(**line.words), PUT_BACK.fill(**line.words)
        yield Problem((line.key,), message, todo=todo, place=(line.sheet, "", None))


def _total(evidence: Evidence) -> Iterator[Problem]:
    complete, total = evidence.completeness, evidence.standard.total
    if complete.has_total or not complete.funds:
        return
    cells = (f"accounts.{total.key}.income.actual",)
    sheet = evidence.standard.sheets["total"]
    names = [evidence.standard.fund(fund).short for fund in complete.funds]
    if len(names) == 1:
        message = NO_TOTAL_OF_ONE.fill(sheet=sheet, fund=names[0])
        yield Problem(cells, message, severity=Severity.INFO)
        return
    listed = join(names, "、", ", ")
    yield Problem(cells, NO_TOTAL.fill(sheet=sheet, count=len(names), funds=listed))


def _people(evidence: Evidence) -> Iterator[Problem]:
    standard, complete = evidence.standard, evidence.completeness
    sheet = standard.sheets["people"]
    funds = complete.in_another_sheet()
    if funds is not None:
        yield _in_another_sheet(*funds, standard)
        return
    yield from _without_people(evidence)
    for fund in complete.without_account():
        cell = f"accounts.{fund}.income.actual"
        short = standard.fund(fund).short
        if evidence.submission.has_sheet(fund):
            yield Problem((cell,), NO_ACCOUNT.fill(fund=short, sheet=sheet))
        else:
            message, todo = NO_SHEET.fill(fund=short, sheet=sheet), COPY_SHEET.fill(fund=short)
            yield Problem((cell,), message, todo=todo, place=(short.zh, "", None))


def _without_people(evidence: Evidence) -> Iterator[Problem]:
    """One problem for all funds without people of the year, one for those with 0 alone."""
    complete, standard = evidence.completeness, evidence.standard
    sheet = standard.sheets["people"]
    funds = [*complete.without_people()]
    nobody = [fund for fund in funds if complete.counts_nobody(fund)]
    blank = [fund for fund in funds if fund not in nobody]
    has_sheet = evidence.submission.has_part("headcounts")
    todo = None if has_sheet else COPY_PEOPLE_SHEET.fill(sheet=sheet)
    place = None if has_sheet else (sheet.zh, "", None)
    missing = NO_PEOPLE if has_sheet else NO_PEOPLE_SHEET
    for message, told in ((missing, blank), (NOBODY, nobody)):
        if told:
            cells = tuple(_first_head_count(fund, standard) for fund in told)
            said = message.fill(funds=_joined(told, evidence), sheet=sheet)
            yield Problem(cells, said, todo=todo, place=place)


def _people_last_year(evidence: Evidence) -> Iterator[Problem]:
    """Funds with people of the year and none of last year, whose account has figures of both."""
    standard = evidence.standard
    funds = evidence.completeness.lacking_people_of_last_year()
    if funds:
        (column,) = [one for one in standard.headcount_measures if one.key == "prior"]
        cells = tuple(f"{keys.row(_first_head_count(fund, standard))}.prior" for fund in funds)
        sheet = standard.sheets["people"]
        message = NO_PRIOR_PEOPLE.fill(
            funds=_joined(funds, evidence), sheet=sheet, column=column.name
        )
        yield Problem(cells, message, todo=FILL_PRIOR_PEOPLE)


def _levels(evidence: Evidence) -> Iterator[Problem]:
    """Funds with people whose benefits were adjusted, of whose three levels but one is there."""
    standard = evidence.standard
    names = {column.key: column.name for column in standard.benefit_levels}
    blank = dict(evidence.completeness.blank_levels())
    if blank:
        parts = [
            LEVELS.fill(
                fund=standard.fund(fund).short,
                columns=join([names[line] for line in lines], "、", ", "),
            )
            for fund, lines in blank.items()
        ]
        cells = tuple(f"benefit_levels.{fund}.{line}" for fund in blank for line in blank[fund])
        yield Problem(cells, NO_LEVEL.fill(parts=join(parts, "；", "; ")), todo=FILL_LEVELS)


def _not_begun(evidence: Evidence) -> Iterator[Problem]:
    """Funds that are run by the cover, and of which nothing else is there."""
    funds = evidence.completeness.run_but_blank()
    if funds:
        message = NOT_BEGUN.fill(funds=_joined(funds, evidence))
        yield Problem(tuple(map(keys.runs, funds)), message, todo=FILL_OR_CHOOSE)


def _in_another_sheet(one: str, other: str, standard: Standard) -> Problem:
    """The account of one fund on the sheet of another: which figures are to be moved."""
    income = [f"accounts.{fund}.income.actual" for fund in (one, other)]
    people = [_first_head_count(fund, standard) for fund in (one, other)]
    names = {"one": standard.fund(one).short, "other": standard.fund(other).short}
    places = {**names, "sheet": standard.sheets["people"]}
    message, todo = IN_ANOTHER_SHEET.fill(**places), MOVE_IT.fill(**places)
    return Problem((*income, *people), message, todo=todo)


def _joined(accounts: Sequence[str], evidence: Evidence) -> Text:
    """The short names of some accounts."""
    shorts = {fund.key: fund.short for fund in evidence.standard.accounts}
    return join([shorts[account] for account in accounts], "、", ", ")


def _first_head_count(fund: str, standard: Standard) -> str:
    first = next(item for item in standard.headcounts if fund in item.funds)
    return f"headcounts.{fund}.{first.key}.actual"


def _indicators(evidence: Evidence) -> Iterator[Problem]:
    """No indicator; a reason in the first row answers for it."""
    if evidence.completeness.indicators():
        return
    submission = evidence.submission
    message = NO_INDICATOR.fill(sheet=evidence.standard.sheets["indicators"])
    severity = Severity.INFO if submission.text(FIRST_REASON) else None
    place = (submission.cell("goal").sheet, "", None)
    yield Problem(("indicators.1.level3",), message, severity=severity, place=place)


def _narrative(evidence: Evidence) -> Iterator[Problem]:
    blank = evidence.completeness.blank_texts()
    if not blank:
        return
    message = NO_TEXT.fill(
        sheet=evidence.standard.sheets["narrative"],
        fields=join([_with_words(evidence, column) for column in blank], "、", ", "),
        count=len(blank),
    )
    yield Problem(tuple(f"narrative.{column.key}" for column in blank), message)


def _pasted(evidence: Evidence) -> Iterator[Problem]:
    """One text that stands in several fields of the narrative."""
    pasted = evidence.completeness.pasted_texts()
    if not pasted:
        return
    message = PASTED.fill(
        sheet=evidence.standard.sheets["narrative"],
        fields=join([column.name for column in pasted], "、", ", "),
        count=len(pasted),
    )
    yield Problem(tuple(f"narrative.{one.key}" for one in pasted), message, todo=WRITE_EACH)


def _left_open(evidence: Evidence) -> Iterator[Problem]:
    """Texts and words of the cover in which a pattern still waits to be filled in; not where that
    is all that stands there, or F105 has told of it."""
    standard = evidence.standard
    for part, columns in (("cover", standard.cover), ("narrative", standard.narrative)):
        for column in columns:
            key = f"{part}.{column.key}"
            text = evidence.submission.text(key)
            places = left_open(cleaned(text))
            told = column.required and evidence.completeness.is_blank(part, column)
            if places and not told and not is_to_come(text):
                more = MORE_OPEN.fill(count=len(places)) if len(places) > 1 else NOTHING
                message = LEFT_OPEN.fill(label=standard.label(key), words=places[0], more=more)
                shown = Shown(same(places[0]))
                yield Problem((key,), message, places[0], todo=FILL_OPEN, shown=shown)


def _with_words(evidence: Evidence, column: Column) -> Text:
    """The name of a text, with the words in it that are no answer."""
    said = evidence.submission.text(f"narrative.{column.key}")
    return NO_ANSWER.fill(name=column.name, raw=said) if said else column.name


RULE = JudgingRule(
    code="F113",
    name="submission-complete",
    kind=Kind.MISSING,
    severity=Severity.WARNING,
    title=Text(
        zh="该填的表都填了：本年数、汇总、人数、指标、文字说明",
        en="All parts are there: the year's figures, total, people, indicators, narrative",
    ),
    why=Text(
        zh="通过就是验收；缺一张表的工作簿，数再对也不能验收。",
        en="A pass means accepted; a workbook without one of its parts cannot be.",
    ),
    todo=Text(
        zh="补填缺的部分；确实没有的，在该表“说明”栏（自评表在第一行“偏差原因”栏）写明原因。",
        en="Fill in what is missing; if there really is nothing, say why in the 说明 column of "
        "the sheet (for the indicators in the reason column of the first row).",
    ),
    passing={
        "accounts": {
            "work_injury": {"income": {"actual": 1200}},
            "total": {"income": {"actual": 1200}},
        },
        "headcounts": {"work_injury": {"participants": {"actual": 5600}}},
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "工伤保险参保人数",
                "target": "≥5500人",
                "actual": "5600人",
            }
        ],
        "narrative": {
            "overview": "本中心经办全县工伤保险。",
            "targets": "扩大覆盖面，按时足额支付待遇。",
            "operation": "基金运行平稳。",
            "achievement": "各项指标均已完成。",
            "unmet_reasons": "无",
        },
    },
    failing={
        "accounts": {
            "work_injury": {"income": {"actual": 1200}},
            "unemployment": {"income": {"actual": 800}},
        }
    },
    judge=judge,
)
