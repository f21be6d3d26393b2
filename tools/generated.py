"""Files that are built from the declarations: the template and the rule book. `--check` says
whether they are current."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from sipipeline import catalogue
from sipipeline.standards.load import load, newest
from sipipeline.template.workbook import write_workbook

ROOT = Path(__file__).resolve().parent.parent


def template() -> bytes:
    """templates/input_template.xlsx, of the newest standard."""
    standard = load(newest())
    target = io.BytesIO()
    write_workbook(target, standard, catalogue.relations(standard))
    return target.getvalue()


def rules() -> bytes:
    """docs/rules.md."""
    from sipipeline.jobs.rule_book import manual

    return manual("zh").encode()


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "template": ("templates/input_template.xlsx", template),
    "docs": ("docs/rules.md", rules),
}


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    names = [name for name in arguments if name in FILES] or list(FILES)
    stale = 0
    for name in names:
        path, build = FILES[name]
        target, content = ROOT / path, build()
        current = target.exists() and target.read_bytes() == content
        if check:
            print(f"{path}: {'current' if current else f'not current, run `make {name}`'}")
            stale += not current
        elif not current:
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
            print(f"wrote {path}")
    return int(stale > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
