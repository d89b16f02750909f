"""What can be done with mailings, their addressees and their answers."""
