"""What can be done with reports: begun, sent, followed, gone after, published, forgotten."""
