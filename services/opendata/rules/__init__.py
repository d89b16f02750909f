"""What is pure about open data: the sets, what is hidden, how they are asked for and told to programs."""
