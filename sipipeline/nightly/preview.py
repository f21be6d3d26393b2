"""What a pass would do, said without touching anything."""

import time
from collections.abc import Iterator
from pathlib import Path

from sipipeline.core import durable
from sipipeline.core.errors import reason
from sipipeline.core.text import Text
from sipipeline.ledger import answers, arrivals, store, submissions, waiting
from sipipeline.ledger.store import Ledger
from sipipeline.nightly import inbox
from sipipeline.nightly.inbox import Lying
from sipipeline.nightly.settings import Settings

_WOULD_TAKE = Text(zh="会取：{name}（{size} KB）", en="Would take {name} ({size} kB)")
_KNOWN = Text(zh="会取：{name}（内容以前收到过）", en="Would take {name} (came in before)")
_WAITS = Text(zh="会留待下次：{name}（{why}）", en="Would leave {name} for later ({why})")
_NOT_READ = Text(zh="读不了：{name}（{reason}）", en="Cannot read {name} ({reason})")
_TO_FINISH = Text(
    zh="会接着处理以前没有做完的 {count} 份。",
    en="Would carry on with {count} {count:submission|submissions}.",
)
_CHECKS_AGAIN = Text(
    zh="会重新核对每个单位的最近一轮，共 {count} 份。",
    en="Would check the last round of each unit again, {count} {count:submission|submissions}.",
)
_WOULD_FETCH = Text(
    zh="会收 {host} 邮箱“{folder}”里的新邮件（预演时不登录）。",
    en="Would take in what is new in {folder} at {host} (a dry run does not log in).",
)
_WOULD_ANSWER = Text(
    zh="会发出等着的 {count} 封回复。",
    en="Would send the {count:answer that waits|{count} answers that wait}.",
)
_NOTHING = Text(zh="没有要做的。", en="There is nothing to do.")
_DRY = Text(zh="以上只是预演，什么也没有动。", en="This was a dry run; nothing was touched.")


def preview(settings: Settings, again: bool = False) -> Iterator[Text]:
    """A line for each thing that a pass would do. Raises UsageError where the inbox cannot be
    reached, LedgerError where the ledger cannot be used."""
    files = inbox.lying(settings.folder("inbox"), settings.inbox)
    if not settings.ledger.is_file():
        told = [_of_file(file, settings, None) for file in files]
    else:
        with store.looked_at(settings.ledger) as ledger:
            told = [_of_file(file, settings, ledger) for file in files]
            told += _of_ledger(ledger, again)
    if settings.imap.host:
        told.append(_WOULD_FETCH.fill(folder=settings.imap.folder, host=settings.imap.host))
    yield from told or [_NOTHING]
    yield _DRY


def _of_file(file: Lying, settings: Settings, ledger: Ledger | None) -> Text:
    before = {} if ledger is None else waiting.seen(ledger)
    why_not = inbox.why_not_yet(file, settings.inbox, before)
    if why_not is not None:
        return _WAITS.fill(name=file.name, why=why_not)
    if ledger is not None and (known := _known(file.path, ledger)) is not None:
        return known.fill(name=file.name)
    return _WOULD_TAKE.fill(name=file.name, size=-(-file.size // 1024))


def _known(path: Path, ledger: Ledger) -> Text | None:
    try:
        digest = durable.digest_of(path)
    except OSError as error:
        return Text(_NOT_READ.zh, _NOT_READ.en).fill(name="{name}", reason=reason(error))
    return _KNOWN if arrivals.original(ledger, digest) is not None else None


def _of_ledger(ledger: Ledger, again: bool) -> Iterator[Text]:
    if count := len(submissions.unfinished(ledger)):
        yield _TO_FINISH.fill(count=count)
    if count := len(answers.due(ledger, time.time())):
        yield _WOULD_ANSWER.fill(count=count)
    if again:
        yield _CHECKS_AGAIN.fill(count=len(submissions.latest(ledger)))
