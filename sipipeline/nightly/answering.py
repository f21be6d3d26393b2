"""Each submission that came by mail has one answer: recorded first, then sent, then confirmed; what
nobody can know is held for a person."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sipipeline.core.crashes import crash_of
from sipipeline.core.errors import reason
from sipipeline.core.findings import Severity, Verdict
from sipipeline.core.limits import MB
from sipipeline.core.text import NOTHING, Text
from sipipeline.ledger import answers, messages, notices, submissions
from sipipeline.ledger.answers import DAY, Answer
from sipipeline.ledger.messages import Message
from sipipeline.ledger.submissions import Record
from sipipeline.mail.faults import MailError
from sipipeline.mail.letters import (
    NO_COPY,
    TOO_LARGE,
    Answering,
    AttachedCopy,
    Point,
    Thread,
    compose,
    new_message_id,
)
from sipipeline.mail.post import Fate, Post, SendingResult, open_post
from sipipeline.nightly.mail_settings import Senders, sender_of, senders_of, server_of
from sipipeline.nightly.taking import Desk
from sipipeline.nightly.units import UnitsRead
from sipipeline.reports.overview.entries import Entry, entry_from_json

HELD_ANSWER = "answer"
"""The kind of the notices."""
FIRST_WAIT = 900.0
"""Seconds before an answer is tried again; four times as long after each try."""
_CONNECTIONS = 5
"""How often a server that hangs up is called again in one pass."""

_SILENT = Text(zh="来信要求不要自动回复", en="the message asks for no automatic answer")
_INTERRUPTED = Text(
    zh="上一次运行在发送中断了，不知道是否送出",
    en="a pass was interrupted while it was sent: nobody knows whether it was",
)
_GIVEN_UP = Text(zh="试了 {tries} 次都没有发出。{said}", en="given up after {tries} tries. {said}")
_NOT_MADE = Text(zh="回复写不出来（{error}）", en="the answer cannot be composed ({error})")
_HELD = Text(
    zh="给 {recipient} 的回复（{name}）没有自动发出：{why}。请人工处理。",
    en="The answer to {recipient} ({name}) was not sent automatically: {why}. Please see to it.",
)
_SENT = Text(zh="已回复 {recipient}（{name}）", en="Answered {recipient} ({name})")
_LATER = Text(
    zh="给 {recipient} 的回复（{name}）没有发出，下次再试：{said}。",
    en="The answer to {recipient} ({name}) was not sent; the next pass tries again: {said}.",
)
_CAP = Text(
    zh="今天已回复 {daily} 封，到了上限，其余 {count} 封留待明天。",
    en="{daily} {daily:answer was|answers were} sent today, which is the limit; {count} "
    "{count:waits|wait} for tomorrow.",
)
_CAP_EACH = Text(
    zh="今天已回复 {recipient} {count} 封，到了上限，其余留待明天。",
    en="{recipient} had {count} {count:answer|answers} today, which is the limit; the others wait.",
)
_HANGS_UP = Text(
    zh="发件服务器总是挂断，其余回复留待下次。",
    en="The server hangs up again and again; the other answers wait for the next pass.",
)
_NOTES = {
    "repeated": Text(
        zh="这个文件与以前收到的一份完全相同，结论不变。",
        en="This file is the very one that was received before; the verdict is the same.",
    ),
    "own_copy": Text(
        zh="这就是我们发出的批注本，没有改动。请改正后再发来。",
        en="This is the annotated copy as we sent it, unchanged. Please correct it and send it "
        "again.",
    ),
    "unchanged": Text(
        zh="其中填报的内容与上一次完全相同，结论不变。",
        en="It states the same as the last time; the verdict is the same.",
    ),
}


# ---------------------------------------------------------------- recording
def queue_all(desk: Desk, units: UnitsRead) -> None:
    """Record an answer for each submission whose copy is written and that came by mail."""
    ledger, settings = desk.ledger, desk.settings
    may_send = server_of(settings.smtp, settings.base) is not None
    done = [one for one in submissions.unfinished(ledger) if one.state == "copied"]
    if not done:
        return
    senders = senders_of(settings.mail, units().by_key)
    for record in done:
        message = messages.of_arrival(ledger, record.arrival) if may_send else None
        if message is not None and answers.of_submission(ledger, record.id) is None:
            _queue(desk, record, message, senders)
    submissions.advance(ledger, [record.id for record in done], "answered")


def recipient_of(message: Message, senders: Senders) -> str:
    """Who is answered: the address that the message asks for, if it is on the roster; a stranger's
    could be anybody's."""
    wished = message.reply_to
    return wished if wished and senders.knows(wished) else message.sender


