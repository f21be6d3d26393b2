"""Results for people and programs: console, JSON, CSV, summary workbook, rule book."""
