import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.evidence.account_columns import ColumnLine, in_columns
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.misplaced_amounts import Disarray, MisplacedAmounts, Move
from sipipeline.rule import JudgingRule, Problem

EXCHANGED = Text(
    zh="{column}像是互相填错了{place}：{lines}。换回去后，与{others}相差都不超过 {apart}%。",
    en="{column}: amounts seem to stand in each other's {place}: {lines}. Put back, each is "
    "within {apart}% of {others}.",
)
SHIFTED = Text(
    zh="{column}从“{first}”到“{last}”像是往{way}错了一行：{lines}{more}。往{back}移一行后，"
    "与{others}相差都不超过 {apart}%。",
    en="{column}: from {first} to {last} the amounts seem to stand a line too {way}: {lines}"
    "{more}. A line {back}, each is within {apart}% of {others}.",
)
MORE = Text(zh="等", en=" and others")
SAYS_0 = Text(zh="填 0", en="says 0")
IS_BLANK = Text(zh="没有填", en="is blank")
BESIDE_ZERO = Text(
    zh="{label}{said}，而{others}；{stray}，像是“{item}”的数填错了行。",
    en="{label} {said}, but {others}; {stray}: this seems to be what belongs in {item}.",
)
COPIED = Text(
    zh="{label}填 {stated}，而{others}；这个数与“{original}”的数一分不差，像是照抄了那一行。",
    en="{label} says {stated}, but {others}; it is to the last digit that of {original}, as if "
    "copied from there.",
)
STRAY = Text(zh="“{item}”填 {stated}（{others}）", en="{item} says {stated} ({others})")
BELONGS = Text(zh="{stray}，像是“{to}”的（{others}）", en="{stray}, as if it were {to} ({others})")
LINE = Text(zh="行", en="line")
SHEET = Text(zh="表", en="sheet")
OF_FUND = Text(zh="{fund}的{item}", en="{item} of {fund}")
COLUMN = Text(zh="{fund}的{column}", en="{fund} ({column})")
AND = Text(zh="{one}和{other}", en="{one} and {other}")
PUT_BACK = Text(
    zh="对照账簿核对；填错了行的，把这几个数{how}；没有填错的，在“说明”栏写明原因。",
    en="Compare them with the books; where they are in the wrong line, {how}; if they are not, "
    "say why in the 说明 column.",
)
EXCHANGE = Text(zh="对调", en="exchange them")
PUT = Text(zh="填回各自的行", en="put each in its own line")
MOVE = Text(zh="往{back}移一行，{left}", en="move them {back} by a line, and {left}")
FILL_IN = Text(zh="空出来的一行照账补填", en="fill in from the books what is left blank")
CLOSE = Text(zh="“{item}”行里的数移到另一头", en="the one of {item} to the other end")
PUT_THERE = Text(zh="填到“{item}”行", en="put it in {item}")
CORRECT = Text(
    zh="照账簿改正这个数；确实相同的，在“说明”栏写明原因。",
    en="Correct it from the books; if both really are the same, say why in the 说明 column.",
)
_WAYS = {Disarray.DOWN: Text(zh="下", en="low"), Disarray.UP: Text(zh="上", en="high")}
_BACK = {Disarray.DOWN: Text(zh="上", en="up"), Disarray.UP: Text(zh="下", en="down")}
_EXAMPLES = 3
"""Amounts of a block that are named."""


def judge(evidence: Evidence) -> Iterator[Problem]:
    """One problem for each mistake that put amounts in other lines."""
    tell: Mapping[Disarray, Callable[[MisplacedAmounts, Submission], Problem]] = {
        Disarray.DOWN: _shifted,
        Disarray.UP: _shifted,
        Disarray.BESIDE_ZERO: _beside_zero,
        Disarray.COPIED: _copied,
    }
    for one in evidence.misplaced_amounts:
        yield tell.get(one.way, _exchanged)(one, evidence.submission)


def _exchanged(one: MisplacedAmounts, submission: Submission) -> Problem:
    """Amounts in each other's line, of one fund or of two."""
    moves = [_belongs(move, submission) for move in one.moves]
    place = LINE if len(_funds(one)) == 1 else SHEET
    lines = join(moves, "；", "; ")
    message = EXCHANGED.fill(place=place, lines=lines, **_words(one, submission))
    how = EXCHANGE if one.way is Disarray.EXCHANGED else PUT
    return Problem(one.keys, message, todo=PUT_BACK.fill(how=how))


