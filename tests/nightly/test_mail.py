"""A pass with mail: what came in once is taken in once and answered once, whatever servers do."""

import email
import email.policy
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

import pytest
from mail_servers import HOST, PASSWORD, USER, VARIABLE, Certificates, ImapServer, SmtpServer, Wire
from openpyxl import Workbook
from places import UNIT, Site, county, site

from sipipeline.cli.commands import main
from sipipeline.core.errors import UsageError
from sipipeline.ledger import answers, notices
from sipipeline.ledger.answers import Answer
from sipipeline.mail.server import Server
from sipipeline.nightly import settings
from sipipeline.nightly.correspondence import drop
from sipipeline.nightly.preview import preview
from sipipeline.nightly.records import export_lines

CLERK = "clerk@jia.gov.cn"
ACCOUNT = f"{USER}@{HOST}"
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")


def letter(
    content: bytes | None, number: int = 1, name: str = "甲县.xlsx", **headers: str
) -> bytes:
    """A message of the clerk with a workbook, or without."""
    message = MIMEMultipart()
    message.attach(MIMEText("请查收", "plain", "utf-8"))
    if content is not None:
        part = MIMEApplication(content, "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        part.add_header("Content-Disposition", "attachment", filename=name)
        message.attach(part)
    usual = {"From": CLERK, "Subject": "报送", "Message-ID": f"<{number}@jia.gov.cn>"}
    for header, value in (usual | {key.replace("_", "-"): v for key, v in headers.items()}).items():
        if value:
            message[header] = value
    return message.as_bytes()


class Bureau:
    """A place with a mailbox and a server that sends."""

    def __init__(self, folder: Path, certificates: Certificates) -> None:
        self.folder = folder
        self.certificates = certificates
        self.imap = ImapServer(certificates)
        self.smtp = SmtpServer(certificates)
        self.site: Site

    def settle(self, **more: Mapping[str, object]) -> None:
        """Write the configuration; sections in the place of the usual ones."""
        values: dict[str, dict[str, object]] = {
            "mail": {"address": USER, "contact": "张三"},
            "imap": section(self.imap.server()),
            "smtp": section(self.smtp.server()),
        }
        merged = {
            name: values.get(name, {}) | dict(more.get(name, {})) for name in {*values, *more}
        }
        (self.folder / "sipipeline.toml").unlink(missing_ok=True)
        self.site = site(self.folder, merged)
        self.roster(CLERK)

    def roster(self, addresses: str) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["单位", "邮箱"])
        sheet.append([UNIT, addresses])
        book.save(self.folder / "roster.xlsx")

    def answers(self) -> list[Answer]:
        with self.site.ledger() as ledger:
            return answers.in_state(
                ledger, "queued", "sending", "sent", "held", "refused", "dropped"
            )

    def told(self) -> list[str]:
        """What a person should know or do."""
        with self.site.ledger() as ledger:
            return [notice.text.en for notice in notices.unsettled(ledger)]

    def sent(self) -> list[EmailMessage]:
        """What the server has had."""
        found = []
        for envelope in self.smtp.received:
            assert isinstance(envelope.content, bytes)
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            found.append(message)
        return found


def section(server: Server) -> dict[str, object]:
    return {
        "host": HOST,
        "port": server.port,
        "tls": server.tls,
        "user": USER,
        "password_env": VARIABLE,
        "ca_file": str(server.ca_file),
        "timeout": 5,
    }


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def bureau(
    tmp_path: Path, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bureau]:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    bureau = Bureau(tmp_path, certificates)
    with bureau.imap, bureau.smtp:
        bureau.settle()
        yield bureau


# ---------------------------------------------------------------- in and out
def test_a_submission_is_answered_once_in_its_thread_with_its_copy(bureau: Bureau) -> None:
    bureau.imap.put(letter(county(income=1100), References="<0@jia.gov.cn>"))
    closing = bureau.site.run()
    assert closing.status == 0
    assert "已答复 1" in closing.line.zh
    (answer,) = bureau.sent()
    assert answer["Subject"].startswith("需修改：甲县社会保险中心 2020 年度")
    assert (answer["To"], answer["In-Reply-To"]) == (CLERK, "<1@jia.gov.cn>")
    assert answer["References"].split() == ["<0@jia.gov.cn>", "<1@jia.gov.cn>"]
    (copy,) = bureau.site.copies().values()
    (attached,) = answer.iter_attachments()
    assert attached.get_filename() == copy.name
    assert attached.get_content() == copy.read_bytes()
    (archived,) = bureau.site.files("archive")
    assert archived.endswith(".eml")
    assert bureau.imap.lying_in(what="UNSEEN") == []
    bureau.site.run()
    assert len(bureau.sent()) == 1
    (exported,) = map(json.loads, export_lines(bureau.site.settings))
    assert exported["answer"]["recipient"] == CLERK
    assert exported["answer"]["message_id"] == answer["Message-ID"]


