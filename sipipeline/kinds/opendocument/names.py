"""The names of elements and attributes of an OpenDocument."""

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TABLE, TEXT, STYLE, NUMBER = (
    _BASE % name for name in ("office", "table", "text", "style", "datastyle")
)
DRAWING = _BASE % "drawing"
LINK = "{http://www.w3.org/1999/xlink}"
CALC_EXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
