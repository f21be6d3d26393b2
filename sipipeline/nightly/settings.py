"""The configuration of a place: sipipeline.toml as dataclasses; every fault of it is told."""

import os
import re
from collections.abc import Mapping
from dataclasses import field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sipipeline.core import settings
from sipipeline.core.errors import UsageError
from sipipeline.core.settings import setting
from sipipeline.core.text import Lang, Text, join
from sipipeline.core.values import frozen
from sipipeline.nightly import mail_settings
from sipipeline.nightly.limit_settings import FileLimits
from sipipeline.nightly.mail_settings import Imap, MailSettings, Smtp
from sipipeline.standards import toml_text

NAME = "sipipeline.toml"

_FAULTS = Text(
    zh="配置 {file} 有 {count} 处不对，什么也没有做：{faults}",
    en="{count} {count:fault|faults} in the configuration {file}; nothing was done: {faults}",
)
_NO_SECTION = Text(
    zh="没有 [{name}] 这一节{near}。可用的有：{known}。",
    en="There is no section [{name}]{near}. Known: {known}.",
)
_MEANT = Text(zh="，是不是 [{name}]", en="; is [{name}] meant")
_NO_CONFIGURATION = Text(
    zh="没有配置 {file}。用 --config 写明它在哪里；还没有的，先用 sipipeline init 文件夹 建一个。",
    en="There is no configuration {file}. Say with --config where it is; where there is none yet, "
    "make one with sipipeline init FOLDER.",
)
_ODD_PATH = Text(
    zh="[folders] {name} 的路径里有看不见的控制字符。{backslash}",
    en="[folders] {name} has control characters.{backslash}",
)
_NESTED = Text(
    zh="{folder} 与 {inbox} 重叠：放在收件箱里的文件会被当成报送件。",
    en="{folder} overlaps {inbox}: files in the inbox are taken for submissions.",
)
_NO_FILE = Text(
    zh="[check] password_file 的文件 {file} 读不了。",
    en="[check] password_file: {file} cannot be read.",
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NESTED_NAMES = ("outbox", "archive", "rejected", "reports", "state")


@frozen
class Folders:
    """Where things lie; relative to the folder of the configuration."""

    inbox: str = setting(
        "inbox",
        Text(
            zh="收件箱：报送单位的文件放在这里，可以有子文件夹，可以是共享文件夹。",
            en="Where submitters put their files; may have subfolders, may be a share.",
        ),
        may_be_blank=False,
    )
    outbox: str = setting(
        "outbox",
        Text(
            zh="发件箱：批注本，每个单位一个文件夹。",
            en="Annotated copies, a folder for each unit.",
        ),
        may_be_blank=False,
    )
    archive: str = setting(
        "archive",
        Text(
            zh="原件库：每个收到的文件原样保存，只增不减。",
            en="Each file that came in, byte for byte; nothing is ever deleted here.",
        ),
        may_be_blank=False,
    )
    rejected: str = setting(
        "rejected",
        Text(
            zh="无法读取的文件，旁边有说明怎么办。",
            en="Files that cannot be read, with a note beside each.",
        ),
        may_be_blank=False,
    )
    reports: str = setting(
        "reports",
        Text(zh="审核人每天看的汇总。", en="What the reviewer reads each morning."),
        may_be_blank=False,
    )
    state: str = setting(
        "state",
        Text(
            zh="台账、日志、备份。必须在本机硬盘上，不能放在网络共享里。",
            en="Ledger, log, backups. On a disk of this machine, not on a share.",
        ),
        may_be_blank=False,
    )
    roster: str = setting(
        "roster.xlsx",
        Text(
            zh="应报送单位名册；没有就留空。",
            en="The units that are to submit; blank where there is none.",
        ),
    )


@frozen
class Inbox:
    """When a file of the inbox is taken."""

    steady_seconds: int = setting(
        60,
        Text(
            zh="文件的大小和时间多少秒没有变化才取（还在复制的文件留到下一次）。",
            en="Seconds without a change before a file is taken; one that grows waits.",
        ),
        high=86400,
    )
    lock_hours: int = setting(
        24,
        Text(
            zh="Excel、WPS 的临时锁文件（~$、.~）多少小时以后不再算数（程序退出时没有删掉的）。",
            en="Hours after which a lock file of Excel or WPS counts no more.",
        ),
        high=8760,
    )


@frozen
class Checking:
    """How submissions are checked."""

    lang: str = setting(
        "zh",
        Text(
            zh="批注本、汇总、日志用什么语言：zh 或 en。", en="Language of all products: zh or en."
        ),
        choices=("zh", "en"),
    )
    standard: str = setting(
        "",
        Text(
            zh="按哪个标准，如 2020 或自己的 .toml 文件；空着由工作簿决定。",
            en="Which standard, as 2020 or a .toml file; blank: the workbook decides.",
        ),
    )
    rubric: str = setting(
        "ministry",
        Text(
            zh="评分标准：ministry、hubei、sichuan、guangxi，或自己的 .toml 文件。",
            en="Rubric: ministry, hubei, sichuan, guangxi, or a .toml file.",
        ),
        may_be_blank=False,
    )
    password_file: str = setting(
        "",
        Text(
            zh="加密工作簿的密码，放在哪个文件里（一行一个）；空着表示没有。",
            en="A file of passwords of encrypted workbooks, one a line; blank: none.",
        ),
    )
    workers: int = setting(
        0,
        Text(
            zh="同时用几个进程；0：文件多时每个处理器一个。",
            en="Processes; 0: one a processor where there are many files.",
        ),
        high=256,
    )


@frozen
class ClusterSettings:
    """The cluster that checks in the place of this machine."""

    scheduler: str = setting(
        "",
        Text(
            zh="dask 调度器的地址，如 tls://10.0.0.5:8786；空着就在本机核对。"
            "连不上时也在本机核对，并写进日志。见 docs/cluster.zh-CN.md。",
            en="Address of a dask scheduler, as tls://10.0.0.5:8786; blank: this machine checks, "
            "as it does where the cluster cannot. See docs/cluster.md.",
        ),
    )
    shared: str = setting(
        "shared",
        Text(
            zh="各台机器以同一路径看得到的文件夹：核对时放一份台账副本，用完就删。"
            "archive 也要放在共享里。",
            en="A folder that all machines see under one path, for a copy of the ledger while a "
            "pass checks; archive has to be shared as well.",
        ),
        may_be_blank=False,
    )


@frozen
class Log:
    """The log of the passes, state/nightly.log."""

    megabytes: int = setting(
        5,
        Text(zh="日志到多少兆就换一个新文件。", en="Megabytes after which a new file is begun."),
        low=1,
        high=1000,
    )
    keep: int = setting(
        10, Text(zh="保留几个旧日志文件。", en="How many older files are kept."), low=1, high=1000
    )


@frozen
class Backup:
    """Copies of the ledger, in state/backups."""

    keep: int = setting(
        14,
        Text(
            zh="核对后备份台账，每天一份；保留最近几份（程序升级前的备份也是），0 是不备份。",
            en="A backup of the ledger each day; how many are kept, of those made before an update "
            "too; 0: none.",
        ),
        high=1000,
    )


@frozen
class Settings:
    """Everything that a place has settled."""

    base: Path
    """The folder of the configuration."""
    folders: Folders = field(default_factory=Folders)
    inbox: Inbox = field(default_factory=Inbox)
    check: Checking = field(default_factory=Checking)
    limits: FileLimits = field(default_factory=FileLimits)
    cluster: ClusterSettings = field(default_factory=ClusterSettings)
    log: Log = field(default_factory=Log)
    backup: Backup = field(default_factory=Backup)
    mail: MailSettings = field(default_factory=MailSettings)
    imap: Imap = field(default_factory=Imap)
    smtp: Smtp = field(default_factory=Smtp)

    def folder(self, name: str) -> Path:
        """A folder or file of the place: `inbox`, `outbox` …"""
        stated: str = getattr(self.folders, name)
        return self.base / stated

    @property
    def ledger(self) -> Path:
        return self.folder("state") / "ledger.sqlite"

    @property
    def backups(self) -> Path:
        return self.folder("state") / "backups"

    @property
    def lang(self) -> Lang:
        return "en" if self.check.lang == "en" else "zh"


SECTIONS: Mapping[str, type] = {
    "folders": Folders,
    "inbox": Inbox,
    "check": Checking,
    "limits": FileLimits,
    "cluster": ClusterSettings,
    "log": Log,
    "backup": Backup,
    **mail_settings.SECTIONS,
}
"""The sections of the file, in its order."""
_HEADS = {
    "folders": Text(zh="文件夹", en="Folders"),
    "inbox": Text(zh="什么时候取收件箱里的文件", en="When a file of the inbox is taken"),
    "check": Text(zh="怎样核对", en="How submissions are checked"),
    "limits": Text(zh="一个文件最多能用多少", en="How much one file may ask of the program"),
    "cluster": Text(zh="由集群核对", en="Checking on a cluster"),
    "log": Text(zh="日志", en="The log"),
    "backup": Text(zh="台账备份", en="Backups of the ledger"),
    **mail_settings.HEADS,
}
_FIRST = Text(
    zh="sipipeline 夜间核对的配置。以 # 开头的是说明；每一项写着的就是默认值。",
    en="Configuration of the nightly pass. Lines with # explain; what stands here is the default.",
)


def load(path: Path) -> Settings:
    """The settings of a file; raises UsageError that tells every fault of it."""
    if not path.exists():
        raise UsageError(_NO_CONFIGURATION.fill(file=path))
    text = toml_text.read(path)
    stated = toml_text.parse(text, path)
    faults = [_no_section(name) for name in stated if name not in SECTIONS]
    sections: dict[str, Any] = {
        name: settings.read(kind, stated.get(name, {}), name, faults)
        for name, kind in SECTIONS.items()
    }
    settled = Settings(base=path.resolve().parent, **sections)
    faults += _odd_paths(settled) or _overlaps(settled)
    faults += _without_passwords(settled)
    faults += mail_settings.faults(settled.mail, settled.imap, settled.smtp, settled.base)
    if faults:
        told = join(faults, "", " ")
        raise UsageError(_FAULTS.fill(file=path, count=len(faults), faults=told))
    return settled


def written(lang: Lang, values: Mapping[str, Mapping[str, object]] | None = None) -> str:
    """The file with every setting, its default and what it is for; `values` by section and name in
    the place of defaults."""
    parts = [f"# {_FIRST.in_(lang)}\n"]
    for name, kind in SECTIONS.items():
        section = settings.written(kind, name, lang, (values or {}).get(name))
        parts.append(f"# {_HEADS[name].in_(lang)}\n{section}")
    return "\n".join(parts)


def _no_section(name: str) -> Text:
    near = get_close_matches(name, SECTIONS, 1)
    meant = _MEANT.fill(name=near[0]) if near else Text(zh="", en="")
    return _NO_SECTION.fill(name=name, near=meant, known=", ".join(SECTIONS))


def _without_passwords(settled: Settings) -> list[Text]:
    """A fault where the file of passwords cannot be read."""
    stated = settled.check.password_file
    file = settled.base / stated
    return [_NO_FILE.fill(file=file)] if stated and not os.access(file, os.R_OK) else []


def _odd_paths(settled: Settings) -> list[Text]:
    """A fault for each folder with a control character, as TOML reads `"D:\\temp"`."""
    stated = {one.name: str(getattr(settled.folders, one.name)) for one in fields(Folders)}
    odd = [name for name, path in stated.items() if _CONTROL.search(path)]
    return [_ODD_PATH.fill(name=name, backslash=toml_text.BACKSLASH) for name in odd]


def _overlaps(settled: Settings) -> list[Text]:
    """A fault for each folder that lies in the inbox, or that the inbox lies in."""
    inbox = _resolved(settled.folder("inbox"))
    found = []
    for name in _NESTED_NAMES:
        folder = _resolved(settled.folder(name))
        if folder.is_relative_to(inbox) or inbox.is_relative_to(folder):
            found.append(_NESTED.fill(folder=name, inbox="inbox"))
    return found


def _resolved(folder: Path) -> Path:
    """The folder without links; as it is written where a share does not answer."""
    try:
        return folder.resolve()
    except OSError:
        return folder.absolute()
