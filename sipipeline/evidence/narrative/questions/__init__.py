"""The four questions that are asked of a number: when, of whom, of what, which kind of figure."""
