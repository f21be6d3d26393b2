"""How people write numbers, units, dates and targets, and what a sentence says of a figure."""
