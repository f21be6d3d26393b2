"""Frames for analysts: the claims of workbooks, and a schema for figures from elsewhere."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from sipipeline.checking.confrontation import evaluations
from sipipeline.checking.schemas import claims_frame, faulty_figures, violations
from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.jobs.forms import read_workbook
from sipipeline.reading.claims import submission_of

if TYPE_CHECKING:
    Broken = Mapping[tuple[str, str], np.ndarray[Any, np.dtype[np.bool_]]]


def read(paths: Iterable[str | Path], standard: str | None = None) -> pd.DataFrame:
    """The claims of workbooks: a row for each stated figure or text, `submission` is the path.

    Raises UsageError for a file that is not a workbook of the form.
    """
    files = [Path(path) for path in paths]
    submissions = [read_workbook(path, standard) for path in files]
    return claims_frame(submissions, [str(path) for path in files])


class WideSchema(pa.DataFrameSchema):
    """A schema for a wide frame: a row a submission, a column a key; a missing column is a blank.

    The checks are the relations of the standard, over the rounding of the printed figures, and its
    rules about single figures. A failure case has the row's index, the key that it is about as
    `column`, and the code of the rule as `check`. Other columns are let through unread.
    """

    def __init__(self, standard: Standard) -> None:
        columns = {key: pa.Column(required=False, nullable=True) for key in _keys(standard)}
        super().__init__(columns, name=f"sipipeline {standard.id}")
        self._standard = standard

    def validate(self, check_obj: Any, *arguments: Any, **options: Any) -> Any:
        """The frame itself; raises SchemaError, or with `lazy=True` SchemaErrors."""
        broken = _broken(check_obj, self._standard)
        columns: dict[str, list[pa.Check]] = {}
        for (code, key), flags in broken.items():
            columns.setdefault(str(key), []).append(_check(code, flags))
        schema = pa.DataFrameSchema(
            {key: pa.Column(checks=checks, nullable=True) for key, checks in columns.items()},
            name=self.name,
        )
        return schema.validate(check_obj, *arguments, **options)


def _keys(standard: Standard) -> list[str]:
    """Every key that can be a column: the rows of the lists have numbers of their own."""
    return [key for key in standard.fields if not keys.is_pattern(key)]


def _check(code: str, flags: Any) -> pa.Check:
    """The check of one rule about one column; `flags` has the rows that break it."""
    return pa.Check(
        lambda series: pd.Series(~flags, index=series.index), name=code, error=code, ignore_na=False
    )


def _broken(frame: pd.DataFrame, standard: Standard) -> "Broken":
    """Rule and key of everything that is broken in any row, with a flag for each row."""
    submissions = [_submission(row, standard) for row in frame.to_dict("records")]
    broken: dict[tuple[str, str], Any] = {}

    def mark(code: str, key: str, row: int) -> None:
        flags = broken.setdefault((code, key), np.zeros(len(frame), bool))
        flags[row] = True

    for rule, row, claim in faulty_figures(submissions):
        mark(rule.code, claim.key, row)
    for evaluation, row in violations(evaluations(submissions), len(submissions)):
        mark(evaluation.relation.rule, evaluation.relation.subject, row)
    return broken


def _submission(row: Mapping[Any, Any], standard: Standard) -> Submission:
    """A row as a submission; numbers as Python's own, blanks left out."""
    stated = {
        str(key): value.item() if isinstance(value, np.generic) else value
        for key, value in row.items()
        if standard.has(str(key)) and not pd.isna(value) and value != ""
    }
    return submission_of(stated, standard)
