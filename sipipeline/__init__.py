"""Checks the yearly workbooks of social insurance bureaus."""

__version__ = "0.1.0"
