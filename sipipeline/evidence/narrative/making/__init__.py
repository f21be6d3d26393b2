"""Figures that no cell has, made of those that cells have: shares, differences, sums."""
