"""What can be done about money."""
