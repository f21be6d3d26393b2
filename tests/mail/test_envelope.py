"""What a message says of itself: the same message is known again, another is not; what a program
sent is told from what a person sent; nothing that is in a message makes the program fail."""

import random
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from sipipeline.mail.envelope import Envelope, address_of, read_envelope
from sipipeline.mail.reasons import HoldReason, Ignored

XML_WORKBOOK = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)
OWN = "bureau@example.gov.cn"


def sent(name: str = "甲县.xlsx", content: str = "PK", **headers: str) -> bytes:
    """A message with one attachment; a header that is "" is left out."""
    message = MIMEMultipart()
    message.attach(MIMEText("请查收", "plain", "utf-8"))
    if name:
        part = MIMEApplication(content.encode())
        part.add_header("Content-Disposition", "attachment", filename=name)
        message.attach(part)
    usual = {
        "From": "=?utf-8?B?55Sy5Y6/?= <clerk@jia.gov.cn>",
        "Subject": "报送",
        "Message-ID": "<1@jia.gov.cn>",
    }
    usual |= {name.replace("_", "-"): value for name, value in headers.items()}
    for header, value in usual.items():
        if value:
            message[header] = value
    return message.as_bytes()


def read(message: bytes) -> Envelope:
    return read_envelope(message, OWN)


# ---------------------------------------------------------------- who, what
def test_a_submission_says_who_sent_it_and_what_it_answers() -> None:
    thread = {"References": "<a@b> <c@d>", "In_Reply_To": "<c@d>", "Reply_To": "Boss@jia.gov.cn"}
    envelope = read(sent(**thread))
    assert envelope.sender == "clerk@jia.gov.cn"
    assert envelope.reply_to == "boss@jia.gov.cn"
    assert envelope.message_id == "<1@jia.gov.cn>"
    assert envelope.references == ("<a@b>", "<c@d>")
    assert (envelope.subject, envelope.workbooks) == ("报送", ("甲县.xlsx",))
    assert (envelope.held, envelope.ignored, envelope.silent) == (None, None, False)


@pytest.mark.parametrize(
    ("name", "content", "is_meant"),
    [
        ("甲县.xml", XML_WORKBOOK, True),
        ("发票.xml", '<?xml version="1.0"?><Invoice/>', False),
        ("甲县.mht", "MIME-Version: 1.0", True),
        ("甲县.numbers", "PK", True),
        ("扫描件.pdf", "%PDF", False),
    ],
)
def test_what_could_be_meant_as_a_workbook_holds_the_message_for_an_answer(
    name: str, content: str, is_meant: bool
) -> None:
    envelope = read(sent(name, content))
    assert envelope.workbooks == ((name,) if is_meant else ())
    assert envelope.held == (None if is_meant else HoldReason.NO_WORKBOOK)


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("a@b.cn", "a@b.cn"),
        ("A.B+c@B.CN", "a.b+c@b.cn"),
        ('"a@x.cn" <b@y.cn>', "b@y.cn"),
        ('"张三, 科长" <b@y.cn>', "b@y.cn"),
        ("\xd5\xc5@\xc8\xfd <b@y.cn>", "b@y.cn"),
        ("a@b.cn (a@x.cn)", "a@b.cn"),
        ("=?utf-8?B?55Sy5Y6/IDxhQGIuY24+?=", "a@b.cn"),
        ("=?utf-8?B?55Sy5Y6/IDxhQHguY24+?= <a@b.cn>", "a@b.cn"),
        ("", ""),
        ("nobody", ""),
        ("a@b.cn, c@d.cn", ""),
        ("<a@b.cn> <c@d.cn>", ""),
        ("<a@b.cn\r\nBcc: c@d.cn>", ""),
        ("<a b@c.cn>", ""),
        ("<张三@jia.cn>", ""),
        ("<a@>", ""),
        ("<@b.cn>", ""),
        ("<a@b.cn> SIZE=1>", "a@b.cn"),
        ("<.a@b.cn>", ""),
        (f"<{'a' * 300}@b.cn>", ""),
    ],
)
def test_one_address_or_none(header: str, address: str) -> None:
    assert address_of(header) == address


