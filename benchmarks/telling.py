"""What a clerk is told of slips: errors, comments, and answers on cells that are right.

    python -m benchmarks.telling [WORKBOOKS]        300 workbooks with one to five slips

Reported, by number of slips: issues told as errors for each slip, which should be at most 1.3;
comments for each slip, at most 8; and cells that are right whose comment or finding of a certain
cause says what they should be, which must be none. Slips of several cells count as one."""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks import structural
from benchmarks.localise import STANDARD, _relations
from benchmarks.mistakes import Mistake, drawn, sheets_of, with_mistakes
from sipipeline.annotation.marks import collect, mark_of
from sipipeline.checking.batch import check
from sipipeline.core.findings import Severity
from sipipeline.core.submission import Submission
from sipipeline.reading.claims import submission_of
from sipipeline.reports.issues import Issue, issues
from sipipeline.standards.load import load

SLIPS = (1, 2, 3, 5)
ERRORS_PER_SLIP, COMMENTS_PER_SLIP = 1.3, 8
ANSWERS = ("应为", "应在", "相差", "应不", "改成")
COMPLETE = ("F111", "F113")
"""Rules about what generated workbooks lack."""


@dataclass(frozen=True)
class Told:
    """What is told of one workbook."""

    slips: int
    errors: int
    comments: int
    answered: tuple[str, ...]
    """Keys of right cells that are told what they should be."""


def told(seed: int, mistakes: Sequence[Mistake], values: dict[str, object]) -> Told:
    submission = placed(submission_of(values, load(STANDARD)))
    (checked,) = check([submission])
    findings = tuple(one for one in checked.findings if one.rule not in COMPLETE)
    found = issues(findings)
    wrong = frozenset[str]().union(*(mistake.cells for mistake in mistakes))
    comments = dict(commented(found, submission))
    return Told(
        len(mistakes),
        sum(issue.severity is Severity.ERROR for issue in found),
        len(comments),
        tuple(answered(found, comments, wrong)),
    )


def placed(submission: Submission) -> Submission:
    """The submission with a cell of a sheet of its own for each claim."""
    claims = {
        key: claim._replace(sheet="s", ref=f"A{number}")
        for number, (key, claim) in enumerate(submission.claims.items(), 1)
    }
    return replace(submission, claims=claims)


def commented(found: Sequence[Issue], submission: Submission) -> Iterator[tuple[str, str]]:
    """The comment of each cell that has one, by key."""
    keys = {claim.ref: key for key, claim in submission.claims.items()}
    for (row, _), reasons in collect(found).get("s", {}).items():
        text = "".join(run.text for run in mark_of(reasons, "zh").runs)
        if text:
            yield keys[f"A{row}"], text


def answered(
    found: Sequence[Issue], comments: dict[str, str], wrong: frozenset[str]
) -> Iterator[str]:
    """The right cells of certain causes that are told to become something else."""
    blamed = {culprit.cell.key for issue in found for culprit in issue.culprits}
    for issue in found:
        if not issue.is_located or any(one.confidence != "certain" for one in issue.wrong):
            continue
        for finding in issue.findings:
            key = finding.cells[0].key
            if key in wrong or key in blamed:
                continue
            if finding.expected is not None or any(word in finding.message.zh for word in ANSWERS):
                yield f"{finding.rule} {key}"
            elif any(word in comments.get(key, "") for word in ANSWERS):
                yield f"comment {key}: {comments[key]}"


def workbooks(count: int) -> Iterator[Told]:
    for seed in range(count):
        sheets = sheets_of(seed, load(STANDARD), _relations())
        slips = SLIPS[seed % len(SLIPS)]
        mistakes = drawn(sheets, slips, random.Random(seed))
        yield told(seed, mistakes, with_mistakes(sheets, mistakes))


def whole_sheets(count: int) -> Iterator[Told]:
    """A slip of a whole sheet, column or account in each workbook."""
    for seed in range(count):
        sheets = sheets_of(seed, load(STANDARD), _relations())
        kind = list(structural.STRUCTURAL)[seed % len(structural.STRUCTURAL)]
        mistake = structural.drawn(sheets, kind, random.Random(seed))
        if mistake is not None:
            yield told(seed, [mistake], with_mistakes(sheets, [mistake]))


def reported(name: str, some: Sequence[Told]) -> int:
    """One line; 1 if it says too much or wrong things."""
    slips = sum(one.slips for one in some)
    errors = sum(one.errors for one in some) / slips
    comments = sum(one.comments for one in some) / slips
    false = [key for one in some for key in one.answered]
    print(f"{name:>10} {len(some):9} {errors:12.2f} {comments:14.2f} {len(false):8}")
    for key in false[:5]:
        print(f"           {key}")
    return int(errors > ERRORS_PER_SLIP or comments > COMMENTS_PER_SLIP or bool(false))


def main(arguments: argparse.Namespace) -> int:
    print(
        f"{'slips':>10} {'workbooks':>9} {'errors each':>12} {'comments each':>14} {'answered':>8}"
    )
    small = list(workbooks(arguments.workbooks))
    bad = 0
    for slips in SLIPS:
        bad += reported(str(slips), [one for one in small if one.slips == slips])
    bad += reported("structural", list(whole_sheets(arguments.workbooks // 5)))
    bad += reported("all", small)
    return min(bad, 1)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("workbooks", nargs="?", type=int, default=300)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(parsed()))
