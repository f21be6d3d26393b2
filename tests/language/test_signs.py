"""The signs of the narrative stand in the vocabulary under a room that reads them."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from sipipeline.language.lexicon import table
from sipipeline.standards.tables import FOLDER, table_of

NARRATIVE = Path(__file__).resolve().parents[2] / "sipipeline/evidence/narrative"
HEADINGS = {
    "lines": "lines/*.py",
    **{question: f"questions/{question}.py" for question in ("when", "kind")},
    "whom": "questions/whom.py questions/*accounts*.py questions/others.py rewording/own_names.py",
    "what": "questions/what.py questions/*line*.py",
    "names": "questions/names_in_text.py",
    "rewording": "rewording/*.py",
    "making": "making/*.py",
    "comparisons": "comparisons/*.py",
    "indicators": "indicators/*.py",
    "reading": "*.py questions/reasons.py",
}
"""The headings in the order in which a text is read, and the modules that each stands for."""
WRITTEN = table_of(FOLDER / "vocabulary.toml")["narrative"]["signs"]
PLACES = [(heading, sign) for heading, signs in WRITTEN.items() for sign in signs]


@cache
def named_in(modules: str) -> set[str]:
    """Every name that the modules ask for, which match one of some patterns, by itself or in a
    wording."""
    paths = [path for pattern in modules.split() for path in NARRATIVE.glob(pattern)]
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    written = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
    return written.union(*(re.findall(r"[a-z_]+", one) for one in written if "{" in one))


@pytest.mark.parametrize(("heading", "sign"), PLACES)
def test_a_sign_stands_under_a_room_that_reads_it(heading: str, sign: str) -> None:
    assert sign in named_in(HEADINGS[heading])


def test_each_sign_is_found_whatever_room_it_stands_under() -> None:
    assert len(table()["narrative"]["signs"]) == len(PLACES)
