"""The rule book: printed from the declarations, as a list, one rule at a time, or as
docs/rules.md."""

import difflib
import json

from sipipeline import catalogue
from sipipeline.core.display import columns
from sipipeline.core.errors import UsageError
from sipipeline.core.text import Lang, Text
from sipipeline.core.wrapping import wrap
from sipipeline.reports.phrases import SEVERITIES
from sipipeline.rule import Rule

_INTRO = Text(
    zh="# 规则手册\n\n本文件由规则声明生成（`make docs`），请勿手工修改。例子是 "
    "`sipipeline fill` 用的数据。\n",
    en="# Rule book\n\nGenerated from the declarations of the rules (`make docs`); do not "
    "edit. Examples are data for `sipipeline fill`.\n",
)
_HEADINGS = (
    ("why", Text(zh="为什么", en="Why")),
    ("todo", Text(zh="怎么办", en="What to do")),
    ("failing", Text(zh="不通过的例子", en="An example that fails")),
    ("passing", Text(zh="通过的例子", en="An example that passes")),
)


def listing(lang: Lang) -> str:
    """Every rule in a line, by family."""
    lines: list[str] = []
    for _, family, rules in catalogue.by_family():
        lines += ["", family.in_(lang)]
        for rule in rules:
            severity = SEVERITIES[rule.severity].in_(lang)
            head = f"  {rule.code} {severity}{' ' * max(1, 8 - columns(severity))}"
            lines += wrap(rule.title.in_(lang), " " * 15, head)
    return "\n".join(lines[1:])


def explain(code: str, lang: Lang) -> str:
    """One rule: what it checks, why, what to do, an example that fails and one that passes."""
    rule = _named(code)
    lines = [f"{rule.code} {rule.name} · {SEVERITIES[rule.severity].in_(lang)} · {rule.kind}"]
    lines += wrap(rule.title.in_(lang), "")
    for field, heading in _HEADINGS:
        value = getattr(rule, field, None)
        if isinstance(value, Text):
            colon = Text(zh="：", en=": ")
            lines += ["", *wrap(value.in_(lang), "  ", (heading + colon).in_(lang))]
        elif value:
            lines += ["", heading.in_(lang), json.dumps(value, ensure_ascii=False, indent=1)]
    return "\n".join(lines)


def manual(lang: Lang) -> str:
    """The text of docs/rules.md, or of docs/rules.en.md."""
    parts = [_INTRO.in_(lang)]
    for letter, family, rules in catalogue.by_family():
        parts.append(f"\n## {letter} {family.in_(lang)}\n")
        parts += [_section(rule, lang) for rule in rules]
    return "".join(parts)


def _named(name: str) -> Rule:
    """The rule of a code, in letters of either case, or of a name."""
    for rule in catalogue.rules():
        if name.lower() in (rule.code.lower(), rule.name):
            return rule
    raise _unknown(name)


def _unknown(code: str) -> UsageError:
    """The error for a code that no rule has, with the code that may be meant."""
    near = difflib.get_close_matches(code.upper(), catalogue.by_code(), n=1, cutoff=0.7)
    hint = Text(zh="", en="")
    if near:
        hint = Text(zh=f"是不是 {near[0]}？", en=f" Did you mean {near[0]}?")
    absent = Text(zh=f"没有规则 {code}。", en=f"There is no rule {code}.")
    every = Text(zh="全部规则：sipipeline rules", en=" All rules: sipipeline rules")
    return UsageError(absent + hint + every)


def _section(rule: Rule, lang: Lang) -> str:
    lines = [
        f"\n### {rule.code} {rule.title.in_(lang)}\n",
        f"`{rule.name}` · {SEVERITIES[rule.severity].in_(lang)} · `{rule.kind}`\n",
    ]
    for field, heading in _HEADINGS:
        value = getattr(rule, field, None)
        if isinstance(value, Text):
            lines.append(f"**{heading.in_(lang)}** {value.in_(lang)}\n")
        elif value:
            lines.append(
                f"{heading.in_(lang)}：\n\n```json\n{json.dumps(value, ensure_ascii=False)}\n```\n"
            )
    return "\n".join(lines)
