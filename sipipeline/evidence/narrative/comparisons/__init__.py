"""What is said of figures without a figure: more, first, how many."""
