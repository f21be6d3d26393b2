"""Files that are built from the declarations: the template and the rule book."""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sipipeline.core.text import Lang
from sipipeline.reports.rule_book import manual
from sipipeline.standards.load import load, newest
from sipipeline.template.workbook import write_workbook

ROOT = Path(__file__).resolve().parent.parent


def template() -> bytes:
    """templates/input_template.xlsx, of the newest standard."""
    standard = load(newest())
    target = io.BytesIO()
    write_workbook(target, standard)
    return target.getvalue()


def rules(lang: Lang) -> bytes:
    """docs/rules.md, or docs/rules.en.md."""
    return manual(lang).encode()


@dataclass(frozen=True, slots=True)
class Built:
    target: str
    """The target of the Makefile that builds it."""
    path: str
    content: Callable[[], bytes]


FILES = (
    Built("template", "templates/input_template.xlsx", template),
    Built("docs", "docs/rules.md", partial(rules, "zh")),
    Built("docs", "docs/rules.en.md", partial(rules, "en")),
)


def main(arguments: Sequence[str] | None = None) -> int:
    targets = sorted({file.target for file in FILES})
    parser = argparse.ArgumentParser(prog="tools.generated", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(targets)}")
    parser.add_argument("--check", action="store_true", help="only say which are not current")
    options = parser.parse_args(arguments)
    if unknown := set(options.targets).difference(targets):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    wanted = [file for file in FILES if file.target in (options.targets or targets)]
    return check(wanted) if options.check else write(wanted)


def check(files: list[Built]) -> int:
    stale = [file for file in files if not _is_current(file, file.content())]
    for file in files:
        state = f"not current, run `make {file.target}`" if file in stale else "current"
        print(f"{file.path}: {state}")
    return int(bool(stale))


def write(files: list[Built]) -> int:
    for file in files:
        content = file.content()
        if not _is_current(file, content):
            (ROOT / file.path).parent.mkdir(exist_ok=True)
            (ROOT / file.path).write_bytes(content)
            print(f"wrote {file.path}")
    return 0


def _is_current(file: Built, content: bytes) -> bool:
    target = ROOT / file.path
    return target.exists() and target.read_bytes() == content


if __name__ == "__main__":
    sys.exit(main())