def test_two_workbooks_of_one_message_have_two_answers(bureau: Bureau) -> None:
    message = MIMEMultipart()
    for name, income in (("甲.xlsx", 1100.0), ("乙.xlsx", 1150.0)):
        part = MIMEApplication(county(unit=name, income=income))
        part.add_header("Content-Disposition", "attachment", filename=name)
        message.attach(part)
    message["From"], message["Message-ID"] = CLERK, "<2@jia.gov.cn>"
    bureau.imap.put(message.as_bytes())
    bureau.site.run()
    assert sorted(one["Subject"][4:9] for one in bureau.sent()) == ["乙.xls", "甲.xls"]


def test_what_came_by_folder_has_no_answer(bureau: Bureau) -> None:
    bureau.site.drop("甲县.xlsx", county())
    bureau.site.drop("信.eml", letter(county(unit="乙县")))
    bureau.site.run()
    assert bureau.sent() == []
    assert len(bureau.site.records()) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("甲县.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600),
        ("winmail.dat", b"\x78\x9f\x3e\x22" + b"x" * 600),
        ("甲县.rar", b"Rar!\x1a\x07\x00" + b"x" * 600),
        ("甲县.xlsx", b""),
    ],
)
def test_an_unreadable_file_is_answered_with_what_to_do(
    bureau: Bureau, name: str, content: bytes
) -> None:
    bureau.imap.put(letter(content, name=name))
    bureau.site.run()
    (answer,) = bureau.sent()
    assert answer["Subject"].startswith(f"无法读取：{name}")
    assert list(answer.iter_attachments()) == []


def test_a_corrected_copy_sent_back_is_the_next_round(bureau: Bureau) -> None:
    bureau.imap.put(letter(county(income=1100)))
    bureau.site.run()
    ours = bureau.sent()[0]["Message-ID"]
    bureau.imap.put(letter(county(income=1200), 2, In_Reply_To=ours))
    bureau.site.run()
    assert "第 2 次报送" in bureau.sent()[1]["Subject"]


def test_our_own_copy_sent_back_as_it_was_is_told_once(bureau: Bureau) -> None:
    bureau.imap.put(letter(county(income=1100)))
    bureau.site.run()
    (copy,) = bureau.site.copies().values()
    for number in (2, 3):
        bureau.imap.put(letter(copy.read_bytes(), number))
        bureau.site.run()
    assert len(bureau.sent()) == 2
    body = bureau.sent()[1].get_body(("plain",))
    assert body is not None
    assert "没有改动" in body.get_content()


# ---------------------------------------------------------------- nothing twice
def test_a_recreated_mailbox_repeats_nothing(bureau: Bureau) -> None:
    bureau.settle(imap={"folder": "报送"})
    with bureau.imap.client() as client:
        client.create('"&YqWQAQ-"')
    bureau.imap.put(letter(county()), '"&YqWQAQ-"')
    bureau.site.run()
    with bureau.imap.client() as client:
        client.delete('"&YqWQAQ-"')
        client.create('"&YqWQAQ-"')
    moved = b"X-Migrated: yes\r\n" + letter(county())
    bureau.imap.put(letter(county(unit="乙县"), 2), '"&YqWQAQ-"')
    bureau.imap.put(moved, '"&YqWQAQ-"')
    bureau.site.run()
    assert len(bureau.site.records()) == 2
    assert len(bureau.sent()) == 2


def test_without_uidvalidity_nothing_known_is_taken_in_again(bureau: Bureau) -> None:
    def without(piece: bytes) -> bytes:
        return re.sub(rb"\[UIDVALIDITY \d+\]", b"", piece)

    with Wire(bureau.certificates, bureau.imap.port, without) as wire:
        bureau.settle(imap={"port": wire.port})
        bureau.imap.put(letter(county()))
        bureau.imap.put(letter(county(unit="乙县"), Message_ID=""))
        for _ in range(3):
            bureau.site.run()
        bureau.imap.put(letter(county(unit="丙县"), 3))
        bureau.site.run()
    assert len(bureau.site.records()) == 3
    assert len(bureau.sent()) == 3


