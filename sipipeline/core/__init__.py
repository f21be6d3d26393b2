"""The words of the house: texts, figures as intervals, relations, submissions, findings."""
