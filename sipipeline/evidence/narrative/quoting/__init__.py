"""Which cells a number can mean, what they say, and how both are called in a message."""