# ---------------------------------------------------------------- the same again
def test_a_message_is_the_same_whatever_servers_add() -> None:
    first = read(sent())
    moved = read(b"Received: from x\r\nX-Spam: no\r\n" + sent().replace(b"\n", b"\r\n"))
    assert moved.identity == first.identity
    assert moved.digest != first.digest


@pytest.mark.parametrize(
    "other",
    [
        sent(content="corrected"),
        sent(Message_ID="<2@jia.gov.cn>"),
        sent(name="乙县.xlsx", content="PK 5"),
        sent(Message_ID=""),
    ],
)
def test_another_message_is_another(other: bytes) -> None:
    assert read(other).identity != read(sent()).identity


def test_messages_without_message_id_are_told_apart_by_who_when_and_what() -> None:
    bare = {"Message_ID": "", "Date": "Mon, 2 Aug 2021 10:00:00 +0800"}
    first = read(sent(**bare)).identity
    assert read(sent(**bare)).identity == first
    later = bare | {"Date": "Mon, 2 Aug 2021 10:00:01 +0800"}
    assert read(sent(**later)).identity != first
    assert read(sent(**bare, From="other@jia.gov.cn")).identity != first
    assert read(sent(**bare, Subject="更正")).identity != first
    assert read(sent(**bare, content="other")).identity != first


# ---------------------------------------------------------------- programs and people
@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, Ignored.AUTOMATIC),
        ({"Auto_Submitted": "auto-generated; owner-email=x"}, Ignored.AUTOMATIC),
        ({"Precedence": "bulk"}, Ignored.AUTOMATIC),
        ({"Precedence": "list"}, Ignored.LIST),
        ({"Precedence": "Auto_Reply"}, Ignored.AUTOMATIC),
        ({"List_Id": "<all.example.cn>"}, Ignored.LIST),
        ({"List_Unsubscribe": "<mailto:x@y>"}, Ignored.LIST),
        ({"X_Autoreply": "yes"}, Ignored.AUTOMATIC),
        ({"X_AutoReply_From": "x@y"}, Ignored.AUTOMATIC),
        ({"Subject": "自动回复：我在休假"}, Ignored.AUTOMATIC),
        ({"Subject": "【自动回复】收到"}, Ignored.AUTOMATIC),
        ({"Subject": "Automatic reply: 报送"}, Ignored.AUTOMATIC),
        ({"Return_Path": "<>"}, Ignored.BOUNCE),
        ({"From": "MAILER-DAEMON@qq.com"}, Ignored.BOUNCE),
        ({"From": "postmaster@example.cn"}, Ignored.BOUNCE),
        ({"X_Sipipeline_Answer": "0.1.0"}, Ignored.OURS),
    ],
)
def test_what_a_program_sent_is_not_answered(headers: dict[str, str], why: Ignored) -> None:
    assert read(sent(name="", **headers)).ignored is why
    assert read(sent(name="", **headers)).held is None
    with_workbook = read(sent(**headers))
    assert with_workbook.ignored is why
    assert with_workbook.held is (None if why is Ignored.OURS else HoldReason.AUTOMATIC)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "no"},
        {"Precedence": "first-class"},
        {"Return_Path": "<clerk@jia.gov.cn>"},
        {"X_Autoreply": "no"},
        {"Subject": "回复：自动回复的问题"},
        {"In_Reply_To": "<sipipeline.x@example.gov.cn>", "Subject": "回复：需修改"},
        {"X_Auto_Response_Suppress": "DR, OOF"},
        {"X_Mailer": "Foxmail 7.2 automatic"},
    ],
)
def test_what_a_person_sent_is_answered(headers: dict[str, str]) -> None:
    envelope = read(sent(**headers))
    assert (envelope.ignored, envelope.held, envelope.silent) == (None, None, False)


