"""What comes in, or goes out, but for what other levels give or get, where a sentence adds that or
leaves it out: 支出254.40亿元，加上上缴全国统筹调剂资金25.10亿元，支出总量279.50亿元."""

from dataclasses import replace

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.quoting.links import Link
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.language.lexicon import WordPattern, words

_HERE = ("narrative", "without_other_levels")
_SUBTOTALS = {"income": "income_subtotal", "expenditure": "expenditure_subtotal"}


def or_subtotal(quote: Quote, line: Paragraph) -> Quote:
    """The quote, held to the subtotal of its side as well where its sentence names what other
    levels give or get beside it."""
    key = quote.key or ""
    if keys.is_made(key) or keys.item(key) not in _SUBTOTALS:
        return quote
    if quote.name.endswith(words(*_HERE, "whole")) or not _is_beside_others(quote, line):
        return quote
    subtotal = keys.of_item(key, _SUBTOTALS[keys.item(key)])
    return replace(quote, link=Link(quote.link.required, (*quote.link.further, subtotal)))


def _is_beside_others(quote: Quote, line: Paragraph) -> bool:
    begun = signs.SENTENCE.split(line.text[: quote.mention.start])[-1]
    behind = signs.SENTENCE.split(line.text[quote.mention.end :])[0]
    return _OTHERS.search(f"{begun}{quote.words}{behind}") is not None


_OTHERS = WordPattern(
    r"{setting_apart}[^,;:。\d]{0,8}{levels}|{levels}[^,;:。]{0,16},[^,;:。\d]{0,4}{whole}",
    *_HERE,
)
"""加上上缴…; 上解上级1764.20万元，支出合计: words that set apart what other levels give or get."""