def test_another_message_under_a_known_uid_is_not_missed(bureau: Bureau) -> None:
    bureau.imap.put(letter(county()))
    bureau.site.run()
    with sqlite3.connect(bureau.site.settings.ledger) as ledger:
        ledger.execute("UPDATE message_places SET uid = uid + 1")
    bureau.imap.put(letter(county(unit="一个名字长得多的乙县社会保险中心"), 2))
    bureau.site.run()
    assert len(bureau.site.records()) == 2


def test_the_same_message_delivered_twice_is_one(bureau: Bureau) -> None:
    for hop in ("a", "b"):
        bureau.imap.put(f"Received: from {hop}\r\n".encode() + letter(county()))
    bureau.site.run()
    assert len(bureau.site.records()) == 1
    assert len(bureau.sent()) == 1
    assert bureau.imap.lying_in(what="UNSEEN") == []


def test_the_same_workbook_sent_again_is_not_answered_again(bureau: Bureau) -> None:
    for number in (1, 2, 3):
        bureau.imap.put(letter(county(), number))
        bureau.site.run()
    assert len(bureau.sent()) == 1


def test_done_messages_are_moved(bureau: Bureau) -> None:
    bureau.settle(imap={"done_folder": "已处理"})
    bureau.imap.put(letter(county()))
    bureau.site.run()
    assert bureau.imap.lying_in() == []
    assert len(bureau.imap.lying_in('"&XfJZBHQG-"')) == 1


# ---------------------------------------------------------------- for a person
def test_a_stranger_is_held_until_the_roster_names_them(bureau: Bureau) -> None:
    bureau.imap.put(letter(county(), From="new@yi.gov.cn"))
    for _ in range(2):
        bureau.site.run()
    (told,) = bureau.told()
    assert "new@yi.gov.cn is not on the roster" in told
    assert (bureau.site.records(), bureau.sent()) == ([], [])
    assert len(bureau.imap.lying_in(what="UNSEEN")) == 1
    bureau.roster(f"{CLERK}；@yi.gov.cn")
    bureau.site.run()
    assert bureau.told() == []
    assert [one["To"] for one in bureau.sent()] == ["new@yi.gov.cn"]


def test_a_held_message_alone_is_on_the_page_of_the_day(bureau: Bureau) -> None:
    bureau.site.run()
    (page,) = bureau.site.settings.folder("reports").rglob("*.html")
    assert "new@yi.gov.cn" not in page.read_text("utf-8")
    bureau.imap.put(letter(county(), From="new@yi.gov.cn"))
    assert "需人工处理 1" in bureau.site.run().line.zh
    assert "new@yi.gov.cn" in page.read_text("utf-8")
    written = page.stat().st_mtime_ns
    assert "需人工处理 1" in bureau.site.run().line.zh, "as long as it waits"
    assert page.stat().st_mtime_ns == written


def test_a_held_message_that_is_deleted_is_settled(bureau: Bureau) -> None:
    bureau.imap.put(letter(county(), From="spam@x.cn"))
    bureau.site.run()
    assert len(bureau.told()) == 1
    with bureau.imap.client() as client:
        client.select("INBOX")
        client.store("1", "+FLAGS", "(\\Deleted)")
        client.expunge()
    bureau.site.run()
    assert bureau.told() == []


def test_who_takes_everybody_answers_everybody(bureau: Bureau) -> None:
    bureau.settle(mail={"unknown_senders": "take"})
    bureau.imap.put(letter(county(), From="new@yi.gov.cn"))
    bureau.site.run()
    assert [one["To"] for one in bureau.sent()] == ["new@yi.gov.cn"]


@pytest.mark.parametrize(
    ("reply_to", "recipient"), [("evil@x.cn", CLERK), ("boss@jia.gov.cn", "boss@jia.gov.cn")]
)
def test_answers_go_to_the_roster_alone(bureau: Bureau, reply_to: str, recipient: str) -> None:
    bureau.roster(f"{CLERK} boss@jia.gov.cn")
    bureau.imap.put(letter(county(), Reply_To=reply_to))
    bureau.site.run()
    assert [one["To"] for one in bureau.sent()] == [recipient]


