"""How much hypothesis tries: at random by default, the same each time in CI; and which module of
the tests says why an assertion failed."""

import os

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("support", "blank_forms")
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
