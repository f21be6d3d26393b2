"""What an .xlsx file is: its package of parts, its sheets and cells."""
