"""Workbooks of other kinds than .xlsx: a folder a kind, each with one seam from bytes to a
`Book`, and the .xlsx that is made of it."""
