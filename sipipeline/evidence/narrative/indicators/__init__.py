"""What a text says of the indicator table: targets, what was reached of them, and verdicts."""
