"""What the trade knows: figures as intervals, keys, relations, findings. Standard library and numpy only."""
