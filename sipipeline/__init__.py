"""Checks the yearly workbooks of social insurance bureaus.

For programs and notebooks: `read`, `schema`, `validate`, with `Options`, `Limits`, `FileResult` and
`load_standard`; see docs/api.md. What they need is imported when they are first used.
"""

from collections.abc import Iterable
from importlib import import_module
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from sipipeline.core.version import __version__

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

    from sipipeline.core.findings import FileResult
    from sipipeline.core.limits import Limits
    from sipipeline.jobs.validation import Options
    from sipipeline.standards.load import load as load_standard

__all__ = [
    "FileResult",
    "Limits",
    "Options",
    "__version__",
    "load_standard",
    "read",
    "schema",
    "validate",
]

Paths = str | PathLike[str] | Iterable[str | PathLike[str]]
"""One path, or several."""

_HOMES = {
    "FileResult": ("sipipeline.core.findings", "FileResult"),
    "Limits": ("sipipeline.core.limits", "Limits"),
    "Options": ("sipipeline.jobs.validation", "Options"),
    "load_standard": ("sipipeline.standards.load", "load"),
}


def read(paths: Paths, standard: str | None = None) -> "pd.DataFrame":
    """The claims frame of workbooks: a row for each stated figure or text.

    Columns: submission (the path), key, value (a figure in `unit`, a rate as a fraction; NaN for a
    text), half_width (the figure is value ± half_width), unit, sheet, cell, text (what stands in
    the cell). `standard` is an id or a TOML file; by default the workbook decides. Raises
    `sipipeline.core.errors.UsageError` for a file that is not a workbook of the form.
    """
    from sipipeline.jobs import frames

    return frames.read(_several(paths), standard)


def schema(standard: str | None = None) -> "pa.DataFrameSchema":
    """A pandera schema for figures from elsewhere: a row a submission, a column a key.

    The standard is an id or a TOML file; by default the newest. A column that is not there is a
    blank. The checks are the relations of the standard and its rules about single figures. A
    failure case has the row's index, the key as `column` and the code of the rule as `check`.
    """
    from sipipeline.jobs import frames
    from sipipeline.standards.load import load, newest

    return frames.WideSchema(load(standard or newest()))


def validate(paths: Paths, options: "Options | None" = None) -> "list[FileResult]":
    """The result of every workbook in files, folders, messages and archives, in their order.

    With `Options(out=FOLDER)` an annotated copy of each is written there.
    """
    from sipipeline.intake.sources import collect
    from sipipeline.jobs.validation import Options
    from sipipeline.jobs.validation import validate as validate_sources

    chosen = options or Options()
    sources = collect(_several(paths), limits=chosen.limits)
    return list(validate_sources(sources, chosen))


def _several(paths: Paths) -> list[str]:
    """The paths as texts; a text is one path, not a list of letters."""
    each = [paths] if isinstance(paths, str | PathLike) else paths
    return [fspath(path) for path in each]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
