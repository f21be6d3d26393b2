"""Reads rubrics, which say how a self-evaluation is scored: a TOML file each."""

import tomllib
from functools import cache
from pathlib import Path

from sipipeline.core.errors import UsageError
from sipipeline.core.standard import Rubric
from sipipeline.core.text import Text

FOLDER = Path(__file__).parent / "rubrics"
DEFAULT = "ministry"


def known() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load_rubric(name: str = DEFAULT) -> Rubric:
    """A rubric by name, or from a file of one's own."""
    path = FOLDER / f"{name}.toml" if name in known() else Path(name)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return Rubric(
            Text(zh=data.get("zh", path.stem), en=data.get("en", path.stem)),
            {key: float(points) for key, points in data["weights"].items()},
            {key: (float(low), float(high)) for key, (low, high) in data["bands"].items()},
            tuple(
                sorted(
                    ((g, float(least)) for g, least in data["grades"].items()),
                    key=lambda entry: -entry[1],
                )
            ),
            float(data.get("execution_reason_below", 0.0)),
            float(data.get("over_target", 0.0)),
        )
    except (
        OSError,
        tomllib.TOMLDecodeError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
    ) as error:
        raise UsageError(
            Text(
                zh=(
                    f"评分标准 {name} 读不了（{error}）。可用的有 {'、'.join(known())}，"
                    f"或写法相同的 .toml 文件。"
                ),
                en=(
                    f"Cannot read the rubric {name} ({error}). Known: "
                    f"{', '.join(known())}, or a .toml file of the same form."
                ),
            )
        ) from error
