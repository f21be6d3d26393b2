"""One opened package for all its readers: what is not changed comes back byte for byte."""

import io
import zipfile

import pytest
from files import GOOD, ONE, book, lock, pack, sheet, spoil

from sipipeline.xlsx.archive import ArchiveError, DirectoryLimits, Fault, read_archive
from sipipeline.xlsx.package import PackageError, open_package
from sipipeline.xlsx.sheets import Workbook

SHEET = "xl/worksheets/sheet3.xml"


def faults(content: bytes, members: int = 100) -> Fault | None:
    """What is wrong with an archive or with the first of its members that has a fault."""
    try:
        archive = read_archive(content, DirectoryLimits(members, 1 << 20))
        for member in archive.members:
            archive.extract(member)
    except ArchiveError as error:
        return error.fault
    return None


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (GOOD, None),
        (GOOD[:-40], Fault.INCOMPLETE),
        (b"", Fault.INCOMPLETE),
        (spoil(GOOD, SHEET), Fault.DAMAGED),
        (lock(GOOD), Fault.ENCRYPTED),
        (pack({f"{n}.txt": "" for n in range(900)}), Fault.TOO_MANY_MEMBERS),
    ],
)
def test_the_fault_of_an_archive_is_named(content: bytes, fault: Fault | None) -> None:
    assert faults(content, 10 if fault is Fault.TOO_MANY_MEMBERS else 100) is fault


def test_reading_and_forgetting_change_nothing() -> None:
    package = open_package(GOOD)
    before = package.read(SHEET)
    Workbook(package).sheets()
    package.forget()
    assert package.read(SHEET) == before
    assert not package.changed
    written = zipfile.ZipFile(io.BytesIO(package.to_bytes()))
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source:
        assert written.namelist() == source.namelist()
        assert [written.read(name) for name in source.namelist()] == [
            source.read(name) for name in source.namelist()
        ]


def test_what_was_edited_is_kept_when_the_rest_is_forgotten() -> None:
    package = open_package(GOOD)
    package.edit(SHEET).set("mark", "1")
    package.write("xl/new.bin", b"")
    package.forget()
    assert package.tree(SHEET).get("mark") == "1"
    assert package.read("xl/new.bin") == b""


@pytest.mark.parametrize(
    ("part", "target"),
    [
        ("xl/worksheets/sheet1.xml", "worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml"),
        ("XL\\Worksheets\\Sheet1.XML", "worksheets/sheet1.xml"),
    ],
)
def test_a_sheet_is_found_however_its_part_is_spelled(part: str, target: str) -> None:
    package = open_package(book(sheet(ONE), part=part, target=target))
    (found,) = Workbook(package).sheets()
    assert (found.name, found.part) == ("收支1", part)


def test_a_spoilt_part_is_named() -> None:
    with pytest.raises(PackageError, match=SHEET):
        open_package(spoil(GOOD, SHEET)).to_bytes()
