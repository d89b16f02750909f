"""What can be done with public facilities: look, claim, book, change, give back, draw."""
