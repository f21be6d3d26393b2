"""The names of elements and attributes of an XML Spreadsheet 2003."""

SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
HTML = "{http://www.w3.org/TR/REC-html40}"