@pytest.mark.parametrize("asked", ["All", "DR, RN, NRN, OOF, AutoReply", "autoreply"])
def test_who_asks_for_no_automatic_answer_is_taken_in_all_the_same(asked: str) -> None:
    envelope = read(sent(X_Auto_Response_Suppress=asked))
    assert (envelope.ignored, envelope.held, envelope.silent) == (None, None, True)


def test_a_bounce_says_which_answer_came_back() -> None:
    message = MIMEMultipart("report")
    message["From"] = "MAILER-DAEMON@example.cn"
    message.attach(MIMEText("Message-ID: <sipipeline.7f@example.gov.cn>\r\n", "rfc822-headers"))
    envelope = read(message.as_bytes())
    assert envelope.ignored is Ignored.BOUNCE
    assert envelope.returned == ("<sipipeline.7f@example.gov.cn>",)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (sent(From=""), HoldReason.NO_SENDER),
        (sent(From="a@b.cn, c@d.cn"), HoldReason.NO_SENDER),
        (sent(From=f"<{OWN.upper()}>"), HoldReason.OWN_ADDRESS),
        (sent(name=""), HoldReason.NO_WORKBOOK),
        (sent(name="说明.docx"), HoldReason.NO_WORKBOOK),
        (sent(name="~$甲县.xlsx"), HoldReason.NO_WORKBOOK),
    ],
)
def test_what_a_person_has_to_look_at(message: bytes, why: HoldReason) -> None:
    assert (read(message).ignored, read(message).held) == (None, why)


@pytest.mark.parametrize("name", ["甲县.xls", "全部.zip", "winmail.dat", "甲县.et", "信.eml"])
def test_what_could_be_meant_as_a_workbook(name: str) -> None:
    assert read(sent(name=name)).held is None


# ---------------------------------------------------------------- hostile
NESTED = b"From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + (
    b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 3000
)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x00" * 500,
        b"\xff\xfe" * 500,
        b"no header at all",
        b"From:\r\nSubject:\r\n\r\n",
        b"Content-Type: text/plain; charset=no-such-charset\r\nFrom: a@b.cn\r\n\r\n\xb0\xa1",
        b'Content-Type: text/plain; charset="\x00"\r\nFrom: a@b.cn\r\n\r\nx',
        b"Content-Type: text/html; charset*=x'y\r\n\r\n<p>",
        b"From: =?no-such?B?xxx?= <a@b.cn>\r\nSubject: =?utf-8?B?////?=\r\n\r\nx",
        b"Subject: =?utf-8?Q?=0D=0ABcc:_x@y.cn?=\r\nFrom: a@b.cn\r\n\r\nx",
        b"Message-ID: <\x01\x02>\r\nFrom: a@b.cn\r\nReferences: <<<>>> <a b> x\r\n\r\nx",
        b"Content-Type: multipart/mixed\r\nFrom: a@b.cn\r\n\r\n--x\r\n",
        b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n--\r\n',
        b"Content-Transfer-Encoding: base64\r\nContent-Type: application/x\r\n\r\n!!!\xff",
        b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\nMM\r\n",
        b"Content-Type: a/b\r\nContent-Disposition: x; filename*0*=x'';filename*9=y\r\n\r\n",
        b"Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\n" * 200,
        NESTED,
        b"A: " + b"x" * 2_000_000,
        b"From: a@b.cn\r\n" * 20_000,
    ],
)
def test_no_message_makes_the_program_fail(message: bytes) -> None:
    envelope = read(message)
    assert envelope.identity
    shown = envelope.subject + envelope.sender + envelope.message_id + "".join(envelope.references)
    assert shown.isprintable()


def test_damaged_messages_never_make_the_program_fail() -> None:
    shuffle = random.Random(7)
    whole = sent(References="<a@b> <c@d>")
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(shuffle.randrange(1, 30)):
            damaged[shuffle.randrange(len(damaged))] = shuffle.randrange(256)
        assert read(bytes(damaged)).identity