def test_automatic_mail_is_left_alone_and_a_workbook_in_it_is_told(bureau: Bureau) -> None:
    bureau.imap.put(letter(None, 1, Auto_Submitted="auto-replied"))
    bureau.imap.put(letter(county(), 2, Precedence="bulk"))
    bureau.imap.put(letter(None, 3))
    bureau.site.run()
    assert bureau.sent() == []
    automatic, without = sorted(bureau.told())
    assert "automatic mail" in automatic
    assert "no workbook" in without


def test_who_asks_for_silence_is_checked_and_not_answered(bureau: Bureau) -> None:
    bureau.imap.put(letter(county(), X_Auto_Response_Suppress="All"))
    bureau.site.run()
    assert len(bureau.site.records()) == 1
    assert bureau.sent() == []
    assert [one.state for one in bureau.answers()] == ["held"]
    assert "asks for no automatic answer" in bureau.told()[0]


def test_a_bounce_tells_whose_answer_came_back(bureau: Bureau) -> None:
    bureau.imap.put(letter(county()))
    bureau.site.run()
    answer = bureau.smtp.received[0].content
    assert isinstance(answer, bytes)
    bounce = b"From: MAILER-DAEMON@x.cn\r\nSubject: failed\r\n\r\n" + answer
    bureau.imap.put(bounce)
    bureau.site.run()
    assert ["came back" in told for told in bureau.told()] == [True]
    assert len(bureau.sent()) == 1
    drop(bureau.site.settings, 1)
    assert bureau.told() == []


def test_a_large_message_is_not_downloaded(bureau: Bureau) -> None:
    bureau.settle(mail={"message_mb": 1})
    bureau.imap.put(letter(county() + b"\0" * 1_500_000))
    for _ in range(2):
        bureau.site.run()
    (told,) = bureau.told()
    assert "3 MB, more than 1 MB" in told
    assert bureau.site.records() == []
    bureau.settle(mail={"message_mb": 5})
    bureau.site.run()
    assert len(bureau.site.records()) == 1
    assert bureau.told() == []


def test_a_large_copy_is_not_attached(bureau: Bureau) -> None:
    bureau.imap.put(letter(county()))
    with SmtpServer(bureau.certificates, largest=12_000) as small:
        bureau.settle(smtp=section(small.server()))
        bureau.site.run()
        (envelope,) = small.received
    assert isinstance(envelope.content, bytes)
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    assert "文件太大" in body.get_content()


# ---------------------------------------------------------------- servers that fail
def test_answers_wait_where_the_server_says_later(bureau: Bureau) -> None:
    bureau.smtp.to_recipient = "451 4.7.1 greylisted"
    bureau.imap.put(letter(county()))
    assert bureau.site.run().status == 1
    (answer,) = bureau.answers()
    assert (answer.state, answer.tries) == ("queued", 1)
    assert "greylisted" in answer.said.en
    bureau.smtp.to_recipient = ""
    assert bureau.site.run().status == 0
    assert bureau.sent() == []
    later(bureau)
    bureau.site.run()
    assert len(bureau.sent()) == 1


def test_a_dry_run_says_what_mail_it_would_handle_and_logs_in_nowhere(bureau: Bureau) -> None:
    bureau.smtp.to_recipient = "451 later"
    bureau.imap.put(letter(county()))
    bureau.site.run()
    later(bureau)
    bureau.settle(imap={"port": 1}, smtp={"port": 1})
    told = " ".join(line.en for line in preview(bureau.site.settings))
    assert f"Would take in what is new in INBOX at {HOST}" in told
    assert "Would send the answer that waits" in told


def later(bureau: Bureau) -> None:
    """Let the time pass until the next try."""
    with sqlite3.connect(bureau.site.settings.ledger) as ledger:
        ledger.execute("UPDATE answers SET not_before = 0")


def test_answers_are_given_up_after_some_tries(bureau: Bureau) -> None:
    bureau.settle(mail={"tries": 3})
    bureau.smtp.to_recipient = "451 4.7.1 no"
    bureau.imap.put(letter(county()))
    for _ in range(4):
        bureau.site.run()
        later(bureau)
    (answer,) = bureau.answers()
    assert answer.state == "refused"
    assert "given up after 3 tries" in bureau.told()[0]


def test_a_refused_answer_is_told(bureau: Bureau) -> None:
    bureau.smtp.to_recipient = "550 5.1.1 no such user"
    bureau.imap.put(letter(county()))
    assert bureau.site.run().status == 1
    assert [one.state for one in bureau.answers()] == ["refused"]
    assert "no such user" in bureau.told()[0]
    assert bureau.site.run().status == 0


