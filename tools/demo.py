"""A nightly run to look at: a temporary place, twelve samples of all kinds, one pass, then another
that finds nothing to do."""

import os
import sys
import tempfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

from sipipeline.cli.commands import main
from sipipeline.core.text import Text
from sipipeline.nightly import settings
from sipipeline.nightly.place import Wishes, make

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
TYPE = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
BROKEN = (
    "B201-parts-sum-to-total",
    "I501-target-reached",
    "P403-all-eligible-adjusted",
    "R301-completion-rate",
)
LONG_AGO = 1_600_000_000
_FIRST = Text(zh="第一次核对", en="The first pass")
_SECOND = Text(zh="第二次核对：没有新的，什么也不做", en="The second pass: nothing is new")
_WHAT = {
    "archive": Text(zh="原件，一字不差", en="originals, byte for byte"),
    "outbox": Text(zh="批注本，每个单位一个文件夹", en="annotated copies by unit"),
    "rejected": Text(zh="无法读取的，旁边有说明", en="what cannot be read, with notes"),
    "reports": Text(zh="审核人早上看的", en="the reviewer's morning"),
    "state": Text(zh="台账、日志、备份", en="ledger, log, backups"),
}
_LIES = Text(zh="都在 {folder}", en="All of it lies in {folder}")
_MOST = 4
"""Files of a folder that are named."""


def fill_inbox(inbox: Path) -> None:
    """Twelve files as they come in: right and wrong ones, one twice, a zip, a mail, no workbook."""
    korla = (SAMPLES / "korla-2020.xlsx").read_bytes()
    whole = (SAMPLES / "consistent-2023.xlsx").read_bytes()
    broken = [(SAMPLES / "broken" / f"{name}.xlsx").read_bytes() for name in BROKEN]
    files = {
        "库尔勒市2020.xlsx": korla,
        "库尔勒市2020(1).xlsx": korla,
        "乙市2023.xlsx": whole,
        "各县/甲县第一次.xlsx": broken[0],
        "各县/甲县第二次.xlsx": broken[1],
        "各县/甲县最终版.xlsx": broken[2],
        "打包报送.zip": None,
        "转发：绩效自评.eml": None,
        "照片.xlsx": b"\xff\xd8\xff no workbook",
        "只填了一半.xlsx": korla[: len(korla) // 2],
        "空文件.xlsx": b"",
        "说明.docx": b"no workbook either",
    }
    for number, (name, content) in enumerate(files.items()):
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".zip"):
            _write_zip(path, broken[3])
        else:
            path.write_bytes(_message(broken[0]) if content is None else content)
        os.utime(path, (LONG_AGO + number, LONG_AGO + number))


def _write_zip(path: Path, content: bytes) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("丙县/自评表.xlsx", content)


def _message(content: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = "绩效自评"
    message.set_content("见附件")
    message.add_attachment(content, maintype=TYPE[0], subtype=TYPE[1], filename="自评表.xlsx")
    return message.as_bytes()


def show(folder: Path) -> None:
    """What lies where, the first files of each folder by name."""
    for name, what in _WHAT.items():
        files = sorted(path for path in (folder / name).rglob("*") if path.is_file())
        print(f"  {name}/  {len(files)}  {what.in_('zh')} / {what.in_('en')}")
        for path in files[:_MOST]:
            print(f"    {path.relative_to(folder / name)}")
        if len(files) > _MOST:
            print("    …")


def demo(folder: Path) -> int:
    """Make the place, fill its inbox, run two passes; the worst exit status."""
    make(folder, Wishes())
    config = folder / settings.NAME
    stated = settings.written("zh", {"inbox": {"steady_seconds": 0}})
    config.write_text(stated, encoding="utf-8")
    fill_inbox(folder / "inbox")
    statuses = []
    for heading in (_FIRST, _SECOND):
        print(f"\n{heading.zh} / {heading.en}", flush=True)
        statuses.append(main(["nightly", "--config", str(config)]))
        sys.stdout.flush()
    print()
    show(folder)
    print(_LIES.fill(folder=folder).zh)
    return max(statuses)


if __name__ == "__main__":
    sys.exit(demo(Path(tempfile.mkdtemp(prefix="sipipeline-demo-"))))
