"""XML Spreadsheet 2003: a workbook as one XML document, as old Excel and programs of finance
bureaus write it."""
