"""Forms: the blank template, a workbook filled from data, and the data of a filled workbook."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sipipeline import catalogue
from sipipeline.annotation.annotate import unmarked
from sipipeline.core.errors import DataError, UsageError
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
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
) -> None:
    """The blank workbook; with `prior`, last year's figures stand in the prior and opening
    columns."""
    chosen = load(standard or (for_year(year) if year else newest()))
    if unknown := set(funds or ()) - {fund.key for fund in chosen.funds}:
        names = ", ".join(fund.key for fund in chosen.funds)
        raise UsageError(
            Text(
                zh=f"没有这些险种：{'、'.join(sorted(unknown))}。可用的险种：{names}。",
                en=f"Unknown funds: {', '.join(sorted(unknown))}. Known funds: {names}.",
            )
        )
    values = carried(read_workbook(prior), chosen) if prior is not None else {}
    if prior is not None and year is None and "cover.year" in values:
        year = int(str(values["cover.year"]))
    ensure_parent(out)
    relations = catalogue.relations(chosen)
    write_with(
        out,
        lambda file: write_workbook(file, chosen, relations, funds=funds, year=year, values=values),
    )


def carried(last: Submission, standard: Standard) -> dict[str, object]:
    """Last year's figures as this year's form wants them: actual becomes prior, the closing balance
    also opening."""
    values: dict[str, object] = {}
    for key, claim in last.claims.items():
        family, _, rest = key.partition(".")
        row, _, measure = rest.rpartition(".")
        if family in ("accounts", "headcounts") and measure == "actual":
            targets = [f"{family}.{row}.prior"]
            if row.endswith(".closing_balance"):
                targets.append(
                    f"accounts.{row.removesuffix('closing_balance')}opening_balance.actual"
                )
            values.update(
                {target: claim.value for target in targets if standard.field(target) is not None}
            )
        elif family == "cover" and rest not in ("year", "filled_on"):
            values[key] = claim.value
    if (year := last.number("cover.year")) is not None:
        values["cover.year"] = int(year) + 1
    return values


def fill_file(data: Path, out: Path) -> None:
    try:
        content = json.loads(data.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(
            Text(
                zh=f"打不开 {data}：{error.strerror}。", en=f"Cannot open {data}: {error.strerror}."
            )
        ) from error
    except ValueError as error:
        raise DataError(
            Text(zh=f"{data} 不是 JSON：{error}", en=f"{data} is not JSON: {error}")
        ) from error
    if not isinstance(content, dict):
        raise DataError(
            Text(zh=f"{data} 应是一个 JSON 对象。", en=f"{data} should hold one JSON object.")
        )
    ensure_parent(out)
    write_with(out, lambda file: fill(content, file))


def fill(data: Mapping[str, Any], target: Any) -> None:
    """Write a filled workbook; it has the sheets of the funds that the data have, or all if they
    have none."""
    standard = load(str(data.get("standard") or newest()))
    values = flatten(data, standard)
    used = {
        key.split(".")[1]
        for key in values
        if key.split(".")[0] in ("accounts", "balances", "headcounts", "benefit_levels")
    }
    funds = [fund.key for fund in standard.funds if fund.key in used]
    write_workbook(
        target, standard, catalogue.relations(standard), funds=funds or None, values=values
    )


def extract_file(path: Path, standard: str | None = None) -> dict[str, Any]:
    """The data of a filled workbook, as `fill` takes them."""
    package = _package(path)
    submission = _read(package, path, standard)
    return nest(typed_values(package.content, submission), submission.standard)


def read_workbook(path: Path, standard: str | None = None) -> Submission:
    """What a filled workbook states; raises UsageError where it cannot be read."""
    return _read(_package(path), path, standard)


def _package(path: Path) -> Package:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(
            Text(
                zh=f"打不开 {path}：{error.strerror}。", en=f"Cannot open {path}: {error.strerror}."
            )
        ) from error
    opened = open_workbook(content)
    if isinstance(opened, Refusal):
        raise UsageError(Text(zh=f"{path}：{opened.reason.zh}", en=f"{path}: {opened.reason.en}"))
    return unmarked(opened)


def _read(package: Package, path: Path, standard: str | None) -> Submission:
    try:
        return read_submission(load_frames(package), str(path), standard)
    except ReadingError as error:
        raise UsageError(
            Text(zh=f"{path}：{error.reason.zh}", en=f"{path}: {error.reason.en}")
        ) from error
