"""How much one file may ask of the program. A yearly workbook has 30 kB, 7 sheets and 2,000
cells."""

from sipipeline.xlsx.archive import Bounds

MB = 1 << 20

FILE = 50 * MB
"""Bytes of one workbook as sent."""
INFLATED = 300 * MB
"""Bytes of all its parts, pictures included."""
PART = 64 * MB
"""Bytes of one part: a sheet, the shared strings."""
PARTS = 5_000
SHEETS = 300
STRINGS = 1_000_000
CELLS = 5_000_000
"""Rows times columns up to the last used cell, over all sheets: python-calamine keeps 40 bytes for
each."""
RATIO = 200
"""Real workbooks inflate to 5 to 30 times their size; what deflate can do is 1,030."""
RATIO_FLOOR = 16 * MB
"""Below this size no ratio does any harm."""

MESSAGE = 100 * MB
"""Bytes of one .eml, which is held in memory."""
ENTRIES = 20_000
"""Members of one zip, and workbooks of one message or zip with all that it contains."""
UNPACKED = 4_096 * MB
"""Bytes of all members of one zip; they are unpacked one at a time."""
DEPTH = 3
"""Containers in one another: a zip in a zip in a message."""

DIRECTORY = Bounds(members=ENTRIES, zip64=FILE)
