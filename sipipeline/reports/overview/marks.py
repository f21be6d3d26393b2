"""By what an overview is known as one of ours."""

PAGE_MARK = '<meta name="generator" content="sipipeline overview">'
"""Stands at the beginning of the page."""
OVERVIEW_NAME = "_sipipeline_summary"
"""A defined name of the workbook."""
