"""How much hypothesis tries: at random by default, the same each time in CI; which cases of a long
family are run; which module of the tests says why an assertion failed; and what the libraries need
not do."""

import gc
import importlib.util
import os
import sys
import zlib
from collections import Counter
from typing import Any

import pytest
from hypothesis import settings
from openpyxl.worksheet.merge import MergedCellRange

pytest.register_assert_rewrite("support", "blank_forms")
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# The tests keep workbooks of many small objects: to walk through them all the time costs a third
# of opening one.
gc.set_threshold(100_000, 20, 20)

# openpyxl draws the borders of every merged range anew when it opens a workbook, which takes half
# of the time; no test looks at them.
MergedCellRange.format = lambda _: None

# Nobody keeps the workbooks that the tests write: to press them as small as can be takes a tenth of
# writing one.
zlib.Z_DEFAULT_COMPRESSION = zlib.Z_BEST_SPEED  # type: ignore[misc]

# pandera asks for geopandas at every column that it looks at; where that is not installed, each
# question is a search through all folders.
if importlib.util.find_spec("geopandas") is None:
    sys.modules["geopandas"] = None  # type: ignore[assignment]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="run every case of the long families")


def pytest_configure() -> None:
    """pandera puts the failures of a frame into a table at each level of its schema, which takes
    longer than to find them; only the last table is asked for, and it is made when it is."""
    from pandera.backends.pandas.error_formatters import consolidate_failure_cases
    from pandera.errors import SchemaErrors

    def remember(
        self: SchemaErrors, schema: object, schema_errors: list[Any], data: object
    ) -> None:
        self.schema, self.schema_errors, self.data = schema, schema_errors, data

    SchemaErrors.__init__ = remember  # type: ignore[method-assign]
    SchemaErrors.failure_cases = property(
        lambda self: consolidate_failure_cases(self.schema_errors)
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test that is marked `sampled(every)`, keep its first case and each one so many later:
    one family of many slow cases says little more than a few of them. `--whole` keeps all."""
    if config.getoption("--whole"):
        return
    seen: Counter[str] = Counter()
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        mark = item.get_closest_marker("sampled")
        family = item.nodeid.partition("[")[0]
        every = mark.args[0] if mark else 1
        (left_out if seen[family] % every else kept).append(item)
        seen[family] += 1
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept
