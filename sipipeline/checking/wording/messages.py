"""Words for what a relation says: which figures, how they were put together, how far off, what to
do."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.arithmetic.evaluation import Code, Evaluation
from sipipeline.checking.wording.shown import (
    CENTS,
    CellForm,
    Clauses,
    compared,
    figure,
    form_of,
    stated,
)
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.figures import decimals, significant
from sipipeline.core.findings import (
    Cell,
    Finding,
    Interval,
    Kind,
    Severity,
    Shown,
    Undecided,
    closed_end,
)
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join, same
from sipipeline.evidence.deleted_lines import deleted_line
from sipipeline.rule import Rule

OFF = Text(
    zh="{label}填 {stated}；{how}，{should}，{off}。",
    en="{label} says {stated}; by {how} it {should}: {off}.",
)
APART = Text(
    zh="{label}填 {stated}；{how}，得 {made}，{off}。",
    en="{label} says {stated}; {how} makes {made}: {off}.",
)
APART_ALONE = Text(
    zh="{label}填 {stated}；{how}，{off}。", en="{label} says {stated}; {how}: {off}."
)
ABOVE = Text(
    zh="{label}填 {stated}，不应大于{how}。",
    en="{label} says {stated}; it should not be more than {how}.",
)
CLASH = Text(
    zh="{label}填 {stated}，而{how}，得 {made}，对不上。",
    en="{label} says {stated}; {how} makes {made}: they do not agree.",
)
CLASH_ALONE = Text(
    zh="{label}填 {stated}，而{how}，对不上。",
    en="{label} says {stated}; {how}: they do not agree.",
)
CLASH_ABOVE = Text(
    zh="{label}填 {stated}，大于{how}。", en="{label} says {stated}, more than {how}."
)
SHORT = Text(
    zh="{label}填 {stated}，已填的有{how}；明细未填全，{missing}应为 {rest}。",
    en="{label} says {stated}; the parts filled in are {how}. Not all parts are filled "
    "in: {missing} should be {rest}.",
)
SHORT_TOGETHER = Text(
    zh="{label}填 {stated}，已填的有{how}；明细未填全，{missing}合计应为 {rest}。",
    en="{label} says {stated}; the parts filled in are {how}. Not all parts are filled "
    "in: {missing} should be {rest} together.",
)
BLANK_PARTS = Text(zh="空白的{names}", en="{names}")
DELETED_PARTS = Text(zh="表中没有这一行的{names}", en="{names}, whose line is not on the sheet,")
UNREADABLE_PARTS = Text(zh="读不出的{names}", en="{names}, which cannot be read,")
SHORT_TODO = Text(
    zh="把空白的明细补填完整；确实没有的填 0。",
    en="Fill in the blank parts; write 0 where there is nothing.",
)
UNREADABLE_TODO = Text(
    zh="把读不出的格改成数字，空白的补填完整；确实没有的填 0。",
    en="Write a figure where none can be read or nothing stands; 0 where there is nothing.",
)
DELETED = Text(
    zh="“{item}”这一行像是从{sheet}表删掉了，应在第 {row} 行“{above}”下面。",
    en=" The line “{item}” seems to have been deleted from sheet {sheet}: it belongs below row "
    "{row}, “{above}”.",
)
DELETED_TODO = Text(
    zh="从空白模板的同一张表复制“{item}”整行，插到{sheet}表第 {row} 行下面，再填数；"
    "确实没有这一项的，核对合计。",
    en="Copy the whole line “{item}” from that sheet of a blank template, insert it below row "
    "{row} of {sheet}, and fill it in; if there is no such item, check the sum.",
)
TRUNCATED = Text(
    zh="{label}填 {stated}；{how}，得 {printed}，四舍五入应为 {rounded}，像是直接去掉了尾数。",
    en="{label} says {stated}; by {how} it is {printed}, which rounds to {rounded}: it "
    "looks truncated.",
)
CORNER = Text(
    zh="{label}填 {stated}；{how}，得 {printed}，只在取整误差的边缘上相符。",
    en="{label} says {stated}; by {how} it is {printed}: they agree only at the very edge "
    "of rounding.",
)
CORNER_TODO = Text(
    zh="建议按四舍五入重新取数；不影响通过。",
    en="Better round it again; this does not keep the file from passing.",
)
NOTHING_STATED = Text(zh="明细都没有填", en="parts none of which is filled in")
NOT_FILLED = Text(zh="{names}未填", en="{names} not filled in")
NOT_THERE = Text(zh="表中没有{names}这一行", en="the line of {names} is not on the sheet")
NOT_READ = Text(zh="{names}读不出来", en="{names} cannot be read")
INCOMPLETE = Text(zh="要用的数没有填全，算不出来", en="not all the figures needed are filled in")
UNREADABLE = Text(zh="要用的数读不出来", en="a figure that is needed cannot be read")
BASES = Text(
    zh="比率的分母为零、为负或太小", en="the base of the rate is zero, negative or too small"
)
BAD_BASE = Text(
    zh="{base}为零、为负或太小，不能作比率的分母",
    en="{base} is zero, negative or too small to be the base of a rate",
)
NO_FUND = Text(zh="各险种表都没有填这一科目", en="no fund's sheet has this item")
_MANY = 4


def violation(rule: Rule, evaluation: Evaluation, row: int, submission: Submission) -> Finding:
    """A contradiction: the intervals do not meet."""
    relation = evaluation.relation
    value = _value(relation, submission)
    is_limit = relation.op == "<="
    is_open = relation.to_explain and not is_limit
    limit = float(evaluation.hi[row] if is_limit else evaluation.printed[row])
    clauses = _clauses(evaluation, row, submission)
    places = _places(relation, submission) | {
        "should": clauses.should,
        "off": clauses.off,
        "made": clauses.made,
    }
    return Finding(
        rule.code,
        rule.severity,
        rule.kind,
        _cells(relation, submission),
        _sentence(relation, submission).fill(**places),
        rule.todo,
        stated=value,
        expected=_interval(evaluation, row),
        difference=significant(value - limit),
        shown=Shown(clauses.brief.was, off=clauses.brief.off) if is_open else clauses.brief,
        clash=_clash(relation, submission).fill(**places),
    )


def note(
    rule: Rule, evaluation: Evaluation, row: int, code: Code, submission: Submission
) -> Finding:
    """What is no contradiction but worth a word: a corner case, or parts that are not all filled
    in."""
    words = _short if code is Code.SHORT else _corner
    return words(rule, evaluation, row, submission)


def undecided(evaluation: Evaluation, row: int, code: Code, submission: Submission) -> Undecided:
    """Why a relation could not be decided."""
    relation = evaluation.relation
    cells, standard = _cells(relation, submission), submission.standard
    if code is Code.BASE:
        base = standard.brief(relation.base[0].key, relation.subject)
        return Undecided(relation.rule, cells, BAD_BASE.fill(base=base), BASES)
    if code is Code.NO_PARTS:
        return Undecided(relation.rule, cells, NO_FUND, NO_FUND)
    blanks = evaluation.blank_keys(row)
    missing = _missing(blanks, relation, submission, (NOT_FILLED, NOT_THERE, NOT_READ))
    reason = INCOMPLETE if submission.unreadable.isdisjoint(blanks) else UNREADABLE
    return Undecided(relation.rule, cells, join(missing, "，", ", "), reason)


def _sentence(relation: Relation, submission: Submission) -> Text:
    """The sentence of a violation; of the figures of two years either may be the wrong one."""
    if relation.op == "<=":
        return ABOVE
    if relation.to_explain:
        return APART_ALONE if _is_of_one(relation, submission) else APART
    return OFF


def _clash(relation: Relation, submission: Submission) -> Text:
    """The sentence of a violation that does not say what its subject should be."""
    if relation.op == "<=":
        return CLASH_ABOVE
    return CLASH_ALONE if _is_of_one(relation, submission) else CLASH


def _is_of_one(relation: Relation, submission: Submission) -> bool:
    """Whether a figure is held to one other that is stated."""
    stated_terms = [term for term in relation.terms if term.key in submission.claims]
    return len(stated_terms) == 1 and not relation.is_ratio


def _clauses(evaluation: Evaluation, row: int, submission: Submission) -> Clauses:
    """What the subject of a violated relation should be: the value that the printed figures make;
    one side of it where blanks leave the other open."""
    relation = evaluation.relation
    value, form = _value(relation, submission), form_of(relation.subject, submission)
    printed, is_limit = float(evaluation.printed[row]), relation.op == "<="
    open_end = None if is_limit or evaluation.blank_keys(row) else printed
    should = (printed, open_end) if value < printed else (open_end, printed)
    if is_limit and not math.isfinite(printed):
        should = None, float(evaluation.hi[row])
    elif form.kind == "money":
        form = replace(form, digits=max(form.digits, _digits_made(printed, relation, submission)))
    return compared(value, should, form)


def _digits_made(printed: float, relation: Relation, submission: Submission) -> int:
    """The decimals of what the printed figures of a sum make: no more than they have, and than the
    form has."""
    stated_terms = [term.key for term in relation.terms if term.key in submission.claims]
    most = max((form_of(key, submission).digits for key in stated_terms), default=0)
    return min(decimals(significant(printed)), most, CENTS)


def _value(relation: Relation, submission: Submission) -> float:
    """What the subject of a relation states."""
    value = submission.claims[relation.subject].value
    assert isinstance(value, float)
    return value


def _short(rule: Rule, evaluation: Evaluation, row: int, submission: Submission) -> Finding:
    relation = evaluation.relation
    blanks = evaluation.blank_keys(row)
    rest = significant(_value(relation, submission) - float(evaluation.printed[row]))
    form = CellForm(form_of(relation.subject, submission).kind, decimals(rest))
    missing = _missing(blanks, relation, submission, (BLANK_PARTS, DELETED_PARTS, UNREADABLE_PARTS))
    message = (SHORT if len(blanks) == 1 else SHORT_TOGETHER).fill(
        **_places(relation, submission),
        missing=join(missing, "和", " and "),
        rest=figure(rest, form),
    )
    todo = SHORT_TODO if submission.unreadable.isdisjoint(blanks) else UNREADABLE_TODO
    gone = next(filter(None, (deleted_line(key, submission) for key in blanks)), None)
    if gone is not None:
        message, todo = message + DELETED.fill(**gone.words), DELETED_TODO.fill(**gone.words)
    possible = rest > 0 or submission.standard.may_be_negative(relation.subject)
    asked = gone is not None or not possible
    return Finding(
        rule.code,
        Severity.WARNING if asked else Severity.INFO,
        Kind.MISSING,
        (submission.cell(relation.subject), *(submission.cell(key) for key in blanks)),
        message,
        todo,
        shown=Shown(was=stated(relation.subject, submission)),
    )


def _corner(rule: Rule, evaluation: Evaluation, row: int, submission: Submission) -> Finding:
    relation = evaluation.relation
    value, form = _value(relation, submission), form_of(relation.subject, submission)
    printed = float(evaluation.printed[row])
    message = (TRUNCATED if _is_truncated(value, printed, form) else CORNER).fill(
        **_places(relation, submission),
        printed=figure(printed, CellForm(form.kind, form.digits + 2)),
        rounded=figure(printed, form),
    )
    return Finding(
        rule.code,
        Severity.INFO,
        rule.kind,
        _cells(relation, submission),
        message,
        CORNER_TODO,
        stated=value,
        expected=_interval(evaluation, row),
        difference=significant(value - printed),
        shown=Shown(same(figure(value, form)), same(figure(printed, form))),
    )


def _is_truncated(value: float, printed: float, form: CellForm) -> bool:
    """Whether a figure is another with its last digits cut off."""
    unit = form.per_one * 10**form.digits
    return math.isclose(math.trunc(printed * unit + 1e-9), value * unit, rel_tol=1e-9)


def _places(relation: Relation, submission: Submission) -> dict[str, object]:
    form = form_of(relation.subject, submission)
    return {
        "label": submission.standard.label(relation.subject),
        "stated": figure(_value(relation, submission), form),
        "how": _how(relation, submission),
    }


def _how(relation: Relation, submission: Submission) -> Text:
    """The right side with its figures: 收入小计 910 ＋ 上级补助收入 100."""
    over = _terms(relation.terms, relation, submission)
    if not relation.is_ratio:
        return over if over.zh else NOTHING_STATED
    base = _terms(relation.base, relation, submission)
    if len(relation.terms) > 1:
        over = Text(zh=f"（{over.zh}）", en=f"({over.en})")
    if len(relation.base) > 1:
        base = Text(zh=f"（{base.zh}）", en=f"({base.en})")
    times = "" if relation.scale == 1 else f" × {number(relation.scale)}"
    return Text(zh=f"{over.zh} ÷ {base.zh}{times}", en=f"{over.en} ÷ {base.en}{times}")


def _terms(terms: tuple[Term, ...], relation: Relation, submission: Submission) -> Text:
    """The figures of a sum with their names and signs; what is not stated is left out."""
    zh, en = "", ""
    funds = Counter(keys.fund(term.key) for term in terms)
    for term in terms:
        claim = submission.claims.get(term.key)
        if claim is None or not isinstance(claim.value, float):
            continue
        alone = funds[keys.fund(term.key)] == 1
        name = submission.standard.brief(term.key, relation.subject, alone)
        amount = figure(claim.value, form_of(term.key, submission))
        amount = f"({amount})" if claim.value < 0 else amount
        plus, minus = (" ＋ ", " − ") if zh else ("", "−")
        sign = minus if term.coefficient < 0 else plus
        zh += f"{sign}{name.zh} {amount}"
        en += f"{sign.replace('＋', '+')}{name.en} {amount}"
    return Text(zh=zh, en=en)


def _missing(
    blanks: Sequence[str],
    relation: Relation,
    submission: Submission,
    words: tuple[Text, Text, Text],
) -> list[Text]:
    """The figures that a relation lacks: those of blank cells, those whose line is gone, then those
    that cannot be read, each in their own words."""
    unreadable = [key for key in blanks if key in submission.unreadable]
    deleted = [key for key in blanks if deleted_line(key, submission)]
    blank = [key for key in blanks if key not in (*unreadable, *deleted)]
    return [
        sentence.fill(names=_names(lacking, relation, submission.standard))
        for sentence, lacking in zip(words, (blank, deleted, unreadable))
        if lacking
    ]


def _names(of: Sequence[str], relation: Relation, standard: Standard) -> Text:
    names = [
        standard.label(key) if key == relation.subject else standard.brief(key, relation.subject)
        for key in of[:_MANY]
    ]
    listed = join(names, "、", ", ")
    if len(of) <= _MANY:
        return listed
    return listed + Text(zh=f"等 {len(of)} 项", en=f" and {len(of) - _MANY} more")


def _interval(evaluation: Evaluation, row: int) -> Interval:
    low, high = float(evaluation.lo[row]), float(evaluation.hi[row])
    return closed_end(significant(low)), closed_end(significant(high))


def _cells(relation: Relation, submission: Submission) -> tuple[Cell, ...]:
    """The subject's cell and those of the other figures that are stated."""
    subject, *others = relation.keys
    return (
        submission.cell(subject),
        *(submission.cell(key) for key in others if key in submission.claims),
    )
