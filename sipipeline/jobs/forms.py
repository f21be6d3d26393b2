"""Forms: the blank template, a workbook filled from data, and the data of a filled workbook."""

import io
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sipipeline.annotation.annotate import unmarked
from sipipeline.checking.batch import check
from sipipeline.core import keys
from sipipeline.core.errors import DataError, UsageError, reason
from sipipeline.core.findings import Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Lang, Text, join, same
from sipipeline.core.values import frozen
from sipipeline.evidence.last_year import following
from sipipeline.intake.gate import open_workbook
from sipipeline.intake.refusals import Refusal
from sipipeline.jobs.left_out import left_out
from sipipeline.jobs.outputs import ensure_free_workbook, write_file
from sipipeline.language.lexicon import one_of
from sipipeline.reading.claims import read_submission
from sipipeline.reading.frames import ReadingError, load_frames
from sipipeline.reading.fund_names import folded, keys_by_name
from sipipeline.reading.typed import typed_values
from sipipeline.reports.issues import issues
from sipipeline.standards.data import flatten, nest
from sipipeline.standards.json_text import parse
from sipipeline.standards.load import for_year, load, newest
from sipipeline.template.workbook import write_workbook
from sipipeline.xlsx.package import Package

_CARRIED = Text(
    zh="带入上年数 {prior} 个、期初数 {opening} 个、封面 {cover} 项",
    en="carried over: {prior} figures of last year, {opening} openings, {cover} of the cover",
)
_NO_SUCH_FUND = Text(
    zh="没有这些险种：{unknown}。可用的险种：{known}。",
    en="Unknown funds: {unknown}. Known funds: {known}.",
)
_NO_YEAR = Text(
    zh="{file} 的封面没有填年度，看不出是不是上年的工作簿；确要带入，请加 --force。",
    en="{file} states no year, so it may not be last year's; --force takes it all the same.",
)
_OTHER_YEAR = Text(
    zh="{file} 是 {last} 年度的，不是 {year} 年度的上一年；确要带入，请加 --force。",
    en="{file} is of {last}, which is not the year before {year}; --force takes it all the same.",
)
_HAS_ERRORS = Text(
    zh="{file} 有 {count} 个错误，带进新表会一错再错：先用 validate 核对改正，"
    "或加 --force 照样带入。",
    en="{file} has errors ({count}), which would go into the new form: validate and correct it "
    "first, or add --force.",
)
_CANNOT_OPEN = Text(zh="打不开 {file}：{reason}。", en="Cannot open {file}: {reason}.")
_STANDARD_INPUT = Text(zh="标准输入", en="standard input")
_NO_TEXT = Text(zh="standard 应是一段文字，如 2020。", en="standard should be a text, as 2020.")


@frozen
class Carried:
    """What a new form takes over from last year's workbook."""

    values: Mapping[str, object]

    def told(self) -> Text:
        """A sentence that says how many figures of each kind were carried over."""
        measures = Counter(keys.measure(key) for key in self.values)
        families = Counter(map(keys.family, self.values))
        prior = measures["prior"] + families["benefit_levels"]
        return _CARRIED.fill(prior=prior, opening=measures["actual"], cover=families["cover"])


def write_template(
    out: Path,
    standard: str | None = None,
    year: int | None = None,
    funds: Sequence[str] = (),
    prior: Path | None = None,
    force: bool = False,
    lang: Lang = "zh",
) -> Text:
    """The blank workbook in a language; with `prior`, last year's figures stand in the prior and
    opening columns.

    Returns what was carried over. `force` overrides a file in the way, and a `prior` of another
    year or with errors."""
    ensure_free_workbook(out, force)
    last = read_workbook(prior) if prior is not None else None
    if last is not None:
        year = year or _year_after(last, force)
    chosen = load(standard or (for_year(year) if year else newest()))
    named = fund_keys(funds, chosen)
    if last is None or year is None:
        _write(out, chosen, funds=named or None, year=year, lang=lang)
        return same("")
    if not force:
        _refuse_prior(last, year)
    taken = Carried(carried(last, chosen, named))
    _write(out, chosen, funds=named or None, year=year, values=taken.values, lang=lang)
    return taken.told()


def fund_keys(names: Sequence[str], standard: Standard) -> list[str]:
    """The keys of funds that are named by key, name or short name in either language; raises
    UsageError for a name of none."""
    by_name = keys_by_name(standard)
    unknown = [name for name in names if folded(name) not in by_name]
    if unknown:
        raise UsageError(
            _NO_SUCH_FUND.fill(
                unknown=Text(zh="、".join(unknown), en=", ".join(unknown)),
                known=join([fund.short for fund in standard.funds], "、", ", "),
            )
        )
    return [by_name[folded(name)] for name in names]


def _write(out: Path, standard: Standard, **settings: Any) -> None:
    target = io.BytesIO()
    write_workbook(target, standard, **settings)
    write_file(out, target.getvalue())


