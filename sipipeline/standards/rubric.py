"""How a self-evaluation is scored: weights of the levels, bands of worded indicators, grades. Data,
one file a rubric."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sipipeline.core.errors import UsageError
from sipipeline.core.text import Text

FOLDER = Path(__file__).parent / "rubrics"
DEFAULT = "ministry"


@dataclass(frozen=True)
class Rubric:
    name: Text
    weights: Mapping[str, float]
    """Points of the levels (`indicators`: of all together), and of `execution`, the budget
    execution rate."""
    bands: Mapping[str, tuple[float, float]]
    """Share of its points that a worded indicator may get, by what was reached."""
    grades: tuple[tuple[str, float], ...]
    """Grade and from how many points, the best first."""
    execution_reason_below: float = 0.0
    """Execution rate below which a reason is asked for."""

    @property
    def execution(self) -> float:
        return self.weights.get("execution", 0.0)

    def grade(self, points: float) -> str:
        return next((grade for grade, least in self.grades if points >= least), self.grades[-1][0])


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
