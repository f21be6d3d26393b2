"""Turns of phrase that are read as plainer ones: lists, ranges, numbers without a unit."""
