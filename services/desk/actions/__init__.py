"""What staff can do at the desk, one file a matter."""
