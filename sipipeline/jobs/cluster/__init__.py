"""Chunks done by workers on other machines: a scheduler of dask.distributed hands them out; that
library lives here."""