# ---------------------------------------------------------------- last year's workbook
def carried(last: Submission, standard: Standard, funds: Collection[str] = ()) -> dict[str, object]:
    """Last year's figures as this year's form wants them, of some funds or of all: actual becomes
    prior, the closing balance also opening, benefits after the adjustment those before the next."""
    values: dict[str, object] = {}
    for key, claim in last.claims.items():
        if funds and keys.fund(key) not in (None, standard.total.key, *funds):
            continue
        for target in _next_year(key, standard):
            if standard.field(target) is not None:
                values[target] = claim.value
    if (year := last.number("cover.year")) is not None:
        values = {key: _a_year_later(key, value, int(year)) for key, value in values.items()}
        values["cover.year"] = int(year) + 1
    return values


def _year_after(last: Submission, force: bool) -> int | None:
    """The year after that of last year's workbook; None where it states none and `force` says that
    this does not matter."""
    year = last.number("cover.year")
    if year is None and not force:
        raise UsageError(_NO_YEAR.fill(file=last.path))
    return None if year is None else int(year) + 1


def _refuse_prior(last: Submission, year: int) -> None:
    """Raise UsageError where a workbook is not of the year before, or has errors."""
    stated = last.number("cover.year")
    if stated is None:
        raise UsageError(_NO_YEAR.fill(file=last.path))
    if int(stated) + 1 != year:
        raise UsageError(_OTHER_YEAR.fill(file=last.path, last=int(stated), year=year))
    (checked,) = check([last])
    errors = sum(issue.severity is Severity.ERROR for issue in issues(checked.findings))
    if errors:
        raise UsageError(_HAS_ERRORS.fill(file=last.path, count=errors))


# ---------------------------------------------------------------- fill
def fill_file(
    data: Path, out: Path, standard: str | None = None, force: bool = False, lang: Lang = "zh"
) -> None:
    """A workbook filled from a file of JSON, `-` for standard input; raises UsageError and
    DataError for what is wrong."""
    ensure_free_workbook(out, force)
    content = _json_object(data)
    target = io.BytesIO()
    fill(content, target, standard, lang)
    write_file(out, target.getvalue())


def fill(data: Mapping[str, Any], target: Any, name: str | None = None, lang: Lang = "zh") -> None:
    """Write a filled workbook in a language, with the sheets of the funds in the data, or all if
    they have none.

    The standard is that of `name`, an id or a TOML file; by default the data name it.
    """
    stated = data.get("standard") or newest()
    if name is None and not isinstance(stated, str | int):
        raise DataError(_NO_TEXT)
    standard = load(name or str(stated))
    values = flatten(data, standard)
    used = {keys.fund(key) or keys.sheet_on_cover(key) for key in values}
    funds = [fund.key for fund in standard.funds if fund.key in used]
    write_workbook(target, standard, funds=funds or None, values=values, lang=lang)


# ---------------------------------------------------------------- extract
def extract_file(path: Path, standard: str | None = None) -> tuple[dict[str, Any], list[Text]]:
    """The data of a filled workbook, as `fill` takes them, and a sentence for each thing that
    could not be taken."""
    package, submission = _read(path, standard)
    data = nest(typed_values(package, submission), submission.standard)
    return data, left_out(submission)


def read_workbook(path: Path, standard: str | None = None) -> Submission:
    """What a filled workbook states; raises UsageError where it cannot be read."""
    return _read(path, standard)[1]


def _read(path: Path, standard: str | None) -> tuple[Package, Submission]:
    """A workbook without marks of an earlier round, and what it states."""
    opened = open_workbook(_bytes(path))
    if isinstance(opened, Refusal):
        raise _about(path, opened.reason)
    package = unmarked(opened.package)
    try:
        return package, read_submission(load_frames(package), str(path), standard)
    except ReadingError as error:
        raise _about(path, opened.unread(error.rule, error.reason).reason) from error


def _json_object(path: Path) -> dict[str, Any]:
    if str(path) == "-":
        return parse(sys.stdin.buffer.read(), _STANDARD_INPUT)
    return parse(_bytes(path), same(path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(_CANNOT_OPEN.fill(file=path, reason=reason(error))) from error


def _about(path: Path, reason: Text) -> UsageError:
    return UsageError(Text(zh=f"{path}：{reason.zh}", en=f"{path}: {reason.en}"))


def _a_year_later(key: str, value: object, year: int) -> object:
    """A text of the cover with the year after in place of last year's: 甲县2024年社会保险基金."""
    if keys.family(key) != "cover" or not isinstance(value, str):
        return value
    return re.sub(rf"(?<!\d){year}(?=\s*{one_of('calendar', 'year')})", str(year + 1), value)


def _next_year(key: str, standard: Standard) -> Iterable[str]:
    """Where next year's form has a figure or text of this year; the cover as it is, but for its
    dates."""
    if keys.family(key) == "cover":
        return () if key in ("cover.year", "cover.filled_on") else (key,)
    return following(key, standard)