def test_what_nobody_knows_is_held_and_not_sent_again(bureau: Bureau) -> None:
    bureau.smtp.drops = True
    bureau.imap.put(letter(county(), 1))
    bureau.imap.put(letter(county(unit="乙县"), 2))
    assert bureau.site.run().status == 1
    bureau.smtp.drops = False
    bureau.site.run()
    assert [one.state for one in bureau.answers()] == ["held", "held"]
    assert len(bureau.sent()) == 2
    assert len([told for told in bureau.told() if "nobody knows" in told]) == 2


def test_an_answer_that_a_dead_pass_was_sending_is_held(bureau: Bureau) -> None:
    bureau.smtp.to_recipient = "451 later"
    bureau.imap.put(letter(county()))
    bureau.site.run()
    bureau.smtp.to_recipient = ""
    with sqlite3.connect(bureau.site.settings.ledger) as ledger:
        ledger.execute("UPDATE answers SET state = 'sending'")
    bureau.site.run()
    assert [one.state for one in bureau.answers()] == ["held"]
    assert bureau.sent() == []


@pytest.mark.parametrize("name", ["imap", "smtp"])
def test_a_server_that_cannot_be_used_stops_nothing_else(bureau: Bureau, name: str) -> None:
    bureau.settle(**{name: {"port": 1}})
    bureau.imap.put(letter(county()))
    bureau.site.drop("乙县.xlsx", county(unit="乙县"))
    assert bureau.site.run().status == 1
    bureau.settle()
    assert bureau.site.run().status == 0
    assert len(bureau.site.records()) == 2
    assert len(bureau.sent()) == 1


def test_a_wrong_password_is_told_and_written_nowhere(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "wrong-password")
    bureau.imap.put(letter(county()))
    assert bureau.site.run().status == 1
    monkeypatch.setenv(VARIABLE, PASSWORD)
    assert bureau.site.run().status == 0
    assert len(bureau.sent()) == 1
    secrets = (b"wrong-password", PASSWORD.encode(), PASSWORD[5:].encode())
    for path in bureau.folder.rglob("*"):
        if path.is_file():
            assert not any(secret in path.read_bytes() for secret in secrets), path


def test_a_wire_cut_in_a_message_loses_nothing(bureau: Bureau) -> None:
    bureau.imap.put(letter(county(), 1))
    bureau.imap.put(letter(county(unit="乙县"), 2) + b"z" * 300_000)
    cut: Callable[[bytes], Any] = lambda piece: None if b"zzzz" in piece else piece  # noqa: E731
    with Wire(bureau.certificates, bureau.imap.port, cut) as wire:
        bureau.settle(imap={"port": wire.port})
        assert bureau.site.run().status == 1
    assert len(bureau.sent()) == 1
    bureau.settle()
    assert bureau.site.run().status == 0
    assert len(bureau.sent()) == 2
    with bureau.site.ledger() as ledger:
        assert len(ledger.rows("SELECT * FROM messages")) == 2
        assert ledger.rows("SELECT * FROM messages WHERE state = 'held'") == []


def test_a_mailbox_that_is_full_is_told_and_tried_again(bureau: Bureau) -> None:
    def full(piece: bytes) -> bytes:
        return piece.replace(b"OK UID STORE completed.", b"NO [OVERQUOTA] mailbox full")

    bureau.imap.put(letter(county()))
    with Wire(bureau.certificates, bureau.imap.port, full) as wire:
        bureau.settle(imap={"port": wire.port})
        assert bureau.site.run().status == 1
    bureau.settle()
    assert bureau.site.run().status == 0
    assert len(bureau.sent()) == 1
    with bureau.site.ledger() as ledger:
        (place,) = ledger.rows("SELECT * FROM message_places WHERE account = ?", ACCOUNT)
    assert place["filed_at"] is not None


# ---------------------------------------------------------------- limits
def test_no_more_answers_a_day_than_allowed(bureau: Bureau) -> None:
    bureau.settle(mail={"daily": 2})
    for number in range(4):
        bureau.imap.put(letter(county(unit=f"{number}县"), number))
    bureau.site.run()
    bureau.site.run()
    assert len(bureau.sent()) == 2
    with sqlite3.connect(bureau.site.settings.ledger) as ledger:
        ledger.execute("UPDATE answers SET tried = tried - 90000")
    bureau.site.run()
    assert len(bureau.sent()) == 4


