"""Collects the declared rules: the modules of `rules/` are the catalogue."""

import pkgutil
from functools import cache
from importlib import import_module
from typing import TypeVar

import sipipeline.rules
from sipipeline.core.relations import Relation
from sipipeline.core.standard import Standard
from sipipeline.rule import FigureRule, JudgingRule, NoteRule, RelationRule, Rule

Kind = TypeVar("Kind", bound=Rule)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the codes."""
    names = sorted(module.name for module in pkgutil.iter_modules(sipipeline.rules.__path__))
    found = (getattr(import_module(f"sipipeline.rules.{name}"), "RULE", None) for name in names)
    return tuple(sorted((rule for rule in found if rule is not None), key=lambda rule: rule.code))


@cache
def by_code() -> dict[str, Rule]:
    return {rule.code: rule for rule in rules()}


def relation_rules(standard: Standard) -> tuple[RelationRule, ...]:
    return _of_kind(RelationRule, standard)


def figure_rules(standard: Standard) -> tuple[FigureRule, ...]:
    return _of_kind(FigureRule, standard)


def judging_rules(standard: Standard) -> tuple[JudgingRule, ...]:
    return _of_kind(JudgingRule, standard)


def note_rules(standard: Standard) -> tuple[NoteRule, ...]:
    return _of_kind(NoteRule, standard)


def _of_kind(kind: type[Kind], standard: Standard) -> tuple[Kind, ...]:
    """The rules of a kind that the rule set of a standard has, in the order of the codes."""
    return tuple(rule for rule in rules() if isinstance(rule, kind) and rule.applies_to(standard))


@cache
def relations(standard: Standard) -> tuple[Relation, ...]:
    """Every relation that a standard has, whatever a submission fills in."""
    return tuple(
        relation for rule in relation_rules(standard) for relation in relations_of(rule, standard)
    )


@cache
def relations_of(rule: RelationRule, standard: Standard) -> tuple[Relation, ...]:
    """The relations that a rule has in every submission of a standard."""
    return tuple(rule.relations(standard))
