"""What holds for every queue: states, hours, codes, how long people wait."""
