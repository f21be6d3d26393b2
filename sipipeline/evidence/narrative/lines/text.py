"""The running texts of a submission: plain characters, and paragraphs under their headings."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.pasted_tables import without_tables
from sipipeline.language.lexicon import WordPattern, fold, one_of, words

Role = Literal["report", "targets", "plans"]
"""What the figures of a text are: what happened, what was to be reached, what is intended."""

_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
"""Characters that are not seen (Default_Ignorable_Code_Point)."""
_CIRCLED = re.compile("[①-⑳]")
_BESIDE_WIDE = re.compile(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")
_COLUMNS = WordPattern(r"(?<=\d) +(?={narrative.signs.columns})")
"""Spaces between figures that stand as in a table: 收入512.70 支出504.67."""
_YUAN = one_of("narrative", "signs", "yuan")
_IN_BRACKETS = re.compile(rf"\((\d[\d,]*(?:\.\d+)?)\)(?={_YUAN})")
_ENUMERATED = WordPattern(
    r"(?<=[,;:。、])\((?:\d{1,2}|{labels.numerals}{1,3})\)|(?<=[;:。])\d{1,2}(?:、|\.)(?=[^\W\d])"
)
_TITLE = re.compile(r"^【([^【】\n]{1,16})】(?=[^\n])", re.MULTILINE)
"""A title in a bracket of its own before a line: 【基金支出】全年…."""
_TO_ONE = WordPattern(r"(?<=\d){narrative.signs.to_one}(?=1(?!\w))")
"""The word between a figure and one: 2.58比1."""
_DASH = re.compile(r"(?<=[^\W\da-zA-Z])--(?=[^\W\d])")
"""A dash before what explains the words before it: 政策退坡——稳岗返还…."""
_MINUS_WORD = WordPattern(r"{prefixes.minus}(?=\d)")
_THOUSANDS = one_of("narrative", "signs", "thousands")
_MORE = one_of("narrative", "signs", "more")
_COUNTED = one_of("narrative", "signs", "counted_by_thousands")
_MORE_INSIDE = re.compile(rf"({_THOUSANDS})({_MORE})(?={_YUAN}|{_COUNTED})")
_SHORT_OF = WordPattern(r"({narrative.signs.short_of})(?:≥|>=?)(?=\d)")
"""未达到≥270万人: the sign of a target that was not reached."""
_NUMERAL = rf"(?:{one_of('labels', 'numerals')}{{1,3}}|\d{{1,2}})"
_ORDINAL = one_of("narrative", "signs", "ordinal")
ENUMERATOR = re.compile(rf"\s*(?:[(]?{_NUMERAL}(?:[)]、?|、|\.(?!\d))|{_ORDINAL}{_NUMERAL}[、,])")
"""The number of a heading, or of an item of a list, before it."""
_HEADING_LENGTH = 30
_FIGURE = WordPattern(r"\d(?!\d*{calendar.year})")
"""A digit that is not of a year."""


@frozen
class Paragraph:
    """A line of a text in plain characters."""

    key: str
    """Of the text that it stands in."""
    text: str
    """Without the number of a heading before it."""
    written: str
    """The same as people find it in the text: 15万余人, which `text` has as 15余万人."""
    numbered: bool
    role: Role
    heading: bool
    """Whether it is but a title: short, without a figure."""


def cleaned(text: str) -> str:
    """The text as people see it, in plain characters: NFKC, without what is not seen, half-width,
    a title before a line with a colon: 【收入】全年…, （12）万元 as -12万元, without the numbers of
    a list in a line: …；（2）支出…, …；2、支出…, and 14万多人 as 14多万人."""
    return _multiplied_last(_seen(text))


def fold_lines(text: str) -> list[str]:
    """The lines of a text, each with single spaces."""
    return [" ".join(fold(line).split()) for line in text.splitlines()]


def texts(submission: Submission) -> Iterator[tuple[str, str]]:
    """The running texts by their keys, in plain characters: the narrative, then the paragraphs of a
    report beside it."""
    for document in _documents(submission):
        yield from ((key, _multiplied_last(text)) for key, text in document)


def paragraphs(submission: Submission) -> Iterator[Sequence[Paragraph]]:
    """The lines of each text that say something, text by text, without those of tables; the report
    is one text."""
    for document in _documents(submission, without_tables):
        yield tuple(_lines(document))


def _seen(text: str) -> str:
    """The text in plain characters, its words in the order in which they are written."""
    seen = _IGNORABLE.sub("", text)
    seen = _CIRCLED.sub(lambda found: f"({unicodedata.normalize('NFKC', found.group())})", seen)
    seen = _TITLE.sub(r"\1:", seen)
    return _plain("\n".join(fold_lines(unicodedata.normalize("NFKC", seen))))


def _multiplied_last(text: str) -> str:
    """A text of the same length in which 万 stands right before what it counts: 14多万人."""
    return _MORE_INSIDE.sub(r"\2\1", text)


def _plain(lines: str) -> str:
    """The lines without the spaces, brackets and numbers that say nothing; none of the patterns
    reaches from one line into the next."""
    lines = _BESIDE_WIDE.sub("", _COLUMNS.sub(",", lines))
    lines = _IN_BRACKETS.sub(r"-\1", lines)
    lines = _SHORT_OF.sub(r"\1", _ENUMERATED.sub("", lines))
    lines = _TO_ONE.sub(":", _DASH.sub(":", lines))
    return _MINUS_WORD.sub("-", lines)


def _documents(
    submission: Submission, prepared: Callable[[str], str] = str
) -> Iterator[Sequence[tuple[str, str]]]:
    for field in submission.standard.narrative:
        key = f"narrative.{field.key}"
        if text := submission.text(key):
            yield ((key, _seen(prepared(text))),)
    report = [key for key in submission.claims if keys.is_paragraph(key)]
    yield [(key, _seen(submission.text(key))) for key in report]


def _lines(document: Sequence[tuple[str, str]]) -> Iterator[Paragraph]:
    section: Role = "report"
    for key, written in document:
        for line in filter(None, written.split("\n")):
            enumerator = ENUMERATOR.match(line)
            content = line[enumerator.end() :] if enumerator else line
            heading = _is_heading(content)
            if heading:
                section = _section(content)
            role = _role_of_field(key) or section
            text = _multiplied_last(content)
            yield Paragraph(key, text, content, enumerator is not None, role, heading)


def _is_heading(line: str) -> bool:
    """Whether a line is but a title, and no item of a list: these end with a semicolon."""
    short = len(line) <= _HEADING_LENGTH and not line.endswith(";")
    return short and "," not in line and not _FIGURE.search(line)


def _role_of_field(key: str) -> Role | None:
    if keys.is_paragraph(key):
        return None
    field = keys.measure(key)
    if field == "targets":
        return "targets"
    return "plans" if field == "plans" else "report"


def _section(heading: str) -> Role:
    """What a section is about by its title: 绩效目标 has targets, 绩效目标完成情况 has none."""
    if _has("plans", heading):
        return "plans"
    if _has("targets", heading) and not _has("not_targets", heading):
        return "targets"
    return "report"


def _has(kind: str, heading: str) -> bool:
    return any(word in heading for word in words("narrative", "sections", kind))
