"""Words for what a relation says: which figures, how they were put together, how far off, what to
do."""

import math
from dataclasses import replace

from sipipeline.arithmetic.evaluation import Code, Evaluation
from sipipeline.core.display import figure, interval, number
from sipipeline.core.figures import decimals, significant
from sipipeline.core.findings import Cell, Finding, Interval, Kind, Severity, Undecided
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text, join
from sipipeline.rule import Rule

OFF = Text(
    zh="{label}填 {stated}；{how}，{should}，{difference}。",
    en="{label} says {stated}; by {how} it {should}: {difference}.",
)
ABOVE = Text(
    zh="{label}填 {stated}，不应大于{how}。",
    en="{label} says {stated}; it should not be more than {how}.",
)
MORE = Text(zh="多 {amount}", en="{amount} too much")
LESS = Text(zh="少 {amount}", en="{amount} too little")
SHORT = Text(
    zh="{label}填 {stated}，已填的有{how}；明细未填全，空白的{blanks}应为 {rest}。",
    en=(
        "{label} says {stated}; the parts filled in are {how}. Not all parts are filled "
        "in: {blanks} should be {rest}."
    ),
)
SHORT_TOGETHER = Text(
    zh="{label}填 {stated}，已填的有{how}；明细未填全，空白的{blanks}合计应为 {rest}。",
    en=(
        "{label} says {stated}; the parts filled in are {how}. Not all parts are filled "
        "in: {blanks} should be {rest} together."
    ),
)
SHORT_TODO = Text(
    zh="把空白的明细补填完整；确实没有的填 0。",
    en="Fill in the blank parts; write 0 where there is nothing.",
)
TRUNCATED = Text(
    zh="{label}填 {stated}；{how}，得 {printed}，四舍五入应为 {rounded}，像是直接去掉了尾数。",
    en=(
        "{label} says {stated}; by {how} it is {printed}, which rounds to {rounded}: it "
        "looks truncated."
    ),
)
CORNER = Text(
    zh="{label}填 {stated}；{how}，得 {printed}，只在取整误差的边缘上相符。",
    en=(
        "{label} says {stated}; by {how} it is {printed}: they agree only at the very edge "
        "of rounding."
    ),
)
CORNER_TODO = Text(
    zh="建议按四舍五入重新取数；不影响通过。",
    en="Better round it again; this does not keep the file from passing.",
)
NOTHING_STATED = Text(zh="明细都没有填", en="parts none of which is filled in")
ANSWERED = Text(zh="（已说明：{reason}）", en=" (Explained: {reason})")
NOT_FILLED = Text(zh="{blanks}未填", en="{blanks} not filled in")
BAD_BASE = Text(
    zh="{base}为零、为负或太小，不能作比率的分母",
    en="{base} is zero, negative or too small to be the base of a rate",
)
NO_FUND = Text(zh="各险种表都没有填这一科目", en="no fund's sheet has this item")
_MANY = 4


def violation(rule: Rule, evaluation: Evaluation, row: int, submission: Submission) -> Finding:
    """A contradiction: the intervals do not meet."""
    relation = evaluation.relation
    claim = submission.claims[relation.subject]
    assert isinstance(claim.value, float)
    places = _places(relation, submission)
    expected = _interval(evaluation, row)
    if relation.op == "<=":
        message, difference = ABOVE, claim.value - float(evaluation.hi[row])
    else:
        printed = float(evaluation.printed[row])
        difference = claim.value - printed
        kind, own = _form(claim, submission.standard)
        digits = (
            _sharper(own, difference * (100 if kind == "rate" else 1))
            if relation.is_ratio
            else None
        )
        open_end = None if evaluation.blank_keys(row) else printed
        low, high = (printed, open_end) if difference < 0 else (open_end, printed)
        should = interval(low, high, kind, digits)
        amount = _off(difference, kind, digits)
        message = OFF.fill(
            label="{label}", stated="{stated}", how="{how}", should=should, difference=amount
        )
    return Finding(
        rule.code,
        rule.severity,
        rule.kind,
        _cells(relation, submission),
        message.fill(**places),
        rule.todo,
        stated=claim.value,
        expected=expected,
        difference=significant(difference),
    )


def note(
    rule: Rule,
    evaluation: Evaluation,
    row: int,
    code: Code,
    submission: Submission,
) -> Finding:
    """What is no contradiction but worth a word: a corner case, or parts that are not all filled
    in."""
    words = _short if code is Code.SHORT else _corner
    return words(rule, evaluation, row, submission)


def undecided(evaluation: Evaluation, row: int, code: Code, submission: Submission) -> Undecided:
    """Why a relation could not be decided."""
    relation = evaluation.relation
    if code is Code.BASE:
        base = relation.base[0].key
        reason = BAD_BASE.fill(base=submission.standard.brief(base, relation.subject))
    elif code is Code.NO_PARTS:
        reason = NO_FUND
    else:
        reason = NOT_FILLED.fill(
            blanks=_names(evaluation.blank_keys(row), relation, submission.standard)
        )
    return Undecided(relation.rule, _cells(relation, submission), reason)


def answered(finding: Finding, reason: str) -> Finding:
    """A warning that the submitter has explained."""
    message = finding.message + Text(
        zh=ANSWERED.zh.format(reason=reason), en=ANSWERED.en.format(reason=reason)
    )
    return replace(finding, severity=Severity.INFO, message=message)


