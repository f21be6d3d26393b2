"""Which cell is wrong: the smallest sets of cells that explain every contradiction. Numbers and
codes, no sentences."""
