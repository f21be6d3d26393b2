"""What goes back: the annotated copy of a submission, or the file that cannot be read with a note
beside it; written whole, under a name of its own."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from sipipeline.core import durable
from sipipeline.core.crashes import crash_of
from sipipeline.core.findings import FileResult
from sipipeline.core.text import Lang, Text
from sipipeline.core.values import frozen
from sipipeline.intake import names
from sipipeline.intake.sources import Source
from sipipeline.jobs.validation import Options, annotated_copy
from sipipeline.xlsx.package import PackageError

UNKNOWN_UNIT = Text(zh="未知单位", en="unknown unit")
_COPY = Text(
    zh="{stem}（{year}第{round}轮批注）.xlsx", en="{stem} ({year} round {round} checked).xlsx"
)
_YEAR = Text(zh="{year}年", en="{year}")
_NO_YEAR = Text(zh="", en="")
_CHECKED = re.compile(r"（(\d{4}年)?第\d+轮批注）| \((\d{4} )?round \d+ checked\)")
_NOTE_NAME = Text(zh="{name}.说明.txt", en="{name}.note.txt")
_NOTE = Text(
    zh="文件：{name}\n收到：{received}\n\n{why}\n怎么办：{todo}\n",
    en="File: {name}\nReceived: {received}\n\n{why}\nWhat to do: {todo}\n",
)
_FAILED = Text(zh="程序出错（{error}）。", en="the program failed ({error}).")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST_STEM = 60


@frozen
class PlannedCopy:
    """An annotated copy that is not written yet."""

    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def copy_of(source: Source, result: FileResult, options: Options) -> PlannedCopy | Text:
    """The annotated copy of a submission, or why there is none."""
    try:
        content = annotated_copy(source, result, options)
        return PlannedCopy(content) if isinstance(content, bytes) else content
    except PackageError as error:
        return error.text
    except Exception as error:
        return _FAILED.fill(error=crash_of(error))


def name_of_copy(
    outbox: str, unit: str, name: str, year: int | None, round: int | None, lang: Lang
) -> str:
    """Where a copy lies, below the place: a folder for each unit, the round in the name."""
    stem = _CHECKED.sub("", PurePosixPath(name).stem).strip() or names.NAMELESS
    stated = _YEAR.fill(year=year) if year is not None else _NO_YEAR
    called = _COPY.fill(stem=stem[:_LONGEST_STEM], year=stated, round=round or 1).in_(lang)
    folder = unit or UNKNOWN_UNIT.in_(lang)
    return f"{outbox}/{safe(folder)}/{safe(called)}"


def name_of_rejected(rejected: str, name: str, received: str) -> str:
    """Where a file that cannot be read lies: in the folder of the day on which it came in."""
    return f"{rejected}/{received[:10]}/{safe(name.replace('/', '__'))}"


def free(path: str, is_taken: Callable[[str], bool]) -> str:
    """The path, with the first number that makes it one that is not taken."""
    stem, dot, ending = path.rpartition(".")
    candidate, number = path, 1
    while is_taken(candidate):
        number += 1
        candidate = f"{stem} ({number}){dot}{ending}"
    return candidate


def reject(
    target: Path, source: Source, name: str, received: str, why: Text, todo: Text, lang: Lang
) -> None:
    """Put a file that cannot be read into its folder, and the note beside it."""
    try:
        content = source.read()
    except Exception:  # what refused the file may forbid reading it, too
        content = Path(source.file).read_bytes()
    durable.write(target, content)
    note = _NOTE.fill(name=name, received=received.replace("T", " ")[:16], why=why, todo=todo)
    beside = target.with_name(_NOTE_NAME.fill(name=target.name).in_(lang))
    durable.write(beside, note.in_(lang).replace("\n", "\r\n").encode("utf-8-sig"))


def safe(name: str) -> str:
    """A name that Windows, too, can have in a folder."""
    plain = names.safe(name).replace("/", "_")
    return f"_{plain}" if _RESERVED.match(plain) else plain
