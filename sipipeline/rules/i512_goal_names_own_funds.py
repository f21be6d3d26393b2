from collections.abc import Iterator, Sequence

from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.standard import Fund
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="年度总体目标提到{words}，但本单位没有填{funds}的数。",
    en="The goal speaks of {words}, but no figure of {funds} is filled in.",
)
WORD = Text(zh="“{word}”", en="“{word}”")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """A word that several funds share, as 老有所养, is answered by any one of them."""
    submission, standard = evidence.submission, evidence.standard
    goal = submission.text("goal")
    if not goal or not submission.accounts - {standard.total.key}:
        return
    answered, named = _named(goal, submission.funds), _named(goal, standard.funds)
    unanswered = [word for word in named if word not in answered]
    if not unanswered:
        yield Agreed(("goal",))
        return
    words = [WORD.fill(word=word) for word in unanswered]
    funds = list(dict.fromkeys(named[word] for word in unanswered))
    message = MESSAGE.fill(words=join(words, "、", ", "), funds=join(funds, "、", ", "))
    shown = Shown(join(words, "、", ", "))
    yield Problem(("goal",), message, shown=shown)


def _named(goal: str, funds: Sequence[Fund]) -> dict[str, Text]:
    """The words of a goal that speak of one of the funds, each with the first that it means."""
    named: dict[str, Text] = {}
    for fund in funds:
        for word in fund.goal_words:
            if word in goal:
                named.setdefault(word, fund.short)
    return named


RULE = JudgingRule(
    code="I512",
    name="goal-names-own-funds",
    kind=Kind.TARGET,
    severity=Severity.INFO,
    title=Text(zh="总体目标只写本单位开展的险种", en="The goal names funds that the unit runs"),
    why=Text(
        zh="总体目标写到没有开展的险种，目标就和指标、账目对不上。",
        en="A goal for funds that are not run matches neither indicators nor accounts.",
    ),
    todo=Text(
        zh="核对总体目标，删去没有开展的险种，或补填相应的险种表。",
        en="Take those funds out of the goal, or fill in their sheets.",
    ),
    passing={"accounts": {"work_injury": {"income": {"actual": 1}}}, "goal": "保障工伤职工的待遇"},
    failing={
        "accounts": {"resident_pension": {"income": {"actual": 1}}},
        "goal": "保障老有所养、失业有帮助",
    },
    judge=judge,
)
