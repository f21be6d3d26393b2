"""Findings in words: what a relation says, which cell is wrong and how it came to be, each figure
as its cell shows it."""
