"""The standards as data: which funds, items, measures and fields a workbook has, and what they are
called."""
