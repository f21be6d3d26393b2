"""One module a rule; the list of file names is the catalogue."""
