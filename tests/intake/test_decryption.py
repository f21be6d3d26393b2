"""Workbooks with a password are opened by those who know it, and by nobody's hostile settings."""

import io
import struct
import time
from pathlib import Path

import pytest
from files import GOOD
from msoffcrypto.format.ooxml import OOXMLFile
from support import filled

from sipipeline.core.limits import DEFAULT, Limits
from sipipeline.intake.gate import Accepted, open_workbook
from sipipeline.intake.refusals import Refusal
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate

DATA = {"standard": "2020", "cover": {"unit": "甲县", "year": 2020}}


def encrypted(content: bytes, password: str) -> bytes:
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, target)
    return target.getvalue()


LOCKED = encrypted(GOOD, "工伤2023")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("passwords", "says"),
    [
        ((), "文件设了打开密码，程序读不了。"),
        (("工伤2022",), "文件设了打开密码，给出的密码都不对。"),
        (("工伤2022", "工伤2023"), ""),
        (("",), "文件设了打开密码，给出的密码都不对。"),
    ],
)
def test_a_password_opens_the_workbook_that_has_it(passwords: tuple[str, ...], says: str) -> None:
    opened = open_workbook(LOCKED, DEFAULT, passwords)
    if says:
        assert isinstance(opened, Refusal)
        assert (opened.rule.code, opened.reason.zh) == ("X012", says)
        return
    assert isinstance(opened, Accepted)
    assert opened.was_encrypted
    assert opened.package.content == GOOD


def test_without_a_password_the_advice_names_the_option() -> None:
    opened = open_workbook(LOCKED)
    assert isinstance(opened, Refusal)
    assert "--password" in opened.todo.zh
    assert "--password" in opened.todo.en


def test_a_workbook_that_is_only_protected_against_changes_is_opened_unasked() -> None:
    assert isinstance(open_workbook(encrypted(GOOD, "VelvetSweatshop")), Accepted)


@pytest.mark.parametrize("stated", [b"9999999", b"1e99999", b"&#57;999"])
def test_no_key_is_made_in_more_rounds_than_any_program_takes(stated: bytes) -> None:
    place = LOCKED.index(b'spinCount="100000"') + len(b'spinCount="')
    room = len(b'100000" ')
    hostile = LOCKED[:place] + (stated[:6] + b'" ')[:room] + LOCKED[place + room :]
    limits = Limits(spins=90_000)
    begun = time.monotonic()
    opened = open_workbook(hostile, limits, ["a"] * 1000)
    assert isinstance(opened, Refusal)
    assert (opened.rule.code, "异常" in opened.reason.zh) == ("X012", True)
    assert time.monotonic() - begun < 1


def test_the_copy_says_that_it_has_no_password(tmp_path: Path) -> None:
    (tmp_path / "甲县.xlsx").write_bytes(encrypted(filled(DATA), "x"))
    options = Options(out=tmp_path / "out", passwords=("x",))
    (result,) = validate(collect([str(tmp_path)]), options)
    opened = open_workbook((tmp_path / "out" / "甲县.xlsx").read_bytes())
    assert isinstance(opened, Accepted)
    sheet = opened.package.read("xl/worksheets/sheet1.xml")
    texts = [opened.package.read(name).decode() for name in opened.package.names if "sheet" in name]
    assert sheet
    assert any("原文件设了打开密码，本文件没有密码" in text for text in texts)
    assert "x" not in {finding.rule for finding in result.findings}


def test_broken_encryption_is_refused_without_a_fault() -> None:
    quick = LOCKED.replace(b'spinCount="100000"', b'spinCount="000001"')
    for place in range(0, len(quick), 211):
        spoilt = quick[:place] + struct.pack("<Q", place * 7919) + quick[place + 8 :]
        assert isinstance(open_workbook(spoilt, DEFAULT, ["a"]), Refusal)
