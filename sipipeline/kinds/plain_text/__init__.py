"""Lines of values between commas, semicolons or tabs, as spreadsheets save one sheet."""
