"""What outside systems may ask, what they are told, and where they may be; values only."""
