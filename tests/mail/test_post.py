"""Sending to a real SMTP server: what was sent, what will be tried again, and what nobody knows."""

from collections.abc import Iterator

import pytest
from mail_servers import PASSWORD, USER, VARIABLE, Certificates, SmtpServer, Wire

from sipipeline.mail.faults import MailError
from sipipeline.mail.post import Fate, SendingResult, open_post
from sipipeline.mail.server import Server

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")
MESSAGE = b"From: a@b.cn\r\nSubject: x\r\n\r\n.\r\n..dots\r\nend"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)


@pytest.fixture
def smtp(certificates: Certificates) -> Iterator[SmtpServer]:
    with SmtpServer(certificates) as server:
        yield server


def outcome(server: Server, message: bytes = MESSAGE) -> SendingResult:
    with open_post(server) as post:
        return post.hand_over(USER, "clerk@jia.gov.cn", message) or post.send()


def test_a_message_arrives_once_as_it_was_written(smtp: SmtpServer) -> None:
    assert outcome(smtp.server()).fate is Fate.SENT
    (arrived,) = smtp.received
    assert arrived.content == MESSAGE + b"\r\n"
    assert (arrived.mail_from, arrived.rcpt_tos) == (USER, ["clerk@jia.gov.cn"])


def test_starttls_does_as_well(certificates: Certificates) -> None:
    with SmtpServer(certificates, "starttls") as smtp:
        assert outcome(smtp.server()).fate is Fate.SENT


def test_nothing_arrives_before_the_dot(smtp: SmtpServer) -> None:
    with open_post(smtp.server()) as post:
        assert post.hand_over(USER, "clerk@jia.gov.cn", MESSAGE) is None
        post._connection.close()
    assert smtp.received == []


@pytest.mark.parametrize(
    ("said", "fate"),
    [
        ("450 4.2.0 greylisted", Fate.LATER),
        ("452 4.2.2 mailbox full", Fate.LATER),
        ("550 5.1.1 no such user", Fate.REFUSED),
        ("552 5.2.2 quota exceeded", Fate.REFUSED),
    ],
)
def test_a_recipient_that_is_not_taken(smtp: SmtpServer, said: str, fate: Fate) -> None:
    smtp.to_recipient = said
    with open_post(smtp.server()) as post:
        first = post.hand_over(USER, "clerk@jia.gov.cn", MESSAGE)
        assert first is not None
        assert (first.fate, first.goes_on) == (fate, True)
        assert said in first.said.en
        smtp.to_recipient = ""
        assert post.hand_over(USER, "clerk@jia.gov.cn", MESSAGE) is None
        assert post.send().fate is Fate.SENT
    assert len(smtp.received) == 1


@pytest.mark.parametrize(
    ("said", "fate"),
    [
        ("451 4.3.0 try later", Fate.LATER),
        ("421 4.3.2 closing", Fate.LATER),
        ("554 5.7.1 looks like spam", Fate.REFUSED),
        ("552 5.3.4 message too big", Fate.TOO_LARGE),
    ],
)
def test_a_message_that_is_not_taken(smtp: SmtpServer, said: str, fate: Fate) -> None:
    smtp.to_message = said
    assert outcome(smtp.server()).fate is fate


def test_a_message_larger_than_the_server_takes(certificates: Certificates) -> None:
    with SmtpServer(certificates, largest=1000) as smtp:
        assert outcome(smtp.server(), MESSAGE * 100).fate is Fate.TOO_LARGE
    assert smtp.received == []


def test_taken_and_then_not_a_word(smtp: SmtpServer) -> None:
    smtp.drops = True
    told = outcome(smtp.server())
    assert (told.fate, told.goes_on) == (Fate.UNKNOWN, False)
    assert len(smtp.received) == 1


def test_a_wire_cut_before_the_dot_is_tried_again(
    smtp: SmtpServer, certificates: Certificates
) -> None:
    def cut(piece: bytes) -> bytes | None:
        return None if piece.startswith(b"354") else piece

    with Wire(certificates, smtp.server().port, cut) as wire:
        told = outcome(wire.server())
    assert (told.fate, told.goes_on) == (Fate.LATER, False)
    assert smtp.received == []


def failure(server: Server) -> str:
    with pytest.raises(MailError) as caught:
        outcome(server)
    told = caught.value.text.zh + caught.value.text.en + repr(caught.value)
    assert PASSWORD not in told
    return caught.value.text.en


def test_what_keeps_the_server_from_being_used(
    smtp: SmtpServer, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "not trusted" in failure(smtp.server(ca_file=None))
    assert "refuses the connection" in failure(certificates.server(1))
    with SmtpServer(certificates, "starttls") as plain:
        assert "check the port and tls" in failure(plain.server(tls="implicit"))
    monkeypatch.setenv(VARIABLE, "wrong-password")
    told = failure(smtp.server())
    assert "password is wrong" in told
    assert "wrong-password" not in told
