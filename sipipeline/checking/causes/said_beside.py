"""What findings say that texts and indicators have where a cell has another figure."""

from collections.abc import Sequence

from sipipeline.checking.causes.testimonies import INDICATOR, QUOTING
from sipipeline.core import keys
from sipipeline.core.findings import Finding
from sipipeline.language.mentions import mentions_in

HEAD = 0.5
"""What rounds off so much, or less, says people to the last one."""
QUOTED = (QUOTING, INDICATOR)
"""Rules that hold a text, or an indicator, to a cell."""
VOICES = 2
"""So many texts, indicator tables or rules do not err by chance."""


def quoted(finding: Finding) -> str:
    """The cell that a text or an indicator goes against; "" where it is another finding."""
    is_quote = finding.rule in QUOTED and len(finding.cells) > 1
    return finding.cells[1].key if is_quote else ""


def source_of(finding: Finding) -> str:
    """The text that has a figure, the indicators, or the rule that finds one odd, and which."""
    key = finding.cells[0].key if finding.cells else ""
    if not quoted(finding):
        return f"{finding.rule} {key}"
    return keys.family(key) if keys.family(key) == "indicators" else key


def has_voices(findings: Sequence[Finding]) -> bool:
    """Whether more than one text, indicator table or rule speaks in some findings."""
    return len(set(map(source_of, findings))) >= VOICES


def rounded_off(quote: Finding) -> float:
    """What the number of a text or an indicator may have rounded off, in people."""
    mention = next(iter(mentions_in(quote.shown.was.zh)), None)
    if mention is None or not mention.value or not isinstance(quote.stated, float):
        return 0.0
    return abs(mention.half_width * quote.stated / mention.value)