def _short(rule: Rule, evaluation: Evaluation, row: int, submission: Submission) -> Finding:
    relation = evaluation.relation
    claim = submission.claims[relation.subject]
    assert isinstance(claim.value, float)
    blanks = evaluation.blank_keys(row)
    rest = claim.value - float(evaluation.printed[row])
    spread = claim.half_width + sum(
        submission.claims[t.key].half_width for t in relation.terms if t.key in submission.claims
    )
    message = (SHORT if len(blanks) == 1 else SHORT_TOGETHER).fill(
        **_places(relation, submission),
        blanks=_names(blanks, relation, submission.standard),
        rest=figure(rest, *_form(claim, submission.standard)),
    )
    return Finding(
        rule.code,
        Severity.INFO
        if rest > 0 or submission.standard.may_be_negative(relation.subject)
        else Severity.WARNING,
        Kind.MISSING,
        (submission.cell(relation.subject), *(submission.cell(key) for key in blanks)),
        message,
        SHORT_TODO,
        stated=None,
        expected=(significant(rest - spread), significant(rest + spread)),
    )


def _corner(rule: Rule, evaluation: Evaluation, row: int, submission: Submission) -> Finding:
    relation = evaluation.relation
    claim = submission.claims[relation.subject]
    assert isinstance(claim.value, float)
    printed = float(evaluation.printed[row])
    kind, digits = _form(claim, submission.standard)
    unit = 100 if kind == "rate" else 1
    scale = 10**digits
    truncated = math.isclose(
        math.trunc(printed * unit * scale + 1e-9) / scale, claim.value * unit, rel_tol=1e-9
    )
    message = (TRUNCATED if truncated else CORNER).fill(
        **_places(relation, submission),
        printed=figure(printed, kind, digits + 2),
        rounded=figure(printed, kind, digits),
    )
    return Finding(
        rule.code,
        Severity.INFO,
        rule.kind,
        _cells(relation, submission),
        message,
        CORNER_TODO,
        stated=claim.value,
        expected=_interval(evaluation, row),
        difference=significant(claim.value - printed),
    )


def _places(relation: Relation, submission: Submission) -> dict[str, object]:
    claim = submission.claims[relation.subject]
    assert isinstance(claim.value, float)
    return {
        "label": submission.standard.label(relation.subject),
        "stated": figure(claim.value, *_form(claim, submission.standard)),
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
    zh, en = "", ""
    for term in terms:
        claim = submission.claims.get(term.key)
        if claim is None or not isinstance(claim.value, float):
            continue
        name, shown = (
            submission.standard.brief(term.key, relation.subject),
            figure(claim.value, *_form(claim, submission.standard)),
        )
        shown = f"({shown})" if claim.value < 0 else shown
        sign = (
            (" − " if term.coefficient < 0 else " ＋ ")
            if zh
            else ("−" if term.coefficient < 0 else "")
        )
        zh, en = f"{zh}{sign}{name.zh} {shown}", f"{en}{sign.replace('＋', '+')}{name.en} {shown}"
    return Text(zh=zh, en=en)


def _names(keys: list[str], relation: Relation, standard: Standard) -> Text:
    names = [
        standard.label(key) if key == relation.subject else standard.brief(key, relation.subject)
        for key in keys[:_MANY]
    ]
    listed = join(names, "、", ", ")
    if len(keys) <= _MANY:
        return listed
    return listed + Text(zh=f"等 {len(keys)} 项", en=f" and {len(keys) - _MANY} more")


def _form(claim: Claim, standard: Standard) -> tuple[str, int]:
    """Kind of a claim's field, and how many decimals its figure is shown with: those it was stated
    with."""
    found = standard.field(claim.key)
    kind = found.kind if found is not None else "money"
    assert isinstance(claim.value, float)
    if kind == "rate":
        return kind, max(0, round(-math.log10(2 * claim.half_width)) - 2)
    return kind, decimals(claim.value)


def _sharper(digits: int, difference: float) -> int:
    """The decimals of a rate that make a difference plain: two, or as many as it is stated with, or
    two more."""
    usual = max(digits, 2)
    return usual if abs(difference) >= 10.0**-usual else digits + 2


def _off(difference: float, kind: str, digits: int | None) -> Text:
    amount = figure(abs(difference), kind, digits)
    amount = amount.replace("%", " 个百分点") if kind == "rate" else amount
    zh = (MORE if difference > 0 else LESS).zh.format(amount=amount)
    en = (MORE if difference > 0 else LESS).en.format(amount=amount.replace(" 个百分点", " points"))
    return Text(zh=zh, en=en)


def _interval(evaluation: Evaluation, row: int) -> Interval:
    low, high = float(evaluation.lo[row]), float(evaluation.hi[row])
    return (
        significant(low) if math.isfinite(low) else None,
        significant(high) if math.isfinite(high) else None,
    )


def _cells(relation: Relation, submission: Submission) -> tuple[Cell, ...]:
    """The subject's cell and those of the other figures that are stated."""
    subject, *others = relation.keys
    return (
        submission.cell(subject),
        *(submission.cell(key) for key in others if key in submission.claims),
    )
