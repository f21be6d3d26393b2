"""Collects the declared rules: the modules of `rules/` are the catalogue, and have every code that
a finding can carry."""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from typing import TypeVar

import sipipeline.rules
from sipipeline.core.relations import Relation
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import FigureRule, JudgingRule, NoteRule, RelationRule, Rule

RuleType = TypeVar("RuleType", bound=Rule)

FAMILIES = {
    "F": Text(zh="表式与单元格", en="Form and cells"),
    "B": Text(zh="合计与结余", en="Sums and balances"),
    "R": Text(zh="比率", en="Rates"),
    "P": Text(zh="人数与待遇水平", en="People and benefit levels"),
    "I": Text(zh="绩效指标与指标值", en="Indicators and targets"),
    "N": Text(zh="文字说明", en="Narrative"),
    "H": Text(zh="与上年衔接", en="Against earlier years"),
    "L": Text(zh="上下级之间", en="Between levels"),
    "J": Text(zh="联合核对", en="All relations together"),
    "X": Text(zh="程序自身", en="The program's own"),
}
"""What the first letter of a code means."""


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the codes."""
    names = [module.name for module in pkgutil.iter_modules(sipipeline.rules.__path__)]
    declared: list[Rule] = [import_module(f"sipipeline.rules.{name}").RULE for name in names]
    return tuple(sorted(declared, key=lambda rule: rule.code))


@cache
def by_code() -> dict[str, Rule]:
    return {rule.code: rule for rule in rules()}


def by_family() -> Iterator[tuple[str, Text, list[Rule]]]:
    """Letter, name and rules of each family that has any, in the order of the codes."""
    for letter, name in FAMILIES.items():
        members = [rule for rule in rules() if rule.code.startswith(letter)]
        if members:
            yield letter, name, members


def relation_rules(standard: Standard) -> tuple[RelationRule, ...]:
    return _of_kind(RelationRule, standard)


def figure_rules(standard: Standard) -> tuple[FigureRule, ...]:
    return _of_kind(FigureRule, standard)


def judging_rules(standard: Standard) -> tuple[JudgingRule, ...]:
    return _of_kind(JudgingRule, standard)


def note_rules(standard: Standard) -> tuple[NoteRule, ...]:
    return _of_kind(NoteRule, standard)


@cache
def relations(standard: Standard) -> tuple[Relation, ...]:
    """Every relation that a standard has, whatever a submission fills in."""
    of_each_rule = [relations_of(rule, standard) for rule in relation_rules(standard)]
    return tuple(chain.from_iterable(of_each_rule))


@cache
def relations_of(rule: RelationRule, standard: Standard) -> tuple[Relation, ...]:
    """The relations that a rule has in every submission of a standard."""
    return tuple(rule.relations(standard))


def _of_kind(kind: type[RuleType], standard: Standard) -> tuple[RuleType, ...]:
    """The rules of a kind that the rule set of a standard has, in the order of the codes."""
    return tuple(rule for rule in rules() if isinstance(rule, kind) and rule.applies_to(standard))
