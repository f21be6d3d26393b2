from collections import defaultdict
from collections.abc import Iterator, Sequence

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Noted, Submission
from sipipeline.core.text import Text, join, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.notes_of_sheets import note_on
from sipipeline.language.wordings import is_no_reason
from sipipeline.rule import JudgingRule, Problem

SHEET = Text(
    zh="工作表“{sheet}”的隐藏定位行列不见了，各数是按看得见的文字找到的。",
    en="The hidden keys of sheet “{sheet}” are gone; its figures were found by the visible labels.",
)
SHEETS = Text(
    zh="工作表“{sheets}”的隐藏定位行列都不见了，各数是按看得见的文字找到的。",
    en="The hidden keys of the sheets “{sheets}” are gone; their figures were found by the "
    "visible labels.",
)
COLUMNS = Text(zh="各栏的名称", en="the columns")
LINE = Text(
    zh="工作表“{sheet}”中有些行、栏的隐藏定位不见了，是按文字认出的：{labels}。",
    en="Some lines or columns of sheet “{sheet}” have lost their hidden keys and were found by "
    "their labels: {labels}.",
)


def judge(evidence: Evidence) -> Iterator[Problem]:
    """The sheets, and the lines of other sheets, that were found by their labels alone."""
    yield from _keyless_sheets(evidence.submission)
    yield from _keyless_lines(evidence.submission)


def _keyless_sheets(submission: Submission) -> Iterator[Problem]:
    """Of all sheets that lost their keys one question, but for those that have an explanation of
    their own."""
    notes = submission.notes
    sheets = dict.fromkeys(note.sheet for note in notes if note.what == Noted.KEYS_GONE)
    explained = [sheet for sheet in sheets if _is_explained(sheet, submission)]
    unexplained = [sheet for sheet in sheets if sheet not in explained]
    groups = [unexplained, *([sheet] for sheet in explained)]
    for together in filter(None, groups):
        yield Problem(("",), _sheets(together), place=(together[0], "", None))


def _keyless_lines(submission: Submission) -> Iterator[Problem]:
    """Of the lines that lost their keys one question for each sheet."""
    lines: defaultdict[str, list[Text]] = defaultdict(list)
    for note in submission.notes:
        if note.what == Noted.KEY_GONE:
            label = submission.standard.label(note.key) if note.key else COLUMNS
            lines[note.sheet].append(label)
    for sheet, labels in lines.items():
        message = LINE.fill(sheet=sheet, labels=join(labels, "、", ", "))
        yield Problem(("",), message, place=(sheet, "", None))


def _is_explained(sheet: str, submission: Submission) -> bool:
    """Whether the cover has an explanation of a sheet."""
    return not is_no_reason(submission.text(note_on(sheet, submission)))


def _sheets(names: Sequence[str]) -> Text:
    """That the keys of some sheets are gone."""
    if len(names) == 1:
        return SHEET.fill(sheet=names[0])
    return SHEETS.fill(sheets=join(list(map(same, names)), "”、“", "”, “"))


RULE = JudgingRule(
    code="F104",
    name="keys-missing",
    kind=Kind.FORMAT,
    severity=Severity.WARNING,
    title=Text(zh="模板的隐藏定位行列完好", en="The hidden keys of the template are in place"),
    why=Text(
        zh="隐藏的定位行列没有了，程序只能按看得见的文字找位置，可能找错。",
        en="Without the hidden keys, places are found by their visible labels, which may go wrong.",
    ),
    todo=Text(
        zh="建议把数据填回下发的模板再报送；如果各数都认对了，可以不改。",
        en="Better copy the figures back into the standard template; if all were "
        "understood, it may stay.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={"notes": [{"what": "keys_gone", "sheet": "工伤"}]},
    judge=judge,
)
