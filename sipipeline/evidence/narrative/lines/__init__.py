"""The text itself: lines, the words that answer a question, and the segments up to each number."""
