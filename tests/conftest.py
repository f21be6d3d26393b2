"""How much hypothesis tries: at random by default, the same each time in CI; which module of the
tests says why an assertion failed; and what the libraries of the tests need not do."""

import gc
import importlib.util
import os
import sys
import zlib

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
