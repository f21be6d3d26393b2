"""Which accounts names mean: those of funds, of branches, of lines that only one fund has."""

from collections.abc import Collection, Sequence

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.questions.accounts import Own, Whom
from sipipeline.language.lexicon import table, words
from sipipeline.language.numbers import number_at


def named_account(named: Sequence[Token], own: Own, summed: bool = False) -> Whom:
    """One fund alone, or all, or several where these are added up; some of them are neither."""
    if _are_of_all(named, own):
        return Whom(own.total, "before")
    funds = _funds(named, own)
    if named[-1].kind == "total":
        return _counted(named, funds, own)
    if len(funds) == 1:
        return _of_one_name(named[-1], funds.pop(), own)
    return Whom(sum_of_funds(funds) if summed else None, "said")


def resolved(token: Token, own: Own) -> str | None:
    """The fund that a name means: of several it may mean the one that the unit runs."""
    run = [fund for fund in token.meaning if fund in own.funds]
    if len(token.meaning) == 1:
        return token.meaning[0]
    return run[0] if len(run) == 1 else None


def sum_of_funds(funds: Collection[str | None]) -> str | None:
    """What several funds make together; None where it is unclear of one which it is."""
    known = [fund for fund in funds if fund is not None]
    return keys.sum_of(known) if known and len(known) == len(funds) else None


def branch_of(funds: Sequence[str]) -> str:
    """A name of the branch that has just these funds; "" where none has."""
    branches = table()["narrative"]["branches"].items()
    return next((name for name, of_branch in branches if {*of_branch} == {*funds}), "")


def fund_with_item(tokens: Sequence[Token], own: Own) -> str | None:
    """The only fund of the unit that has an item which the total does not: 病残津贴."""
    named = [key for token in tokens if token.kind == "item" for key in token.meaning]
    if len(named) != 1 or not keys.is_account(named[0]):
        return None
    line = f"{keys.ACCOUNTS}.{{}}.{keys.measure(named[0])}.actual".format
    has = own.standard.has
    run = [fund for fund in own.funds if has(line(fund))]
    return run[0] if len(run) == 1 and not has(line(own.total)) else None


def fund_of_item(tokens: Sequence[Token], own: Own, *, of_all: bool = False) -> str | None:
    """The fund that an item's name says, 失业 in 领取失业保险金, or the only one that has it; where
    it is spoken of all funds, one that has a line which all together have not."""
    said = [token.text for token in tokens if token.kind == "item"]
    certain = words("narrative", "signs", "certain_briefs")
    funds = {brief for brief in certain for text in said if brief in text}
    if len(funds) == 1:
        return str(table()["narrative"]["briefs"][funds.pop()][0])
    fund = _only_fund_of_item(tokens, own)
    return None if fund is not None and of_all and _stands_in_total(tokens, own) else fund


def funds_of_item(tokens: Sequence[Token], own: Own) -> Sequence[str]:
    """The funds that the unit runs of the branch with whose name that of the only item begins:
    医疗保险待遇支出; none where they lack the item, or it begins with none."""
    items = [token for token in tokens if token.kind == "item"]
    if len(items) != 1 or len(items[0].meaning) != 1:
        return ()
    line = f"{keys.ACCOUNTS}.{{}}.{keys.measure(items[0].meaning[0])}.actual"
    found = [fund for fund in _branch_in(items[0]) if fund in own.funds]
    return found if all(own.standard.has(line.format(fund)) for fund in found) else ()


def of_lead(tokens: Sequence[Token], own: Own) -> str | None:
    """The account of which words name a line that funds have a share in: all of them, or those of
    a branch; None where that is unclear."""
    named = [token for token in tokens if token.kind in ("fund", "total", "brief")]
    if named:
        return named_account(named, own).account
    branches = (_branch_in(token) for token in tokens if token.kind == "item")
    return own.total if all(not one or {*own.funds} <= {*one} for one in branches) else None


def funds_counted(token: Token) -> float:
    """How many funds a word counts; 0 where it counts none."""
    found = number_at(token.text, 0)
    return found.value if found is not None else 0


def _are_of_all(names: Sequence[Token], own: Own) -> bool:
    """Whether the only name is that of a branch of which the unit runs every fund, and no other:
    基本医疗保险基金, which may yet mean one of them."""
    branch = says(names, "of_branch") and len(names) == 1
    return branch and own.has_total and {*names[0].meaning} == {*own.funds}


def _funds(named: Sequence[Token], own: Own) -> set[str | None]:
    """The funds that names mean each by itself; None among them where it is unclear of one."""
    branch = _branch(named[-1])
    return {_of_branch(token, branch, own) for token in named if token.kind != "total"}


def _of_branch(token: Token, branch: Collection[str], own: Own) -> str | None:
    """The fund that a name means, beside those of a branch that are counted: 居民 in
    企业、居民两项养老保险."""
    known = [fund for fund in token.meaning if fund in branch]
    return known[0] if len(known) == 1 else resolved(token, own)


def _of_one_name(name: Token, fund: str | None, own: Own) -> Whom:
    """The account that a name means alone, and those that it may mean as well: a branch of which
    the unit runs all funds is their sum, or one of them."""
    if fund is None and _runs_all(name, own):
        return Whom(keys.sum_of(name.meaning), "said", others=(*name.meaning, own.total))
    begins = table()["narrative"]["wider_names"]
    funds = next((funds for sign, funds in begins.items() if name.text.startswith(sign)), ())
    meant = [one for one in funds if one in own.funds]
    others = (keys.sum_of(meant),) if {*name.meaning} < {*meant} else ()
    return Whom(fund, "said", others=others)


def _counted(named: Sequence[Token], funds: Collection[str | None], own: Own) -> Whom:
    """The account of as many funds as the last name counts: those named before it, all, or those of
    its branch."""
    counted = funds_counted(named[-1])
    if None in funds and len(named) - 1 == counted:
        return _of_branches(named[:-1], own)
    if (not funds or funds == {*own.funds}) and _counts_all(named[-1], own):
        return own.of(own.total, "said")
    funds = funds or {fund for fund in _branch(named[-1]) if fund in own.funds}
    return Whom(sum_of_funds(funds) if len(funds) == counted else None, "said")


def _of_branches(names: Sequence[Token], own: Own) -> Whom:
    """The account of funds and of whole branches that are added up: 基本养老、失业、工伤三项."""
    funds = {fund for name in names for fund in _meant(name, own)}
    is_all = funds == {*own.funds}
    return own.of(own.total, "said") if is_all else Whom(sum_of_funds(funds), "said")


def _meant(name: Token, own: Own) -> Sequence[str | None]:
    """The fund that a name means, or those of a branch of which the unit runs all; None where it is
    unclear which."""
    return name.meaning if _runs_all(name, own) else (resolved(name, own),)


def _runs_all(name: Token, own: Own) -> bool:
    """Whether the unit runs every fund that a name may mean, and it means one of the form."""
    return bool(name.meaning) and {*name.meaning} <= {*own.funds}


def _branch(token: Token) -> Sequence[str]:
    """The funds that a branch may have which is counted: 两项养老保险; none where a single fund is
    named."""
    if token.kind != "total":
        return ()
    branches = table()["narrative"]["branches"]
    named = [funds for name, funds in branches.items() if token.text.endswith(name)]
    return max(named, key=len, default=())


def _counts_all(token: Token, own: Own) -> bool:
    """Whether the number in 三项社会保险基金 is that of the unit's funds; none is."""
    return funds_counted(token) in {0, *own.counted}


def _only_fund_of_item(tokens: Sequence[Token], own: Own) -> str | None:
    """The fund of an item that no other fund has, or calls so: 稳岗返还, 基础养老金."""
    bare = words("narrative", "signs", "bare")
    items = [token for token in tokens if token.kind in ("item", "task")]
    telling = [token for token in items if token.text not in bare] or items
    named = [(token.text, key) for token in telling for key in token.meaning]
    if len(named) != 1 or not keys.is_account(named[0][1]):
        return None
    funds = _funds_of_item(*named[0], own)
    return funds[0] if len(funds) == 1 else None


def _stands_in_total(tokens: Sequence[Token], own: Own) -> bool:
    """Whether the account of all funds has each line that words name: 集体补助收入."""
    named = [key for token in tokens if token.kind == "item" for key in token.meaning]
    lines = (f"{keys.ACCOUNTS}.{own.total}.{keys.measure(key)}.actual" for key in named)
    return bool(named) and all(map(own.standard.has, lines))


def _funds_of_item(text: str, key: str, own: Own) -> Sequence[str]:
    """The funds that call an item so; all that have it where none has a name of its own for it."""
    item = own.standard.find_item(keys.measure(key))
    if item is None:
        return ()
    bare = words("narrative", "signs", "bare")
    called = {text, *map(text.removesuffix, bare)}
    return [fund for fund, name in item.names.items() if name.zh in called] or item.funds


def _branch_in(item: Token) -> Sequence[str]:
    """The funds of the branch that the name of a line begins with: 养老保险待遇支出; none where it
    begins with none."""
    branches = table()["narrative"]["branches"].items()
    return next((funds for name, funds in branches if funds and item.text.startswith(name)), ())
