"""From a workbook to what it states: one claim a figure, wherever it stands."""