def _queue(desk: Desk, record: Record, message: Message, senders: Senders) -> None:
    ledger = desk.ledger
    recipient = recipient_of(message, senders)
    if record.sha256 and answers.was_told(ledger, recipient, record.sha256):
        return
    token = f"{record.id}.{secrets.token_hex(8)}"
    answer = Answer(
        submission=record.id,
        message=message.id,
        recipient=recipient,
        message_id=new_message_id(token, sender_of(desk.settings.mail).address),
        state="held" if message.silent else "queued",
        zh=_SILENT.zh if message.silent else "",
        en=_SILENT.en if message.silent else "",
    )
    with ledger.transaction():
        answers.queue(ledger, answer)
        if message.silent:
            _notice(desk, answer, _SILENT)


# ---------------------------------------------------------------- sending
def send_all(desk: Desk) -> None:
    """Send what is due; a server that cannot be used is told, and the answers wait."""
    server = server_of(desk.settings.smtp, desk.settings.base)
    for answer in answers.in_state(desk.ledger, "sending"):
        _hold(desk, answer, _INTERRUPTED)
    if server is None:
        return
    due = _within_limits(desk, answers.due(desk.ledger, time.time()))
    delivery = Delivery(desk, due)
    try:
        for _ in range(_CONNECTIONS):
            if not delivery.waiting:
                return
            with open_post(server) as post:
                delivery.run(post)
    except MailError as error:
        desk.tally.add("failed")
        desk.journal.warn(error.text)
        return
    if delivery.waiting:
        desk.journal.warn(_HANGS_UP)


@dataclass(slots=True)
class Delivery:
    """The answers of a pass on their way."""

    desk: Desk
    waiting: list[Answer] = field(default_factory=list)

    def run(self, post: Post) -> None:
        """Send one after the other, as long as the connection holds."""
        goes_on = True
        while goes_on and self.waiting:
            goes_on = self._send(post, self.waiting.pop(0))

    def _send(self, post: Post, answer: Answer) -> bool:
        """Send one; whether the connection can be used for the next."""
        record = submissions.get(self.desk.ledger, answer.submission)
        for copy in self._copies(record):
            letter = self._letter(answer, record, copy)
            if letter is None:
                return True
            outcome = self._handed_over(post, answer, letter)
            if outcome.fate is not Fate.TOO_LARGE or not outcome.goes_on:
                break
        self._settle(answer, outcome)
        return outcome.goes_on

    def _handed_over(self, post: Post, answer: Answer, letter: bytes) -> SendingResult:
        """What became of an answer: `sending` is in the ledger before the server can have it."""
        sender = sender_of(self.desk.settings.mail).address
        outcome = post.hand_over(sender, answer.recipient, letter)
        if outcome is not None:
            return outcome
        answers.sending(self.desk.ledger, answer.id, time.time())
        return post.send()

    # ------------------------------------------------------------ what is sent
    def _letter(self, answer: Answer, record: Record, copy: AttachedCopy | Text) -> bytes | None:
        """The answer as it goes over the wire; None where it cannot be composed, which is told."""
        settings = self.desk.settings
        message = messages.get(self.desk.ledger, answer.message)
        thread = Thread(message.message_id, tuple(message.thread.split()), message.subject)
        try:
            return compose(
                told_of(self.desk, record),
                thread,
                sender=sender_of(settings.mail),
                to=answer.recipient,
                message_id=answer.message_id,
                at=datetime.now().astimezone(),
                copy=copy,
                lang=settings.lang,
            )
        except Exception as error:
            _hold(self.desk, answer, _NOT_MADE.fill(error=crash_of(error)))
            return None

    def _copies(self, record: Record) -> Iterator[AttachedCopy | Text]:
        """The annotated copy, and what is said where a server does not take it."""
        copy = self._copy(record)
        yield copy
        if isinstance(copy, AttachedCopy):
            yield TOO_LARGE

    def _copy(self, record: Record) -> AttachedCopy | Text:
        """The annotated copy, or why there is none."""
        if record.copy is None or record.verdict == Verdict.UNREADABLE:
            return NO_COPY
        path = self.desk.settings.base / record.copy
        try:
            if path.stat().st_size > self.desk.settings.mail.copy_mb * MB:
                return TOO_LARGE
            return AttachedCopy(path.name, path.read_bytes())
        except OSError as error:
            return reason(error)

    # ------------------------------------------------------------ what became of it
    def _settle(self, answer: Answer, outcome: SendingResult) -> None:
        desk = self.desk
        name = _name(desk, answer)
        if outcome.fate is Fate.SENT:
            answers.sent(desk.ledger, answer.id, outcome.said)
            desk.tally.add("answered")
            desk.journal.say(_SENT.fill(recipient=answer.recipient, name=name))
        elif outcome.fate is Fate.LATER:
            self._wait(answer, outcome.said)
        elif outcome.fate is Fate.UNKNOWN:
            _hold(desk, answer, outcome.said)
        else:
            _refuse(desk, answer, outcome.said)

    def _wait(self, answer: Answer, said: Text) -> None:
        desk = self.desk
        tries = answer.tries + 1
        if tries >= desk.settings.mail.tries:
            _refuse(desk, answer, _GIVEN_UP.fill(tries=tries, said=said))
            return
        wait = min(DAY, FIRST_WAIT * 4.0**answer.tries)
        answers.wait(desk.ledger, answer.id, said, time.time() + wait)
        told = _LATER.fill(recipient=answer.recipient, name=_name(desk, answer), said=said)
        desk.tally.add("failed")
        desk.journal.warn(told)


