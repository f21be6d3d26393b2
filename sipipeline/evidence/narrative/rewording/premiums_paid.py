"""Premiums that a fund pays for people to another: 医疗保险费 among what unemployment insurance
spent is what it pays for the unemployed, and nothing that the medical fund has of its own."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token

_PREMIUM = ("accounts.medical_premium",)
_CONTRIBUTIONS = ("accounts.contributions",)
_SPENT = frozenset({"accounts.expenditure", "accounts.benefits"})
_PAYING = ("unemployment",)
_MEDICAL = "employee_medical"
_AMONG = "among"


def with_premiums_paid(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, the name of a medical fund and 费 behind it as one name where it stands
    behind 其中 among what unemployment insurance spent."""
    known = [*tokens]
    for place in reversed(range(1, len(tokens))):
        fund, fee = tokens[place - 1 : place + 1]
        if _is_premium(fund, fee) and _is_among_spent(tokens[: place - 1]):
            named = replace(fee, text=fund.text + fee.text, start=fund.start, meaning=_PREMIUM)
            known[place - 1 : place + 1] = [named]
    return known


def _is_premium(fund: Token, fee: Token) -> bool:
    medical = fund.kind == "fund" and _MEDICAL in fund.meaning
    return medical and fee.kind == "item" and fee.meaning == _CONTRIBUTIONS


def _is_among_spent(before: Sequence[Token]) -> bool:
    """Whether words go on with the parts of what unemployment insurance spent."""
    sentence = [*takewhile(lambda token: token.kind not in SENTENCE_ENDS, reversed(before))]
    kinds = [token.kind for token in sentence]
    if _AMONG not in kinds:
        return False
    parts, whole = sentence[: kinds.index(_AMONG)], sentence[kinds.index(_AMONG) :]
    fund = next((token.meaning for token in whole if token.kind == "fund"), ())
    flow = next((token.meaning for token in whole if token.kind == "item"), ())
    of_others = any(token.kind == "fund" for token in parts)
    return fund == _PAYING and bool(_SPENT.intersection(flow)) and not of_others
