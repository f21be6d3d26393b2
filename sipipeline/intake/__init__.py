"""What comes in: which files there are, and which of them are workbooks that are safe to read."""
