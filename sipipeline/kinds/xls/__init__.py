"""Excel 5 to 2003 and WPS .et: a stream of records in a compound file, or bare."""
