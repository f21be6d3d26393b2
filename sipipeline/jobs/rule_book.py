"""The rule book with everything in it: the declared rules, and the reasons for which a file cannot
be read."""

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Lang, Text
from sipipeline.intake.refusals import CODES
from sipipeline.reports import rule_book
from sipipeline.reports.rule_book import Entry

NOT_ANNOTATED = Text(zh="能在工作簿上加批注", en="The workbook can be annotated")
ENDED = Text(zh="读取文件时程序没有异常退出", en="Reading the file did not end the program")


def entries() -> list[Entry]:
    """The program's own codes that are no rules."""
    own = {"X002": ("not-annotated", NOT_ANNOTATED), **CODES, "X021": ("reading-ended", ENDED)}
    return [
        Entry(code, name, Kind.FILE, Severity.INFO if code == "X002" else Severity.ERROR, title)
        for code, (name, title) in own.items()
    ]


def listing(lang: Lang) -> str:
    return rule_book.listing(lang, entries())


def explain(code: str, lang: Lang) -> str:
    return rule_book.explain(code, lang, entries())


def manual(lang: Lang) -> str:
    return rule_book.manual(lang, entries())
