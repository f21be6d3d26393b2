from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.rule import ReservedRule

RULE = ReservedRule(
    code="F126",
    name="blank-is-nothing",
    kind=Kind.MISSING,
    severity=Severity.WARNING,
    title=Text(
        zh="没有填的格，按其余各数也没有数", en="A blank is no amount that the other figures show"
    ),
    why=Text(
        zh="合计、结余里算进去的数，自己那一格却是空的（或填“-”“无”），不是漏填就是合计填错。",
        en="What sums and balances count but its own cell does not state, blank or a dash, was "
        "left out, or the sums are wrong.",
    ),
    todo=Text(
        zh="照账补填；确实没有的，改正把它算进去的数。没有错的，在“说明”栏写明原因。",
        en="Fill it in from the books; if there was none, correct the figures that count it. If "
        "nothing is wrong, say why in the 说明 column.",
    ),
    passing=account(
        "work_injury",
        income_subtotal={"actual": 1200},
        contributions={"actual": 1150},
        interest={"actual": 50},
    ),
    failing=account(
        "work_injury",
        income_subtotal={"actual": 1200},
        contributions={"actual": 1150},
        fiscal_subsidy={"actual": 0},
        interest={"actual": "-"},
        other_income={"actual": 0},
    ),
)
