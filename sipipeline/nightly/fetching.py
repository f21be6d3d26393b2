"""Messages of the mailbox become arrivals: each is archived whole, kept in the ledger, then put
away in the mailbox; what a person has to decide about stays where it lies."""

import hashlib
from dataclasses import field, replace
from datetime import datetime
from email.utils import parsedate_to_datetime

from sipipeline.core.errors import reason
from sipipeline.core.limits import MB
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.ledger import answers, arrivals, messages, notices
from sipipeline.ledger.arrivals import Arrival
from sipipeline.ledger.messages import Known, MailPlace, Message
from sipipeline.mail.envelope import Envelope, read_envelope
from sipipeline.mail.faults import MailError, NotDone
from sipipeline.mail.letters import file_name
from sipipeline.mail.mailbox import Folder, Listed, open_folder
from sipipeline.mail.reasons import HELD, HoldReason
from sipipeline.mail.server import Server
from sipipeline.nightly import archive
from sipipeline.nightly.mail_settings import Senders, senders_of, server_of
from sipipeline.nightly.taking import Desk
from sipipeline.nightly.units import UnitsRead

LARGEST_ROUND = 2_000
"""New messages that one pass looks at."""
HELD_MESSAGE = "mail"
RETURNED = "returned"
"""Kinds of notices."""

_HELD = Text(
    zh="邮件“{subject}”（{sender}，{sent}）待人工处理：{why}",
    en="Message “{subject}” ({sender}, {sent}) waits for a person: {why}",
)
_TOOK = Text(zh="收到邮件：{subject}（{sender}）", en="Took in a message: {subject} ({sender})")
_NOT_KEPT = Text(
    zh="邮件“{subject}”写不进原件库（{reason}），留待下次。",
    en="Message “{subject}” cannot be written to the archive ({reason}); the next pass does.",
)
_NOT_FILED = Text(
    zh="邮件已收下，但在邮箱里移不走、标不了已读：{why}下次再试，不会重复收。",
    en="The message is taken in, but cannot be put away in the mailbox: {why} The next pass tries "
    "again; it is not taken in twice.",
)
_MORE = Text(
    zh="邮箱里新邮件太多，{count} 封留待下次。",
    en="There are many new messages; {count} {count:waits|wait} for the next pass.",
)
_RETURNED = Text(
    zh="第 {number} 号回复（给 {recipient}）被退回了，请核对地址，另行通知；"
    "办好后运行 sipipeline mail drop {number}。",
    en="Answer {number} to {recipient} came back as undeliverable: check the address, tell the "
    "unit, then run sipipeline mail drop {number}.",
)
_NO_SUBJECT = Text(zh="（无主题）", en="(no subject)")
_NOBODY = Text(zh="发件人不明", en="sender unknown")


def fetch_all(desk: Desk, units: UnitsRead) -> None:
    """Take in what came by mail; a mailbox that cannot be read is told, and the pass goes on."""
    settings = desk.settings
    server = server_of(settings.imap, settings.base)
    if server is None:
        return
    try:
        with open_folder(server, settings.imap.folder) as folder:
            Round(desk, folder, server, units).run()
    except MailError as error:
        desk.tally.add("failed")
        desk.journal.warn(error.text)


