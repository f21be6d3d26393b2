"""A folder of a real IMAP server: what is read, what is put away, what is said when it fails."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from mail_servers import PASSWORD, USER, VARIABLE, Certificates, ImapServer, Wire

from sipipeline.mail import passwords
from sipipeline.mail.faults import MailError
from sipipeline.mail.mailbox import open_folder
from sipipeline.mail.passwords import PasswordSource
from sipipeline.mail.server import Server

LETTER = b"From: a@b.cn\r\nMessage-ID: <1@b.cn>\r\nSubject: \xd3\xca\xbc\xfe\r\n\r\ntext\r\n"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)


@pytest.fixture
def imap(certificates: Certificates) -> Iterator[ImapServer]:
    with ImapServer(certificates) as server:
        yield server


def read_all(server: Server, folder: str) -> None:
    with open_folder(server, folder) as opened:
        for message in opened.listed():
            opened.message(message.uid)


def failure(server: Server, folder: str = "INBOX") -> str:
    """What is said where a folder cannot be read; without the password."""
    with pytest.raises(MailError) as caught:
        read_all(server, folder)
    told = caught.value.text.zh + caught.value.text.en + repr(caught.value)
    assert PASSWORD not in told
    assert caught.value.__cause__ is None
    return caught.value.text.en


def test_a_message_comes_as_it_was_sent_and_stays_unread(imap: ImapServer) -> None:
    imap.put(LETTER)
    with open_folder(imap.server(), "INBOX") as folder:
        (listed,) = folder.listed()
        assert folder.message(listed.uid) == LETTER
        assert folder.message(listed.uid + 1) is None
        assert listed.size == len(LETTER)
        assert folder.validity
    assert len(imap.lying_in(what="UNSEEN")) == 1


def test_starttls_does_as_well(certificates: Certificates) -> None:
    with ImapServer(certificates, "starttls") as imap:
        imap.put(LETTER)
        with open_folder(imap.server(), "INBOX") as folder:
            assert len(folder.listed()) == 1


def test_what_is_done_is_marked_or_moved(imap: ImapServer) -> None:
    imap.put(LETTER)
    imap.put(LETTER)
    with open_folder(imap.server(), "INBOX") as folder:
        first, second = folder.listed()
        folder.mark_read(first.uid)
        folder.move(second.uid, "已处理")
        assert folder.listed() == [first]
    assert imap.lying_in(what="SEEN") == [b"%d" % first.uid]
    assert len(imap.lying_in('"&XfJZBHQG-"')) == 1


def test_without_move_a_message_is_copied_and_it_alone_expunged(
    imap: ImapServer, certificates: Certificates
) -> None:
    def weaker(piece: bytes) -> bytes:
        return re.sub(rb" MOVE\b", b"", piece)

    imap.put(LETTER)
    imap.put(LETTER)
    with (
        Wire(certificates, imap.port, weaker) as wire,
        open_folder(wire.server(), "INBOX") as folder,
    ):
        first, second = folder.listed()
        folder.move(second.uid, "done")
        assert folder.listed() == [first]
    assert len(imap.lying_in("done")) == 1


def test_a_deleted_message_is_not_listed(imap: ImapServer) -> None:
    imap.put(LETTER)
    with imap.client() as client:
        client.select("INBOX")
        client.store("1", "+FLAGS", "(\\Deleted)")
    with open_folder(imap.server(), "INBOX") as folder:
        assert folder.listed() == []


def test_a_server_without_uidvalidity_is_known_as_one(
    imap: ImapServer, certificates: Certificates
) -> None:
    def without(piece: bytes) -> bytes:
        return re.sub(rb"\[UIDVALIDITY \d+\]", b"", piece)

    with (
        Wire(certificates, imap.port, without) as wire,
        open_folder(wire.server(), "INBOX") as folder,
    ):
        assert folder.validity is None


# ---------------------------------------------------------------- failures
def test_a_wrong_password_is_told_and_not_shown(
    imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "wrong-password")
    told = failure(imap.server())
    assert "password is wrong" in told
    assert "wrong-password" not in told


def test_a_certificate_of_nobody_known_is_refused(imap: ImapServer) -> None:
    assert "not trusted" in failure(imap.server(ca_file=None))


def test_a_port_without_tls_is_told(certificates: Certificates) -> None:
    with ImapServer(certificates, "starttls") as imap:
        assert "check the port and tls" in failure(imap.server(tls="implicit"))


def test_starttls_that_is_stripped_is_not_gone_without(certificates: Certificates) -> None:
    with ImapServer(certificates) as imap:
        assert "in time" in failure(imap.server(tls="starttls", timeout=2.0))


def test_nobody_there(certificates: Certificates) -> None:
    assert "refuses the connection" in failure(certificates.server(1))
    assert "no host" in failure(certificates.server(993, host="no-such-host.invalid"))


def test_a_folder_that_is_not_there(imap: ImapServer) -> None:
    assert "it says" in failure(imap.server(), "报送")


def test_the_wire_cut_in_the_middle_of_a_message(
    imap: ImapServer, certificates: Certificates
) -> None:
    imap.put(LETTER + b"x" * 200_000)

    def cut(piece: bytes) -> bytes | None:
        return None if b"xxx" in piece else piece

    with Wire(certificates, imap.port, cut) as wire:
        assert "connection was lost" in failure(wire.server())


def test_a_server_that_falls_silent(imap: ImapServer, certificates: Certificates) -> None:
    asked: list[bytes] = []

    def silent(piece: bytes) -> bytes:
        asked.extend([piece] if b"FETCH" in piece or asked else [])
        return b"" if asked else piece

    imap.put(LETTER)
    with Wire(certificates, imap.port, silent) as wire:
        assert "in time" in failure(wire.server(timeout=2.0))


def test_a_server_that_repeats_the_password(imap: ImapServer, certificates: Certificates) -> None:
    def chatty(piece: bytes) -> bytes:
        return re.sub(rb"(?m)^(\w+) NO .*\r$", rb"\1 NO you said WORDS\r", piece).replace(
            b"WORDS", PASSWORD.encode()
        )

    with Wire(certificates, imap.port, chatty) as wire:
        assert "***" in failure(wire.server(), "no such folder")


# ---------------------------------------------------------------- passwords
def test_windows_parts_the_command_of_a_password_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[object] = []

    def run(command: object, **_: object) -> CompletedProcess[bytes]:
        called.append(command)
        return CompletedProcess([], 0, b"secret\r\n")

    monkeypatch.setattr(passwords, "_IS_WINDOWS", True)
    monkeypatch.setattr(subprocess, "run", run)
    command = '"C:\\Program Files\\vault.exe" get mail'
    assert PasswordSource("command", command).read().value == "secret"
    assert called == [command]


def test_a_password_from_a_file_and_from_a_command(imap: ImapServer, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    for source in (PasswordSource("file", str(file)), PasswordSource("command", f"cat {file}")):
        with open_folder(imap.server(password=source), "INBOX") as folder:
            assert folder.listed() == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (PasswordSource("env", "NO_SUCH_VARIABLE"), "NO_SUCH_VARIABLE is not set"),
        (PasswordSource("file", "/no/such/file"), "no such file"),
        (PasswordSource("command", "false"), "exit status 1"),
        (PasswordSource("command", "no-such-program --x"), "cannot be run"),
        (PasswordSource("command", 'echo "'), "not well formed"),
        (PasswordSource("command", "echo"), "empty"),
        (PasswordSource("command", "echo 密码"), "printable ASCII"),
    ],
)
def test_a_password_that_cannot_be_had(source: PasswordSource, said: str) -> None:
    with pytest.raises(MailError) as caught:
        source.read()
    assert said in caught.value.text.en


def test_a_password_shows_itself_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = PasswordSource("env", VARIABLE).read()
    assert PASSWORD not in f"{secret} {secret!r} {[secret]}"
    assert USER in secret.hidden(f"{USER} {PASSWORD}")