def test_no_more_answers_to_one_address_than_allowed(bureau: Bureau) -> None:
    bureau.settle(mail={"daily_each": 2})
    bureau.roster(f"{CLERK} other@jia.gov.cn")
    for number in range(4):
        bureau.imap.put(letter(county(unit=f"{number}县"), number))
    bureau.imap.put(letter(county(unit="九县"), 9, From="other@jia.gov.cn"))
    bureau.site.run()
    recipients = [one["To"] for one in bureau.sent()]
    assert sorted(recipients) == [CLERK, CLERK, "other@jia.gov.cn"]


def test_hostile_messages_end_no_pass(bureau: Bureau) -> None:
    bureau.imap.put(b"\xff\x00 no header")
    bureau.imap.put(b"From: " + CLERK.encode() + b"\r\nContent-Type: multipart/mixed\r\n\r\n--\r\n")
    bureau.imap.put(letter(b"PK\3\4 not a zip", 3, Subject="x\\n=?utf-8?Q?=0D=0ABcc:_a@b.cn?="))
    bureau.imap.put(letter(county(), 4, name="../../etc/x.xlsx"))
    bureau.site.run()
    assert {one["Bcc"] for one in bureau.sent()} == {None}
    assert len(bureau.sent()) == 2
    assert not (bureau.folder.parent / "etc").exists()


# ---------------------------------------------------------------- the operator
def test_the_operator_sees_what_waits_and_decides(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    def command(*words: str, status: int = 0) -> str:
        """What a command of mail prints."""
        config = str(bureau.folder / "sipipeline.toml")
        assert main(["mail", *words, "--config", config, "--lang", "en"]) == status
        return capsys.readouterr().out

    assert "can be read; there are 0 messages" in command("check")
    bureau.smtp.to_recipient = "550 5.1.1 no such user"
    bureau.imap.put(letter(county(), 1))
    bureau.imap.put(letter(county(unit="乙县"), 2))
    bureau.imap.put(letter(county(unit="丙县"), 3, From="new@yi.gov.cn"))
    bureau.site.run()
    waiting = command("waiting")
    assert "new@yi.gov.cn is not on the roster" in waiting
    assert "1  not sent  clerk@jia.gov.cn" in waiting
    bureau.smtp.to_recipient = ""
    command("send", "1")
    command("drop", "2")
    command("send", "2", status=2)
    bureau.site.run()
    assert [one.state for one in bureau.answers()] == ["sent", "dropped"]
    assert len(bureau.sent()) == 1
    assert "no such user" not in command("waiting")
    bureau.settle(imap={"host": ""}, smtp={"port": 1})
    told = command("check", status=2)
    assert "no mail is fetched" in told
    assert "refuses the connection" in told


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("mail", {"address": "nobody"}, "[mail] address should be one address"),
        ("imap", {"user": ""}, "[imap] user may not be blank"),
        ("imap", {"user": "a\r\nA2 DELETE INBOX"}, "[imap] user may not be blank, nor"),
        ("smtp", {"host": "mail example"}, "[smtp] host is no host name"),
        ("smtp", {"password_env": ""}, "[smtp] should have one of password_env"),
        ("imap", {"password_file": "x"}, "password_command, not 2"),
        ("smtp", {"ca_file": "no.pem"}, "there is no file no.pem"),
        ("smtp", {"tls": "none"}, "one of implicit, starttls"),
        ("imap", {"password": "secret"}, "no setting password"),
    ],
)
def test_every_fault_of_the_settings_is_told(
    bureau: Bureau, name: str, values: dict[str, object], said: str
) -> None:
    config = bureau.folder / "sipipeline.toml"
    lines = config.read_text("utf-8")
    start = lines.index(f"[{name}]")
    for key, value in values.items():
        before, after = lines[:start], lines[start:]
        written = f"{key} = {json.dumps(value)}".replace("\\", r"\\")
        lines = before + re.sub(rf"(?m)^{key} = .*$", written, after, count=1)
    if "password" in values:
        lines = lines.replace(f"[{name}]\n", f'[{name}]\npassword = "secret"\n')
    config.write_text(lines, "utf-8")
    with pytest.raises(UsageError) as caught:
        settings.load(config)
    assert said in caught.value.text.en
    assert "secret" not in caught.value.text.en