def told_of(desk: Desk, record: Record) -> Answering:
    """What an answer says of a submission."""
    stated = submissions.entry_of(desk.ledger, record.id)
    entry = entry_from_json(stated) if stated else None
    verdict = Verdict(record.verdict) if record.verdict else Verdict.UNREADABLE
    return Answering(
        name=record.member or submissions.name_of(desk.ledger, record.id),
        unit=record.unit or "",
        year=record.year,
        round=record.round or 1,
        verdict=verdict,
        points=tuple(_points(entry)) if entry else (),
        reason=entry.unreadable if entry and entry.unreadable.zh else None,
        note=_NOTES.get(record.standing or "", NOTHING),
    )


def _within_limits(desk: Desk, due: list[Answer]) -> list[Answer]:
    """Of the answers that are due those that may be sent today."""
    mail, since = desk.settings.mail, time.time() - DAY
    room = max(0, mail.daily - answers.sent_since(desk.ledger, since))
    allowed: list[Answer] = []
    counts: dict[str, int] = {}
    for answer in due:
        to = answer.recipient
        sent = counts.setdefault(to, answers.sent_since(desk.ledger, since, to))
        counts[to] = sent + 1
        if sent < mail.daily_each:
            allowed.append(answer)
        elif sent == mail.daily_each:
            desk.journal.warn(_CAP_EACH.fill(recipient=to, count=mail.daily_each))
    if len(allowed) > room:
        told = _CAP.fill(daily=mail.daily, count=len(allowed) - room)
        desk.journal.warn(told)
    return allowed[:room]


def _points(entry: Entry) -> Iterator[Point]:
    """What is to be corrected or explained, in the order of the result sheet."""
    for issue in entry.issues:
        if issue.severity is not Severity.INFO and not issue.explained:
            yield Point(issue.cell, issue.message, issue.todo)


def _name(desk: Desk, answer: Answer) -> str:
    return submissions.name_of(desk.ledger, answer.submission)


def _hold(desk: Desk, answer: Answer, why: Text) -> None:
    """Leave an answer to a person."""
    answers.settle(desk.ledger, answer.id, "held", why)
    desk.tally.add("failed")
    _notice(desk, answer, why)


def _refuse(desk: Desk, answer: Answer, why: Text) -> None:
    answers.settle(desk.ledger, answer.id, "refused", why)
    desk.tally.add("failed")
    _notice(desk, answer, why)


def _notice(desk: Desk, answer: Answer, why: Text) -> None:
    text = _HELD.fill(recipient=answer.recipient, name=_name(desk, answer), why=why)
    if notices.notice(desk.ledger, HELD_ANSWER, answer.message_id, text, answer.submission):
        desk.journal.warn(text)
