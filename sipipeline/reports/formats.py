"""Results in the formats of `--format`: pieces of text, each as soon as its result has come."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from sipipeline.core.findings import FileResult, Verdict
from sipipeline.core.text import Lang
from sipipeline.core.version import __version__
from sipipeline.reports.console import lines, summary
from sipipeline.reports.json_csv import CSV_COLUMNS, as_csv, as_json, dumps
from sipipeline.reports.table import table

Results = Iterable[FileResult]
Printer = Callable[[Results, Lang, bool], Iterator[str]]

FEW = 5
"""Up to so many files are told with all their findings; more are a table."""


def text(results: Results, lang: Lang, ascii_only: bool = False) -> Iterator[str]:
    """The findings of each file; the number of files of each verdict at the end."""
    verdicts: Counter[Verdict] = Counter()
    for result in results:
        verdicts[result.verdict] += 1
        yield "\n".join(lines(result, lang)) + "\n"
    yield summary(verdicts, lang) + "\n"


def json_document(results: Results, lang: Lang, ascii_only: bool = False) -> Iterator[str]:
    """One document, an entry of `files` for each file."""
    yield f'{{"sipipeline": {json.dumps(__version__)}, "files": ['
    separator = "\n"
    for result in results:
        yield separator + dumps(as_json(result, lang), ascii_only)
        separator = ",\n"
    yield "\n]}\n"


def json_lines(results: Results, lang: Lang, ascii_only: bool = False) -> Iterator[str]:
    """One document a file, each in a line of its own."""
    for result in results:
        yield dumps(as_json(result, lang), ascii_only) + "\n"


def csv_table(results: Results, lang: Lang, ascii_only: bool = False) -> Iterator[str]:
    """One line for each finding."""
    yield ",".join(CSV_COLUMNS) + "\n"
    for result in results:
        yield as_csv(result, lang)


def printer(form: str, details: bool) -> Printer:
    """What makes the pieces of a format; of text without details, the table."""
    return table if form == "text" and not details else FORMATS[form]


FORMATS: dict[str, Printer] = {
    "text": text,
    "json": json_document,
    "jsonl": json_lines,
    "csv": csv_table,
}
"""By the name that `--format` gives them."""
