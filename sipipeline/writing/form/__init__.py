"""The standard workbook, sheet by sheet: what the clerk sees, the hidden keys, the live checks."""
