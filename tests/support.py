"""What every test of a rule is made of: data as `fill` takes them, and two verbs, `agrees` and
`finds`."""

import io
import math
import pickle
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.writer.excel import ExcelWriter

from sipipeline import catalogue
from sipipeline.checking.batch import check
from sipipeline.checking.causes import left_out_parts, testimonies
from sipipeline.checking.checked import Checked
from sipipeline.core.findings import Finding, Interval, Severity
from sipipeline.core.past import NO_PAST, LastYear, Past
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Note, Submission
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.jobs.forms import fill
from sipipeline.jobs.last_year import GivenLastYear
from sipipeline.jobs.particulars import particulars_of
from sipipeline.reading.claims import read_submission, submission_of
from sipipeline.reading.frames import load_frames
from sipipeline.reports.issues import Issue, issues
from sipipeline.rule import Agreed, JudgingRule, Rule
from sipipeline.standards.data import flatten
from sipipeline.standards.load import load
from sipipeline.xlsx.package import open_package

Data = Mapping[str, Any]
Row = dict[str, Any]

JOINT = "J901"
"""The rule that all relations hold at once, so that all have to be asked."""
OF_BLANKS = "F126"
"""The rule about blanks that all relations together fill."""
_SMALLEST = "B206"
"""A rule of one relation, asked beside every other: a batch needs one."""
GAPS = "F113"
"""The rule that a submission has all its parts: few tests fill in all of them."""
_KINDS = ("relation_rules", "figure_rules", "judging_rules", "note_rules")
_KEPT = ((testimonies, "_sums"), (testimonies, "_rates"), (left_out_parts, "_parts"))
"""What is kept of the relations of a standard, for as long as these stay the same."""

