"""What can be done: sum the ledger, read the sums, enter what is counted elsewhere."""
