"""Kill a nightly pass at every step that leaves a trace, then run passes until nothing is left.

    python -m benchmarks.crashes [--files 10] [--mails 5] [--first 1] [--every 1]

A step is a file brought to disk, a rename, a removal, a folder made, a commit, a command sent to
the mailbox or to the server that sends. A pass dies by SIGKILL before or just after the step.
Afterwards each submission has to be archived once, byte for byte, checked, and answered once or
held; a further pass has to change nothing. `--every 20` tries each twentieth step."""

import argparse
import hashlib
import imaplib
import io
import json
import os
import shutil
import signal
import smtplib
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.policy import SMTP
from pathlib import Path
from typing import Any

from sipipeline.core.findings import FileResult
from sipipeline.core.text import Text
from sipipeline.intake.sources import Source
from sipipeline.jobs.forms import fill
from sipipeline.jobs.validation import Options, validate
from sipipeline.ledger import answers, store, submissions
from sipipeline.nightly import copies, judging, settings
from sipipeline.nightly.copies import PlannedCopy
from sipipeline.nightly.night import run
from sipipeline.nightly.place import Wishes, make
from sipipeline.standards.load import load
from tools.accounts import consistent

TESTS = Path(__file__).parents[1] / "tests"
"""Where the mail servers are that the tests start."""
LONG_AGO = 1_600_000_000
FIRST_PASS = 0
"""The step at which nothing is killed."""
_IN_MEMORY = Path("/dev/shm")
"""Where bringing a file to disk costs nothing."""
_AUDITED = ("os.rename", "os.remove", "os.mkdir", "imaplib.send", "smtplib.send")


