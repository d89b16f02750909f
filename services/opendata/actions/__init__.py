"""What the sets hold on a day, read from the town's lists and from the ledger."""
