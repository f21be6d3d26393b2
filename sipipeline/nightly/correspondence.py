"""Mail for the operator: can the servers be used, what waits for a person, and what is done about
it."""

from collections.abc import Callable, Iterator

from sipipeline.core.errors import UsageError
from sipipeline.core.text import Text
from sipipeline.ledger import answers, notices, store, submissions
from sipipeline.ledger.answers import Answer
from sipipeline.ledger.store import Ledger
from sipipeline.mail.faults import MailError
from sipipeline.mail.mailbox import open_folder
from sipipeline.mail.post import open_post
from sipipeline.nightly.answering import HELD_ANSWER
from sipipeline.nightly.fetching import HELD_MESSAGE, RETURNED
from sipipeline.nightly.mail_settings import server_of
from sipipeline.nightly.settings import Settings

_NO_IMAP = Text(zh="没有填 [imap] host，不收邮件。", en="[imap] has no host: no mail is fetched.")
_NO_SMTP = Text(zh="没有填 [smtp] host，不发回复。", en="[smtp] has no host: nothing is answered.")
_READS = Text(
    zh="收件服务器 {server} 可用，“{folder}”里有 {count} 封邮件。",
    en="{server} can be read; there {count:is|are} {count} {count:message|messages} in {folder}.",
)
_NO_VALIDITY = Text(
    zh="它不给 UIDVALIDITY：每次都要重新下载全部邮件来认，请常把处理过的移走（done_folder）。",
    en="It gives no UIDVALIDITY: every message is downloaded each time to be known again; have "
    "them moved away (done_folder).",
)
_SENDS = Text(
    zh="发件服务器 {server} 可用，没有发出邮件。", en="{server} can be used; nothing was sent."
)
_STATES = {
    "queued": Text(zh="排队", en="queued"),
    "sending": Text(zh="正在发送", en="being sent"),
    "held": Text(zh="待人工", en="held"),
    "refused": Text(zh="没有发出", en="not sent"),
}
_ANSWER = Text(
    zh="{number}  {state}  {recipient}  {name}  {said}",
    en="{number}  {state}  {recipient}  {name}  {said}",
)
_NOTHING = Text(zh="没有等着的邮件和回复。", en="Nothing waits.")
_IN_THE_QUEUE = Text(
    zh="第 {number} 份回复正在排队，下一次运行会发出，不用另发，也还不能取消。",
    en="Answer {number} is queued: the next pass sends it; it need not be sent, nor can it be "
    "dropped yet.",
)
_NO_ANSWER = Text(
    zh="没有编号为 {number} 的等待处理的回复，编号见 sipipeline mail waiting。",
    en="No answer {number} waits for a person; sipipeline mail waiting lists them.",
)


def probe(settings: Settings) -> Iterator[tuple[bool, Text]]:
    """For each server whether it can be used, and a line about it; nothing is taken in or sent."""
    yield _tried(_probe_imap, settings)
    yield _tried(_probe_smtp, settings)


def waiting(settings: Settings) -> list[Text]:
    """A line for each message and answer that waits, for a person or for a server."""
    with store.looked_at(settings.ledger) as ledger:
        open_notices = notices.unsettled(ledger)
        of_messages = [one.text for one in open_notices if one.kind in (HELD_MESSAGE, RETURNED)]
        found = answers.in_state(ledger, "queued", "sending", "held", "refused")
        return [*of_messages, *(_line(ledger, one) for one in found)] or [_NOTHING]


def release(settings: Settings, number: int) -> None:
    """Have the next pass send an answer that was held or refused."""
    with store.opened(settings.ledger, settings.backups) as ledger:
        answer = _held(ledger, number)
        answers.release(ledger, answer.id)
        notices.settle(ledger, HELD_ANSWER, answer.message_id)


def drop(settings: Settings, number: int) -> None:
    """Settle an answer that is not to be sent any more, or one that came back."""
    with store.opened(settings.ledger, settings.backups) as ledger:
        answer = answers.get(ledger, number)
        if answer is not None and answer.returned_at is not None:
            notices.settle(ledger, RETURNED, answer.message_id)
            return
        answer = _held(ledger, number)
        answers.settle(ledger, answer.id, "dropped", answer.said)
        notices.settle(ledger, HELD_ANSWER, answer.message_id)


def _held(ledger: Ledger, number: int) -> Answer:
    answer = answers.get(ledger, number)
    if answer is not None and answer.state in ("queued", "sending"):
        raise UsageError(_IN_THE_QUEUE.fill(number=number))
    if answer is None or answer.state not in ("held", "refused"):
        raise UsageError(_NO_ANSWER.fill(number=number))
    return answer


def _line(ledger: Ledger, answer: Answer) -> Text:
    return _ANSWER.fill(
        number=answer.id,
        state=_STATES[answer.state],
        recipient=answer.recipient,
        name=submissions.name_of(ledger, answer.submission),
        said=answer.said,
    )


# ---------------------------------------------------------------- servers
def _tried(look: Callable[[Settings], Text], settings: Settings) -> tuple[bool, Text]:
    try:
        return True, look(settings)
    except MailError as error:
        return False, error.text


def _probe_imap(settings: Settings) -> Text:
    server = server_of(settings.imap, settings.base)
    if server is None:
        return _NO_IMAP
    with open_folder(server, settings.imap.folder) as folder:
        count = len(folder.listed())
        told = _READS.fill(server=server.name, folder=settings.imap.folder, count=count)
        return told if folder.validity is not None else told + _NO_VALIDITY


def _probe_smtp(settings: Settings) -> Text:
    server = server_of(settings.smtp, settings.base)
    if server is None:
        return _NO_SMTP
    with open_post(server):
        return _SENDS.fill(server=server.name)
