"""The documents say what is there."""

import re
from pathlib import Path

import pytest
from contract import faults, strict

from sipipeline.standards.data import flatten, nest
from sipipeline.standards.load import load

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sipipeline"


def rooms() -> set[str]:
    """Folders and modules at the top of the package."""
    folders = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    return folders | {path.name for path in PACKAGE.glob("*.py")}


def table_of(document: str, heading: str) -> list[str]:
    """First cells of the table below a heading."""
    section = (ROOT / document).read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(.+?)` \|", section, re.M)


TABLES = {
    "README.md": "What lies where",
    "README.zh-CN.md": "什么在哪里",
    "docs/architecture.md": "Rooms",
}


@pytest.mark.parametrize("document", TABLES)
def test_the_table_of_rooms_names_every_room_once_and_no_other(document: str) -> None:
    named = table_of(document, TABLES[document])
    if document.startswith("README"):
        named = [name for name in named if name.startswith("sipipeline/")]
    assert sorted(name.removeprefix("sipipeline/") for name in named) == sorted(rooms())


LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize(
    "document",
    ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md"]
    + [f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")],
)
def test_links_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    broken = [
        link for link in LINK.findall(text) if not (ROOT / document).parent.joinpath(link).exists()
    ]
    assert broken == []


# ---------------------------------------------------------------- the JSON contract
BLOCK = re.compile(r"```json\n(.*?)```", re.S)


def test_examples_in_the_description_of_the_json_follow_it() -> None:
    result, finding, cause, fill = map(
        strict, BLOCK.findall((ROOT / "docs" / "json.md").read_text("utf-8"))
    )
    result["files"][0]["sha256"] = "0" * 64
    assert faults(result) == []
    assert faults(finding, "finding") == []
    assert faults(cause, "cause") == []
    assert nest(flatten(fill, load("2020")), load("2020")) == fill
