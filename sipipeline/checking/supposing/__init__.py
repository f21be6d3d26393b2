"""Slips that are supposed of a whole submission: each is put right, the submission is checked
again, and the slip is told where that settles most."""
