"""The answer to a submission: verdict in the subject, what to mend first in the text, the annotated
copy attached.

Whatever a submitter wrote is data: no line end of it reaches a header, no tag the HTML."""

import html
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from urllib.parse import quote

from sipipeline.core.findings import Verdict
from sipipeline.core.text import NOTHING, Lang, Text
from sipipeline.core.values import frozen
from sipipeline.intake.names import safe
from sipipeline.mail.automatic import OWN_HEADER
from sipipeline.mail.envelope import one_line

FIRST = 3
"""Causes that the text of an answer tells; the copy has them all."""
_LONGEST_LINE = 600
_LONGEST_NAME = 60
_WORD = 36
"""Bytes of a file name in one encoded word, which may have 75 characters."""
_AS_WRITTEN = compat32.clone(linesep="\r\n", max_line_length=None)
"""Header lines are broken here alone: the library would encode a long Message-ID."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_VERDICTS = {
    Verdict.PASS: Text(zh="通过", en="Passed"),
    Verdict.EXPLAIN: Text(zh="需说明", en="To be explained"),
    Verdict.FIX: Text(zh="需修改", en="To be corrected"),
    Verdict.UNREADABLE: Text(zh="无法读取", en="Unreadable"),
}
_WHAT_TO_DO = {
    Verdict.PASS: Text(zh="校验通过，不必再做什么。", en="It passed; nothing needs to be done."),
    Verdict.EXPLAIN: Text(
        zh="数据没有错误，但下面的地方请核对：错了的请改正，没有错的请在“说明”栏写明原因，然后重新发来。",
        en="There is no error, but please look at the places below: correct what is wrong, write "
        "the reason in the 说明 column where nothing is, and send it again.",
    ),
    Verdict.FIX: Text(
        zh="请按下面和附件中的批注改正，然后回复这封邮件，把改好的工作簿发来。",
        en="Please correct it as said below and in the attached copy, and send the corrected "
        "workbook in reply to this message.",
    ),
    Verdict.UNREADABLE: Text(
        zh="这个文件没有办法校验。请按下面的说明处理后重新发来。",
        en="This file could not be checked. Please do as said below and send it again.",
    ),
}
_SUBJECT = Text(zh="{verdict}：{what}", en="{verdict}: {what}")
_REPLY = Text(zh="{subject}（回复：{original}）", en="{subject} (re: {original})")
_YEAR = Text(zh=" {year} 年度", en=" {year}")
_ROUND = Text(zh="，第 {round} 次报送", en=", round {round}")
_RECEIVED = Text(
    zh="{name} 已收到并校验，结论：{verdict}。",
    en="{name} has been received and checked. Verdict: {verdict}.",
)
_FIRST_ONES = Text(zh="请先看这几处：", en="Begin with these:")
_MORE = Text(
    zh="还有 {count} 处，见附件中的“校验结果”。",
    en="{count} more {count:is|are} in the sheet 校验结果 of the attached copy.",
)
_ATTACHED = Text(
    zh="附件 {name} 是您的工作簿加上批注，可以直接在其中改正。",
    en="The attached {name} is your workbook with marks; it can be corrected as it is.",
)
_KEPT = Text(
    zh="附件 {name} 是您的工作簿加上校验结果，留存备查即可。",
    en="The attached {name} is your workbook with the result of the check, for your files.",
)
_NOT_ATTACHED = Text(
    zh="带批注的工作簿没有附上（{why}），请向审核人员索取。",
    en="The marked copy is not attached ({why}); please ask your reviewer for it.",
)
_SIGNATURE = Text(
    zh="这封邮件由 sipipeline 自动发出。有疑问请联系{contact}。",
    en="This message was sent by sipipeline. Questions: {contact}.",
)
_REVIEWER = Text(zh="审核人员", en="your reviewer")
TOO_LARGE = Text(zh="文件太大", en="it is too large")
NO_COPY = Text(zh="没有生成", en="there is none")


@frozen
class Point:
    """One thing to mend: where, what is wrong, what to do."""

    where: str
    message: Text
    todo: Text


@frozen
class Answering:
    """What an answer says of a submission."""

    name: str
    """Of the file as it was sent."""
    unit: str
    year: int | None
    round: int
    verdict: Verdict
    points: tuple[Point, ...] = ()
    """What is to be mended, the first first."""
    reason: Text | None = None
    """Why the file could not be read, and what to do."""
    note: Text = NOTHING
    """What is said of it beside."""


@frozen
class Thread:
    """The message that is answered."""

    message_id: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""


@frozen
class AttachedCopy:
    name: str
    content: bytes


@frozen
class Sender:
    """Who answers: the address, the name shown with it, and whom to ask."""

    address: str
    name: str = ""
    contact: str = ""


def new_message_id(token: str, address: str) -> str:
    """A Message-ID of ours; the token makes it one of a kind."""
    return f"<sipipeline.{token}@{address.rpartition('@')[2]}>"


def compose(
    told: Answering,
    thread: Thread,
    *,
    sender: Sender,
    to: str,
    message_id: str,
    at: datetime,
    copy: AttachedCopy | Text,
    lang: Lang,
) -> bytes:
    """The answer as it goes over the wire; a text in place of the copy says why there is none."""
    lines = [text.in_(lang) for text in _lines(told, sender, copy)]
    letter = _parts(lines, copy, lang)
    letter["From"] = formataddr((one_line(sender.name, 80), sender.address))
    letter["To"] = to
    letter["Subject"] = Header(subject_of(told, thread.subject, lang), "utf-8").encode("", 60)
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = message_id
    for name, value in _references(thread):
        letter[name] = value
    letter["Auto-Submitted"] = "auto-replied"
    letter["X-Auto-Response-Suppress"] = "All"
    letter[OWN_HEADER] = message_id
    return letter.as_bytes(policy=_AS_WRITTEN)


def subject_of(told: Answering, original: str, lang: Lang) -> str:
    """需修改：甲县社会保险中心 2020 年度，第 2 次报送（回复：…）"""
    year = "" if told.year is None else _YEAR.fill(year=told.year).in_(lang)
    what = one_line(told.unit, 60) + year if told.unit else one_line(told.name, 80)
    again = _ROUND.fill(round=told.round).in_(lang) if told.round > 1 else ""
    subject = _SUBJECT.fill(verdict=_VERDICTS[told.verdict], what=what + again)
    if original:
        subject = _REPLY.fill(subject=subject, original=one_line(original, 80))
    return subject.in_(lang)


def file_name(name: str) -> str:
    """A name that every mail program and file system takes."""
    plain = safe(one_line(name, 1000)).replace("/", "_")
    stem, point, ending = plain.rpartition(".")
    return f"{(stem or ending)[:_LONGEST_NAME]}{point}{ending}" if stem else plain[:_LONGEST_NAME]


# ---------------------------------------------------------------- text
def _lines(told: Answering, sender: Sender, copy: AttachedCopy | Text) -> Iterator[Text]:
    verdict = _VERDICTS[told.verdict]
    yield _RECEIVED.fill(name=one_line(told.name, 120), verdict=verdict)
    if told.note.zh:
        yield told.note
    yield _WHAT_TO_DO[told.verdict]
    if told.reason is not None:
        yield _each(told.reason, _LONGEST_LINE)
    yield from _points(told.points if told.reason is None else ())
    if isinstance(copy, AttachedCopy):
        attached = _KEPT if told.verdict is Verdict.PASS else _ATTACHED
        yield attached.fill(name=file_name(copy.name))
    elif told.verdict is not Verdict.UNREADABLE:
        yield _NOT_ATTACHED.fill(why=copy)
    yield _SIGNATURE.fill(contact=one_line(sender.contact, 120) or _REVIEWER)


def _points(points: tuple[Point, ...]) -> Iterator[Text]:
    if points:
        yield _FIRST_ONES
    for number, point in enumerate(points[:FIRST], 1):
        where = f"{point.where}  " if point.where else ""
        said = (Text(f"{number}. {where}", f"{number}. {where}"), point.message, point.todo)
        yield Text(*(_joined(one.in_(lang) for one in said) for lang in _LANGS))
    if len(points) > FIRST:
        yield _MORE.fill(count=len(points) - FIRST)


_LANGS: tuple[Lang, Lang] = ("zh", "en")


def _joined(parts: Iterable[str]) -> str:
    first, *others = parts
    return one_line(first, 120) + " " + one_line(" ".join(others), _LONGEST_LINE)


def _page(lines: Iterable[str], lang: Lang) -> str:
    """The lines of a letter as simple HTML."""
    paragraphs = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"></head>'
        f'<body style="font-family:sans-serif;line-height:1.6">\n{paragraphs}\n</body></html>\n'
    )


def _each(text: Text, longest: int) -> Text:
    return Text(*(one_line(text.in_(lang), longest) for lang in _LANGS))


# ---------------------------------------------------------------- parts and headers
def _parts(lines: Sequence[str], copy: AttachedCopy | Text, lang: Lang) -> MIMEMultipart:
    """Text and HTML, and the copy behind them where there is one."""
    text = MIMEMultipart("alternative")
    text.attach(MIMEText("\r\n\r\n".join(lines) + "\r\n", "plain", "utf-8"))
    text.attach(MIMEText(_page(lines, lang), "html", "utf-8"))
    if not isinstance(copy, AttachedCopy):
        return text
    whole = MIMEMultipart("mixed")
    whole.attach(text)
    whole.attach(_attachment(copy))
    return whole


def _references(thread: Thread) -> Iterator[tuple[str, str]]:
    """What makes the answer stand under the message that it answers."""
    if thread.message_id:
        yield "In-Reply-To", thread.message_id
        yield "References", "\r\n ".join((*thread.references, thread.message_id))


def _attachment(copy: AttachedCopy) -> Message:
    """The copy with its name three times: as Outlook, Foxmail and QQ read it (RFC 2047, in both
    headers), and as the standard has it (RFC 2231), in one piece, since pieces are not understood
    everywhere."""
    name = file_name(copy.name)
    part = Message()
    words = _encoded_words(name)
    part["Content-Type"] = f'{_XLSX};\r\n name="{words}"'
    part["Content-Disposition"] = (
        f"attachment;\r\n filename=\"{words}\";\r\n filename*=UTF-8''{quote(name, safe='')}"
    )
    part["Content-Transfer-Encoding"] = "base64"
    encoded = b64encode(copy.content).decode("ascii")
    part.set_payload("\r\n".join(re.findall(r".{1,76}", encoded)))
    return part


def _encoded_words(name: str) -> str:
    """The name in encoded words of whole characters; as it is where it is ASCII."""
    if name.isascii():
        return name
    pieces = [""]
    for char in name:
        if len((pieces[-1] + char).encode()) > _WORD:
            pieces.append("")
        pieces[-1] += char
    encoded = (b64encode(piece.encode()).decode("ascii") for piece in pieces)
    return "\r\n ".join(f"=?UTF-8?B?{word}?=" for word in encoded)