LAST_YEAR = Text(zh="上年报送的工作簿", en="last year's workbook")
COVER: Row = {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"}


# ---------------------------------------------------------------- data
def submitted(data: Data, cover: bool = True, rubric: str = "ministry") -> Submission:
    """A submission from `fill` data; `notes` in them stand for what only a workbook can show,
    `report` for the paragraphs of a report beside it, `last_year` for last year's workbook."""
    standard = load(str(data.get("standard", "2020")), rubric)
    beside = ("notes", "report", "last_year")
    stated = {name: part for name, part in data.items() if name not in beside}
    if cover and "cover" not in stated:
        stated["cover"] = COVER
    submission = submission_of(flatten(stated, standard), standard)
    claims = dict(submission.claims)
    for number, paragraph in enumerate(data.get("report", ()), 1):
        key = f"report.{number}"
        claims[key] = claims["cover.unit"]._replace(key=key, value=paragraph, raw=paragraph)
    notes = [
        Note(**{"sheet": "", "ref": "", "key": "", "raw": ""} | note)
        for note in data.get("notes", ())
    ]
    past = NO_PAST if "last_year" not in data else past_of(data["last_year"], submission)
    return replace(submission, claims=claims, notes=(*submission.notes, *notes), past=past)


def past_of(data: Data, submission: Submission) -> Past:
    """What a unit stated for the year before; a submission is held to a workbook with a cover of
    its own if that is of the year before."""
    standard = submission.standard
    stated = {"cover": COVER | {"year": COVER["year"] - 1}} | dict(data)
    last = submission_of(flatten(stated, standard), standard)
    claims = particulars_of(last, (), with_claims=True).claims
    year = int(last.number("cover.year") or 0)
    given = LastYear(year, {claim.key: claim for claim in claims}, LAST_YEAR)
    if "cover" not in data:
        return Past(given)
    return GivenLastYear("", given)(submission, "")


def account(fund: str = "work_injury", /, **items: Row) -> dict[str, Any]:
    """The account of one fund."""
    return {"accounts": {fund: items}}


def indicator(name: str, target: str, actual: str, **more: object) -> Row:
    """A row of the indicator table, a quantity unless `more` says otherwise."""
    return {
        "level1": "产出指标",
        "level2": "数量指标",
        "level3": name,
        "target": target,
        "actual": actual,
        **more,
    }


def table(*rows: Row) -> dict[str, Any]:
    """The indicator table."""
    return {"indicators": list(rows)}


# ---------------------------------------------------------------- workbooks
_FILLED: dict[str, bytes] = {}


def filled(data: Data) -> bytes:
    """The template with the data in it; written once for the same data."""
    written = repr(data)
    if written not in _FILLED:
        target = io.BytesIO()
        fill(data, target)
        _FILLED[written] = target.getvalue()
    return _FILLED[written]


def edited(content: bytes, edit: Callable[[Workbook], object]) -> bytes:
    """The workbook after somebody worked on it."""
    opened = _opened(content)
    book: _Watched = pickle.loads(opened.book)
    edit(book)
    untouched = {name: xml for name, xml in opened.sheets.items() if name not in book.touched}
    return _saved(book, untouched)


class _Watched(Workbook):  # type: ignore[misc]
    """A workbook that knows which of its sheets somebody took in hand."""

    touched: set[str]

    def __getitem__(self, name: str) -> Any:
        self.touched.add(name)
        return next(sheet for sheet in self._sheets if sheet.title == name)

    @property
    def worksheets(self) -> list[Any]:
        self.touched.update(self.sheetnames)
        return list(super().worksheets)

    @property
    def active(self) -> Any:
        self.touched.update(self.sheetnames)
        return super().active


class _Opened(NamedTuple):
    """A workbook as openpyxl has it, kept: to open it anew takes ten times as long."""

    book: bytes
    sheets: Mapping[str, bytes]
    """The XML of each sheet by its name, as openpyxl writes it; to write them all takes longest."""


@lru_cache(maxsize=32)
def _opened(content: bytes) -> _Opened:
    """Colours that depend on figures, and lists to choose from, are left out: to save them takes as
    long as the rest."""
    book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        sheet.conditional_formatting = ConditionalFormattingList()
        sheet.data_validations.dataValidation = []
    with zipfile.ZipFile(io.BytesIO(_saved(book))) as package:
        alone = [sheet for sheet in book.worksheets if not (sheet._rels or sheet._comments)]
        sheets = {sheet.title: package.read(sheet.path[1:]) for sheet in alone}
    book.__class__, book.touched = _Watched, set()
    return _Opened(pickle.dumps(book), sheets)


def _saved(book: Workbook, untouched: Mapping[str, bytes] = {}) -> bytes:
    """The workbook as openpyxl saves it, but for the sheets whose XML is known."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _Writer(book, archive, untouched).save()
    return target.getvalue()


class _Writer(ExcelWriter):  # type: ignore[misc]
    def __init__(
        self, book: Workbook, archive: zipfile.ZipFile, untouched: Mapping[str, bytes]
    ) -> None:
        super().__init__(book, archive)
        self._untouched = untouched

    def write_worksheet(self, sheet: Any) -> None:
        if sheet.title not in self._untouched:
            super().write_worksheet(sheet)
            return
        self._archive.writestr(sheet.path[1:], self._untouched[sheet.title])
        self.manifest.append(sheet)


def without_keys(book: Workbook, *sheets: str) -> None:
    """Take the hidden keys out of these sheets, of all if none is named."""
    for sheet in map(book.__getitem__, sheets or book.sheetnames):
        for row in sheet.iter_rows():
            if row[0].value is not None:
                for cell in row if row[0].value == "#" else row[:1]:
                    cell.value = None


def read_back(content: bytes) -> Submission:
    """What a workbook states."""
    return read_submission(load_frames(open_package(content)), "x.xlsx")


# ---------------------------------------------------------------- verbs
def checked(data: Data, rubric: str = "ministry") -> Checked:
    """What the rules say of the data."""
    return check([submitted(data, rubric=rubric)])[0]


def findings(data: Data, rule: str, rubric: str = "ministry") -> list[Finding]:
    """The findings of one rule, which alone is asked and must not crash."""
    return told_by(submitted(data, rubric=rubric), rule)


def told_by(submission: Submission, *rules: str) -> list[Finding]:
    """The findings of some rules, which alone are asked and must not crash."""
    with pytest.MonkeyPatch.context() as patch:
        if not {JOINT, OF_BLANKS} & {*rules}:
            ask_only(patch, *rules)
        found = check([submission])[0].findings
    assert [finding.message.en for finding in found if finding.rule == "X001"] == []
    return [finding for finding in found if finding.rule in rules]


def ask_only(patch: pytest.MonkeyPatch, *rules: str) -> None:
    """Ask these rules alone for as long as the patch holds."""
    for kind in _KINDS:
        patch.setattr(catalogue, kind, _only({*rules, _SMALLEST}, getattr(catalogue, kind)))
    patch.setattr(catalogue, "relations", cache(catalogue.relations.__wrapped__))
    for module, name in _KEPT:
        patch.setattr(module, name, cache(getattr(module, name).__wrapped__))


def _only(
    codes: Collection[str], rules: Callable[[Standard], Sequence[Rule]]
) -> Callable[[Standard], Sequence[Rule]]:
    """Those of the rules that have one of the codes."""
    return lambda standard: tuple(rule for rule in rules(standard) if rule.code in codes)


def cases(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """With what the tests of the module that asks for a fixture are called: those that are run."""
    its_own = [item for item in request.session.items if item.parent is request.node]
    return [item.callspec.params for item in its_own if hasattr(item, "callspec")]


def beside_gaps(findings: Sequence[Finding]) -> list[Finding]:
    """The findings but for what so small a submission lacks."""
    return [finding for finding in findings if finding.rule != GAPS]


def asked(data: Data) -> list[Issue]:
    """The issues of some data that are more than a note, without those about missing parts."""
    found = [one for one in beside_gaps(checked(data).findings) if one.rule != "F111"]
    return [issue for issue in issues(found) if issue.severity is not Severity.INFO]


def rules_of(issue: Issue) -> list[str]:
    return [finding.rule for finding in issue.findings]


def codes(findings: Sequence[Finding]) -> list[str]:
    """The rules of findings, but for what so small a submission lacks."""
    return [finding.rule for finding in beside_gaps(findings)]


def agrees(
    data: Data, rule: str = "", *, looked: int | None = None, rubric: str = "ministry"
) -> None:
    """The rule, or every rule, has nothing to say above an info, and nothing at all where it only
    ever points out.

    `looked`: how often a judging rule looked at something and found it right; 0 where it is not in
    scope."""
    tolerated = {Severity.INFO}
    if rule and catalogue.by_code()[rule].severity is Severity.INFO:
        tolerated = set()
    found = findings(data, rule, rubric) if rule else beside_gaps(checked(data, rubric).findings)
    said = [finding for finding in found if finding.severity not in tolerated]
    assert [(finding.rule, finding.message.zh) for finding in said] == []
    if looked is not None:
        assert _looked(data, rule, rubric) == looked


def _looked(data: Data, rule: str, rubric: str) -> int:
    """How often a judging rule looked at something and found nothing wrong."""
    judging = catalogue.by_code()[rule]
    assert isinstance(judging, JudgingRule)
    submission = submitted(data, rubric=rubric)
    judgements = judging.judge(Evidence(submission))
    agreed = [judgement for judgement in judgements if isinstance(judgement, Agreed)]
    assert rule == GAPS or all(judgement.keys for judgement in agreed)
    for key in (key for judgement in agreed for key in judgement.keys):
        assert submission.standard.field(key) is not None or key.startswith("report."), key
    return len(agreed)


def finds(
    rule: str,
    data: Data,
    *,
    at: str | Sequence[str],
    beside: Sequence[str] | None = None,
    severity: str | None = None,
    says: str | Sequence[str] = (),
    stated: object = ...,
    expected: Any = ...,
    difference: Any = ...,
    rubric: str = "ministry",
) -> Finding:
    """The rule has a finding at each key of `at` and nowhere else; the first of them is looked at
    closely and returned.

    `at` names the first cell of each finding, by its key or, where it has none, by its sheet;
    `beside` the keys of the other cells. Without `severity` it is that of the rule. `says` are
    fragments of its sentence, in either language."""
    found = findings(data, rule, rubric)
    places = [at] if isinstance(at, str) else list(at)
    assert [_place(finding) for finding in found] == places, [
        finding.message.zh for finding in found
    ]
    first = found[0]
    assert first.severity == (severity or catalogue.by_code()[rule].severity)
    sentence = first.message.zh + "\n" + first.message.en
    for fragment in [says] if isinstance(says, str) else says:
        assert fragment in sentence, sentence
    if beside is not None:
        assert [cell.key for cell in first.cells[1:]] == list(beside)
    if stated is not ...:
        assert first.stated == stated
    if expected is not ...:
        assert (first.expected is None) == (expected is None)
        assert _ends(first.expected) == pytest.approx(_ends(expected))
    if difference is not ...:
        assert first.difference == (None if difference is None else pytest.approx(difference))
    return first


def _place(finding: Finding) -> str:
    """The key of a finding's first cell; its sheet where it has none."""
    first = finding.cells[0] if finding.cells else None
    return "" if first is None else first.key or first.sheet


def _ends(interval: Interval | None) -> tuple[float, float]:
    """An interval with its open ends at infinity; none is one that is open at both."""
    low, high = interval or (None, None)
    return (-math.inf if low is None else low, math.inf if high is None else high)
