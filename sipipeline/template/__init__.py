"""The blank workbook: what the clerk sees, the hidden keys, the live checks."""
