"""What can be done with batches, one file a matter."""
