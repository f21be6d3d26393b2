"""Collects the declared rules: the modules of `rules/` are the catalogue."""

import pkgutil
from functools import cache
from importlib import import_module

import sipipeline.rules
from sipipeline.core.relations import Relation
from sipipeline.core.standard import Standard
from sipipeline.rule import JudgingRule, RelationRule, Rule


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the codes."""
    names = sorted(module.name for module in pkgutil.iter_modules(sipipeline.rules.__path__))
    found = (getattr(import_module(f"sipipeline.rules.{name}"), "RULE", None) for name in names)
    return tuple(sorted((rule for rule in found if rule is not None), key=lambda rule: rule.code))


@cache
def by_code() -> dict[str, Rule]:
    return {rule.code: rule for rule in rules()}


def relation_rules() -> tuple[RelationRule, ...]:
    return tuple(rule for rule in rules() if isinstance(rule, RelationRule))


def judging_rules() -> tuple[JudgingRule, ...]:
    return tuple(rule for rule in rules() if isinstance(rule, JudgingRule))


@cache
def relations(standard: Standard) -> tuple[Relation, ...]:
    """Every relation that a standard has, whatever a submission fills in."""
    return tuple(relation for rule in relation_rules() for relation in rule.relations(standard))