# ---------------------------------------------------------------- dying
class Steps:
    """Counts the steps of this process, and ends it at one of them."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.counts: Counter[str] = Counter()
        sys.addaudithook(self._hear)
        self._watch_statements()
        self._step_after(os, "fsync")
        self._step_after(imaplib.IMAP4, "send")
        self._step_after(smtplib.SMTP, "send")

    def step(self, kind: str) -> None:
        self.counts[kind] += 1
        if self.counts.total() == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def _hear(self, event: str, _: tuple[Any, ...]) -> None:
        if event in _AUDITED:
            self.step(event)

    def _watch_statements(self) -> None:
        connect = sqlite3.connect

        def watched(*arguments: Any, **named: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*arguments, **named)
            connection.set_trace_callback(self._statement)
            return connection

        setattr(sqlite3, "connect", watched)  # noqa: B010

    def _statement(self, sql: str) -> None:
        if sql.lstrip().upper().startswith("COMMIT"):
            self.step("commit")

    def _step_after(self, owner: Any, name: str) -> None:
        before: Callable[..., Any] = getattr(owner, name)

        def stepped(*arguments: Any) -> Any:
            given = before(*arguments)
            self.step(f"{name} done")
            return given

        setattr(owner, name, stepped)


def validated_here(sources: Sequence[Source], options: Options) -> Iterator[FileResult]:
    """The results of files that this process checks itself: a check leaves no trace, and others
    take seconds to start."""
    return validate(sources, replace(options, apart=False))


def check_once() -> None:
    """Have each content checked and marked once for all passes: the units of a trial have no past,
    so nothing else can come of it."""
    results: dict[str, FileResult] = {}
    marked: dict[str, PlannedCopy | Text] = {}
    copy_of = copies.copy_of

    def validated(sources: Sequence[Source], options: Options) -> Iterator[FileResult]:
        for source in sources:
            digest = hashlib.sha256(source.read()).hexdigest()
            if digest not in results:
                (results[digest],) = validated_here([source], options)
            yield replace(results[digest], path=source.path)

    def copied(source: Source, result: FileResult, options: Options) -> PlannedCopy | Text:
        if result.sha256 not in marked:
            marked[result.sha256] = copy_of(source, result, options)
        return marked[result.sha256]

    setattr(judging, "validate", validated)  # noqa: B010
    setattr(copies, "copy_of", copied)  # noqa: B010


def a_pass(config: Path, last: int | None = None, counts: Path | None = None) -> bool:
    """Run a pass in a process of its own; whether it lived to its end."""
    child = os.fork()
    if child == 0:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)
        steps = Steps(last or FIRST_PASS) if last is not None else None
        try:
            run(settings.load(config))
            if counts is not None and steps is not None:
                counts.write_text(json.dumps(steps.counts))
        finally:
            os._exit(0)
    return not os.WIFSIGNALED(os.waitpid(child, 0)[1])


# ---------------------------------------------------------------- what comes in
@dataclass(frozen=True, slots=True)
class Post:
    """The mail servers, in a process of their own."""

    imap: int
    smtp: int
    ca_file: str
    delivered: Path

    def client(self) -> imaplib.IMAP4:
        import ssl

        from mail_servers import HOST, PASSWORD, USER

        tls = ssl.create_default_context(cafile=self.ca_file)
        client = imaplib.IMAP4_SSL(HOST, self.imap, ssl_context=tls)
        client.login(f'"{USER}"', PASSWORD)
        return client

    def had(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        lines = self.delivered.read_text().splitlines() if self.delivered.exists() else []
        return Counter(lines)


def workbook(unit: str, seed: int) -> bytes:
    """A small workbook of a unit."""
    data = consistent(load("2020"), seed, ["work_injury"])
    data["cover"]["unit"] = unit
    target = io.BytesIO()
    fill(data, target)
    return target.getvalue()


def letters(count: int) -> list[bytes]:
    """Messages with a workbook each; the second has two."""
    found = []
    for number in range(count):
        message = MIMEMultipart()
        message["From"], message["Subject"] = f"clerk{number}@jia.gov.cn", f"workbook {number}"
        message["Message-ID"] = f"<{number}@jia.gov.cn>"
        for part in range(2 if number == 1 else 1):
            attached = MIMEApplication(workbook(f"邮{number}{part}县", 100 + number))
            attached.add_header("Content-Disposition", "attachment", filename=f"{part}.xlsx")
            message.attach(attached)
        found.append(message.as_bytes(policy=SMTP))
    return found


@dataclass(frozen=True, slots=True)
class Trial:
    """A place of its own with what came in."""

    config: Path
    number: int
    originals: frozenset[str]
    """The hashes of what came in."""
    submissions: int
    mails: int
    post: Post

    @property
    def folder(self) -> Path:
        return self.config.parent


def trial(base: Path, number: int, files: list[bytes], mails: list[bytes], post: Post) -> Trial:
    """A place with the files in its inbox and the mails in a folder of the mailbox."""
    from mail_servers import HOST, USER, VARIABLE

    folder = base / f"place{number}"
    make(folder, Wishes())
    server = {"host": HOST, "user": USER, "password_env": VARIABLE, "ca_file": post.ca_file}
    values: dict[str, dict[str, object]] = {
        "inbox": {"steady_seconds": 0},
        "check": {"workers": 1},
        "mail": {"address": USER, "unknown_senders": "take"},
        "imap": server
        | {"port": post.imap, "folder": f"in{number}", "done_folder": f"out{number}"},
        "smtp": server | {"port": post.smtp},
    }
    config = folder / settings.NAME
    config.write_text(settings.written("zh", values), encoding="utf-8")
    for place, content in enumerate(files):
        path = folder / "inbox" / f"{place}.xlsx"
        path.write_bytes(content)
        os.utime(path, (LONG_AGO, LONG_AGO))
    client = post.client()
    client.create(f"in{number}")
    for content in mails:
        client.append(f"in{number}", "", "", content)
    client.logout()
    digests = frozenset(hashlib.sha256(content).hexdigest() for content in (*files, *mails))
    count = len(files) + len(mails) + (len(mails) > 1)
    return Trial(config, number, digests, count, len(mails), post)


# ---------------------------------------------------------------- what is there afterwards
def faults(tried: Trial) -> Iterator[str]:
    """What is lost, done twice or left over."""
    settled = settings.load(tried.config)
    archived = [path for path in settled.folder("archive").rglob("*") if path.is_file()]
    if {path.stem for path in archived} != tried.originals:
        yield f"archive: {sorted(path.name for path in archived)}"
    for path in archived:
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
            yield f"not as it came: {path.name}"
    if left := list(settled.folder("inbox").iterdir()):
        yield f"left in the inbox: {left}"
    with store.looked_at(settled.ledger) as ledger:
        yield from store.faults(ledger)
        records = submissions.every(ledger)
        queued = answers.in_state(ledger, "queued", "sending", "refused", "dropped")
        done = answers.in_state(ledger, "sent", "held")
    if len(records) != tried.submissions:
        yield f"{len(records)} submissions"
    yield from (f"{one.member}: {one.state}" for one in records if one.state != "reported")
    for record in records:
        if record.copy is None or not (settled.base / record.copy).is_file():
            yield f"no copy: {record.member}"
    yield from (f"answer {one.id}: {one.state}" for one in queued)
    yield from _faults_of_answers(done, tried)
    yield from _faults_of_mailbox(tried)


def _faults_of_answers(done: list[answers.Answer], tried: Trial) -> Iterator[str]:
    had = tried.post.had()
    expected = tried.mails + (tried.mails > 1)
    if len(done) != expected:
        yield f"{len(done)} answers, not {expected}"
    for answer in done:
        count = had[answer.message_id]
        if count > 1 or (answer.state == "sent" and count != 1):
            yield f"answer {answer.id} ({answer.state}) was delivered {count} times"


def _faults_of_mailbox(tried: Trial) -> Iterator[str]:
    client = tried.post.client()
    for name, expected in ((f"in{tried.number}", 0), (f"out{tried.number}", tried.mails)):
        status, answer = client.select(name, readonly=True)
        count = int(answer[0] or 0) if status == "OK" else 0
        if count != expected:
            yield f"{count} messages in {name}, not {expected}"
    client.logout()


def snapshot(tried: Trial) -> object:
    """What a pass with nothing new must not change."""
    state = tried.folder / "state"
    files = {
        path: path.stat().st_mtime_ns
        for path in tried.folder.rglob("*")
        if path.is_file() and not path.is_relative_to(state)
    }
    return sorted(map(str, files.items())), tried.post.had().total()


# ---------------------------------------------------------------- the run
def killed_at(
    base: Path, step: int, files: list[bytes], mails: list[bytes], post: Post
) -> list[str]:
    """What is wrong after a pass died at a step and others carried on."""
    tried = trial(base, step, files, mails, post)
    if a_pass(tried.config, step):
        return [f"the pass never came to step {step}"]
    a_pass(tried.config)
    before = snapshot(tried)
    a_pass(tried.config)
    wrong = list(faults(tried))
    if snapshot(tried) != before:
        wrong.append("a pass with nothing new did something")
    shutil.rmtree(tried.folder)
    return wrong


def warm_up(tried: Trial) -> None:
    """Run a pass in this process, so that those that are forked from it have all that they need."""
    check_once()
    run(settings.load(tried.config))


@contextmanager
def servers(folder: Path) -> Iterator[Post]:
    """The mail servers, until the block ends."""
    ready = folder / "servers.json"
    command = [sys.executable, "-m", "benchmarks.crashes", "--serve", str(folder)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while not ready.exists():
            if process.poll() is not None:
                raise SystemExit("the mail servers did not start")
            time.sleep(0.05)
        stated = json.loads(ready.read_text())
        yield Post(stated["imap"], stated["smtp"], stated["ca_file"], folder / "delivered")
    finally:
        process.terminate()
        process.wait()


def serve(folder: Path) -> None:
    """Be the mail servers: what is accepted is written down before it is confirmed."""
    import email

    from mail_servers import Certificates, ImapServer, SmtpServer

    class Postman(SmtpServer):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            with (folder / "delivered").open("a") as file:
                file.write(f"{email.message_from_bytes(envelope.content)['Message-ID']}\n")
            return "250 OK"

    certificates = Certificates(folder)
    with ImapServer(certificates) as imap, Postman(certificates) as smtp:
        stated = {
            "imap": imap.port,
            "smtp": smtp.server().port,
            "ca_file": str(certificates.ca_file),
        }
        beside = folder / "servers.part"
        beside.write_text(json.dumps(stated))
        beside.rename(folder / "servers.json")
        signal.pause()


def main(files: int, mails: int, first: int, every: int) -> int:
    from mail_servers import PASSWORD, VARIABLE

    os.environ[VARIABLE] = PASSWORD
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as temporary:
        base = Path(temporary)
        books = [workbook(f"{number}县", number) for number in range(files)]
        posted = letters(mails)
        with servers(base) as post:
            warm_up(trial(base, FIRST_PASS - 1, books, posted, post))
            whole = trial(base, FIRST_PASS, books, posted, post)
            a_pass(whole.config, FIRST_PASS, base / "counts.json")
            counts = json.loads((base / "counts.json").read_text())
            told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
            total = sum(counts.values())
            print(f"{files} files, {mails} mails: {total} steps ({told})", flush=True)
            wrong = [*faults(whole)]
            for step in range(first, total + 1, every):
                found = killed_at(base, step, books, posted, post)
                wrong += [f"step {step}: {one}" for one in found]
                if sys.stderr.isatty():
                    print(f"\r{step}/{total}", end="", file=sys.stderr, flush=True)
    tried = len(range(first, total + 1, every))
    print(f"killed at {tried} of {total} steps: {len(wrong)} faults")
    for line in wrong:
        print(f"  {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.path.insert(0, str(TESTS))
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--mails", type=int, default=5)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--serve", type=Path)
    wished = parser.parse_args()
    if wished.serve is not None:
        serve(wished.serve)
    else:
        sys.exit(main(wished.files, wished.mails, wished.first, wished.every))
