"""The names of elements and attributes of an XML Spreadsheet 2003."""

SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
