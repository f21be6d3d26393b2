"""Words of a line that say of its own figures what these are not."""

from collections.abc import Callable, Iterator

from sipipeline.evidence.narrative.lines.sentence_figures import NumberInLine, numbers_of
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.quoting.clause import Statement

Span = tuple[int, int]
"""Where words begin in a line, and where they end."""


def untrue(line: Paragraph, start: int, end: int, number: str = "") -> Statement:
    """That words of a line, and the number among them, are not so."""
    return Statement(line.key, line.text[start:end], (), holds=False, number=number)


def found_by(
    line: Paragraph, *readings: Callable[[NumberInLine], Span | None]
) -> Iterator[Statement]:
    """What is untrue of each number of a line by some readings; None of these where all is so."""
    for here in numbers_of(line.text):
        spans = (reading(here) for reading in readings)
        yield from (untrue(line, *span) for span in spans if span is not None)
