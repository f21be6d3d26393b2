"""Among which funds one has its place: all of the unit, or those with a deficit, or a surplus:
三个赤字险种中，居民医保缺口最大，失业最小."""

import re
from collections.abc import Mapping

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.tokens import tokens_in
from sipipeline.evidence.narrative.questions.subjects import SURPLUS
from sipipeline.evidence.narrative.quoting.cells import Told
from sipipeline.evidence.narrative.quoting.clause import Clause
from sipipeline.language.lexicon import has, phrases

_HERE = ("narrative", "statements", "rank")
_SOME = {-1: re.compile(phrases(*_HERE, "lacking")), 1: re.compile(phrases(*_HERE, "leaving"))}
"""Words for the funds whose surplus is below nothing, and above."""
_NAMES = ("item", "deficit")


def among(figures: Mapping[str, Told], clause: Clause) -> Mapping[str, Told]:
    """The figures of the funds among which a clause ranks, with that of the one it speaks of."""
    sign = _sign(clause)
    if not sign:
        return figures
    spoken = clause.funds or [clause.before.whom.account or ""]
    known = {fund: clause.told(fund, SURPLUS, "actual") for fund in figures}
    of_sign = {fund for fund, one in known.items() if one is None or one.value * sign > 0}
    return {fund: one for fund, one in figures.items() if fund in of_sign or fund in spoken}


def of_deficits(clause: Clause) -> bool:
    """Whether a clause ranks what funds lack, which it, or its sentence last, names so:
    居民医保缺口最大，失业最小."""
    said = tokens_in(words_before(clause), clause.own.submission.standard)
    names = [one.kind for one in said if one.kind in _NAMES]
    return clause.setting.what.deficit or names[-1:] == ["deficit"]


def words_before(clause: Clause) -> str:
    """The words of the sentence before a clause that names no item of its own."""
    if any(token.kind in _NAMES for token in clause.segment.tokens):
        return ""
    return _sentence(clause)


def _sign(clause: Clause) -> int:
    """-1 where only funds with a deficit are ranked, as for the least one, 1 those with a surplus,
    0 where all are."""
    said = _sentence(clause) + clause.text
    some = [sign for sign, pattern in _SOME.items() if pattern.search(said)]
    return some[0] if some else -(has(clause.text, *_HERE, "least") and of_deficits(clause))


def _sentence(clause: Clause) -> str:
    """The words of the sentence before a clause."""
    return signs.STATEMENT.split(clause.line.text[: clause.start])[-1]
