"""A place for nightly runs: its folders, its configuration, a roster, and what a scheduler
needs."""

import io
import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from sipipeline.core import durable
from sipipeline.core.errors import UsageError, reason
from sipipeline.core.text import Lang, Text
from sipipeline.core.values import frozen
from sipipeline.nightly import settings
from sipipeline.template.roster import write_roster

FOLDERS = ("inbox", "outbox", "archive", "rejected", "reports", "state")
_SCHEDULE = "schedule"

_IN_THE_WAY = Text(
    zh="{file} 已经有了，什么也没有写。换一个文件夹；确要重写配置，请加 --force。",
    en="{file} is there already; nothing was written. Choose another folder, or add --force.",
)
_CANNOT = Text(zh="写不了 {file}：{reason}。", en="Cannot write {file}: {reason}.")
_TIME = Text(zh="时间应写成 22:30 这样：{time}", en="The time should be as 22:30: {time}")


@frozen
class Wishes:
    """What is settled when a place is made."""

    inbox: str = "inbox"
    lang: Lang = "zh"
    hour: int = 22
    minute: int = 30


def wished_time(text: str) -> tuple[int, int]:
    """Hour and minute of 22:30; raises UsageError for what is no time."""
    hour, _, minute = text.strip().replace("：", ":").partition(":")
    is_time = hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60
    if not is_time:
        raise UsageError(_TIME.fill(time=text))
    return int(hour), int(minute)


def make(folder: Path, wishes: Wishes, force: bool = False) -> list[Path]:
    """Make the place; gives the files that were written. What is there already stays, but for the
    configuration with `force`."""
    folder = Path(os.path.abspath(folder))
    configuration = folder / settings.NAME
    if configuration.exists() and not force:
        raise UsageError(_IN_THE_WAY.fill(file=configuration))
    values: dict[str, dict[str, object]] = {
        "folders": {"inbox": wishes.inbox},
        "check": {"lang": wishes.lang},
    }
    try:
        for name in FOLDERS:
            durable.make_folder(folder / (wishes.inbox if name == "inbox" else name))
        return [_put(folder / name, content) for name, content in _files(folder, wishes, values)]
    except OSError as error:
        told = _CANNOT.fill(file=error.filename or folder, reason=reason(error))
        raise UsageError(told) from error


def _files(
    folder: Path, wishes: Wishes, values: Mapping[str, Mapping[str, object]]
) -> Iterator[tuple[str, bytes]]:
    """Every file of a place; the configuration last, by which a place is known as whole."""
    roster = io.BytesIO()
    write_roster(roster, wishes.lang)
    yield "roster.xlsx", roster.getvalue()
    for name, text in schedules(folder, wishes).items():
        yield f"{_SCHEDULE}/{name}", text.encode(_ENCODINGS.get(name, "utf-8"))
    yield settings.NAME, settings.written(wishes.lang, values).encode()


def _put(path: Path, content: bytes) -> Path:
    """Write a file; a roster that somebody may have filled in is never written over."""
    is_filled = path.suffix == ".xlsx" and path.exists()
    if not is_filled:
        durable.write(path, content)
    return path


# ---------------------------------------------------------------- schedules
_CRON = """\
# {remark}
# crontab -e
{minute} {hour} * * * {command}
"""
_SERVICE = """\
# {remark}
[Unit]
Description=sipipeline nightly
After=network-online.target remote-fs.target
Wants=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
SuccessExitStatus=0 1
TimeoutStartSec=8h
Nice=10
"""
_TIMER = """\
# {remark}
[Unit]
Description=sipipeline nightly

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}:00
Persistent=true

[Install]
WantedBy=timers.target
"""
_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<!-- {remark} -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>sipipeline nightly</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2020-01-01T{hour:02}:{minute:02}:00</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT8H</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions>
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""
_REMARKS = {
    "cron.txt": Text(
        zh="把下面一行加进 crontab（命令 crontab -e）。",
        en="Add the line to the crontab (command crontab -e).",
    ),
    "sipipeline-nightly.service": Text(
        zh="放到 /etc/systemd/system/，与 .timer 一起；再运行 "
        "systemctl enable --now sipipeline-nightly.timer。",
        en="Goes to /etc/systemd/system/ with the .timer; then run "
        "systemctl enable --now sipipeline-nightly.timer.",
    ),
    "sipipeline-nightly.timer": Text(
        zh="放到 /etc/systemd/system/，与 .service 一起。",
        en="Goes to /etc/systemd/system/ with the .service.",
    ),
    "windows-task.xml": Text(
        zh="用管理员打开命令提示符，在本文件所在的文件夹里运行："
        'schtasks /Create /TN "sipipeline" /XML windows-task.xml /RU 用户名 /RP *',
        en="As administrator, in the folder of this file: "
        'schtasks /Create /TN "sipipeline" /XML windows-task.xml /RU USER /RP *',
    ),
}
_ENCODINGS = {"windows-task.xml": "utf-16"}
_FORMS = {
    "cron.txt": _CRON,
    "sipipeline-nightly.service": _SERVICE,
    "sipipeline-nightly.timer": _TIMER,
    "windows-task.xml": _TASK,
}


def schedules(folder: Path, wishes: Wishes) -> dict[str, str]:
    """What cron, systemd and the task scheduler of Windows need, by the name of the file."""
    return {name: _schedule(name, folder, wishes) for name in _FORMS}


def _schedule(name: str, folder: Path, wishes: Wishes) -> str:
    arguments = ["-m", "sipipeline", "nightly", "--config", str(folder / settings.NAME)]
    is_windows = name.endswith(".xml")
    quoted = _for_systemd if name.endswith(".service") else shlex.quote
    command = " ".join(map(quoted, [sys.executable, *arguments]))
    places = {
        "remark": _REMARKS[name].in_(wishes.lang),
        "hour": wishes.hour,
        "minute": wishes.minute,
        "command": command.replace("%", "\\%") if name == "cron.txt" else command,
        "program": sys.executable,
        "arguments": " ".join(map(_for_windows, arguments)),
        "folder": str(folder) if is_windows else _path_for_systemd(str(folder)),
    }
    if is_windows:
        places = {
            key: escape(value) if isinstance(value, str) else value for key, value in places.items()
        }
    return _FORMS[name].format(**places)


def _for_windows(argument: str) -> str:
    """An argument as Windows parts a command line; a path has no quotation marks in it."""
    return f'"{argument}"' if " " in argument else argument


def _for_systemd(argument: str) -> str:
    """An argument as systemd reads it: `%` and `$` doubled, spaces inside quotation marks."""
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    doubled = escaped.replace("%", "%%").replace("$", "$$")
    return f'"{doubled}"' if " " in argument or doubled != argument else argument


def _path_for_systemd(path: str) -> str:
    return path.replace("%", "%%")
