"""Forms: the blank template, a workbook filled from data, and the data of a filled workbook."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sipipeline.annotation.annotate import unmarked
from sipipeline.core import keys
from sipipeline.core.errors import DataError, UsageError
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Lang, Text
from sipipeline.intake.gate import open_workbook
from sipipeline.intake.refusals import Refusal
from sipipeline.jobs.outputs import ensure_parent, write_with
from sipipeline.reading.claims import read_submission
from sipipeline.reading.frames import ReadingError, load_frames
from sipipeline.reading.typed import typed_values
from sipipeline.standards.data import flatten, nest
from sipipeline.standards.load import for_year, load, newest
from sipipeline.template.workbook import write_workbook
from sipipeline.xlsx.package import Package


def write_template(
    out: Path,
    standard: str | None = None,
    year: int | None = None,
    funds: Sequence[str] | None = None,
    prior: Path | None = None,
    lang: Lang = "zh",
) -> None:
    """The blank workbook in a language; with `prior`, last year's figures stand in the prior and
    opening columns."""
    chosen = load(standard or (for_year(year) if year else newest()))
    _refuse_unknown_funds(funds or (), chosen)
    values = carried(read_workbook(prior), chosen) if prior is not None else {}
    if prior is not None and year is None and "cover.year" in values:
        year = int(str(values["cover.year"]))
    ensure_parent(out)
    write_with(
        out,
        lambda file: write_workbook(file, chosen, funds=funds, year=year, values=values, lang=lang),
    )


def carried(last: Submission, standard: Standard) -> dict[str, object]:
    """Last year's figures as this year's form wants them: actual becomes prior, the closing balance
    also opening."""
    values: dict[str, object] = {}
    for key, claim in last.claims.items():
        for target in _next_year(key, standard):
            if standard.field(target) is not None:
                values[target] = claim.value
    if (year := last.number("cover.year")) is not None:
        values["cover.year"] = int(year) + 1
    return values


def fill_file(data: Path, out: Path, standard: str | None = None, lang: Lang = "zh") -> None:
    """A workbook filled from a file of JSON; raises UsageError and DataError for what is wrong."""
    content = _json_object(data)
    ensure_parent(out)
    write_with(out, lambda file: fill(content, file, standard, lang))


def fill(data: Mapping[str, Any], target: Any, name: str | None = None, lang: Lang = "zh") -> None:
    """Write a filled workbook in a language, with the sheets of the funds in the data, or all if
    they have none.

    The standard is that of `name`, an id or a TOML file; by default the data name it.
    """
    standard = load(name or str(data.get("standard") or newest()))
    values = flatten(data, standard)
    used = {keys.fund(key) for key in values}
    funds = [fund.key for fund in standard.funds if fund.key in used]
    write_workbook(target, standard, funds=funds or None, values=values, lang=lang)


def extract_file(path: Path, standard: str | None = None) -> dict[str, Any]:
    """The data of a filled workbook, as `fill` takes them."""
    package = _package(path)
    submission = _read(package, path, standard)
    return nest(typed_values(package, submission), submission.standard)


def read_workbook(path: Path, standard: str | None = None) -> Submission:
    """What a filled workbook states; raises UsageError where it cannot be read."""
    return _read(_package(path), path, standard)


def _package(path: Path) -> Package:
    """The workbook without marks of an earlier round."""
    opened = open_workbook(_bytes(path))
    if isinstance(opened, Refusal):
        raise _about(path, opened.reason)
    return unmarked(opened)


def _read(package: Package, path: Path, standard: str | None) -> Submission:
    try:
        return read_submission(load_frames(package), str(path), standard)
    except ReadingError as error:
        raise _about(path, error.reason) from error


def _json_object(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(_bytes(path).decode("utf-8-sig"))
    except ValueError as error:
        raise DataError(
            Text(zh=f"{path} 不是 JSON：{error}", en=f"{path} is not JSON: {error}")
        ) from error
    if not isinstance(content, dict):
        raise DataError(
            Text(zh=f"{path} 应是一个 JSON 对象。", en=f"{path} should hold one JSON object.")
        )
    return content


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            Text(
                zh=f"打不开 {path}：{error.strerror}。", en=f"Cannot open {path}: {error.strerror}."
            )
        ) from error


def _about(path: Path, reason: Text) -> UsageError:
    return UsageError(Text(zh=f"{path}：{reason.zh}", en=f"{path}: {reason.en}"))


def _next_year(key: str, standard: Standard) -> tuple[str, ...]:
    """Where next year's form has a figure of this year: actual as prior, the closing balance as
    opening balance too; the cover as it is, but for its dates."""
    family = keys.family(key)
    if family == "cover":
        return () if key in ("cover.year", "cover.filled_on") else (key,)
    if family not in ("accounts", "headcounts") or keys.measure(key) != "actual":
        return ()
    prior = keys.beside(key, "prior")
    carried_into = standard.carried.get(keys.item(key))
    if carried_into is None:
        return (prior,)
    return (prior, f"{keys.table(key)}.{carried_into}.actual")


def _refuse_unknown_funds(funds: Sequence[str], standard: Standard) -> None:
    unknown = set(funds) - {fund.key for fund in standard.funds}
    if unknown:
        names = ", ".join(fund.key for fund in standard.funds)
        raise UsageError(
            Text(
                zh=f"没有这些险种：{'、'.join(sorted(unknown))}。可用的险种：{names}。",
                en=f"Unknown funds: {', '.join(sorted(unknown))}. Known funds: {names}.",
            )
        )
