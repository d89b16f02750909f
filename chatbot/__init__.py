"""Question in, answer out: finds what a town has written, says when it does not know; no web, database, network or clock."""