@frozen
class Round:
    """One look through a folder."""

    desk: Desk
    folder: Folder
    server: Server
    units: UnitsRead
    held: list[int] = field(default_factory=list)
    """Messages that lie in the folder and wait for a person."""

    @property
    def senders(self) -> Senders:
        """Whose messages are taken."""
        return senders_of(self.desk.settings.mail, self.units().by_key)

    def run(self) -> None:
        known = self._known()
        new: list[Listed] = []
        for one in self.folder.listed():
            place = known.get(one.uid)
            if place is None or self._is_to_be_read(one, place):
                new.append(one)
            else:
                self._again(one, place)
        for one in new[:LARGEST_ROUND]:
            self._meet(one)
        left = len(new) - LARGEST_ROUND
        if left > 0:
            self.desk.journal.warn(_MORE.fill(count=left))
        else:
            self._let_go()

    def _known(self) -> dict[int, Known]:
        validity = self.folder.validity
        if validity is None:
            return {}
        name = self.desk.settings.imap.folder
        return messages.known_places(self.desk.ledger, self.server.account, name, validity)

    def _is_to_be_read(self, listed: Listed, known: Known) -> bool:
        """Whether another message lies in a known place, or what kept one from being taken in is
        no more."""
        if known.size != listed.size:
            return True
        if known.reason == HoldReason.TOO_LARGE:
            return listed.size <= self._largest
        return known.reason == HoldReason.UNKNOWN_SENDER and self.senders.knows(known.sender)

    # ------------------------------------------------------------ one message
    def _again(self, listed: Listed, known: Known) -> None:
        """A message that is known: what is taken in is put away, if that is still to be done."""
        if known.state == "held":
            self.held.append(known.message)
        elif known.state == "taken" and not known.filed:
            self._put_away(listed, known.message)

    def _meet(self, listed: Listed) -> None:
        envelope, content = self._read(listed)
        if envelope is None:
            return
        earlier = messages.of_identity(self.desk.ledger, envelope.identity)
        if earlier is not None and earlier.state != "held":
            self._keep_place(listed, earlier.id)
            if earlier.state == "taken":
                self._put_away(listed, earlier.id)
            return
        why = self._why_held(envelope)
        if why is not None:
            self._hold(listed, envelope, why)
        elif envelope.ignored is not None:
            self._ignore(listed, envelope)
        else:
            self._take(listed, envelope, content)

    def _read(self, listed: Listed) -> tuple[Envelope | None, bytes]:
        """What a message says of itself, and its content; only its head where it is too large."""
        own = self.desk.settings.mail.address
        is_large = listed.size > self._largest
        content = self.folder.header(listed.uid) if is_large else self.folder.message(listed.uid)
        if content is None:
            return None, b""
        envelope = read_envelope(content, own)
        if is_large or len(content) > self._largest:
            named = f"{envelope.identity} {listed.size}".encode()
            identity = hashlib.sha256(named).hexdigest()
            return replace(envelope, identity=identity, held=HoldReason.TOO_LARGE), b""
        return envelope, content

    @property
    def _largest(self) -> int:
        return self.desk.settings.mail.message_mb * MB

    def _why_held(self, envelope: Envelope) -> HoldReason | None:
        if envelope.held is not None or envelope.ignored is not None:
            return envelope.held
        return None if self.senders.knows(envelope.sender) else HoldReason.UNKNOWN_SENDER

    # ------------------------------------------------------------ what becomes of it
    def _take(self, listed: Listed, envelope: Envelope, content: bytes) -> None:
        """Archive a message, keep it in the ledger, put it away in the mailbox: in this order."""
        desk = self.desk
        subject = envelope.subject or _NO_SUBJECT.zh
        name = file_name(f"{subject}.eml")
        try:
            folder = desk.settings.folder("archive")
            original = archive.put_bytes(content, envelope.digest, name, folder)
        except OSError as error:
            desk.tally.add("failed")
            desk.journal.warn(_NOT_KEPT.fill(subject=subject, reason=reason(error)))
            return
        arrival = Arrival(
            sha256=envelope.digest,
            channel="mail",
            name=name,
            place=f"mail:{envelope.identity}",
            sent_at=_sent_at(envelope.sent),
            sender=envelope.sender,
        )
        with desk.ledger.transaction():
            number = arrivals.add(desk.ledger, original, arrival)
            message = replace(_message(envelope, "taken"), arrival=number)
            kept = messages.put(desk.ledger, message)
            self._put_place(listed, kept)
            notices.settle(desk.ledger, HELD_MESSAGE, envelope.identity)
        desk.tally.add("taken")
        desk.journal.say(_TOOK.fill(subject=subject, sender=envelope.sender))
        self._put_away(listed, kept)

    def _hold(self, listed: Listed, envelope: Envelope, why: HoldReason) -> None:
        """Leave a message where it lies, and say so once."""
        desk = self.desk
        text = self._told(listed, envelope, why)
        with desk.ledger.transaction():
            kept = messages.put(desk.ledger, _message(envelope, "held", why))
            self._put_place(listed, kept)
            is_new = notices.notice(desk.ledger, HELD_MESSAGE, envelope.identity, text, None)
        self.held.append(kept)
        if is_new:
            desk.journal.warn(text)

    def _told(self, listed: Listed, envelope: Envelope, why: HoldReason) -> Text:
        sender = envelope.sender or _NOBODY
        because = HELD[why].fill(
            sender=sender,
            workbooks="、".join(envelope.workbooks[:5]),
            size=-(-listed.size // MB),
            limit=self.desk.settings.mail.message_mb,
        )
        subject = envelope.subject or _NO_SUBJECT
        return _HELD.fill(subject=subject, sender=sender, sent=envelope.sent or "—", why=because)

    def _ignore(self, listed: Listed, envelope: Envelope) -> None:
        """Keep that a message is no submission, and which answers of ours it brings back."""
        desk = self.desk
        told: list[Text] = []
        with desk.ledger.transaction():
            kept = messages.put(desk.ledger, _message(envelope, "ignored", envelope.ignored))
            self._put_place(listed, kept)
            for message_id in envelope.returned:
                answer = answers.returned(desk.ledger, message_id)
                if answer is not None:
                    text = _RETURNED.fill(number=answer.id, recipient=answer.recipient)
                    notices.notice(desk.ledger, RETURNED, message_id, text, answer.submission)
                    told.append(text)
        for text in told:
            desk.journal.warn(text)

    # ------------------------------------------------------------ places
    def _put_away(self, listed: Listed, message: int) -> None:
        """Move a message, or mark it as read; where that cannot be done the next pass tries."""
        target = self.desk.settings.imap.done_folder
        try:
            if target:
                self.folder.move(listed.uid, target)
            else:
                self.folder.mark_read(listed.uid)
        except NotDone as error:
            self.desk.tally.add("failed")
            self.desk.journal.warn(_NOT_FILED.fill(why=error.text))
            return
        self._filed(listed, message)

    def _filed(self, listed: Listed, message: int) -> None:
        place = self._place(listed)
        if place is not None:
            messages.filed(self.desk.ledger, place)
        arrival = messages.get(self.desk.ledger, message).arrival
        if arrival is not None:
            arrivals.cleared(self.desk.ledger, arrival)

    def _keep_place(self, listed: Listed, message: int) -> None:
        with self.desk.ledger.transaction():
            self._put_place(listed, message)

    def _put_place(self, listed: Listed, message: int) -> None:
        place = self._place(listed)
        if place is not None:
            messages.put_place(self.desk.ledger, place, message)

    def _place(self, listed: Listed) -> MailPlace | None:
        """Where a message lies; None where the server does not say how long its UIDs last."""
        validity = self.folder.validity
        if validity is None:
            return None
        name = self.desk.settings.imap.folder
        return MailPlace(self.server.account, name, validity, listed.uid, listed.size)

    def _let_go(self) -> None:
        """Settle what waited for a person and is no longer in the folder."""
        ledger = self.desk.ledger
        name = self.desk.settings.imap.folder
        with ledger.transaction():
            for gone in messages.forget_held(ledger, self.server.account, name, self.held):
                notices.settle(ledger, HELD_MESSAGE, gone.identity)


def _message(envelope: Envelope, state: messages.State, why: str | None = None) -> Message:
    return Message(
        identity=envelope.identity,
        state=state,
        reason=why,
        digest=envelope.digest,
        message_id=envelope.message_id,
        thread=" ".join(envelope.references),
        sender=envelope.sender,
        reply_to=envelope.reply_to,
        subject=envelope.subject,
        silent=envelope.silent,
    )


def _sent_at(header: str) -> str:
    """The date of a message; the time now where it states none."""
    try:
        stated = parsedate_to_datetime(header).astimezone()
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        stated = datetime.now().astimezone()
    return stated.isoformat(timespec="seconds")
