"""Odd figures in every cell of a workbook: a few of those that `make fuzz` makes."""

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from sipipeline.jobs import validation
from tools import fuzz


@pytest.fixture(scope="module")
def base() -> fuzz.Base:
    return fuzz.base_of((fuzz.ROOT / "korla-2020.xlsx").read_bytes())


def test_what_is_typed_is_a_workbook_of_the_same_sheets(base: fuzz.Base) -> None:
    assert len(base.cells) > 500
    content = base.mistyped(random.Random(1))
    with zipfile.ZipFile(BytesIO(content)) as file:
        assert set(file.namelist()) == set(base.parts)
        changed = [name for name in file.namelist() if file.read(name) != base.parts[name]]
    assert changed
    assert set(changed) <= set(base.sheets)


def test_a_number_makes_the_same_workbook_again(base: fuzz.Base) -> None:
    assert base.mistyped(random.Random(7)) == base.mistyped(random.Random(7))
    assert base.mistyped(random.Random(7)) != base.mistyped(random.Random(8))


def test_a_few_workbooks_make_nothing_fail(base: fuzz.Base, tmp_path: Path) -> None:
    assert list(fuzz.failures(range(3), [base], tmp_path)) == []
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_failure_is_told_with_its_number_and_place(
    base: fuzz.Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OverflowError("too large")

    monkeypatch.setattr(validation, "mark", fail)
    ((number, told),) = fuzz.failures(range(5, 6), [base], tmp_path)
    assert number == 5
    assert "OverflowError: too large (jobs/validation.py:" in told
