"""What judging rules look at: the indicator table, its scores, the figures of the narrative."""
