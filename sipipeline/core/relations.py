"""A relation between stated figures, as data: printed, checked, solved and written as a formula
from one source.

Every relation reads `subject = scale * sum(terms) / sum(base)` or, with op "<=", `subject <= ...`.
An empty base is 1. All figures are in the units of the workbook; rates are fractions (0.98 is 98
%)."""

from dataclasses import field
from typing import Literal

from sipipeline.core.values import frozen


@frozen
class Term:
    coefficient: float
    key: str


@frozen
class Relation:
    rule: str
    """Code of the rule that declares it."""
    subject: str
    """Key of the figure that the relation is about: the total, the balance, the rate."""
    terms: tuple[Term, ...]
    op: Literal["=", "<="] = "="
    base: tuple[Term, ...] = ()
    scale: float = 1.0
    parts: bool = False
    """The terms are parts of the subject: a blank one may be nothing, and a shortfall is "not fully
    filled"."""
    given: tuple[str, ...] = ()
    """Applies only where all these keys are stated."""
    unless: tuple[str, ...] = ()
    """Does not apply where one of these keys is stated: a sharper relation does."""
    unless_negative: tuple[str, ...] = ()
    """Does not apply where one of these figures is below nothing: what several funds have together
    may then be less than what one of them has."""
    to_explain: bool = False
    """Against an earlier year or common sense: a break asks for an explanation and takes no part in
    locating errors."""
    difference: bool = False
    """The subject is derived as the difference of two amounts: an increase, a change."""
    form: str = ""
    """Tells relations of one rule with one subject apart."""
    keys: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """Every key once, the subject first."""

    def __post_init__(self) -> None:
        every = (self.subject, *(t.key for t in self.terms), *(t.key for t in self.base))
        object.__setattr__(self, "keys", tuple(dict.fromkeys(every)))

    def __hash__(self) -> int:
        """Of what tells it apart: its terms follow from these."""
        return hash((self.rule, self.subject, self.form))

    @property
    def needed(self) -> tuple[str, ...]:
        """Every key that is looked at to check it, some perhaps twice."""
        return (*self.keys, *self.given, *self.unless, *self.unless_negative)

    @property
    def id(self) -> str:
        return f"{self.rule}:{self.subject}{'#' if self.form else ''}{self.form}"

    @property
    def is_ratio(self) -> bool:
        return bool(self.base)

    @property
    def derived(self) -> bool:
        """True for rates and changes: the submitter calculated them, possibly from rounded
        figures."""
        return self.is_ratio or self.difference


def total(rule: str, subject: str, parts: list[str]) -> Relation:
    """subject = the sum of its parts."""
    return Relation(rule, subject, tuple(Term(1, key) for key in parts), parts=True)


def ratio(
    rule: str, subject: str, over: str, base: str, scale: float = 1.0, **more: object
) -> Relation:
    """subject = scale * over / base."""
    return Relation(rule, subject, (Term(1, over),), base=(Term(1, base),), scale=scale, **more)  # type: ignore[arg-type]
