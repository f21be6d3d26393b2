"""The figures of the texts, asked four questions: when, of whom, of what, which kind of figure."""
