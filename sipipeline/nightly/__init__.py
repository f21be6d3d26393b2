"""The unattended pass: from what came in to what each submitter and the reviewer get, nothing lost
and nothing twice."""
