"""Background work: a table of jobs, each held under a lease so that one whose worker died is done by another."""
