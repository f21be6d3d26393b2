"""How a sentence is read beside the tables of a workbook: its words and what each is known as, of
whom, when and of what each number is understood to be, and the cells that it can mean.

    python -m tools.sentence samples/korla-2020.xlsx 城乡居民养老基金收入5360万元，比上年增长17.7%。

For who adds a wording, or asks why a sentence is accused or is not."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sipipeline.core.submission import Claim, Submission
from sipipeline.evidence.narrative import reading
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.setting import Read
from sipipeline.evidence.narrative.quoting.contradictions import judged
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.reading.claims import read_submission
from sipipeline.reading.frames import load_frames
from sipipeline.xlsx.package import open_package

FIELD = "narrative.operation"


def main(workbook: str, text: str) -> None:
    content = Path(workbook).read_bytes()
    submission = read_submission(load_frames(open_package(content)), workbook)
    for line in told(saying(submission, text)):
        print(line)


def saying(submission: Submission, text: str) -> Submission:
    """The submission with the text as its narrative of how the funds ran, and no other text."""
    silent = {key: one for key, one in submission.claims.items() if not key.startswith("narrative")}
    claim = Claim(FIELD, text, 0.0, "", "", text)
    return replace(submission, claims=silent | {FIELD: claim})


def told(submission: Submission) -> Iterator[str]:
    """A line for each segment of the texts, and below it what it is understood to say."""
    texts = [*reading.read(submission)]
    quotes = [*reading.quotes(submission, texts)]
    for one in (one for text in texts for one in text):
        yield f"{one.segment.after or '…'} {_words(one.segment.tokens)}"
        yield from _setting(one)
    yield ""
    for quote in quotes:
        yield from _quote(quote, submission)


def _words(tokens: Sequence[Token]) -> str:
    return " ".join(f"{token.text}[{token.kind}]" for token in tokens)


def _setting(one: Read) -> Iterator[str]:
    whom, when, what = one.setting.whom, one.setting.when, one.setting.what
    yield f"    whom {whom.account} ({whom.source})"
    yield f"    when {when.period}, {when.stance}"
    yield f"    what {', '.join(subject.item for subject in what.subjects) or '-'}"


def _quote(quote: Quote, submission: Submission) -> Iterator[str]:
    one = judged(quote, submission, submission.money_unit)
    outcome = "not compared" if one is None else "agrees" if one.agrees else "contradicted"
    yield f"{quote.words}: {outcome}"
    yield from (f"    {key}" for key in quote.link.required)
    yield from (f"    or {key}" for key in quote.link.further)


if __name__ == "__main__":
    main(*sys.argv[1:])