def _shifted(one: MisplacedAmounts, submission: Submission) -> Problem:
    """A block a line off."""
    order = {key: place for place, key in enumerate(submission.standard.fields)}
    amounts = [move for move in one.moves if move.line.amount]
    block = sorted((move.line for move in one.moves), key=lambda line: order[line.key])
    message = SHIFTED.fill(
        first=_item(block[0], submission),
        last=_item(block[-1], submission),
        way=_WAYS[one.way],
        back=_BACK[one.way],
        lines=join([_belongs(move, submission) for move in amounts[:_EXAMPLES]], "；", "; "),
        more=MORE if len(amounts) > _EXAMPLES else NOTHING,
        **_words(one, submission),
    )
    closing = one.moves[-1].line
    left = FILL_IN if one.left is not None else CLOSE.fill(item=_item(closing, submission))
    how = MOVE.fill(back=_BACK[one.way], left=left)
    return Problem(one.keys, message, todo=PUT_BACK.fill(how=how))


def _beside_zero(one: MisplacedAmounts, submission: Submission) -> Problem:
    """An amount whose own line has 0, or nothing."""
    (move,) = one.moves
    item = _item(move.to, submission)
    message = BESIDE_ZERO.fill(
        label=submission.standard.label(move.to.key),
        said=SAYS_0 if move.to.key in submission.claims else IS_BLANK,
        others=in_columns(move.to.beside, submission),
        stray=_stray(move.line, submission),
        item=item,
    )
    how = PUT_THERE.fill(item=item)
    return Problem(one.keys, message, stated=move.to.amount, todo=PUT_BACK.fill(how=how))


def _copied(one: MisplacedAmounts, submission: Submission) -> Problem:
    """An amount that is another line's."""
    copy, original = one.left, one.moves[0].line
    assert copy is not None
    message = COPIED.fill(
        label=submission.standard.label(copy.key),
        stated=number(copy.amount),
        others=in_columns(copy.beside, submission),
        original=submission.standard.brief(original.key, copy.key),
    )
    return Problem(one.keys, message, stated=copy.amount, todo=CORRECT)


def _words(one: MisplacedAmounts, submission: Submission) -> dict[str, object]:
    """Whose column it is, what its amounts are held to, and how near they come to that."""
    standard, line = submission.standard, one.moves[0].line
    names = [standard.fund(fund).short for fund in _funds(one)]
    column, first, second = (standard.fields[key].column.name for key in (line.key, *line.beside))
    return {
        "column": COLUMN.fill(fund=join(names, "和", " and "), column=column),
        "others": AND.fill(one=first, other=second),
        "apart": number(math.ceil((one.apart - 1) * 100)),
    }


def _funds(one: MisplacedAmounts) -> Sequence[str]:
    """The funds of the lines."""
    return tuple(dict.fromkeys(keys.fund(move.line.key) or "" for move in one.moves))


def _belongs(move: Move, submission: Submission) -> Text:
    """An amount beside what its own line has, and the line that it seems to be of."""
    funds = [keys.fund(line.key) or "" for line in move]
    of_fund = funds if funds[0] != funds[1] else ("", "")
    return BELONGS.fill(
        stray=_stray(move.line, submission, of_fund[0]),
        to=_item(move.to, submission, of_fund[1]),
        others=in_columns(move.to.beside, submission),
    )


def _stray(line: ColumnLine, submission: Submission, fund: str = "") -> Text:
    """An amount beside what its own line has."""
    return STRAY.fill(
        item=_item(line, submission, fund),
        stated=number(line.amount),
        others=in_columns(line.beside, submission),
    )


def _item(line: ColumnLine, submission: Submission, fund: str = "") -> Text:
    """The name of a line, with that of a fund where one is given."""
    row = submission.standard.fields[line.key].row or NOTHING
    if not fund:
        return row
    return OF_FUND.fill(fund=submission.standard.fund(fund).short, item=row)


def _example(inpatient: float, outpatient: float) -> dict[str, object]:
    """An account of medical insurance, with two of its actuals."""
    lines = {
        "income": (24000, 23500, 22400),
        "contributions": (23500, 23000, 21900),
        "interest": (500, 500, 500),
        "expenditure": (18100, 18020, 17010),
        "inpatient": (9600, inpatient, 9100),
        "outpatient": (3500, outpatient, 3200),
        "maternity_allowance": (1000, 990, 960),
        "personal_account": (4000, 3950, 3750),
    }
    columns = ("budget", "actual", "prior")
    account = {item: dict(zip(columns, amounts)) for item, amounts in lines.items()}
    return {"accounts": {"employee_medical": account}}


RULE = JudgingRule(
    code="P417",
    name="amounts-in-their-lines",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(zh="每个数填在自己的行里", en="Each amount stands in its own line"),
    why=Text(
        zh="两行的数互换、一段数错了一行，合计不变，表内就都相符；"
        "只有与同一行的预算、上年相比才看得出来。只在几个数都合别的行、都不合自己的行时才问。",
        en="Where two amounts are exchanged, or a block is a line off, the sums agree; only the "
        "other columns of the line show it. Asked only where amounts fit other lines and none "
        "fits its own.",
    ),
    todo=PUT_BACK.fill(how=PUT),
    passing=_example(9560, 3480),
    failing=_example(3480, 9560),
    judge=judge,
)
