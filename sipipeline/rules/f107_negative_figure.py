from typing import Any

from sipipeline.core import keys
from sipipeline.core.display import figure
from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim
from sipipeline.core.text import Text
from sipipeline.rule import FigureRule, Frame, Problem, by_key

MESSAGE = Text(zh="{label}填了负数 {value}。", en="{label} is negative: {value}.")
OF_RATE = Text(
    zh="这是由别的数算出的：先核对算它的各数，哪一个的正负号填反了，改正后重算。",
    en="It is worked out from other figures: check which of these has the wrong sign, correct "
    "that, and work it out anew.",
)
OF_OTHERS = Text(
    zh="这里不会是负数：去掉负号，或者改成实际的数。",
    en="This cannot be negative: take out the minus, or write the actual figure.",
)


def holds(frame: Frame, standard: Standard) -> Any:
    """A figure is not negative unless its field may be, or it is the rate of an amount beside it
    that is told of."""
    fine = ~(frame["value"] < 0) | by_key(frame, standard.may_be_negative)
    rates = by_key(frame, lambda key: _kind(key, standard) == "rate")
    lines = [frame["submission"], frame["key"].map(keys.row)]
    told = (~fine & ~rates).groupby(lines).transform("any")
    return fine | (rates & told)


def problem(claim: Claim, standard: Standard) -> Problem:
    assert isinstance(claim.value, float)
    kind = _kind(claim.key, standard)
    message = MESSAGE.fill(label=standard.label(claim.key), value=figure(claim.value, kind))
    value = claim.value
    todo = None if keys.is_account(claim.key) else OF_OTHERS
    return Problem(
        (claim.key,),
        message,
        stated=value,
        expected=(0.0, None),
        difference=value,
        todo=OF_RATE if kind == "rate" else todo,
    )


def _kind(key: str, standard: Standard) -> str:
    """The kind of figure that a key holds; money where the standard has no such key."""
    field = standard.field(key)
    return field.kind if field is not None else "money"


RULE = FigureRule(
    code="F107",
    name="negative-figure",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(
        zh="收支、人数、存款不为负数",
        en="Income, expenditure, people and deposits are not negative",
    ),
    why=Text(
        zh="只有结余、增减和委托投资收益可以是负数。",
        en="Only balances, changes and entrusted investment income may be negative.",
    ),
    todo=Text(
        zh="核对正负号；冲减的，按规定列到相应科目。",
        en="Check the sign; a correction belongs in its own item.",
    ),
    passing=account("work_injury", surplus={"actual": -12}),
    failing=account("work_injury", interest={"actual": "（12）"}),
    holds=holds,
    problem=problem,
)
