"""The submitter's own file with our marks, comments and result sheet; and all of these taken out
again."""
