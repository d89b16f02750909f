"""What is decided from values alone: codes, passwords, labels, the personnel office's list."""
