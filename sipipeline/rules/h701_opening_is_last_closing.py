from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.accounts:
        account = f"accounts.{fund.key}"
        opening = f"{account}.opening_balance.actual"
        last = Term(1, f"{account}.closing_balance.prior")
        yield Relation("H701", opening, (last,), to_explain=True)
        yield from _without_opening(account, opening, last)


def _without_opening(account: str, opening: str, last: Term) -> Iterator[Relation]:
    """Where the opening balance is blank, the one that the year implies takes its place."""
    closing, surplus = f"{account}.closing_balance.actual", f"{account}.surplus.actual"
    flows = Term(1, f"{account}.income.actual"), Term(-1, f"{account}.expenditure.actual")
    yield Relation(
        "H701",
        closing,
        (last, Term(1, surplus)),
        given=(last.key, surplus),
        unless=(opening,),
        to_explain=True,
        form="surplus",
    )
    yield Relation(
        "H701",
        closing,
        (last, *flows),
        given=(last.key, *(flow.key for flow in flows)),
        unless=(opening, surplus),
        to_explain=True,
        form="flows",
    )


RULE = RelationRule(
    code="H701",
    name="opening-is-last-closing",
    kind=Kind.HISTORY,
    severity=Severity.WARNING,
    title=Text(
        zh="上年末滚存结余 = 上年的年末滚存结余", en="Opening balance = last year's closing balance"
    ),
    why=Text(
        zh="本年的期初就是上年的期末。账目追溯调整会使两数不同，这时要写明原因。",
        en="This year opens with what last year closed with; restatements happen, and ask "
        "for an explanation.",
    ),
    todo=Text(
        zh="核对两个数；确有追溯调整的，在该行“说明”栏写明原因。",
        en="Check both figures; if there was a restatement, write the reason in the 说明 "
        "column of the row.",
    ),
    passing=account(
        "unemployment",
        opening_balance={"actual": 500},
        closing_balance={"actual": 620, "prior": 500},
    ),
    failing=account(
        "unemployment",
        opening_balance={"actual": 500},
        closing_balance={"actual": 620, "prior": 550},
    ),
    relations=relations,
)
