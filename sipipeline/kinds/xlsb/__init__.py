"""Excel's binary workbook: a package like .xlsx whose parts are streams of records."""
