"""What Windows does otherwise: a scanner has new files open, read-only ones stay, drives and shares
come and go, and what went wrong has numbers of its own."""

import errno
from pathlib import Path

import pytest

from sipipeline.core import durable
from sipipeline.core.errors import reason


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "_IS_WINDOWS", True)
    monkeypatch.setattr(durable, "_WAITS", (0.0, 0.0))


def refusing(monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> None:
    """Have a method of paths refuse so many times."""
    method, left = getattr(Path, name), [times]

    def refused(path: Path, *arguments: object, **named: object) -> object:
        if left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "Access is denied")
        return method(path, *arguments, **named)

    monkeypatch.setattr(Path, name, refused)


@pytest.mark.usefixtures("windows")
def test_a_file_that_a_scanner_has_open_is_renamed_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, "replace", 2)
    durable.write(tmp_path / "汇总.xlsx", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["汇总.xlsx"]


@pytest.mark.usefixtures("windows")
def test_a_file_that_somebody_keeps_open_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, "replace", 3)
    with pytest.raises(PermissionError):
        durable.write(tmp_path / "汇总.xlsx", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("windows")
def test_a_file_that_is_marked_read_only_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "甲县.xlsx"
    path.write_bytes(b"x")
    refusing(monkeypatch, "unlink", 1)
    durable.remove(path)
    assert not path.exists()


def test_elsewhere_a_file_that_may_not_be_removed_keeps_its_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "甲县.xlsx"
    path.write_bytes(b"x")
    before = path.stat().st_mode
    refusing(monkeypatch, "unlink", 1)
    with pytest.raises(PermissionError):
        durable.remove(path)
    assert path.stat().st_mode == before


def test_a_drive_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_dir", lambda _: False)
    with pytest.raises(FileNotFoundError) as refused:
        durable.make_folder(tmp_path / "outbox")
    assert refused.value.filename == tmp_path.anchor


class WindowsError(OSError):
    """What Windows raises, with its own number beside that of C."""

    def __init__(self, number: int, of_windows: int) -> None:
        super().__init__(number, "")
        self.winerror = of_windows


@pytest.mark.parametrize(
    ("number", "of_windows", "told"),
    [
        (errno.EACCES, 32, "文件正被其他程序使用"),
        (errno.ENOENT, 53, "网络或共享连不上，或中途断开了"),
        (errno.EINVAL, 64, "网络或共享连不上，或中途断开了"),
        (errno.EINVAL, 1326, "共享不让登录：用户名、密码或权限不对"),
        (errno.EINVAL, 123, "这个名称不能用"),
        (errno.EINVAL, 206, "文件名太长"),
        (errno.EINVAL, 4390, "系统错误 4390"),
        (errno.ENOSPC, 112, "磁盘已满"),
        (errno.ENOENT, 2, "没有这个文件或文件夹"),
    ],
)
def test_what_windows_says_is_told_in_words(number: int, of_windows: int, told: str) -> None:
    assert reason(WindowsError(number, of_windows)).zh == told
