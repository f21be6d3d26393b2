"""How much hypothesis tries: at random by default, the same each time in CI; which module of the
tests says why an assertion failed; and how often Python looks for garbage."""

import gc
import os

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("support", "blank_forms")
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# The tests keep workbooks of many small objects: to walk through them all the time costs a third
# of opening one.
gc.set_threshold(100_000, 20, 20)
