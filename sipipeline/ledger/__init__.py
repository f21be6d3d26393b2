"""What came in, what was said of it and where it went, kept for years: SQLite lives here."""
