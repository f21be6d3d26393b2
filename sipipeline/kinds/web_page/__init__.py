"""Pages with tables, as systems export them and Excel and LibreOffice save them: a sheet a
table."""
