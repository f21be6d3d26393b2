"""Draws the pictures of the pages for people, from our own files, by LibreOffice: they show what
the program makes now."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from sipipeline.cli.commands import main as sipipeline

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SAMPLES = ROOT / "samples"
LARGEST = 150_000
"""Bytes of a picture, so that the repository stays small."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of a printed workbook."""

    name: str
    workbook: Callable[[Path], Path]
    """Makes the workbook in a folder."""
    page: str
    """What stands on the page that is drawn: the first such page."""
    size: tuple[int, int]
    """Width and height of what is drawn of it, from its corner, in points of the picture."""
    resolution: int = 66


def filled(folder: Path) -> Path:
    """Korla's workbook with a slip in one sum, as the clerk sees it while filling it in."""
    data = json.loads((SAMPLES / "data" / "korla-2020.json").read_text("utf-8"))
    pension = data["accounts"]["resident_pension"]
    pension["income"]["actual"] = 5360
    (folder / "data.json").write_text(json.dumps(data), "utf-8")
    target = folder / "form.xlsx"
    sipipeline(["fill", str(folder / "data.json"), "-o", str(target)])
    return target


def annotated(folder: Path) -> Path:
    """The copy that the clerk gets back."""
    sipipeline(["validate", str(filled(folder)), "-o", str(folder / "copies"), "--lang", "zh"])
    return folder / "copies" / "form.xlsx"


def summary(folder: Path) -> Path:
    """The reviewer's overview of a folder."""
    inbox = folder / "inbox"
    inbox.mkdir()
    for number, sample in enumerate(sorted((SAMPLES / "broken").glob("*.xlsx"))[::4]):
        book = load_workbook(sample)
        book.save(inbox / f"{number + 1:02}号单位.xlsx")
    shutil.copy(SAMPLES / "korla-2020.xlsx", inbox / "库尔勒市.xlsx")
    shutil.copy(SAMPLES / "consistent-2023.xlsx", inbox / "乙市.xlsx")
    with chdir(folder):
        call = "validate inbox -o copies --summary summary.xlsx --lang zh --jobs 1"
        sipipeline(call.split())
    return folder / "summary.xlsx"


ITEM = "个人缴费收入"
"""A line of the fund's own sheet."""
TITLE = "城乡居民基本养老保险基金"
DRAWN = (
    Picture("form", filled, TITLE, (546, 540)),
    Picture("result", annotated, "接下来怎么做", (772, 400)),
    Picture("marked", annotated, TITLE, (546, 540)),
    Picture("summary", summary, "先联系这些单位", (930, 520), 80),
)


def main() -> int:
    for program in ("soffice", "pdftoppm", "pdftotext"):
        if shutil.which(program) is None:
            print(f"{program} is not installed", file=sys.stderr)
            return 1
    PICTURES.mkdir(exist_ok=True)
    for picture in DRAWN:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            draw(picture, folder)
    return 0


def draw(picture: Picture, folder: Path) -> None:
    printed = as_pdf(picture.workbook(folder), folder)
    number = str(page_with(picture.page, printed))
    target = PICTURES / picture.name
    width, height = map(str, picture.size)
    corner = ["-x", "0", "-y", "0", "-W", width, "-H", height]
    settings = [
        *corner,
        "-png",
        "-r",
        str(picture.resolution),
        "-f",
        number,
        "-l",
        number,
        "-singlefile",
    ]
    _run("pdftoppm", *settings, str(printed), str(target))
    size = target.with_suffix(".png").stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{picture.name}.png has {size} bytes, more than {LARGEST}")
    print(f"docs/pictures/{picture.name}.png, page {number}, {size // 1000} kB")


def as_pdf(workbook: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    _run(
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(workbook),
    )
    return folder / f"{workbook.stem}.pdf"


def page_with(text: str, printed: Path) -> int:
    """The number of the first page with a text on it, of the sheet of the fund if it can be."""
    pages = _run("pdftotext", "-layout", str(printed), "-").split("\f")
    wanted = [number for number, page in enumerate(pages, 1) if text in page.replace(" ", "")]
    tables = [number for number in wanted if ITEM in pages[number - 1]]
    return (tables or wanted)[0]


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, timeout=180)
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main())
