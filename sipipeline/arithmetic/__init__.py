"""Relations over arrays: do they hold, for a whole batch at once, over intervals."""
