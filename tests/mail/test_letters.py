"""The answer: verdict, what to mend first, the thread, the copy under its name; nothing that a
submitter wrote gets out of its place."""

import email
import email.policy
import re
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from sipipeline.core.findings import Verdict
from sipipeline.core.text import Lang, Text
from sipipeline.intake.message import read_attachments
from sipipeline.mail.envelope import read_envelope
from sipipeline.mail.letters import (
    TOO_LARGE,
    Answering,
    AttachedCopy,
    Point,
    Sender,
    Thread,
    compose,
    new_message_id,
)
from sipipeline.mail.reasons import Ignored

SENDER = Sender("bureau@example.gov.cn", "区社保局, 审核", "张三 0991-1234567")
POINT = Point(
    "居民养老!D12", Text("上年结余少 28。", "Short by 28."), Text("填 9203。", "Type 9203.")
)
TOLD = Answering("甲县.xlsx", "甲县社保中心", 2020, 2, Verdict.FIX, (POINT,) * 5)
COPY = AttachedCopy("甲县_2020_第2轮.xlsx", b"PK\3\4" * 50)
THREAD = Thread("<1@jia.gov.cn>", ("<a@b>",), "报送")


def raw(
    told: Answering = TOLD,
    thread: Thread = THREAD,
    copy: AttachedCopy | Text = COPY,
    lang: Lang = "zh",
) -> bytes:
    return compose(
        told,
        thread,
        sender=SENDER,
        to="clerk@jia.gov.cn",
        message_id=new_message_id("7f", SENDER.address),
        at=datetime(2021, 8, 3, 2, tzinfo=UTC),
        copy=copy,
        lang=lang,
    )


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    text: str = part.get_content()
    return text


def test_verdict_thread_and_what_to_mend_first() -> None:
    answer = parsed(raw())
    assert answer["Subject"] == "需修改：甲县社保中心 2020 年度，第 2 次报送（回复：报送）"
    assert answer["In-Reply-To"] == "<1@jia.gov.cn>"
    assert answer["References"].split() == ["<a@b>", "<1@jia.gov.cn>"]
    assert answer["Message-ID"] == "<sipipeline.7f@example.gov.cn>"
    assert (answer["To"], answer["Auto-Submitted"]) == ("clerk@jia.gov.cn", "auto-replied")
    for kind in ("plain", "html"):
        text = body(answer, kind)
        assert text.count("居民养老!D12") == 3
        assert "填 9203" in text
        assert "还有 2 处" in text
        assert "张三 0991-1234567" in text


@pytest.mark.parametrize(
    ("verdict", "zh", "en"),
    [
        (Verdict.PASS, "通过", "Passed"),
        (Verdict.EXPLAIN, "需说明", "To be explained"),
        (Verdict.FIX, "需修改", "To be corrected"),
        (Verdict.UNREADABLE, "无法读取", "Unreadable"),
    ],
)
def test_every_verdict_in_both_languages(verdict: Verdict, zh: str, en: str) -> None:
    told = Answering(
        "甲县.xls", "", None, 1, verdict, reason=Text("请另存为 .xlsx。", "Save as .xlsx.")
    )
    assert parsed(raw(told, Thread()))["Subject"] == f"{zh}：甲县.xls"
    answer = parsed(raw(told, Thread(), TOO_LARGE, "en"))
    assert answer["Subject"] == f"{en}: 甲县.xls"
    assert "Save as .xlsx." in body(answer, "plain")
    assert ("not attached" in body(answer, "plain")) is (verdict is not Verdict.UNREADABLE)
    assert answer["In-Reply-To"] is None


def test_who_passed_has_nothing_to_correct_and_a_reason_is_told_once() -> None:
    passed = body(parsed(raw(Answering("甲县.xlsx", "甲县", 2020, 1, Verdict.PASS))), "plain")
    assert "不必再做什么" in passed
    assert "留存备查" in passed
    assert "改正" not in passed
    reason = Text("加了密码，请去掉密码。", "Take the password away.")
    points = (Point("", reason, Text("", "")),)
    told = Answering("甲县.xlsx", "", None, 1, Verdict.UNREADABLE, points, reason)
    unread = body(parsed(raw(told, copy=TOO_LARGE)), "plain")
    assert unread.count("加了密码") == 1
    assert "请先看这几处" not in unread


def test_an_answer_is_never_answered_by_this_program() -> None:
    assert read_envelope(raw(), "other@example.cn").ignored is Ignored.OURS


@pytest.mark.parametrize(
    "name",
    [
        "甲县社会保险事业管理中心_2020年度_第2轮_批注.xlsx",
        "report.xlsx",
        "a b (2).xlsx",
        "甲" * 200 + ".xlsx",
        "😀县.xlsx",
        '引"号;=.xlsx',
    ],
)
def test_the_name_of_the_copy_is_read_by_every_kind_of_mail_program(name: str) -> None:
    content = raw(copy=AttachedCopy(name, COPY.content))
    (attached,) = read_attachments(content)
    standard = next(parsed(content).iter_attachments()).get_filename()
    assert attached.name == standard
    assert attached.content == COPY.content
    assert standard.endswith(".xlsx")
    if len(name) < 60:
        assert standard == name.replace('"', "_")
    head = content.decode("ascii")
    both = re.findall(r'\bname="([^"]+)"', head) + re.findall(r'\bfilename="([^"]+)"', head)
    assert len(both) == 2
    assert len(set(both)) == 1
    assert len(re.findall(r"filename\*=UTF-8''\S+", head)) == 1
    assert "filename*0" not in head


HOSTILE = "x\r\nBcc: evil@example.cn\r\n\r\n<script>alert(1)</script>\x00\u202e"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_submitter_wrote_stays_in_its_place(lang: Lang) -> None:
    point = Point(HOSTILE, Text(HOSTILE, HOSTILE), Text(HOSTILE, HOSTILE))
    told = Answering(HOSTILE, HOSTILE, 2020, 2, Verdict.FIX, (point,) * 4, Text(HOSTILE, HOSTILE))
    answer = parsed(raw(told, Thread("<1@a>", (), HOSTILE), AttachedCopy(HOSTILE, b"x"), lang))
    assert answer["Bcc"] is None
    assert sorted(part.get_content_type() for part in answer.walk()) == [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "multipart/alternative",
        "multipart/mixed",
        "text/html",
        "text/plain",
    ]
    assert "<script" not in body(answer, "html")
    assert all(line.isprintable() for line in body(answer, "plain").splitlines())


def test_long_names_of_messages_are_not_encoded() -> None:
    long = f"<{'a' * 300}@jia.gov.cn>"
    answer = raw(thread=Thread(long, (long.replace("a", "b"),), "x" * 500))
    assert long.encode() in answer
    assert max(map(len, answer.split(b"\r\n"))) < 998
    assert b"\n" not in answer.replace(b"\r\n", b"")
    assert answer.isascii()
