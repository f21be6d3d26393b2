"""Whole jobs: the only place where intake, reading, checking and writing meet."""
