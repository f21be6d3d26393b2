"""A report beside the workbook, Word or text: its paragraphs as claims, so that the narrative rules
read them too."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sipipeline.core.errors import UsageError, reason
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text

_CANNOT_OPEN = Text(zh="打不开 {file}：{reason}。", en="Cannot open {file}: {reason}.")
PARAGRAPH = Text(zh="第{number}段", en="paragraph {number}")
"""The place of a paragraph; places in the submitter's documents are named in Chinese."""


def with_report(submission: Submission, path: Path) -> Submission:
    """The submission with a claim `report.N` for each paragraph; its place is the file and the
    paragraph."""
    claims = dict(submission.claims)
    for number, paragraph in enumerate(paragraphs(path), 1):
        if paragraph.strip():
            place = f"{path.name} {PARAGRAPH.fill(number=number).zh}"
            claims[f"report.{number}"] = Claim(
                f"report.{number}", paragraph, 0.0, place, "", paragraph
            )
    return replace(submission, claims=claims)


def paragraphs(path: Path) -> list[str]:
    """Paragraphs of a .docx and after them the rows of its tables; or lines of a text file."""
    try:
        content = path.read_bytes()
        if content.startswith(b"PK"):
            return list(_docx(path))
        return _decoded(content).splitlines()
    except OSError as error:
        raise UsageError(_CANNOT_OPEN.fill(file=path, reason=reason(error))) from error


def _docx(path: Path) -> Iterator[str]:
    try:
        from docx import Document
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise UsageError(
            Text(
                zh="读 Word 报告需要 python-docx：pip install python-docx",
                en="Word reports need python-docx: pip install python-docx",
            )
        ) from error
    try:
        document = Document(str(path))
    except (OpcError, KeyError, ValueError) as error:
        raise UsageError(
            Text(
                zh=f"{path} 不是 Word 文档（.docx），或已损坏。",
                en=f"{path} is no Word document (.docx), or is damaged.",
            )
        ) from error
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            yield "，".join(dict.fromkeys(cell.text for cell in row.cells))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")
