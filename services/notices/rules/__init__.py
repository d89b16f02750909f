"""What holds of notices, as values."""
